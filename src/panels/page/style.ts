import { colours } from "../../figures/theme";
import { make } from "./elements";

const faint = "color-mix(in srgb, currentColor 35%, transparent)";

/**
 * The look of all panels. Words have the page's own colour, so that they read on light and dark pages. How wide a panel
 * is decides its layout, not how wide the window is.
 */
export const panelCss = `
.cnn-panel { width: 100%; }
.cnn-live { container-type: inline-size; width: 100%; box-sizing: border-box; padding: 6px 2px 8px;
  color: var(--jp-content-font-color1, currentColor); font: 14px/1.4 var(--jp-ui-font-family, system-ui, sans-serif); }
.cnn-live p { margin: 0 0 8px; }
.cnn-parts { display: flex; flex-wrap: wrap; gap: 10px 28px; align-items: flex-start; }
.cnn-part { flex: 0 1 auto; min-width: 0; }
.cnn-title { font-size: 13px; margin-bottom: 4px; }
.cnn-picture { position: relative; width: 100%; outline: 1px solid ${colours.line}; }
.cnn-picture canvas { display: block; width: 100%; height: 100%; image-rendering: pixelated; }
.cnn-pointed { cursor: crosshair; touch-action: pan-y; }
.cnn-frame { position: absolute; box-sizing: border-box; border: 2px solid ${colours.orange}; pointer-events: none;
  box-shadow: 0 0 0 1px rgba(255, 255, 255, 0.8); min-width: 7px; min-height: 7px; }
.cnn-live [hidden] { display: none; }
.cnn-parts > .cnn-row { margin: 0; }
.cnn-parts + .cnn-parts { margin-top: 10px; }
.cnn-row { display: flex; flex-wrap: wrap; gap: 6px; align-items: center; margin: 8px 0; }
.cnn-name { min-width: 64px; }
.cnn-live button { font: inherit; min-height: 36px; min-width: 36px; padding: 3px 10px; color: inherit; background: none;
  border: 1px solid ${faint}; border-radius: 4px; cursor: pointer; touch-action: manipulation; }
.cnn-live button:hover { border-color: currentColor; }
.cnn-live button[aria-pressed="true"] { background: var(--jp-content-font-color1, #222);
  color: var(--jp-layout-color0, #fff); }
.cnn-live :focus-visible { outline: 3px solid ${colours.blue}; outline-offset: 1px; }
.cnn-live button:has(canvas) { padding: 3px; line-height: 0; }
.cnn-live button[aria-pressed="true"]:has(canvas) { background: ${colours.orange}; }
.cnn-live .cnn-caption { min-height: 2.8em; margin-top: 10px; font-variant-numeric: tabular-nums; }
.cnn-code { font-size: 12.5px; overflow-wrap: anywhere; }
.cnn-thumbnail { width: 36px; }
.cnn-bench > .cnn-part:not(:has(.cnn-weights)) { flex: 0 1 260px; }
.cnn-bench > .cnn-part:has(.cnn-weights) { align-self: center; }
.cnn-live .cnn-sum { margin-top: 10px; display: flex; flex-wrap: wrap; gap: 2px 6px; font-variant-numeric: tabular-nums; font-size: 13px; }
.cnn-term { padding: 0 4px; border-radius: 3px; border-bottom: 3px solid transparent; }
.cnn-positive { border-bottom-color: ${colours.orange}; }
.cnn-negative { border-bottom-color: ${colours.blue}; }
.cnn-maps { display: grid; grid-template-columns: repeat(4, 1fr); gap: 4px; margin-top: 8px; }
.cnn-bar-row { display: grid; grid-template-columns: 14px 1fr 58px; gap: 6px; align-items: center; height: 26px;
  font-variant-numeric: tabular-nums; }
.cnn-bar { height: 16px; min-width: 1px; background: ${colours.line}; }
.cnn-best { background: ${colours.blue}; }
.cnn-percent { text-align: right; }
.cnn-sums > .cnn-part:not(:has(.cnn-nine)) { flex: 1 1 150px; max-width: 200px; }
@container (max-width: 600px) {
  .cnn-parts { gap: 8px 14px; }
  .cnn-bench > .cnn-part:not(:has(.cnn-weights)) { flex: 1 1 40%; }
  .cnn-bench > .cnn-part:has(.cnn-weights) { order: 1; }
  .cnn-sums { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); }
  .cnn-maps { grid-template-columns: repeat(8, 1fr); }
}
.cnn-note { font: 13px/1.4 var(--jp-ui-font-family, system-ui, sans-serif); color: var(--jp-content-font-color1, currentColor); }
.cnn-still { display: none; max-width: 100%; height: auto; }
.cnn-panel:not(:has(.cnn-live)) .cnn-still { display: block; }
@media print {
  .cnn-live { display: none; }
  .cnn-still { display: block; }
}
`;

const there = new Set<string>();

/** Puts the rules of a style sheet into the page, once. */
export function requireStyle(css: string): void {
  if (there.has(css)) return;
  there.add(css);
  document.head.append(make("style", {}, css));
}
