#!/usr/bin/python3
"""Time two builds of linscape against each other on the same commands; print Markdown for docs/benchmarks.md.

    scripts/benchmark_versions.py OLD NEW [--repeat 9]

OLD and NEW are binaries. Each row runs both in turn, so that what slows the machine slows both; it gives the medians of
the processor's time (user and system, threads added) and of the largest memory, and the ratio old to new: above 1 the
new one is faster. A row that one of them refuses is printed as such. Run by hand on a machine with nothing else to do;
never part of the gate.
"""

import argparse
import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
DIGITS = "--inputs fixtures/digits-pixels.npy --autoencode"
# What is written by the old binary before any row is timed, read by both.
PREPARED = {
    "W20.npz": "represent --sigma 3,2,1 --widths 20,20,20,20 --subset 1 --stratum random --seed 1",
    "W200.npz": "represent --sigma 3,2,1 --widths 200,200,200,200,200 --subset 1,2 --seed 1",
}
ROWS = [
    f"report {DIGITS} --hidden 16 --limit 20",
    f"values {DIGITS} --hidden 16 --lowest 1000",
    f"dump {DIGITS} --hidden 16 --limit 1",
    "values --all --sigma 1,3,9,27,81,243,729,2187,6561,19683,7,15,31,63,127,255,511,1023,2047,4095 --widths 20,20,20",
    "dump --sigma 8,7,6,5,4,3,2,1 --widths 8,8,8,8",
    "graph --format svg --sigma 8,7,6,5,4,3,2,1 --widths 8,8,8,8",
    "strata --sigma 3,2,1 --widths 6,6,6,6,6 --subset 1 --limit 9000",
    "verify --sigma 3,2,1 --widths 3,3,3,3 --samples 100",
    "verify --sigma 3,3,1 --widths 5,4,4,5 --samples 50",
    "classify --sigma 3,2,1 --widths 20,20,20,20 --weights W20.npz",
    "classify --sigma 3,2,1 --widths 200,200,200,200,200 --weights W200.npz",
    "spectrum --sigma 3,2,1 --widths 20,20,20,20 --weights W20.npz",
    "flow --sigma 3,2,1 --widths 20,20,20,20 --init balanced:1e-3",
    "flow --sigma 3,2,1 --widths 10,10,10,10 --init gaussian:1 --seed 1",
    "trace --sigma 3,2,1 --widths 200,200,200,200,200 W200.npz",
]


def run(binary, command, folder):
    """Seconds of the processor and kilobytes of the largest memory of one run; None if it was refused."""
    arguments = [argument.replace("fixtures/", f"{ROOT}/fixtures/") for argument in shlex.split(command)]
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    with open(os.devnull, "wb") as nothing:
        child = subprocess.Popen([binary, *arguments], cwd=folder, stdout=nothing, stderr=nothing, env=environment)
        _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return (usage.ru_utime + usage.ru_stime, usage.ru_maxrss) if child.returncode == 0 else None


def row(old, new, command, repeat, folder):
    """One row: the two in turn, `repeat` times."""
    measured = {old: [], new: []}
    for _ in range(repeat):
        for binary in measured:
            once = run(binary, command, folder)
            if once is None:
                return f"| `{command}` | refused by {Path(binary).name} | | |"
            measured[binary].append(once)
    (before, memory_before), (after, memory_after) = (tuple(map(median, zip(*measured[binary]))) for binary in (old, new))
    cells = [f"{1e3 * seconds:.0f} ms, {kilobytes / 1024:.0f} MB" for seconds, kilobytes in ((before, memory_before), (after, memory_after))]
    return f"| `{command}` | {cells[0]} | {cells[1]} | {before / after:.2f}× |"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("old", type=lambda path: str(Path(path).resolve()))
    parser.add_argument("new", type=lambda path: str(Path(path).resolve()))
    parser.add_argument("--repeat", type=int, default=9)
    options = parser.parse_args()
    if options.old == options.new:
        sys.exit("benchmark_versions.py: OLD and NEW are the same file")
    with tempfile.TemporaryDirectory() as folder:
        for name, command in PREPARED.items():
            subprocess.run([options.old, *shlex.split(command), "-o", name], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        print("| command | old | new | old to new |\n|---|---|---|---|")
        for command in ROWS:
            print(row(options.old, options.new, command, options.repeat, folder), flush=True)


if __name__ == "__main__":
    main()
