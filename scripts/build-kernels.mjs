// Compiles the engine's kernels (AssemblyScript) and stores the bytes as text in src/engine/kernels-wasm.ts.
import { writeFileSync } from "node:fs";
import { basename } from "node:path";
import { inProject, runScript, SetupError } from "./project.mjs";

/** The same options on every machine, and no relaxed SIMD: so the same bytes, and the same bits from them. */
const options = [
  "-O3",
  "--converge",
  "--noAssert",
  ...["--runtime", "stub"],
  ...["--enable", "simd,threads,bulk-memory"],
  ...["--importMemory", "--sharedMemory", "--initialMemory", "1", "--maximumMemory", "65536"],
];

// By a name that the type checker does not follow: its types would take the place of Node's own.
const compiler = "assemblyscript/asc";

/** @returns {Promise<string>} the module kernels-wasm.ts that the kernels compile to */
export async function compileKernels() {
  /** @type {Uint8Array | undefined} */
  let bytes;
  const { default: asc } = await import(compiler);
  const { error, stderr } = await asc.main(
    ["src/engine/kernels/index.ts", "--outFile", "kernels.wasm", ...options],
    {
      writeFile: (/** @type {string} */ name, /** @type {Uint8Array} */ contents) => {
        if (name.endsWith(".wasm")) bytes = contents;
      },
    },
  );
  if (error || !bytes) throw new SetupError(`the kernels do not compile: ${stderr.toString()}`);
  const lines =
    Buffer.from(bytes)
      .toString("base64")
      .match(/.{1,96}/g) ?? [];
  return [
    "// Made from kernels/ by `npm run build-kernels`; not to be edited. A test compiles again and compares.",
    `export const kernelsBase64 = \`\n${lines.join("\n")}\n\`;\n`,
  ].join("\n");
}

if (basename(process.argv[1] ?? "") === "build-kernels.mjs") {
  await runScript(async () => {
    writeFileSync(inProject("src/engine/kernels-wasm.ts"), await compileKernels());
  });
}
