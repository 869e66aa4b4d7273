import { Softmax } from "../layers/softmax";
import { tensor } from "../tensor";
import { crossEntropy } from "../training/cross-entropy";

/**
 * What the softmax layer makes of totals: a layer whose weights hand each input on as a total.
 *
 * @param label  the right class; left out, there are no slopes
 * @returns      probabilities; the loss -ln p[label], and its slope for each total
 */
export function softmaxOf(totals: readonly number[], label?: number) {
  const count = totals.length;
  const layer = new Softmax(count, count);
  layer.weights.data.fill(0);
  for (let c = 0; c < count; c++) layer.weights.data[c * count + c] = 1; // weights[c, c]
  const probabilities = layer.forward(tensor([count], totals));
  const p = Array.from(probabilities.data);
  if (label === undefined) return { p, loss: 0, slopes: p.map(() => 0) };
  const { loss, dLdOut } = crossEntropy(probabilities, label);
  return { p, loss, slopes: Array.from(layer.backward(dLdOut).gradients.biases.data) };
}
