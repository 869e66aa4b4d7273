"""The article's NumPy network, its bugs corrected, trained for 1,000 steps: writes article-losses.json beside it.

Run it from the project's root, after set-up, with any Python that has NumPy:  python test/golden/article.py
Initial weights come from a formula that TypeScript computes to the same bits (see initial_weights).
"""

import json
import struct
from pathlib import Path

import numpy as np

STEPS, LEARN_RATE = 1000, 0.005
HERE = Path(__file__).parent
MNIST = Path("data/mnist")


def initial_weights(count, scale, salt):
    """Multiplicative hashing: whole numbers below 2^32, so every operation but the last product is exact."""
    k = np.arange(1, count + 1, dtype=np.uint64)
    hashed = (k * np.uint64(2654435761) + np.uint64(salt)) % np.uint64(2**32)
    return (hashed.astype(np.float64) / 2**32 - 0.5) * scale


def read_idx(path):
    raw = path.read_bytes()
    dimensions = raw[3]
    shape = struct.unpack(f">{dimensions}I", raw[4 : 4 + 4 * dimensions])
    return np.frombuffer(raw, np.uint8, offset=4 + 4 * dimensions).reshape(shape)


class Conv3x3:
    def __init__(self, filters):
        self.filters = filters

    def regions(self, image):
        h, w = image.shape
        for i in range(h - 2):
            for j in range(w - 2):
                yield image[i : i + 3, j : j + 3], i, j

    def forward(self, image):
        self.last_input = image
        h, w = image.shape
        out = np.zeros((h - 2, w - 2, len(self.filters)))  # the article has w - 3
        for region, i, j in self.regions(image):
            out[i, j] = np.sum(region * self.filters, axis=(1, 2))
        return out

    def backprop(self, d_out, learn_rate):
        d_filters = np.zeros(self.filters.shape)
        for region, i, j in self.regions(self.last_input):
            d_filters += d_out[i, j][:, None, None] * region
        self.filters -= learn_rate * d_filters


class MaxPool2:
    def regions(self, image):
        h, w, _ = image.shape
        for i in range(h // 2):
            for j in range(w // 2):
                yield image[i * 2 : i * 2 + 2, j * 2 : j * 2 + 2], i, j  # the article has i * 20

    def forward(self, image):
        self.last_input = image
        h, w, channels = image.shape
        out = np.zeros((h // 2, w // 2, channels))
        for region, i, j in self.regions(image):
            out[i, j] = np.amax(region, axis=(0, 1))
        return out

    def backprop(self, d_out):
        d_input = np.zeros(self.last_input.shape)
        for region, i, j in self.regions(self.last_input):
            # As in the article, every tied maximum gets the gradient.
            d_input[i * 2 : i * 2 + 2, j * 2 : j * 2 + 2] = np.where(
                region == np.amax(region, axis=(0, 1)), d_out[i, j], 0
            )
        return d_input


class Softmax:
    def __init__(self, weights, biases):
        self.weights, self.biases = weights, biases

    def forward(self, array):
        self.last_shape = array.shape
        self.last_input = array.flatten()
        totals = self.last_input @ self.weights + self.biases
        exponentials = np.exp(totals - np.max(totals))  # the article does not subtract the maximum
        self.last_out = exponentials / np.sum(exponentials)
        return self.last_out

    def backprop(self, d_out, learn_rate):
        label = np.flatnonzero(d_out)[0]
        p = self.last_out
        d_out_d_totals = -p[label] * p
        d_out_d_totals[label] = p[label] * (1 - p[label])
        d_totals = d_out[label] * d_out_d_totals
        d_input = self.weights @ d_totals
        self.weights -= learn_rate * np.outer(self.last_input, d_totals)
        self.biases -= learn_rate * d_totals
        return d_input.reshape(self.last_shape)


def main():
    images = read_idx(MNIST / "train-images-idx3-ubyte")[:STEPS]
    labels = read_idx(MNIST / "train-labels-idx1-ubyte")[:STEPS]
    conv = Conv3x3(initial_weights(72, 0.4, 1).reshape(8, 3, 3))
    pool = MaxPool2()
    softmax = Softmax(initial_weights(13520, 0.003, 2).reshape(1352, 10), np.zeros(10))
    losses = []
    for image, label in zip(images, labels):
        out = softmax.forward(pool.forward(conv.forward(image / 255 - 0.5)))
        losses.append(-np.log(out[label]))
        gradient = np.zeros(10)
        gradient[label] = -1 / out[label]
        conv.backprop(pool.backprop(softmax.backprop(gradient, LEARN_RATE)), LEARN_RATE)
    (HERE / "article-losses.json").write_text(json.dumps([float(loss) for loss in losses]) + "\n")
    print(f"{STEPS} steps, last loss {losses[-1]:.4f}, mean of the last hundred {np.mean(losses[-100:]):.4f}")


if __name__ == "__main__":
    main()
