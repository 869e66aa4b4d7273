import { expect, test } from "vitest";
import { type SweepProgress, sweepPicture } from "../../src/figures/sweep-picture";
import { requireWellFormed } from "../helpers/figure-checks";
import { madeUpSearch } from "../helpers/searched-trials";

const { rows } = madeUpSearch(24);
const losses = rows.map(({ loss }) => loss);
const best = rows.reduce((a, b) => (b.loss < a.loss ? b : a));
const progress: SweepProgress = {
  done: 24,
  trials: 60,
  stopped: 8,
  failed: 0,
  secondsPassed: 30,
  secondsLeft: 45,
  losses,
  best,
};

test("it says how many trials are done, the time left, and the best so far with its settings", () => {
  const svg = sweepPicture("first", progress);
  expect(svg).toContain(">24 of 60 trials, 8 stopped early</text>");
  expect(svg).toContain(">45 s left</text>");
  expect(svg).toContain(`>best ${best.loss.toFixed(4)}, ${(100 * best.accuracy).toFixed(1)} %</text>`);
  expect(svg).toContain(`>filters ${best.settings.filters}, rate `);
});

test("at the end, and after Stop, it says how long it took", () => {
  expect(sweepPicture("", { ...progress, done: 60, secondsLeft: 0 })).toContain(">done in 30 s</text>");
  const stopped = sweepPicture("", { ...progress, failed: 2 }, true);
  for (const words of [">stopped after 30 s</text>", ">24 of 60 trials, 8 stopped early, 2 failed</text>"]) {
    expect(stopped).toContain(words);
  }
});

test("it says what keeps trials waiting", () => {
  const svg = sweepPicture("first", { ...progress, note: "no worker runs this code (0123456789ab)" });
  expect(svg).toContain(">no worker runs this code (0123456789ab)</text>");
  expect(/aria-label="([^"]*)"/.exec(svg)?.[1]).toContain("45 s left, no worker runs this code (0123456789ab): best");
});

test("every loss is a dot, and the line goes down at each that is better than all before", () => {
  const svg = sweepPicture("", { ...progress, done: 4, losses: [2, 4, 1, 3] });
  expect(svg.match(/<circle/g)).toHaveLength(4);
  expect(/ d="(M[^"]*V[^"]*)"/.exec(svg)?.[1]).toMatch(/^M67\.0 52\.0H89\.0V104\.0H100\.0$/);
});

test("of 100,000 losses no more than 400 are drawn", () => {
  const many = Array.from({ length: 100_000 }, (_, k) => 1 + ((k * 7919) % 1000) / 1000);
  const svg = sweepPicture("", { ...progress, done: 100_000, trials: 100_000, losses: many });
  expect(svg.match(/<circle/g)!.length).toBeLessThanOrEqual(400);
});

test("no trial yet, one trial, and runs that diverged are drawn", () => {
  const none = { ...progress, done: 0, stopped: 0, losses: [], best: undefined };
  const one = { ...progress, done: 1, losses: [0.5] };
  const diverged = { ...progress, losses: [Number.NaN, Number.POSITIVE_INFINITY] };
  for (const each of [none, one, diverged]) expect(sweepPicture("", each)).not.toMatch(/NaN|Infinity|undefined/);
});

test("it is well-formed XML, whatever the title, and describes itself", () => {
  const svg = sweepPicture('<b> & "quotes"', progress);
  requireWellFormed(svg);
  expect(svg).toContain(
    'aria-label="&lt;b&gt; &amp; &quot;quotes&quot;: 24 of 60 trials, 8 stopped early, 45 s left: best',
  );
});
