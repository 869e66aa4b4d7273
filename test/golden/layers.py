"""What PyTorch computes for each layer, forward and every gradient, in float64; writes layers.json beside this file.

Run it with any Python that has torch:  python test/golden/layers.py  then  npm run format
Inputs, parameters and upstream gradients come from a formula that TypeScript computes to the same bits (see values), so
only results are stored. Shapes are channels-last as in src/layers, PyTorch's channels-first: hence permute.
"""

import json
from pathlib import Path

import torch
import torch.nn.functional as F

HERE = Path(__file__).parent
torch.set_default_dtype(torch.float64)


def values(shape, salt, levels=2**32):
    """Multiplicative hashing to [-0.5, 0.5): whole numbers below 2^53, so every step is exact. Few levels make ties."""
    count = 1
    for size in shape:
        count *= size
    hashed = [(k * 2654435761 + salt * 2246822519) % 2**32 for k in range(1, count + 1)]
    return torch.tensor([h * levels // 2**32 / levels - 0.5 for h in hashed]).reshape(shape)


def conv(x, p, size=3, stride=1, padding="valid", paddingValue=0.0, **_):
    image = x if x.dim() == 3 else x.unsqueeze(2)
    kh, kw = (size, size) if isinstance(size, int) else size
    image = image.permute(2, 0, 1).unsqueeze(0)
    if padding == "same":
        border = []
        for length, window in ((image.shape[3], kw), (image.shape[2], kh)):  # F.pad begins with the last axis
            missing = max((-(-length // stride) - 1) * stride + window - length, 0)
            border += [missing // 2, missing - missing // 2]
        image = F.pad(image, border, value=paddingValue)
    out = F.conv2d(image, p["filters"].permute(0, 3, 1, 2), p.get("biases"), stride=stride)
    return out[0].permute(1, 2, 0)


def pool(x, p, size=2, stride=None, **_):
    return F.max_pool2d(x.permute(2, 0, 1).unsqueeze(0), size, stride)[0].permute(1, 2, 0)


def dense(x, p, **_):
    out = x.reshape(-1) @ p["weights"]
    return out + p["biases"] if "biases" in p else out


FUNCTIONS = {
    "Conv2D": conv,
    "MaxPool2D": pool,
    "Dense": dense,
    "Softmax": lambda x, p, **_: torch.softmax(dense(x, p), 0),
    "ReLU": lambda x, p, **_: torch.relu(x),
    "Flatten": lambda x, p, **_: x.reshape(-1),
}

CASES = [
    dict(layer="Conv2D", input=[7, 5, 3], parameters=dict(filters=[4, 3, 3, 3], biases=[4])),
    dict(layer="Conv2D", input=[5, 6], parameters=dict(filters=[2, 3, 3, 1], biases=[2])),
    dict(
        layer="Conv2D",
        input=[5, 7, 2],
        options=dict(padding="same", paddingValue=-0.5),
        parameters=dict(filters=[3, 3, 3, 2], biases=[3]),
    ),
    dict(
        layer="Conv2D",
        input=[4, 5, 2],
        options=dict(size=[2, 4], padding="same", paddingValue=0.25),
        parameters=dict(filters=[2, 2, 4, 2], biases=[2]),
    ),
    dict(
        layer="Conv2D",
        input=[7, 8, 2],
        options=dict(stride=2, padding="same", bias=False),
        parameters=dict(filters=[3, 3, 3, 2]),
    ),
    dict(
        layer="Conv2D",
        input=[8, 9, 3],
        options=dict(size=[3, 2], stride=3),
        parameters=dict(filters=[2, 3, 2, 3], biases=[2]),
    ),
    dict(
        layer="Conv2D",
        input=[3, 4, 5],
        options=dict(size=1, bias=False),
        parameters=dict(filters=[2, 1, 1, 5]),
    ),
    dict(layer="MaxPool2D", input=[6, 7, 3]),
    dict(layer="MaxPool2D", input=[7, 7, 2], options=dict(size=3)),
    dict(layer="MaxPool2D", input=[7, 6, 2], options=dict(size=3, stride=2)),
    dict(layer="MaxPool2D", input=[8, 8, 3], levels=3),
    dict(layer="MaxPool2D", input=[7, 7, 2], options=dict(size=3, stride=1), levels=3),
    dict(layer="Dense", input=[3, 2, 4], parameters=dict(weights=[24, 5], biases=[5])),
    dict(layer="Dense", input=[7], options=dict(bias=False), parameters=dict(weights=[7, 3])),
    dict(layer="Softmax", input=[2, 3, 2], parameters=dict(weights=[12, 4], biases=[4])),
    dict(layer="ReLU", input=[4, 3, 2], levels=4),
    dict(layer="Flatten", input=[2, 3, 2]),
]


def run(case):
    x = values(case["input"], 1, case.get("levels", 2**32)).requires_grad_()
    shapes = case.get("parameters", {})
    p = {name: values(shape, 2 + k).requires_grad_() for k, (name, shape) in enumerate(shapes.items())}
    out = FUNCTIONS[case["layer"]](x, p, **case.get("options", {}))
    out.backward(values(list(out.shape), 9))
    return case | dict(
        out=dict(shape=list(out.shape), data=out.flatten().tolist()),
        dLdInput=x.grad.flatten().tolist(),
        gradients={name: tensor.grad.flatten().tolist() for name, tensor in p.items()},
    )


def main():
    cases = [json.dumps(run(case)) for case in CASES]
    (HERE / "layers.json").write_text("[\n" + ",\n".join(cases) + "\n]\n")
    print(f"{len(cases)} cases, torch {torch.__version__}")


if __name__ == "__main__":
    main()
