// Rewrites declarations and assignments of variables. At the top of a cell, a declaration becomes an assignment.
import type { Binary, Named, Shorthand } from "./node-shapes";
import { boundNames, isLocal } from "./scopes";
import {
  type BindingName,
  bare,
  type Expression,
  isAnonymous,
  type VariableDeclarationList,
  variableKeyword,
} from "./syntax";
import type { Place, Walk } from "./walk";

/** Visits `a = b`, `a + b` and so on. A function or class that is assigned to `$.name` keeps `name` as its own. */
export function binaryExpression(walk: Walk, { left, operatorToken, right }: Binary, place: Place): void {
  const { SyntaxKind: kind } = walk.ts;
  const namesItsValue: number[] = [
    kind.EqualsToken,
    kind.QuestionQuestionEqualsToken,
    kind.BarBarEqualsToken,
    kind.AmpersandAmpersandEqualsToken,
  ];
  const target = bare(walk.ts, left);
  walk.visit(left, place);
  if (
    namesItsValue.includes(operatorToken.kind) &&
    walk.ts.isIdentifier(target) &&
    walk.isOfNotebook(target.text, place)
  ) {
    namedValue(walk, target.text, right, place);
  } else walk.visit(right, place);
}

/**
 * Visits a value that is assigned to a variable. An anonymous function gets the variable's name as its own only if it
 * is written as a property: `$.f = { f: () => 1 }.f`.
 */
function namedValue(walk: Walk, name: string, value: Expression, place: Place): void {
  if (name === "__proto__" || !isAnonymous(walk.ts, value)) {
    walk.visit(value, place);
    return;
  }
  walk.edits.insert(walk.start(value), `{ ${name}: `);
  walk.visit(value, place);
  walk.edits.insert(value.end, ` }.${name}`);
}

/** Rewrites `{ rate }` into `{ rate: $.rate }`, where `rate` is the notebook's. */
export function shorthandProperty(
  walk: Walk,
  { name, objectAssignmentInitializer: fallback }: Shorthand,
  place: Place,
): void {
  const ofNotebook = walk.isOfNotebook(name.text, place);
  if (ofNotebook) insertTarget(walk, name);
  if (!fallback) return;
  if (ofNotebook) namedValue(walk, name.text, fallback, place);
  else walk.visit(fallback, place);
}

/** Makes `{ rate: $.rate }` of `{ rate }`. */
function insertTarget(walk: Walk, name: Named): void {
  walk.edits.insert(name.end, `: ${walk.property(name.text)}`, walk.start(name));
}

/** @param isHead  whether the list stands in the brackets of a `for` */
export function variables(walk: Walk, list: VariableDeclarationList, place: Place, isHead: boolean): void {
  const keyword = variableKeyword(walk.ts, list);
  if (keyword === "await using" && !place.inFunction) walk.isAsync = true;
  if (isOfTop(walk, list, place)) {
    if (keyword === "using" || keyword === "await using") usingOfTop(walk, list, place);
    else assignments(walk, list, place, isHead);
    return;
  }
  for (const { name, initializer } of list.declarations) {
    localPattern(walk, name, place);
    if (initializer) walk.visit(initializer, { ...place, inList: false });
  }
}

function isOfTop(walk: Walk, list: VariableDeclarationList, { scope, inFunction }: Place): boolean {
  if (variableKeyword(walk.ts, list) !== "var") return scope === undefined;
  if (inFunction) return false;
  // In `catch (error) { var error = 1 }` the caught error is assigned to, not a variable of the cell.
  return !list.declarations.some(({ name }) =>
    Array.from(boundNames(walk.ts, name)).some((bound) => isLocal(scope, bound)),
  );
}

/** Makes assignments of declarations: `;($.a = 1, {b: $.b} = c)` of `let a: T = 1, { b } = c`. */
function assignments(walk: Walk, list: VariableDeclarationList, place: Place, isHead: boolean): void {
  const keyword = variableKeyword(walk.ts, list);
  const [first] = list.declarations;
  const last = list.declarations.at(-1);
  if (!first || !last) return;
  const inBrackets = !isHead && (list.declarations.length > 1 || !walk.ts.isIdentifier(first.name));
  const before = `${place.inList && !isHead ? ";" : ""}${inBrackets ? "(" : ""}`;
  walk.edits.replace(walk.start(list), walk.start(first), before);
  const below = { ...place, inList: false };
  for (const { name, exclamationToken, type, initializer } of list.declarations) {
    assignedPattern(walk, name, below);
    const end = type?.end ?? exclamationToken?.end ?? name.end;
    if (end > name.end) walk.edits.remove(name.end, end);
    if (initializer && walk.ts.isIdentifier(name)) namedValue(walk, name.text, initializer, below);
    else if (initializer) walk.visit(initializer, below);
    // A second `var x` keeps the value of x.
    else if (!isHead && keyword !== "var") walk.edits.insert(end, " = void 0");
  }
  if (inBrackets) walk.edits.insert(last.end, ")");
}

/** Keeps `using` a local variable, which is disposed of at the cell's end: `using file = $.file = open()`. */
function usingOfTop(walk: Walk, list: VariableDeclarationList, place: Place): void {
  for (const { name, initializer } of list.declarations) {
    if (!initializer || !walk.ts.isIdentifier(name)) continue;
    walk.edits.insert(walk.start(initializer), `${walk.property(name.text)} = `);
    walk.visit(initializer, { ...place, inList: false });
  }
}

/** Turns a declared pattern into the target of an assignment to the notebook's variables. */
function assignedPattern(walk: Walk, name: BindingName, place: Place): void {
  const { ts } = walk;
  if (ts.isIdentifier(name)) {
    walk.edits.insert(walk.start(name), `${walk.made.scope}.`);
    return;
  }
  for (const element of name.elements) {
    if (!ts.isBindingElement(element) || !element.name) continue;
    const { propertyName, dotDotDotToken, initializer } = element;
    walk.computedName(propertyName, place);
    const isShort = ts.isObjectBindingPattern(name) && !propertyName && !dotDotDotToken;
    if (isShort && ts.isIdentifier(element.name)) {
      insertTarget(walk, element.name);
    } else assignedPattern(walk, element.name, place);
    if (initializer && ts.isIdentifier(element.name)) {
      namedValue(walk, element.name.text, initializer, place);
    } else if (initializer) walk.visit(initializer, place);
  }
}

/** Visits a pattern of local variables, in which only defaults and computed keys refer to something. */
export function localPattern(walk: Walk, name: BindingName, place: Place): void {
  if (walk.ts.isIdentifier(name)) return;
  for (const element of name.elements) {
    if (!walk.ts.isBindingElement(element) || !element.name) continue;
    walk.computedName(element.propertyName, place);
    localPattern(walk, element.name, place);
    walk.initializer(element, place);
  }
}
