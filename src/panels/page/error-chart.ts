import { colours } from "../../figures/theme";
import { chart, curvePoints, epochsShown, epochsX, errorY, type Measured } from "../error-curve";
import { svg } from "./svg";

const small = { "font-size": 12, fill: "currentColor" };
const [left, right] = [chart.left, chart.width - chart.right];

/** The curves of the run under way and, pale, of the one before it. The panel's words say the same in numbers. */
export function errorChart() {
  const earlier = svg("polyline", { fill: "none", stroke: colours.line, "stroke-width": 2 });
  const now = svg("polyline", { fill: "none", stroke: colours.blue, "stroke-width": 2 });
  const numbers = svg("g", {});
  const element = svg("svg", {
    viewBox: `0 0 ${chart.width} ${chart.height}`,
    class: "cnn-chart",
    "aria-hidden": "true",
  });
  for (const error of [0, 0.25, 0.5, 0.75, 1]) {
    const y = errorY(error);
    const line = svg("line", { x1: left, x2: right, y1: y, y2: y, stroke: colours.grid });
    element.append(line, svg("text", { ...small, x: left - 6, y: y + 4, "text-anchor": "end" }, `${100 * error} %`));
  }
  const name = { ...small, x: (left + right) / 2, y: chart.height - 6, "text-anchor": "middle" };
  element.append(numbers, earlier, now, svg("text", name, "epochs"));

  let numbered = 0;
  const number = (shown: number) => {
    if (shown === numbered) return;
    numbered = shown;
    const apart = Math.ceil(shown / 10);
    const marks = Array.from({ length: Math.floor(shown / apart) + 1 }, (_, k) => k * apart);
    numbers.replaceChildren(
      ...marks.map((epochs) =>
        svg("text", { ...small, x: epochsX(epochs, shown), y: errorY(0) + 16, "text-anchor": "middle" }, `${epochs}`),
      ),
    );
  };
  const show = (run: readonly Measured[], before: readonly Measured[]) => {
    const shown = epochsShown(run, before);
    number(shown);
    earlier.setAttribute("points", curvePoints(before, shown));
    now.setAttribute("points", curvePoints(run, shown));
  };
  return { element, show };
}
