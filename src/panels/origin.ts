import { Conv2D } from "../layers/conv2d";
import { conv2dGeometry } from "../layers/conv2d-geometry";
import { Conv3x3 } from "../layers/conv3x3";
import { Dense } from "../layers/dense";
import { Dropout } from "../layers/dropout";
import { Flatten } from "../layers/flatten";
import type { Layer } from "../layers/layer";
import { MaxPool2 } from "../layers/max-pool2";
import { MaxPool2D } from "../layers/max-pool2d";
import { ReLU } from "../layers/relu";
import { Softmax } from "../layers/softmax";
import type { Tensor } from "../tensor";
import { flatAt, type Grid, gridOf, placeAt } from "./grid";

/** A number of a layer's input, and the weight that it is multiplied by, where there is one. */
export interface Part {
  /** Its flat position in the input; undefined for what stands around the image. */
  readonly at: number | undefined;
  readonly value: number;
  readonly weight: number;
}

/** What one input map gives to a number, row by row. */
export interface Term {
  /** Which input map. */
  readonly channel: number;
  readonly parts: readonly Part[];
  /** Σ value · weight */
  readonly sum: number;
}

/** bias + Σ of the terms; softmax makes probabilities of such totals. */
export interface Summed {
  readonly rule: "sum" | "softmax";
  /** Of a window; 1 where each term is a single product. */
  readonly columns: number;
  readonly terms: readonly Term[];
  readonly bias: number | undefined;
}

/** The largest of some, the larger of one and 0, or one as it is. */
export interface Chosen {
  readonly rule: "maximum" | "rectified" | "same";
  readonly columns: number;
  readonly parts: readonly Part[];
}

/** Where one number of a layer's output comes from. */
export type Origin = Summed | Chosen;

/**
 * Where a layer's number comes from, as its forward computes it in a prediction.
 *
 *   sum        out[k] = bias + Σ_terms Σ_parts value · weight
 *   softmax    total[k] = the same
 *   maximum    out[k] = max value
 *   rectified  out[k] = max(0, value)
 *
 * @param layer  of this package
 * @param input  what the layer is given
 * @param k      the flat position in its output
 * @returns      undefined for a layer of another class
 */
export function originOf(layer: Layer, input: Tensor, k: number): Origin | undefined {
  const window = windowOf(layer, input.shape);
  if (window) {
    const grid = gridOf(layer.outputShape?.(input.shape) ?? []);
    return layer instanceof Conv3x3 || layer instanceof Conv2D
      ? ofConvolution(layer, input, window, grid, k)
      : ofPooling(input, window, grid, k);
  }
  if (layer instanceof Dense || layer instanceof Softmax) return ofTotals(layer, input, k);
  const parts = [{ at: k, value: input.data[k], weight: 1 }];
  if (layer instanceof ReLU) return { rule: "rectified", columns: 1, parts };
  if (layer instanceof Dropout || layer instanceof Flatten) return { rule: "same", columns: 1, parts };
  return undefined;
}

/** The window of a layer's input that a number of its output is made of; `top` and `left` are the border's. */
export interface LayerWindow {
  readonly size: readonly [kh: number, kw: number];
  readonly stride: number;
  readonly top: number;
  readonly left: number;
}

/** @returns undefined for a layer without windows */
export function windowOf(layer: Layer, inputShape: readonly number[]): LayerWindow | undefined {
  if (layer instanceof Conv3x3) return { size: [3, 3], stride: 1, top: 0, left: 0 };
  if (layer instanceof MaxPool2) return { size: [2, 2], stride: 2, top: 0, left: 0 };
  if (layer instanceof MaxPool2D) return { size: [layer.size, layer.size], stride: layer.stride, top: 0, left: 0 };
  if (!(layer instanceof Conv2D)) return undefined;
  const { top, left } = conv2dGeometry(inputShape, layer).border;
  return { size: layer.size, stride: layer.stride, top, left };
}

function ofConvolution(
  layer: Conv3x3 | Conv2D,
  input: Tensor,
  { size: [kh, kw], stride, top, left }: LayerWindow,
  out: Grid,
  k: number,
): Origin {
  const grid = gridOf(input.shape);
  const { f, i, j } = placeAt(out, k);
  const { data: filters } = layer.filters;
  const around = layer instanceof Conv2D ? layer.paddingValue : 0;
  const terms = Array.from({ length: grid.c }, (_, channel) => {
    const parts = Array.from({ length: kh * kw }, (_, n) => {
      const [di, dj] = [Math.floor(n / kw), n % kw];
      const place = { f: channel, i: i * stride + di - top, j: j * stride + dj - left };
      const isInside = place.i >= 0 && place.i < grid.h && place.j >= 0 && place.j < grid.w;
      const at = isInside ? flatAt(grid, place) : undefined;
      const weight = filters[((f * kh + di) * kw + dj) * grid.c + channel]; // filters[f, di, dj, channel]
      return { at, value: at === undefined ? around : input.data[at], weight };
    });
    return termOf(channel, parts);
  });
  const bias = layer instanceof Conv2D ? layer.biases?.data[f] : undefined;
  return { rule: "sum", columns: kw, terms, bias };
}

function ofPooling(input: Tensor, { size: [kh, kw], stride }: LayerWindow, out: Grid, k: number): Origin {
  const grid = gridOf(input.shape);
  const { f, i, j } = placeAt(out, k);
  const parts = Array.from({ length: kh * kw }, (_, n) => {
    const at = flatAt(grid, { f, i: i * stride + Math.floor(n / kw), j: j * stride + (n % kw) });
    return { at, value: input.data[at], weight: 1 };
  });
  return { rule: "maximum", columns: kw, parts };
}

function ofTotals(layer: Dense | Softmax, { data }: Tensor, k: number): Origin {
  const [, nodes] = layer.weights.shape;
  const weights = layer.weights.data;
  const terms = Array.from(
    data,
    (value, x) => termOf(x, [{ at: x, value, weight: weights[x * nodes + k] }]), // weights[x, k]
  );
  const rule = layer instanceof Softmax ? "softmax" : "sum";
  return { rule, columns: 1, terms, bias: layer.biases?.data[k] };
}

function termOf(channel: number, parts: readonly Part[]): Term {
  return { channel, parts, sum: parts.reduce((sum, { value, weight }) => sum + value * weight, 0) };
}

/** The number that an origin comes to: of softmax, the total before it becomes a probability. */
export function amountOf(origin: Origin): number {
  if ("terms" in origin) return origin.terms.reduce((sum, term) => sum + term.sum, origin.bias ?? 0);
  const values = origin.parts.map(({ value }) => value);
  if (origin.rule === "same") return values[0];
  return Math.max(...values, ...(origin.rule === "rectified" ? [0] : []));
}

/** The terms of most weight, the largest first, and what all the others come to together. */
export function strongestTerms(terms: readonly Term[], count: number): ShownTerms {
  const sorted = [...terms].sort((a, b) => Math.abs(b.sum) - Math.abs(a.sum));
  return besides(sorted.slice(0, count), sorted.slice(count));
}

/** The strongest terms above 0, then those below, `count` of each. */
export function termsForAndAgainst(terms: readonly Term[], count: number): ShownTerms {
  const sorted = [...terms].sort((a, b) => b.sum - a.sum);
  const over = sorted.filter(({ sum }) => sum > 0).slice(0, count);
  const under = sorted.filter(({ sum }) => sum < 0).slice(-count);
  const shown = new Set([...over, ...under.reverse()]);
  return besides(
    [...shown],
    sorted.filter((term) => !shown.has(term)),
  );
}

export interface ShownTerms {
  readonly shown: readonly Term[];
  /** How many are left out. */
  readonly others: number;
  /** Their sum. */
  readonly rest: number;
}

function besides(shown: readonly Term[], others: readonly Term[]): ShownTerms {
  return { shown, others: others.length, rest: others.reduce((sum, term) => sum + term.sum, 0) };
}
