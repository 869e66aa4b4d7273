import type { Layer } from "../layers/layer";
import { formatShape, sizeOf } from "../tensor";
import { shapesThrough } from "./shapes";

/** One layer of a network, or its input. */
export interface SummaryRow {
  /** The class's name; "input" for the input. */
  readonly layer: string;
  /** The shape that comes out; undefined where it is not known. */
  readonly output: readonly number[] | undefined;
  /** How many numbers training changes. */
  readonly parameters: number;
  /** How many multiply-adds the forward pass of one image takes; undefined if the layer does not tell. */
  readonly multiplyAdds: number | undefined;
}

/** One column of a summary: its heading, then a cell for each row, then the total. */
export interface SummaryColumn {
  readonly cells: readonly string[];
  readonly side: "left" | "right";
}

/** A network as a table. */
export class Summary {
  /** How many numbers training changes, in all layers together. */
  readonly parameters: number;
  /** Multiply-adds of all layers that tell theirs. */
  readonly multiplyAdds: number;

  constructor(readonly rows: readonly SummaryRow[]) {
    this.parameters = rows.reduce((sum, row) => sum + row.parameters, 0);
    this.multiplyAdds = rows.reduce((sum, row) => sum + (row.multiplyAdds ?? 0), 0);
  }

  /** The table; a column of which no row knows anything is left out. */
  columns(): SummaryColumn[] {
    const { rows } = this;
    const column = (
      side: SummaryColumn["side"],
      heading: string,
      total: string,
      cell: (row: SummaryRow) => string,
    ) => ({
      cells: [heading, ...rows.map(cell), total],
      side,
    });
    const told = (text: string | undefined) => text ?? "not told";
    const known = (name: "output" | "multiplyAdds") => rows.some((row) => row[name] !== undefined);
    return [
      column("left", "layer", "total", ({ layer }) => layer),
      ...(known("output") ? [column("left", "output", "", ({ output }) => told(output && formatShape(output)))] : []),
      column("right", "parameters", counted(this.parameters), ({ parameters }) => counted(parameters)),
      ...(known("multiplyAdds")
        ? [
            column("right", "multiply-adds", counted(this.multiplyAdds), ({ multiplyAdds: count }) =>
              told(count === undefined ? undefined : counted(count)),
            ),
          ]
        : []),
    ];
  }

  /** The rows as lines of text. */
  toString(): string {
    const columns = this.columns().map(({ cells, side }) => {
      const width = Math.max(...cells.map(({ length }) => length));
      return cells.map((cell) => (side === "left" ? cell.padEnd(width) : cell.padStart(width)));
    });
    const lines = columns[0].map((_, row) => columns.map((cells) => cells[row]).join("   "));
    const rule = "-".repeat(lines[0].length);
    return [lines[0], rule, ...lines.slice(1, -1), rule, lines[lines.length - 1]].join("\n");
  }
}

/** @throws {ShapeError} if a layer does not take the output of the one before */
export function summarize(layers: readonly Layer[], input: readonly number[]): Summary {
  const shapes = shapesThrough(layers, input);
  const rows = layers.map((layer, k): SummaryRow => {
    const sizes = Object.values(layer.parameters).map(({ shape }) => sizeOf(shape));
    const parameters = sizes.reduce((sum, size) => sum + size, 0);
    const multiplyAdds = layer.multiplyAdds?.(shapes[k]) ?? (parameters === 0 ? 0 : undefined);
    return { layer: layer.name, output: shapes[k + 1], parameters, multiplyAdds };
  });
  return new Summary([{ layer: "input", output: input, parameters: 0, multiplyAdds: 0 }, ...rows]);
}

/** 1234567 -> 1,234,567; nothing is a dash */
function counted(count: number): string {
  return count === 0 ? "–" : count.toLocaleString("en-US");
}
