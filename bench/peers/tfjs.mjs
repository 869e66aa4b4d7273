// TensorFlow.js on its CPU backend: the article's network.
//   tfjs.mjs <MNIST folder> <weights.json> <node_modules folder with @tensorflow/tfjs>
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";

const [folder, weightsFile, modules] = process.argv.slice(2);
console.log = console.warn = console.info = () => {}; // its greeting is no answer
const tf = createRequire(join(modules, "x.js"))("@tensorflow/tfjs");
await tf.setBackend("cpu");

const bytes = readFileSync(join(folder, "train-images-idx3-ubyte")).subarray(16);
const labels = readFileSync(join(folder, "train-labels-idx1-ubyte")).subarray(8);
const stored = JSON.parse(readFileSync(weightsFile, "utf8"));
/** @type {any[]} */
let parameters = [];

function reset() {
  const { filters, weights, biases } = stored;
  const byFilter = tf.tensor(filters.data, [8, 3, 3, 1], "float32");
  parameters = [
    tf.transpose(byFilter, [1, 2, 3, 0]),
    tf.tensor(weights.data, weights.shape, "float32"),
    tf.tensor(biases.data, biases.shape, "float32"),
  ].map((values) => tf.variable(values));
}

/** @param {number} start @param {number} count */
function images(start, count) {
  const values = Float32Array.from(bytes.subarray(start * 784, (start + count) * 784), (level) => level / 255 - 0.5);
  return tf.tensor4d(values, [count, 28, 28, 1]);
}

/** @param {any} x */
function forward(x) {
  const [filters, weights, biases] = parameters;
  const pooled = tf.maxPool(tf.conv2d(x, filters, 1, "valid"), 2, 2, "valid");
  return tf.add(tf.matMul(tf.reshape(pooled, [x.shape[0], -1]), weights), biases);
}

/** @param {number} start @param {number} count */
function step(start, count) {
  return tf.tidy(() => {
    const x = images(start, count);
    const y = tf.oneHot(tf.tensor1d(Array.from(labels.subarray(start, start + count)), "int32"), 10);
    const { value, grads } = tf.variableGrads(() => /** @type {any} */ (tf.losses.softmaxCrossEntropy(y, forward(x))));
    for (const parameter of parameters) {
      parameter.assign(tf.sub(parameter, tf.mul(0.005, grads[parameter.name])));
    }
    return value.dataSync()[0];
  });
}

/** @param {{ do: string, batch: number, steps: number, images: number }} command */
function answer({ do: what, batch, steps, images: count }) {
  if (what === "losses") {
    reset();
    return { losses: Array.from({ length: steps }, (_, k) => step(k * batch, batch)) };
  }
  const started = performance.now();
  for (let start = 0; start + batch <= count; start += batch) {
    if (what === "train") step(start, batch);
    else tf.tidy(() => tf.softmax(forward(images(start, batch))).dataSync());
  }
  return { seconds: (performance.now() - started) / 1000 };
}

reset();
const say = (/** @type {object} */ message) => process.stdout.write(`${JSON.stringify(message)}\n`);
say({ versions: `TensorFlow.js ${tf.version.tfjs}` });
createInterface({ input: process.stdin }).on("line", (line) => say(answer(JSON.parse(line))));
