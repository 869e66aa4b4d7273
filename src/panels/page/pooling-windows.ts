import { colourAt } from "../../figures/colour-at";
import { reach } from "../../figures/numbers";
import { colours, diverging } from "../../figures/theme";
import { MaxPool2 } from "../../layers/max-pool2";
import { tensor } from "../../tensor";
import { handedBack, hatching, rules, sharedBy, sharing, tellingWindow, windowOf } from "../ties";
import { totalOf } from "../under-filter";
import { captionLine, choice, make, titled, written } from "./elements";
import { Picture } from "./picture";
import { type Data, numbersIn, shapeIn } from "./read-data";
import { requireSameLayers } from "./same-layers";
import { requireStyle } from "./style";
import { svg } from "./svg";

/** A map, its pooled map, and what a rule for ties hands back; the reader points at a window of any of them. */
export function drawPoolingWindows(data: Data): readonly Node[] {
  requireStyle(windowsCss);
  const [h, w] = shapeIn(data, 2);
  const map = tensor([h, w, 1], numbersIn(data, "map", h * w));
  const pooled = new MaxPool2().forward(map);
  const slopes = tensor(pooled.shape, numbersIn(data, "slopes", pooled.data.length));
  const backs = rules.map(([, rule]) => handedBack(map, slopes, rule));
  for (const [k, sum] of numbersIn(data, "sums", rules.length).entries()) requireSameLayers(totalOf(backs[k]), sum);
  const counts = sharing(map);
  const [end, slopeEnd] = [reach(map), reach(slopes)];
  let rule = 0;
  let place = tellingWindow(map, slopes);

  const parts = [
    mapPart("map, ties hatched", end, 2),
    mapPart("pooled", end, 1),
    mapPart("handed back", slopeEnd, 2),
  ] as const;
  const caption = captionLine();
  const point = (i: number, j: number) => {
    place = [i, j];
    const [four, back] = [windowOf(map, i, j), windowOf(backs[rule], i, j)];
    for (const [k, numbers] of [four, [Math.max(...four)], back].entries()) parts[k].point(i, j, numbers);
    const slope = slopes.data[i * counts.shape[1] + j];
    caption.textContent = `Row ${i}, column ${j} of the pooled map: ${aboutWindow(four)} ${aboutSlope(slope, back)} ${aboutAll()}`;
  };
  const ties = counts.data.filter((count) => count > 1).length;
  const aboutAll = () =>
    `Ties: ${ties} of ${counts.data.length} windows. All slopes together, signs left out: ` +
    `${brief(totalOf(slopes))} in, ${brief(totalOf(backs[rule]))} out.`;
  const choose = (chosen: number) => {
    rule = chosen;
    parts[2].picture.draw(backs[rule].data, [h, w]);
    point(...place);
  };
  const { element, set } = choice<number>(
    "a tie's slope goes to",
    rules.map(([name], k) => [name, k] as const),
    choose,
  );
  set(rule);
  for (const { picture, side } of parts) picture.onPoint(point, side);
  parts[0].picture.draw(map.data, [h, w]);
  parts[1].picture.draw(pooled.data, pooled.shape);
  const path = { d: hatching(map), stroke: colours.ink, "stroke-width": 0.14 };
  parts[0].picture.element.append(
    svg("svg", { class: "cnn-hatching", viewBox: `0 0 ${w} ${h}`, "aria-hidden": true }, svg("path", path)),
  );
  choose(rule);
  return [make("div", { class: "cnn-parts cnn-windows" }, ...parts.map((part) => part.element)), element, caption];
}

/** A picture with the numbers of one window below. @param side  of a window, in the picture's pixels */
function mapPart(title: string, end: number, side: number) {
  const picture = new Picture({ label: title, scale: diverging, range: [-end, end] });
  const tiles = Array.from({ length: side * side }, () => make("div", { class: "cnn-number" }));
  const numbers = make("div", { class: `cnn-numbers cnn-by-${side}`, "aria-hidden": "true" }, ...tiles);
  const point = (i: number, j: number, values: readonly number[]) => {
    picture.pointTo(i, j);
    picture.mark({ i: side * i, j: side * j, h: side, w: side });
    for (const [k, tile] of tiles.entries()) {
      tile.textContent = told(values)[k];
      tile.style.background = colourAt(diverging, 0.5 + Math.min(1, values[k] / end) / 2);
    }
  };
  return { element: titled(title, picture.element, numbers), picture, side, point };
}

/** Numbers with as many digits as it takes to tell those apart that differ. */
function told(values: readonly number[]): string[] {
  const write = (digits: number) => values.map((value) => brief(value, digits));
  let digits = 3;
  while (digits < 17 && new Set(write(digits)).size < new Set(values).size) digits++;
  return write(digits);
}

/** To so many significant digits. */
const brief = (value: number, digits = 3) => written(Number(value.toPrecision(digits)), 20);

function aboutWindow(four: readonly number[]): string {
  const [texts, count] = [told(four), sharedBy(four)];
  const maximum = texts[four.indexOf(Math.max(...four))];
  return `the largest of ${texts.join(", ")} is ${maximum}, ${count > 1 ? `shared by ${count}` : "by itself"}.`;
}

function aboutSlope(slope: number, back: readonly number[]): string {
  const handed = back.filter((value) => value !== 0);
  const times = handed.length > 1 ? `${handed.length} times ` : "";
  return `The slope ${brief(slope)} comes in; handed back: ${times}${brief(handed[0] ?? 0)}.`;
}

const windowsCss = `
.cnn-windows > .cnn-part { flex: 0 1 250px; }
.cnn-windows > .cnn-part:nth-child(2) { flex-basis: 125px; }
.cnn-hatching { position: absolute; inset: 0; opacity: 0.6; pointer-events: none; }
.cnn-numbers { display: grid; grid-template-columns: 1fr; gap: 3px; margin-top: 8px; }
.cnn-by-2 { grid-template-columns: 1fr 1fr; }
.cnn-number { border-radius: 4px; padding: 6px 2px; text-align: center; font-size: 12.5px; color: ${colours.ink};
  font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
@container (max-width: 600px) {
  .cnn-windows > .cnn-part { flex: 0 1 56%; }
  .cnn-windows > .cnn-part:nth-child(2) { flex-basis: 28%; }
}
`;
