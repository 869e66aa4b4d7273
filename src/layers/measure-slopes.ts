import { type Tensor, tensor } from "../tensor";

/**
 * The judge of every backward pass: nudges each number up and down by a little, and looks at the loss.
 *
 *   ∂L/∂w ≈ (L(w + nudge) - L(w - nudge)) / (2 · nudge)
 *
 * @param values  what to nudge, such as `conv.filters` or an image; as before when it returns
 * @param loss    computes the loss anew
 * @returns       a slope for each value, of the same shape
 */
export function measureSlopes(values: Tensor, loss: () => number, nudge = 1e-5): Tensor {
  const slopes = tensor(values.shape);
  for (let k = 0; k < values.data.length; k++) {
    const value = values.data[k];
    values.data[k] = value + nudge;
    const above = loss();
    values.data[k] = value - nudge;
    const below = loss();
    values.data[k] = value;
    slopes.data[k] = (above - below) / (2 * nudge);
  }
  return slopes;
}
