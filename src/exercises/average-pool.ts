// The judge of exercise 2.3.
import { gradientErrors, gradientTolerance, randomTensor, relativeDifference } from "../layers/check-gradients";
import type { Layer } from "../layers/layer";
import { seededRandom } from "../random";
import { meanOf } from "../statistics";
import { sizeOf, type Tensor, tensor } from "../tensor";
import { backwardOpen, isTensor, type Mistake, readsOutside, tensorOff, touched } from "./compare";
import { copyOf, pooledBy, sumOf } from "./examples";
import { type Judge, right, type Verdict, type Wrong, wrong } from "./verdict";

/** 2.3: a layer that averages. */
export const averagePool: Judge<new () => Layer> = (AveragePool2) => {
  const random = seededRandom(2);
  for (const shape of [
    [6, 6, 2],
    [5, 7, 3],
  ]) {
    const input = randomTensor(shape, random);
    const given = copyOf(input);
    const out = forwardOr(() => new AveragePool2().forward(given), shape);
    if (isWrong(out)) return out;
    if (isTensor(out) && sizeOf(out.shape) === 0) return undefined;
    const off = touched("forward's input", given.data, input.data) ?? averageOff(input, out);
    if (off) return off;
  }
  const slopesOff = averageSlopesOff(AveragePool2, randomTensor([6, 6, 2], random));
  const oddOff = slopesOff ?? averageSlopesOff(AveragePool2, randomTensor([5, 7, 3], random));
  return oddOff ?? linear(AveragePool2);
};

/** Whether forward was found to be wrong. An answer that is not finished may give anything. */
const isWrong = (out: Tensor | Wrong): out is Wrong => Object.hasOwn(Object(out), "hint");

/** What forward gives; where it throws for an odd size alone, what to say of that. */
function forwardOr(forward: () => Tensor, shape: readonly number[]): Tensor | Wrong {
  try {
    return forward();
  } catch (error) {
    if (shape[0] % 2 === 0) throw error;
    const hint = "half of an odd size is no size: round down, the last row or column is left out";
    return wrong(`forward of (${shape.join(", ")}) stops: ${error instanceof Error ? error.message : error}`, hint);
  }
}

function averageOff(input: Tensor, out: Tensor): Verdict {
  const expected = pooledBy(input, meanOf);
  const [h, w, channels] = input.shape;
  const mistakes: Mistake[] = [
    { values: new Float64Array(expected.data.length), hint: "all numbers are 0: nothing was written yet" },
    { values: pooledBy(input, sumOf).data, hint: "the sum of four, a quarter of which is the mean" },
    { values: pooledBy(input, (window) => Math.max(...window)).data, hint: "that is the largest of four" },
  ];
  const odd = h % 2 === 0 ? "" : "; an odd last row or column is left out, as MaxPool2 does";
  const otherwise = `input[i, j, f] is data[(i * ${w} + j) * ${channels} + f]: each channel is on its own${odd}`;
  return tensorOff(`forward of (${input.shape.join(", ")})`, out, expected, {
    tolerance: 1e-12,
    mistakes,
    otherwise,
    ifNaN: readsOutside,
  });
}

function averageSlopesOff(AveragePool2: new () => Layer, input: Tensor): Verdict {
  const layer = new AveragePool2();
  const upstream = randomTensor(layer.forward(input).shape, seededRandom(3));
  const given = copyOf(upstream);
  const { dLdInput } = layer.backward(given);
  const written = touched("backward's dLdOut", given.data, upstream.data);
  if (written) return written;
  const open = backwardOpen(dLdInput);
  if (open) return open;
  const spread = (share: number) => tensor(input.shape, spreadOver(input.shape, upstream, share));
  const mistakes: Mistake[] = [
    { values: spread(1).data, hint: "each of the four has a quarter of the influence, so a quarter of the slope" },
    { values: new Float64Array(sizeOf(input.shape)), hint: "all slopes are 0: write them into dLdInput" },
    { values: firstOnly(input.shape, upstream), hint: "all four numbers of a window have influence, not one" },
  ];
  const odd = "; what was left out gets 0, and dLdInput has the shape of the input, which forward can keep";
  const otherwise = `each slope goes to the four places of its window, in its own channel${input.shape[0] % 2 ? odd : ""}`;
  const off = tensorOff("backward: dLdInput", dLdInput, spread(1 / 4), {
    tolerance: 1e-12,
    mistakes,
    otherwise,
  });
  if (off) return off;
  const { input: error } = gradientErrors(new AveragePool2(), input);
  return error < gradientTolerance ? undefined : wrong("backward differs from what nudging measures", otherwise);
}

/** Each window's slope, times a share, at all four of its places. */
function spreadOver([h, w, channels]: readonly number[], upstream: Tensor, share: number): Float64Array {
  return Float64Array.from({ length: h * w * channels }, (_, k) => {
    const [i, j, f] = [Math.floor(k / channels / w), Math.floor(k / channels) % w, k % channels];
    const isLeftOut = i === 2 * Math.floor(h / 2) || j === 2 * Math.floor(w / 2);
    return isLeftOut
      ? 0
      : share * upstream.data[(Math.floor(i / 2) * Math.floor(w / 2) + Math.floor(j / 2)) * channels + f];
  });
}

function firstOnly(shape: readonly number[], upstream: Tensor): Float64Array {
  const [, w, channels] = shape;
  const first = (k: number) => Math.floor(k / channels / w) % 2 === 0 && (Math.floor(k / channels) % w) % 2 === 0;
  return spreadOver(shape, upstream, 1).map((slope, k) => (first(k) ? slope : 0));
}

/** The layer of the mean of two inputs, beside the mean of the layer of both. */
function linear(AveragePool2: new () => Layer): Verdict {
  const random = seededRandom(4);
  const [a, b] = [randomTensor([4, 4, 1], random), randomTensor([4, 4, 1], random)];
  const of = (input: Tensor) => new AveragePool2().forward(input).data;
  const mean = (x: Float64Array, y: Float64Array) => x.map((value, k) => (value + y[k]) / 2);
  const off = relativeDifference(of(tensor(a.shape, mean(a.data, b.data))), mean(of(a), of(b)));
  return right(
    `the layer of the mean is the mean of the layers, to ${off.toExponential(0)}: a network with it has no bend.`,
  );
}
