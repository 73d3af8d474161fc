#!/usr/bin/python3
"""Measure Hessian products and spectrum ends against NumPy and SciPy in one run; print Markdown.

    cargo build --release -p linscape-points --example time_hessian
    /usr/bin/python3 scripts/benchmark_spectrum.py [--repeat 3] [--threads 1 2] [--skip-large]

Run by hand on a machine with nothing else to do; never part of the gate. The two sides take turns,
so that what slows the machine slows both, and each row gives medians and their ratio. Both sides use
Gaussian square weights of variance 1/width and a Gaussian target, the same forward and backward
recursions, and the same number of threads: rayon's on ours, OpenBLAS's on NumPy's. Variables that
pin OpenBLAS to a kernel or a cache size are unset for both.

At a plateau (three modes of many learned, balanced, in random orthonormal bases) linscape computes the whole
spectrum, as a command that reads files and writes JSON, and SciPy the largest pairs; `--plateau` measures that
alone, and needs `cargo build --release` only.

Spectrum ends are measured at such weights and at a balanced saddle in random orthonormal bases, where
the closed form says what is right: the row counts the eigenvalues that each side got.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
OURS = ROOT / "target/release/examples/time_hessian"
PROGRAM = ROOT / "target/release/linscape"
TOLERANCE = 1e-10  # of the residual, relative to the largest eigenvalue, on both sides


def gaussian(width, layers, draw):
    """Weights of variance 1/width and a target."""
    weights = [draw.standard_normal((width, width)) / width**0.5 for _ in range(layers)]
    return weights, draw.standard_normal((width, width))


def balanced(width, layers, draw):
    """The balanced point of {2, …, width/4} for singular values width, …, 1, in random orthonormal bases."""
    import numpy

    turns = [numpy.linalg.qr(draw.standard_normal((width, width)))[0] for _ in range(layers + 1)]
    values = numpy.arange(width, 0, -1.0)
    learned = numpy.where((values < width) & (numpy.arange(width) < width // 4), values, 0) ** (1 / layers)
    weights = [turns[i + 1] * learned @ turns[i].T for i in range(layers)]
    return weights, turns[layers] * values @ turns[0].T


LEARNED = 3  # modes of a plateau


def plateau(width, layers, draw):
    """The balanced point of {1, 2, 3} for singular values 100, 50, 33.3, …, in random orthonormal bases."""
    import numpy

    outputs, inputs = (numpy.linalg.qr(draw.standard_normal((width, width)))[0] for _ in range(2))
    values = 100 / numpy.arange(1.0, width + 1)
    hidden = [numpy.linalg.qr(draw.standard_normal((width, LEARNED)))[0] for _ in range(layers - 1)]
    sides = [inputs[:, :LEARNED], *hidden, outputs[:, :LEARNED]]
    amplitudes = values[:LEARNED] ** (1 / layers)
    weights = [sides[i + 1] * amplitudes @ sides[i].T for i in range(layers)]
    return weights, outputs * values @ inputs.T


def plateau_spectrum(width, layers):
    """Its nonzero eigenvalues by the closed form, increasing."""
    import numpy

    values = 100 / numpy.arange(1.0, width + 1)
    root = values ** (1 / layers)
    found = []
    for k in range(LEARNED):
        for j in range(LEARNED):
            found.append(sum(root[k] ** (2 * (layers - i)) * root[j] ** (2 * (i - 1)) for i in range(1, layers + 1)))
        for left in values[LEARNED:]:
            pair = root[k] ** (2 * layers - 2), left * root[k] ** (layers - 2)
            found += [pair[0] + pair[1], pair[0] - pair[1]]
    return sorted(found)


def hessian(kind, width, layers):
    """The product with the Hessian, by the recursions of HessianProduct, as a function of vectors."""
    import numpy

    draw = numpy.random.default_rng(20261123)
    weights, target = {"gaussian": gaussian, "balanced": balanced, "plateau": plateau}[kind](width, layers, draw)
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


def baseline(kind, width, layers, repeats, pairs):
    product, vector = hessian(kind, width, layers)
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
        # The low end of a plateau is a zero of millions of copies, at which ARPACK does not end.
        ends = (("highest", "LA"),) if kind == "plateau" else (("highest", "LA"), ("lowest", "SA"))
        for name, which in ends:
            values = eigsh(operator, k=pairs, which=which, tol=TOLERANCE, return_eigenvectors=True)[0]
            said[name] = sorted(values.tolist(), reverse=which == "LA")
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


def whole_spectrum(width, layers, threads):
    """All eigenvalues of a plateau by the command, with its time and peak memory."""
    import numpy

    weights, target = plateau(width, layers, numpy.random.default_rng(20261123))
    with tempfile.TemporaryDirectory() as folder:
        numpy.save(f"{folder}/target.npy", target)
        numpy.savez(f"{folder}/weights.npz", **{f"W{i + 1}": matrix for i, matrix in enumerate(weights)})
        hidden = ",".join([str(width)] * (layers - 1))
        command = [PROGRAM, "spectrum", "--target", f"{folder}/target.npy", "--hidden", hidden]
        start = time.perf_counter()
        said = measure([*command, "--weights", f"{folder}/weights.npz", "--json"], threads)
        seconds = time.perf_counter() - start
    rows = [(row["value"], row["multiplicity"]) for row in said["rows"]]
    found = [value for value, times in rows for _ in range(times) if abs(value) > 1e-9 * rows[-1][0]]
    expected = plateau_spectrum(width, layers)
    hits = sum(abs(a - b) <= 1e-10 * expected[-1] for a, b in zip(found, expected))
    assert len(found) == len(expected) and sum(times for _, times in rows) == layers * width**2
    return {"seconds": seconds, "megabytes": said["megabytes"], "right": hits, "of": len(expected)}


def compare_plateau(width, layers, pairs, repeat, threads):
    """The whole spectrum on our side, the largest pairs on theirs."""
    ours, theirs = [], []
    for _ in range(repeat):
        ours.append(whole_spectrum(width, layers, threads))
        if pairs:
            baseline = [sys.executable, __file__, "--baseline", "plateau", width, layers, 1, pairs]
            theirs.append(measure(baseline, threads))
    mine = median(run["seconds"] for run in ours)
    other = median(run["ends"] for run in theirs) if theirs else None
    said = f"{1000 * other:.1f} ms | {other / mine:.2f}×" if theirs else "not measured | "
    name = f"{width}×{layers + 1}, {threads} thread{'s' if threads > 1 else ''}"
    task = f"plateau of rank {LEARNED}, {name}: all eigenvalues" + (f" against the {pairs} largest" if pairs else "")
    print(f"| {task} | {1000 * mine:.1f} ms | {said} |", flush=True)
    note = f"- plateau, {name}: {min(run['right'] for run in ours)} of {ours[0]['of']} nonzero eigenvalues right to 1e-10; "
    note += f"peak memory {median(run['megabytes'] for run in ours):.0f} MB"
    if theirs:
        note += f" against {median(run['megabytes'] for run in theirs):.0f} MB"
    return [note]


def right(said, expected):
    """How many of the eigenvalues that the closed form names, copies included, a side has."""
    found = said["lowest"] + said["highest"]
    scale = max(map(abs, expected))
    return sum(abs(a - b) <= 1e-8 * scale for a, b in zip(found, expected))


def compare(kind, width, layers, products, pairs, repeat, threads):
    sides = {"ours": [], "theirs": []}
    for _ in range(repeat):
        numbers = [kind, width, layers, products]
        sides["ours"].append(measure([OURS, *numbers, *([pairs] if pairs else [])], threads))
        sides["theirs"].append(measure([sys.executable, __file__, "--baseline", *numbers, pairs], threads))

    def of(side, key):
        return median(run[key] for run in sides[side])

    def row(task, key, share=1):
        ours, theirs = of("ours", key) / share, of("theirs", "one" if key == "two" else key)
        print(f"| {task} | {1000 * ours:.1f} ms | {1000 * theirs:.1f} ms | {theirs / ours:.2f}× |", flush=True)

    count = "1 thread" if threads == 1 else f"{threads} threads"
    name = f"{width}×{layers + 1}, {count}"
    if kind == "gaussian":
        row(f"Hessian–vector product, {name}", "one")
        row(f"two at once, a vector, {name}", "two", 2)
    if not pairs:
        return []
    row(f"{pairs} eigenpairs at each end, {kind}, {name}", "ends")
    note = (
        f"- {kind}, {name}: {of('ours', 'products'):.0f} products against {of('theirs', 'products'):.0f}; peak memory "
        f"{of('ours', 'megabytes'):.0f} MB (our basis {of('ours', 'bytes') / 1e6:.0f} MB) against "
        f"{of('theirs', 'megabytes'):.0f} MB"
    )
    expected = sides["ours"][0]["expected"]
    if expected:
        hits = [min(right(run, expected) for run in sides[side]) for side in sides]
        note += f"; eigenvalues right: {hits[0]} against {hits[1]} of {len(expected)}"
    return [note]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--skip-large", action="store_true", help="leave 1000×4 out")
    parser.add_argument("--threads", type=int, nargs="+", default=[1, os.cpu_count()])
    parser.add_argument("--large-ends", type=int, default=0, help="eigenpairs at each end of 1000×4; takes long, once")
    parser.add_argument("--skip-ends", action="store_true", help="leave the eigenpairs out")
    parser.add_argument("--plateau", action="store_true", help="the whole spectrum of a plateau alone")
    parser.add_argument("--baseline", nargs=5, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.baseline:
        kind, *numbers = arguments.baseline
        print(json.dumps(baseline(kind, *map(int, numbers))))
        return
    pairs, large, notes = 0 if arguments.skip_ends else 5, arguments.large_ends, []
    print("| task | linscape | NumPy, SciPy | ratio |\n|---|---|---|---|")
    for threads in arguments.threads:
        notes += compare_plateau(200, 3, pairs, arguments.repeat, threads)
        if not arguments.skip_large:
            notes += compare_plateau(1000, 3, large, 1 if large else arguments.repeat, threads)
        if arguments.plateau:
            continue
        if not arguments.skip_large:
            notes += compare("gaussian", 1000, 3, 7, large, 1 if large else arguments.repeat, threads)
        notes += compare("gaussian", 200, 3, 21, pairs, arguments.repeat, threads)
        if pairs:
            notes += compare("balanced", 200, 3, 1, pairs, arguments.repeat, threads)
    print("\n" + "\n".join(notes))


if __name__ == "__main__":
    main()
