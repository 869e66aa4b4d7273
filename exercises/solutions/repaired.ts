// exercises/as-it-circulates.ts with its eleven mistakes mended: what exercise 4.3 asks for.
import { argMax, loadMnist, seededRandom, type Tensor } from "../../src/index";

const random = seededRandom(42);

const zeros = (...shape: number[]): Tensor => {
  return { shape, data: new Float64Array(shape.reduce((product, size) => product * size, 1)) };
};

export class Conv3x3 {
  /** filters[f, di, dj] */
  readonly filters: Float64Array;
  lastInput!: Tensor; // (h, w)

  constructor(readonly filterCount: number) {
    // Divided by 9, since the first values should be neither too large nor too small.
    this.filters = Float64Array.from({ length: filterCount * 9 }, () => random.normal() / 9);
  }

  /** Visits all 3 x 3 regions of an image (h, w). */
  iterateRegions({ shape: [h, w], data }: Tensor, visit: (region: number[], i: number, j: number) => void): void {
    for (let i = 0; i < h - 2; i++) {
      for (let j = 0; j < w - 2; j++) {
        const rows = [i, i + 1, i + 2].map((row) => data.subarray(row * w + j, row * w + j + 3));
        visit([...rows[0], ...rows[1], ...rows[2]], i, j);
      }
    }
  }

  forward(image: Tensor): Tensor {
    const [h, w] = image.shape;
    const output = zeros(h - 2, w - 2, this.filterCount);
    this.iterateRegions(image, (region, i, j) => {
      for (let f = 0; f < this.filterCount; f++) {
        const products = region.map((pixel, k) => pixel * this.filters[f * 9 + k]);
        output.data[(i * output.shape[1] + j) * this.filterCount + f] = products.reduce((a, b) => a + b, 0);
      }
    });
    this.lastInput = image;
    return output;
  }

  backprop(dLdOut: Tensor, learnRate: number): void {
    const dLdFilters = new Float64Array(this.filters.length);
    this.iterateRegions(this.lastInput, (region, i, j) => {
      for (let f = 0; f < this.filterCount; f++) {
        const slope = dLdOut.data[(i * dLdOut.shape[1] + j) * this.filterCount + f];
        for (let k = 0; k < 9; k++) dLdFilters[f * 9 + k] += slope * region[k];
      }
    });
    for (let k = 0; k < dLdFilters.length; k++) this.filters[k] -= learnRate * dLdFilters[k];
    // The first layer of the network: nobody asks for the gradient of its input.
  }
}

export class MaxPool2 {
  lastInput!: Tensor; // (h, w, f)

  /** Visits all 2 x 2 windows of a volume (h, w, f): where their four pixels begin in its data, row by row. */
  iterateRegions({ shape: [h, w, depth] }: Tensor, visit: (region: number[], i: number, j: number) => void): void {
    for (let i = 0; i < Math.floor(h / 2); i++) {
      for (let j = 0; j < Math.floor(w / 2); j++) {
        const [top, left] = [i * 2, j * 2];
        const corners = [top * w + left, top * w + left + 1, (top + 1) * w + left, (top + 1) * w + left + 1];
        visit(
          corners.map((pixel) => pixel * depth),
          i,
          j,
        );
      }
    }
  }

  forward(input: Tensor): Tensor {
    const [h, w, depth] = input.shape;
    const output = zeros(Math.floor(h / 2), Math.floor(w / 2), depth);
    this.iterateRegions(input, (region, i, j) => {
      for (let f = 0; f < depth; f++) {
        const largest = Math.max(...region.map((pixel) => input.data[pixel + f]));
        output.data[(i * output.shape[1] + j) * depth + f] = largest;
      }
    });
    this.lastInput = input;
    return output;
  }

  backprop(dLdOut: Tensor): Tensor {
    const { shape, data } = this.lastInput;
    const dLdInput = zeros(...shape);
    const depth = shape[2];
    this.iterateRegions({ shape, data }, (region, i, j) => {
      for (let f = 0; f < depth; f++) {
        const largest = Math.max(...region.map((pixel) => data[pixel + f]));
        for (const pixel of region) {
          // The first pixel that has the maximum gets the gradient.
          if (data[pixel + f] === largest) {
            dLdInput.data[pixel + f] = dLdOut.data[(i * dLdOut.shape[1] + j) * depth + f];
            break;
          }
        }
      }
    });
    return dLdInput;
  }
}

export class Softmax {
  /** weights[x, c] */
  readonly weights: Float64Array;
  readonly biases: Float64Array;
  lastInput!: Float64Array;
  lastTotals!: Float64Array;
  lastInputShape!: readonly number[];

  constructor(
    readonly inputLength: number,
    readonly nodes: number,
  ) {
    // Divided by the number of inputs, for a small variance of the first values.
    this.weights = Float64Array.from({ length: inputLength * nodes }, () => random.normal() / inputLength);
    this.biases = new Float64Array(nodes);
  }

  forward({ shape, data: input }: Tensor): Tensor {
    const totals = this.biases.map((bias, c) => {
      return input.reduce((total, value, x) => total + value * this.weights[x * this.nodes + c], bias);
    });
    const largest = Math.max(...totals);
    const exp = totals.map((total) => Math.exp(total - largest));
    const sum = exp.reduce((a, b) => a + b, 0);
    this.lastInput = input;
    this.lastTotals = totals;
    this.lastInputShape = shape;
    return { shape: [this.nodes], data: exp.map((power) => power / sum) };
  }

  backprop(dLdOut: Tensor, learnRate: number): Tensor {
    for (const [i, gradient] of dLdOut.data.entries()) {
      // One entry alone is not zero.
      if (gradient === 0) continue;
      const largest = Math.max(...this.lastTotals);
      const tExp = this.lastTotals.map((total) => Math.exp(total - largest));
      const S = tExp.reduce((a, b) => a + b, 0);
      // Gradients of out[i] against the totals, then of the loss.
      const dOutdT = tExp.map((e, c) => (c === i ? (e * (S - e)) / S ** 2 : (-tExp[i] * e) / S ** 2));
      const dLdT = dOutdT.map((slope) => gradient * slope);
      const dLdInputs = new Float64Array(this.inputLength);
      for (let x = 0; x < this.inputLength; x++) {
        for (let c = 0; c < this.nodes; c++) {
          dLdInputs[x] += this.weights[x * this.nodes + c] * dLdT[c];
          this.weights[x * this.nodes + c] -= learnRate * this.lastInput[x] * dLdT[c];
        }
      }
      for (let c = 0; c < this.nodes; c++) this.biases[c] -= learnRate * dLdT[c];
      return { shape: this.lastInputShape, data: dLdInputs };
    }
    return zeros(...this.lastInputShape);
  }
}

/** Three times over 1,000 training digits, with statistics every hundred steps. */
export function run(): void {
  const { train } = loadMnist();
  const [conv, pool, softmax] = [new Conv3x3(8), new MaxPool2(), new Softmax(13 * 13 * 8, 10)];
  let [loss, correct] = [0, 0];
  for (let i = 0; i < 3000; i++) {
    const label = train.label(i % 1000);
    const out = softmax.forward(pool.forward(conv.forward(train.image(i % 1000))));
    loss -= Math.log(out.data[label]);
    correct += argMax(out.data) === label ? 1 : 0;
    const dLdOut = zeros(10);
    dLdOut.data[label] = -1 / out.data[label];
    conv.backprop(pool.backprop(softmax.backprop(dLdOut, 0.005)), 0.005);
    if (i % 100 !== 99) continue;
    console.log(`[Step ${i + 1}] Past 100 steps: Average Loss ${(loss / 100).toFixed(3)} | Accuracy: ${correct}%`);
    [loss, correct] = [0, 0];
  }
}
