#!/usr/bin/python3
"""What a Monitor costs beside training: 64-32-32-10 on the digits, gradient descent in NumPy.

    PYTHON scripts/benchmark_monitor.py [STEPS] [EVERY]

PYTHON is an interpreter that has linscape and NumPy, such as `target/python-env/bin/python`. Each batch size is
trained twice from the same weights, without and with `Monitor.observe` at every step (which does something each EVERY
steps); both loops are timed, and the observations themselves. Prediction is on.
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


def main(steps=20_000, every=100):
    pixels = np.load(FIXTURES / "digits-pixels.npy").astype(float)
    labels = np.loadtxt(FIXTURES / "digits-labels.csv", skiprows=1).astype(int)
    inputs = (pixels - pixels.mean(axis=0)) / 16
    targets = np.eye(10)[labels] - np.eye(10)[labels].mean(axis=0)
    problem = Problem(hidden=WIDTHS[1:-1], inputs=inputs, targets=targets, loss="half-mean")
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
    main(*map(int, sys.argv[1:]))
