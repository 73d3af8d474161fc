#!/usr/bin/python3
"""What a Monitor costs beside training: 64-32-32-10 on the digits, gradient descent in NumPy.

    PYTHON scripts/benchmark_monitor.py [STEPS] [EVERY]
    PYTHON scripts/benchmark_monitor.py --torch [STEPS] [EVERY]

PYTHON is an interpreter that has linscape and NumPy, such as `target/python-env/bin/python`. Each batch size is
trained twice from the same weights, without and with `Monitor.observe` at every step (which does something each EVERY
steps); both loops are timed, and the observations themselves. Prediction is on.

With --torch training is PyTorch's (single precision, SGD at rate 0.2, one thread), STEPS (6,000) steps of all samples and
twice as many of batches, and the observations are added up: those at the first sight of a family apart.
"""

import sys
import time
from pathlib import Path

import numpy as np
from linscape import Monitor, Problem

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
WIDTHS = [64, 32, 32, 10]


def training(inputs, targets, batch, steps, rate, observe):
    """Seconds of so many steps from the same small weights."""
    rng = np.random.default_rng(0)
    weights = [0.02 * rng.standard_normal((wide, before)) for before, wide in zip(WIDTHS, WIDTHS[1:])]
    picks = rng.integers(0, len(inputs), size=(steps, batch)) if batch else None
    start = time.perf_counter()
    for step in range(steps):
        x, y = (inputs, targets) if picks is None else (inputs[picks[step]], targets[picks[step]])
        w1, w2, w3 = weights
        first = x @ w1.T
        second = first @ w2.T
        slope = (second @ w3.T - y) / len(x)
        back = slope @ w3
        changes = (back @ w2).T @ x, back.T @ first, slope.T @ second
        weights = [w - rate * change for w, change in zip(weights, changes)]
        observe(weights, step)
    return time.perf_counter() - start


def digits():
    pixels = np.load(FIXTURES / "digits-pixels.npy").astype(float)
    labels = np.loadtxt(FIXTURES / "digits-labels.csv", skiprows=1).astype(int)
    inputs = (pixels - pixels.mean(axis=0)) / 16
    targets = np.eye(10)[labels] - np.eye(10)[labels].mean(axis=0)
    return inputs, targets, Problem(hidden=WIDTHS[1:-1], inputs=inputs, targets=targets, loss="half-mean")


def training_in_torch(inputs, targets, batch, steps, observe):
    """Seconds of so many steps from the same small weights."""
    import torch

    torch.set_num_threads(1)
    torch.manual_seed(0)
    layers = [torch.nn.Linear(before, wide, bias=False) for before, wide in zip(WIDTHS, WIDTHS[1:])]
    network = torch.nn.Sequential(*layers)
    with torch.no_grad():
        for weight in network.parameters():
            weight.copy_(0.02 * torch.randn_like(weight))
    optimizer = torch.optim.SGD(network.parameters(), lr=0.2)
    x, y = (torch.tensor(matrix, dtype=torch.float32) for matrix in (inputs, targets))
    picks = torch.randint(0, len(x), (steps, batch)) if batch else None
    start = time.perf_counter()
    for step in range(steps):
        a, b = (x, y) if picks is None else (x[picks[step]], y[picks[step]])
        optimizer.zero_grad()
        (((network(a) - b) ** 2).sum(1).mean() / 2).backward()
        optimizer.step()
        observe(network, step, optimizer)
    return time.perf_counter() - start


def in_torch(steps=6_000, every=100):
    import linscape.torch

    inputs, targets, problem = digits()
    for batch in (0, 128, 32):
        count = 2 * steps if batch else steps
        plain = training_in_torch(inputs, targets, batch, count, lambda *_: None)
        monitor = linscape.torch.Monitor(problem, every=every)
        first, later, seen = [], [], set()

        def observe(network, step, optimizer):
            start = time.perf_counter()
            said = monitor.observe(network, step, optimizer=optimizer)
            if said is not None:
                (later if said["subset"] in seen else first).append(time.perf_counter() - start)
                seen.add(said["subset"])

        training_in_torch(inputs, targets, batch, count, observe)
        print(
            f"{f'batches of {batch}' if batch else f'all {len(inputs)} samples'}: a step {1e6 * plain / count:.0f} µs; "
            f"{len(first)} families seen first in {1e3 * sum(first):.0f} ms, {len(later)} observations more in "
            f"{1e3 * sum(later):.0f} ms, median {1e3 * np.median(later):.2f} ms; all together "
            f"{100 * (sum(first) + sum(later)) / plain:.2f} % of training"
        )


def main(steps=20_000, every=100):
    inputs, targets, problem = digits()
    for batch in (0, 128, 32):
        name = f"batches of {batch}" if batch else f"all {len(inputs)} samples"
        count = steps if batch else steps // 10
        plain = training(inputs, targets, batch, count, 0.02, lambda *_: None)
        monitor = Monitor(problem, every=every, learning_rate=0.02)
        spent = []

        def observe(weights, step):
            start = time.perf_counter()
            if monitor.observe(weights, step) is not None:
                spent.append(time.perf_counter() - start)

        watched = training(inputs, targets, batch, count, 0.02, observe)
        one = plain / count
        print(
            f"{name}: a step {1e6 * one:.0f} µs; {len(spent)} observations, median {1e6 * np.median(spent):.0f} µs, "
            f"slowest {1e3 * max(spent):.1f} ms, all together {100 * sum(spent) / plain:.2f} % of training; "
            f"loop {100 * (watched / plain - 1):+.1f} %"
        )
        print("   ", " → ".join(dict.fromkeys(said["subset"] for said in monitor.history if said["visiting"])))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--torch"]:
        in_torch(*map(int, sys.argv[2:]))
    else:
        main(*map(int, sys.argv[1:]))
