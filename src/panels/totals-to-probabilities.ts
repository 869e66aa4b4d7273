import { onlyOptions, ShapeError } from "../errors";
import { at, label } from "../figures/drawing";
import { element, svgDocument } from "../figures/svg";
import { colours } from "../figures/theme";
import { argMax } from "../tensor";
import { Panel } from "./panel";
import { softmaxOf } from "./softmax-of";

export interface TotalsOptions {
  /** The right class, from 0. With it the panel shows the loss, and its slope for each total. */
  readonly label?: number;
}

/** More sliders than this are no help. */
const mostTotals = 12;

/**
 * Totals on sliders, and the probabilities that softmax makes of them.
 *
 * @param totals  2 to 12 numbers to begin with
 * @throws {ShapeError} if there are fewer or more
 * @throws {RangeError} if a total is not finite, or the label is not one of the classes
 */
export function totalsToProbabilities(totals: readonly number[], options: TotalsOptions = {}): Panel {
  onlyOptions("totalsToProbabilities", options, { label: true });
  const count = totals.length;
  if (!(count >= 2 && count <= mostTotals))
    throw new ShapeError(`totalsToProbabilities: expected 2 to ${mostTotals} totals, got ${count}`);
  const wrong = totals.find((total) => !Number.isFinite(total));
  if (wrong !== undefined) throw new RangeError(`totalsToProbabilities: totals must be finite, got ${wrong}`);
  const right = options.label;
  if (right !== undefined && !(Number.isInteger(right) && right >= 0 && right < count))
    throw new RangeError(`totalsToProbabilities: label must be from 0 to ${count - 1}, got ${right}`);
  const { p } = softmaxOf(totals);
  const data = {
    panel: "totals-to-probabilities",
    totals: [...totals],
    probabilities: p.map((value) => Number(value.toPrecision(6))),
    ...(right !== undefined && { label: right }),
  };
  const asText = p.map((value) => value.toFixed(3)).join(", ");
  const words =
    `Probabilities that softmax makes of the totals ${totals.join(", ")}: ${asText}. ` +
    `With 5 added to all totals they are the same; with all times 3, the largest has ${softmaxOf(times(totals, 3)).p[argMax(p)].toFixed(3)}.`;
  return new Panel(data, stillOf(totals, words), words);
}

const times = (totals: readonly number[], factor: number) => totals.map((total) => factor * total);

const [rowHeight, barLength, columnWidth, top] = [26, 110, 262, 34];

/** Totals and bars as given, with 5 added to all, and with all times 3. */
function stillOf(totals: readonly number[], words: string): string {
  const columns: readonly (readonly [string, readonly number[]])[] = [
    ["as given", totals],
    ["5 added to all", totals.map((total) => total + 5)],
    ["all times 3", times(totals, 3)],
  ];
  const drawn = columns.map(([title, own], k) => {
    const { p } = softmaxOf(own);
    const rows = own.map((total, c) => {
      const y = top + c * rowHeight;
      const fill = c === argMax(p) ? colours.blue : colours.line;
      const bar = { x: 62, y: y + 4, width: Math.max(1, p[c] * barLength), height: rowHeight - 8, fill };
      const number = label(70 + p[c] * barLength, y + 18, p[c].toFixed(3), { "font-size": 13 });
      const written = label(50, y + 18, String(Number(total.toPrecision(3))), {
        "text-anchor": "end",
        "font-size": 13,
      });
      return written + element("rect", bar) + number;
    });
    return at(k * columnWidth, 0, label(0, 16, title, { "font-weight": 600 }), ...rows);
  });
  return svgDocument(3 * columnWidth - 20, top + totals.length * rowHeight + 6, words, drawn.join(""));
}
