import { make } from "./elements";
import type { Data } from "./read-data";
import { panelCss, requireStyle } from "./style";

/**
 * Builds one panel's elements.
 *
 * @param data  what the notebook's output holds, which may be anything
 * @throws {Error} that says what was expected, where the data are not this panel's
 */
export type Draw = (data: Data) => readonly Node[] | Renewed;

/** Elements of a panel whose notebook may send newer data while the reader has it in hand. */
export interface Renewed {
  readonly elements: readonly Node[];
  /** Takes them over. @throws {Error} as `Draw` does */
  renew(data: Data): void;
}

/** Panels by their names. */
export type Panels = Readonly<Record<string, Draw>>;

/** What is drawn in a place, if newer data can be put into it. */
const drawn = new WeakMap<HTMLElement, { readonly panel: unknown; readonly renewed: Renewed }>();

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
    const { panel } = Object(data) as { panel?: unknown };
    const draw = typeof panel === "string" && Object.hasOwn(panels, panel) ? panels[panel] : undefined;
    if (!draw) throw new Error(`expected one of ${Object.keys(panels).join(", ")}, got ${JSON.stringify(panel)}`);
    const before = drawn.get(place);
    if (before?.panel === panel) {
      before?.renewed.renew(data as Data);
      place.querySelector(":scope > .cnn-still")?.remove(); // there may have been none
      place.append(...below);
      return;
    }
    const made = draw(data as Data);
    const renewed = "renew" in made ? made : undefined;
    const live = make("div", { class: "cnn-live" }, ...(renewed ? renewed.elements : (made as readonly Node[])));
    place.dataset.panel = String(panel);
    place.replaceChildren(live, ...below);
    if (renewed) drawn.set(place, { panel, renewed });
  } catch (error) {
    drawn.delete(place);
    const why = `This panel cannot be drawn: ${error instanceof Error ? error.message : error}.`;
    place.replaceChildren(make("p", { class: "cnn-note" }, why), ...below);
  }
}
