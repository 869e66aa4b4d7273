"""What the Python peers share: the data as the network takes it, the initial weights, and the protocol.

A peer reads one JSON command a line and answers with one JSON line:
  {"do": "losses", "batch": b, "steps": n}   -> the losses of the first n steps from the initial weights, in file order
  {"do": "train", "batch": b, "images": n}   -> seconds
  {"do": "predict", "batch": b, "images": n} -> seconds
"""

import json
import os
import sys
import time

import numpy as np

RATE = 0.005


def read_idx(path):
    with open(path, "rb") as file:
        data = file.read()
    dimensions = data[3]
    shape = np.frombuffer(data, ">u4", dimensions, 4)
    return np.frombuffer(data, np.uint8, offset=4 + 4 * dimensions).reshape(shape)


def read_training_images(folder, dtype):
    """MNIST's images, (n, h, w), or others with channels, (n, h, w, c)"""
    kind = "idx4" if os.path.exists(f"{folder}/train-images-idx4-ubyte") else "idx3"
    images = read_idx(f"{folder}/train-images-{kind}-ubyte").astype(dtype) / 255 - 0.5
    return images.astype(dtype), read_idx(f"{folder}/train-labels-idx1-ubyte").astype(np.int64)


def read_weights(path):
    """By name, each of its shape, in float64."""
    with open(path) as file:
        return {name: np.array(w["data"], np.float64).reshape(w["shape"]) for name, w in json.load(file).items()}


def batches(count, batch):
    for start in range(0, count - batch + 1, batch):
        yield slice(start, start + batch)


def serve(peer):
    """peer: versions, reset(), train(slices) -> losses, predict(slices)"""
    print(json.dumps({"versions": peer.versions}), flush=True)
    for line in sys.stdin:
        command = json.loads(line)
        if command["do"] == "losses":
            peer.reset()
            count = command["batch"] * command["steps"]
            answer = {"losses": [float(x) for x in peer.train(list(batches(count, command["batch"])))]}
        else:
            slices = list(batches(command["images"], command["batch"]))
            start = time.perf_counter()
            (peer.train if command["do"] == "train" else peer.predict)(slices)
            answer = {"seconds": time.perf_counter() - start}
        print(json.dumps(answer), flush=True)
