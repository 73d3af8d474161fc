#!/usr/bin/python3
"""Products with the Hessian and eigenpairs against PyTorch and curvlinops, in turns in one run; prints Markdown.

    cargo build --release -p linscape-points --example time_hessian
    PYTHON scripts/benchmark_peers.py [--width 200] [--layers 3] [--repeat 3] [--threads 1]
    cargo build --release
    PYTHON scripts/benchmark_peers.py --pairs 5 [--kind gaussian balanced plateau]

PYTHON is an interpreter with PyTorch (and curvlinops); what is not installed is said and left out. The weights are
Gaussian of variance 1/width, the inputs white, so that all sides differentiate `½‖Σ − W_h⋯W_1‖²`. PyTorch's product is
reverse over reverse (`vhp`) and forward over reverse (`jvp` of `grad`); that of NumPy is the recursion of
`scripts/benchmark_spectrum.py`. All products are held against each other. Each measurement is a process of its own;
medians of the repetitions.

With `--pairs K` the K largest and the K smallest eigenpairs at the weights of `scripts/benchmark_spectrum.py`: everybody but
linscape by SciPy's `eigsh` on their product, to the same relative residual 1e-10. The time of linscape is that of the
whole command, which reads files and writes JSON; that of the others leaves out their start. At a balanced saddle the
closed form says how many values are right. At a plateau linscape lists the whole spectrum, piece by piece, and the others
the largest alone: the low end is a zero of as many copies as there are weights, at which ARPACK does not end.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
OURS = ROOT / "target/release/examples/time_hessian"
PROGRAM = ROOT / "target/release/linscape"
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

    operator = curvlinops_operator(weights, target)
    flat = torch.from_numpy(vector.reshape(-1).copy())
    return lambda: 0.5 * (operator @ flat)


def curvlinops_operator(weights, target):
    """Of twice the loss: `MSELoss` with reduction "sum"."""
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
    # Rows are samples.
    data = [(torch.eye(len(target), dtype=torch.float64), torch.from_numpy(target.T.copy()))]
    criterion = torch.nn.MSELoss(reduction="sum")
    return HessianLinearOperator(
        network, criterion, list(network.parameters()), data, check_deterministic=False
    )


# --- eigenpairs --------------------------------------------------------------------------------


def point(kind, width, layers):
    """Weights and target, the same on all sides."""
    import benchmark_spectrum as spectrum
    import numpy

    draw = numpy.random.default_rng(20261123)
    return {"gaussian": spectrum.gaussian, "balanced": spectrum.balanced, "plateau": spectrum.plateau}[kind](width, layers, draw)


def product_of(side, kind, width, layers):
    """A function of flat NumPy vectors, and what it has to be multiplied by."""
    import benchmark_spectrum as spectrum

    weights, target = point(kind, width, layers)
    if side == "SciPy on NumPy":
        return spectrum.hessian(kind, width, layers)[0], 1.0
    import torch

    if side == "curvlinops":
        operator = curvlinops_operator(weights, target)
        return lambda flat: (operator @ torch.from_numpy(flat.copy())).detach().numpy(), 0.5
    tensors = tuple(torch.from_numpy(matrix.copy()) for matrix in weights)
    sigma = torch.from_numpy(target)

    def loss(*parts):
        chained = parts[0]
        for layer in parts[1:]:
            chained = layer @ chained
        return 0.5 * ((sigma - chained) ** 2).sum()

    slope = torch.func.grad(loss, argnums=tuple(range(layers)))

    def product(flat):
        changes = tuple(torch.from_numpy(flat.reshape(layers, width, width).copy()))
        if "reverse over reverse" in side:
            image = torch.func.vjp(slope, *tensors)[1](changes)
        else:
            image = torch.func.jvp(slope, tensors, changes)[1]
        return torch.stack([part.detach() for part in image]).numpy().ravel()

    return product, 1.0


def eigen_worker(side, kind, width, layers, pairs):
    import numpy
    from scipy.sparse.linalg import LinearOperator, eigsh

    product, factor = product_of(side, kind, width, layers)
    calls = 0

    def counted(vector):
        nonlocal calls
        calls += 1
        return product(numpy.ascontiguousarray(vector).ravel())

    order = layers * width**2
    operator = LinearOperator((order, order), matvec=counted, dtype=float)
    start, values = time.perf_counter(), []
    for which in ("LA",) if kind == "plateau" else ("SA", "LA"):
        values += sorted(factor * eigsh(operator, k=pairs, which=which, tol=1e-10)[0])
    print(json.dumps({"seconds": time.perf_counter() - start, "products": calls, "values": values}))


def our_eigenpairs(kind, width, layers, pairs, environment):
    import numpy

    weights, target = point(kind, width, layers)
    with tempfile.TemporaryDirectory() as folder:
        numpy.save(f"{folder}/target.npy", target)
        numpy.savez(f"{folder}/weights.npz", **{f"W{i + 1}": matrix for i, matrix in enumerate(weights)})
        command = [str(PROGRAM), "spectrum", "--target", f"{folder}/target.npy", "--hidden", ",".join([str(width)] * (layers - 1))]
        command += ["--weights", f"{folder}/weights.npz", "--ends", str(pairs), "--json", "--vectors", f"{folder}/vectors.npz"]
        start = time.perf_counter()
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
        seconds = time.perf_counter() - start
    if done.returncode != 0:
        sys.exit(f"linscape: {done.stderr}")
    said = json.loads(done.stdout)
    copies = [row["value"] for row in said["rows"] for _ in range(min(row["multiplicity"], pairs))]
    values = copies[-pairs:] if kind == "plateau" else copies[:pairs] + copies[-pairs:]
    return {"seconds": seconds, "products": (said["iteration"] or {}).get("products"), "values": values}


def expected_values(kind, width, layers, pairs):
    """By the closed form; none at Gaussian weights."""
    import benchmark_spectrum as spectrum

    if kind == "plateau":
        return spectrum.plateau_spectrum(width, layers)[-pairs:]
    if kind == "gaussian":
        return None
    command = [str(PROGRAM), "spectrum", "--sigma", ",".join(map(str, range(width, 0, -1)))]
    command += ["--widths", ",".join([str(width)] * (layers + 1)), "--subset", f"2-{width // 4}", "--json"]
    rows = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)["rows"]
    copies = [row["value"] for row in rows for _ in range(min(row["multiplicity"], pairs))]
    return copies[:pairs] + copies[-pairs:]


def compare_eigenpairs(kind, asked, sides, environment):
    numbers = [str(number) for number in (asked.width, asked.layers, asked.pairs)]
    found = {side: [] for side in ["linscape", *sides]}
    for _ in range(asked.repeat):
        for side, runs in found.items():
            if side == "linscape":
                runs.append(our_eigenpairs(kind, asked.width, asked.layers, asked.pairs, environment))
                continue
            command = [sys.executable, __file__, "--side", side, "--kind", kind, "--width", numbers[0],
                       "--layers", numbers[1], "--pairs", numbers[2]]  # fmt: skip
            done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
            if done.returncode != 0:
                sys.exit(f"{side}: {done.stderr}")
            runs.append(json.loads(done.stdout))
    base = median(run["seconds"] for run in found["linscape"])
    expected = expected_values(kind, asked.width, asked.layers, asked.pairs)
    count = f"{asked.threads} thread{'s' if asked.threads > 1 else ''}"
    what = f"{asked.pairs} largest" if kind == "plateau" else f"{asked.pairs} at each end"
    print(f"\nEigenpairs, {kind}, {what}, {asked.width}×{asked.layers + 1}, {count}, medians of {asked.repeat}:\n")
    print("| side | time | against linscape | products | values |\n|---|---|---|---|---|")
    reference = expected or found["linscape"][0]["values"]
    scale = max(map(abs, reference))
    for side, runs in found.items():
        seconds = median(run["seconds"] for run in runs)
        hits = min(sum(abs(a - b) <= 1e-8 * scale for a, b in zip(run["values"], reference)) for run in runs)
        said = f"{hits} of {len(reference)} " + ("right" if expected else "as linscape")
        products = runs[0]["products"]
        print(f"| {side} | {1000 * seconds:.0f} ms | {seconds / base:.2f}× | {'-' if products is None else products} | {said} |")


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
    parser.add_argument("--pairs", type=int, default=0, help="eigenpairs at each end in place of products")
    parser.add_argument("--kind", nargs="+", default=["gaussian", "balanced", "plateau"])
    parser.add_argument("--side", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.side and asked.pairs:
        eigen_worker(asked.side, asked.kind[0], asked.width, asked.layers, asked.pairs)
        return
    if asked.side:
        worker(asked.side, asked.width, asked.layers)
        return
    sides, missing = ["NumPy"], []
    for module, names in (("torch", ["PyTorch, reverse over reverse", "PyTorch, forward over reverse"]),
                          ("curvlinops", ["curvlinops"])):  # fmt: skip
        (sides.extend if find_spec(module) else missing.extend)(names)
    numbers = [str(asked.width), str(asked.layers)]
    names = ("RAYON_NUM_THREADS", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
    environment = os.environ | {name: str(asked.threads) for name in names}
    if asked.pairs:
        for kind in asked.kind:
            compare_eigenpairs(kind, asked, ["SciPy on NumPy", *sides[1:]], environment)
        for name in missing:
            print(f"\nnot measured, not installed: {name}")
        return
    commands = {
        side: [sys.executable, __file__, "--side", side, "--width", numbers[0], "--layers", numbers[1]]
        for side in sides
    }
    if OURS.exists():
        commands = {"linscape": [str(OURS), "gaussian", *numbers, str(PRODUCTS)], **commands}
    else:
        missing.append("linscape (cargo build --release -p linscape-points --example time_hessian)")
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
