"""The article's network in NumPy as the article writes it, loops over image regions and all, with its faults mended:
the output shape, the pooling window, what backprop remembers, softmax of large totals, and ties in max pooling.

  article_numpy.py <MNIST folder> <weights.json> <threads, not used>
"""

import sys

import numpy as np
from common import RATE, read_training_images, read_weights, serve


class Conv3x3:
    def __init__(self, filters):
        self.filters = filters

    def regions(self, image):
        h, w = image.shape
        for i in range(h - 2):
            for j in range(w - 2):
                yield image[i : i + 3, j : j + 3], i, j

    def forward(self, image):
        self.last = image
        h, w = image.shape
        out = np.zeros((h - 2, w - 2, len(self.filters)))
        for region, i, j in self.regions(image):
            out[i, j] = np.sum(region * self.filters, axis=(1, 2))
        return out

    def backprop(self, slope, rate):
        gradient = np.zeros(self.filters.shape)
        for region, i, j in self.regions(self.last):
            for f in range(len(self.filters)):
                gradient[f] += slope[i, j, f] * region
        self.filters -= rate * gradient


class MaxPool2:
    def regions(self, image):
        h, w, _ = image.shape
        for i in range(h // 2):
            for j in range(w // 2):
                yield image[2 * i : 2 * i + 2, 2 * j : 2 * j + 2], i, j

    def forward(self, image):
        self.last = image
        h, w, f = image.shape
        out = np.zeros((h // 2, w // 2, f))
        for region, i, j in self.regions(image):
            out[i, j] = np.amax(region, axis=(0, 1))
        return out

    def backprop(self, slope):
        back = np.zeros(self.last.shape)
        for region, i, j in self.regions(self.last):
            _, _, filters = region.shape
            first = region.reshape(4, filters).argmax(axis=0)
            for f in range(filters):
                back[2 * i + first[f] // 2, 2 * j + first[f] % 2, f] = slope[i, j, f]
        return back


class Softmax:
    def __init__(self, weights, biases):
        self.weights, self.biases = weights, biases

    def forward(self, values):
        self.shape = values.shape
        self.last = values.flatten()
        totals = self.last @ self.weights + self.biases
        self.exp = np.exp(totals - totals.max())
        return self.exp / self.exp.sum()

    def backprop(self, slope, rate):
        for label, gradient in enumerate(slope):
            if gradient == 0:
                continue
            total = self.exp.sum()
            d_out = -self.exp[label] * self.exp / total**2
            d_out[label] = self.exp[label] * (total - self.exp[label]) / total**2
            d_totals = gradient * d_out
            d_input = self.weights @ d_totals
            self.weights -= rate * (self.last[np.newaxis].T @ d_totals[np.newaxis])
            self.biases -= rate * d_totals
            return d_input.reshape(self.shape)


class Peer:
    versions = f"NumPy {np.__version__}"

    def __init__(self, folder, weights):
        self.images, self.labels = read_training_images(folder, np.float64)
        self.weights = weights
        self.reset()

    def reset(self):
        w = {name: values.copy() for name, values in read_weights(self.weights).items()}
        self.conv, self.pool = Conv3x3(w["filters"]), MaxPool2()
        self.softmax = Softmax(w["weights"], w["biases"])

    def forward(self, i):
        return self.softmax.forward(self.pool.forward(self.conv.forward(self.images[i])))

    def train(self, slices):
        losses = []
        for i in (s.start for s in slices):
            p = self.forward(i)
            label = self.labels[i]
            losses.append(-np.log(p[label]))
            gradient = np.zeros(10)
            gradient[label] = -1 / p[label]
            self.conv.backprop(self.pool.backprop(self.softmax.backprop(gradient, RATE)), RATE)
        return losses

    def predict(self, slices):
        for i in (i for s in slices for i in range(s.start, s.stop)):
            self.forward(i)


serve(Peer(sys.argv[1], sys.argv[2]))
