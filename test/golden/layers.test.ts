import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { relativeDifference } from "../../src/layers/check-gradients";
import { Conv2D } from "../../src/layers/conv2d";
import type { Conv2DOptions } from "../../src/layers/conv2d-options";
import { Dense, type DenseOptions } from "../../src/layers/dense";
import { Flatten } from "../../src/layers/flatten";
import type { Layer } from "../../src/layers/layer";
import { MaxPool2D } from "../../src/layers/max-pool2d";
import { ReLU } from "../../src/layers/relu";
import { Softmax } from "../../src/layers/softmax";
import { sizeOf, type Tensor, tensor } from "../../src/tensor";

interface Case {
  readonly layer: "Conv2D" | "MaxPool2D" | "Dense" | "Softmax" | "ReLU" | "Flatten";
  readonly input: number[];
  readonly levels?: number;
  readonly options?: Conv2DOptions & DenseOptions & { size: number; stride: number };
  readonly parameters?: Record<string, number[]>;
  readonly out: { shape: number[]; data: number[] };
  readonly dLdInput: number[];
  readonly gradients: Record<string, number[]>;
}

const golden = JSON.parse(readFileSync("test/golden/layers.json", "utf8")) as Case[];

/** The same 64-bit floats as layers.py's values. */
function values(shape: readonly number[], salt: number, levels = 2 ** 32): Tensor {
  const data = Float64Array.from({ length: sizeOf(shape) }, (_, k) => {
    const hashed = (Math.imul(k + 1, 2654435761) + salt * 2246822519) >>> 0;
    return Math.floor((hashed * levels) / 2 ** 32) / levels - 0.5;
  });
  return tensor(shape, data);
}

function layerOf({ layer, options, out }: Case): Layer {
  const last = out.shape[out.shape.length - 1];
  if (layer === "Conv2D") return new Conv2D(last, options);
  if (layer === "MaxPool2D") return new MaxPool2D(options?.size, options?.stride);
  if (layer === "Dense") return new Dense(last, options);
  if (layer === "Softmax") return new Softmax(last);
  return layer === "ReLU" ? new ReLU() : new Flatten();
}

/** PyTorch adds in another order; this is what remains of 2^-53 over some thirty terms. */
const tolerance = 1e-14;

/** By name, how far the layer is from PyTorch: "out", "input" and every parameter. */
function differences(example: Case, change: (gradient: Float64Array) => void = () => {}) {
  const layer = layerOf(example);
  const input = values(example.input, 1, example.levels);
  layer.build?.(input.shape);
  const names = Object.keys(example.parameters ?? {});
  expect(Object.keys(layer.parameters)).toEqual(names);
  names.forEach((name, k) => {
    expect(layer.parameters[name].shape).toEqual(example.parameters?.[name]);
    layer.parameters[name].data.set(values(layer.parameters[name].shape, 2 + k).data);
  });
  const out = layer.forward(input);
  expect(out.shape).toEqual(example.out.shape);
  const { dLdInput, gradients } = layer.backward(values(out.shape, 9));
  change(dLdInput.data);
  const found: Record<string, number> = {
    out: relativeDifference(out.data, example.out.data),
    input: relativeDifference(dLdInput.data, example.dLdInput),
  };
  for (const name of names) {
    found[name] = relativeDifference(gradients[name].data, example.gradients[name]);
  }
  return found;
}

describe("PyTorch's numbers, forward and every gradient, are reproduced to 1e-14:", () => {
  const titled = golden.map((example) => {
    const { layer, input, options, levels } = example;
    const ties = levels ? ", with ties" : "";
    return [`${layer} ${JSON.stringify(options ?? {})} of (${input})${ties}`, example] as const;
  });
  test.each(titled)("%s", (_, example) => {
    for (const difference of Object.values(differences(example))) {
      expect(difference).toBeLessThan(tolerance);
    }
  });

  test.each([
    ["reversed", (gradient: Float64Array) => gradient.reverse()],
    ["scaled by a millionth", (gradient: Float64Array) => gradient.set(gradient.map((g) => g * (1 + 1e-6)))],
    ["with a NaN", (gradient: Float64Array) => gradient.fill(Number.NaN, 3, 4)],
  ])("the comparison refuses a gradient %s", (_, change) => {
    for (const example of golden) {
      expect(differences(example, change).input).not.toBeLessThan(tolerance);
    }
  });
});
