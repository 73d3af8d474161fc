#!/usr/bin/env python3
"""Data larger than memory: linscape's one pass over a long file against NumPy's QR and SVD of the whole.

Writes ROWS × COLUMNS doubles and ROWS × TARGETS targets to a temporary folder, and prints in one run times, peak memory,
their ratios, and how far the singular values of Σ are from NumPy's:

    python3 scripts/benchmark_blocks.py target/release/linscape [ROWS COLUMNS TARGETS]
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

NUMPY = """
import json, sys, numpy as np
inputs, targets = (np.load(name) for name in sys.argv[1:])
q, r = np.linalg.qr(inputs)
u, s, vt = np.linalg.svd(r)
print(json.dumps(np.linalg.svd((targets.T @ q) @ u, compute_uv=False).tolist()))
"""


def measured(command: list[str]) -> tuple[str, float, float]:
    """Standard output, seconds, and peak memory in MB."""
    start = time.monotonic()
    with tempfile.TemporaryFile("w+") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.PIPE)
        stderr = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.monotonic() - start
        if status:
            sys.exit(stderr.decode())
        out.seek(0)
        return out.read(), seconds, usage.ru_maxrss / 1024


WRITE = """
import sys, numpy as np
inputs, targets, rows, columns, outputs = sys.argv[1:3] + [int(word) for word in sys.argv[3:]]
random = np.random.default_rng(0)
x = np.lib.format.open_memmap(inputs, "w+", np.float64, (rows, columns))
y = np.lib.format.open_memmap(targets, "w+", np.float64, (rows, outputs))
mix = random.standard_normal((columns, outputs))
for at in range(0, rows, 100_000):
    block = random.standard_normal((min(100_000, rows - at), columns))
    x[at : at + len(block)] = block
    y[at : at + len(block)] = block @ mix + random.standard_normal((len(block), outputs))
"""


def main() -> None:
    program = sys.argv[1]
    sizes = sys.argv[2:5] if len(sys.argv) > 2 else ["2000000", "50", "10"]
    with tempfile.TemporaryDirectory() as folder:
        inputs, targets = Path(folder) / "x.npy", Path(folder) / "y.npy"
        # Elsewhere: a process inherits the peak memory of the one that starts it.
        subprocess.run([sys.executable, "-c", WRITE, str(inputs), str(targets), *sizes], check=True)
        ask = ["dump", "--limit", "1", "--inputs", str(inputs), "--targets", str(targets), "--hidden", sizes[2]]
        text, ours, memory = measured([program, *ask])
        found = json.loads(text)["problem"]["singular_values"]
        text, theirs, their_memory = measured([sys.executable, "-c", NUMPY, str(inputs), str(targets)])
        expected = json.loads(text)
    print(f"{' × '.join(sizes[:2])} doubles, {sizes[2]} targets, {os.cpu_count()} cores")
    print(f"linscape     {ours:6.2f} s   {memory:7.0f} MB")
    print(f"NumPy        {theirs:6.2f} s   {their_memory:7.0f} MB")
    print(f"NumPy over linscape: time {theirs / ours:.1f}, memory {their_memory / memory:.1f}")
    apart = max(abs(one / other - 1) for one, other in zip(found, expected, strict=True))
    print(f"singular values differ by at most {apart:.1e} of each")


if __name__ == "__main__":
    main()
