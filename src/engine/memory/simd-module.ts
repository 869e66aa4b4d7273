import { simdBase64 } from "../simd-bytes";

/**
 * Memory that all threads of a run share. A page that its server does not isolate, such as a file, may share none:
 * there it is the one thread's own.
 */
export interface SharedMemory {
  readonly buffer: ArrayBufferLike;
}

/** What the runner calls of the module; tests call the others by name. Addresses and sizes are in bytes. */
export interface Simd {
  heapBase(): number;
  run(
    program: number,
    workspace: number,
    gradient: number,
    bytes: number,
    moves: number,
    labels: number,
    seeds: number,
    result: number,
    n: number,
    rate: number,
  ): void;
  derive(control: number): void;
  step(control: number, thread: number): void;
  predictAll(control: number): void;
  open(control: number, phase: number): void;
  work(control: number, thread: number): number;
  finished(control: number, tasks: number, milliseconds: number): number;
}

/** The part of WebAssembly's interface that is used here: tslab's compiler knows none of it. */
interface WebAssemblyApi {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: { env: { memory: SharedMemory } }) => { exports: unknown };
  Memory: new (size: { initial: number; maximum: number; shared: boolean }) => SharedMemory;
}
const { WebAssembly } = globalThis as unknown as { WebAssembly: WebAssemblyApi };

/** Whether memory can be shared here. */
const shares = typeof SharedArrayBuffer !== "undefined";

let compiled: object | undefined;

/** The module of src/engine/simd, compiled when it is first asked for. */
export function simdModule(): object {
  compiled ??= new WebAssembly.Module(simdBytes());
  return compiled;
}

/** In the module's list of imports: a memory's name, that it is a memory (2), shared (3) or not (1), with a maximum. */
const importOf = (sharing: 1 | 3) => `\x06memory\x02${String.fromCharCode(sharing)}`;

/** The module as compiled, which wants shared memory; or the same that wants memory of its own. */
function simdBytes(): Uint8Array {
  const text = atob(simdBase64); // browsers have no Buffer
  return Uint8Array.from(shares ? text : text.replace(importOf(3), importOf(1)), (letter) => letter.charCodeAt(0));
}

/** @returns the compiled functions of src/engine/simd, which work on `memory` */
export function instantiate(memory: SharedMemory): Simd {
  return new WebAssembly.Instance(simdModule(), { env: { memory } }).exports as Simd;
}

let heap: number | undefined;

/** The first address that is free to use, behind the module's own constants. */
export function simdHeap(): number {
  heap ??= instantiate(allocate(1)).heapBase();
  return heap;
}

const pageBytes = 65536;
const mostPages = 65536; // 4 GB, what 32-bit addresses reach

/**
 * Memory of at least so many bytes, all zero. It never grows, so views on it stay good.
 *
 * @throws {RangeError} if that is more than WebAssembly or this machine has
 */
export function allocate(bytes: number): SharedMemory {
  const pages = Math.ceil(bytes / pageBytes);
  const need = `the engine needs ${Math.ceil(bytes / 1e6)} MB for this network and batch size`;
  if (!(pages < mostPages)) {
    throw new RangeError(`train: ${need}, and WebAssembly has at most 4295 MB. Try smaller batches.`);
  }
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: shares });
  } catch (error) {
    throw new RangeError(`train: ${need}, and got none (${(error as Error).message}). Try smaller batches.`);
  }
}
