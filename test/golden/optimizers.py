"""Parameters after each of a few steps of PyTorch's optimizers, in float64; writes optimizers.json beside this file.

Run it with any Python that has torch:  python test/golden/optimizers.py  then  npm run format
Parameters, gradients and rates come from a formula that TypeScript computes to the same bits (see values).
"""

import json
from pathlib import Path

import torch

HERE = Path(__file__).parent
STEPS, SIZES = 6, [5, 3]


def values(count, salt):
    hashed = [(k * 2654435761 + salt * 2246822519) % 2**32 for k in range(1, count + 1)]
    return [h / 2**32 - 0.5 for h in hashed]


def rate(step):
    return 0.125 / (step + 1)


CASES = [
    ("sgd", {}, torch.optim.SGD, {}),
    ("sgd", dict(momentum=0.9), torch.optim.SGD, dict(momentum=0.9)),
    ("sgd", dict(weightDecay=0.25), torch.optim.SGD, dict(weight_decay=0.25)),
    ("sgd", dict(momentum=0.5, weightDecay=0.25), torch.optim.SGD, dict(momentum=0.5, weight_decay=0.25)),
    ("adam", {}, torch.optim.Adam, {}),
    ("adam", {}, torch.optim.AdamW, dict(weight_decay=0)),
    ("adam", dict(weightDecay=0.25), torch.optim.AdamW, dict(weight_decay=0.25)),
    (
        "adam",
        dict(beta1=0.8, beta2=0.9, epsilon=0.001, weightDecay=0.01),
        torch.optim.AdamW,
        dict(betas=(0.8, 0.9), eps=0.001, weight_decay=0.01),
    ),
]


def run(kind, options, optimizer_class, torch_options):
    parameters = [torch.tensor(values(size, k), dtype=torch.float64) for k, size in enumerate(SIZES)]
    optimizer = optimizer_class(parameters, lr=1.0, **torch_options)
    after = []
    for step in range(STEPS):
        for group in optimizer.param_groups:
            group["lr"] = rate(step)
        for k, parameter in enumerate(parameters):
            parameter.grad = torch.tensor(values(SIZES[k], 10 + 2 * step + k), dtype=torch.float64)
        optimizer.step()
        after.append([value for parameter in parameters for value in parameter.tolist()])
    return dict(kind=kind, options=options, torch=optimizer_class.__name__, after=after)


def main():
    cases = [json.dumps(run(*case)) for case in CASES]
    (HERE / "optimizers.json").write_text("[\n" + ",\n".join(cases) + "\n]\n")
    print(f"{len(cases)} cases, torch {torch.__version__}")


if __name__ == "__main__":
    main()
