// Measures what test/engine/engine-runner.test.ts expects after an epoch, on the readable layers: half a minute.
//   npx tsx test/golden/epoch.ts
import { loadMnist } from "../../src/data/mnist";
import { evaluate } from "../../src/training/evaluate";
import { train } from "../../src/training/train";
import { articleNetwork } from "../helpers/article-network";

const mnist = loadMnist();
const network = articleNetwork();
const { ranOn } = train(network, mnist.train, { shuffle: false });
const { accuracy, loss } = evaluate(network, mnist.test);
process.stdout.write(`${JSON.stringify({ ranOn, accuracy, loss })}\n`);
