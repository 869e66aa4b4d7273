import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { stagesOf } from "../../../src/engine/known-layers";
import { simdModule } from "../../../src/engine/memory/simd-module";
import { compile } from "../../../src/engine/programs/compile";
import { describe as described } from "../../../src/engine/programs/describe";
import { simdBase64 } from "../../../src/engine/simd-bytes";
import { Conv2D, Dropout, MaxPool2D, Network, ReLU, Softmax } from "../../../src/index";
import { seededRandom } from "../../../src/random";
import { articleNetwork } from "../../helpers/article-network";
import { engineOf, noise } from "../../helpers/engine/networks";

const convolution = (filters: number) => [new Conv2D(filters), new ReLU()];
const recipe = () => {
  const pooled = [...convolution(16), new MaxPool2D(2), ...convolution(32), new MaxPool2D(2)];
  const layers = [...pooled, ...convolution(64), new Dropout(0.25), new Softmax(10)];
  return new Network(layers, { input: [28, 28], random: seededRandom(1) });
};

const compiled = (network: Network, block: number) => {
  const options = { block, selfUpdatingDense: block === 1 };
  const programs = compile(stagesOf(network) ?? [], [28, 28], options);
  if (!programs) throw new Error("the network does not compile");
  return programs;
};

describe("compiled programs", () => {
  test("of the article's network at batch 1 read as stored", () => {
    expect(described(compiled(articleNetwork(), 1))).toMatchSnapshot();
  });

  test("of notebook 5's recipe read as stored", () => {
    expect(described(compiled(recipe(), 8))).toMatchSnapshot();
  });

  // Counts stand for times, which no test can trust: one entry is one pass over the data.
  test("are 7 passes for a training step of the article's network, 4 for a prediction; 25 and 11 for the recipe", () => {
    const counts = [compiled(articleNetwork(), 1), compiled(recipe(), 8)].map(({ train, predict }) => [
      train.length,
      predict.length,
    ]);
    expect(counts).toEqual([
      [7, 4],
      [25, 11],
    ]);
  });

  test("take one call into WebAssembly for a training step, of whatever network", () => {
    const calls = [articleNetwork(), recipe()].map((network) => {
      const engine = engineOf(stagesOf(network) ?? [], noise(4, [28, 28], 10));
      const inside = engine as unknown as { simd: Record<string, unknown> };
      let count = 0;
      inside.simd = new Proxy(inside.simd, {
        get: (simd, name: string) => {
          count++;
          return simd[name];
        },
      });
      engine.trainBatch(Uint32Array.of(0), 0.01);
      return count;
    });
    expect(calls).toEqual([1, 1]);
  });

  test("run on a module of at most 32 kB", () => {
    expect(simdModule()).toBeDefined();
    expect(Buffer.from(simdBase64, "base64").length).toBeLessThan(32_000);
  });

  test("are shown to readers as they are: the README's listing", () => {
    const [, listing = ""] = /```text\n([\s\S]*?)```/.exec(readFileSync("src/engine/README.md", "utf8")) ?? [];
    expect(`${described(compiled(articleNetwork(), 1))}\n`).toBe(listing);
  });
});
