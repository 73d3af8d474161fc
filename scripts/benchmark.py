#!/usr/bin/python3
"""Measure linscape against NumPy in one run and print Markdown for docs/benchmarks.md.

    cargo build --release && /usr/bin/python3 scripts/benchmark.py [--repeat 5] [BINARY]

Run by hand on a machine with nothing else to do; never part of the gate. Each row repeats the two
programs in turn and gives medians, so that what slows the machine slows both. Times of linscape are
those of the whole process, output to /dev/null; times of NumPy leave out its start and import. Peak
memory is the operating system's for the whole process, on both sides.
"""

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
PYTHON = "/usr/bin/python3"  # Debian's, which sees Debian's NumPy
MODES, LONG = 24, 784
HESSIAN = 3072  # parameters of widths 32,32,32,32
SEED = 20261123
TOLERANCE = 1e-10  # of a floating tie, relative to ½‖Σ‖²


# The baselines run in processes of their own (`benchmark.py --baseline NAME`), so that their memory
# is not ours: this process never imports NumPy.

def baseline_values(real, merging):
    """All values of n = 24 by doubling, sorted at the end or kept sorted, each with its multiplicity."""
    import numpy

    squares = numpy.array(sigma_real() if real else sigma_whole()) ** 2
    start = time.perf_counter()
    sums = numpy.zeros(1 << MODES, dtype=squares.dtype)
    for position, square in enumerate(squares):
        half = 1 << position
        numpy.add(sums[:half], square, out=sums[half : 2 * half])
        if merging:  # NumPy's stable sort is Timsort: it finds the two sorted halves and merges them
            sums[: 2 * half].sort(kind="stable")
    if not merging:
        sums.sort()
    first = numpy.ones(sums.size, dtype=bool)
    if real:
        # Neighbours are compared, which is less work than comparing with the group's first member.
        numpy.greater(sums[1:] - sums[:-1], TOLERANCE * squares.sum(), out=first[1:])
    else:
        numpy.not_equal(sums[1:], sums[:-1], out=first[1:])
    starts = numpy.flatnonzero(first)
    values = 0.5 * sums[starts]
    multiplicities = numpy.diff(starts, append=sums.size)
    assert multiplicities.sum() == 1 << MODES
    return {"seconds": time.perf_counter() - start, "values": int(values.size)}


def baseline_eigenvalues():
    """Eigenvalues of a dense symmetric matrix of the Hessian's order."""
    import numpy

    matrix = numpy.random.default_rng(SEED).standard_normal((HESSIAN, HESSIAN))
    matrix += matrix.T
    start = time.perf_counter()
    eigenvalues = numpy.linalg.eigvalsh(matrix)
    seconds = time.perf_counter() - start
    with open("/proc/self/maps", encoding="ascii") as maps:
        libraries = {line.split()[-1] for line in maps if "openblas" in line}
    negative = int((eigenvalues < 0).sum())
    return {"seconds": seconds, "library": sorted(libraries), "numpy": numpy.__version__, "negative": negative}


BASELINES = {
    "whole": lambda: baseline_values(real=False, merging=False),
    "real": lambda: baseline_values(real=True, merging=False),
    "whole merging": lambda: baseline_values(real=False, merging=True),
    "real merging": lambda: baseline_values(real=True, merging=True),
    "eigenvalues": baseline_eigenvalues,
}


def sigma_whole():
    """24 distinct whole numbers up to 10⁴, whose squares seldom add up to the same."""
    return random.Random(SEED).sample(range(1000, 10_000), MODES)


def sigma_real():
    """24 doubles between 1 and 10."""
    return [random.Random(SEED + k).uniform(1, 10) for k in range(MODES)]


def sigma_long():
    """784 decimals, falling off as the spectra of images do."""
    draw = random.Random(SEED)
    return [round(1000 / (1 + k) ** 0.7 * draw.uniform(0.99, 1.01), 3) for k in range(LONG)]


def comma(numbers):
    return ",".join(map(str, numbers))


def measure(command, environment=None):
    """Run a command; return (seconds, peak MB, standard output)."""
    with tempfile.TemporaryFile() as output:
        start = time.perf_counter()
        child = subprocess.Popen(command, stdout=output, cwd=ROOT, env={**os.environ, **(environment or {})})
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode != 0:
            sys.exit(f"exit code {child.returncode}: {' '.join(map(str, command))[:200]}")
        output.seek(0)
        return seconds, usage.ru_maxrss / 1024, output.read().decode()


def quiet(command):
    """Seconds and peak MB of a command whose output is thrown away by the shell, not captured."""
    return measure(["bash", "-c", 'exec "$@" >/dev/null', "bash", *map(str, command)])[:2]


def baseline(name):
    """Seconds, peak MB and what else a baseline says of itself."""
    _, memory, output = measure([PYTHON, __file__, "--baseline", name], {"OPENBLAS_NUM_THREADS": "1"})
    said = json.loads(output)
    return said.pop("seconds"), memory, said


def time_text(seconds):
    return f"{1000 * seconds:.0f} ms" if seconds < 1 else f"{seconds:.2f} s"


def row(task, ours, theirs=None):
    """A line of the table from lists of (seconds, MB)."""
    def seconds(runs):
        return median(run[0] for run in runs)

    def cell(runs):
        return f"{time_text(seconds(runs))}, {max(run[1] for run in runs):.0f} MB" if runs else ""

    ratio = f"{seconds(theirs) / seconds(ours):.1f}×" if theirs else ""
    print(f"| {task} | {cell(ours)} | {cell(theirs)} | {ratio} |", flush=True)


def compare_values(binary, scratch, repeat):
    """All 2²⁴ values, for whole and for real singular values."""
    target = scratch / "target.csv"
    values = sigma_real()
    target.write_text("".join(comma(values[i] if i == j else 0 for j in range(MODES)) + "\n" for i in range(MODES)))
    problems = {
        "whole": ["--sigma", comma(sigma_whole()), "--widths", comma([MODES] * 3)],
        "real": ["--target", target, "--hidden", MODES],
    }
    for name, options in problems.items():
        ours, sorting, merging = [], [], []
        for _ in range(repeat):
            ours.append(quiet([binary, "values", "--all", *options]))
            sorting.append(baseline(name)[:2])
            merging.append(baseline(f"{name} merging")[:2])
        row(f"`values --all`, n = {MODES}, {name} σ", ours, sorting)
        row("the same; NumPy merging sorted halves by its stable sort", ours, merging)


def compare_hessian(repeat):
    """Eigenvalues of the dense Hessian; return the libraries both used."""
    example = ["linscape-points", "--example", "hessian_inertia"]
    subprocess.run(["cargo", "build", "--quiet", "--release", "--locked", "-p", *example], cwd=ROOT, check=True)
    binary = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release/examples/hessian_inertia"
    assembling, ours, theirs = [], [], []
    for _ in range(repeat):
        _, memory, output = measure([binary], {"OPENBLAS_NUM_THREADS": "1"})
        said = json.loads(output)
        ours.append((said["eigenvalues_seconds"], memory))
        assembling.append((said["assembly_seconds"], memory))
        seconds, memory, numpy = baseline("eigenvalues")
        theirs.append((seconds, memory))
    row(f"Hessian eigenvalues, {HESSIAN} parameters, one thread", ours, theirs)
    row("the same: assembling the Hessian", assembling)
    return said["library"], numpy


def measure_large(binary, repeat):
    """Problems too large to list: only what was asked for is computed."""
    digits = ["--inputs", "fixtures/digits-pixels.npy", "--autoencode", "--hidden", "16"]
    for task, command in {
        f"`values --lowest 1000`, n = {LONG}": ["values", "--lowest", 1000, "--sigma", comma(sigma_long()), "--widths", comma([LONG] * 3)],
        "digits autoencoder, 16 hidden: `report --limit 20`": ["report", "--limit", 20, *digits],
        "the same: `values --lowest 1000`": ["values", "--lowest", 1000, *digits],
        "the same: exact counts (`dump --limit 1`)": ["dump", "--limit", 1, *digits],
    }.items():
        row(task, [quiet([binary, *command]) for _ in range(repeat)])


def machine():
    model = next(line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line)
    rustc = subprocess.run(["rustc", "--version"], capture_output=True, encoding="ascii", check=True).stdout.strip()
    return f"{model}, {os.cpu_count()} cores; {rustc}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary", nargs="?", type=Path, default=ROOT / "target/release/linscape")
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--baseline", choices=BASELINES, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.baseline:
        print(json.dumps(BASELINES[arguments.baseline]()))
        return
    binary = shutil.which(arguments.binary) or sys.exit(f"{arguments.binary}: no such binary; cargo build --release first")
    print(f"{machine()}; medians of {arguments.repeat}.\n")
    print("| task | linscape | NumPy | ratio |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory(prefix="linscape-benchmark-") as scratch:
        compare_values(binary, Path(scratch), arguments.repeat)
    measure_large(binary, arguments.repeat)
    ours, numpy = compare_hessian(arguments.repeat)
    print(f"\nLibraries: linscape {ours}; NumPy {numpy['numpy']} with {', '.join(numpy['library'])}.")


if __name__ == "__main__":
    main()
