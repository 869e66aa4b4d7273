import { make } from "./elements";
import type { Data } from "./read-data";
import { panelCss, requireStyle } from "./style";

/**
 * Builds one panel's elements.
 *
 * @param data  what the notebook's output holds, which may be anything
 * @throws {Error} that says what was expected, where the data are not this panel's
 */
export type Draw = (data: Data) => Elements;

/** A panel's elements. Where its notebook may send newer data, `renew` takes them over; it throws as `Draw` does. */
export type Elements = readonly Node[] & { renew?(data: Data): void };

/** Panels by their names. */
export type Panels = Readonly<Record<string, Draw>>;

/** What is drawn in a place. */
const drawn = new WeakMap<HTMLElement, { readonly panel: string; readonly elements: Elements }>();

/**
 * Draws the panel that the data name into `place`; nothing else stays there but the still, which is for paper. Where it
 * cannot be drawn, the still stands with a line that says why.
 *
 * @param panels  those whose code is here
 */
export function drawPanel(panels: Panels, place: HTMLElement, data: unknown, still?: HTMLElement): void {
  requireStyle(panelCss);
  place.classList.add("cnn-panel");
  still?.classList.add("cnn-still");
  const below = still ? [still] : [];
  try {
    const { panel } = Object(data) as { panel: string };
    const draw = typeof panel === "string" && Object.hasOwn(panels, panel) ? panels[panel] : undefined;
    if (!draw) throw new Error(`expected one of ${Object.keys(panels).join(", ")}, got ${JSON.stringify(panel)}`);
    const before = drawn.get(place);
    if (before?.panel === panel && before.elements.renew) {
      before.elements.renew(data as Data);
      place.querySelector(":scope > .cnn-still")?.remove(); // there may have been none
      place.append(...below);
      return;
    }
    const elements = draw(data as Data);
    drawn.set(place, { panel, elements });
    place.dataset.panel = panel;
    place.replaceChildren(make("div", { class: "cnn-live" }, ...elements), ...below);
  } catch (error) {
    drawn.delete(place);
    const why = `This panel cannot be drawn: ${error instanceof Error ? error.message : error}.`;
    place.replaceChildren(make("p", { class: "cnn-note" }, why), ...below);
  }
}
