import { grouped } from "../../figures/numbers";
import { colours, diverging, greys } from "../../figures/theme";
import type { Tensor } from "../../tensor";
import { chartSize, errorByStep } from "../error-by-step";
import type { Snapshot } from "../snapshot";
import type { Elements } from "./draw-panel";
import { captionLine, make, titled } from "./elements";
import { Picture } from "./picture";
import { player } from "./play";
import { range } from "./range";
import type { Data } from "./read-data";
import { requireStyle } from "./style";
import { svg, svgOf } from "./svg";
import { type WatchedRun, watchedRunIn } from "./watched-run";

/** Milliseconds between two snapshots. */
const pause = 300;

/** A network that learns, or has learned: snapshots to go through. */
export function drawWatchItLearn(data: Data): Elements {
  requireStyle(css);
  const panel = new WatchItLearn(watchedRunIn(data));
  return Object.assign([...panel.elements], { renew: (newer: Data) => panel.renew(newer) });
}

class WatchItLearn {
  readonly elements: readonly Node[];
  #run: WatchedRun;
  /** Which snapshot is shown. */
  #at: number;
  #playedFrom = 0;
  readonly #chart = svg("svg", { viewBox: `0 0 ${chartSize.join(" ")}`, "aria-hidden": true });
  readonly #filters: readonly Picture[];
  readonly #answers: readonly HTMLElement[];
  readonly #caption = captionLine();
  readonly #slider = range(
    "snapshot",
    [0, 1, 1],
    (k) => this.#nameOf(k),
    (k) => {
      this.#playing.stop(); // which sets the slider to where it was played to
      this.#slider.set(k);
      this.#show(k);
    },
  );
  readonly #playing = player(
    "play",
    () => {
      const isAtEnd = this.#at === this.#run.moments.length - 1;
      this.#playedFrom = isAtEnd ? 0 : this.#at;
      return this.#run.moments.length - this.#playedFrom;
    },
    (k, isLast) => {
      this.#slider.set(this.#playedFrom + k);
      this.#show(this.#playedFrom + k, isLast);
    },
    pause,
  );

  constructor(run: WatchedRun) {
    this.#run = run;
    this.#at = run.moments.length - 1;
    const { images, filterShape, heldOut } = run;
    const [count] = filterShape;
    this.#filters = Array.from({ length: count }, (_, f) => {
      return new Picture({ label: `Filter ${f + 1}`, scale: diverging, range: [-1, 1] });
    });
    this.#answers = images.map(() => make("div", { class: "cnn-answer" }));
    const filters = make("div", { class: "cnn-maps" }, ...this.#filters.map(({ element }) => element));
    const digits = make("div", { class: "cnn-shown" }, ...images.map((image, k) => this.#digit(image, k)));
    this.elements = [
      make(
        "div",
        { class: "cnn-parts cnn-watch" },
        titled(`wrong, of ${grouped(heldOut)} held-out digits`, this.#chart),
        titled("the filters", filters),
      ),
      titled(`answers to ${images.length} of them, and how sure they are`, digits),
      make("div", { class: "cnn-row cnn-through" }, this.#playing.element, this.#slider.element),
      this.#caption,
    ];
    this.#renewed();
  }

  /** While training goes on the newest snapshot is shown, unless the reader looks at another one. */
  renew(data: Data): void {
    const isNewest = this.#at >= this.#run.moments.length - 1;
    this.#run = watchedRunIn(data, this.#run);
    const last = this.#run.moments.length - 1;
    this.#at = isNewest ? last : Math.min(this.#at, last);
    this.#renewed();
  }

  #renewed(): void {
    this.#slider.limit(0, this.#run.moments.length - 1);
    this.#slider.set(this.#at);
    this.#show(this.#at, !this.#run.running);
  }

  #digit(image: Tensor, k: number): HTMLElement {
    const { names, labels } = this.#run;
    const picture = new Picture({ label: `A ${names[labels[k]]}`, scale: greys, range: [-0.5, 0.5] });
    picture.draw(image.data, image.shape);
    return make("div", {}, picture.element, this.#answers[k]);
  }

  /** @param isAloud  whether the caption is read to those who do not see it */
  #show(at: number, isAloud = true): void {
    this.#at = at;
    const { moments, steps, heldOut, filterShape, labels, names, end } = this.#run;
    const [, h, w] = filterShape;
    const moment = moments[at];
    const errors = moments.map(({ step, wrong }) => ({ step, error: wrong / heldOut }));
    this.#chart.replaceChildren(...svgOf(errorByStep(errors, steps, at)));
    for (const [f, picture] of this.#filters.entries()) {
      picture.draw(moment.filters.slice(f * h * w, (f + 1) * h * w), [h, w], { range: [-end, end] });
    }
    for (const [k, answer] of this.#answers.entries()) {
      const isRight = moment.answers[k] === labels[k];
      answer.className = `cnn-answer cnn-${isRight ? "right" : "wrong"}`;
      answer.replaceChildren(
        make("b", {}, `${names[moment.answers[k]]} ${isRight ? "✓" : "✗"}`),
        make("small", {}, `${moment.sure[k]} %`),
      );
    }
    this.#caption.setAttribute("aria-live", isAloud ? "polite" : "off");
    this.#caption.textContent = this.#words(moment, moments[at - 1]);
  }

  #words(moment: Snapshot, before: Snapshot | undefined): string {
    const { moments, steps, running, heldOut, labels } = this.#run;
    const { step, wrong, answers } = moment;
    const right = answers.filter((answer, k) => answer === labels[k]).length;
    const isLast = moment === moments[moments.length - 1];
    const stopped = !running && isLast && step < steps ? " Here training was stopped." : "";
    const changed = before && answers.filter((answer, k) => answer !== before.answers[k]).length;
    const since = before ? ` Answers that changed since step ${grouped(before.step)}: ${changed}.` : "";
    return (
      `${step === 0 ? "Before the first" : `After ${grouped(step)}`} of ${grouped(steps)} steps: ` +
      `${((100 * wrong) / heldOut).toFixed(1)} % of ${grouped(heldOut)} held-out digits are wrong; ` +
      `of the ${labels.length} shown ${right} are right.${since}${stopped}`
    );
  }

  #nameOf(k: number): string {
    return `step ${grouped(this.#run.moments[k]?.step ?? 0)}`;
  }
}

const css = `
.cnn-watch > .cnn-part:first-child { flex: 1 1 320px; max-width: 460px; }
.cnn-watch > .cnn-part:last-child { flex: 0 1 220px; }
.cnn-watch svg { display: block; width: 100%; }
.cnn-watch text { fill: currentColor; }
.cnn-watch .cnn-maps { grid-template-columns: repeat(4, 1fr); }
.cnn-watch + .cnn-part { margin-top: 10px; }
.cnn-shown { display: grid; grid-template-columns: repeat(12, minmax(0, 56px)); gap: 6px 8px; }
.cnn-answer { font-size: 13px; line-height: 1.3; text-align: center; font-variant-numeric: tabular-nums; }
.cnn-answer b, .cnn-answer small { display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.cnn-right { border-top: 4px solid ${colours.blue}; }
.cnn-wrong { border-top: 4px solid ${colours.orange}; }
.cnn-through .cnn-set { min-width: 100px; }
@container (max-width: 600px) {
  .cnn-watch > .cnn-part:first-child, .cnn-watch > .cnn-part:last-child { flex: 1 1 100%; max-width: none; }
  .cnn-watch .cnn-maps { grid-template-columns: repeat(8, 1fr); }
  .cnn-shown { grid-template-columns: repeat(6, minmax(0, 1fr)); }
}
`;
