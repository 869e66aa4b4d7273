import type { Dataset } from "../../data/dataset";
import type { TrainingPass } from "../../layers/layer";
import { sgd } from "../../training/optimizers";
import type { BatchResult, StagedRunner } from "../../training/runner";
import { type TrainingImages, trainingImages } from "../../training/training-images";
import { noMemory, type OptimizerMemory } from "../../training/updater";
import type { Programs } from "../programs/compile";
import { Control, moveBytes } from "../simd/control";
import { homeOf } from "./home";
import { LateTeam } from "./late-team";
import type { Layout, RunPlan } from "./layout";
import { copyMeans, type MeansPlan, memoryFrom, writeMeans } from "./optimizer-memory";
import { type OptimizerNumbers, optimizerNumbers } from "./optimizer-numbers";
import { type Parameter, pack, unpack } from "./parameter";
import type { Simd } from "./simd-module";
import { type Views, viewsOf, writeConstants } from "./views";

/** A compiled network in memory, ready to run. */
export class Engine implements StagedRunner {
  readonly ranOn = "engine";
  readonly threads: number;
  private readonly layout: Layout;
  private readonly simd: Simd;
  private readonly views: Views;
  private readonly images: TrainingImages;
  private readonly writeNumbers: OptimizerNumbers;
  private readonly means: MeansPlan;
  /** The optimizer's means as of the last writeBack. */
  private kept: ReturnType<typeof copyMeans>;
  private steps: number;
  private readonly team: LateTeam;
  private predicted = { from: 0, to: 0 };
  /** Whether what follows from the parameters has been brought up to date. */
  private derived = false;

  /** @throws {RangeError} if there is not enough memory */
  constructor(
    private readonly network: Programs,
    private readonly dataset: Dataset,
    private readonly plan: RunPlan,
    home = homeOf(network, plan),
  ) {
    this.threads = plan.threads;
    this.images = trainingImages(dataset, plan);
    this.steps = plan.memory?.steps ?? 0;
    this.writeNumbers = optimizerNumbers(plan.optimizer ?? sgd(), this.steps);
    const { memory, simd, layout } = home;
    this.layout = layout;
    this.simd = simd;
    this.team = new LateTeam({ memory, simd, control: layout.control, threads: plan.threads });
    this.views = viewsOf(memory, layout, plan, network);
    writeConstants(this.views, this.layout, plan, network);
    const { parameters, floats } = network.builder;
    const order = plan.order ?? parameters.map(({ parameter }) => parameter.tensor);
    this.means = { parameters, order, layout: this.layout, descended: floats.descended };
    this.read();
    this.kept = copyMeans(this.means, this.steps, this.views.floats);
  }

  trainBatch(images: Uint32Array, learningRate: number): BatchResult {
    this.stage(images, learningRate);
    this.descend();
    return this.take(images.length);
  }

  stage(images: Uint32Array, learningRate: number, step = 0): void {
    this.predicted = { from: 0, to: 0 };
    for (let k = 0; k < images.length; k++) {
      const { pixels, move, pass } = this.images.next(images[k]);
      const slot = step * this.plan.batchSize + k;
      this.views.slots[slot].set(pixels);
      if (move) this.views.words.set(move, (this.layout.fields[Control.Moves] + slot * moveBytes) / 4);
      this.stageLabel(slot, this.dataset.label(images[k]), pass);
    }
    this.setStep(step, images.length, learningRate, this.writeNumbers);
    this.derived = false;
  }

  take(images: number, step = 0): BatchResult {
    this.steps++;
    return this.result(images, step);
  }

  private result(images: number, step: number): BatchResult {
    let loss = 0;
    let correct = 0;
    for (let chunk = 0; chunk < this.plan.chunks; chunk++) {
      const at = this.layout.fields[Control.Results] + 16 * (step * this.plan.chunks + chunk);
      loss += this.views.doubles[at / 8];
      correct += this.views.words[at / 4 + 2];
    }
    return { loss: loss / images, correct };
  }

  predict(i: number): Float64Array {
    if (i < this.predicted.from || i >= this.predicted.to) {
      const to = Math.min(i + this.views.slots.length, this.dataset.length);
      for (let k = i; k < to; k++) this.views.slots[k - i].set(this.dataset.pixels(k));
      if (!this.derived) this.simd.derive(this.layout.control);
      this.derived = true;
      const [{ words }] = this.views.controls;
      words[Control.Images] = to - i;
      words[Control.Predicting] = 1;
      const team = this.team.get();
      if (team) team.run("compute", this.plan.chunks);
      else this.team.alone(() => this.simd.predictAll(this.layout.control));
      words[Control.Predicting] = 0;
      this.predicted = { from: i, to };
    }
    return this.views.answers[i - this.predicted.from];
  }

  /**
   * One step of plain descent on one image, on this thread: what the weights become, by tensor. The weights stay as
   * they were.
   */
  tryStep(i: number, learningRate: number, pass: TrainingPass = { seed: 0 }): { loss: number; after: Float64Array[] } {
    this.views.slots[0].set(this.dataset.pixels(i));
    this.stageLabel(0, this.dataset.label(i), pass);
    this.setStep(0, 1, learningRate, optimizerNumbers(sgd()));
    const [{ words }] = this.views.controls;
    words[Control.Moves] = 0;
    this.simd.step(this.layout.control, 0);
    words[Control.Moves] = this.layout.fields[Control.Moves];
    const after = this.located().map((parameter) => {
      const values = new Float64Array(parameter.tensor.data.length);
      unpack(parameter, this.views.floats, values);
      return values;
    });
    this.read();
    return { loss: this.result(1, 0).loss, after };
  }

  writeBack(): void {
    for (const parameter of this.located()) unpack(parameter, this.views.floats);
    this.kept = copyMeans(this.means, this.steps, this.views.floats);
  }

  remembered(): OptimizerMemory {
    return memoryFrom(this.means, this.kept);
  }

  dispose(): void {
    this.team.dispose();
  }

  /** Takes the layers' parameters over, and what the optimizer remembers of an earlier run. */
  private read(): void {
    this.derived = false;
    for (const parameter of this.located()) pack(parameter, this.views.floats);
    writeMeans(this.means, this.plan.memory ?? noMemory, this.views.floats);
  }

  private located(): Parameter[] {
    return this.network.builder.parameters.map(({ parameter, region }) => ({
      ...parameter,
      offset: this.layout.addressOf({ region, float: parameter.offset }) / 4,
    }));
  }

  private stageLabel(slot: number, label: number, pass: TrainingPass): void {
    const { classes } = this.network;
    if (!(label < classes)) {
      throw new RangeError(`crossEntropy: label must be a whole number from 0 to ${classes - 1}, got ${label}`);
    }
    this.views.halves[this.layout.fields[Control.Labels] / 2 + slot] = label;
    this.views.words[this.layout.fields[Control.Seeds] / 4 + slot] = pass.seed;
  }

  private setStep(step: number, images: number, learningRate: number, writeNumbers: OptimizerNumbers): void {
    const { words, floats } = this.views.controls[step];
    words[Control.Images] = images;
    floats[Control.Rate] = learningRate; // layers that update their own weights read it too
    writeNumbers(learningRate, words, floats);
  }

  private descend(): void {
    const { simd, layout, plan } = this;
    const team = this.team.get();
    if (!team) {
      this.team.alone(() => simd.step(layout.control, 0));
      return;
    }
    simd.derive(layout.control);
    team.run("compute", plan.chunks);
    team.run("update", plan.chunks);
  }
}
