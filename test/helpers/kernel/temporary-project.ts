// A project of its own for kernels to run in, so that tests can edit, install and leave out what they like.
import { cpSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { root } from "../../../scripts/project.mjs";
import { inBrowser } from "./client";

/** A project in a temporary folder, with the kernel in it. */
export interface TemporaryProject {
  readonly folder: string;
  /** The same folder as its kernel's cells see it: in a page the drive is below a path of its own. */
  readonly folderInKernel: string;
  /** Writes a file, and the folders above it. */
  write(path: string, text: string): void;
  /** Puts a package into node_modules, as `npm install` does it. */
  install(name: string, files: Readonly<Record<string, string>>): void;
  remove(path: string): void;
  /** Removes the whole project. */
  close(): void;
}

/** Our tsconfig.json's rules, as far as cells and what they import are concerned. */
export const strictConfig = JSON.stringify({
  compilerOptions: {
    target: "ES2022",
    module: "ESNext",
    moduleResolution: "bundler",
    types: ["node"],
    strict: true,
    resolveJsonModule: true,
    allowJs: true,
    checkJs: true,
    skipLibCheck: true,
    noEmit: true,
  },
  include: ["src"],
});

/** A project with the kernel as set-up built it, our packages, and these files. */
export function temporaryProject(files: Readonly<Record<string, string>>): TemporaryProject {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "project-")));
  const write = (path: string, text: string) => {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  };
  copyKernel(folder);
  linkPackages(folder);
  for (const [path, text] of Object.entries(files)) write(path, text);
  return {
    folder,
    folderInKernel: inBrowser ? "/project" : folder,
    write,
    install: (name, files) => {
      for (const [path, text] of Object.entries(files)) write(join("node_modules", name, path), text);
    },
    remove: (path) => rmSync(join(folder, path), { recursive: true, force: true }),
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function copyKernel(folder: string): void {
  const built = join(root, ".local");
  for (const entry of readdirSync(built, { withFileTypes: true }))
    if (entry.isFile() && /\.[cm]?js$/.test(entry.name))
      cpSync(join(built, entry.name), join(folder, ".local", entry.name));
  cpSync(join(root, "jupyter/kernels"), join(folder, "jupyter/kernels"), { recursive: true });
}

/** Links each package on its own, so that a test can put more beside them. */
function linkPackages(folder: string): void {
  const packages = join(root, "node_modules");
  mkdirSync(join(folder, "node_modules"));
  for (const name of readdirSync(packages))
    if (!name.startsWith(".") || name === ".bin") symlinkSync(join(packages, name), join(folder, "node_modules", name));
}
