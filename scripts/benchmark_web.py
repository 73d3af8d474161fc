#!/usr/bin/python3
"""Measure the playground for docs/benchmarks.md; wants an idle machine.

    /usr/bin/python3 scripts/benchmark_web.py PAGE MODULE NATIVE

PAGE is what `linscape view --live` writes, MODULE what scripts/build_web.sh builds; the page runs in headless
Chromium, landscapes a second are those of the module in Node, beside those of NATIVE, the example `answer_speed` of
linscape-web built for this machine without LAPACK: the same questions, in turns.
"""

import gzip
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

from check_playground import SLIDE, Visit
from webdriver import Browser

ROOT = Path(__file__).resolve().parent.parent
PROBLEMS = {8: ("5,4,3", "3,3,3,3"), 64: ("6,5,4,3,2,1", "6,6,6"), 1024: ("20,18,16,14,12,10,8,6,4,2", "10,10,10")}
STARTS = 5
TURNS = 3


def landscapes_per_second(module, families):
    """By dumps in a row, after a few that warm the module up."""
    sigma, widths = PROBLEMS[families]
    question = json.dumps({"files": [], "question": {"ask": "dump", "problem": {"sigma": sigma, "widths": widths}}}) + "\n"
    command = ["node", str(ROOT / "scripts/answer_in_node.js"), str(module), "."]
    times = 20 if families > 100 else 400
    done = subprocess.run(command, input=question * times, capture_output=True, text=True, check=True)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    median = statistics.median(answer["milliseconds"] for answer in answers[times // 4:])
    return 1000 / median, answers[-1]["memory"]


def native_per_second(native, families):
    """The same questions, answered by a program of this machine with one thread, as the module has."""
    sigma, widths = PROBLEMS[families]
    times = 20 if families > 100 else 400
    question = json.dumps({"ask": "dump", "problem": {"sigma": sigma, "widths": widths}}) + "\n"
    environment = {**os.environ, "RAYON_NUM_THREADS": "1"}
    done = subprocess.run([native], input=question * times, capture_output=True, text=True, check=True, env=environment)
    taken = [float(line.split()[0]) for line in done.stdout.splitlines()]
    return 1000 / statistics.median(taken[times // 4:])


def main():
    page, module, native = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    bytes_of_module = module.read_bytes()
    print(f"page {page.stat().st_size} bytes, module {len(bytes_of_module)}, packed {len(gzip.compress(bytes_of_module, 9))}")
    for families in PROBLEMS:
        pairs = [(landscapes_per_second(module, families), native_per_second(native, families)) for _ in range(TURNS)]
        rate = statistics.median(rate for (rate, _), _ in pairs)
        own = statistics.median(own for _, own in pairs)
        memory = pairs[-1][0][1]
        print(f"{families} families: {rate:.0f} dumps a second in Node, {own:.0f} natively ({own / rate:.2f} times as many), memory {memory / 2**20:.1f} MiB")
    with Browser(1500, 1300) as browser:
        visit = Visit(browser, page.resolve().as_uri())
        starts = []
        for _ in range(STARTS):
            visit.open("#sigma=5,4,3&widths=3,3,3,3")
            starts.append(int(browser.run("return document.documentElement.dataset.ready")))
        print(f"first picture: median {statistics.median(starts):.0f} ms of {sorted(starts)}")
        for families, (sigma, widths) in PROBLEMS.items():
            if families > 64:
                continue
            visit.open(f"#sigma={sigma}&widths={widths}")
            times, drawn = browser.run_async(SLIDE)
            times.sort()
            print(f"{families} families, 120 frames with a slider: median {times[60]:.1f} ms, 95 % {times[113]:.1f} ms, {drawn} drawings")


if __name__ == "__main__":
    main()
