// Draws the panels of an exported page. Set-up bundles it apart from main.ts, and each panel's code apart from it, which
// stands before it in a page that shows such a panel.
import { drawPanel, type Panels } from "../../src/panels/page/draw-panel";

const { cnnPanels = {} } = globalThis as { cnnPanels?: Panels };

for (const place of document.querySelectorAll<HTMLElement>(".panel-place")) {
  const still = place.querySelector("img") ?? undefined;
  drawPanel(cnnPanels, place, JSON.parse(place.querySelector("script")?.textContent ?? "null"), still);
}
