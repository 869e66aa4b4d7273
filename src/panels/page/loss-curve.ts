import { colours } from "../../figures/theme";
import { titled } from "./elements";
import { requireStyle } from "./style";
import { svg } from "./svg";

const [width, height] = [260, 140];
/** What is smaller is drawn as this: the last digits of a number wander. */
const least = 1e-12;

/** A curve that falls, its height on a scale on which each line is a tenth of the one above. */
export function lossCurve(title: string) {
  requireStyle(curveCss);
  const path = (stroke: string, thickness: number) =>
    svg("path", { style: `fill: none; stroke: ${stroke}; stroke-width: ${thickness}` });
  const [grid, curve] = [path(colours.line, 1), path(colours.blue, 2.5)];
  // The caption says it in words.
  const attributes = { viewBox: `-2 -4 ${width + 4} ${height + 8}`, class: "cnn-curve", "aria-hidden": true };
  const picture = svg("svg", attributes, grid, curve);
  const show = (losses: readonly number[]) => {
    const heights = losses.filter(Number.isFinite).map((loss) => Math.log10(Math.max(loss, least)));
    const top = Math.ceil(Math.max(...heights));
    const bottom = Math.min(top - 1, Math.floor(Math.min(...heights)));
    const across = width / Math.max(10, heights.length - 1);
    const down = height / (top - bottom);
    const lines = Array.from({ length: top - bottom + 1 }, (_, k) => `M0 ${k * down}h${width}`);
    grid.setAttribute("d", lines.join(""));
    const points = heights.map((value, k) => `${(k * across).toFixed(1)} ${((top - value) * down).toFixed(1)}`);
    curve.setAttribute("d", `M${points.join("L")}h0.1`);
  };
  return { element: titled(title, picture), show };
}

const curveCss = `
.cnn-curve { display: block; width: 100%; }
`;
