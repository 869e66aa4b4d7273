import { Conv2D } from "../layers/conv2d";
import type { Padding } from "../layers/conv2d-geometry";
import { Conv3x3 } from "../layers/conv3x3";
import { Dense } from "../layers/dense";
import { Dropout } from "../layers/dropout";
import { Flatten } from "../layers/flatten";
import type { Description, Layer } from "../layers/layer";
import { MaxPool2, type Ties } from "../layers/max-pool2";
import { MaxPool2D } from "../layers/max-pool2d";
import { ReLU } from "../layers/relu";
import { Softmax } from "../layers/softmax";
import { formatShape } from "../tensor";

/**
 * Makes a layer from what its `describe` returned.
 *
 * @param options  what the file says, which may be anything
 * @param shapes   of the layer's parameters in that file, by name
 */
export type LayerMaker = (options: Description, shapes: ReadonlyMap<string, readonly number[]>) => Layer;

/**
 * The built-in layers by their classes' names. Sizes are taken from the tensors, never from the options, so that a file
 * cannot make us allocate more than it holds. Whether the options say the same is checked afterwards, against the
 * layer's own `describe`.
 */
export const layerMakers: Readonly<Record<string, LayerMaker>> = {
  Conv3x3: (_, shapes) => new Conv3x3(sizesOf(shapes, "filters", 3)[0]),
  MaxPool2: ({ ties }) => new MaxPool2({ ties: ties as Ties }),
  Softmax: (_, shapes) => {
    const [inputs, nodes] = sizesOf(shapes, "weights", 2);
    return new Softmax(inputs, nodes);
  },
  Conv2D: (options, shapes) => {
    const [filterCount, kh, kw, c] = sizesOf(shapes, "filters", 4);
    const conv = new Conv2D(filterCount, {
      size: [kh, kw],
      stride: options.stride as number,
      padding: options.padding as Padding,
      paddingValue: options.paddingValue as number,
      bias: options.bias === true,
    });
    conv.build([kh, kw, c]);
    return conv;
  },
  Dense: (options, shapes) => {
    const [inputs, nodes] = sizesOf(shapes, "weights", 2);
    const dense = new Dense(nodes, { bias: options.bias === true });
    dense.build([inputs]);
    return dense;
  },
  MaxPool2D: ({ size, stride }) => new MaxPool2D(size as number, stride as number),
  ReLU: () => new ReLU(),
  Flatten: () => new Flatten(),
  Dropout: ({ rate }) => new Dropout(rate as number),
};

function sizesOf(shapes: ReadonlyMap<string, readonly number[]>, name: string, dimensions: number): readonly number[] {
  const shape = shapes.get(name);
  if (shape?.length === dimensions && shape.every((size) => size > 0)) return shape;
  const found = shape ? formatShape(shape) : "none";
  throw new Error(`expected a tensor "${name}" of ${dimensions} dimensions, found ${found}`);
}
