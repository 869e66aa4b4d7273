import { colourAt } from "../../figures/colour-at";
import { colours, diverging } from "../../figures/theme";
import { decimalsFor } from "./decimals";
import { make, titled, written } from "./elements";
import { requireStyle } from "./style";

/** Nine numbers in a square, coloured by their signs and sizes, under a name that may change. */
export function nineNumbers(title = "") {
  requireStyle(nineCss);
  const tiles = Array.from({ length: 9 }, () => make("span", {}));
  const name = make("span", {}, title);
  const element = titled(name, make("div", { class: "cnn-nine" }, ...tiles));
  /** @param goals  what stands in small print below each number */
  const show = (values: ArrayLike<number>, words = title, goals?: readonly number[]) => {
    const most = largest(values);
    const [unit, many] = unitFor(most);
    name.textContent = `${words}${unit}`;
    for (const [k, tile] of tiles.entries()) {
      tile.textContent = written(values[k] * many, decimalsFor(most * many));
      if (goals) tile.append(make("small", {}, `→ ${written(goals[k])}`));
      tile.style.background = colourAt(diverging, 0.5 + (values[k] / most || 0) / 2.4);
    }
  };
  return { element, show };
}

/** A tile has room for six characters, so small numbers are counted in smaller units. */
function unitFor(most: number): readonly [words: string, many: number] {
  if (most === 0 || most >= 0.01) return ["", 1];
  return most >= 1e-4 ? [", in thousandths", 1e3] : [", in millionths", 1e6];
}

const largest = (values: ArrayLike<number>) => Array.from(values).reduce((most, v) => Math.max(most, Math.abs(v)), 0);

/** Numbers as a list in words, each to as many decimals. */
export function listed(values: ArrayLike<number>): string {
  const decimals = decimalsFor(largest(values));
  return Array.from(values, (value) => written(value, decimals)).join(", ");
}

export const nineCss = `
.cnn-nine { display: grid; grid-template-columns: repeat(3, minmax(0, 52px)); gap: 2px; font-variant-numeric: tabular-nums; }
.cnn-nine span { height: 40px; display: flex; flex-direction: column; align-items: center; justify-content: center;
  border-radius: 3px; font-size: 12.5px; line-height: 1.2; color: ${colours.ink}; }
`;
