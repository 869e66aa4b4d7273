import { colours } from "../../figures/theme";
import { make } from "./elements";
import { requireStyle } from "./style";

/** A slider with a name before it and what it is set to behind it. */
export interface Range {
  readonly element: HTMLElement;
  /** Sets the slider, and says so behind it, without telling anybody else. */
  set(value: number): void;
  /** From here to there, without telling anybody. */
  limit(least: number, most: number): void;
  /** Writes anew what it is set to, where that depends on something else. */
  say(): void;
}

/**
 * @param words   what stands behind the slider for a value
 * @param change  is called with the reader's value
 */
export function range(
  name: string,
  [least, most, step]: readonly [least: number, most: number, step: number],
  words: (value: number) => string,
  change: (value: number) => void,
): Range {
  requireStyle(rangeCss);
  const input = make("input", { type: "range", min: least, max: most, step, "aria-label": name });
  const output = make("span", { class: "cnn-set", "aria-hidden": "true" });
  // What was set may lie between two places of the slider.
  let now = 0;
  const say = () => {
    output.textContent = words(now);
    input.setAttribute("aria-valuetext", words(now));
  };
  input.addEventListener("input", () => {
    now = Number(input.value);
    say();
    change(now);
  });
  const set = (value: number) => {
    now = value;
    input.value = String(value);
    say();
  };
  const limit = (from: number, to: number) => {
    input.min = String(from);
    input.max = String(to);
  };
  const element = make("div", { class: "cnn-row cnn-range" }, make("span", { class: "cnn-name" }, name), input, output);
  return { element, set, limit, say };
}

export const rangeCss = `
.cnn-range { flex: 1 1 280px; flex-wrap: nowrap; }
.cnn-live input[type="range"] { flex: 1 1 150px; min-width: 0; max-width: 340px; height: 36px; margin: 0; cursor: pointer;
  touch-action: pan-y; accent-color: ${colours.blue}; }
.cnn-set { min-width: 56px; font-variant-numeric: tabular-nums; }
`;
