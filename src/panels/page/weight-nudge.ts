import { reach } from "../../figures/numbers";
import { diverging } from "../../figures/theme";
import { tensor } from "../../tensor";
import {
  begin,
  beyond,
  epsilons,
  judgedSlope,
  lossAt,
  type NudgedWeight,
  plotOf,
  plotSize,
  states,
  weightAt,
} from "../nudges";
import { captionLine, choice, make, titled, written } from "./elements";
import { Picture } from "./picture";
import { range } from "./range";
import { type Data, numberIn, numbersIn } from "./read-data";
import { requireStyle } from "./style";
import { svg, svgOf } from "./svg";

/** The loss as a curve of one weight, which the reader moves, and the two ways to measure its slope. */
export function drawWeightNudge(data: Data): readonly Node[] {
  requireStyle(nudgeCss);
  const [count, h, w] = wholeNumbersIn(data, "shape", 3, 1, 64);
  const filters = tensor([count, h, w], numbersIn(data, "filters", count * h * w));
  const places = wholeNumbersIn(data, "places", undefined, 0, filters.data.length - 1);
  const curves = curvesOf(data, places, filters.data);
  const digits = numberIn(data, "digits", [1, 1e6]);
  const end = reach(filters);
  let chosen = 0;
  let { state } = begin;
  let nudge = epsilons.indexOf(begin.epsilon);

  const pictures = Array.from({ length: count }, (_, f) => {
    return new Picture({ label: `Filter ${f + 1}`, scale: diverging, range: [-end, end] });
  });
  const plot = svg("svg", { viewBox: `0 0 ${plotSize.join(" ")}`, "aria-hidden": true });
  const caption = captionLine();
  const draw = () => {
    const curve = curves[chosen];
    const [weight, epsilon, slope] = [weightAt(curve, state), epsilons[nudge], curve.slopes[state]];
    const moved = filters.data.slice();
    moved[places[chosen]] = weight;
    for (const [f, picture] of pictures.entries()) {
      picture.draw(moved.subarray(f * h * w, (f + 1) * h * w), [h, w]);
      const within = places[chosen] - f * h * w;
      const isHere = within >= 0 && within < h * w;
      picture.mark(isHere ? { i: Math.floor(within / w), j: within % w, h: 1, w: 1 } : undefined);
    }
    plot.replaceChildren(...svgOf(plotOf(curve, state, epsilon)));
    const way = slope === 0 ? "it is flat here" : `downhill is ${slope > 0 ? "a smaller" : "a larger"} weight`;
    caption.textContent =
      `The weight is ${brief(weight)}, the loss of ${digits} digits ${brief(lossAt(curve, state))}. ` +
      `Slope by backward, the tangent: ${brief(slope)}; ${way}. ` +
      `By nudging it by ε = ${epsilon} up and down, the secant: ${brief(judgedSlope(curve, state, epsilon))}.`;
  };
  const { element, set } = choice<number>(
    "weight",
    places.map((place, k) => [nameOf(place, h, w), k] as const),
    (k) => {
      chosen = k;
      move.say();
      draw();
    },
  );
  set(chosen);
  const move = range(
    "move it",
    [0, states - 1, 1],
    (k) => brief(weightAt(curves[chosen], k)),
    (k) => {
      state = k;
      draw();
    },
  );
  const shrink = range(
    "shrink ε",
    [0, epsilons.length - 1, 1],
    (k) => String(epsilons[k]),
    (k) => {
      nudge = k;
      draw();
    },
  );
  move.set(state);
  shrink.set(nudge);
  draw();
  const maps = make("div", { class: "cnn-maps" }, ...pictures.map((picture) => picture.element));
  const parts = [titled("filters", maps), titled("loss", plot)];
  return [make("div", { class: "cnn-parts cnn-nudge" }, ...parts), element, move.element, shrink.element, caption];
}

/** @throws {RangeError} if one of them is no whole number from `least` to `most` */
function wholeNumbersIn(data: Data, name: string, count: number | undefined, least: number, most: number): number[] {
  const list = numbersIn(data, name, count);
  const fits = list.every((one) => Number.isInteger(one) && one >= least && one <= most);
  if (fits && list.length > 0 && list.length <= 4) return list;
  throw new RangeError(`expected one to four whole numbers from ${least} to ${most} in "${name}", got ${list}`);
}

function curvesOf(data: Data, places: readonly number[], weights: Float64Array): NudgedWeight[] {
  const part = (name: string, size: number) => {
    const all = numbersIn(data, name, places.length * size);
    return (k: number) => all.slice(k * size, (k + 1) * size);
  };
  const losses = part("losses", states + 2 * beyond);
  const [slopes, judged] = [part("slopes", states), part("judged", states)];
  return places.map((place, k) => ({
    weight: weights[place],
    losses: losses(k),
    slopes: slopes(k),
    judged: judged(k),
  }));
}

const nameOf = (place: number, h: number, w: number) =>
  `filters[${Math.floor(place / (h * w))}, ${Math.floor(place / w) % h}, ${place % w}]`;

const brief = (value: number) => written(Number(value.toPrecision(3)), 12);

const nudgeCss = `
.cnn-nudge > .cnn-part:first-child { flex: 0 1 190px; }
.cnn-nudge > .cnn-part:last-child { flex: 1 1 340px; max-width: 520px; }
.cnn-nudge svg { display: block; width: 100%; }
.cnn-nudge text { fill: currentColor; }
@container (max-width: 600px) {
  .cnn-nudge > .cnn-part:first-child, .cnn-nudge > .cnn-part:last-child { flex: 1 1 100%; }
}
`;
