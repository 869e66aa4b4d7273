import { Conv2D } from "../layers/conv2d";
import { Conv3x3 } from "../layers/conv3x3";
import { Dense } from "../layers/dense";
import { Dropout } from "../layers/dropout";
import { Flatten } from "../layers/flatten";
import type { Layer } from "../layers/layer";
import { MaxPool2 } from "../layers/max-pool2";
import { MaxPool2D } from "../layers/max-pool2d";
import { sameBorder } from "../layers/padding";
import { ReLU } from "../layers/relu";
import { Softmax } from "../layers/softmax";
import type { Network } from "../network/network";
import type { Stage } from "./stage";

/** How to run layers[k] as stages; undefined if it is set in a way that the engine does not know. */
type Translation<L extends Layer> = (layer: L, k: number) => Stage[] | undefined;

const translations = new Map<unknown, Translation<Layer>>();

function know<L extends Layer>(layerClass: abstract new (...options: never[]) => L, translation: Translation<L>): void {
  translations.set(layerClass, translation as unknown as Translation<Layer>);
}

know(Conv3x3, ({ filters }) => [{ kind: "conv", filters, stride: 1 }]);

// The article's rule for ties is not a gradient, and comparing the two rules is what the layers are there for. The
// engine's pooling differs from the layers' in one thing: a NaN in a window can lose against a number. Training notices
// a NaN all the same, by the other windows that it reaches.
know(MaxPool2, ({ ties }) => (ties === "first" ? [{ kind: "pool", size: 2 }] : undefined));

know(Softmax, ({ weights, biases }) => [{ kind: "dense", weights, biases }, { kind: "softmax" }]);

know(Conv2D, ({ filters, biases, size, stride, padding, paddingValue }) => {
  const border = (h: number, w: number) => sameBorder([h, w], size, stride);
  return [
    {
      kind: "conv",
      filters,
      stride,
      ...(biases && { biases }),
      ...(padding === "same" && { padding: { border, value: paddingValue } }),
    },
  ];
});

know(ReLU, () => [{ kind: "relu" }]);

// Overlapping windows are left to the layers.
know(MaxPool2D, ({ size, stride }) => (size === stride ? [{ kind: "pool", size }] : undefined));

know(Dense, ({ weights, biases }) => [{ kind: "dense", weights, ...(biases && { biases }) }]);

know(Flatten, () => []); // dense layers flatten anyway

know(Dropout, ({ rate }, layer) => (rate === 0 ? [] : [{ kind: "dropout", rate, layer }]));

/**
 * A network as stages, or undefined where a layer is not of one of the classes above, exactly, or has a setting that
 * the engine does not know: a reader's subclass may compute something else.
 */
export function stagesOf(network: Network): Stage[] | undefined {
  const stages: Stage[] = [];
  for (const [k, layer] of network.layers.entries()) {
    const translated = translations.get(layer.constructor)?.(layer, k);
    if (!translated) return undefined;
    stages.push(...translated);
  }
  return stages;
}

/** The layer for which stagesOf gives nothing: "layers[1] Scale", or "layers[1] MaxPool2 with {"ties":"all"}". */
export function unknownLayer(network: Network): string | undefined {
  for (const [k, layer] of network.layers.entries()) {
    const translation = translations.get(layer.constructor);
    if (translation?.(layer, k)) continue;
    const setting = translation ? ` with ${JSON.stringify(layer.describe?.())}` : "";
    return `layers[${k}] ${layer.name}${setting}`;
  }
  return undefined;
}
