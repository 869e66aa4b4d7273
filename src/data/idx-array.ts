/** The contents of a file, in the array type of its elements. */
export type IdxValues = Uint8Array | Int8Array | Int16Array | Int32Array | Float32Array | Float64Array;

/** The contents of an IDX file: an array of numbers of any shape, row-major. */
export interface IdxArray {
  readonly shape: readonly number[];
  readonly data: IdxValues;
}
