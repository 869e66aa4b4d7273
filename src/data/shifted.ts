import { ShapeError } from "../errors";
import { formatShape, type Tensor, tensor } from "../tensor";

/** What an empty place of a digit's image holds. */
const empty = -0.5;

/**
 * An image moved by whole pixels; what leaves it is lost, and background moves in.
 *
 * @param image  (h, w)
 * @param right  pixels to the right, negative ones to the left
 * @param down   pixels down, negative ones up
 * @throws {ShapeError} if image is not two-dimensional
 */
export function shifted(image: Tensor, right: number, down = 0, background = empty): Tensor {
  const [h, w] = image.shape;
  if (image.shape.length !== 2) throw new ShapeError(`shifted: image must be (h, w), got ${formatShape(image.shape)}`);
  const moved = tensor([h, w]);
  for (let i = 0; i < h; i++) {
    for (let j = 0; j < w; j++) {
      const [fromRow, fromColumn] = [i - down, j - right];
      const inside = fromRow >= 0 && fromRow < h && fromColumn >= 0 && fromColumn < w;
      moved.data[i * w + j] = inside ? image.data[fromRow * w + fromColumn] : background; // moved[i, j]
    }
  }
  return moved;
}
