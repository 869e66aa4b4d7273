import type { Place } from "../grid";

/** What the reader does with a number: looks at it, or holds on to it. */
export type Point = (place: Place, isHeld: boolean) => void;

/**
 * Lets the reader point at numbers: with the mouse or a finger over one, by a click or a tap, or with the arrow keys.
 *
 * @param label  what the element shows, for those who do not see it
 * @param at     the number at a share of the element's height and width, if there is one
 * @param next   the number that an arrow key leads to, if there is one
 */
export function letPoint(
  element: HTMLElement,
  label: string,
  at: (down: number, right: number) => Place | undefined,
  next: (step: readonly [down: number, right: number]) => Place | undefined,
  point: Point,
): void {
  element.classList.add("cnn-pointed");
  element.tabIndex = 0;
  element.setAttribute("role", "application");
  element.setAttribute("aria-label", `${label}. Arrow keys go from number to number.`);
  const follow = (event: MouseEvent, isHeld: boolean) => {
    const { top, left, height, width } = element.getBoundingClientRect();
    const place = at((event.clientY - top) / (height || 1), (event.clientX - left) / (width || 1));
    if (place) point(place, isHeld);
  };
  element.addEventListener("pointermove", (event) => follow(event, false));
  element.addEventListener("click", (event) => follow(event, true));
  element.addEventListener("keydown", (event) => {
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    const place = next(step);
    if (place) point(place, true);
  });
}

/** What each arrow key adds to row and column. */
export const steps: Readonly<Record<string, readonly [di: number, dj: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};
