import { describe, expect, test, vi } from "vitest";
import { Conv2D, evaluate, MaxPool2D, Network, ReLU, Softmax, train } from "../../src/index";
import { seededRandom } from "../../src/random";
import { defaultThreads } from "../../src/training/default-threads";
import { noise } from "../helpers/engine/networks";

describe("images of any size and number of channels train on the engine as on the layers", () => {
  test.each([
    [[12, 20, 3], 5],
    [[9, 9, 4], 3],
    [[6, 31], 300],
  ] as const)("%j, %i classes, augmented: losses within 1e-5 over 12 steps", (shape, classes) => {
    const images = noise(48, shape, classes);
    const make = () => {
      const layers = [new Conv2D(6, { padding: "same" }), new ReLU(), new MaxPool2D(2)];
      return new Network([...layers, new Conv2D(8), new ReLU(), new Softmax(classes)], {
        input: shape,
        random: seededRandom(2),
      });
    };
    const options = { batchSize: 4, seed: 5, augment: { shift: 1, background: 9 }, threads: 1 };
    const [fast, readable] = [make(), make()];
    const run = train(fast, images, options);
    const layers = train(readable, images, { ...options, runOn: "layers" });
    expect([run.ranOn, layers.ranOn]).toEqual(["engine", "layers"]);
    run.losses.forEach((loss, step) => {
      expect(Math.abs(loss - layers.losses[step])).toBeLessThan(1e-5);
    });
    const off = evaluate(fast, images).loss - evaluate(readable, images).loss;
    expect(Math.abs(off)).toBeLessThan(1e-4);
  });
});

describe("the number of threads where nobody says", () => {
  test("is what CNN_THREADS tells, and never less than one", () => {
    vi.stubEnv("CNN_THREADS", "3");
    expect(defaultThreads()).toBe(3);
    for (const wrong of ["0", "-1", "two", "1.5"]) {
      vi.stubEnv("CNN_THREADS", wrong);
      expect(defaultThreads).toThrow(`CNN_THREADS must be a whole number >= 1, got ${wrong}`);
    }
    vi.unstubAllEnvs();
    expect(defaultThreads()).toBeGreaterThanOrEqual(1);
  });
});
