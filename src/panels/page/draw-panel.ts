import { afterNextCode, editedDraw, editedIn, editedNote } from "./edited-code";
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
const drawn = new WeakMap<HTMLElement, { readonly draw: Draw; readonly elements: Elements }>();

/**
 * Draws the panel that the data name into `place`; nothing else stays there but the still, which is for paper. Where it
 * cannot be drawn, the still stands with a line that says why. A panel of which a file was edited is drawn by the code
 * that came with it, once that has run.
 *
 * @param panels  those whose code is here
 */
export function drawPanel(panels: Panels, place: HTMLElement, data: unknown, still?: HTMLElement): void {
  requireStyle(panelCss);
  place.classList.add("cnn-panel");
  still?.classList.add("cnn-still");
  const below = still ? [still] : [];
  const say = (words: string) => place.replaceChildren(make("p", { class: "cnn-note" }, words), ...below);
  const own = Object(data) as Data;
  const edited = editedIn(own);
  place.dataset.code = edited?.code ?? "";
  try {
    const shipped = shippedDraw(panels, own.panel);
    const draw = edited ? editedDraw(edited) : shipped;
    const before = drawn.get(place);
    if (draw && before?.draw === draw && before.elements.renew) {
      before.elements.renew(own);
      place.querySelector(":scope > .cnn-still")?.remove(); // there may have been none
      place.append(...below);
    } else if (draw) {
      const elements = draw(own);
      const live = make("div", { class: "cnn-live" }, ...elements);
      if (edited) live.prepend(editedNote(edited));
      drawn.set(place, { draw, elements });
      place.dataset.panel = String(own.panel);
      place.replaceChildren(live, ...below);
    } else if (edited) {
      drawn.delete(place);
      say(`${edited.files} ${without}`);
      afterNextCode(() => place.dataset.code === edited.code && drawPanel(panels, place, data, still));
    }
  } catch (error) {
    drawn.delete(place);
    say(`This panel cannot be drawn: ${error instanceof Error ? error.message : error}.`);
  }
}

/** What is said where edited code may not run. */
const without =
  "had been edited where this panel was made. The picture and its numbers are from there. " +
  "It answers in a notebook that you ran or trust, and in a page that was not sanitized.";

/** @throws {Error} if there is no panel of that name */
function shippedDraw(panels: Panels, panel: unknown): Draw {
  if (typeof panel === "string" && Object.hasOwn(panels, panel)) return panels[panel];
  throw new Error(`expected one of ${Object.keys(panels).join(", ")}, got ${JSON.stringify(panel)}`);
}
