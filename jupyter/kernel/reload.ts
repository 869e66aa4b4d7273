import { dirname, join } from "node:path";
import { expandShorthand } from "./shorthand";

/** A compiled source file: where it would be, as .js, and its CommonJS code. */
interface SideOutput {
  readonly path: string;
  readonly data: string;
}

interface Converter {
  convert(previous: string, source: string): { sideOutputs?: SideOutput[] };
}

/**
 * tslab drops a changed file's module, but not those that import it: after an edit to `src/layers/conv3x3.ts`
 * the cached `src/index` still hands out the old class. Here a changed file takes its importers with it, and no other.
 */
export function reloadDependents<C extends Converter>(converter: C): C {
  const known = new Map<string, SideOutput>();
  const { convert } = converter;
  converter.convert = (previous, source) => {
    const converted = convert(previous, expandShorthand(source));
    const changed = (converted.sideOutputs ?? []).filter((file) => known.has(file.path));
    for (const file of converted.sideOutputs ?? []) known.set(file.path, file);
    const stale = importersOf(changed, known);
    return stale.size === 0
      ? converted
      : { ...converted, sideOutputs: [...new Set([...(converted.sideOutputs ?? []), ...stale])] };
  };
  return converter;
}

/** The files that import one of `changed`, directly or through others. */
function importersOf(changed: SideOutput[], known: Map<string, SideOutput>): Set<SideOutput> {
  const stale = new Set<SideOutput>();
  const queue = [...changed];
  for (let file = queue.pop(); file; file = queue.pop()) {
    for (const importer of known.values()) {
      if (stale.has(importer) || !imports(importer, file.path)) continue;
      stale.add(importer);
      queue.push(importer);
    }
  }
  return stale;
}

function imports(file: SideOutput, path: string): boolean {
  const requests = file.data.matchAll(/require\("(\.[^"]+)"\)/g);
  return Array.from(requests, ([, request]) => join(dirname(file.path), request ?? "")).some(
    (target) => target === path || `${target}.js` === path,
  );
}
