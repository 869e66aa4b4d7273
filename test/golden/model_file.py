"""Reads model.safetensors with PyTorch's safetensors package and writes what the network predicts to model-file.json.

Run it with any Python that has torch and safetensors, then format what it wrote:
    python test/golden/model_file.py [model.safetensors]
    npm run format
The file is written by `save`; test/golden/model-file.test.ts checks that it still is, byte for byte. Images come from a
formula that TypeScript computes to the same bits (see values). Shapes are channels-last as in src/layers, PyTorch's
channels-first.
"""

import json
import sys
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors import safe_open

HERE = Path(__file__).parent
IMAGES = 4


def values(shape, salt):
    count = 1
    for size in shape:
        count *= size
    hashed = [(k * 2654435761 + salt * 2246822519) % 2**32 for k in range(1, count + 1)]
    return torch.tensor([h / 2**32 - 0.5 for h in hashed], dtype=torch.float64).reshape(shape)


def conv(x, p, stride, padding, paddingValue, size, **_):
    if padding == "same":
        border = []
        for length, window in ((x.shape[3], size[1]), (x.shape[2], size[0])):
            missing = max((-(-length // stride) - 1) * stride + window - length, 0)
            border += [missing // 2, missing - missing // 2]
        x = F.pad(x, border, value=paddingValue)
    return F.conv2d(x, p["filters"].permute(0, 3, 1, 2), p.get("biases"), stride=stride)


def dense(x, p, **_):
    out = x.permute(0, 2, 3, 1).flatten() if x.dim() == 4 else x.flatten()
    out = out @ p["weights"]
    return out + p["biases"] if "biases" in p else out


LAYERS = {
    "Conv2D": conv,
    "ReLU": lambda x, p: torch.relu(x),
    "MaxPool2D": lambda x, p, size, stride: F.max_pool2d(x, size, stride),
    "Dropout": lambda x, p, rate: x,
    "Flatten": lambda x, p: x.permute(0, 2, 3, 1).flatten(),
    "Dense": dense,
    "Softmax": lambda x, p, **_: torch.softmax(dense(x, p), 0),
}


def main():
    path = sys.argv[1] if len(sys.argv) > 1 else HERE / "model.safetensors"
    with safe_open(path, framework="pt") as file:
        network = json.loads(file.metadata()["network"])
        tensors = {name: file.get_tensor(name) for name in file.keys()}
    dtype = next(iter(tensors.values())).dtype
    predictions = []
    for image in range(IMAGES):
        x = values(network["input"], image)[None, None].to(dtype)
        for k, layer in enumerate(network["layers"]):
            own = {name.split(".")[1]: t for name, t in tensors.items() if name.startswith(f"{k}.")}
            x = LAYERS[layer["kind"]](x, own, **layer["options"])
        predictions.append(x.tolist())
    if len(sys.argv) > 1:
        return print(json.dumps(predictions))
    (HERE / "model-file.json").write_text(json.dumps(predictions) + "\n")
    print(f"{len(tensors)} tensors of {dtype}, {IMAGES} predictions, torch {torch.__version__}")


if __name__ == "__main__":
    main()
