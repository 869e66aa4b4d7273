import { colourAt } from "../../figures/colour-at";
import { colours, diverging } from "../../figures/theme";
import { make, titled, written } from "./elements";
import { requireStyle } from "./style";

const most = 3;
const step = 0.1;
const pixelsAStep = 4;

/** What the keys add to a weight. */
const keys: Readonly<Record<string, number>> = {
  ArrowUp: step,
  ArrowRight: step,
  ArrowDown: -step,
  ArrowLeft: -step,
  PageUp: 1,
  PageDown: -1,
};

/** Nine weights that can be dragged up and down, and changed with the arrow keys. */
export function weightsPad(change: (weights: readonly number[]) => void) {
  requireStyle(weightsCss);
  const weights = new Array<number>(9).fill(0);
  const tiles = weights.map((_, k) => weightTile(`weight, row ${Math.floor(k / 3) + 1}, column ${(k % 3) + 1}`));
  const set = (values: ArrayLike<number>) => {
    for (const [k, tile] of tiles.entries()) {
      weights[k] = Math.round(Math.min(most, Math.max(-most, values[k])) * 1000) / 1000;
      show(tile, weights[k]);
    }
  };
  for (const [k, tile] of tiles.entries()) {
    letChange(
      tile,
      () => weights[k],
      (value) => {
        weights[k] = Math.round(Math.min(most, Math.max(-most, value)) * 1000) / 1000;
        show(tile, weights[k]);
        change(weights);
      },
    );
  }
  const pad = make("div", { class: "cnn-weights", role: "group", "aria-label": "The filter's nine weights" }, ...tiles);
  const hint = make("div", { class: "cnn-hint" }, "drag up or down; double click: 0");
  return { element: titled("filter", pad, hint), set };
}

function weightTile(label: string): HTMLElement {
  const range = { "aria-valuemin": -most, "aria-valuemax": most };
  return make("div", { class: "cnn-weight", role: "slider", tabindex: 0, "aria-label": label, ...range });
}

function show(tile: HTMLElement, weight: number): void {
  tile.textContent = written(weight);
  tile.setAttribute("aria-valuenow", String(weight));
  tile.style.background = colourAt(diverging, 0.5 + weight / (2 * most));
  tile.style.color = colours.ink;
}

function letChange(tile: HTMLElement, now: () => number, change: (value: number) => void): void {
  let from: { readonly y: number; readonly value: number } | undefined;
  tile.addEventListener("pointerdown", (event) => {
    from = { y: event.clientY, value: now() };
    tile.setPointerCapture(event.pointerId);
  });
  tile.addEventListener("pointermove", (event) => {
    if (!from) return;
    const dragged = Math.round((from.y - event.clientY) / pixelsAStep);
    if (dragged !== 0 || now() !== from.value) change(from.value + dragged * step);
  });
  for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) {
    tile.addEventListener(end, () => {
      from = undefined;
    });
  }
  tile.addEventListener("dblclick", () => change(0));
  tile.addEventListener("keydown", (event) => {
    const added = keys[event.key];
    const to = { Home: -most, End: most, Delete: 0, "0": 0 }[event.key];
    if (added === undefined && to === undefined) return;
    event.preventDefault();
    change(to ?? now() + added);
  });
}

export const weightsCss = `
.cnn-weights { display: grid; grid-template-columns: repeat(3, 52px); gap: 3px; }
.cnn-weight { height: 52px; display: flex; align-items: center; justify-content: center; border-radius: 4px;
  cursor: ns-resize; touch-action: none; user-select: none; font-variant-numeric: tabular-nums; }
.cnn-hint { font-size: 12px; margin-top: 4px; opacity: 0.8; max-width: 162px; }
`;
