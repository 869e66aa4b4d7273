// The fields that visits read of each kind of node; both versions of TypeScript have them.
import type { BindingName, Expression, Node, Statement, VariableDeclarationList } from "./syntax";

export type Named = Node & { readonly text: string };
export type Wrapping = Node & { readonly expression: Expression };
export type Heritage = Node & { readonly token: number };
export type Call = Wrapping & { readonly arguments: readonly Expression[] };
export type Tagged = Node & { readonly tag: Expression; readonly template: Node };
export type Binary = Node & {
  readonly left: Expression;
  readonly operatorToken: Node;
  readonly right: Expression;
};
export type Initialized = Node & { readonly initializer?: Expression };
export type Property = Node & {
  readonly name: Node;
  readonly initializer: Expression;
  readonly modifiers?: readonly Node[];
};
export type Shorthand = Node & {
  readonly name: Named;
  readonly objectAssignmentInitializer?: Expression;
};
export type JsxElement = Node & { readonly tagName: Node; readonly attributes?: Node };
export type Labeled = Node & { readonly statement: Statement };
export type Variables = Node & { readonly declarationList: VariableDeclarationList };
export type Statements = Node & { readonly statements: readonly Statement[] };
export type Cases = Node & { readonly clauses: readonly (Statements & Partial<Wrapping>)[] };
export type Loop = Node & { readonly initializer?: Node; readonly awaitModifier?: Node };
export type Catch = Node & {
  readonly variableDeclaration?: { readonly name: BindingName };
  readonly block: Node;
};
export type FunctionLike = Node & {
  readonly name?: Node;
  readonly modifiers?: readonly Node[];
  readonly parameters: readonly (Initialized & {
    readonly name: BindingName;
    readonly modifiers?: readonly Node[];
  })[];
  readonly body?: Node;
};
export type Class = Node & {
  readonly name?: Named;
  readonly modifiers?: readonly Node[];
  readonly heritageClauses?: readonly Node[];
  readonly members: readonly Node[];
};
export type StaticBlock = Node & { readonly body: Statements };
export type Enum = Node & {
  readonly name: Named;
  readonly members: readonly (Initialized & { readonly name: Node })[];
};
export type ImportEquals = Node & { readonly moduleReference: Node };
