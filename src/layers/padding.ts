/** How many rows and columns are put around an image. */
export interface Border {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/** No rows or columns. */
export const noBorder: Border = { top: 0, bottom: 0, left: 0, right: 0 };

/**
 * The border with which a window of (kh, kw) at every stride-th position gives ceil(h / stride) rows and ceil(w /
 * stride) columns: as many as the image has, where stride is 1. Where the border is odd, the bottom and the right get
 * the larger half, as in Keras; PyTorch's "same" is this border at stride 1, and has no other stride.
 */
export function sameBorder([h, w]: readonly number[], [kh, kw]: readonly number[], stride: number): Border {
  const [top, bottom] = halves(h, kh, stride);
  const [left, right] = halves(w, kw, stride);
  return { top, bottom, left, right };
}

function halves(size: number, window: number, stride: number): [number, number] {
  const covered = (Math.ceil(size / stride) - 1) * stride + window;
  const missing = Math.max(covered - size, 0);
  return [Math.floor(missing / 2), Math.ceil(missing / 2)];
}

/** @returns the image inside its border, which is filled with `value`: (top + h + bottom, left + w + right, c) */
export function pad(
  image: Float64Array,
  [h, w, c]: readonly number[],
  { top, bottom, left, right }: Border,
  value: number,
): Float64Array {
  const width = left + w + right;
  const padded = new Float64Array((top + h + bottom) * width * c).fill(value);
  for (let i = 0; i < h; i++) {
    const row = image.subarray(i * w * c, (i + 1) * w * c);
    padded.set(row, ((top + i) * width + left) * c);
  }
  return padded;
}

/** The reverse of `pad`. @returns (h, w, c) */
export function crop(padded: Float64Array, [h, w, c]: readonly number[], { top, left, right }: Border): Float64Array {
  const width = left + w + right;
  const image = new Float64Array(h * w * c);
  for (let i = 0; i < h; i++) {
    const start = ((top + i) * width + left) * c;
    image.set(padded.subarray(start, start + w * c), i * w * c);
  }
  return image;
}
