// A folder with a few files, for parts of the compiler that need no kernel.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { ProgramSettings } from "../../../jupyter/kernel/compiler/checking/cell-config";
import { strictByDefault } from "../../../jupyter/kernel/compiler/checking/strictness";
import { root } from "../../../scripts/project.mjs";

/** A project of a few files, in a folder of its own. */
export interface SmallProject {
  readonly folder: string;
  path(name: string): string;
  write(name: string, text: string): void;
  remove(name: string): void;
  settings(): ProgramSettings;
  /** Removes it. */
  close(): void;
}

/** A strict tsconfig.json. */
export const strict = { compilerOptions: { strict: true, target: "es2022" } };

/** @param tsconfig  null: the project has none */
export function smallProject(files: Readonly<Record<string, string>>, tsconfig: object | null = strict): SmallProject {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "compiler-")));
  const path = (name: string) => join(folder, name);
  const write = (name: string, text: string) => {
    mkdirSync(dirname(path(name)), { recursive: true });
    writeFileSync(path(name), text);
  };
  if (tsconfig) write("tsconfig.json", JSON.stringify({ include: ["**/*.d.ts"], ...tsconfig }));
  for (const [name, text] of Object.entries(files)) write(name, text);
  return {
    folder,
    path,
    write,
    remove: (name) => rmSync(path(name), { recursive: true }),
    settings: () => ({
      folder,
      root: folder,
      tsconfig: tsconfig ? path("tsconfig.json") : undefined,
      strictByDefault: strictByDefault(folder),
      typeRoots: [join(root, "node_modules/@types")],
      ownPackages: join(root, "node_modules"),
    }),
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}
