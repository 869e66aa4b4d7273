// Draws the panels of an exported page. Set-up bundles it apart from main.ts: only pages with panels hold it.
import { drawPanel } from "../../src/panels/page/draw-panel";

for (const place of document.querySelectorAll<HTMLElement>(".panel-place")) {
  const still = place.querySelector("img") ?? undefined;
  drawPanel(place, JSON.parse(place.querySelector("script")?.textContent ?? "null"), still);
}
