// Gives each kind of node its visit. The visits note the edits that turn names of the notebook into properties.
import {
  block,
  caseBlock,
  catchClause,
  classField,
  classLike,
  enumDeclaration,
  forLoop,
  functionLike,
  namespaceDeclaration,
  staticBlock,
} from "./inner-scopes";
import {
  aliased,
  callExpression,
  decorator,
  expressionStatement,
  jsxElement,
  metaProperty,
  reference,
  taggedTemplate,
} from "./names-and-calls";
import type { Heritage, ImportEquals, Labeled, Property, Variables, Wrapping } from "./node-shapes";
import { isAmbient, type Node, type Syntax, type VariableDeclarationList } from "./syntax";
import { binaryExpression, shorthandProperty, variables } from "./variables";
import { type Parts, type Place, type Visit, type Visits, Walk } from "./walk";

/** A walk that rewrites what it visits. */
export const rewriter = (parts: Parts): Walk => new Walk(parts, visitsFor(parts.ts));

const skip: Visit = () => {};
const expressionAlone: Visit = (walk, node: Wrapping, place: Place) => walk.visit(node.expression, place);
const initializerAlone: Visit = (walk, node, place: Place) => walk.initializer(node, place);

function visitsFor({ SyntaxKind: kind }: Syntax): Visits {
  return new Map<number, Visit>([
    [kind.InterfaceDeclaration, skip],
    [kind.TypeAliasDeclaration, skip],
    [kind.TypeParameter, skip],
    [kind.IndexSignature, skip],
    [kind.ImportDeclaration, skip],
    [kind.ExportDeclaration, skip],
    [kind.BreakStatement, skip],
    [kind.ContinueStatement, skip],

    [kind.Identifier, reference],
    [kind.CallExpression, callExpression],
    [kind.TaggedTemplateExpression, taggedTemplate],
    [kind.MetaProperty, metaProperty],
    [kind.Decorator, decorator],
    [kind.ExpressionStatement, expressionStatement],
    [kind.PropertyAccessExpression, expressionAlone],
    // `class A extends Base<number> implements Shape`: only Base is a value.
    [kind.ExpressionWithTypeArguments, expressionAlone],
    [kind.HeritageClause, heritage],
    [kind.AwaitExpression, awaiting],
    [kind.LabeledStatement, labeled],
    [kind.JsxAttribute, initializerAlone],
    [kind.JsxOpeningElement, jsxElement],
    [kind.JsxSelfClosingElement, jsxElement],
    [kind.JsxClosingElement, jsxElement],
    [kind.ImportEqualsDeclaration, importEquals],

    [kind.BinaryExpression, binaryExpression],
    [kind.PropertyAssignment, property],
    [kind.ShorthandPropertyAssignment, shorthandProperty],
    [kind.VariableStatement, variableStatement],
    [kind.VariableDeclarationList, variableList],

    [kind.Block, block],
    [kind.CaseBlock, caseBlock],
    [kind.ForStatement, forLoop],
    [kind.ForOfStatement, forLoop],
    [kind.ForInStatement, forLoop],
    [kind.CatchClause, catchClause],
    [kind.FunctionDeclaration, functionLike],
    [kind.FunctionExpression, functionLike],
    [kind.ArrowFunction, functionLike],
    [kind.MethodDeclaration, functionLike],
    [kind.Constructor, functionLike],
    [kind.GetAccessor, functionLike],
    [kind.SetAccessor, functionLike],
    [kind.ClassDeclaration, classLike],
    [kind.ClassExpression, classLike],
    [kind.PropertyDeclaration, classField],
    [kind.ClassStaticBlockDeclaration, staticBlock],
    [kind.EnumDeclaration, enumDeclaration],
    [kind.EnumMember, initializerAlone],
    [kind.ModuleDeclaration, namespaceDeclaration],
  ]);
}

function heritage(walk: Walk, node: Heritage, place: Place): void {
  if (node.token !== walk.ts.SyntaxKind.ImplementsKeyword) walk.visitChildren(node, place);
}

function awaiting(walk: Walk, node: Node, place: Place): void {
  if (!place.inFunction) walk.isAsync = true;
  walk.visitChildren(node, place);
}

function labeled(walk: Walk, { statement }: Labeled, place: Place): void {
  walk.visit(statement, { ...place, inList: false });
}

function importEquals(walk: Walk, { moduleReference }: ImportEquals, place: Place): void {
  aliased(walk, moduleReference, place);
}

function property(walk: Walk, { name, initializer }: Property, place: Place): void {
  walk.computedName(name, place);
  walk.visit(initializer, place);
}

function variableStatement(walk: Walk, node: Variables, place: Place): void {
  if (!isAmbient(walk.ts, node)) walk.visit(node.declarationList, place);
}

function variableList(walk: Walk, list: VariableDeclarationList, place: Place): void {
  variables(walk, list, place, false);
}
