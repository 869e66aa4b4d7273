// How the package's values show themselves in a notebook, also such as were made before an edit of src/.
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { root } from "../../scripts/project.mjs";
import { KernelClient } from "../helpers/kernel/client";
import { strictConfig, type TemporaryProject, temporaryProject } from "../helpers/kernel/temporary-project";

let project: TemporaryProject;
let kernel: KernelClient;

beforeAll(async () => {
  project = temporaryProject({ "package.json": "{}", "tsconfig.json": strictConfig });
  cpSync(join(root, "src"), join(project.folder, "src"), { recursive: true });
  kernel = await KernelClient.start({ project: project.folder });
});
afterAll(async () => {
  await kernel?.stop();
  project.close();
});

const importCell =
  'import { Dataset, evaluate, Network, Softmax, tensor, train, seededRandom, type Tensor } from "./src/index";';

/** The mime types of a cell's result, in order. */
async function shown(code: string): Promise<{ types: string[]; text: string }> {
  const { outputs, traceback } = await kernel.run(code);
  expect(traceback).toBe("");
  const results = outputs.filter(({ type }) => type === "execute_result");
  const { data } = results.at(-1)?.content ?? { data: {} };
  return { types: Object.keys(data).sort(), text: data["text/plain"] };
}

const plotly = "application/vnd.plotly.v1+json";

it("without src/index a layer is shown as any object, and nothing breaks", async () => {
  const { types } = await shown('import { ReLU } from "./src/layers/relu";\nnew ReLU()');
  expect(types).toEqual(["text/plain"]);
});

it("as the last line of a cell each value brings its picture, its table or its curves, and its text", async () => {
  await kernel.run(
    `${importCell}
const bytes = Uint8Array.from({ length: 4 * 144 }, (_, k) => k % 256);
const images = { shape: [4, 12, 12], data: bytes };
const set = Dataset.from(images, { shape: [4], data: Uint8Array.of(0, 1, 0, 1) }, { images: "i", labels: "l" });
const network = new Network([new Softmax(2)], { input: [12, 12], random: seededRandom(1) });`,
  );
  const html = ["text/html", "text/plain"];
  expect((await shown("network")).types).toEqual(html);
  expect((await shown("network.summary();")).types).toEqual(html);
  expect((await shown("set")).types).toEqual(html);
  expect((await shown("({ train: set, test: set })")).types).toEqual(html);
  expect((await shown("set.image(0)")).types).toEqual(html);
  expect((await shown("tensor([4, 4])")).types).toEqual(["text/plain"]);
  expect((await shown("network.layers[0]")).text).toContain("290 parameters\n  weights  (144, 2)");
  expect((await shown("train(network, set, { seed: 1 })")).types).toEqual([plotly, "text/plain"]);
  expect((await shown("evaluate(network, set)")).types).toEqual([plotly, "text/plain"]);
});

it("and in one line inside of other values and in console.log", async () => {
  const { text } = await shown("({ set, of: network.layers })");
  expect(text).toContain("set: Dataset { 4 images (12, 12), 2 classes }");
  expect(text).toContain("Softmax { weights (144, 2), biases (2) }");
  const { stdout } = await kernel.run("console.log(network);");
  expect(stdout).toBe("Network { Softmax: 290 parameters }\n");
});

it("an object that was made before an edit of its class is shown as it was before", async () => {
  const file = "src/network/network.ts";
  const text = readFileSync(join(project.folder, file), "utf8");
  const before = await shown("network");
  project.write(
    file,
    text.replace("get parameters()", "get twice(): number {\n    return 2;\n  }\n\n  get parameters()"),
  );
  await kernel.run(importCell);
  expect((await kernel.run("network instanceof Network")).result).toBe("false");
  expect(await shown("network")).toEqual(before);
  expect((await shown("({ train: set })")).types).toContain("text/html");
  expect((await shown("set.image(0)")).types).toContain("text/html");
  const made = await shown("new Network([new Softmax(2)], { input: [12, 12] })");
  expect(made).toEqual(before);
});

it("an edit of a display is live for objects that are there", async () => {
  const file = "src/notebook/displays/dataset.ts";
  const text = readFileSync(join(project.folder, file), "utf8");
  project.write(file, text.replace('"no images"', '"not one image"'));
  await kernel.run(importCell);
  expect((await shown("set.take(0)")).text).toMatch(/^not one image /);
});
