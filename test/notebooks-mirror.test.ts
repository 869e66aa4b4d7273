// Every cell of the article's code, and every point of its text, has a counterpart in notebooks 1 to 4, which carries
// its tag.
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { root } from "../scripts/project.mjs";
import { notebookNames, readNotebook } from "./helpers/notebook";

interface Counterpart {
  readonly tag: string;
  /** What the article has there. */
  readonly article: string;
  readonly notebook: string;
  /** What stands in one of the cells with this tag: the article's names, shapes and printed lines. */
  readonly holds: readonly string[];
}

const counterpart = (notebook: string, tag: string, article: string, ...holds: string[]): Counterpart => {
  return { tag: `article:${tag}`, article, notebook, holds };
};

const first = "01-convolution";
const second = "02-max-pooling";
const third = "03-softmax";
const fourth = "04-training";

const counterparts: readonly Counterpart[] = [
  counterpart(first, "motivation-parameters", "an ordinary network has too many parameters", "Too many parameters"),
  counterpart(first, "motivation-position", "features are in other places", "A digit that moves is a new digit"),
  counterpart(first, "dataset", "the data set, and `import mnist`", "MNIST", "loadMnist()"),
  counterpart(first, "scaling", "(image / 255) - 0.5", "level / 255 - 0.5"),
  counterpart(first, "convolution", "convolution, the animated filter", "sliding-filter.svg"),
  counterpart(first, "edges", "a filter finds vertical or horizontal lines", "verticalSobel", "horizontalSobel"),
  counterpart(first, "padding", "padding keeps the size", "*same* padding", "padded(digit, 0)"),
  counterpart(first, "conv-layer", "a layer is a set of filters", "26 × 26 × 8", "conv-volume.svg"),
  counterpart(first, "conv-init", "Conv3x3.__init__", "new Conv3x3(filterCount", "conv.filters"),
  counterpart(first, "conv-regions", "Conv3x3.iterate_regions", "i < h - 2", "j < w - 2"),
  counterpart(first, "conv-forward", "Conv3x3.forward", 'showSource(Conv3x3, "constructor", "forward")'),
  counterpart(fourth, "conv-backprop", "Conv3x3.backprop", 'showSource(Conv3x3, "backward")'),
  counterpart(second, "pooling", "neighbours have similar values", "Neighbours say much the same"),
  counterpart(second, "pooling-shapes", "26x26x8 becomes 13x13x8", "26 × 26 × 8 becomes 13 × 13 × 8"),
  counterpart(second, "pool-init", "MaxPool2()", "new MaxPool2()", "pool.forward(maps)"),
  counterpart(second, "pool-regions", "MaxPool2.iterate_regions", '"forEachWindow"'),
  counterpart(second, "pool-forward", "MaxPool2.forward", 'showSource(MaxPool2, "forward"'),
  counterpart(second, "pool-backprop", "MaxPool2.backprop", ".backprop(upstream)", 'showSource(MaxPool2, "backward")'),
  counterpart(third, "softmax", "softmax turns numbers into probabilities", "network.svg", "ten probabilities"),
  counterpart(third, "softmax-init", "Softmax.__init__", "new Softmax(13 * 13 * 8, 10", "softmax.weights"),
  counterpart(third, "softmax-forward", "Softmax.forward", 'showSource(Softmax, "forward", "totals"'),
  counterpart(third, "cross-entropy", "the cross-entropy loss", "H(y, p)", "crossEntropy(p, label)"),
  counterpart(third, "softmax-backprop", "Softmax.backprop", 'showSource(Softmax, "backward")'),
  counterpart(
    fourth,
    "network",
    "the three layers and forward(image, label)",
    "new Conv3x3(filterCount",
    "28x28 -> 26x26x8",
    "new MaxPool2()",
    "26x26x8 -> 13x13x8",
    "new Softmax(13 * 13 * filterCount, 10",
    "13x13x8 -> 10",
    "function forward(image: Tensor, label: number)",
    "MNIST CNN initialized!",
  ),
  counterpart(
    fourth,
    "run",
    "1,000 test images, statistics every 100 steps",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the notebook's own template
    "[Step ${i + 1}] Past 100 steps: Average Loss ${average} | Accuracy: ${right}%",
    "i % 100 !== 99",
    "inHundreds(1000, (i) => forward(mnist.test.image(i), mnist.test.label(i)))",
  ),
];

interface TaggedCell {
  readonly notebook: string;
  readonly tags: readonly string[];
  readonly source: string;
}

const folder = join(root, "notebooks");
const cells: TaggedCell[] = notebookNames(folder).flatMap((notebook) =>
  readNotebook(join(folder, `${notebook}.ipynb`)).cells.map(({ metadata, source }) => ({
    notebook,
    tags: metadata?.tags ?? [],
    source: [source].flat().join(""),
  })),
);

describe("the article's counterparts", () => {
  test.each(counterparts)("$tag in $notebook: $article", ({ tag, notebook, holds }) => {
    const tagged = cells.filter(({ tags }) => tags.includes(tag));
    expect(tagged.map((cell) => cell.notebook)).toContain(notebook);
    for (const words of holds) expect(tagged.map(({ source }) => source).join("\n")).toContain(words);
  });

  test("no cell has an article's tag that is not in this list", () => {
    const listed = new Set(counterparts.map(({ tag }) => tag));
    const tags = cells.flatMap((cell) => cell.tags).filter((tag) => tag.startsWith("article:"));
    expect(tags.filter((tag) => !listed.has(tag))).toEqual([]);
  });

  test("notebook 4 begins with the article's eight filters", () => {
    expect(cells.some(({ notebook, source }) => notebook === fourth && /^const filterCount = 8;$/m.test(source))).toBe(
      true,
    );
  });
});
