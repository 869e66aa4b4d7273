// Visits code that has local names: blocks, loops, functions, classes, enums and namespaces.
import type {
  Cases,
  Catch,
  Class,
  Enum,
  FunctionLike,
  Loop,
  Named,
  Property,
  Statements,
  StaticBlock,
} from "./node-shapes";
import { boundNames, lexicalNames, varNames } from "./scopes";
import { isAmbient, type ModuleDeclaration, variableKeyword } from "./syntax";
import { localPattern, variables } from "./variables";
import { inside, type Place, type Walk } from "./walk";

/** Visits `{ … }`, whose `let`, `const`, classes and functions are its own. */
export function block(walk: Walk, { statements }: Statements, place: Place): void {
  walk.statements(statements, inside(place, lexicalNames(walk.ts, statements)));
}

/** Visits the cases of a `switch`, which are one scope. */
export function caseBlock(walk: Walk, { clauses }: Cases, place: Place): void {
  const names = new Set<string>();
  for (const { statements } of clauses) lexicalNames(walk.ts, statements, names);
  const within = inside(place, names);
  for (const { expression, statements } of clauses) {
    if (expression) walk.visit(expression, within);
    walk.statements(statements, within);
  }
}

/** Visits a loop. What its head declares belongs to the loop; what it declares with `var` belongs to the notebook. */
export function forLoop(walk: Walk, node: Loop, place: Place): void {
  const { initializer, awaitModifier } = node;
  if (awaitModifier && !place.inFunction) walk.isAsync = true;
  let within: Place = { ...place, inList: false };
  if (initializer && walk.ts.isVariableDeclarationList(initializer)) {
    if (variableKeyword(walk.ts, initializer) === "var") {
      variables(walk, initializer, within, true);
    } else {
      const names = new Set<string>();
      for (const { name } of initializer.declarations) boundNames(walk.ts, name, names);
      within = inside(place, names);
      variables(walk, initializer, within, true);
    }
  } else if (initializer) walk.visit(initializer, within);
  node.forEachChild((child) => {
    if (child !== initializer && child !== awaitModifier) walk.visit(child, within);
  });
}

/** Visits `catch (error) { … }`, where `error` is a name of the clause. */
export function catchClause(walk: Walk, { variableDeclaration: caught, block }: Catch, place: Place): void {
  const within = caught ? inside(place, boundNames(walk.ts, caught.name)) : place;
  if (caught) localPattern(walk, caught.name, within);
  walk.visit(block, within);
}

/** Visits a function, method or arrow function: its parameters and variables are its own. */
export function functionLike(walk: Walk, node: FunctionLike, place: Place): void {
  const { name, parameters, body } = node;
  if (node.modifiers) walk.visitAll(node.modifiers, place);
  walk.computedName(name, place);
  if (!body || isAmbient(walk.ts, node)) return;
  const ofParameters = new Set<string>();
  if (walk.ts.isFunctionExpression(node) && node.name) ofParameters.add(node.name.text);
  for (const parameter of parameters) boundNames(walk.ts, parameter.name, ofParameters);
  const outer: Place = { ...inside(place, ofParameters), inFunction: true };
  for (const parameter of parameters) {
    if (parameter.modifiers) walk.visitAll(parameter.modifiers, place);
    localPattern(walk, parameter.name, outer);
    walk.initializer(parameter, outer);
  }
  if (walk.ts.isBlock(body)) {
    const names = varNames(walk.ts, body, lexicalNames(walk.ts, body.statements));
    walk.statements(body.statements, inside(outer, names));
  } else walk.visit(body, outer);
}

/** Visits a class, whose name is known inside it. */
export function classLike(walk: Walk, node: Class, place: Place): void {
  if (isAmbient(walk.ts, node)) return;
  const { name, modifiers = [], heritageClauses = [], members } = node;
  const within = name ? inside(place, new Set([name.text])) : { ...place, inList: false };
  walk.visitAll(modifiers, { ...place, inList: false });
  walk.visitAll(heritageClauses, within);
  walk.visitAll(members, within);
}

/** Visits a field of a class. Its value is computed as in a method. */
export function classField(walk: Walk, { modifiers = [], name, initializer }: Property, place: Place): void {
  walk.visitAll(modifiers, place);
  walk.computedName(name, place);
  if (initializer) walk.visit(initializer, { ...place, inFunction: true });
}

/** Visits `static { … }`, which is a scope of its own, as a method is. */
export function staticBlock(walk: Walk, { body }: StaticBlock, place: Place): void {
  const names = varNames(walk.ts, body, lexicalNames(walk.ts, body.statements));
  walk.statements(body.statements, { ...inside(place, names), inFunction: true });
}

/** Visits an enum: its members know each other by their names, also those of an earlier part of the same enum. */
export function enumDeclaration(walk: Walk, node: Enum, place: Place): void {
  if (isAmbient(walk.ts, node)) return;
  const names = mergedNames(walk, node.name.text, place);
  names.add(node.name.text);
  for (const { name } of node.members) names.add((name as Partial<Named>).text ?? "");
  walk.visitAll(node.members, inside(place, names));
}

/** Visits a namespace: what it declares, and what an earlier part of it exports, are its own names. */
export function namespaceDeclaration(walk: Walk, node: ModuleDeclaration, place: Place): void {
  const { name, body } = node;
  if (!body || isAmbient(walk.ts, node) || !walk.ts.isIdentifier(name)) return;
  if (!walk.ts.isModuleBlock(body)) {
    walk.visit(body, inside(place, new Set([name.text])));
    return;
  }
  const names = mergedNames(walk, name.text, place).add(name.text);
  lexicalNames(walk.ts, body.statements, names);
  varNames(walk.ts, body, names);
  walk.statements(body.statements, { ...inside(place, names), inFunction: true });
}

function mergedNames(walk: Walk, name: string, { scope }: Place): Set<string> {
  if (scope) return new Set();
  const known = walk.merged.get(name) ?? new Set<string>();
  walk.merged.set(name, known);
  return known;
}
