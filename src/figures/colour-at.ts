import type { ColourScale } from "./theme";

/** The colour of a scale at a share from 0 to 1. */
export function colourAt(scale: ColourScale, share: number): string {
  const upper = Math.max(
    1,
    scale.findIndex(([stop]) => stop >= share),
  );
  const [[from, a], [to, b]] = [scale[upper - 1], scale[upper]];
  const t = (share - from) / (to - from);
  const channel = (k: number) => {
    const [p, q] = [a, b].map((hex) => Number.parseInt(hex.slice(k, k + 2), 16));
    return Math.round(p + t * (q - p))
      .toString(16)
      .padStart(2, "0");
  };
  return `#${channel(1)}${channel(3)}${channel(5)}`;
}
