import type { Grid, Place } from "./grid";

/** How the maps of a layer lie beside each other: tiles in rows, with a gap of a pixel; numbers without maps lie close. */
export interface Sheet {
  readonly grid: Grid;
  /** Tiles in a row. */
  readonly columns: number;
  readonly gap: number;
  readonly height: number;
  readonly width: number;
}

export function sheetOf(grid: Grid): Sheet {
  const { h, w, c } = grid;
  const columns = Math.min(c, Math.max(1, Math.ceil(Math.sqrt((c * h) / w))));
  const gap = h === 1 && w === 1 ? 0 : 1;
  const rows = Math.ceil(c / columns);
  return { grid, columns, gap, height: rows * (h + gap) - gap, width: columns * (w + gap) - gap };
}

/** Where a number lies on the sheet. */
export function onSheet({ grid: { h, w }, columns, gap }: Sheet, { f, i, j }: Place): { y: number; x: number } {
  return { y: Math.floor(f / columns) * (h + gap) + i, x: (f % columns) * (w + gap) + j };
}

/** The number at a place of the sheet, or the one next to it; undefined beyond the last map. */
export function underPoint({ grid: { h, w, c }, columns, gap }: Sheet, y: number, x: number): Place | undefined {
  const [row, i] = split(y, h, gap, Math.ceil(c / columns));
  const [column, j] = split(x, w, gap, columns);
  const f = row * columns + column;
  return f < c ? { f, i, j } : undefined;
}

function split(at: number, side: number, gap: number, tiles: number): [tile: number, within: number] {
  const tile = Math.min(tiles - 1, Math.max(0, Math.floor(at / (side + gap))));
  return [tile, Math.min(side - 1, Math.max(0, Math.floor(at) - tile * (side + gap)))];
}

/** The number that lies `down` and `right` of another on the sheet, over the gap; the same one where there is none. */
export function steppedOn(sheet: Sheet, from: Place, [down, right]: readonly [number, number]): Place {
  const { y, x } = onSheet(sheet, from);
  const { h, w } = sheet.grid;
  const [overRow, overColumn] = [from.i + down < 0 || from.i + down >= h, from.j + right < 0 || from.j + right >= w];
  const to = [y + down * (overRow ? 1 + sheet.gap : 1), x + right * (overColumn ? 1 + sheet.gap : 1)];
  if (to[0] < 0 || to[1] < 0 || to[0] >= sheet.height || to[1] >= sheet.width) return from;
  return underPoint(sheet, to[0], to[1]) ?? from;
}
