import type { Dataset } from "../../data/dataset";
import type { TrainingPass } from "../../layers/layer";
import { sgd } from "../../training/optimizers";
import type { BatchResult, Runner } from "../../training/runner";
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
export class Engine implements Runner {
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
    return this.result(images.length);
  }

  /** Brings to memory what the next step computes. */
  stage(images: Uint32Array, learningRate: number): void {
    this.predicted = { from: 0, to: 0 };
    for (let k = 0; k < images.length; k++) {
      const { pixels, move, pass } = this.images.next(images[k]);
      this.views.slots[k].set(pixels);
      if (move) this.views.words.set(move, (this.layout.fields[Control.Moves] + k * moveBytes) / 4);
      this.stageLabel(k, this.dataset.label(images[k]), pass);
    }
    this.setStep(images.length, learningRate, this.writeNumbers);
    this.derived = false;
    this.steps++;
  }

  /** What the last step of so many images gave. */
  result(images: number): BatchResult {
    let loss = 0;
    let correct = 0;
    for (let chunk = 0; chunk < this.plan.chunks; chunk++) {
      const at = this.layout.fields[Control.Results] + 16 * chunk;
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
      this.views.controlWords[Control.Images] = to - i;
      this.views.controlWords[Control.Predicting] = 1;
      const team = this.team.get();
      if (team) team.run("compute", this.plan.chunks);
      else this.team.alone(() => this.simd.predictAll(this.layout.control));
      this.views.controlWords[Control.Predicting] = 0;
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
    this.setStep(1, learningRate, optimizerNumbers(sgd()));
    this.views.controlWords[Control.Moves] = 0;
    this.simd.step(this.layout.control, 0);
    this.views.controlWords[Control.Moves] = this.layout.fields[Control.Moves];
    const after = this.located().map((parameter) => {
      const values = new Float64Array(parameter.tensor.data.length);
      unpack(parameter, this.views.floats, values);
      return values;
    });
    this.read();
    return { loss: this.result(1).loss, after };
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

  private setStep(images: number, learningRate: number, writeNumbers: OptimizerNumbers): void {
    this.views.controlWords[Control.Images] = images;
    this.views.controlFloats[Control.Rate] = learningRate; // layers that update their own weights read it too
    writeNumbers(learningRate, this.views.controlWords, this.views.controlFloats);
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
