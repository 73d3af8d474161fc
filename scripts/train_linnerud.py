#!/usr/bin/env python3
"""Trains a linear network with biases on linnerud, as PyTorch initialises and saves one.

    scripts/train_linnerud.py [FILE]

Layers `Linear(3, 2)`, `Linear(2, 2)`, `Linear(2, 3)` with PyTorch's default initialisation (uniform within
one over the root of the fan-in, weights and biases alike), full-batch BFGS of SciPy on the mean squared error of
the raw data, saved in single precision under the names of a `state_dict`. The same bytes every time on one
machine; `fixtures/linnerud-biases.safetensors` is one run of it.
"""

import json
import pathlib
import struct
import sys

import numpy as np
from scipy.optimize import minimize

ROOT = pathlib.Path(__file__).resolve().parent.parent
WIDTHS = (3, 2, 2, 3)


def read(name):
    return np.loadtxt(ROOT / "fixtures" / name, delimiter=",", skiprows=1).T


def layers(state):
    """`(W, b)` of each layer."""
    at, found = 0, []
    for inputs, outputs in zip(WIDTHS, WIDTHS[1:]):
        weight = state[at : at + inputs * outputs].reshape(outputs, inputs)
        at += inputs * outputs
        found.append((weight, state[at : at + outputs]))
        at += outputs
    return found


def loss_and_gradient(state, inputs, targets):
    seen, parts = [inputs], layers(state)
    for weight, bias in parts:
        seen.append(weight @ seen[-1] + bias[:, None])
    error = seen[-1] - targets
    back, gradient = 2 * error / error.size, []
    for (weight, _), before in zip(reversed(parts), reversed(seen[:-1])):
        gradient = [(back @ before.T).ravel(), back.sum(axis=1), *gradient]
        back = weight.T @ back
    return (error**2).mean(), np.concatenate(gradient)


def save(path, parts):
    header, body = {}, b""
    for layer, (weight, bias) in enumerate(parts):
        for name, value in (("weight", weight), ("bias", bias)):
            data = value.astype("<f4").tobytes()
            offsets = [len(body), len(body) + len(data)]
            header[f"{layer}.{name}"] = {"dtype": "F32", "shape": list(value.shape), "data_offsets": offsets}
            body += data
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + body)


def main():
    path = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "fixtures/linnerud-biases.safetensors"
    inputs, targets = read("linnerud-exercise.csv"), read("linnerud-physiological.csv")
    random = np.random.default_rng(2)
    bound = [1 / np.sqrt(inputs) for inputs, outputs in zip(WIDTHS, WIDTHS[1:]) for _ in range(outputs * (inputs + 1))]
    start = random.uniform(-1, 1, len(bound)) * bound
    state = start
    for _ in range(20):
        state = minimize(loss_and_gradient, state, (inputs, targets), "BFGS", True, options={"gtol": 1e-12, "maxiter": 5000}).x
    loss, gradient = loss_and_gradient(state, inputs, targets)
    print(f"loss {loss:.9g}, gradient {np.linalg.norm(gradient):.1e}")
    save(path, layers(state))


if __name__ == "__main__":
    main()
