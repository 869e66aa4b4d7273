import { FormatError } from "../errors";
import { foreignFile } from "../foreign-file";
import { formatShape, sizeOf, type Tensor, tensor } from "../tensor";
import { type KindName, kinds } from "./dtypes";
import { jsonFlaw } from "./json-flaw";

// The safetensors format, version 0: tensors by name in one file, of which nothing is executed.
//
//   length     8 bytes, little-endian: of the header
//   header     JSON { "__metadata__": { string: string }, name: { "dtype", "shape", "data_offsets": [begin, end] }, … }
//   values     little-endian, row-major, one tensor after the other; offsets count from the first

/** How numbers are written: with 64 or 32 bits. */
export type Dtype = "F64" | "F32";

/** The format's own limit for a header. */
const longestHeader = 100e6;

/** What a file holds. */
export interface Safetensors {
  readonly tensors: ReadonlyMap<string, Tensor>;
  readonly metadata: ReadonlyMap<string, string>;
}

/** @returns the file's bytes; the same tensors and metadata, in the same order, give the same bytes */
export function formatSafetensors({ tensors, metadata }: Safetensors, dtype: Dtype = "F64"): Uint8Array {
  const header: [string, unknown][] = [["__metadata__", Object.fromEntries(metadata)]];
  let end = 0;
  for (const [name, { shape, data }] of tensors) {
    const begin = end;
    end += data.length * kinds[dtype].bytes;
    header.push([name, { dtype, shape, data_offsets: [begin, end] }]);
  }
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(header)));
  const start = 8 * Math.ceil((8 + json.length) / 8); // values begin at a multiple of 8
  const bytes = new Uint8Array(start + end).fill(0x20, 8 + json.length, start);
  bytes.set(json, 8);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(start - 8), true);
  let at = start;
  for (const { data } of tensors.values()) {
    for (const value of data) {
      if (dtype === "F64") view.setFloat64(at, value, true);
      else view.setFloat32(at, value, true);
      at += kinds[dtype].bytes;
    }
  }
  return bytes;
}

/**
 * Reads what formatSafetensors or another program wrote; all numbers become 64-bit floats.
 *
 * @param file  what to call the bytes in an error
 * @throws {FormatError} if anything about them is not as the format has it: names the file, what was expected and what
 *                       found
 */
export function parseSafetensors(bytes: Uint8Array, file: string): Safetensors {
  const { header, start } = parseHeader(bytes, file);
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, bytes.length - start);
  const entries = Object.entries(header).filter(([name]) => name !== "__metadata__");
  const places = entries.map(([name, entry]) => placeOf(name, entry, file));
  requireNoGaps(places, view.byteLength, file);
  const tensors = new Map(places.map((place) => [place.name, read(view, place)]));
  const own = Object.hasOwn(header, "__metadata__");
  return { tensors, metadata: own ? metadataOf(header.__metadata__, file) : new Map() };
}

function parseHeader(bytes: Uint8Array, file: string) {
  if (bytes.length < 8) fail(file, "a safetensors file of at least 8 bytes", `${bytes.length}`);
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  const most = Math.min(bytes.length - 8, longestHeader);
  if (length > BigInt(most)) fail(file, `a header of at most ${most} bytes`, foreignFile(bytes) ?? `${length}`);
  const start = 8 + Number(length);
  let header: unknown;
  let flaw: ReturnType<typeof jsonFlaw>;
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes.subarray(8, start));
    flaw = jsonFlaw(text);
    header = flaw ?? JSON.parse(text);
  } catch (error) {
    return fail(file, "a header in JSON", (error as Error).message);
  }
  if (flaw) fail(file, flaw.expected, flaw.found);
  if (!isObject(header)) return fail(file, "a header { name: tensor, … }", typeof header);
  return { header, start };
}

/** Where a tensor's values are. */
interface Place {
  readonly name: string;
  readonly dtype: KindName;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

function placeOf(name: string, entry: unknown, file: string): Place {
  const what = `tensor ${quoted(name)}`;
  if (name === "__proto__") fail(file, "names of tensors", quoted(name));
  if (!isObject(entry)) return fail(file, `${what} as { dtype, shape, data_offsets }`, quoted(entry));
  const { dtype, shape, data_offsets: offsets } = entry;
  if (!isKind(dtype)) {
    return fail(file, `${what} of dtype ${Object.keys(kinds).join(", ")}`, quoted(dtype));
  }
  if (!isWholeNumbers(shape) || !Number.isSafeInteger(sizeOf(shape))) {
    return fail(file, `${what} with a shape of whole numbers >= 0`, quoted(shape));
  }
  if (!isWholeNumbers(offsets) || offsets.length !== 2) {
    return fail(file, `${what} with data_offsets [begin, end]`, quoted(offsets));
  }
  const [begin, end] = offsets;
  const size = sizeOf(shape) * kinds[dtype].bytes;
  if (end - begin !== size) {
    fail(file, `${what} of ${size} bytes for ${dtype} ${formatShape(shape)}`, `${end - begin}`);
  }
  return { name, dtype, shape, begin, end };
}

/** Each tensor begins where one ends: then none overlap, and there is no room for anything else. */
function requireNoGaps(places: readonly Place[], length: number, file: string): void {
  let end = 0;
  for (const place of [...places].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (place.begin !== end) {
      fail(file, `tensor ${quoted(place.name)} to begin at byte ${end}`, `${place.begin}`);
    }
    end = place.end;
  }
  if (end !== length) {
    fail(file, `${end} bytes of values`, `${length} (${length < end ? "truncated" : "too long"})`);
  }
}

function read(view: DataView, { dtype, shape, begin }: Place): Tensor {
  const values = tensor(shape);
  const { bytes, read: numberAt } = kinds[dtype];
  for (let k = 0; k < values.data.length; k++) values.data[k] = numberAt(view, begin + k * bytes);
  return values;
}

function metadataOf(metadata: unknown, file: string): Map<string, string> {
  if (!isObject(metadata)) return fail(file, "__metadata__ of strings by name", quoted(metadata));
  const strings = Object.entries(metadata);
  const wrong = strings.find(([, value]) => typeof value !== "string");
  if (wrong) fail(file, "__metadata__ of strings by name", quoted(wrong[1]));
  return new Map(strings as [string, string][]);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isKind(value: unknown): value is KindName {
  return typeof value === "string" && Object.hasOwn(kinds, value);
}

function isWholeNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}

/** A value from the file, short enough for a message. */
function quoted(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function fail(file: string, expected: string, found: string): never {
  throw new FormatError(`${file}: expected ${expected}, found ${found}`);
}
