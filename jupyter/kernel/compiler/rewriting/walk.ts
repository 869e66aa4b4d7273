import type { Edits } from "./edits";
import type { Initialized } from "./node-shapes";
import { isLocal, type Scope } from "./scopes";
import type { Node, SourceFile, Syntax } from "./syntax";

/** Names that the compiler makes up. None of them occurs in the cell's text. */
export interface MadeUpNames {
  /** The object whose properties are the notebook's variables. */
  readonly scope: string;
  readonly importFunction: string;
  readonly importMeta: string;
  /** The object whose property `value` is the value of the last line. */
  readonly result: string;
}

/** The surroundings of a node. */
export interface Place {
  /** The local names; `undefined` at the top of a cell. */
  readonly scope: Scope | undefined;
  /** Whether `await` and `var` belong to a function here, not to the cell. */
  readonly inFunction: boolean;
  /** Whether the node is a statement in a list of statements, so that a semicolon may be put before it. */
  readonly inList: boolean;
}

/** The top of a cell, outside of all scopes and functions. */
export const top: Place = { scope: undefined, inFunction: false, inList: false };

/** @returns the place inside scopes with these names, the outermost first */
export const inside = (place: Place, ...names: ReadonlySet<string>[]): Place => ({
  ...place,
  inList: false,
  scope: names.reduce<Scope | undefined>((outer, names) => ({ names, outer }), place.scope),
});

/** What a walk works with. */
export interface Parts {
  readonly ts: Syntax;
  readonly file: SourceFile;
  readonly edits: Edits;
  readonly made: MadeUpNames;
  /** The notebook's names: those of earlier cells and the cell's own. */
  readonly names: ReadonlySet<string>;
}

/** Visits a node: notes its edits, and visits its children. */
export type Visit = (walk: Walk, node: never, place: Place) => void;

/** The visit of each kind of node. Of a kind that is not listed, only the children are visited; types are not. */
export type Visits = ReadonlyMap<number, Visit>;

/** One walk through a cell's syntax tree, with all that visits share, and the edits that they note. */
export class Walk {
  readonly ts: Syntax;
  readonly file: SourceFile;
  readonly edits: Edits;
  readonly made: MadeUpNames;
  /** Whether the cell itself awaits something. */
  isAsync = false;
  /** The start of the expression statement at hand, if a semicolon may be put before it; otherwise -1. */
  statementStart = -1;
  /** The names that all blocks of one namespace, or of one enum, share; by its name. */
  readonly merged = new Map<string, Set<string>>();
  readonly #names: ReadonlySet<string>;
  readonly #visits: Visits;

  constructor({ ts, file, edits, made, names }: Parts, visits: Visits) {
    this.ts = ts;
    this.file = file;
    this.edits = edits;
    this.made = made;
    this.#names = names;
    this.#visits = visits;
  }

  visit(node: Node, place: Place): void {
    const visit = this.#visits.get(node.kind) as ((walk: Walk, node: Node, place: Place) => void) | undefined;
    if (visit) visit(this, node, place);
    else if (!this.ts.isTypeNode(node)) this.visitChildren(node, place);
  }

  visitChildren(node: Node, place: Place): void {
    const below = place.inList ? { ...place, inList: false } : place;
    node.forEachChild((child) => void this.visit(child, below));
  }

  visitAll(nodes: Iterable<Node>, place: Place): void {
    for (const node of nodes) this.visit(node, place);
  }

  /** Visits a list of statements. */
  statements(nodes: Iterable<Node>, place: Place): void {
    this.visitAll(nodes, { ...place, inList: true });
  }

  /** Visits the name of a property, of which only `[this]` is code. */
  computedName(name: Node | undefined, place: Place): void {
    if (name && this.ts.isComputedPropertyName(name)) this.visit(name, place);
  }

  initializer({ initializer }: Initialized, place: Place): void {
    if (initializer) this.visit(initializer, place);
  }

  start(node: Node): number {
    return node.getStart(this.file);
  }

  /** Whether a name means a variable of the notebook, and not a local one. */
  isOfNotebook(name: string, { scope }: Place): boolean {
    return this.#names.has(name) && !isLocal(scope, name);
  }

  /** The code for a variable of the notebook. */
  property(name: string): string {
    return `${this.made.scope}.${name}`;
  }
}
