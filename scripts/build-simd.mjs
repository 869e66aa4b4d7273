// Compiles src/engine/simd (AssemblyScript) and stores the module's bytes as text in src/engine/simd-bytes.ts.
import { writeFileSync } from "node:fs";
import { parseFlags } from "./flags.mjs";
import { inProject, runIfStarted, SetupError } from "./project.mjs";

/**
 * Every machine compiles with these options. Without relaxed SIMD the module and its results are the same everywhere.
 */
const options = [
  "-O3",
  "--converge",
  "--noAssert",
  ..."--runtime stub --enable simd,threads,bulk-memory".split(" "),
  ..."--importMemory --sharedMemory --initialMemory 1 --maximumMemory 65536".split(" "),
];

// The name stands in a variable so that the type checker does not follow it to types that would replace Node's.
const compiler = "assemblyscript/asc";

/** @returns {Promise<string>} the file simd-bytes.ts that src/engine/simd compiles to */
export async function compileSimd() {
  /** @type {Uint8Array | undefined} */
  let bytes;
  const { default: asc } = await import(compiler);
  const { error, stderr } = await asc.main(["src/engine/simd/index.ts", "--outFile", "simd.wasm", ...options], {
    writeFile: (/** @type {string} */ name, /** @type {Uint8Array} */ contents) => {
      if (name.endsWith(".wasm")) bytes = contents;
    },
  });
  if (error || !bytes) throw new SetupError(`src/engine/simd does not compile: ${stderr.toString()}`);
  const lines =
    Buffer.from(bytes)
      .toString("base64")
      .match(/.{1,96}/g) ?? [];
  return [
    "// Made from simd/ by `npm run build-simd`; not to be edited. A test compiles again and compares.",
    `export const simdBase64 = \`\n${lines.join("\n")}\n\`;\n`,
  ].join("\n");
}

await runIfStarted(import.meta.url, async () => {
  parseFlags("no flags", {});
  writeFileSync(inProject("src/engine/simd-bytes.ts"), await compileSimd());
});
