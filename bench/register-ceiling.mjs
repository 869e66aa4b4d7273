// The most that one core of this machine does in WebAssembly SIMD, measured with a loop that no other can outrun.

/** Sums of 4 lanes: enough to hide the latency of an addition; with the factor they fit the registers. */
const chains = 12;
const turns = 200_000;
const operationsPerTurn = chains * 2 * 4;

/** AssemblyScript */
const source = `
export function loop(turns: i32, factor: f32): f32 {
  const m = f32x4.splat(factor);
  ${lines((k) => `let s${k} = f32x4.splat(<f32>${k});`)}
  for (let turn = 0; turn < turns; turn++) {
    ${lines((k) => `s${k} = f32x4.add(f32x4.mul(s${k}, m), m);`)}
  }
  ${lines((k) => (k > 0 ? `s0 = f32x4.add(s0, s${k});` : ""))}
  return f32x4.extract_lane(s0, 0);
}
`;

/** @param {(k: number) => string} line */
function lines(line) {
  return Array.from({ length: chains }, (_, k) => line(k)).join("\n  ");
}

// The name stands in a variable so that the type checker does not follow it to types that would replace Node's.
const compiler = "assemblyscript/asc";

/**
 * Prepares the loop of products and additions, without fused ones, that stays in the registers.
 *
 * @returns {Promise<() => number>} measures once: 10^9 floating-point operations a second
 */
export async function ceiling() {
  const { default: asc } = await import(compiler);
  const { error, binary, stderr } = await asc.compileString(source, {
    optimizeLevel: 3,
    noAssert: true,
    runtime: "stub",
    enable: ["simd"],
  });
  if (error) throw new Error(`bench: the ceiling's loop does not compile: ${stderr}`);
  /** @type {any} */
  const { WebAssembly } = globalThis;
  const { loop } = new WebAssembly.Instance(new WebAssembly.Module(binary)).exports;
  const measure = () => {
    const start = performance.now();
    loop(turns, 0.5);
    return (turns * operationsPerTurn) / (performance.now() - start) / 1e6;
  };
  for (let warm = 0; warm < 3; warm++) {
    for (let call = 0; call < 100; call++) measure();
    await new Promise((resolve) => setTimeout(resolve, 100)); // V8 compiles its better code meanwhile
  }
  return measure;
}
