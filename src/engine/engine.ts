import type { Dataset } from "../data/dataset";
import type { TrainingPass } from "../layers/layer";
import { sgd } from "../training/optimizers";
import type { BatchResult, Runner } from "../training/runner";
import { type TrainingImages, trainingImages } from "../training/training-images";
import type { CompiledNetwork } from "./compile";
import { Field } from "./kernels/field";
import { type Layout, layOut, type Shares } from "./layout";
import { type OptimizerSteps, optimizerSteps } from "./optimizer-steps";
import { type Parameter, pack, unpack } from "./parameter";
import { allocate, instantiate, type Kernels, kernelsHeap, type SharedMemory } from "./wasm";
import { startTeam, type Team } from "./workers";

/** A compiled network in memory, ready to run. */
export class Engine implements Runner {
  readonly ranOn = "engine";
  readonly build = "simd";
  readonly threads: number;
  private readonly layout: Layout;
  private readonly memory: SharedMemory;
  private readonly kernels: Kernels;
  private readonly bytes: Uint8Array;
  private readonly floats: Float32Array;
  private readonly doubles: Float64Array;
  private readonly words: Int32Array;
  private readonly images: TrainingImages;
  private readonly steps: OptimizerSteps;
  private team: Team | undefined;
  private predicted = { from: 0, to: 0 };

  /** @throws {RangeError} if there is not enough memory */
  constructor(
    private readonly network: CompiledNetwork,
    private readonly dataset: Dataset,
    private readonly shares: Shares,
  ) {
    this.threads = shares.threads;
    this.images = trainingImages(dataset, shares);
    this.steps = optimizerSteps(shares.optimizer ?? sgd());
    this.layout = layOut(network, shares, kernelsHeap());
    this.memory = allocate(this.layout.bytes);
    this.kernels = instantiate(this.memory);
    this.bytes = new Uint8Array(this.memory.buffer);
    this.floats = new Float32Array(this.memory.buffer);
    this.doubles = new Float64Array(this.memory.buffer);
    this.words = new Int32Array(this.memory.buffer);
    this.words.set(this.layout.fields, this.layout.control / 4);
    for (const { at, words } of this.layout.constants) this.words.set(words, at / 4);
    this.fillPadding();
    this.read();
  }

  trainBatch(images: Uint32Array, learningRate: number): BatchResult {
    this.predicted = { from: 0, to: 0 };
    for (let k = 0; k < images.length; k++) {
      const { pass } = this.images.next(images[k], this.slot(k));
      this.stageLabel(k, this.dataset.label(images[k]), pass);
    }
    this.descend(images.length, learningRate);
    return this.result(images.length);
  }

  predict(i: number): Float64Array {
    const { classes, builder } = this.network;
    if (i < this.predicted.from || i >= this.predicted.to) {
      const to = Math.min(i + builder.block, this.dataset.length);
      for (let k = i; k < to; k++) this.slot(k - i).set(this.dataset.pixels(k));
      const { predictProgram, workspace, images, labels, results } = this.layout;
      this.kernels.run(predictProgram, workspace, 0, images, labels, 0, results, to - i, 0);
      this.predicted = { from: i, to };
    }
    const start = this.layout.results / 8 + (i - this.predicted.from) * classes;
    return this.doubles.subarray(start, start + classes);
  }

  /** One step of plain descent on one image, on this thread: what the weights become, by tensor. The weights stay as they were. */
  tryStep(
    i: number,
    learningRate: number,
    pass: TrainingPass = { seed: 0 },
  ): { loss: number; after: Float64Array[] } {
    this.slot(0).set(this.dataset.pixels(i));
    this.stageLabel(0, this.dataset.label(i), pass);
    this.setStep(1, learningRate, optimizerSteps(sgd()));
    for (const derive of this.network.derive) derive(this.kernels, this.layout.addressOf);
    this.kernels.step(this.layout.control);
    const after = this.located().map((parameter) => {
      const values = new Float64Array(parameter.tensor.data.length);
      unpack(parameter, this.floats, values);
      return values;
    });
    this.read();
    return { loss: this.result(1).loss, after };
  }

  writeBack(): void {
    for (const parameter of this.located()) unpack(parameter, this.floats);
  }

  dispose(): void {
    this.team?.dispose();
    this.team = undefined;
  }

  /** Takes the layers' parameters over. What the optimizer remembers starts at 0. */
  private read(): void {
    for (const parameter of this.located()) pack(parameter, this.floats);
    const { velocity, squares } = this.layout;
    const { descended } = this.network.builder.floats;
    for (const at of [velocity, squares]) if (at) this.floats.fill(0, at / 4, at / 4 + descended);
  }

  private located(): Parameter[] {
    return this.network.builder.parameters.map(({ parameter, region }) => ({
      ...parameter,
      offset: this.layout.addressOf({ region, float: parameter.offset }) / 4,
    }));
  }

  /** Where the pixels of the batch's image k lie. */
  private slot(k: number): Uint8Array {
    const { imageBytes } = this.shares;
    const start = this.layout.images + k * imageBytes;
    return this.bytes.subarray(start, start + imageBytes);
  }

  private stageLabel(slot: number, label: number, pass: TrainingPass): void {
    const { classes } = this.network;
    if (!(label < classes)) {
      throw new RangeError(
        `crossEntropy: label must be a whole number from 0 to ${classes - 1}, got ${label}`,
      );
    }
    this.bytes[this.layout.labels + slot] = label;
    this.words[this.layout.seeds / 4 + slot] = pass.seed;
  }

  private setStep(images: number, learningRate: number, steps: OptimizerSteps): void {
    const control = this.layout.control / 4;
    this.words[control + Field.Images] = images;
    this.floats[control + Field.Rate] = learningRate; // also of layers that take their own steps
    const view = [control, control + Field.Size] as const;
    steps(learningRate, this.words.subarray(...view), this.floats.subarray(...view));
  }

  private descend(images: number, learningRate: number): void {
    const { kernels, layout, shares } = this;
    this.setStep(images, learningRate, this.steps);
    for (const derive of this.network.derive) derive(kernels, layout.addressOf);
    if (shares.threads === 1) {
      kernels.step(layout.control);
      return;
    }
    this.team ??= startTeam({
      memory: this.memory,
      kernels,
      control: layout.control,
      threads: shares.threads,
    });
    this.team.run("compute", shares.chunks);
    this.team.run("update", shares.slices);
  }

  private result(images: number): BatchResult {
    let loss = 0;
    let correct = 0;
    for (let chunk = 0; chunk < this.shares.chunks; chunk++) {
      const at = this.layout.results + 16 * chunk;
      loss += this.doubles[at / 8];
      correct += this.words[at / 4 + 2];
    }
    return { loss: loss / images, correct };
  }

  private fillPadding(): void {
    const { builder } = this.network;
    for (const { feature, value } of builder.fills) {
      for (let thread = 0; thread < this.shares.threads; thread++) {
        const at = (this.layout.workspace + thread * this.layout.workspaceBytes + feature.at) / 4;
        for (let k = 0; k < feature.size * builder.block; k++) {
          if (k % feature.stored < feature.c) this.floats[at + k] = value;
        }
      }
    }
  }
}
