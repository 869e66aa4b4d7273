import type { Tensor } from "../../tensor";
import { unpackImages } from "../packed";

/** A panel's data as it came in a notebook, which may hold anything. */
export type Data = Readonly<Record<string, unknown>>;

/** Larger pictures would not fit a page; more of them come from no notebook of ours. */
const mostSide = 128;

/** @throws {RangeError} if the member is not a list of that many finite numbers */
export function numbersIn(data: Data, name: string, count?: number): number[] {
  const list = data[name];
  const fits = Array.isArray(list) && (count === undefined || list.length === count);
  if (fits && list.every((one) => Number.isFinite(one))) return list as number[];
  throw new RangeError(`expected ${count ?? "some"} finite numbers in "${name}", got ${shortly(list)}`);
}

/** @throws {RangeError} if the member is not a list of that many whole numbers in the range */
export function wholeNumbersIn(
  data: Data,
  name: string,
  [least, most]: readonly [number, number],
  count?: number,
): number[] {
  const list = numbersIn(data, name, count);
  if (list.every((one) => Number.isInteger(one) && one >= least && one <= most)) return list;
  throw new RangeError(`expected whole numbers from ${least} to ${most} in "${name}", got ${list.slice(0, 8)}`);
}

/** @throws {RangeError} if the member is not a number in the range */
export function numberIn(data: Data, name: string, [least, most]: readonly [number, number]): number {
  const value = data[name];
  if (typeof value === "number" && value >= least && value <= most) return value;
  throw new RangeError(`expected "${name}" from ${least} to ${most}, got ${shortly(value)}`);
}

/** @throws {RangeError} if the member is not a list of that many texts */
export function textsIn(data: Data, name: string, count: number): string[] {
  const list = data[name];
  if (Array.isArray(list) && list.length === count && list.every((one) => typeof one === "string")) return list;
  throw new RangeError(`expected ${count} texts in "${name}", got ${shortly(list)}`);
}

/** @throws {RangeError} if the member is not a text */
export function textIn(data: Data, name: string): string {
  const text = data[name];
  if (typeof text === "string") return text;
  throw new RangeError(`expected a text in "${name}", got ${shortly(text)}`);
}

/** @throws {RangeError} if the member is not a list of at least one thing and at most so many */
export function listIn(data: Data, name: string, most: number): Data[] {
  const list = data[name];
  if (Array.isArray(list) && list.length >= 1 && list.length <= most) return list.map((one) => Object(one) as Data);
  throw new RangeError(`expected a list of 1 to ${most} in "${name}", got ${shortly(list)}`);
}

/** The height and width of an image in "shape". @throws {RangeError} if it is too small for a window, or too large */
export function shapeIn(data: Data, least = 3): readonly [h: number, w: number] {
  const shape = numbersIn(data, "shape", 2);
  const isSide = (side: number) => Number.isInteger(side) && side >= least && side <= mostSide;
  if (!shape.every(isSide))
    throw new RangeError(`expected sides from ${least} to ${mostSide} in "shape", got ${shortly(shape)}`);
  return [shape[0], shape[1]];
}

/** The images that `packImages` packed into "pixels". @throws {RangeError} if they are not what their "shape" says */
export function imagesIn(data: Data): Tensor[] {
  return unpackImages(textIn(data, "pixels"), shapeIn(data));
}

function shortly(value: unknown): string {
  return (JSON.stringify(value) ?? String(value)).slice(0, 60);
}
