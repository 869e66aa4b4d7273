"""PyTorch, eager: any network of the bench, in either memory layout.

pytorch.py <folder of a data set> <layers.json> <threads> <contiguous | channels_last>
"""

import json
import sys

import numpy as np
import torch
import torch.nn.functional as F
from common import RATE, read_training_images, serve

torch.set_num_threads(int(sys.argv[3]))
LAYOUT = {"contiguous": torch.contiguous_format, "channels_last": torch.channels_last}[sys.argv[4]]


def values(stored):
    return np.array(stored["data"], np.float64).reshape(stored["shape"])


def filters(stored):
    """(f, kh, kw, c) or (f, kh, kw) -> (f, c, kh, kw)"""
    array = values(stored)
    array = array if array.ndim == 4 else array[..., np.newaxis]
    return torch.tensor(array.transpose(0, 3, 1, 2).copy(), dtype=torch.float32)


def dense(stored, shape):
    """(h · w · c, nodes) -> (nodes, c · h · w), as PyTorch flattens what was (c, h, w)"""
    weights = values(stored)
    if len(shape) == 3:
        c, h, w = shape
        weights = weights.reshape(h, w, c, -1).transpose(2, 0, 1, 3).reshape(weights.shape)
    return torch.tensor(weights.T.copy(), dtype=torch.float32)


class Peer:
    versions = f"PyTorch {torch.__version__.split('+')[0]}"

    def __init__(self, folder, layers):
        images, self.labels = (torch.tensor(a) for a in read_training_images(folder, np.float32))
        images = images[..., np.newaxis] if images.ndim == 3 else images
        # A copy: with one channel both layouts hold the same numbers, and contiguous() would leave the strides of
        # channels_last.
        self.images = images.permute(0, 3, 1, 2).clone(memory_format=LAYOUT)
        with open(layers) as file:
            self.layers = json.load(file)
        self.reset()

    def reset(self):
        """The layers as functions of their input, and the parameters they share with `train`."""
        self.parameters, self.steps = [], []
        x = self.images[:1]
        for layer in self.layers:
            step = self.step_of(layer, tuple(x.shape[1:]))
            with torch.no_grad():
                x = step(x)
            self.steps.append(step)

    def step_of(self, layer, shape):
        if layer["kind"] == "relu":
            return F.relu
        if layer["kind"] == "pool":
            return lambda x: F.max_pool2d(x, 2)
        of_conv = layer["kind"] == "conv"
        weights = filters(layer["weights"]) if of_conv else dense(layer["weights"], shape)
        if of_conv:
            weights = weights.contiguous(memory_format=LAYOUT)
        biases = None
        if layer.get("biases"):
            biases = torch.tensor(values(layer["biases"]), dtype=torch.float32).requires_grad_()
        weights.requires_grad_()
        self.parameters += [weights] if biases is None else [weights, biases]
        if of_conv:
            padding = "same" if layer["same"] else "valid"
            return lambda x: F.conv2d(x, weights, biases, padding=padding)
        return lambda x: F.linear(x.flatten(1), weights, biases)

    def forward(self, x):
        for step in self.steps:
            x = step(x)
        return x

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


serve(Peer(sys.argv[1], sys.argv[2]))
