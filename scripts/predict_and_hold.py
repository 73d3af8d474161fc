#!/usr/bin/python3
"""Holds `flow --predict` against the flow: saddles visited, and how long each stay is.

    cargo build --release && /usr/bin/python3 scripts/predict_and_hold.py [--linscape BINARY] [--quick] [--most 0.05]

Both run from the same start: the data of the fixtures, whitened and in their own coordinates, and twenty random data
sets. Says the largest error of a stay of each and the processor seconds of both; ends with 1 where saddles differ or
an error is larger than asked for. `--quick` leaves out the digits.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = ROOT / "fixtures"
LINNERUD = [
    "--inputs", FIXTURES / "linnerud-exercise.csv", "--targets", FIXTURES / "linnerud-physiological.csv",
    "--center", "--hidden", "3,3",
]  # fmt: skip
HIERARCHY = [
    "--inputs", FIXTURES / "hierarchy-inputs.csv", "--targets", FIXTURES / "hierarchy-targets.csv", "--hidden", "8,8",
]  # fmt: skip
DIGITS = [
    "--inputs", FIXTURES / "digits-pixels.npy", "--labels", FIXTURES / "digits-labels.csv",
    "--center", "--hidden", "32,32",
]  # fmt: skip
WHITENED = ["--coordinates", "whitened"]


def named_cases(quick):
    for start in ("balanced:1e-3", "gaussian:1e-2"):
        yield f"linnerud, {start}", [*LINNERUD, "--init", start]
        yield f"linnerud whitened, {start}", [*LINNERUD, *WHITENED, "--init", start]
        yield f"hierarchy, {start}", [*HIERARCHY, "--init", start]
        if not quick:
            yield f"digits whitened, {start}", [*DIGITS, *WHITENED, "--init", start]
            yield f"digits, {start}", [*DIGITS, "--init", start]


def random_cases(folder):
    """Twenty data sets with correlated inputs, two to four layers, balanced and random starts in turn."""
    rng = np.random.default_rng(20)
    for at in range(20):
        inputs, outputs, depth = rng.integers(3, 7), rng.integers(2, 5), 2 + at % 3
        stretches = np.exp(rng.uniform(-1, 1, inputs))
        x = rng.standard_normal((60, inputs)) @ rng.standard_normal((inputs, inputs)) * stretches / 8
        y = x @ rng.standard_normal((inputs, outputs)) + 0.1 * rng.standard_normal((60, outputs))
        files = [Path(folder) / f"{name}{at}.npy" for name in ("x", "y")]
        np.save(files[0], x)
        np.save(files[1], y)
        hidden = ",".join(str(width) for width in rng.integers(3, 8, depth - 1))
        start = "balanced:1e-3" if at % 2 == 0 else "gaussian:1e-2"
        yield f"random {at}, hidden {hidden}, {start}", [
            "--inputs", files[0], "--targets", files[1], "--hidden", hidden, "--init", start, "--seed", str(at),
        ]  # fmt: skip


def run(linscape, options, *more):
    """The trajectory and the processor seconds it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    asked = [linscape, "flow", "--json", *map(str, options), *more]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, asked))}: exit code {done.returncode}: {done.stderr}")
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return json.loads(done.stdout), seconds


def stays(run):
    return [(visit["subset"], visit["stay"]) for visit in run["visits"]]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--linscape", default=str(ROOT / "target" / "release" / "linscape"))
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--most", type=float, default=0.05)
    asked = parser.parse_args()
    worst, differ = 0.0, []
    print("| start | saddles left | largest error of a stay | expected: largest | flow, s | prediction, s |")
    print("|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for name, options in [*named_cases(asked.quick), *random_cases(folder)]:
            flow, long = run(asked.linscape, options)
            said, short = run(asked.linscape, options, "--predict")
            seen, told = stays(flow), stays(said)
            if [subset for subset, _ in seen] != [subset for subset, _ in told]:
                differ.append(name)
                print(f"| {name} | **{[s for s, _ in seen]} against {[s for s, _ in told]}** | | | | |")
                continue
            both = [(a, b) for (_, a), (_, b) in zip(seen, told) if a is not None]
            errors = [abs(b / a - 1) if a else 0.0 for a, b in both]
            foreseen = [
                abs(v["expected_stay"] / v["stay"] - 1) for v in flow["visits"] if v["stay"] and v["expected_stay"]
            ]
            largest = max(errors, default=0.0)
            worst = max(worst, largest)
            print(
                f"| {name} | {len(both)} | {100 * largest:.2f} % | "
                f"{100 * max(foreseen, default=0):.2f} % of {len(foreseen)} | {long:.2f} | {short:.2f} |",
                flush=True,
            )
    print(f"\nlargest error {100 * worst:.2f} %, other saddles in {len(differ)}")
    sys.exit(bool(differ) or worst > asked.most)


if __name__ == "__main__":
    main()
