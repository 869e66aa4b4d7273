import { expect, test } from "vitest";
import { progressPicture } from "../../src/figures/progress-picture";
import type { Progress } from "../../src/training/progress";
import { requireWellFormed } from "../helpers/figure-checks";

const halfway: Progress = {
  step: 1500,
  steps: 3000,
  epoch: 2,
  epochs: 3,
  loss: 0.5,
  accuracy: 0.875,
  secondsPassed: 61,
  secondsLeft: 61,
};
const points = [
  { step: 500, loss: 2, accuracy: 0.25 },
  { step: 1500, loss: 0.5, accuracy: 0.875 },
];

test("the picture says step, epoch, time left and the last values", () => {
  const svg = progressPicture("Training", halfway, points);
  for (const text of ["step 1,500 of 3,000, epoch 2 of 3", "1 min 01 s left", "0.500", "87.5 %"]) {
    expect(svg).toContain(`>${text}</text>`);
  }
});

test("at the last step it says that it is done, and how long it took", () => {
  const end = { ...halfway, step: 3000, secondsPassed: 0.84, secondsLeft: 0 };
  expect(progressPicture("Training", end, points)).toContain(">done in 0.8 s</text>");
});

test.each([
  [9.96, "10 s"],
  [59.6, "1 min 00 s"],
  [3600, "1 h 00 min"],
])("%d seconds are written as %s", (secondsLeft, text) => {
  expect(progressPicture("", { ...halfway, secondsLeft }, points)).toContain(`>${text} left</text>`);
});

test("the last point is drawn whole, within the picture", () => {
  const svg = progressPicture("Training", halfway, [{ ...points[1]!, step: 3000 }]);
  const right = svg.slice(svg.lastIndexOf("<g "));
  const numberIn = (pattern: RegExp) => Number(pattern.exec(right)![1]);
  const [left, centre, radius] = [/translate\(([\d.]+) /, / cx="([\d.]+)"/, / r="([\d.]+)"/].map(numberIn);
  expect(left + centre! + radius!).toBeLessThanOrEqual(720);
});

test("it has one size, with one point as with many", () => {
  for (const drawn of [points.slice(0, 1), points]) {
    expect(progressPicture("Training", halfway, drawn)).toContain('width="720" height="208"');
  }
});

test("on a phone its words are larger than the picture's scale would make them", () => {
  expect(progressPicture("Training", halfway, points)).toMatch(/<style>@media \(max-width: 480px\).*scale\(1\.7\)/);
});

test("it is well-formed XML, whatever the title", () => {
  requireWellFormed(progressPicture('<b> & "quotes"', halfway, points));
  expect(() => requireWellFormed("<svg><b></svg>")).toThrow();
});

test("a loss of zero is drawn", () => {
  const zero = [{ step: 1500, loss: 0, accuracy: 1 }];
  expect(progressPicture("", { ...halfway, loss: 0 }, zero)).not.toMatch(/NaN|Infinity|undefined/);
});
