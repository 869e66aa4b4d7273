import type { Layer } from "../layers/layer";
import { formatShape, sizeOf } from "../tensor";
import { shapesThrough } from "./shapes";

/** One layer of a network, or its input. */
export interface SummaryRow {
  /** The class's name; "input" for the input. */
  readonly layer: string;
  /** The shape that comes out. */
  readonly output: readonly number[];
  /** How many numbers training changes. */
  readonly parameters: number;
  /** Of one image's forward pass; undefined where the layer does not tell. */
  readonly multiplyAdds: number | undefined;
}

/** What a notebook's kernel asks a value for its rich form by. */
const richForm = Symbol.for("jupyter.display");
const consoleForm = Symbol.for("nodejs.util.inspect.custom");

/** A network as a table. */
export class Summary {
  /** In all layers together. */
  readonly parameters: number;
  /** In all layers that tell. */
  readonly multiplyAdds: number;

  constructor(readonly rows: readonly SummaryRow[]) {
    this.parameters = rows.reduce((sum, row) => sum + row.parameters, 0);
    this.multiplyAdds = rows.reduce((sum, row) => sum + (row.multiplyAdds ?? 0), 0);
  }

  /** As lines of text. */
  toString(): string {
    const cells = this.cells();
    const widths = cells[0].map((_, column) => Math.max(...cells.map((row) => row[column].length)));
    const lines = cells.map((row) =>
      row
        .map((cell, column) =>
          column < 2 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]),
        )
        .join("   "),
    );
    const rule = "-".repeat(lines[0].length);
    return [lines[0], rule, ...lines.slice(1, -1), rule, lines[lines.length - 1]].join("\n");
  }

  /** As an HTML table. */
  toHTML(): string {
    const line = (row: readonly string[], tag: "td" | "th") =>
      `<tr>${row
        .map((cell, column) => {
          const side = column < 2 ? "left" : "right";
          return `<${tag} style="text-align: ${side}">${escaped(cell)}</${tag}>`;
        })
        .join("")}</tr>`;
    const cells = this.cells();
    const body = cells.slice(1, -1).map((row) => line(row, "td"));
    return [
      "<table>",
      `<thead>${line(cells[0], "th")}</thead>`,
      `<tbody>${body.join("\n")}</tbody>`,
      `<tfoot>${line(cells[cells.length - 1], "th")}</tfoot>`,
      "</table>",
    ].join("\n");
  }

  [richForm](): Record<string, string> {
    return { "text/html": this.toHTML(), "text/plain": this.toString() };
  }

  [consoleForm](): string {
    return this.toString();
  }

  private cells(): string[][] {
    const rows = this.rows.map(({ layer, output, parameters, multiplyAdds }) => [
      layer,
      formatShape(output),
      counted(parameters),
      multiplyAdds === undefined ? "not told" : counted(multiplyAdds),
    ]);
    const total = ["total", "", counted(this.parameters), counted(this.multiplyAdds)];
    return [["layer", "output", "parameters", "multiply-adds"], ...rows, total];
  }
}

/** @throws {ShapeError} if a layer does not take the output of the one before */
export function summarize(layers: readonly Layer[], input: readonly number[]): Summary {
  const shapes = shapesThrough(layers, input);
  const rows = layers.map((layer, k): SummaryRow => {
    const sizes = Object.values(layer.parameters).map(({ shape }) => sizeOf(shape));
    return {
      layer: layer.name,
      output: shapes[k + 1],
      parameters: sizes.reduce((sum, size) => sum + size, 0),
      multiplyAdds: layer.multiplyAdds?.(shapes[k]),
    };
  });
  return new Summary([{ layer: "input", output: input, parameters: 0, multiplyAdds: 0 }, ...rows]);
}

/** 1234567 -> 1,234,567; nothing is a dash */
function counted(count: number): string {
  return count === 0 ? "–" : count.toLocaleString("en-US");
}

function escaped(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}
