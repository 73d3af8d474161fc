#!/usr/bin/python3
"""Measure gradient flow against SciPy at equal accuracy in one run; print Markdown.

    cargo build --release && /usr/bin/python3 scripts/benchmark_flow.py [--repeat 3] [--wide]

Widths n,n,n,n, Σ = diag(n, …, 1), from random balanced weights with all singular values 1e-3 and det W > 0
(its sign is conserved), until the loss is below 1e-10. The accuracy of a run is the larger of two errors:
that of the loss at equally spaced times, the largest relative to ½‖Σ‖², and that of the time at which
1e-10 is reached, relative to it; both against SciPy's DOP853 at rtol 1e-12, which ends a step at each of
the times. Every method runs at the largest of the tolerances 1e-6, 1e-7, … with which it is
as accurate as asked, and only those runs are timed, in turn. atol is a thousandth of rtol.

Times are CPU seconds: of the whole process for linscape, of the integration alone for SciPy. One BLAS
thread everywhere. With --wide also widths 50×4, where no reference is within reach: peers get 60 s of
CPU at rtol 1e-8, and linscape is held against itself at a tolerance a hundred times tighter.

With --starts one row a start, all methods at rtol 1e-8: Gaussian weights of several sizes, orthogonal ones,
and points near saddles. Times are of the integration alone on both sides: from that of our process that of the same command
stopped at time 1e-12 is taken off, which reads, states and writes as much. The error is that of the time to the
loss 1e-10, against LSODA at rtol 1e-12, unless --no-reference leaves that out.
Run by hand on a quiet machine; never part of the gate.
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

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
BINARY = ROOT / "target/release/linscape"
SCALE, END_LOSS, SAMPLES = 1e-3, 1e-10, 400
PEERS = ("LSODA, exact Jacobian", "BDF, exact Jacobian", "LSODA", "DOP853", "RK45")
PATIENCE = 60  # CPU seconds for a peer at widths 50×4, or from a start


# --- SciPy's side ------------------------------------------------------------------------------

class Network:
    def __init__(self, width):
        self.width, self.sigma = width, np.diag(np.arange(width, 0.0, -1.0))
        self.evaluations = self.jacobians = 0

    def parts(self, flat):
        first, second, third = flat.reshape(3, self.width, self.width)
        early = second @ first
        return first, second, third, early, self.sigma - third @ early

    def loss(self, flat):
        return 0.5 * np.sum(self.parts(flat)[-1] ** 2)

    def velocity(self, _, flat):
        self.evaluations += 1
        first, second, third, early, residual = self.parts(flat)
        middle = third.T @ residual
        return np.concatenate([(second.T @ middle).ravel(), (middle @ first.T).ravel(), (residual @ early.T).ravel()])

    def jacobian(self, _, flat):
        """Gauss–Newton part as Kronecker products, the rest from the two layers that vary."""
        self.jacobians += 1
        first, second, third, early, residual = self.parts(flat)
        size, one = self.width**2, np.eye(self.width)
        above, below = [third @ second, third, one], [one, first, early]
        full = np.empty((3 * size, 3 * size))
        for i in range(3):
            for j in range(i, 3):
                block = -np.kron(above[i].T @ above[j], below[i] @ below[j].T)
                if j > i:
                    between = second if j == i + 2 else one
                    carried = above[j].T @ residual @ below[i].T
                    block += np.einsum("da,cb->abcd", between, carried).reshape(size, size)
                full[i * size:(i + 1) * size, j * size:(j + 1) * size] = block
                full[j * size:(j + 1) * size, i * size:(i + 1) * size] = block.T
        return full


def peer(method, width, rtol, start, until, sampled):
    """Integrates to the end loss, or, sampled, to the time `until`, and says the losses on the way."""
    from scipy.integrate import solve_ivp

    network = Network(width)
    flat = np.concatenate([layer.ravel() for layer in np.load(start).values()])

    def done(_, flat):
        return network.loss(flat) - END_LOSS

    done.terminal = not sampled
    options = {"rtol": rtol, "atol": 1e-3 * rtol, "events": done}
    if "Jacobian" in method:
        options["jac"] = network.jacobian
    if sampled:
        options["t_eval"] = np.linspace(0.0, until, SAMPLES + 1)
    begin = time.process_time()
    solution = solve_ivp(network.velocity, (0.0, until), flat, method.split(",")[0], **options)
    seconds = time.process_time() - begin
    crossed = solution.t_events[0]
    return {
        "seconds": seconds,
        "end": float(crossed[0]) if crossed.size else None,
        "losses": [network.loss(state) for state in solution.y.T] if sampled else [],
        "evaluations": network.evaluations,
        "jacobians": network.jacobians,
    }


def reference(width, start):
    """Time to the end loss and losses at samples, all at ends of steps."""
    from scipy.integrate import DOP853, solve_ivp

    network = Network(width)
    flat = np.concatenate([layer.ravel() for layer in np.load(start).values()])
    tight = {"rtol": 1e-12, "atol": 1e-15}

    def done(_, flat):
        return network.loss(flat) - END_LOSS

    done.terminal = True
    end = float(solve_ivp(network.velocity, (0.0, 1e5), flat, "DOP853", events=done, **tight).t_events[0][0])
    until, losses, state, step = 1.01 * end, [network.loss(flat)], flat, None
    times = np.linspace(0.0, until, SAMPLES + 1)
    for since, to in zip(times, times[1:]):
        solver = DOP853(network.velocity, since, state, to, first_step=step and min(step, to - since), **tight)
        while solver.status == "running":
            solver.step()
            step = solver.step_size if solver.status == "running" or step is None else step
        state = solver.y
        losses.append(network.loss(state))
    return {"end": end, "until": until, "losses": losses}


# --- both sides as processes -------------------------------------------------------------------

def environment():
    """One thread, and the BLAS kernels that fit the machine."""
    kept = {name: value for name, value in os.environ.items() if name not in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")}
    return kept | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "RAYON_NUM_THREADS": "1"}


def run(command, patience=None):
    """Standard output, and CPU seconds of the whole process; none when it took more than `patience`."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)

    def limit():
        if patience:
            resource.setrlimit(resource.RLIMIT_CPU, (patience, patience))

    words = list(map(str, command))
    done = subprocess.run(words, env=environment(), capture_output=True, text=True, preexec_fn=limit)
    if patience and done.returncode < 0:
        return None
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0:
        sys.exit(f"failed: {' '.join(map(str, command))}\n{done.stderr}")
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return json.loads(done.stdout), seconds


def run_peer(method, width, rtol, start, until, sampled, patience=None):
    said = run([sys.executable, __file__, "--peer", method, width, rtol, start, until, int(sampled)], patience)
    return said and said[0]


def run_ours(method, width, rtol, start, until, sampled):
    sigma = ",".join(map(str, range(width, 0, -1)))
    command = [BINARY, "flow", "--sigma", sigma, "--widths", ",".join([str(width)] * 4), "--json"]
    # The limit on the drift is not what is measured here.
    command += ["--init", f"file:{start}", "--method", method, "--rtol", rtol, "--drift-tolerance", 1]
    command += ["--max-steps", 100_000_000]
    command += ["--until", until]
    command += ["--every", until / SAMPLES] if sampled else ["--until-loss", END_LOSS]
    said, seconds = run(command)
    end = said["time"][-1] if said["final"]["loss"] <= 1.01 * END_LOSS and not sampled else None
    work = said["work"]
    return {"seconds": seconds, "end": end, "losses": said["loss"], "evaluations": said["evaluations"],
            "jacobians": work["linearisations"], "steps": said["steps"]}


class Runner:
    """A method of either side."""

    def __init__(self, name, width, start):
        self.name, self.width, self.start = name, width, start

    def __call__(self, rtol, until, sampled=False):
        if self.name.startswith("linscape"):
            return run_ours(self.name.split()[1], self.width, rtol, self.start, until, sampled)
        return run_peer(self.name, self.width, rtol, self.start, until, sampled)


def errors(runner, rtol, truth):
    """Of the losses at the samples, and of the time to the end. Infinite when the end is not reached:
    at loose tolerances explicit methods keep the loss above it by their errors alone."""
    found = runner(rtol, truth["until"], sampled=True)
    sampled, end = np.array(found["losses"]), found["end"] or runner(rtol, truth["until"])["end"]
    if sampled.size != SAMPLES + 1 or end is None:
        return np.inf, np.inf
    return float(np.abs(sampled - truth["losses"]).max() / truth["losses"][0]), abs(end - truth["end"]) / truth["end"]


def equally_accurate(runner, truth, accuracy):
    for digits in range(6, 13):
        rtol = float(f"1e-{digits}")
        found = errors(runner, rtol, truth)
        if max(found) <= accuracy:
            return rtol, found
    return None


def start_of(width, folder):
    draw = np.random.default_rng(20261125)
    bases = [np.linalg.qr(draw.standard_normal((width, width)))[0] for _ in range(4)]
    if np.linalg.det(bases[-1] @ bases[0].T) < 0:
        bases[-1][:, 0] *= -1
    path = Path(folder) / f"start-{width}.npz"
    np.savez(path, **{f"W{i}": SCALE * after @ before.T for i, (before, after) in enumerate(zip(bases, bases[1:]), 1)})
    return path


def compare(width, accuracy, repeat, folder):
    start = start_of(width, folder)
    truth = run([sys.executable, __file__, "--reference", width, start])[0]
    print(f"\nWidths {width}×4, accuracy {accuracy:g}: the loss reaches {END_LOSS:g} at t = {truth['end']:.6f}.\n", flush=True)
    rows = []
    for name in ("linscape bdf", "linscape dop853", *PEERS):
        runner = Runner(name, width, start)
        if found := equally_accurate(runner, truth, accuracy):
            rows.append((runner, *found, []))
        print(name, found, file=sys.stderr, flush=True)
    for _ in range(repeat):
        for runner, rtol, _, runs in rows:
            runs.append(runner(rtol, truth["until"]))
            print(runner.name, runs[-1]["seconds"], file=sys.stderr, flush=True)
    print("| method | rtol | error of the loss | of the time | evaluations | Jacobians | CPU seconds | linscape bdf is faster |")
    print("|---|---|---|---|---|---|---|---|")
    ours = median(found["seconds"] for found in rows[0][3])
    for runner, rtol, (loss, end), runs in rows:
        seconds, said = median(found["seconds"] for found in runs), runs[0]
        print(f"| {runner.name} | {rtol:.1e} | {loss:.1e} | {end:.1e} | {said['evaluations']} | {said['jacobians']} "
              f"| {seconds:.3f} | {seconds / ours:.1f}× |", flush=True)


def compare_wide(width, repeat, folder):
    start = start_of(width, folder)
    print(f"\nWidths {width}×4, rtol 1e-8.\n\n| method | CPU seconds | time to the loss | evaluations |\n|---|---|---|---|")
    runs = [run_ours("bdf", width, 1e-8, start, 1e5, False) for _ in range(repeat)]
    said = runs[0]
    seconds = median(found["seconds"] for found in runs)
    print(f"| linscape bdf | {seconds:.2f} | {said['end']:.4f} | {said['evaluations']} |", flush=True)
    tight = run_ours("bdf", width, 1e-10, start, 1e5, False)
    print(f"| the same, rtol 1e-10 | {tight['seconds']:.2f} | {tight['end']:.4f} | {tight['evaluations']} |", flush=True)
    for name in PEERS:
        found = run_peer(name, width, 1e-8, start, 1e5, False, patience=PATIENCE)
        if found:
            print(f"| {name} | {found['seconds']:.2f} | {found['end']:.4f} | {found['evaluations']} |", flush=True)
        else:
            print(f"| {name} | not within {PATIENCE:g} s | | |", flush=True)


SADDLES = {"near ∅": [], "near {1-5}": range(5), "near {2,4,6,8,10}": range(1, 10, 2)}


def starts_of(width, folder):
    """Names and files of the starts compared in one table."""
    draw = np.random.default_rng(20261129)
    starts = {f"gaussian:{scale}": [scale * draw.standard_normal((width, width)) for _ in range(3)]
              for scale in (1, 3, 10, 30)}
    turns = [np.linalg.qr(draw.standard_normal((width, width)))[0] for _ in range(3)]
    # They are balanced, so that the sign of the determinant is conserved: a negative one keeps the smallest mode at 0.
    turns[0][:, 0] *= np.prod([np.linalg.slogdet(turn)[0] for turn in turns])
    starts["orthogonal:1"] = turns
    for name, learned in SADDLES.items():
        sigma = np.arange(width, 0.0, -1.0)
        amplitudes = [np.cbrt(value) if mode in learned else 0.0 for mode, value in enumerate(sigma)]
        away = [draw.standard_normal((width, width)) for _ in range(3)]
        # At the distance 1e-3, on the side from which all modes can be learned.
        size = 1e-3 / np.sqrt(sum(np.sum(layer**2) for layer in away))
        layers = [np.diag(amplitudes) + size * layer for layer in away]
        if np.prod([np.linalg.slogdet(layer)[0] for layer in layers]) < 0:
            unlearned = next(mode for mode in range(width) if mode not in learned)
            layers[0][:, unlearned] *= -1
        starts[name] = layers
    for name, layers in starts.items():
        path = Path(folder) / f"{''.join(filter(str.isalnum, name))}-{len(name)}.npz"
        np.savez(path, **{f"W{i}": layer for i, layer in enumerate(layers, 1)})
        yield name, path


def integration(method, width, start, repeat):
    """Runs of ours, with CPU seconds of the integration alone, medians of differences taken in turns."""
    runs, alone = [], []
    for _ in range(repeat):
        runs.append(run_ours(method, width, 1e-8, start, 1e6, False))
        idle = run_ours(method, width, 1e-8, start, 1e-12, False)
        alone.append(max(runs[-1]["seconds"] - idle["seconds"], 1e-4))
    return runs, median(alone)


def explicit(width, start, repeat, error):
    """The cell of our explicit method, where nothing is so stiff that it takes longer than a peer may."""
    sigma = ",".join(map(str, range(width, 0, -1)))
    command = [BINARY, "flow", "--sigma", sigma, "--widths", ",".join([str(width)] * 4), "--json", "--init", f"file:{start}",
               "--method", "dop853", "--rtol", 1e-8, "--drift-tolerance", 1, "--max-steps", 100_000_000, "--until", 1e6,
               "--until-loss", END_LOSS]  # fmt: skip
    if run(command, patience=PATIENCE // 10) is None:
        return f"not within {PATIENCE // 10} s"
    runs, seconds = integration("dop853", width, start, repeat)
    return f"{seconds:.3f}, {error(runs[0])}"


def compare_starts(width, repeat, folder, wanted, arguments):
    peers = ("LSODA, exact Jacobian", "BDF, exact Jacobian", "DOP853")
    print(f"\nWidths {width}×4, rtol 1e-8, until the loss is {END_LOSS:g}.\n")
    print("| start | time | linscape bdf: s, error, steps | linscape dop853: s, error | " + " | ".join(f"{name}: s, error" for name in peers)
          + " | against the best |")
    print("|---" * (len(peers) + 5) + "|")
    for name, start in starts_of(width, folder):
        if wanted and name not in wanted:
            continue
        tight = (peers[0], width, 1e-12, start, 1e6, False)
        truth = run_peer(*tight, patience=10 * PATIENCE) if not arguments.no_reference else None
        end = truth["end"] if truth else None
        error = lambda found: f"{abs(found['end'] / end - 1):.0e}" if end else "?"  # noqa: E731
        ours, seconds = integration("bdf", width, start, repeat)
        cells, best = [explicit(width, start, repeat, error)], np.inf
        for peer_name in peers:
            found = [run_peer(peer_name, width, 1e-8, start, 1e6, False, patience=arguments.patience)]
            if found[0] is None or found[0]["end"] is None:
                cells.append(f"not within {arguments.patience} s")
                continue
            found += [run_peer(peer_name, width, 1e-8, start, 1e6, False) for _ in range(repeat - 1)]
            taken = median(one["seconds"] for one in found)
            best = min(best, taken)
            cells.append(f"{taken:.2f}, {error(found[0])}")
        mine = f"{seconds:.3f}, {error(ours[0])}, {ours[0]['steps']}"
        print(f"| {name} | {ours[0]['end']:.4g} | {mine} | {' | '.join(cells)} | {best / seconds:.1f}× |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--accuracy", type=float, default=1e-5)
    parser.add_argument("--width", type=int, default=10)
    parser.add_argument("--wide", action="store_true", help="widths 50×4 too")
    parser.add_argument("--only-wide", action="store_true", help="widths 50×4 alone")
    parser.add_argument("--starts", nargs="*", metavar="START",
                        help="from large weights and near saddles, alone; those named, or all")
    parser.add_argument("--patience", type=int, default=PATIENCE, help="CPU seconds a peer may take from a start")
    parser.add_argument("--no-reference", action="store_true", help="leave errors out, which take ten minutes a start")
    parser.add_argument("--peer", nargs=6, help=argparse.SUPPRESS)
    parser.add_argument("--reference", nargs=2, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.peer:
        method, width, rtol, start, until, sampled = arguments.peer
        print(json.dumps(peer(method, int(width), float(rtol), start, float(until), sampled == "1")))
    elif arguments.reference:
        print(json.dumps(reference(int(arguments.reference[0]), arguments.reference[1])))
    else:
        with tempfile.TemporaryDirectory() as folder:
            if arguments.starts is not None:
                compare_starts(arguments.width, arguments.repeat, folder, arguments.starts, arguments)
            elif not arguments.only_wide:
                compare(arguments.width, arguments.accuracy, arguments.repeat, folder)
            if arguments.wide or arguments.only_wide:
                compare_wide(50, arguments.repeat, folder)


if __name__ == "__main__":
    main()
