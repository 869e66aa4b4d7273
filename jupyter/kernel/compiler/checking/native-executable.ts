import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** @returns the path of TypeScript's executable, in npm's package for this machine */
export function nativeCompiler(): string {
  const typescript = createRequire(__filename).resolve("typescript/package.json");
  const name = `@typescript/typescript-${process.platform}-${process.arch}`;
  const folder = dirname(createRequire(typescript).resolve(`${name}/package.json`));
  const path = join(folder, "lib", process.platform === "win32" ? "tsc.exe" : "tsc");
  if (!existsSync(path)) throw new Error(`TypeScript's executable is missing: ${path}`);
  return path;
}
