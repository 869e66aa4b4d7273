import type { CompiledCell } from "../compiler/cells/compiled-cell";
import type { Modules } from "./modules";
import type { Namespace } from "./namespaces";
import type { NotebookVariables } from "./notebook-variables";

/** Makes the names that a cell imports variables of the notebook; the modules are loaded. */
export function bindImports({ imports }: CompiledCell, modules: Modules, variables: NotebookVariables): void {
  for (const one of imports) {
    const namespace = modules.namespace(one);
    for (const { local, imported, isLive } of one.bindings) {
      if (isLive && imported !== "*") variables.follow(local, () => namespace[imported]);
      else variables.set(local, importedValue(namespace, imported));
    }
  }
}

function importedValue(namespace: Namespace, imported: string): unknown {
  if (imported === "*") return namespace;
  if (imported === "=") return namespace.__esModule ? namespace : (namespace.default ?? namespace);
  return namespace[imported];
}
