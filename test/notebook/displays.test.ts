import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import {
  Conv2D,
  Conv3x3,
  checkGradients,
  Dataset,
  evaluate,
  Layer,
  MaxPool2,
  Network,
  ReLU,
  Softmax,
  seededRandom,
  type Tensor,
  tensor,
  train,
} from "../../src/index";
import { plainDisplay } from "../../src/notebook/displays";

type Bundle = Record<string, unknown> & { "text/plain": string; "text/html": string };

/** What the kernel gets of a value that brings its own display. */
const displayOf = (value: object): Bundle =>
  (value as Record<symbol, () => Bundle>)[Symbol.for("jupyter.display")].call(value);
const textOf = (value: object) => displayOf(value)["text/plain"];

const random = seededRandom(1);
const article = () => new Network([new Conv3x3(8, { random }), new MaxPool2(), new Softmax(1352, 10, { random })]);
const small = () => new Network([new Conv2D(2), new ReLU(), new Softmax(3)], { input: [12, 12], random });

/** Noise with labels 0, 1, 2, 0, 1, 2, … */
function dataset(count: number, shape: readonly number[] = [12, 12], classNames?: string[]): Dataset {
  const size = shape.reduce((product, n) => product * n, 1);
  const bytes = Uint8Array.from({ length: count * size }, (_, k) => (k * 97) % 256);
  const labels = Uint8Array.from({ length: count }, (_, i) => i % 3);
  const names = { images: "images", labels: "labels" };
  return Dataset.from({ shape: [count, ...shape], data: bytes }, { shape: [count], data: labels }, names, classNames);
}

/** The SVG inside of the page's picture. */
const pictureIn = (html: string): string =>
  Buffer.from(/src="data:image\/svg\+xml;base64,([^"]+)"/.exec(html)?.[1] ?? "", "base64").toString();
const alternativeIn = (html: string) => /alt="([^"]*)"/.exec(html)?.[1];

describe("a network shows itself", () => {
  test("as its summary, where it knows an image's shape", () => {
    const network = small();
    expect(textOf(network)).toBe(`${network.summary()}`);
    expect(displayOf(network)["text/html"].match(/<tr>/g)).toHaveLength(6);
    expect(displayOf(network)["text/html"]).toContain('<td style="text-align: right">1,800</td>');
  });

  test("without shapes and multiply-adds where it does not, and says how to see them", () => {
    expect(textOf(article())).toBe(
      [
        "layer      parameters",
        "---------------------",
        "Conv3x3            72",
        "MaxPool2            –",
        "Softmax        13,530",
        "---------------------",
        "total          13,602",
        "What comes out of each layer depends on the image: summary([28, 28]) shows it.",
      ].join("\n"),
    );
  });

  test("without running a layer, which would forget its last forward pass", () => {
    let passes = 0;
    class Counting extends Layer {
      parameters = {};
      forward(input: Tensor) {
        passes++;
        return input;
      }
      backward(dLdInput: Tensor) {
        return { dLdInput, gradients: {} };
      }
    }
    const network = new Network([new Counting(), new Softmax(2)], { input: [4] });
    const before = passes;
    expect(textOf(network)).toMatch(/Counting\s+\(4\)\s+–\s+–/);
    expect(passes).toBe(before);
  });

  test("as it is now, where a layer was replaced since", () => {
    const network = small();
    (network.layers as Layer[])[0] = new Conv2D(5, { size: 5 });
    expect(textOf(network)).toMatch(/Conv2D\s+\(8, 8, 5\)/);
    expect(textOf(network)).toMatch(/ReLU\s+\(8, 8, 5\)/);
  });

  test("in one line where it is printed or stands in another value", () => {
    const line = "Network { Conv3x3, MaxPool2, Softmax: 13,602 parameters }";
    expect(inspect(article())).toBe(line);
    expect(inspect({ of: article() })).toContain(line);
  });

  test("with the name of its own class, and no layer's name as HTML", () => {
    class Named extends ReLU {
      override get name() {
        return "<b>&";
      }
    }
    class Mine extends Network {}
    const network = new Mine([new Named()], { input: [2] });
    expect(inspect(network)).toBe("Mine { <b>&: 0 parameters }");
    const html = displayOf(network)["text/html"];
    expect(html).toContain("&lt;b&gt;&amp;");
    expect(html).not.toContain("<b>");
  });

  test("and a summary does so too", () => {
    const summary = article().summary([28, 28]);
    expect(Object.keys(displayOf(summary))).toEqual(["text/html", "text/plain"]);
    expect(displayOf(summary)["text/html"].match(/<tr>/g)).toHaveLength(6);
    expect(inspect(summary)).toBe(`${summary}`);
  });
});

describe("a layer shows itself", () => {
  test("as its name, options, number of parameters, and their shapes and values", () => {
    const conv = new Conv3x3(2);
    conv.filters.data.fill(0.25);
    conv.filters.data[0] = -1 / 3;
    expect(textOf(conv)).toBe("Conv3x3 { filters: 2 }, 18 parameters\n  filters  (2, 3, 3), from -0.333 to 0.25");
    expect(inspect([conv])).toContain("Conv3x3 { filters (2, 3, 3) }");
  });

  test("without parameters, and before it knows them", () => {
    expect(textOf(new ReLU())).toBe("ReLU, no parameters");
    expect(textOf(new Softmax(10))).toBe("Softmax { nodes: 10 }\n  its parameters are made when it knows its input");
    expect(inspect(new Softmax(10))).toBe("Softmax { parameters not made yet }");
  });

  test("without drawing weights that wait for a network's stream", () => {
    const conv = new Conv3x3(2);
    expect(textOf(conv)).toBe("Conv3x3 { filters: 2 }, 18 parameters\n  filters  (2, 3, 3), drawn when first needed");
    expect(inspect(conv)).toBe("Conv3x3 { filters (2, 3, 3) }");
    const filters = () => new Conv3x3(2, { random: seededRandom(5) }).filters.data;
    new Network([conv], { input: [4, 4], random: seededRandom(5) });
    expect(conv.filters.data).toEqual(filters());
    expect(textOf(conv)).toContain("(2, 3, 3), from -");
  });

  test("with a word on values that are no numbers", () => {
    const conv = new Conv3x3(1);
    conv.filters.data.fill(1);
    conv.filters.data.set([NaN, Infinity]);
    expect(textOf(conv)).toContain("(1, 3, 3), all 1, 2 not finite");
    conv.filters.data.fill(NaN);
    expect(textOf(conv)).toContain("(1, 3, 3), all not finite");
  });

  test("also half written: with parameters that are none, or a method that throws", () => {
    class Unfinished extends ReLU {
      override readonly parameters = { weights: undefined as unknown as Tensor };
      override describe(): Record<string, never> {
        throw new Error("not yet");
      }
    }
    expect(textOf(new Unfinished())).toBe("Unfinished\n  its parameters are made when it knows its input");
    expect(displayOf(Layer.prototype)).toBeDefined();
  });
});

test("a check of gradients shows itself as its sentences, in a cell and where it is printed", () => {
  const check = checkGradients(new ReLU(), [4, 5]);
  const words = /^ReLU\.backward agrees with finite differences of forward\n {2}input +agrees/;
  expect(textOf(check)).toMatch(words);
  expect(inspect(check)).toMatch(words);
});

describe("a data set shows itself", () => {
  test("as its size, its classes and twelve labelled images in one picture that needs nothing from elsewhere", () => {
    const { "text/html": html, "text/plain": text } = displayOf(dataset(40));
    expect(text).toBe("40 images (12, 12), 3 classes: 0, 1, 2\n  the first 12: 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2");
    expect(html).toContain("40 images (12, 12), 3 classes: 0, 1, 2");
    expect(alternativeIn(html)).toBe("Images with their labels, the first 12: 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2");
    const svg = pictureIn(html);
    expect(svg.match(/<image /g)).toHaveLength(12);
    expect(svg.match(/href="data:image\/png;base64,/g)).toHaveLength(12);
    expect(svg.match(/>[012]<\/text>/g)).toHaveLength(12);
  });

  test("with few images, one, or none", () => {
    expect(textOf(dataset(2))).toMatch(/^2 images .*\n {2}0, 1$/);
    expect(textOf(dataset(1))).toMatch(/^1 image .*\n {2}0$/);
    expect(displayOf(dataset(1).take(0))).toMatchObject({
      "text/plain": "no images (12, 12), 1 class: 0",
      "text/html": "<p>no images (12, 12), 1 class: 0</p>",
    });
  });

  test("in colours, also with one channel, with five, and with large images", () => {
    for (const shape of [
      [12, 12, 3],
      [12, 12, 1],
      [9, 14, 5],
      [1, 1],
      [300, 200, 3],
    ]) {
      const html = displayOf(dataset(3, shape))["text/html"];
      expect(pictureIn(html).match(/<image /g)).toHaveLength(3);
      expect(html.length).toBeLessThan(200_000);
    }
  });

  test("with long names cut in the picture, and no name as HTML", () => {
    const names = ["aeroplane with a very long name", "<script>", "c"];
    const { "text/html": html, "text/plain": text } = displayOf(dataset(3, [28, 28], names));
    expect(pictureIn(html)).toContain(">aeroplane …</text>");
    expect(pictureIn(html)).toContain(">&lt;script&gt;</text>");
    expect(html).not.toContain("<script>");
    expect(text).toContain("aeroplane with a very long name, <script>, c");
  });

  test("with the first and the last of very many classes", () => {
    const names = Array.from({ length: 1000 }, (_, c) => `class ${c}`);
    expect(textOf(dataset(1, [2, 2], names))).toContain("class 9, class 10, …, class 999\n");
  });

  test("in one line inside another value, and under their names where all parts are data sets", () => {
    const sets = { train: dataset(6), test: dataset(3) };
    expect(inspect(sets)).toContain("test: Dataset { 3 images (12, 12), 3 classes }");
    const display = plainDisplay(sets) as Bundle;
    expect(display["text/plain"]).toMatch(/^train: 6 images.*\n.*\ntest: 3 images/);
    expect(display["text/html"].match(/<img /g)).toHaveLength(2);
    expect(plainDisplay({ ...sets, more: 1 })).toBeUndefined();
  });
});

describe("a tensor shows itself", () => {
  const filled = (shape: number[], value: (k: number) => number) => {
    const empty = tensor(shape);
    return tensor(
      shape,
      empty.data.map((_, k) => value(k)),
    );
  };
  const legendOf = (of: Tensor) => /: (.*)$/.exec(alternativeIn((plainDisplay(of) as Bundle)["text/html"]) ?? "")?.[1];
  const picturesOf = (of: Tensor) => pictureIn((plainDisplay(of) as Bundle)["text/html"]).match(/<image /g)?.length;

  test("as its picture beside its numbers, where it has the form of an image", () => {
    const image = dataset(1).image(0);
    const display = plainDisplay(image) as Bundle;
    expect(alternativeIn(display["text/html"])).toBe("Picture of a tensor (12, 12): black -0.5, white 0.5");
    expect(display["text/plain"]).toBe(inspect(image));
    expect(display["text/html"]).toContain("white-space: pre");
  });

  test("in greys where its values are an image's levels, in colours with three channels of them", () => {
    expect(legendOf(filled([12, 12], (k) => k / 144))).toBe("black 0, white 1");
    expect(legendOf(filled([12, 12], (k) => k))).toBe("black 0, white 255");
    expect(legendOf(filled([12, 12], () => -0.5))).toBe("black -0.5, white 0.5");
    const colour = dataset(1, [12, 12, 3]).image(0);
    expect(legendOf(colour)).toBe("black -0.5, full colour 0.5");
    expect(picturesOf(colour)).toBe(1);
  });

  test("blue below zero and orange above where they are not: weights, slopes, feature maps", () => {
    expect(legendOf(filled([12, 12], (k) => k / 1440 - 0.05))).toBe("blue -0.05, pale 0, orange 0.05");
    expect(legendOf(filled([12, 12], (k) => k - 7))).toBe("blue -136, pale 0, orange 136");
    const maps = filled([13, 13, 4], (k) => Math.sin(k));
    expect(legendOf(maps)).toBe("blue -1, pale 0, orange 1");
    expect(picturesOf(maps)).toBe(4);
    expect(legendOf(filled([13, 13, 64], (k) => Math.sin(k)))).toMatch(/^the first 8 of 64 channels, blue/);
  });

  test("with purple for what is no number", () => {
    expect(legendOf(filled([12, 12], (k) => (k ? k : NaN)))).toBe("blue -143, pale 0, orange 143, purple not finite");
    expect(legendOf(filled([12, 12], () => Infinity))).toBe("blue -1, pale 0, orange 1, purple not finite");
  });

  test("side by side with others in a list, on one scale", () => {
    const set = dataset(3);
    const list = [0, 1, 2].map((i) => set.image(i));
    const { "text/html": html } = plainDisplay(list) as Bundle;
    expect(alternativeIn(html)).toBe("Pictures of 3 tensors (12, 12): black -0.5, white 0.5");
    expect(pictureIn(html).match(/<image /g)).toHaveLength(3);
    const many = plainDisplay(Array.from({ length: 100 }, () => list[0])) as Bundle;
    expect(many["text/html"]).toContain("100 tensors (12, 12), the first 24");
    const mixed = plainDisplay([filled([12, 12], () => 1), filled([12, 12], () => -3)]) as Bundle;
    expect(alternativeIn(mixed["text/html"])).toContain("blue -3, pale 0, orange 3");
    for (const others of [[list[0], tensor([4, 4])], [tensor([4, 4])], [list[0], 1], [tensor([13, 13, 4])], []]) {
      expect(plainDisplay(others)).toBeUndefined();
    }
  });

  test("as numbers alone where it is too small, too long or of another form", () => {
    for (const shape of [
      [4, 4],
      [8, 3, 3],
      [10, 10],
      [1352, 10],
      [13, 60],
      [300, 300],
      [10],
      [],
      [0, 0],
      [12, 12, 0],
      [12, 12, 1, 1],
    ])
      expect(plainDisplay(tensor(shape))).toBeUndefined();
    expect(plainDisplay({ ...tensor([12, 12]), label: 3 })).toBeUndefined();
  });
});

describe("what training returns shows itself", () => {
  const images = dataset(60);
  const run = train(small(), images, { seed: 1, batchSize: 10, epochs: 2, runOn: "layers", validation: dataset(9) });

  test("a run as its curves, with a summary as title and as text", () => {
    const display = plainDisplay(run) as Bundle;
    const figure = display["application/vnd.plotly.v1+json"] as { layout: { title: { text: string } } };
    expect(figure.layout.title.text).toMatch(
      /^2 epochs, 12 steps in \d+ ms on the layers, seed 1<br><sub>validation: loss \d\.\d{3}, accuracy \d+\.\d %; lowest loss after epoch [12] of 2<\/sub>$/,
    );
    expect(display["text/plain"]).toMatch(
      /^2 epochs, 12 steps .*\n {2}loss \d\.\d+ -> \d\.\d+, accuracy .* %, of the images trained on\n {2}validation: /,
    );
  });

  test("a run that was stopped says so", () => {
    expect((plainDisplay({ ...run, finished: false, epochs: 1.5 }) as Bundle)["text/plain"]).toMatch(
      /^1.5 epochs, .*, seed 1, not finished\n/,
    );
  });

  test("a run of one step, of none, and with losses that are no numbers", () => {
    const [losses, accuracies] = [new Float64Array(1).fill(NaN), new Float64Array(1)];
    const broken = plainDisplay({ ...run, losses, accuracies, validation: undefined }) as Bundle;
    expect(broken["text/plain"]).toContain("1 step ");
    expect(broken["text/plain"]).toContain("loss NaN -> NaN");
    expect(broken).toHaveProperty(["application/vnd.plotly.v1+json"]);
    const none = new Float64Array(0);
    const empty = plainDisplay({ ...run, losses: none, accuracies: none, epochs: 0 }) as Bundle;
    expect(Object.keys(empty)).toEqual(["text/plain"]);
    expect(empty["text/plain"]).toContain("0 epochs, 0 steps");
  });

  test("runs in a list or under names as one figure, with a line for each", () => {
    const title = (value: object) => {
      const figure = (plainDisplay(value) as Bundle)["application/vnd.plotly.v1+json"];
      return (figure as { layout: { title: { text: string } } }).layout.title.text;
    };
    const short = { ...run, losses: run.losses.slice(0, 4), accuracies: run.accuracies.slice(0, 4), epochs: 0.5 };
    expect(title([run, run, run])).toBe("3 runs: their mean, in a band from the lowest to the highest");
    expect(title([run, short])).toBe("2 runs");
    expect(title({ long: run, short })).toBe("2 runs");
    const { "text/plain": text } = plainDisplay({ long: run, short }) as Bundle;
    expect(text).toMatch(/^long: 2 epochs, 12 steps .*\n.*\n.*\nshort: 0.5 epochs, 4 steps /);
    expect(plainDisplay({ run, other: 1 })).toBeUndefined();
  });

  test("an evaluation as its confusion matrix, with the commonest mistakes as text", () => {
    const display = plainDisplay(evaluate(small(), images)) as Bundle;
    expect(display["text/plain"]).toMatch(/^\d+\.\d\d % of 60 images right, loss \d\.\d{4}\n {2}\d taken for \d: /);
    expect(display).toHaveProperty(["application/vnd.plotly.v1+json"]);
    const confusion = Array.from({ length: 200 }, () => new Array<number>(200).fill(1));
    const wide = plainDisplay({ loss: 1, accuracy: 0.005, confusion }) as Bundle;
    expect(Object.keys(wide)).toEqual(["text/plain"]);
    expect(wide["text/plain"].split("\n")).toHaveLength(6);
  });

  test("a figure that nobody showed is drawn", () => {
    const figure = { data: [{ type: "scatter", y: [1, 2] }], layout: { title: { text: "Two" } } };
    expect(plainDisplay(figure)).toEqual({
      "application/vnd.plotly.v1+json": figure,
      "text/plain": "A Plotly figure: Two",
    });
  });
});

describe("other values", () => {
  test("are left to the kernel, and none of their getters is run", () => {
    let ran = 0;
    const lazy = {
      get shape() {
        ran++;
        return [12, 12];
      },
      data: new Float64Array(144),
    };
    const others = [{}, [], [1], new Map(), { data: [1], layout: {} }, { loss: 1, accuracy: 1, confusion: [[1, 2]] }];
    for (const value of [lazy, new Date(), Object.create(null), ...others]) {
      expect(plainDisplay(value as object)).toBeUndefined();
    }
    const asked = new Proxy({}, { get: () => ran++, ownKeys: () => [String(ran++)] });
    for (const value of [asked, { asked }, [asked]]) expect(plainDisplay(value)).toBeUndefined();
    expect(ran).toBe(0);
  });

  test("what a class gets is no property that a loop over an object would meet", () => {
    const network = small();
    const seen: string[] = [];
    for (const name in network) seen.push(name);
    expect(seen).toEqual(Object.keys(network));
    expect(Object.getOwnPropertySymbols(network)).toEqual([]);
  });
});

test("without our kernel the package loads as well, and its values print their line", () => {
  expect(Reflect.get(globalThis, Symbol.for("jupyter.kernel"))).toBeUndefined();
  expect(inspect(new ReLU())).toBe("ReLU {}");
});
