#!/usr/bin/python3
"""Measure Hessian products and spectrum ends against NumPy and SciPy in one run; print Markdown.

    cargo build --release -p linscape-curvature --example time_hessian
    /usr/bin/python3 scripts/benchmark_spectrum.py [--repeat 3] [--threads 1 2] [--skip-large]

Run by hand on a machine with nothing else to do; never part of the gate. The two sides take turns,
so that what slows the machine slows both, and each row gives medians and their ratio. Both sides use
Gaussian square weights of variance 1/width and a Gaussian target, the same forward and backward
recursions, and the same number of threads: rayon's on ours, OpenBLAS's on NumPy's. Variables that
pin OpenBLAS to a kernel or a cache size are unset for both.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
OURS = ROOT / "target/release/examples/time_hessian"
TOLERANCE = 1e-10  # of the residual, relative to the largest eigenvalue, on both sides


def hessian(width, layers):
    """The product with the Hessian, by the recursions of HessianProduct, as a function of vectors."""
    import numpy

    draw = numpy.random.default_rng(20261123)
    weights = [draw.standard_normal((width, width)) / width**0.5 for _ in range(layers)]
    target = draw.standard_normal((width, width))
    inputs = [numpy.eye(width)]
    for matrix in weights:
        inputs.append(matrix @ inputs[-1])
    errors = [target - inputs[-1]]
    for matrix in weights[:0:-1]:
        errors.insert(0, matrix.T @ errors[0])

    def product(vector):
        changed = vector.reshape(layers, width, width)
        changes = [None, changed[0]]
        for i in range(1, layers):
            changes.append(weights[i] @ changes[i] + changed[i] @ inputs[i])
        image = numpy.empty_like(changed)
        back = changes[layers]
        for i in range(layers - 1, 0, -1):
            image[i] = back @ inputs[i].T - errors[i] @ changes[i].T
            back = weights[i].T @ back - changed[i].T @ errors[i]
        image[0] = back
        return image.ravel()

    return product, draw.standard_normal(layers * width * width)


def baseline(width, layers, repeats, pairs):
    product, vector = hessian(width, layers)
    seconds = []
    for _ in range(repeats):
        start = time.perf_counter()
        product(vector)
        seconds.append(time.perf_counter() - start)
    said = {"one": median(seconds)}
    if pairs:
        from scipy.sparse.linalg import LinearOperator, eigsh

        calls = 0

        def counted(vector):
            nonlocal calls
            calls += 1
            return product(vector.ravel())

        operator = LinearOperator((vector.size, vector.size), matvec=counted, dtype=float)
        start = time.perf_counter()
        for which in ("LA", "SA"):
            eigsh(operator, k=pairs, which=which, tol=TOLERANCE, return_eigenvectors=True)
        said |= {"ends": time.perf_counter() - start, "products": calls}
    said["megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return said


def measure(command, threads):
    """What a command says of itself, with its peak memory in MB."""
    pinned = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")
    environment = {name: value for name, value in os.environ.items() if name not in pinned}
    environment |= {"RAYON_NUM_THREADS": str(threads), "OPENBLAS_NUM_THREADS": str(threads)}
    command = [str(word) for word in command]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, env=environment)
    output = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"failed: {command}")
    return json.loads(output) | {"megabytes": usage.ru_maxrss / 1024}


def compare(width, layers, products, pairs, repeat, threads):
    sides = {"ours": [], "theirs": []}
    for _ in range(repeat):
        numbers = [width, layers, products] + ([pairs] if pairs else [])
        sides["ours"].append(measure([OURS, *numbers], threads))
        theirs = [sys.executable, __file__, "--baseline", width, layers, products, pairs]
        sides["theirs"].append(measure(theirs, threads))

    def of(side, key):
        return median(run[key] for run in sides[side])

    def row(task, ours, theirs):
        print(f"| {task} | {1000 * ours:.1f} ms | {1000 * theirs:.1f} ms | {theirs / ours:.2f}× |", flush=True)

    count = "1 thread" if threads == 1 else f"{threads} threads"
    name = f"{width}×{layers + 1} ({layers * width * width} weights), {count}"
    row(f"Hessian–vector product, {name}", of("ours", "one"), of("theirs", "one"))
    row(f"two at once, a vector, {name}", of("ours", "two") / 2, of("theirs", "one"))
    if pairs:
        row(f"{pairs} eigenpairs at each end, {name}", of("ours", "ends"), of("theirs", "ends"))
        print(
            f"\nProducts for the ends: {of('ours', 'products'):.0f} against {of('theirs', 'products'):.0f}; "
            f"peak memory {of('ours', 'megabytes'):.0f} MB against {of('theirs', 'megabytes'):.0f} MB; our basis "
            f"{of('ours', 'bytes') / 1e6:.0f} MB.\n"
        )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--skip-large", action="store_true", help="leave 1000×4 out")
    parser.add_argument("--threads", type=int, nargs="+", default=[1, os.cpu_count()])
    parser.add_argument("--large-ends", type=int, default=0, help="eigenpairs at each end of 1000×4; takes long, once")
    parser.add_argument("--skip-ends", action="store_true", help="leave the eigenpairs out")
    parser.add_argument("--baseline", nargs=4, type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.baseline:
        print(json.dumps(baseline(*arguments.baseline)))
        return
    print("| task | linscape | NumPy, SciPy | ratio |\n|---|---|---|---|")
    for threads in arguments.threads:
        if not arguments.skip_large:
            large = arguments.large_ends
            compare(1000, 3, 5, large, 1 if large else arguments.repeat, threads)
        compare(200, 3, 21, 0 if arguments.skip_ends else 5, arguments.repeat, threads)


if __name__ == "__main__":
    main()
