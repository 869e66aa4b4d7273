import { colours } from "../../figures/theme";
import { softmaxOf } from "../softmax-of";
import { button, captionLine, choice, copyAsCode, fixed, make, written } from "./elements";
import { range } from "./range";
import { type Data, numberIn, numbersIn } from "./read-data";
import { requireSameLayers } from "./same-layers";
import { requireStyle } from "./style";

/** How far a total can be moved, where it does not begin beyond. */
const most = 5;
const mostAdded = 1000;

/** Totals to move, the powers of e and the probabilities that come of them, and the loss's slope for each. */
export function drawTotalsToProbabilities(data: Data): readonly Node[] {
  requireStyle(totalsCss);
  const given = numbersIn(data, "totals");
  const count = given.length;
  if (count < 2 || count > 12) throw new RangeError(`expected 2 to 12 numbers in "totals", got ${count}`);
  requireSameLayers(softmaxOf(given).p[0], numbersIn(data, "probabilities", count)[0]);
  let label = data.label === undefined ? undefined : Math.round(numberIn(data, "label", [0, count - 1]));
  let [own, added, factor, isSafe] = [[...given], 0, 1, true];

  const end = Math.max(most, ...given.map((total) => Math.ceil(Math.abs(total))));
  const totalOf = (value: number) => factor * value + added;
  const sliders = given.map((_, c) =>
    range(
      `total ${c}`,
      [-end, end, 0.1],
      (value) => written(totalOf(value)),
      (value) => {
        own[c] = value;
        draw();
      },
    ),
  );
  const addition = range("add to all", [-mostAdded, mostAdded, 10], written, (value) => {
    added = value;
    draw();
  });
  const multiple = range("all times", [0, 5, 0.1], written, (value) => {
    factor = value;
    draw();
  });
  const names = ["", "e^t", "p", ...(label === undefined ? [] : ["slope of the loss"])];
  const power = make("span", {});
  const cells = given.map(() => names.slice(1).map(barCell));
  const heads = names.map((name, k) => make("span", { class: "cnn-head" }, k === 1 ? power : name));
  const rows = cells.map((row, c) => [sliders[c].element, ...row.map(({ element }) => element)]);
  const table = make("div", { class: `cnn-totals cnn-of-${names.length}` }, ...heads, ...rows.flat());
  const caption = captionLine();

  const draw = () => {
    const totals = own.map(totalOf);
    for (const slider of sliders) slider.say();
    const largest = Math.max(...totals);
    const powers = totals.map((total) => Math.exp(isSafe ? total - largest : total));
    const sum = powers.reduce((all, one) => all + one);
    const layer = softmaxOf(totals, label);
    const p = isSafe ? layer.p : powers.map((one) => one / sum);
    const slopes = isSafe ? layer.slopes : p.map((share, c) => share - (c === label ? 1 : 0));
    const longest = Math.max(...powers);
    power.textContent = isSafe ? "e^(t − the largest)" : "e^t";
    for (const [c, [ofPower, ofShare, ofSlope]] of cells.entries()) {
      ofPower.show(powers[c], powers[c] / Math.min(longest, Number.MAX_VALUE), shortly(powers[c]));
      ofShare.show(p[c], p[c]);
      ofSlope?.show(slopes[c], slopes[c]);
    }
    const unmoved = softmaxOf(own.map((value) => factor * value)).p;
    const isSame = p.every((share, c) => Math.abs(share - unmoved[c]) < 1e-9);
    const parts = [
      `p = ${p.map((share) => fixed(share, 3)).join(", ")}.`,
      label !== undefined &&
        `Node ${label}, the right answer, has ${fixed(p[label], 3)}: the loss is ${fixed(isSafe ? layer.loss : -Math.log(p[label]), 3)}.`,
      added !== 0 && isSame && `${written(added)} was added to all totals, and no probability changed.`,
      longest === Infinity &&
        `e^${written(largest)} is more than a number can hold, and infinity divided by infinity is not a number.`,
      sum > longest && sum === Infinity && "The sum is more than a number can hold, and every share of infinity is 0.",
      sum === 0 && "Every power is less than a number can hold, and 0 divided by 0 is not a number.",
    ];
    caption.textContent = parts.filter(Boolean).join(" ");
  };

  const set = () => {
    [own, added, factor] = [[...given], 0, 1];
    for (const [c, slider] of sliders.entries()) slider.set(own[c]);
    addition.set(added);
    multiple.set(factor);
    draw();
  };
  const ways = choice(
    "e^t",
    [
      ["the largest total subtracted first", true],
      ["as in the article", false],
    ],
    (chosen) => {
      isSafe = chosen;
      draw();
    },
  );
  ways.set(true);
  const answers = choice<number>(
    "right answer",
    given.map((_, c) => [String(c), c] as const),
    (chosen) => {
      label = chosen;
      draw();
    },
  );
  answers.set(label);
  answers.element.hidden = label === undefined;
  set();
  const code = () => `const totals = [${own.map((value) => Number(totalOf(value).toFixed(4))).join(", ")}];`;
  return [
    table,
    caption,
    make("div", { class: "cnn-parts" }, addition.element, multiple.element),
    answers.element,
    ways.element,
    make("div", { class: "cnn-parts" }, button("as given", set), copyAsCode(code)),
  ];
}

/** A power as people write it: large ones by their size. */
const shortly = (value: number) => (value === Infinity ? "∞" : value >= 1e5 ? value.toExponential(1) : fixed(value, 3));

/** A bar from the left, or, for slopes, from the middle to either side, and its number. */
function barCell(name: string) {
  const bar = make("span", { class: "cnn-bar" });
  const number = make("span", {});
  const isSigned = name.startsWith("slope");
  const element = make("div", { class: "cnn-cell", "aria-hidden": "true" }, make("div", {}, bar), number);
  const show = (value: number, share: number, text = fixed(value, 3)) => {
    const length = 100 * Math.min(1, Math.abs(share)) || 0;
    bar.style.width = `${isSigned ? length / 2 : length}%`;
    bar.style.marginLeft = isSigned ? `${50 - (share < 0 ? length / 2 : 0)}%` : "0";
    bar.className = `cnn-bar ${isSigned && share < 0 ? "cnn-best" : isSigned ? "cnn-more" : ""}`;
    number.textContent = text;
  };
  return { element, show };
}

export const totalsCss = `
.cnn-totals { display: grid; gap: 0 16px; align-items: center; grid-template-columns: minmax(240px, 3fr) 2fr 2fr; }
.cnn-of-4 { grid-template-columns: minmax(240px, 3fr) 2fr 2fr 2fr; }
.cnn-cell { display: grid; grid-template-columns: 1fr 52px; gap: 6px; font-variant-numeric: tabular-nums; }
.cnn-cell .cnn-bar { display: block; margin-top: 2px; }
.cnn-totals > .cnn-range { margin: 0; }
.cnn-more { background: ${colours.orange}; }
.cnn-head { font-size: 13px; }
@container (max-width: 600px) {
  .cnn-totals { grid-template-columns: 1fr 1fr; }
  .cnn-of-4 { grid-template-columns: 1fr 1fr 1fr; gap: 0 8px; }
  .cnn-totals > :is(.cnn-range, .cnn-head:first-child) { grid-column: 1 / -1; margin: 2px 0 0; }
  .cnn-cell { grid-template-columns: 1fr; gap: 0; }
}
`;
