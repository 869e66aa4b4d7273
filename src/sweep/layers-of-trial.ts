import { Conv2D } from "../layers/conv2d";
import { Conv3x3 } from "../layers/conv3x3";
import { Dense } from "../layers/dense";
import { Dropout } from "../layers/dropout";
import { Flatten } from "../layers/flatten";
import type { Layer } from "../layers/layer";
import { MaxPool2 } from "../layers/max-pool2";
import { MaxPool2D } from "../layers/max-pool2d";
import { ReLU } from "../layers/relu";
import { Softmax } from "../layers/softmax";
import type { LayerData } from "./layer-schema";

/** The class of each kind of layer that a trial may have. */
export const layerClasses = { Conv2D, Conv3x3, MaxPool2, MaxPool2D, ReLU, Flatten, Dropout, Dense, Softmax };

/** Makes the layer anew, without weights: its network draws them. */
export function layerFrom({ kind, options }: LayerData): Layer {
  switch (kind) {
    case "Conv2D": {
      const { filters, ...others } = options;
      return new Conv2D(filters, others);
    }
    case "Conv3x3":
      return new Conv3x3(options.filters);
    case "MaxPool2":
      return new MaxPool2(options);
    case "MaxPool2D":
      return new MaxPool2D(options.size, options.stride);
    case "ReLU":
      return new ReLU();
    case "Flatten":
      return new Flatten();
    case "Dropout":
      return new Dropout(options.rate);
    case "Dense": {
      const { nodes, ...others } = options;
      return new Dense(nodes, others);
    }
    case "Softmax":
      return new Softmax(options.nodes, { initialisation: options.initialisation });
  }
}
