import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { Dataset } from "../data/dataset";
import { datasetNames } from "../data/load-dataset";
import { loadMnist } from "../data/mnist";
import { isPage } from "../is-page";
import { Softmax } from "../layers/softmax";
import { Network } from "../network/network";
import { train } from "../training/train";
import { counted } from "./displays/html";

/** One line of the check: whether a thing is there, what it is, and what to do or to expect without it. */
interface Finding {
  /** "needed": notebooks fail without it. "spared": they run without it, in another way. */
  readonly state: "there" | "needed" | "spared";
  readonly text: string;
}

/**
 * Looks whether everything is there that the notebooks use, and prints a line on each thing: what it is, and where it
 * is missing what to do, or in what way the notebooks do without it.
 */
export function checkEnvironment(): void {
  const marks = { there: "✓", needed: "✗", spared: "–" } as const;
  const findings = [runtime(), kernel(), mnist(), engine(), otherData(), deepNetwork()];
  for (const { state, text } of findings) console.log(`${marks[state]} ${text}`);
  const needed = findings.filter(({ state }) => state === "needed").length;
  console.log(needed === 0 ? "\nEverything that the notebooks need is there." : "\nSee the lines with ✗ first.");
}

function runtime(): Finding {
  const cores = availableParallelism();
  const what = isPage() ? "the browser edition" : `Node ${process.versions.node}`;
  return { state: "there", text: `${what}, ${cores} ${cores === 1 ? "core" : "cores"}` };
}

function kernel(): Finding {
  const ours = Symbol.for("jupyter.kernel") in globalThis;
  if (ours) return { state: "there", text: "this project's TypeScript kernel" };
  return {
    state: "spared",
    text: "another kernel than this project's: pictures of training appear only at its end. `npm start` brings ours.",
  };
}

function mnist(): Finding {
  try {
    const { train: learnFrom, test } = loadMnist();
    const [many, some] = [counted(learnFrom.length), counted(test.length)];
    return { state: "there", text: `MNIST: ${many} digits to learn from, ${some} to test with` };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const mend = isPage()
      ? "it comes from this site: is there a network?"
      : "type `npm run setup` in a terminal in the project";
    return { state: "needed", text: `MNIST cannot be read (${why}): ${mend}` };
  }
}

/** Trains one step of a small network on the engine. */
function engine(): Finding {
  const image = { shape: [1, 4, 4], data: new Uint8Array(16) };
  const label = { shape: [1], data: new Uint8Array(1) };
  const data = Dataset.from(image, label, { images: "an empty image", labels: "its label" });
  try {
    train(new Network([new Softmax(16, 2)]), data, { runOn: "engine" });
    return { state: "there", text: "the fast engine, on WebAssembly SIMD" };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return {
      state: "spared",
      text: `no fast engine here (${why}): all runs on the readable layers, about thirty times slower`,
    };
  }
}

function otherData(): Finding {
  const others = datasetNames().filter((name) => name !== "mnist");
  if (others.length > 0) return { state: "there", text: `other data sets: ${others.join(", ")}` };
  return { state: "spared", text: "no other data set: none is needed; data/README.md says how to add one" };
}

function deepNetwork(): Finding {
  const file = "data/models/mnist-deep.safetensors";
  if (existsSync(file)) return { state: "there", text: `the network that notebook 5 trains (${file})` };
  return { state: "spared", text: "no network of notebook 5 yet: notebook 6 trains the same one for itself" };
}
