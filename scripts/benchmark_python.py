#!/usr/bin/env python3
"""What Python adds to the time of 10,000 small landscapes.

    cargo build --release --no-default-features -p linscape --example small_landscapes
    PYTHON scripts/benchmark_python.py [--repeat 5]

PYTHON is an interpreter into which the package is installed (`pip install ./crates/linscape-python`).
Rust and Python take turns in one run; the medians of their times are compared.
"""

import argparse
import json
import os
import statistics
import subprocess
import time
from pathlib import Path

from linscape import Problem

ROOT = Path(__file__).resolve().parent.parent
PROBLEMS = 10_000


def python():
    """Seconds and a check by task."""
    found = {}

    def measure(task, work):
        start = time.perf_counter()
        check = sum(work(Problem([3, 3, 3, 3], sigma=[at + 3, 2, 1])) for at in range(PROBLEMS))
        found[task] = (time.perf_counter() - start, check)

    measure("landscapes", lambda problem: len(problem.landscape()))
    measure("documents", lambda problem: len(problem.landscape().to_json().encode()))
    measure("problems", lambda problem: 1)
    start = time.perf_counter()
    for at in range(PROBLEMS):
        problem = Problem([3, 3, 3, 3], sigma=[at + 3, 2, 1])
        assert problem.landscape().to_dict()["counts"]["listed"] == 8
    found["dictionaries"] = (time.perf_counter() - start, 8 * PROBLEMS)
    return found


def rust(example):
    """Seconds and a check by task."""
    said = subprocess.run([example], capture_output=True, text=True, check=True).stdout
    rows = [line.split() for line in said.splitlines()]
    return {task: (float(seconds), int(check)) for task, seconds, check in rows}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeat", type=int, default=5)
    arguments = parser.parse_args()
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    example = target / "release" / "examples" / "small_landscapes"
    runs = [(rust(example), python()) for _ in range(arguments.repeat)]
    of = lambda side, task: statistics.median(run[side][task][0] for run in runs)  # noqa: E731
    print(f"| {PROBLEMS} times widths 3-3-3-3, σ = k, 2, 1 | Rust | Python | ratio |\n|---|---|---|---|")
    names = {
        "problems": ("problems", "stating the problem"),
        "landscapes": ("landscapes", "the same and `landscape()`"),
        "documents": ("documents", "the same and the dump as text"),
        "dictionaries": ("documents", "the same and the dump as dictionaries (`to_dict`)"),
    }
    for task, (peer, name) in names.items():
        if task != "dictionaries":
            checks = {run[side][task][1] for run in runs for side in (0, 1)}
            assert len(checks) == 1, json.dumps(sorted(checks))
        ours, theirs = of(1, task), of(0, peer)
        print(f"| {name} | {theirs:.2f} s | {ours:.2f} s | {ours / theirs:.2f}× |")


if __name__ == "__main__":
    main()
