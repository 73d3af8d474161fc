#!/usr/bin/python3
"""Products with the Hessian against PyTorch and curvlinops, in turns in one run; prints Markdown.

    cargo build --release -p linscape-points --example time_hessian
    PYTHON scripts/benchmark_peers.py [--width 200] [--layers 3] [--repeat 3] [--threads 1]

PYTHON is an interpreter with PyTorch (and curvlinops); what is not installed is said and left out. The weights are
Gaussian of variance 1/width, the inputs white, so that all sides differentiate `½‖Σ − W_h⋯W_1‖²`. PyTorch's product is
reverse over reverse (`vhp`) and forward over reverse (`jvp` of `grad`); that of NumPy is the recursion of
`scripts/benchmark_spectrum.py`. All products are held against each other. Each measurement is a process of its own;
medians of the repetitions.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
OURS = ROOT / "target/release/examples/time_hessian"
sys.path.insert(0, str(ROOT / "scripts"))
PRODUCTS = 15


def by_torch(mode, weights, target, vector):
    """A function that applies the Hessian once."""
    import torch

    tensors = [torch.from_numpy(matrix.copy()) for matrix in weights]
    sigma = torch.from_numpy(target)
    changes = tuple(torch.from_numpy(part.copy()) for part in vector)

    def loss(*layers):
        product = layers[0]
        for layer in layers[1:]:
            product = layer @ product
        return 0.5 * ((sigma - product) ** 2).sum()

    if mode == "reverse over reverse":
        return lambda: torch.autograd.functional.vhp(loss, tuple(tensors), changes)[1]
    slope = torch.func.grad(loss, argnums=tuple(range(len(tensors))))
    return lambda: torch.func.jvp(slope, tuple(tensors), changes)[1]


def by_curvlinops(weights, target, vector):
    import torch
    from curvlinops import HessianLinearOperator

    class Network(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.layers = torch.nn.ParameterList([torch.from_numpy(matrix.copy()) for matrix in weights])

        def forward(self, inputs):
            for layer in self.layers:
                inputs = inputs @ layer.T
            return inputs

    network = Network()
    # MSELoss with reduction "sum" is twice the loss, and takes rows for samples.
    data = [(torch.eye(len(target), dtype=torch.float64), torch.from_numpy(target.T.copy()))]
    criterion = torch.nn.MSELoss(reduction="sum")
    operator = HessianLinearOperator(
        network, criterion, list(network.parameters()), data, check_deterministic=False
    )
    flat = torch.from_numpy(vector.reshape(-1).copy())
    return lambda: 0.5 * (operator @ flat)


def worker(side, width, layers):
    import benchmark_spectrum as spectrum
    import numpy

    weights, target = spectrum.gaussian(width, layers, numpy.random.default_rng(20261123))
    product, vector = spectrum.hessian("gaussian", width, layers)
    changes = vector.reshape(layers, width, width)
    expected = product(vector)
    if side == "NumPy":
        apply = lambda: product(vector)  # noqa: E731
    elif side == "curvlinops":
        apply = by_curvlinops(weights, target, changes)
    else:
        apply = by_torch(side.removeprefix("PyTorch, "), weights, target, changes)
    first = apply()
    found = numpy.concatenate([numpy.asarray(part.detach()).ravel() for part in first]) if isinstance(
        first, tuple) else numpy.asarray(first if side == "NumPy" else first.detach()).ravel()
    error = abs(found - expected).max() / abs(expected).max()
    seconds = []
    for _ in range(PRODUCTS):
        start = time.perf_counter()
        apply()
        seconds.append(time.perf_counter() - start)
    print(json.dumps({"one": median(seconds), "error": float(error)}))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--width", type=int, default=200)
    parser.add_argument("--layers", type=int, default=3)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--side", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.side:
        worker(asked.side, asked.width, asked.layers)
        return
    sides, missing = ["NumPy"], []
    for module, names in (("torch", ["PyTorch, reverse over reverse", "PyTorch, forward over reverse"]),
                          ("curvlinops", ["curvlinops"])):  # fmt: skip
        (sides.extend if find_spec(module) else missing.extend)(names)
    numbers = [str(asked.width), str(asked.layers)]
    commands = {
        side: [sys.executable, __file__, "--side", side, "--width", numbers[0], "--layers", numbers[1]]
        for side in sides
    }
    if OURS.exists():
        commands = {"linscape": [str(OURS), "gaussian", *numbers, str(PRODUCTS)], **commands}
    else:
        missing.append("linscape (cargo build --release -p linscape-points --example time_hessian)")
    names = ("RAYON_NUM_THREADS", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
    environment = os.environ | {name: str(asked.threads) for name in names}
    found = {side: [] for side in commands}
    for _ in range(asked.repeat):
        for side, command in commands.items():
            done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
            if done.returncode != 0:
                sys.exit(f"{side}: {done.stderr}")
            found[side].append(json.loads(done.stdout))
    base = median(run["one"] for run in next(iter(found.values())))
    count = f"{asked.threads} thread{'s' if asked.threads > 1 else ''}"
    print(f"One product, {asked.width}×{asked.layers + 1}, {count}, medians of {asked.repeat} processes:\n")
    print(f"| side | time | against {next(iter(found))} | difference |\n|---|---|---|---|")
    for side, runs in found.items():
        one = median(run["one"] for run in runs)
        error = max((run["error"] for run in runs if "error" in run), default=None)
        said = "-" if error is None else f"{error:.0e}"
        print(f"| {side} | {1000 * one:.1f} ms | {one / base:.2f}× | {said} |")
    for name in missing:
        print(f"\nnot measured, not installed: {name}")


if __name__ == "__main__":
    main()
