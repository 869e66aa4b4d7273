import type { Border } from "../layers/padding";
import type { Tensor } from "../tensor";

/**
 * What the engine knows how to run. A layer is one or more of these, in order.
 * Tensors are the layers' own: read when a run begins, filled when it reports.
 */
export type Stage = Conv | Pool | Relu | Dropout | Dense | Softmax;

/** A convolution: (h, w, c) -> (rows, columns, f). */
export interface Conv {
  readonly kind: "conv";
  /** (f, kh, kw, c), or (f, kh, kw) for images of one channel */
  readonly filters: Tensor;
  /** (f) */
  readonly biases?: Tensor;
  readonly stride: number;
  /** Rows and columns around an input of (h, w), all of one value. */
  readonly padding?: {
    readonly border: (h: number, w: number) => Border;
    readonly value: number;
  };
}

/** Max pooling over windows of size x size, stride size; the first maximum gets the gradient. */
export interface Pool {
  readonly kind: "pool";
  readonly size: number;
}

/** Negative values become 0, in place. */
export interface Relu {
  readonly kind: "relu";
}

/** Leaves values out in training: see the layer. */
export interface Dropout {
  readonly kind: "dropout";
  readonly rate: number;
  /** Which of the network's layers it is: what its random numbers follow from. */
  readonly layer: number;
}

/** Any input, flattened, times weights. */
export interface Dense {
  readonly kind: "dense";
  /** (inputs, nodes) */
  readonly weights: Tensor;
  /** (nodes) */
  readonly biases?: Tensor;
}

/** Totals to probabilities: the end of a network, with cross-entropy behind it in training. */
export interface Softmax {
  readonly kind: "softmax";
}
