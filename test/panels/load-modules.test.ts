import { expect, test } from "vitest";
import { loadModules, type TravellingModule } from "../../src/panels/load-modules";

type Exports = Record<string, unknown>;

/** A module whose code is a function of its exports and of what imports for it. */
const module = (
  imports: Record<string, string>,
  code: (exports: Exports, load: (name: string) => Exports) => void,
): TravellingModule => ({
  imports,
  run: (exports, _require, _module, _filename, _folder, _importMeta, load) =>
    code(exports as Exports, load as (name: string) => Exports),
});

test("modules find each other by the names in their imports, and each runs once", () => {
  let runs = 0;
  const modules = {
    "src/a.ts": module({ "./b": "src/b.ts", "./folder/c": "src/folder/c.ts" }, (exports, load) => {
      exports.sum = Number(load("./b").two) + Number(load("./folder/c").three);
    }),
    "src/b.ts": module({}, (exports) => {
      runs++;
      exports.two = 2;
    }),
    "src/folder/c.ts": module({ "../b": "src/b.ts" }, (exports, load) => {
      exports.three = Number(load("../b").two) + 1;
    }),
    "src/unused.ts": module({}, () => {
      throw new Error("nobody imports it");
    }),
  };
  expect(loadModules(modules, "src/a.ts")).toEqual({ sum: 5 });
  expect(runs).toBe(1);
});

test("a module may replace its exports, and two may import each other", () => {
  const modules: Record<string, TravellingModule> = {
    "a.ts": {
      imports: { "./b": "b.ts" },
      run(_exports, _require, own, _filename, _folder, _importMeta, load) {
        own.exports = { name: "a", other: load("./b") };
      },
    },
    "b.ts": module({ "./a": "a.ts" }, (exports, load) => {
      exports.early = { ...load("./a") };
    }),
  };
  expect(loadModules(modules, "a.ts")).toEqual({ name: "a", other: { early: {} } });
});

test.each(["node:fs", "constructor"])("an import of %s, which did not travel, is refused by name", (name) => {
  const modules = { "src/layers/mine.ts": module({}, (_exports, load) => load(name)) };
  const refused = `src/layers/mine.ts imports ${name}, which a page does not have`;
  expect(() => loadModules(modules, "src/layers/mine.ts")).toThrow(refused);
});

test("its own text is all that it needs", () => {
  const alone = new Function(`return ${loadModules}`)() as typeof loadModules;
  const modules = { "a.ts": module({}, (exports) => Object.assign(exports, { one: 1 })) };
  expect(alone(modules, "a.ts")).toEqual({ one: 1 });
});
