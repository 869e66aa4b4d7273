import type { Dataset } from "../../data/dataset";
import { TrainingError } from "../../errors";
import { meanOf } from "../../statistics";
import type { Tensor } from "../../tensor";
import { articleNetwork } from "../article-network";
import { imagesBetween, type Measured, stepsFor } from "../error-curve";
import { Trainer } from "../trainer";
import { button, type Choice, captionLine, choice, fixed, make, row, written } from "./elements";
import { errorChart } from "./error-chart";
import { filterPair } from "./filter-pair";
import { titled } from "./picture";
import { type Data, numberIn, numbersIn } from "./read-data";
import { requireSameLayers } from "./same-layers";
import { requireStyle } from "./style";
import { type PackedDigits, packedDigitsIn, unpackDigits } from "./unpack-digits";

const rates = [0.001, 0.005, 0.02, 0.1, 1];
const filterCounts = [1, 2, 4, 8, 16];
const batchSizes = [1, 8, 32];
const mostEpochs = 20;
/** Images learned from between two pictures on the screen, so that there is something to watch. */
const imagesPerFrame = 32;
/** Milliseconds after which a frame ends in any case, so that the page answers. */
const longest = 10;

/** What only this panel looks like: other pages do without these rules. */
const css = `
.cnn-train > .cnn-part { flex: 1 1 300px; max-width: 420px; }
.cnn-train .cnn-part .cnn-part { margin-bottom: 10px; }
.cnn-live:has(.cnn-train) .cnn-name { min-width: 76px; }
.cnn-kernels { display: grid; grid-template-columns: repeat(8, 1fr); gap: 5px; max-width: 380px; }
.cnn-chart { display: block; width: 100%; }
.cnn-numbers { min-height: 1.4em; font-size: 13px; font-variant-numeric: tabular-nums; }
.cnn-live button:disabled { opacity: 0.5; cursor: default; }
`;

/** The article's network, trained by the page itself. */
export function drawTrainingBench(data: Data): readonly Node[] {
  requireStyle(css);
  return new TrainingBench(data).elements;
}

class TrainingBench {
  readonly elements: readonly Node[];
  readonly #digits: PackedDigits;
  readonly #heldOut: number;
  readonly #seed: number;
  /** Losses of the notebook's first steps, with what was set there. */
  readonly #losses: readonly number[];
  #rate: number;
  #filters: number;
  #batchSize: number;
  #images: Dataset | undefined;
  #trainer: Trainer | undefined;
  #running = false;
  /** The frame that was asked for last. */
  #pending = 0;
  /** Whether the run cannot go on: it diverged, or came to its end. */
  #over = false;
  #run: Measured[] = [];
  #runBefore: readonly Measured[] = [];
  readonly #start = button("▶ train", () => this.#press(), { disabled: true });
  readonly #anew = button("start anew", () => this.#startAnew(), { disabled: true });
  readonly #kernels = filterPair();
  readonly #chart = errorChart();
  /** Numbers that change many times a second: not for screen readers, which the caption is for. */
  readonly #numbers = make("p", { class: "cnn-numbers" });
  readonly #caption = captionLine();

  constructor(data: Data) {
    this.#digits = packedDigitsIn(data);
    this.#heldOut = numberIn(data, "heldOut", [1, this.#digits.labels.length - 1]);
    this.#seed = numberIn(data, "seed", [0, 2 ** 32 - 1]);
    this.#rate = numberIn(data, "learningRate", [1e-9, 1e9]);
    this.#filters = numberIn(data, "filters", [1, 64]);
    this.#batchSize = numberIn(data, "batchSize", [1, this.#digits.labels.length - this.#heldOut]);
    this.#losses = numbersIn(data, "losses");
    this.#kernels.begin(this.#firstFilters());
    this.#chart.show([], []);
    this.#say(`Unpacking ${this.#digits.labels.length} images.`);
    this.elements = [
      make(
        "div",
        { class: "cnn-parts cnn-train" },
        make(
          "div",
          { class: "cnn-part" },
          titled("filters before", this.#kernels.before),
          titled("filters now", this.#kernels.now),
          this.#numbers,
        ),
        titled(`error on ${this.#heldOut} images held out`, this.#chart.element),
      ),
      this.#caption,
      row("run", this.#start, this.#anew),
      this.#settings("rate", rates, this.#rate, (rate) => this.#choose({ rate })),
      this.#settings("filters", filterCounts, this.#filters, (filters) => this.#choose({ filters })),
      this.#settings("batch size", batchSizes, this.#batchSize, (batchSize) => this.#choose({ batchSize })),
    ];
    void this.#unpack();
  }

  #settings(name: string, usual: readonly number[], set: number, choose: (value: number) => void): HTMLElement {
    const values = [...new Set([...usual, set])].sort((a, b) => a - b);
    const options = values.map((value) => [String(value), value] as const);
    const buttons: Choice<number> = choice(name, options, choose);
    buttons.set(set);
    return buttons.element;
  }

  async #unpack(): Promise<void> {
    try {
      this.#images = await unpackDigits(this.#digits);
      this.#compare(this.#images);
      this.#start.disabled = false;
      this.#anew.disabled = false;
      const learned = this.#images.length - this.#heldOut;
      this.#say(`A network that has learned nothing yet. Train it here, on ${learned} images in three grey levels.`);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Whether this page trains as the notebook did. */
  #compare(images: Dataset): void {
    const trainer = this.#newTrainer(images);
    const { declined } = trainer.runner;
    if (declined) throw new Error(`the engine does not run: ${declined}`);
    for (const loss of this.#losses) requireSameLayers(trainer.step(1, this.#rate), loss);
    trainer.dispose();
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

  #newTrainer(images: Dataset): Trainer {
    return new Trainer(images, {
      filters: this.#filters,
      batchSize: this.#batchSize,
      seed: this.#seed,
      heldOut: this.#heldOut,
    });
  }

  /** The filters of a network that has learned nothing. */
  #firstFilters(): Tensor {
    const { shape, classes } = this.#digits;
    return articleNetwork(shape, { filters: this.#filters, classes, seed: this.#seed }).parameters[0];
  }

  #press(): void {
    if (this.#running) this.#stop();
    else if (this.#over) this.#startAnew();
    else this.#go();
  }

  #startAnew(): void {
    this.#reset();
    this.#go();
  }

  /** Another rate holds from the next step on; a network of another form, or other batches, begin anew. */
  #choose(chosen: { rate?: number; filters?: number; batchSize?: number }): void {
    const wasRunning = this.#running;
    this.#rate = chosen.rate ?? this.#rate;
    this.#filters = chosen.filters ?? this.#filters;
    this.#batchSize = chosen.batchSize ?? this.#batchSize;
    if (chosen.rate === undefined || this.#over) this.#reset();
    if (wasRunning) this.#go();
    else if (this.#trainer)
      this.#say(`Stopped at step ${this.#trainer.steps}. From here on the rate is ${this.#rate}.`);
    else
      this.#say(`Untrained: rate ${this.#rate}, ${counted(this.#filters, "filter")}, batches of ${this.#batchSize}.`);
  }

  /** Back to the first weights. The curve so far stays, pale. */
  #reset(): void {
    this.#trainer?.dispose();
    this.#trainer = undefined;
    this.#halt();
    this.#over = false;
    if (this.#run.length > 1) this.#runBefore = this.#run;
    this.#run = [];
    this.#numbers.textContent = "";
    this.#chart.show(this.#run, this.#runBefore);
    this.#kernels.begin(this.#firstFilters());
  }

  #go(): void {
    if (!this.#images) return;
    try {
      this.#trainer ??= this.#newTrainer(this.#images);
      if (this.#run.length === 0) this.#measure(this.#trainer);
    } catch (error) {
      this.#fail(error);
      return;
    }
    const batches = this.#batchSize === 1 ? "one image a step" : `${this.#batchSize} images a step`;
    this.#say(`Training at rate ${this.#rate}, ${counted(this.#filters, "filter")}, ${batches}.`);
    this.#running = true;
    this.#start.textContent = "■ stop";
    this.#next();
  }

  #next(): void {
    cancelAnimationFrame(this.#pending);
    this.#pending = requestAnimationFrame(() => this.#frame());
  }

  #halt(): void {
    cancelAnimationFrame(this.#pending);
    this.#running = false;
    this.#start.textContent = "▶ train";
  }

  #stop(): void {
    this.#halt();
    if (!this.#trainer) return;
    this.#measure(this.#trainer);
    this.#say(`Stopped at step ${this.#trainer.steps}, ${this.#standing()}`);
  }

  #standing(): string {
    const { epochs, error } = this.#run[this.#run.length - 1];
    return `after ${written(epochs, 1)} epochs: ${fixed(100 * error, 1)} % of ${this.#heldOut} held-out images are wrong.`;
  }

  #frame(): void {
    const trainer = this.#trainer;
    if (!trainer) return;
    try {
      this.#learn(trainer);
      if (trainer.epochs >= mostEpochs) this.#end();
      // A cell that is run again takes its old output off the page.
      else if (this.#start.isConnected) this.#next();
      else this.#stop();
    } catch (error) {
      if (error instanceof TrainingError) this.#diverged(error.message);
      else this.#fail(error);
    }
  }

  /** As many steps as a frame has room for. */
  #learn(trainer: Trainer): void {
    const began = performance.now();
    const between = stepsFor(imagesBetween, this.#batchSize);
    const losses: number[] = [];
    do {
      losses.push(trainer.step(1, this.#rate));
      if (trainer.steps % between === 0) this.#measure(trainer);
    } while (losses.length < stepsFor(imagesPerFrame, this.#batchSize) && performance.now() - began < longest);
    const { error } = this.#run[this.#run.length - 1];
    const done = `step ${trainer.steps} · epoch ${fixed(trainer.epochs, 1)}`;
    this.#numbers.textContent = `${done} · loss ${fixed(meanOf(losses))} · error ${fixed(100 * error, 1)} %`;
    this.#kernels.show(trainer.weights()[0]);
  }

  #measure(trainer: Trainer): void {
    if (this.#run[this.#run.length - 1]?.epochs === trainer.epochs) return;
    this.#run.push({ epochs: trainer.epochs, error: trainer.heldOutError() });
    this.#chart.show(this.#run, this.#runBefore);
  }

  #end(): void {
    this.#stop();
    this.#over = true;
    this.#say(`The end, ${this.#standing()}`);
  }

  #diverged(what: string): void {
    this.#halt();
    this.#over = true;
    this.#say(`The network ${what}. The rate ${this.#rate} was too large: choose a smaller one and train anew.`);
  }
}

const counted = (count: number, of: string) => `${count} ${of}${count === 1 ? "" : "s"}`;
