"""JAX: the article's network, jit-compiled, a scan over the steps.

jax_peer.py <MNIST folder> <weights.json> <threads, not used: JAX takes what it likes>
"""

import sys

import jax
import jax.numpy as jnp
import numpy as np
from common import RATE, read_training_images, read_weights, serve
from jax import lax


def forward(p, x):
    x = lax.conv_general_dilated(
        x[..., None], p["filters"], (1, 1), "VALID", dimension_numbers=("NHWC", "HWIO", "NHWC")
    )
    x = lax.reduce_window(x, -jnp.inf, lax.max, (1, 2, 2, 1), (1, 2, 2, 1), "VALID")
    return x.reshape(x.shape[0], -1) @ p["weights"] + p["biases"]


def loss_of(p, x, y):
    return -jnp.take_along_axis(jax.nn.log_softmax(forward(p, x)), y[:, None], 1).mean()


def step(p, batch):
    loss, slopes = jax.value_and_grad(loss_of)(p, *batch)
    return {name: p[name] - RATE * slopes[name] for name in p}, loss


train_all = jax.jit(lambda p, x, y: lax.scan(step, p, (x, y)))
predict_all = jax.jit(lambda p, x: lax.map(lambda batch: jax.nn.softmax(forward(p, batch)), x))


class Peer:
    versions = f"JAX {jax.__version__}"

    def __init__(self, folder, weights):
        self.images, self.labels = read_training_images(folder, np.float32)
        self.weights = weights
        self.reset()

    def reset(self):
        w = read_weights(self.weights)
        w["filters"] = w["filters"].transpose(1, 2, 0)[:, :, np.newaxis]
        self.parameters = {name: jnp.asarray(values, jnp.float32) for name, values in w.items()}

    def stacked(self, slices):
        size = slices[0].stop - slices[0].start
        end = len(slices) * size
        return self.images[:end].reshape(-1, size, 28, 28), self.labels[:end].reshape(-1, size)

    def train(self, slices):
        self.parameters, losses = train_all(self.parameters, *self.stacked(slices))
        return losses.block_until_ready()

    def predict(self, slices):
        predict_all(self.parameters, self.stacked(slices)[0]).block_until_ready()


serve(Peer(sys.argv[1], sys.argv[2]))
