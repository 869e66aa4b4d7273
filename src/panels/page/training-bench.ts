import type { Dataset } from "../../data/dataset";
import { TrainingError } from "../../errors";
import { grouped } from "../../figures/numbers";
import type { Tensor } from "../../tensor";
import { articleNetwork } from "../article-network";
import type { Measured } from "../error-curve";
import { button, captionLine, make, row, titled } from "./elements";
import { errorChart } from "./error-chart";
import { filterPair } from "./filter-pair";
import { frameLoop } from "./frame-loop";
import { type Data, numberIn, numbersIn } from "./read-data";
import { requireStyle } from "./style";
import { trainingBenchCss } from "./training-bench-css";
import { requireSameTraining, TrainingRun } from "./training-run";
import { inWords, type Settings, settingRows, settingsIn, stepInWords } from "./training-settings";
import { type PackedDigits, packedDigitsIn, unpackDigits } from "./unpack-digits";

/** The article's network, trained by the page itself. */
export function drawTrainingBench(data: Data): readonly Node[] {
  requireStyle(trainingBenchCss);
  return new TrainingBench(data).elements;
}

class TrainingBench {
  readonly elements: readonly Node[];
  readonly #digits: PackedDigits;
  readonly #heldOut: number;
  readonly #seed: number;
  /** Losses of the notebook's first steps, with what was set there. */
  readonly #losses: readonly number[];
  #settings: Settings;
  #images: Dataset | undefined;
  #run: TrainingRun | undefined;
  readonly #frames = frameLoop(() => this.#frame());
  /** Whether the run cannot go on: it diverged, or came to its end. */
  #over = false;
  #curveBefore: readonly Measured[] = [];
  readonly #start = button("▶ train", () => this.#press(), { disabled: true });
  readonly #anew = button("start anew", () => this.#go({ anew: true }), { disabled: true });
  readonly #kernels = filterPair();
  readonly #chart = errorChart();
  /** Numbers that change many times a second: not for screen readers, which the caption is for. */
  readonly #numbers = make("p", { class: "cnn-numbers" });
  readonly #caption = captionLine();

  constructor(data: Data) {
    this.#digits = packedDigitsIn(data);
    this.#heldOut = numberIn(data, "heldOut", [1, this.#digits.labels.length - 1]);
    this.#seed = numberIn(data, "seed", [0, 2 ** 32 - 1]);
    this.#settings = settingsIn(data, this.#digits, this.#heldOut);
    this.#losses = numbersIn(data, "losses");
    this.#kernels.begin(this.#firstFilters());
    this.#drawChart();
    this.#say(`Unpacking ${grouped(this.#digits.labels.length)} images.`);
    const { before, now } = this.#kernels;
    const filters = [titled("filters before", before), titled("filters now", now), this.#numbers];
    const chart = titled(`error on ${grouped(this.#heldOut)} images held out`, this.#chart.element);
    this.elements = [
      make("div", { class: "cnn-parts cnn-train" }, make("div", { class: "cnn-part" }, ...filters), chart),
      this.#caption,
      row("run", this.#start, this.#anew),
      ...settingRows(this.#settings, (chosen) => this.#choose(chosen)),
    ];
    void this.#unpack();
  }

  async #unpack(): Promise<void> {
    try {
      this.#images = await unpackDigits(this.#digits);
      const ranOn = requireSameTraining(this.#newRun(this.#images), this.#losses, this.#settings.rate);
      this.#start.disabled = false;
      this.#anew.disabled = false;
      const learned = this.#images.length - this.#heldOut;
      const slowly =
        ranOn === "layers" ? " The layers compute, without the engine, which does not run edited ones." : "";
      this.#say(
        `A network that has learned nothing yet. Train it here, on ${grouped(learned)} images in three grey levels.${slowly}`,
      );
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    this.#halt();
    this.#start.disabled = true;
    this.#anew.disabled = true;
    this.#say(`Nothing can be trained here: ${error instanceof Error ? error.message : error}.`);
  }

  #say(words: string): void {
    this.#caption.textContent = words;
  }

  #newRun(images: Dataset): TrainingRun {
    return new TrainingRun(images, this.#settings, { seed: this.#seed, heldOut: this.#heldOut });
  }

  #drawChart(): void {
    this.#chart.show(this.#run?.curve ?? [], this.#curveBefore);
  }

  /** The filters of a network that has learned nothing. */
  #firstFilters(): Tensor {
    const { shape, classes } = this.#digits;
    return articleNetwork(shape, { filters: this.#settings.filters, classes, seed: this.#seed }).parameters[0];
  }

  #press(): void {
    if (this.#frames.isRunning) this.#stop();
    else this.#go();
  }

  /** Another rate holds from the next step on; a network of another form, or other batches, begin anew. */
  #choose(chosen: Partial<Settings>): void {
    const wasRunning = this.#frames.isRunning;
    this.#settings = { ...this.#settings, ...chosen };
    if (chosen.rate === undefined || this.#over) this.#reset();
    const { rate, batchSize } = this.#settings;
    if (wasRunning) this.#go();
    else if (this.#run) this.#say(`Stopped at step ${this.#run.trainer.steps}. From here on the rate is ${rate}.`);
    else this.#say(`Untrained: ${inWords(this.#settings)}, batches of ${batchSize}.`);
  }

  /** Back to the first weights. The curve so far stays, pale. */
  #reset(): void {
    this.#halt();
    if (this.#run && this.#run.curve.length > 1) this.#curveBefore = this.#run.curve;
    this.#run?.trainer.dispose();
    this.#run = undefined;
    this.#over = false;
    this.#numbers.textContent = "";
    this.#drawChart();
    this.#kernels.begin(this.#firstFilters());
  }

  #go({ anew = this.#over } = {}): void {
    if (!this.#images) return;
    if (anew) this.#reset();
    try {
      this.#run ??= this.#newRun(this.#images);
      this.#drawChart();
    } catch (error) {
      this.#fail(error);
      return;
    }
    this.#say(`Training at ${inWords(this.#settings)}, ${stepInWords(this.#settings)}.`);
    this.#start.textContent = "■ stop";
    this.#frames.start();
  }

  #halt(): void {
    this.#frames.stop();
    this.#start.textContent = "▶ train";
  }

  #stop(): void {
    this.#halt();
    this.#run?.measure();
    this.#drawChart();
    if (this.#run) this.#say(`Stopped at step ${this.#run.trainer.steps}, ${this.#run.standing()}`);
  }

  #frame(): void {
    try {
      if (this.#run) this.#learn(this.#run);
    } catch (error) {
      if (error instanceof TrainingError) this.#diverged(error.message);
      else this.#fail(error);
    }
  }

  #learn(run: TrainingRun): void {
    this.#numbers.textContent = run.learn(this.#settings.rate);
    this.#drawChart();
    this.#kernels.show(run.trainer.weights()[0]);
    // A cell that is run again takes its old output off the page.
    if (run.isThrough || !this.#start.isConnected) this.#stop();
    if (!run.isThrough) return;
    this.#over = true;
    this.#say(`The end, ${run.standing()}`);
  }

  #diverged(what: string): void {
    this.#halt();
    this.#over = true;
    this.#drawChart();
    const { rate } = this.#settings;
    this.#say(`The network ${what}. The rate ${rate} was too large: choose a smaller one and train anew.`);
  }
}
