import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { epochsOf, evaluate, load, loadMnist, Network, Softmax, save, seededRandom, train } from "../../src/index";
import { temporaryFolder } from "../helpers/temporary-folder";

const mnist = loadMnist();
const fresh = () => new Network([new Softmax(784, 10, { random: seededRandom(1) })]);
const answered = (confusion: readonly number[][]) => confusion.flat().reduce((sum, count) => sum + count, 0);

afterEach(() => {
  vi.unstubAllEnvs();
});

test("in quick runs training shows 3,000 images in all: the epochs stay, and what is shorter stays as it is", () => {
  vi.stubEnv("CNN_NOTEBOOKS_QUICK", "1");
  const steps = (count: number, epochs: number) =>
    train(fresh(), mnist.train.take(count), { epochs, seed: 1 }).losses.length;
  expect([steps(60_000, 4), steps(60_000, 1), steps(1000, 3), steps(10, 2)]).toEqual([3000, 3000, 3000, 20]);
  const batches = train(fresh(), mnist.train, { batchSize: 5000, seed: 1, validation: mnist.test });
  expect(batches.losses).toHaveLength(1);
  expect([...epochsOf(fresh(), mnist.train, { epochs: 2, seed: 1 })]).toHaveLength(2);
});

test("in quick runs an evaluation looks at 1,000 images", () => {
  vi.stubEnv("CNN_NOTEBOOKS_QUICK", "1");
  const { confusion, answers } = evaluate(fresh(), mnist.test);
  expect([answered(confusion), answers.length]).toEqual([1000, 1000]);
});

test("without the variable, or with another value, all images are used", () => {
  for (const value of [undefined, "0"]) {
    vi.stubEnv("CNN_NOTEBOOKS_QUICK", value);
    expect(train(fresh(), mnist.train.take(5000), { seed: 1 }).losses).toHaveLength(5000);
    expect(answered(evaluate(fresh(), mnist.test).confusion)).toBe(10_000);
  }
});

test("a quick run's model takes no place of a full run's, and is read in quick runs alone", () => {
  const file = join(temporaryFolder(), "model.safetensors");
  const [full, quick] = [fresh(), fresh()];
  full.parameters[1].data[0] = 5;
  quick.parameters[1].data[0] = 7;
  const read = () => load(file).parameters[1].data[0];
  save(full, file);
  vi.stubEnv("CNN_NOTEBOOKS_QUICK", "1");
  expect(read()).toBe(5);
  save(quick, file);
  expect(read()).toBe(7);
  vi.unstubAllEnvs();
  expect(read()).toBe(5);
  expect(existsSync(`${file}.quick`)).toBe(true);
});
