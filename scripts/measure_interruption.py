"""How long commands go on after Ctrl-C (or SIGTERM): longest of three.

Usage: measure_interruption.py BINARY [NAME…]

Every command is started, pressed after a while in which it has begun its work, and timed until it has ended. The
longest of three is printed, with what it ended with. With an interpreter in which the package is installed the calls
from Python are measured too (environment variable LINSCAPE_PYTHON).
"""

import io
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

import numpy as np

REPEATS = 3
LIMIT = 0.5
DEEP = ",".join(["2"] * 101)
FOLDER = Path(tempfile.mkdtemp(prefix="interruption-"))
SPREAD = ",".join(f"{100 - k}.{(k * k * 7919) % 9973:04}" for k in range(1, 61))


def prepare():
    """The files that the commands read."""
    stream = np.random.default_rng(0)
    member = io.BytesIO()
    np.save(member, np.eye(2))
    with zipfile.ZipFile(FOLDER / "many.npz", "w") as archive:
        for name in range(100_000):
            archive.writestr(f"W{name}.npy", member.getvalue())
    for width in (300, 1000):
        layers = {f"W{i}": stream.standard_normal((width, width)) / width for i in (1, 2, 3)}
        np.savez(FOLDER / f"w{width}.npz", **layers)
    os.mkfifo(FOLDER / "nobody-reads")
    os.mkfifo(FOLDER / "nobody-writes.csv")
    np.savetxt(FOLDER / "long.csv", stream.standard_normal((200_000, 20)), delimiter=",")
    spec = {
        "problems": [{"sigma": "5,4,3,2,1", "widths": "9,9,9,9"}],
        "tasks": [{"task": "flow", "init": "gaussian:0.1"}],
        "seeds": list(range(10_000)),
    }
    (FOLDER / "spec.json").write_text(json.dumps(spec))


def wide(width):
    return ["--sigma", "3,2,1", "--widths", ",".join([str(width)] * 4)]


def commands():
    """(name, arguments, seconds until it is pressed, signal)."""
    interrupt, end = signal.SIGINT, signal.SIGTERM
    huge = ["--sigma", SPREAD, "--widths", "60,60,60"]
    strata = ["strata", "--sigma", "6,5,4,3,2,1", "--widths", ",".join(["6"] * 8), "--subset", ""]
    return [
        ("report, depth 100", ["report", "--sigma", "2,1", "--widths", DEEP], 1.0, interrupt),
        ("strata, filtered", [*strata, "--escape-order", "7", "--limit", "2"], 0.5, interrupt),
        ("strata, counted", [*strata, "--count"], 1.0, interrupt),
        ("strata, depth 1000", ["strata", "--sigma", "2,1", "--widths", ",".join(["3"] * 1001), "--subset", "",
                                "--count"], 1.0, interrupt),
        ("archive of 100,000 members", ["classify", "--sigma", "2,1", "--widths", "2,2,2", "--weights", "many.npz"], 0.1,
         interrupt),
        ("pipe without reader", ["dump", "--sigma", "1", "--widths", "1,1", "-o", "nobody-reads"], 0.5, interrupt),
        ("pipe without writer", ["report", "--target", "nobody-writes.csv", "--hidden", "2"], 0.5, interrupt),
        ("table of 200,000 rows", ["report", "--inputs", "long.csv", "--autoencode", "--hidden", "20"], 0.3, interrupt),
        ("dump, 2⁶⁰ families", ["dump", *huge, "--limit", "1000000", "-o", "d.json"], 1.0, interrupt),
        ("values --highest", ["values", *huge, "--highest", "6000000", "-o", "v.json"], 1.0, interrupt),
        ("values --all", ["values", "--sigma", SPREAD[: SPREAD.index("72.")].rstrip(","), "--widths", "27,27,27", "--all", "-o", "a.json"], 0.5, interrupt),
        ("represent, 1000 wide", ["represent", *wide(1000), "--subset", "1", "-o", "r.npz"], 0.1, interrupt),
        ("classify, 1000 wide", ["classify", *wide(1000), "--weights", "w1000.npz"], 2.0, interrupt),
        ("spectrum, 300 wide", ["spectrum", *wide(300), "--weights", "w300.npz"], 2.0, interrupt),
        ("spectrum, 1000 wide", ["spectrum", *wide(1000), "--weights", "w1000.npz"], 2.0, interrupt),
        ("flow, 300 wide", ["flow", *wide(300), "--init", "gaussian:0.01", "-o", "f.json"], 3.0, interrupt),
        ("flow, 1000 wide", ["flow", *wide(1000), "--init", "gaussian:0.01", "-o", "g.json"], 5.0, interrupt),
        ("verify", ["verify", "--sigma", "5,4,3,2,1", "--widths", "9,9,9,9", "--samples", "100000"], 2.0, interrupt),
        ("graph --verify", ["graph", "--sigma", "6,5,4,3,2,1", "--widths", "6,6,6,6", "--format", "dot", "--verify"], 0.5, interrupt),
        ("sweep, Ctrl-C", ["sweep", "spec.json", "--shard", "1/1", "-o", "one"], 2.0, interrupt),
        ("sweep, SIGTERM", ["sweep", "spec.json", "--shard", "1/1", "-o", "two"], 2.0, end),
    ]


def in_python():
    """(name, code) of calls that take long, from Python."""
    begin = "import linscape, numpy as np; p = linscape.Problem(sigma={}, widths={}); "
    return [
        ("Python: spectrum, 60 wide", begin.format([3, 2, 1], [60] * 4)
         + "p.spectrum({f'W{i}': np.random.default_rng(i).standard_normal((60, 60)) for i in (1, 2, 3)}, method='dense')"),
        ("Python: landscape", begin.format(list(range(1, 24)), [24] * 3) + "p.landscape(limit=10**7)"),
        ("Python: verify", begin.format([5, 4, 3, 2, 1], [9] * 4) + "p.verify(samples=100000)"),
    ]


def seconds_until_it_ends(command, after, number):
    """How long it goes on, and its exit code; None where it had ended before it was pressed."""
    run = subprocess.Popen(command, cwd=FOLDER, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(after)
    if run.poll() is not None:
        return None, run.returncode
    pressed = time.monotonic()
    run.send_signal(number)
    try:
        code = run.wait(timeout=60)
    except subprocess.TimeoutExpired:
        run.kill()
        code = run.wait()
    return time.monotonic() - pressed, code


def main(binary, names):
    prepare()
    binary = str(Path(binary).resolve())
    rows = [(name, [binary, *arguments], after, number) for name, arguments, after, number in commands()]
    if interpreter := os.environ.get("LINSCAPE_PYTHON"):
        rows += [(name, [interpreter, "-c", code], 3.0, signal.SIGINT) for name, code in in_python()]
    slow = 0
    for name, command, after, number in rows:
        if names and name not in names:
            continue
        measured = [seconds_until_it_ends(command, after, number) for _ in range(REPEATS)]
        times = [took for took, _ in measured if took is not None]
        codes = sorted({code for _, code in measured})
        if not times:
            print(f"{name:32} ended by itself before {after} s, exit {codes}", flush=True)
            continue
        slow += max(times) > LIMIT
        print(f"{name:32} {max(times):6.2f} s  exit {codes}", flush=True)
    print(f"{slow} slower than {LIMIT} s; load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
