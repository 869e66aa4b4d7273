import type { DeclaredName, Import } from "../../../jupyter/kernel/compiler/rewriting/declared-names";

/** `let a, class B (type, exported)`. */
export const shownNames = (names: readonly DeclaredName[]): string =>
  names
    .map(({ name, kind, hasValue, isType, exported }) => {
      const more = [...(hasValue ? [] : ["no value"]), ...(isType ? ["type"] : []), ...(exported ? ["exported"] : [])];
      return `${kind} ${name}${more.length > 0 ? ` (${more.join(", ")})` : ""}`;
    })
    .join(", ");

/** `node:path: sep as separator @9 with type json @0`. */
export const shownImports = (imports: readonly Import[]): string =>
  imports
    .map(({ from, at, bindings, attributes }) => {
      const bound = bindings.map(({ local, imported, at }) => `${imported} as ${local} @${at}`);
      const asked = Object.entries(attributes).map(([name, value]) => ` with ${name} ${value}`);
      return `${from}: ${bound.join(", ") || "nothing"}${asked.join("")} @${at}`;
    })
    .join("; ");
