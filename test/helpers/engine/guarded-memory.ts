import { allocate, instantiate, simdHeap } from "../../../src/engine/memory/simd-module";

/**
 * -12345.6787109375 as float32: adding to it, scaling it or cutting it off at 0 changes it, as with a NaN it need not.
 */
const guard = 0xc640e6b7 | 0;
const guardWords = 16;

/**
 * The module's functions by name, on memory of their own, in which every array has guard words before and behind it.
 */
export class GuardedMemory {
  readonly memory = allocate(4 << 20);
  readonly simd = instantiate(this.memory) as unknown as Record<string, (...numbers: number[]) => number>;
  private readonly words = new Int32Array(this.memory.buffer);
  private readonly guarded: [start: number, end: number][] = [];
  private end = Math.ceil(simdHeap() / 64) * 64;

  /** @returns the address of room for `floats` values, which are 0 */
  room(floats: number): number {
    const start = this.end / 4 + guardWords;
    this.words.fill(guard, this.end / 4, start);
    this.words.fill(0, start, start + floats);
    this.words.fill(guard, start + floats, start + floats + guardWords);
    this.guarded.push([start, start + floats]);
    this.end = Math.ceil((start + floats + guardWords) / 16) * 64;
    return start * 4;
  }

  floats(values: ArrayLike<number>): number {
    const at = this.room(values.length);
    new Float32Array(this.memory.buffer, at, values.length).set(values);
    return at;
  }

  integers(values: ArrayLike<number>): number {
    const at = this.room(values.length);
    new Int32Array(this.memory.buffer, at, values.length).set(values);
    return at;
  }

  bytes(values: ArrayLike<number>): number {
    const at = this.room(Math.ceil(values.length / 4));
    new Uint8Array(this.memory.buffer, at, values.length).set(values);
    return at;
  }

  halves(values: ArrayLike<number>): number {
    const at = this.room(Math.ceil(values.length / 2));
    new Uint16Array(this.memory.buffer, at, values.length).set(values);
    return at;
  }

  read(at: number, count: number): Float32Array {
    return new Float32Array(this.memory.buffer, at, count).slice();
  }

  readDoubles(at: number, count: number): Float64Array {
    return new Float64Array(this.memory.buffer, at, count).slice();
  }

  readIntegers(at: number, count: number): Int32Array {
    return new Int32Array(this.memory.buffer, at, count).slice();
  }

  /** Whether every guard word is as it was. */
  get intact(): boolean {
    return this.guarded.every(([start, end]) => {
      const before = this.words.subarray(start - guardWords, start);
      const behind = this.words.subarray(end, end + guardWords);
      return before.every((word) => word === guard) && behind.every((word) => word === guard);
    });
  }
}
