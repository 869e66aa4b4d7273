import { describe, expect, test } from "vitest";
import { type Augmentation, augmentationFrom, augmenter } from "../../src/data/augment";
import { adam, type Optimizer, optimizerFrom, sgd } from "../../src/training/optimizers";
import {
  constantRate,
  cosineRate,
  type DescribedSchedule,
  fallingRate,
  type ScheduleData,
  scheduleFrom,
  steppedRate,
} from "../../src/training/schedules";

const throughJson = (value: unknown) => JSON.parse(JSON.stringify(value));

describe("schedules are plain data in JSON, and come back from it:", () => {
  test.each<[DescribedSchedule, ScheduleData]>([
    [constantRate(0.1), { kind: "constant", rate: 0.1 }],
    [fallingRate(0.1), { kind: "falling", from: 0.1, to: 0 }],
    [fallingRate(0.1, 0.01), { kind: "falling", from: 0.1, to: 0.01 }],
    [cosineRate(0.1, { warmUp: 0.3 }), { kind: "cosine", rate: 0.1, warmUp: 0.3, to: 0 }],
    [steppedRate(0.1, { parts: 4 }), { kind: "stepped", rate: 0.1, parts: 4, factor: 0.1 }],
  ])("%#", (schedule, data) => {
    expect(throughJson({ learningRate: schedule })).toEqual({ learningRate: data });
    const back = scheduleFrom(throughJson(schedule));
    for (let step = 0; step < 20; step++) expect(back(step, 20)).toBe(schedule(step, 20));
    expect(throughJson(back)).toEqual(data);
  });

  test.each([
    [
      { kind: "linear", rate: 1 },
      'scheduleFrom: kind must be "constant", "falling", "cosine" or "stepped", got {"kind":"linear","rate":1}',
    ],
    [null, 'scheduleFrom: kind must be "constant", "falling", "cosine" or "stepped", got null'],
    [{ kind: "constant" }, "constantRate: rate must be a positive number, got undefined"],
    [{ kind: "falling", from: 1, to: -1 }, "fallingRate: to must be a number >= 0, got -1"],
    [{ kind: "constant", rate: "0.1" }, "constantRate: rate must be a positive number, got 0.1"],
  ])("%j is refused", (data, message) => {
    expect(() => scheduleFrom(data as ScheduleData)).toThrow(new RangeError(message));
  });
});

describe("optimizers come back from JSON:", () => {
  test.each<[Optimizer]>([[sgd()], [sgd({ momentum: 0.9, weightDecay: 1e-4 })], [adam({ beta2: 0.99 })]])(
    "%j",
    (optimizer) => {
      expect(optimizerFrom(throughJson(optimizer))).toEqual(optimizer);
    },
  );

  test.each([
    [{ kind: "adagrad" }, 'optimizerFrom: optimizer must be one that sgd() or adam() returns, got {"kind":"adagrad"}'],
    [
      { kind: "sgd", beta1: 0.9 },
      'optimizerFrom: optimizer must be one that sgd() or adam() returns, got {"kind":"sgd","beta1":0.9}',
    ],
    [undefined, "optimizerFrom: optimizer must be one that sgd() or adam() returns, got undefined"],
    [{ kind: "sgd", momentum: "0.9" }, "sgd: momentum must be >= 0 and < 1, got 0.9"],
  ])("%j is refused", (data, message) => {
    expect(() => optimizerFrom(data)).toThrow(new RangeError(message));
  });
});

describe("augmentations come back from JSON", () => {
  test("with all of their numbers, and move alike", () => {
    const augmentation: Augmentation = { shift: 3, background: 7 };
    const back = augmentationFrom(throughJson(augmentation));
    expect(back).toEqual({ shift: 3, rotation: 10, scale: 10, background: 7 });
    const image = Uint8Array.from({ length: 30 }, (_, k) => 8 * k);
    expect(augmenter([5, 6], back)(image, 9)).toEqual(augmenter([5, 6], augmentation)(image, 9));
  });

  test.each([
    [{ shfit: 2 }, 'augmentation: expected { shift, rotation, scale, background }, got {"shfit":2}'],
    [3, "augmentation: expected { shift, rotation, scale, background }, got 3"],
    [{ shift: "2" }, "augmenter: shift must be a number >= 0, got 2"],
  ])("%j is refused", (data, message) => {
    expect(() => augmentationFrom(data)).toThrow(new RangeError(message));
    expect(() => augmenter([5, 6], data as Augmentation)).toThrow(RangeError);
  });
});
