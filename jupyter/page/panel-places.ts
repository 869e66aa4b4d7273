import { drawPanel, type Panels } from "../../src/panels/page/draw-panel";

/** Draws a panel in each of the page's places for one. @param more  panels whose code not every page has */
export function drawPlaces(more?: Panels): void {
  for (const place of document.querySelectorAll<HTMLElement>(".panel-place")) {
    const still = place.querySelector("img") ?? undefined;
    drawPanel(place, JSON.parse(place.querySelector("script")?.textContent ?? "null"), still, more);
  }
}
