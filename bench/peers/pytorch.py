"""PyTorch, eager: the article's network, or the deeper one where the weights are of it.

  pytorch.py <MNIST folder> <weights.json> <threads>
"""
import sys

import numpy as np
import torch
import torch.nn.functional as F
from common import RATE, read_mnist, read_weights, serve

torch.set_num_threads(int(sys.argv[3]))


def filters(values):
    """(f, kh, kw, c) or (f, kh, kw) -> (f, c, kh, kw)"""
    values = values if values.ndim == 4 else values[..., np.newaxis]
    return torch.tensor(values.transpose(0, 3, 1, 2).copy(), dtype=torch.float32)


def dense(weights, channels, side):
    """(h · w · c, nodes) -> (nodes, c · h · w), as PyTorch flattens"""
    by_axis = weights.reshape(side, side, channels, -1)
    return torch.tensor(by_axis.transpose(3, 2, 0, 1).reshape(by_axis.shape[-1], -1).copy(), dtype=torch.float32)


class Peer:
    versions = f"PyTorch {torch.__version__.split('+')[0]}"

    def __init__(self, folder, weights):
        images, self.labels = (torch.tensor(a) for a in read_mnist(folder, "train", np.float32))
        self.images = images[:, np.newaxis]
        self.folder, self.weights = folder, weights
        self.reset()

    def reset(self):
        w = read_weights(self.weights)
        self.deep = "filters2" in w
        p = [filters(w["filters"])]
        if self.deep:
            p += [filters(w["filters2"])]
        p += [dense(w["weights"], *((16, 12) if self.deep else (8, 13))), torch.tensor(w["biases"], dtype=torch.float32)]
        self.parameters = [q.requires_grad_() for q in p]

    def forward(self, x):
        if self.deep:
            k1, k2, w, b = self.parameters
            x = F.max_pool2d(F.relu(F.conv2d(F.relu(F.conv2d(x, k1)), k2)), 2)
        else:
            k, w, b = self.parameters
            x = F.max_pool2d(F.conv2d(x, k), 2)
        return F.linear(x.flatten(1), w, b)

    def train(self, slices):
        losses = []
        for s in slices:
            loss = F.cross_entropy(self.forward(self.images[s]), self.labels[s])
            loss.backward()
            with torch.no_grad():
                for q in self.parameters:
                    q -= RATE * q.grad
                    q.grad = None
            losses.append(loss.detach())
        return losses

    def predict(self, slices):
        with torch.inference_mode():
            for s in slices:
                F.softmax(self.forward(self.images[s]), 1)

    def accuracy(self):
        self.reset()
        self.train([slice(i, i + 1) for i in range(len(self.images))])
        images, labels = (torch.tensor(a) for a in read_mnist(self.folder, "t10k", np.float32))
        with torch.inference_mode():
            return (self.forward(images[:, np.newaxis]).argmax(1) == labels).double().mean()


serve(Peer(sys.argv[1], sys.argv[2]))
