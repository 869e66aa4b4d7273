import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { typesWanted } from "../../../jupyter/kernel/run/npm-install";
import { smallProject } from "../../helpers/compiler/small-project";

describe("the packages with the types of what was installed", () => {
  const manifest = (more: object) => JSON.stringify({ version: "1.0.0", ...more });

  it("are named for packages that have none of their own, scopes as DefinitelyTyped writes them", () => {
    const project = smallProject({
      "node_modules/bare/package.json": manifest({ main: "lib/bare.js" }),
      "node_modules/@scope/bare/package.json": manifest({}),
      "node_modules/typed/package.json": manifest({ types: "index.d.ts" }),
      "node_modules/exporting/package.json": manifest({ exports: { ".": { types: "./a.d.ts", default: "./a.js" } } }),
      "node_modules/beside/package.json": manifest({ main: "lib/beside.js" }),
      "node_modules/beside/lib/beside.d.ts": "export {};",
      "node_modules/@types/given/package.json": manifest({}),
    });
    onTestFinished(() => project.close());
    const wanted = (words: string) => typesWanted(words.split(" "), join(project.folder));
    expect(wanted("bare typed exporting beside")).toEqual(["@types/bare"]);
    expect(wanted("bare@^1.2.0 @scope/bare@latest")).toEqual(["@types/bare", "@types/scope__bare"]);
    expect(wanted("--save-dev ./bare ../bare https://example.org/bare.tgz user/bare @types/given absent")).toEqual([]);
  });
});
