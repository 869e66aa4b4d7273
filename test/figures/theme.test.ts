import { expect, test } from "vitest";
import { round } from "../../src/figures/round";
import { colours, dressed } from "../../src/figures/theme";

/** Relative luminance as WCAG 2 defines it. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5]
    .map((k) => Number.parseInt(hex.slice(k, k + 2), 16) / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((p, q) => p - q);
  return (high + 0.05) / (low + 0.05);
}

test.each(colours.series)("curve %s contrasts at least 3:1 with white and with #111", (colour) => {
  expect(contrast(colour, "#ffffff")).toBeGreaterThan(3);
  expect(contrast(colour, "#111111")).toBeGreaterThan(3);
});

test("text contrasts at least 4:1 with white and with #111", () => {
  expect(contrast(colours.text, "#ffffff")).toBeGreaterThan(4);
  expect(contrast(colours.text, "#111111")).toBeGreaterThan(4);
});

test("numbers on the coloured ends of a scale contrast at least 4:1", () => {
  expect(contrast(colours.ink, colours.blue)).toBeGreaterThan(4);
  expect(contrast(colours.ink, colours.orange)).toBeGreaterThan(4);
});

test("round keeps four significant digits, whatever the size", () => {
  expect([12345.6, 0.000123456, -1.99999, 0].map(round)).toEqual([12350, 0.0001235, -2, 0]);
});

test("no figure asks to be responsive, or it would vanish in JupyterLab when the theme changes", () => {
  expect(dressed("", 300, [], {}).config).not.toHaveProperty("responsive");
});
