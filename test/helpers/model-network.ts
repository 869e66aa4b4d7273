import { Conv2D } from "../../src/layers/conv2d";
import { Dense } from "../../src/layers/dense";
import { Dropout } from "../../src/layers/dropout";
import { Flatten } from "../../src/layers/flatten";
import { MaxPool2D } from "../../src/layers/max-pool2d";
import { ReLU } from "../../src/layers/relu";
import { Softmax } from "../../src/layers/softmax";
import { Network } from "../../src/network/network";
import { seededRandom } from "../../src/random";

/** The network in model.safetensors: one layer of every new kind, every parameter other than 0. */
export function modelNetwork(): Network {
  const random = seededRandom(11);
  const network = new Network(
    [
      new Conv2D(3, { padding: "same", paddingValue: -0.5 }),
      new ReLU(),
      new MaxPool2D(2),
      new Conv2D(4, { size: [2, 3], stride: 2, bias: false }),
      new ReLU(),
      new Dropout(0.25),
      new Flatten(),
      new Dense(6, { initialisation: "glorot" }),
      new ReLU(),
      new Softmax(3),
    ],
    { input: [8, 9], random },
  );
  for (const { data } of network.parameters) {
    for (let k = 0; k < data.length; k++) data[k] += random.normal() / 4;
  }
  return network;
}
