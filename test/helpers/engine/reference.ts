import type { Stage } from "../../../src/engine/stage";
import type { TrainingPass } from "../../../src/layers/layer";
import { noBorder } from "../../../src/layers/padding";
import { randomBits } from "../../../src/random";

// The engine's stages in float64 and plain loops: what the engine is checked against beyond the layers that exist.

/** FeatureMap maps of one image: (h, w, c), row-major. */
export interface Maps {
  readonly h: number;
  readonly w: number;
  readonly c: number;
  readonly data: Float64Array;
}

/** @returns feature maps (h, w, c), zeros if there are no values */
export function maps(h: number, w: number, c: number, data: Float64Array = new Float64Array(h * w * c)): Maps {
  return { h, w, c, data };
}

/** @returns the flat position of [i, j, k] */
export const at = ({ w, c }: Maps, i: number, j: number, k: number) => (i * w + j) * c + k;

/** Visits every product of a valid convolution: output position, input position, filter position (f, kh, kw, c). */
export function forEachProduct(
  input: Maps,
  [f, kh, kw]: readonly number[],
  stride: number,
  visit: (out: number, pixel: number, weight: number) => void,
): { rows: number; columns: number } {
  const rows = Math.floor((input.h - kh) / stride) + 1;
  const columns = Math.floor((input.w - kw) / stride) + 1;
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++)
      for (let k = 0; k < f; k++)
        for (let di = 0; di < kh; di++)
          for (let dj = 0; dj < kw; dj++)
            for (let c = 0; c < input.c; c++) {
              visit(
                (i * columns + j) * f + k,
                at(input, i * stride + di, j * stride + dj, c),
                ((k * kh + di) * kw + dj) * input.c + c,
              );
            }
  return { rows, columns };
}

interface Running {
  readonly output: Maps;
  readonly backward: (dLdOut: Float64Array) => Float64Array;
}

/** Gradients by tensor, in the order of the stages: a stage's weights or filters, then its biases. */
export interface Reference {
  readonly loss: number;
  readonly probabilities: Float64Array;
  readonly gradients: Float64Array[];
}

/** One image through the stages and back. */
export function runReference(stages: readonly Stage[], image: Maps, label: number, pass?: TrainingPass): Reference {
  const gradients: Float64Array[] = [];
  const running: Running[] = [];
  let input = image;
  for (const stage of stages) {
    const next = runStage(stage, input, gradients, pass);
    running.push(next);
    input = next.output;
  }
  const probabilities = input.data;
  const slope = probabilities.map((p, c) => (c === label ? p - 1 : p));
  running.slice(0, -1).reduceRight<Float64Array>((dLdOut, { backward }) => backward(dLdOut), slope);
  return { loss: -Math.log(probabilities[label]), probabilities, gradients };
}

function runStage(stage: Stage, input: Maps, gradients: Float64Array[], pass: TrainingPass | undefined): Running {
  if (stage.kind === "conv") return runConv(stage, input, gradients);
  if (stage.kind === "dense") return runDense(stage, input, gradients);
  if (stage.kind === "pool") return runPool(input, stage.size);
  if (stage.kind === "relu") {
    const output = { ...input, data: input.data.map((x) => Math.max(x, 0)) };
    return { output, backward: (d) => d.map((slope, k) => (input.data[k] > 0 ? slope : 0)) };
  }
  if (stage.kind === "dropout") {
    const seed = pass && randomBits(pass.seed, stage.layer);
    const factors = input.data.map((_, x) => {
      if (seed === undefined) return 1;
      return randomBits(seed, x) < stage.rate * 2 ** 32 ? 0 : 1 / (1 - stage.rate);
    });
    const times = (values: Float64Array) => values.map((value, x) => factors[x] * value);
    return { output: { ...input, data: times(input.data) }, backward: times };
  }
  const largest = Math.max(...input.data);
  const powers = input.data.map((x) => Math.exp(x - largest));
  const sum = powers.reduce((a, b) => a + b);
  return { output: { ...input, data: powers.map((e) => e / sum) }, backward: (d) => d };
}

function runConv(
  { filters, biases, stride, padding }: Extract<Stage, { kind: "conv" }>,
  unpadded: Maps,
  gradients: Float64Array[],
): Running {
  const [f, kh, kw] = filters.shape;
  const { top, bottom, left, right } = padding?.border(unpadded.h, unpadded.w) ?? noBorder;
  const value = padding?.value ?? 0;
  const input = maps(unpadded.h + top + bottom, unpadded.w + left + right, unpadded.c);
  input.data.fill(value);
  const inside = (visit: (padded: number, plain: number) => void) => {
    for (let i = 0; i < unpadded.h; i++)
      for (let j = 0; j < unpadded.w; j++)
        for (let c = 0; c < unpadded.c; c++) visit(at(input, i + top, j + left, c), at(unpadded, i, j, c));
  };
  inside((padded, plain) => {
    input.data[padded] = unpadded.data[plain];
  });
  const rows = Math.floor((input.h - kh) / stride) + 1;
  const columns = Math.floor((input.w - kw) / stride) + 1;
  const output = maps(rows, columns, f);
  output.data.forEach((_, k) => {
    output.data[k] = biases?.data[k % f] ?? 0;
  });
  forEachProduct(input, filters.shape, stride, (out, pixel, weight) => {
    output.data[out] += input.data[pixel] * filters.data[weight];
  });
  const dFilters = new Float64Array(filters.data.length);
  const dBiases = new Float64Array(f);
  gradients.push(dFilters, ...(biases ? [dBiases] : []));
  return {
    output,
    backward: (d) => {
      const dPadded = new Float64Array(input.data.length);
      forEachProduct(input, filters.shape, stride, (out, pixel, weight) => {
        dFilters[weight] += d[out] * input.data[pixel];
        dPadded[pixel] += d[out] * filters.data[weight];
      });
      d.forEach((slope, k) => {
        dBiases[k % f] += slope;
      });
      const dInput = new Float64Array(unpadded.data.length);
      inside((padded, plain) => {
        dInput[plain] = dPadded[padded];
      });
      return dInput;
    },
  };
}

function runDense(
  { weights, biases }: Extract<Stage, { kind: "dense" }>,
  input: Maps,
  gradients: Float64Array[],
): Running {
  const [inputs, nodes] = weights.shape;
  const output = maps(1, 1, nodes);
  for (let c = 0; c < nodes; c++) output.data[c] = biases?.data[c] ?? 0;
  for (let x = 0; x < inputs; x++)
    for (let c = 0; c < nodes; c++) output.data[c] += input.data[x] * weights.data[x * nodes + c];
  const dWeights = new Float64Array(weights.data.length);
  const dBiases = new Float64Array(nodes);
  gradients.push(dWeights, ...(biases ? [dBiases] : []));
  return {
    output,
    backward: (d) => {
      const dInput = new Float64Array(inputs);
      dBiases.set(d);
      for (let x = 0; x < inputs; x++)
        for (let c = 0; c < nodes; c++) {
          dWeights[x * nodes + c] = input.data[x] * d[c];
          dInput[x] += weights.data[x * nodes + c] * d[c];
        }
      return dInput;
    },
  };
}

/** Where each window's first maximum is in the input, in the order of the output. */
export function firstMaxima(input: Maps, size: number): number[] {
  const places: number[] = [];
  for (let i = 0; i + size <= input.h; i += size)
    for (let j = 0; j + size <= input.w; j += size)
      for (let c = 0; c < input.c; c++) {
        let best = at(input, i, j, c);
        for (let di = 0; di < size; di++)
          for (let dj = 0; dj < size; dj++) {
            const here = at(input, i + di, j + dj, c);
            if (input.data[here] > input.data[best]) best = here;
          }
        places.push(best);
      }
  return places;
}

function runPool(input: Maps, size: number): Running {
  const places = firstMaxima(input, size);
  const [h, w] = [Math.floor(input.h / size), Math.floor(input.w / size)];
  const data = Float64Array.from(places, (place) => input.data[place]);
  return {
    output: maps(h, w, input.c, data),
    backward: (d) => {
      const dInput = new Float64Array(input.data.length);
      places.forEach((place, k) => {
        dInput[place] = d[k];
      });
      return dInput;
    },
  };
}
