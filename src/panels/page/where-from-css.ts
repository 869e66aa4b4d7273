import { colours } from "../../figures/theme";

/** The look of the panel that says where numbers come from. */
export const whereFromCss = `
.cnn-stages { display: grid; grid-template-columns: repeat(auto-fill, minmax(130px, 1fr)); gap: 10px 14px;
  align-items: start; }
.cnn-stages > .cnn-part { max-width: 240px; }
.cnn-stage .cnn-bar-row { height: 20px; padding: 0 2px; }
.cnn-stages .cnn-title { white-space: pre-line; overflow-wrap: anywhere; }
.cnn-marks { position: absolute; inset: 0; width: 100%; height: 100%; pointer-events: none; overflow: visible; }
.cnn-marks path { fill: none; stroke-width: 1.5; stroke: ${colours.orange}; }
.cnn-marks .cnn-for, .cnn-marks .cnn-against { stroke-width: 2; opacity: 0.9; }
.cnn-marks .cnn-against { stroke: ${colours.blue}; }
.cnn-marks .cnn-seen { stroke: ${colours.series[2]}; }
.cnn-marks .cnn-here { stroke: ${colours.ink}; stroke-width: 3; filter: drop-shadow(0 0 1px #fff); }
.cnn-asked { outline: 2px solid ${colours.orange}; }
.cnn-cards { display: flex; flex-wrap: wrap; gap: 12px 20px; margin: 8px 0; }
.cnn-product { display: flex; flex-wrap: wrap; gap: 6px; align-items: center; margin-top: 4px; }
.cnn-cells { display: grid; gap: 1px; max-width: 100%; font-size: 11px; font-variant-numeric: tabular-nums; }
.cnn-cells > span { min-height: 8px; text-align: center; line-height: 26px; }
.cnn-cells > span:empty { line-height: 8px; }
.cnn-chosen { outline: 2px solid ${colours.ink}; outline-offset: -2px; font-weight: 700; }
.cnn-around { opacity: 0.5; }
.cnn-lines { display: flex; flex-direction: column; gap: 4px; align-items: flex-start; }
.cnn-live .cnn-lines button { font-size: 13px; text-align: left; }
.cnn-tabs { display: none; }
@container (max-width: 600px) {
  .cnn-live .cnn-tabs { display: flex; }
  .cnn-tabs > .cnn-name { display: none; }
  .cnn-stages { display: block; }
  .cnn-stages > .cnn-first { width: 140px; margin-bottom: 8px; }
  .cnn-stages > .cnn-stage { max-width: 360px; }
  .cnn-stage:not(.cnn-open) { display: none; }
  .cnn-stage .cnn-bar-row { height: 36px; }
}
`;
