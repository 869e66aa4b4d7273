import { lstatSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { FormatError, TrainingError } from "../../src/errors";
import { randomTensor } from "../../src/layers/check-gradients";
import { Conv2D } from "../../src/layers/conv2d";
import { Dense } from "../../src/layers/dense";
import { type Description, Layer } from "../../src/layers/layer";
import { ReLU } from "../../src/layers/relu";
import { Softmax } from "../../src/layers/softmax";
import { load, save } from "../../src/model-files/model-file";
import { formatSafetensors, parseSafetensors } from "../../src/model-files/safetensors";
import { Network } from "../../src/network/network";
import { seededRandom } from "../../src/random";
import { type Tensor, tensor } from "../../src/tensor";
import { articleNetwork, weightsOf } from "../helpers/article-network";
import { modelNetwork } from "../helpers/model-network";
import { temporaryFolder } from "../helpers/temporary-folder";

const inFolder = (name = "model.safetensors") => join(temporaryFolder(), name);

/** A reader's layer that can be saved. */
class Scale extends Layer {
  readonly parameters = { by: tensor([1], [3]) };
  constructor(readonly label: string) {
    super();
  }
  forward = (input: Tensor) => input;
  backward = (dLdOut: Tensor) => ({ dLdInput: dLdOut, gradients: { by: tensor([1]) } });
  override describe() {
    return { label: this.label };
  }
}

describe("save and load", () => {
  test.each([
    ["the article's network", () => articleNetwork(3, "all"), [28, 28]],
    ["one of every other layer", modelNetwork, [8, 9]],
  ])("give %s back: kinds, options, every bit of every weight, predictions", (_, make, input) => {
    const [network, file] = [make(), inFolder()];
    save(network, file);
    const loaded = load(file);
    expect(loaded.input).toEqual(network.input);
    expect(loaded.layers.map((layer) => [layer.name, layer.describe?.()])).toEqual(
      network.layers.map((layer) => [layer.name, layer.describe?.()]),
    );
    expect(weightsOf(loaded)).toEqual(weightsOf(network));
    const image = randomTensor(input, seededRandom(1));
    expect(loaded.forward(image)).toEqual(network.forward(image));
  });

  test("in F32 round every weight to 32 bits and halve the file", () => {
    const [network, file, half] = [articleNetwork(), inFolder(), inFolder()];
    save(network, file);
    save(network, half, { dtype: "F32" });
    expect(weightsOf(load(half))).toEqual(weightsOf(network).map(Math.fround));
    expect(readFileSync(half).length / readFileSync(file).length).toBeLessThan(0.51);
  });

  test("make the file's folders, replace what was there, and leave nothing else behind", () => {
    const folder = temporaryFolder();
    const file = join(folder, "models", "best", "digits.safetensors");
    save(articleNetwork(1), file);
    save(articleNetwork(2), file);
    expect(weightsOf(load(file))).toEqual(weightsOf(articleNetwork(2)));
    expect(readdirSync(join(folder, "models", "best"))).toEqual(["digits.safetensors"]);
  });

  test("what cannot be written leaves nothing behind", () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "taken", "inside"), { recursive: true });
    const taken = join(folder, "taken");
    expect(() => save(articleNetwork(), taken)).toThrow(
      new RangeError(`save: file must be the name of a file, got the folder ${taken}`),
    );
    writeFileSync(join(folder, "file"), "");
    const below = join(folder, "file", "digits.safetensors");
    expect(() => save(articleNetwork(), below)).toThrow(
      `save: expected a file that can be written, got ${below}: ENOTDIR`,
    );
    expect(readdirSync(folder).sort()).toEqual(["file", "taken"]);
  });

  test("refuse what is no name of a file", () => {
    for (const [name, got] of [
      ["", '""'],
      [undefined, "undefined"],
      [7, "7"],
    ] as const) {
      expect(() => save(articleNetwork(), name as string)).toThrow(
        new RangeError(`save: file must be the name of a file, got ${got}`),
      );
    }
  });

  test.runIf(process.platform === "linux")("end where no folder can be made, and say so", () => {
    const file = "/proc/no-such-process/digits.safetensors";
    expect(() => save(articleNetwork(), file)).toThrow(
      `save: expected a file that can be written, got ${file}: ENOENT`,
    );
  });

  test("refuse a layer that does not describe itself, and keep the file that was there", () => {
    class Quiet extends ReLU {
      override describe = undefined as unknown as () => Record<string, never>;
    }
    const file = inFolder();
    save(articleNetwork(1), file);
    const network = new Network([new Conv2D(1), new Quiet(), new Softmax(2)], { input: [3, 3] });
    expect(() => save(network, file)).toThrow(
      new RangeError("save: layers[1] Quiet must have a method describe() that returns its options, got none"),
    );
    expect(weightsOf(load(file))).toEqual(weightsOf(articleNetwork(1)));
  });

  test("take a reader's layer that describes itself, and is told how to be made", () => {
    const file = inFolder();
    save(new Network([new Scale("big"), new Softmax(2)], { input: [3] }), file);
    expect(() => load(file)).toThrow(
      'expected layers[0] of a kind that is known (Conv3x3, MaxPool2, Softmax, Conv2D, Dense, MaxPool2D, ReLU, Flatten, Dropout) or given as load(file, { layers }), found "Scale"',
    );
    const layers = { Scale: ({ label }: Description) => new Scale(label as string) };
    const [scale] = load(file, { layers }).layers;
    expect(scale).toBeInstanceOf(Scale);
    expect((scale as Scale).label).toBe("big");
  });

  test("follow a link, and leave alone who may read the file", () => {
    const folder = temporaryFolder();
    const [place, link] = [join(folder, "real.safetensors"), join(folder, "link.safetensors")];
    writeFileSync(place, "", { mode: 0o600 });
    symlinkSync("real.safetensors", link);
    save(articleNetwork(1), link);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(statSync(place).mode & 0o777).toBe(0o600);
    expect(weightsOf(load(place))).toEqual(weightsOf(articleNetwork(1)));
    expect(readdirSync(folder).sort()).toEqual(["link.safetensors", "real.safetensors"]);
  });

  test("refuse weights that are not numbers, and keep the file that was there", () => {
    const file = inFolder();
    save(articleNetwork(1), file);
    const network = articleNetwork(2);
    network.parameters[0].data[3] = -Infinity;
    expect(() => save(network, file)).toThrow(
      new TrainingError(
        "save: expected weights that are numbers, found -Infinity in filters of layers[0] Conv3x3; train anew",
      ),
    );
    expect(weightsOf(load(file))).toEqual(weightsOf(articleNetwork(1)));
  });

  test("refuse a dtype that there is not", () => {
    expect(() => save(articleNetwork(), inFolder(), { dtype: "F16" as "F32" })).toThrow(
      new RangeError('save: dtype must be "F64" or "F32", got "F16"'),
    );
  });
});

describe("load refuses, by the file's name,", () => {
  const small = () => new Network([new Conv2D(2), new ReLU(), new Dense(3), new Softmax(2)], { input: [4, 4] });
  type Contents = { tensors: Map<string, Tensor>; network: Record<string, unknown> };

  /** A file of `small`, changed. */
  function changed(change: (contents: Contents) => unknown): string {
    const file = inFolder();
    save(small(), file);
    const { tensors, metadata } = parseSafetensors(readFileSync(file), file);
    const contents = { tensors: new Map(tensors), network: JSON.parse(metadata.get("network")!) };
    const network = change(contents) ?? contents.network;
    const text = typeof network === "string" ? network : JSON.stringify(network);
    const metadataOf = new Map(text === "" ? [] : [["network", text] as const]);
    writeFileSync(file, formatSafetensors({ tensors: contents.tensors, metadata: metadataOf }));
    return file;
  }

  const option = (k: number, name: string, value: unknown) => (contents: Contents) => {
    const layers = contents.network.layers as { options: Record<string, unknown> }[];
    layers[k].options[name] = value;
  };

  test("nothing, if nothing was changed", () => {
    expect(weightsOf(load(changed(() => undefined)))).toHaveLength(2 * 9 + 2 + 8 * 3 + 3 + 8);
  });

  test.each<[string, (contents: Contents) => unknown, string]>([
    ["no metadata", () => "", 'expected metadata "network" { version: 1, layers: [{ kind, options }, …] }, found none'],
    ["metadata that is no JSON", () => "{", 'found "{"'],
    ["metadata of null", () => "null", 'found "null"'],
    ["another version", ({ network }) => ({ ...network, version: 2 }), 'expected metadata "network" { version: 1'],
    ["layers of another form", ({ network }) => ({ ...network, layers: [null] }), 'expected metadata "network"'],
    [
      "options of another form",
      ({ network }) => ({ ...network, layers: [{ kind: "ReLU", options: [] }] }),
      'expected metadata "network"',
    ],
    ["no layers", ({ network }) => ({ ...network, layers: [] }), "Network: expected at least one layer, got none"],
    [
      "a kind named __proto__",
      ({ network }) => ({ ...network, layers: [{ kind: "__proto__", options: {} }] }),
      'found "__proto__"',
    ],
    [
      "a kind named constructor",
      ({ network }) => ({ ...network, layers: [{ kind: "constructor", options: {} }] }),
      'found "constructor"',
    ],
    [
      "an input that is none",
      ({ network }) => ({ ...network, input: ["28", 28] }),
      "Network: input must be a whole number >= 1, got 28",
    ],
    [
      "an input that does not fit",
      ({ network }) => ({ ...network, input: [5, 5] }),
      "Network: layers[2] Dense does not take (3, 3, 2), the output of layers[1] ReLU",
    ],
    [
      "an input of 10^12 pixels",
      ({ network }) => ({ ...network, input: [1e6, 1e6] }),
      "does not take (999998, 999998, 2)",
    ],
    ["an option that is none", option(0, "stride", 0), "Conv2D: stride must be a whole number >= 1, got 0"],
    [
      "another filter count than the tensor's",
      option(0, "filters", 1e9),
      'expected layers[0] as Conv2D {"filters":1000000000,',
    ],
    ["another number of nodes than the tensor's", option(2, "nodes", 4), 'found tensors of {"nodes":3,"bias":true}'],
    [
      "an option that it does not know",
      option(1, "slope", 0.1),
      'expected layers[1] as ReLU {"slope":0.1}, found tensors of {}',
    ],
    ["a missing option", option(0, "padding", undefined), "expected layers[0] as Conv2D"],
    [
      "a missing tensor",
      ({ tensors }) => void tensors.delete("2.biases"),
      'expected tensor "2.biases" (3), found none',
    ],
    [
      "a missing tensor that sizes follow from",
      ({ tensors }) => void tensors.delete("2.weights"),
      'expected a tensor "weights" of 2 dimensions, found none',
    ],
    [
      "a tensor too many",
      ({ tensors }) => void tensors.set("1.slope", tensor([1])),
      'expected only parameters of the layers, found "1.slope"',
    ],
    ["a tensor without a layer", ({ tensors }) => void tensors.set("toString", tensor([1])), 'found "toString"'],
    [
      "a tensor of another shape",
      ({ tensors }) => void tensors.set("2.biases", tensor([1, 3])),
      'expected tensor "2.biases" (3), found (1, 3)',
    ],
    [
      "filters of three dimensions",
      ({ tensors }) => void tensors.set("0.filters", tensor([2, 3, 3])),
      'expected a tensor "filters" of 4 dimensions, found (2, 3, 3)',
    ],
    [
      "a billion nodes of no inputs",
      ({ tensors }) => void tensors.set("2.weights", tensor([0, 1e9])),
      "found (0, 1000000000)",
    ],
    [
      "a billion filters of no size",
      ({ tensors }) => void tensors.set("0.filters", tensor([1e9, 0, 3, 1])),
      "found (1000000000, 0, 3, 1)",
    ],
  ])("%s", (_, change, message) => {
    const file = changed(change);
    expect(() => load(file)).toThrow(FormatError);
    expect(() => load(file)).toThrow(`${file}: `);
    expect(() => load(file)).toThrow(message);
  });

  test("a missing file, a folder, and half a file", () => {
    const file = inFolder();
    expect(() => load(file)).toThrow(FormatError);
    expect(() => load(file)).toThrow(`${file}: expected a model file, found ENOENT`);
    expect(() => load(temporaryFolder())).toThrow(FormatError);
    save(small(), file);
    writeFileSync(file, readFileSync(file).subarray(0, -8));
    expect(() => load(file)).toThrow("(truncated)");
  });
});
