import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { relativeDifference } from "../../src/layers/check-gradients";
import { load, save } from "../../src/model-files/model-file";
import { tensor } from "../../src/tensor";
import { modelNetwork } from "../helpers/model-network";
import { temporaryFolder } from "../helpers/temporary-folder";

const file = "test/golden/model.safetensors";
const golden = JSON.parse(readFileSync("test/golden/model-file.json", "utf8")) as number[][];

/** The same 64-bit floats as model_file.py's values. */
function image(salt: number) {
  const data = Float64Array.from({ length: 72 }, (_, k) => {
    return ((Math.imul(k + 1, 2654435761) + salt * 2246822519) >>> 0) / 2 ** 32 - 0.5;
  });
  return tensor([8, 9], data);
}

/** PyTorch adds in another order. */
const tolerance = 1e-14;

describe("a saved network", () => {
  test("predicts what PyTorch predicts from the same file, read by its safetensors package, to 1e-14", () => {
    const network = load(file);
    const ours = golden.map((_, k) => Array.from(network.forward(image(k)).data));
    expect(relativeDifference(ours.flat(), golden.flat())).toBeLessThan(tolerance);
  });

  test("of the test's four images no two are predicted alike: the comparison can fail", () => {
    for (const [k, prediction] of golden.entries()) {
      for (const other of golden.slice(k + 1)) {
        expect(relativeDifference(prediction, other)).toBeGreaterThan(1e-2);
      }
    }
  });

  test("is this file, byte for byte, whoever saves it", () => {
    const copy = join(temporaryFolder(), "model.safetensors");
    for (const network of [modelNetwork(), load(file)]) {
      save(network, copy);
      expect(Buffer.compare(readFileSync(copy), readFileSync(file))).toBe(0);
    }
  });
});
