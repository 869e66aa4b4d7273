import { ShapeError } from "../errors";

/** @returns the names given, or "0", "1", … @throws {ShapeError} if there is not one for each class */
export function classNamesOf(place: string, classes: number, names: readonly string[] | undefined): readonly string[] {
  if (!names) return Array.from({ length: classes }, (_, c) => String(c));
  if (names.length === classes) return names;
  throw new ShapeError(`${place}: classNames must be ${classes}, one for each class, got ${names.length}`);
}
