#!/usr/bin/env python3
"""Train a 64-32-32-10 linear network on the digits and save checkpoints at its plateaus.

NumPy only. Full-batch gradient descent from small weights, once on whitened pixels and once on raw
ones; a checkpoint W1..W3 is saved at every plateau, where the gradient norm is lowest between two
drops of the loss, and at the end.

    python scripts/train_digits.py OUT_DIRECTORY [--modes 6]

Writes OUT/white-inputs.npy (m x 64, whitened), OUT/raw-inputs.npy, OUT/labels.csv,
OUT/white-K.npz and OUT/raw-K.npz.
"""

import argparse
import pathlib
import shutil
import sys

import numpy as np

ROOT = pathlib.Path(__file__).resolve().parent.parent
FIXTURES = ROOT / "fixtures"
sys.path.insert(0, str(ROOT / "crates/linscape-python/examples"))
from training import plateaus, train  # noqa: E402

WIDTHS = (64, 32, 32, 10)


def one_hot(labels):
    classes = np.unique(labels)
    return (labels[:, None] == classes[None, :]).astype(float)


def descend(name, inputs, targets, arguments, steps):
    cross, covariance = targets.T @ inputs, inputs.T @ inputs
    sharpest = np.linalg.norm(covariance, 2)
    # Stable at the global minimum, whose layers have the size |W|^(1/3): 3 |W|^(4/3) times the inputs.
    best = np.linalg.norm(cross @ np.linalg.pinv(covariance, rcond=1e-9), 2)
    rate = 0.5 / (3 * best ** (4 / 3) * sharpest)
    # Small beside the layers at the minimum, in whatever units the inputs are.
    scale = arguments.scale * best ** (1 / 3)
    *waits, end = plateaus(list(train(WIDTHS, cross, covariance, rate, steps, scale)))
    kept = [*waits[: arguments.modes], end]
    for at, (step, norm, weights) in enumerate(kept):
        path = arguments.out / f"{name}-{at}.npz"
        np.savez(path, **{f"W{i + 1}": matrix for i, matrix in enumerate(weights)})
        print(f"{path.name}: step {step}, gradient norm {norm:.1e}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--modes", type=int, default=8)
    parser.add_argument("--scale", type=float, default=3e-3)
    parser.add_argument("--steps", type=int, default=20_000)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    raw = np.load(FIXTURES / "digits-pixels.npy").astype(float)
    labels = np.loadtxt(FIXTURES / "digits-labels.csv", dtype=int, skiprows=1)
    targets = one_hot(labels)
    # Whitened: orthonormal columns; pixels that are always zero stay zero.
    u, s, vt = np.linalg.svd(raw, full_matrices=False)
    rank = int(np.sum(s > 1e-10 * s[0]))
    white = u[:, :rank] @ vt[:rank]
    np.save(arguments.out / "white-inputs.npy", white)
    shutil.copy(FIXTURES / "digits-labels.csv", arguments.out / "labels.csv")
    # Raw inputs are stretched unevenly: their step is small and their training long.
    for name, inputs, steps in (
        ("white", white, arguments.steps),
        ("raw", raw, 8 * arguments.steps),
    ):
        np.save(arguments.out / f"{name}-inputs.npy", inputs)
        descend(name, inputs, targets, arguments, steps)


if __name__ == "__main__":
    main()
