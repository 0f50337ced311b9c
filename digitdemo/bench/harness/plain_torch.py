"""The three listings in PyTorch, as a process that `bench training` times if PyTorch is installed.

Written as PyTorch is used with care on a CPU: all data as one tensor, channels last, nothing copied that need not be.
Run as a file: it reads one JSON command a line and answers each with one line.
"""

import json
import sys
import time

import numpy as np
import torch
from torch import nn

STACKS = {
    "linear": lambda: [nn.Flatten(), nn.Linear(784, 10)],
    "mlp": lambda: [nn.Flatten(), nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)],
    "cnn": lambda: [
        nn.Conv2d(1, 32, 3),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Dropout(0.5),
        nn.Linear(1600, 10),
    ],
}


def epoch(model: nn.Module, optimizer: torch.optim.Optimizer, x: torch.Tensor, y: torch.Tensor, size: int) -> None:
    """Train one epoch in batches of `size`."""
    model.train()
    loss_of = nn.CrossEntropyLoss()
    for batch in torch.randperm(len(x)).split(size):
        optimizer.zero_grad()
        inputs = (x[batch].float() / 255).contiguous(memory_format=torch.channels_last)
        loss_of(model(inputs), y[batch]).backward()
        optimizer.step()


def main(name: str, data: str) -> None:
    """Serve "epoch": one epoch of a new model, Adam at 0.001."""
    with np.load(data) as mnist:
        x_train, x_test = (torch.from_numpy(mnist[key][:, np.newaxis]) for key in ("x_train", "x_test"))
        y_train, y_test = (torch.from_numpy(mnist[key].astype(np.int64)) for key in ("y_train", "y_test"))
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        command = json.loads(line)
        torch.manual_seed(command["seed"])
        model = nn.Sequential(*STACKS[name]()).to(memory_format=torch.channels_last)
        optimizer = torch.optim.Adam(model.parameters(), lr=0.001)
        begun = time.perf_counter()
        epoch(model, optimizer, x_train, y_train, command["batch_size"])
        seconds = time.perf_counter() - begun
        model.eval()
        with torch.inference_mode():
            right = sum(
                int((model(x.float() / 255).argmax(1) == y).sum())
                for x, y in zip(x_test.split(500), y_test.split(500), strict=True)
            )
        print(json.dumps({"images_per_second": len(x_train) / seconds, "accuracy": right / len(x_test)}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
