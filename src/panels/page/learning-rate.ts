import { grouped } from "../../figures/numbers";
import {
  accuracyShapes,
  bestRate,
  hasDiverged,
  lossShapes,
  partsOfRun,
  type RateTry,
  rateChart,
  ratesOf,
} from "../rate-tries";
import { captionLine, make, titled } from "./elements";
import { range } from "./range";
import { type Data, numberIn, numbersIn } from "./read-data";
import { requireStyle } from "./style";
import { svg, svgOf } from "./svg";

/** Right answers over the learning rate, and the loss curves of the rate that the reader chooses. */
export function drawLearningRate(data: Data): readonly Node[] {
  requireStyle(css);
  const { steps, tries } = triesIn(data);
  const rates = ratesOf(tries);
  const best = bestRate(tries);
  const [accuracy, losses] = [plot(), plot()];
  const caption = captionLine();
  const nameOf = (k: number) => String(rates[k]);
  const draw = (rate: number) => {
    accuracy.replaceChildren(...svgOf(accuracyShapes(tries, rate)));
    losses.replaceChildren(...svgOf(lossShapes(tries, steps, rate, best)));
    caption.textContent = wordsOf(tries, rate, steps) + (best === undefined ? "" : besideBest(rate, best));
  };
  const slider = range("learning rate", [0, rates.length - 1, 1], nameOf, (k) => draw(rates[k]));
  const begin = best ?? rates[0];
  slider.set(rates.indexOf(begin));
  draw(begin);
  const many = grouped(steps);
  return [
    make(
      "div",
      { class: "cnn-parts cnn-rates" },
      titled(`right after ${many} steps; ✕ diverged`, accuracy),
      titled("loss on the way", losses),
    ),
    slider.element,
    caption,
  ];
}

const plot = () => svg("svg", { viewBox: `0 0 ${rateChart.join(" ")}`, "aria-hidden": true });

function wordsOf(tries: readonly RateTry[], rate: number, steps: number): string {
  const own = tries.filter((one) => one.rate === rate);
  const kept = own.filter((one) => !hasDiverged(one)).map(({ right }) => right);
  const lost = own.filter(hasDiverged).map(({ done }) => done);
  const mean = kept.reduce((sum, right) => sum + right, 0) / kept.length;
  const right = `after ${grouped(steps)} steps ${kept.map((one) => one.toFixed(1)).join(", ")} % are right, in the mean ${mean.toFixed(1)} %`;
  const diverged = `${kept.length === 0 ? "all runs" : `${lost.length} of ${own.length} runs`} diverged, after ${lost.join(", ")} steps`;
  return `Rate ${rate}: ${[kept.length > 0 && right, lost.length > 0 && diverged].filter(Boolean).join("; ")}.`;
}

const besideBest = (rate: number, best: number) =>
  rate === best ? " No other rate has a higher mean." : ` Pale, the loss at ${best}, whose mean is the highest.`;

/** @throws {RangeError} if the data are not those of such runs */
function triesIn(data: Data): { steps: number; tries: readonly RateTry[] } {
  const steps = numberIn(data, "steps", [1, 1e9]);
  const rates = numbersIn(data, "rates");
  const count = rates.length;
  if (count < 1 || count > 120 || !rates.every((rate) => rate > 0)) {
    throw new RangeError(`expected 1 to 120 positive numbers in "rates", got ${count}`);
  }
  const within = (name: string, [least, most]: readonly [number, number]) => {
    const list = numbersIn(data, name, count);
    if (list.every((one) => one >= least && one <= most)) return list;
    throw new RangeError(`expected numbers from ${least} to ${most} in "${name}", got ${list.slice(0, 8)}`);
  };
  const right = within("right", [-1, 100]);
  const done = within("done", [1, steps]);
  const sizes = done.map((own) => Math.ceil(own / (steps / partsOfRun)));
  const losses = numbersIn(
    data,
    "losses",
    sizes.reduce((sum, size) => sum + size, 0),
  );
  if (!losses.every((loss) => loss > 0)) throw new RangeError('expected losses above 0 in "losses"');
  let from = 0;
  const tries = rates.map((rate, k) => {
    from += sizes[k];
    return { rate, right: right[k], done: done[k], losses: losses.slice(from - sizes[k], from) };
  });
  return { steps, tries };
}

const css = `
.cnn-rates > .cnn-part { flex: 1 1 320px; max-width: 460px; }
.cnn-rates svg { display: block; width: 100%; }
.cnn-rates text { fill: currentColor; }
@container (max-width: 600px) { .cnn-rates > .cnn-part { flex: 1 1 100%; } }
`;
