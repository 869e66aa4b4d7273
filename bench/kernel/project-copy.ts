// The kernels are measured on a copy of the project, so that the reader's files are never edited.
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import { globFiles } from "./glob-files";

/** The files that the kernel needs of its project; they are copied. */
const copied = ["src", "jupyter/kernels", "tsconfig.json", "package.json", "package-lock.json"];
/** The kernel as set-up has built it; it is copied too. */
const built = ".local/*.cjs";
/** Folders that are linked: they are large, and nothing writes to them. */
const linked = ["node_modules", "data"];

/** What kernels remember on disk from one start to the next; globs below the copy. */
const caches = [".local/*cache*", ".local/cells*", ".tslab", ".deno", "*/__pycache__"];

/** A copy of the project that a measurement may edit. */
export interface ProjectCopy {
  readonly folder: string;
  /** Edits the layer in every language: its code is told apart by the number of edits made. */
  edit(): void;
  readonly edits: number;
  emptyCaches(): void;
}

/** Makes the copy, in place of an older one. */
export function copyProject(root: string, folder: string): ProjectCopy {
  rmSync(folder, { recursive: true, force: true });
  for (const name of [...copied, ...globFiles(root, built)]) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    cpSync(join(root, name), join(folder, name), { recursive: true });
  }
  for (const name of linked) symlinkSync(join(root, name), join(folder, name));
  writeFileSync(join(folder, "deno.json"), '{ "unstable": ["sloppy-imports"] }\n');
  writePythonPackage(folder);
  const layer = join(folder, "src/layers/conv3x3.ts");
  const pythonLayer = join(folder, pythonPackage, "conv3x3.py");
  const [text, pythonText] = [layer, pythonLayer].map((file) => readFileSync(file, "utf8"));
  let edits = 0;
  return {
    folder,
    get edits() {
      return edits;
    },
    edit: () => {
      edits++;
      const at = "forward(input: Tensor): Tensor {\n";
      if (!text.includes(at)) throw new Error(`bench: ${layer} has no line "${at.trim()}"`);
      writeFileSync(layer, text.replace(at, `${at}    Reflect.set(globalThis, "edited", ${edits});\n`));
      // The text gets another length each time: Python takes a file of the same second and size for the same file.
      writeFileSync(pythonLayer, `${pythonText}${"#".repeat(edits % 97)}\nedited = ${edits}\n`);
    },
    emptyCaches: () => {
      for (const name of caches.flatMap((glob) => globFiles(folder, glob)))
        rmSync(join(folder, name), { recursive: true, force: true });
    },
  };
}

const pythonPackage = "python_package";

/** A package as large as `src`: a module for each of its files, a function for each ten of its lines. */
function writePythonPackage(project: string): void {
  const folder = join(project, pythonPackage);
  mkdirSync(folder, { recursive: true });
  const names = readdirSync(join(project, "src"), { recursive: true, encoding: "utf8" })
    .filter((name) => extname(name) === ".ts" && !name.endsWith(".d.ts"))
    .sort();
  const modules = names.map((name) => {
    const lines = readFileSync(join(project, "src", name), "utf8").split("\n").length;
    const module = name.endsWith("layers/conv3x3.ts") ? "conv3x3" : name.replace(/\W/g, "_");
    writeFileSync(join(folder, `${module}.py`), pythonModule(module, lines));
    return module;
  });
  const imports = modules.map((module) => `from .${module} import *`);
  writeFileSync(join(folder, "__init__.py"), `${imports.join("\n")}\n`);
}

function pythonModule(name: string, lines: number): string {
  const functions = Array.from(
    { length: Math.ceil(lines / 10) },
    (_, k) => `def ${name}_${k}(rows, columns):
    """Adds up a table of products."""
    total = 0.0
    for i in range(rows):
        for j in range(columns):
            if i == j:
                continue
            total += (i * columns + j) * ${k + 1}
    return total

`,
  );
  if (name === "conv3x3") functions.push(pythonLayer);
  return functions.join("\n");
}

const pythonLayer = `class Conv3x3:
    """A layer by its names only."""

    def __init__(self, filter_count):
        self.filters = [0.0] * filter_count * 9

    def forward(self, image):
        """What the layer makes of the image."""
        return image

`;
