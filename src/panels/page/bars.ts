import { argMax } from "../../tensor";
import { fixed, make } from "./elements";

/** Ten probabilities as bars; the longest is blue. */
export function probabilityRows(count: number) {
  const rows = Array.from({ length: count }, (_, c) => {
    const bar = make("div", { class: "cnn-bar" });
    const number = make("span", { class: "cnn-percent" });
    const line = make("div", { class: "cnn-bar-row" }, make("span", {}, String(c)), make("div", {}, bar), number);
    return { line, bar, number };
  });
  // The caption says it in words.
  const element = make("div", { class: "cnn-bars", "aria-hidden": "true" }, ...rows.map(({ line }) => line));
  const show = (probabilities: ArrayLike<number>) => {
    const best = argMax(probabilities);
    for (const [c, { bar, number }] of rows.entries()) {
      bar.style.width = `${100 * probabilities[c]}%`;
      bar.classList.toggle("cnn-best", c === best);
      number.textContent = `${fixed(100 * probabilities[c], 1)} %`;
    }
  };
  return { element, show };
}
