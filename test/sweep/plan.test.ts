import { buildSync } from "esbuild";
import { describe, expect, expectTypeOf, onTestFinished, test } from "vitest";
import { Conv2D } from "../../src/layers/conv2d";
import type { Layer } from "../../src/layers/layer";
import { Softmax } from "../../src/layers/softmax";
import type { sweep } from "../../src/notebook/sweep";
import { planSweep, type SweepOptions } from "../../src/sweep/plan";
import { choice, logUniform, type Space, uniform } from "../../src/sweep/space";
import { planFile } from "../../src/sweep/sweep-file";
import { cosineRate } from "../../src/training/schedules";

const space = { filters: choice(4, 8), rate: logUniform(0.01, 0.1) };
const options: SweepOptions<typeof space> = {
  name: "a",
  trials: 3,
  network: ({ filters }) => [new Conv2D(filters), new Softmax(10)],
  train: ({ rate }) => ({ epochs: 2, batchSize: 10, learningRate: rate }),
};

test("the functions and the study of a sweep know the types of its settings", () => {
  type Given = Parameters<typeof options.network>[0];
  expectTypeOf<Given["filters"]>().toEqualTypeOf<4 | 8>();
  expectTypeOf<Given["rate"]>().toEqualTypeOf<number>();
  type Found = Awaited<ReturnType<typeof sweep<typeof space>>>;
  expectTypeOf<Found["trials"][0]["settings"]["filters"]>().toEqualTypeOf<4 | 8>();
  expectTypeOf<Found["best"]["settings"]["rate"]>().toEqualTypeOf<number>();
});

test("in a page a sweep on other machines is refused, rather than run here", () => {
  const page = process as { browser?: boolean };
  page.browser = true;
  onTestFinished(() => void delete page.browser);
  expect(() => planSweep(space, { ...options, redis: "redis://localhost" })).toThrow(
    "sweep: redis must be left out in the browser edition, which reaches no machine, got redis://localhost",
  );
  expect(planSweep(space, options).asked).toHaveLength(3);
});

test("a plan has a trial for each setting, in order, with what the functions returned", () => {
  const { header, asked } = planSweep(space, options);
  expect(header).toEqual({ version: 1, name: "a", space, trials: 3, seed: 1 });
  expect(asked).toHaveLength(3);
  for (const { settings, trial } of asked) {
    expect(trial.network.layers[0]).toMatchObject({ kind: "Conv2D", options: { filters: settings.filters } });
    expect(trial.train).toMatchObject({ epochs: 2, learningRate: { kind: "constant", rate: settings.rate } });
    expect(trial.data).toMatchObject({ name: "mnist", validation: 5000, seed: 1 });
  }
});

test("the same sweep as a file has the same trials, by their ids", () => {
  const inCell = planSweep(space, {
    ...options,
    halving: {},
    take: 1000,
    train: ({ rate }) => ({ epochs: 2, batchSize: 10, learningRate: cosineRate(rate), seed: 7 }),
  });
  const file = {
    name: "a",
    space,
    trials: 3,
    halving: {},
    take: 1000,
    network: [
      { kind: "Conv2D", options: { filters: "$filters" } },
      { kind: "Softmax", options: { nodes: 10 } },
    ],
    train: { epochs: 2, batchSize: 10, learningRate: { kind: "cosine", rate: "$rate" }, seed: 7 },
  };
  const inFile = planFile(JSON.stringify(file), "a.json");
  expect(inFile).toEqual(inCell);
});

const broken =
  (change: Record<string, unknown>, of: Space = space) =>
  () =>
    planSweep(of, { ...options, ...change } as unknown as SweepOptions<Space>);

describe("what a reader gets wrong is told with its place, what was expected, and what it got:", () => {
  const layers = (make: (settings: { filters: number }) => Layer[]) => ({ network: make });
  test.each<[string, () => unknown, string]>([
    ["no trials", broken({ trials: 0 }), "sweep: trials must be a whole number >= 1, got 0"],
    ["half a trial", broken({ trials: 1.5 }), "sweep: trials must be a whole number >= 1, got 1.5"],
    ["too many trials", broken({ trials: 1e7 }), "sweep: trials must be at most 1000000, got 10000000"],
    [
      "more than there are",
      broken({ trials: 3 }, { filters: choice(4, 8) }),
      "sweep: trials must be at most 2, the settings of this space, got 3: left out, each is tried once",
    ],
    [
      "no number of trials",
      broken({ trials: undefined }),
      "sweep: trials must be a number where a setting is not one of a few, as rate is: got none, which asks for every setting once",
    ],
    [
      "one setting",
      broken({ trials: 1 }, { filters: choice(4) }),
      "sweep: space must have two settings or more to choose among, got one: use train",
    ],
    [
      "a path as name",
      broken({ name: "../a" }),
      'sweep: name must be up to 64 letters, digits, - and _, and no path, got "../a"',
    ],
    [
      "no name",
      broken({ name: undefined }),
      "sweep: name must be up to 64 letters, digits, - and _, and no path, got undefined",
    ],
    [
      "an unknown option",
      broken({ epochs: 3 }),
      "sweep: options must be of name, trials, seed, network, train, halving, data, take, validation, processes, redis, got epochs",
    ],
    [
      "processes of this machine, and a Redis",
      broken({ processes: 2, redis: "redis://localhost" }),
      "sweep: processes must be left out with redis: each worker says how many it has, got both",
    ],
    ["a network, not a function", broken({ network: [] }), "sweep: network must be a function of the settings, got []"],
    [
      "an unknown data set",
      broken({ data: "minst" }),
      'loadDataset: expected a data set in data, found none named "minst"',
    ],
    ["a seed", broken({ seed: -1 }), "sweep: seed must be a whole number >= 0, got -1"],
    ["processes", broken({ processes: 0 }), "sweep: processes must be a whole number >= 1, got 0"],
    ["validation", broken({ validation: 0 }), "sweep: validation must be a whole number >= 1, got 0"],
    [
      "no options of train",
      broken({ train: () => undefined }),
      "train must return options of train, as { epochs: 3 }, got undefined",
    ],
    ["no layers", broken({ network: () => new Softmax(10) }), "network must return a list of layers, got"],
    [
      "a network that throws for some settings",
      broken(layers(({ filters }) => [new Conv2D(filters - 8)])),
      "network threw Conv2D: filters must be a whole number >= 1, got",
    ],
    [
      "a network that does not fit for some settings",
      broken(layers(({ filters }) => [new Conv2D(2, { size: 6 * filters }), new Softmax(10)])),
      "layers[0] Conv2D does not take (28, 28)",
    ],
    ["a rate of 0", broken({ train: () => ({ learningRate: 0 }) }), "train.learningRate must be >0, got 0"],
  ])("%s", (_, plan, message) => {
    expect(plan).toThrow(message);
  });

  test("for some settings: the settings are named", () => {
    expect(broken(layers(({ filters }) => [new Conv2D(filters - 4), new Softmax(10)]))).toThrow(
      /^sweep: settings \{"filters":4,"rate":0\.\d+\}: network threw Conv2D: filters must be a whole number >= 1, got 0$/,
    );
  });
});

describe("a file of a sweep is refused:", () => {
  const file = (change: object) => () =>
    planFile(
      JSON.stringify({
        name: "a",
        space: { f: choice(1, 2) },
        network: [{ kind: "Softmax", options: { nodes: 10 } }],
        train: {},
        ...change,
      }),
      "a.json",
    );
  test.each<[() => unknown, string]>([
    [() => planFile("{", "a.json"), "a.json: expected a sweep as JSON, found"],
    [
      file({ epochs: 1 }),
      "a.json: options must be of name, space, trials, seed, network, train, halving, data, take, validation, got epochs",
    ],
    [file({ space: { f: { uniform: [1, 0] } } }), "sweep: space.f: uniform must have from <= to, got uniform(1, 0)"],
    [file({ network: "conv" }), 'sweep: network must be a list of layers { kind, options }, got "conv"'],
    [file({ train: { epochs: "$g" } }), 'sweep: settings {"f":1}: "$g" must name a setting, f, got g'],
    [
      file({ network: [{ kind: "Softmax", options: { nodes: "ten" } }] }),
      'network.layers[0].options.nodes must be number, got "ten"',
    ],
    [
      file({ network: [{ kind: "Softmax", options: { nodes: 9 } }] }),
      "the last layer must give 10 numbers, one for each class, got (9)",
    ],
    [file({ name: "a/b" }), "sweep: name must be"],
    [file({ train: { epochs: 1, command: "x" } }), "train.command must be left out: there is no such field"],
  ])("case %#", (plan, message) => {
    expect(plan).toThrow(message);
  });
  test("and taken where it is right", () => {
    expect(file({})).not.toThrow();
  });
});

test("settings that amount to the same trial are one trial", () => {
  const { asked } = planSweep(
    { unused: uniform(0, 1) },
    { ...options, network: () => [new Softmax(10)], train: () => ({}) },
  );
  expect(new Set(asked.map(({ id }) => id)).size).toBe(1);
  expect(asked).toHaveLength(3);
});

test("src/index loads no package and no processes for a sweep until one begins", () => {
  const { metafile } = buildSync({
    entryPoints: ["src/index.ts"],
    bundle: true,
    write: false,
    metafile: true,
    platform: "node",
    packages: "external",
    format: "esm",
  });
  const loaded = new Set<string>();
  const visit = (path: string) => {
    if (loaded.has(path)) return;
    loaded.add(path);
    for (const { path: next, kind } of metafile.inputs[path]?.imports ?? []) if (kind !== "dynamic-import") visit(next);
  };
  visit("src/index.ts");
  expect(loaded).toContain("src/notebook/sweep.ts");
  for (const path of [
    "valibot",
    "bullmq",
    "ioredis",
    "node:child_process",
    "src/sweep/pool.ts",
    "src/sweep/trial.ts",
  ]) {
    expect(loaded).not.toContain(path);
  }
});
