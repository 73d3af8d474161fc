#!/usr/bin/python3
"""Hold `linscape flow` against SciPy's DOP853 along whole trajectories.

    /usr/bin/python3 scripts/compare_flow.py BINARY

For every case below both sides start from the same weights (an .npz file) and integrate all of them:
`linscape flow`, by bdf at --rtol 1e-11 and by dop853 at 1e-10, and SciPy's DOP853 at rtol 1e-10, atol 1e-13. SciPy's
side shares nothing with linscape: it takes the gradient of ½‖Y − W_h⋯W_1 X‖² on X and Y as they were
given, and finds the modes by an SVD of its own. At every multiple of a time the two must agree, the
loss to 1e-7 of what there is to learn, ½‖Σ‖², and each mode to 1e-7 of σ_1. Exits with 1 otherwise.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from scipy.integrate import DOP853

ROOT = Path(__file__).resolve().parent.parent
AGREEMENT = 1e-7
RTOL, ATOL = 1e-10, 1e-13
# Errors of bdf add up over thousands of steps at plateaus; DOP853 is bounded by stability there, and more exact.
METHODS = {"bdf": 1e-11, "dop853": 1e-10}


class Case:
    """A problem as arrays and as options of linscape, initial weights, and times to look at."""

    def __init__(self, name, options, inputs, targets, widths, start, every, moments):
        self.name, self.options = name, options
        self.inputs, self.targets, self.widths = inputs, targets, widths
        self.start, self.every = start(widths), every
        self.times = every * np.arange(moments + 1)
        # W X, seen through an orthonormal basis of the row space of X, is the end-to-end map.
        _, stretches, rows = np.linalg.svd(inputs, full_matrices=False)
        self.rows = rows[stretches > 1e-12 * stretches[0]].T
        self.left, self.sigma, right = np.linalg.svd(targets @ self.rows, full_matrices=False)
        self.right = right.T

    def layers(self, flat):
        ends = np.cumsum([rows * columns for columns, rows in zip(self.widths, self.widths[1:])])
        shapes = zip(self.widths[1:], self.widths)
        return [part.reshape(shape) for part, shape in zip(np.split(flat, ends[:-1]), shapes)]

    def outputs(self, flat):
        """X, W_1 X, W_2 W_1 X, …"""
        found = [self.inputs]
        for layer in self.layers(flat):
            found.append(layer @ found[-1])
        return found

    def velocity(self, _, flat):
        outputs = self.outputs(flat)
        error, parts = self.targets - outputs[-1], []
        for layer, before in zip(reversed(self.layers(flat)), reversed(outputs[:-1])):
            parts.append((error @ before.T).ravel())
            error = layer.T @ error
        return np.concatenate(parts[::-1])

    def by_scipy(self):
        """Losses and modes at the times, each the end of a step: SciPy's dense output is wrong by up to
        1e-5 where the stability of DOP853 bounds the step."""
        states = [np.concatenate([layer.ravel() for layer in self.start])]
        step = None
        for since, until in zip(self.times, self.times[1:]):
            first = step and min(step, until - since)
            solver = DOP853(self.velocity, since, states[-1], until, rtol=RTOL, atol=ATOL, first_step=first)
            while solver.status == "running":
                said = solver.step()
                # Not the last step, which is as short as the rest of the interval.
                step = solver.step_size if solver.status == "running" or step is None else step
            if solver.status == "failed":
                sys.exit(f"{self.name}: SciPy: {said}")
            states.append(solver.y)
        outputs = [self.outputs(state)[-1] for state in states]
        losses = [0.5 * np.sum((self.targets - output) ** 2) for output in outputs]
        modes = [np.sum(self.left * (output @ self.rows @ self.right), axis=0) for output in outputs]
        return np.array(losses), np.array(modes)

    def by_linscape(self, binary, method, weights):
        end = float(self.times[-1])
        motion = ["--method", method, "--rtol", METHODS[method], "--every", self.every, "--until", end]
        command = [binary, "flow", *self.options, "--init", f"file:{weights}", *motion, "--json"]
        done = subprocess.run(list(map(str, command)), cwd=ROOT, capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"{self.name}: {' '.join(map(str, command))}\n{done.stderr}")
        found = json.loads(done.stdout)
        gap = np.abs(np.array(found["time"]) - self.times).max() if len(found["time"]) == len(self.times) else end
        if gap > 1e-9 * end:
            sys.exit(f"{self.name}, {method}: the moments are not the multiples of {self.every} until {end}")
        return np.array(found["loss"]), np.array(found["modes"])


def balanced(scale):
    """Layers `scale · Q_i Q_{i−1}ᵀ` with random orthogonal `Q_i`, on the side from which all is learned."""

    def start(widths):
        draw = np.random.default_rng(1)
        bases = [np.linalg.qr(draw.standard_normal((width, width)))[0] for width in widths]
        if np.linalg.det(bases[-1] @ bases[0].T) < 0:
            bases[-1][:, 0] *= -1
        return [scale * after @ before.T for before, after in zip(bases, bases[1:])]

    return start


def gaussian(scale):
    def start(widths):
        draw = np.random.default_rng(2)
        return [scale * draw.standard_normal(shape) for shape in zip(widths[1:], widths)]

    return start


def diagonal(name, sigma, widths, start, every, moments):
    """Whitened data: X the identity, Y = Σ with its values on the diagonal."""
    targets = np.zeros((widths[-1], widths[0]))
    np.fill_diagonal(targets, sigma)
    said = [",".join(map(str, numbers)) for numbers in (sigma, widths)]
    options = ["--sigma", said[0], "--widths", said[1]]
    return Case(name, options, np.eye(widths[0]), targets, widths, start, every, moments)


def linnerud(hidden, start, every, moments):
    """Real measurements in their own coordinates, not whitened: the raw gradient on X and Y."""
    files = [f"fixtures/linnerud-{kind}.csv" for kind in ("exercise", "physiological")]
    tables = [np.loadtxt(ROOT / file, delimiter=",", skiprows=1) for file in files]
    inputs, targets = ((table - table.mean(axis=0)).T for table in tables)
    options = ["--inputs", files[0], "--targets", files[1], "--center", "--hidden", ",".join(map(str, hidden))]
    widths = [inputs.shape[0], *hidden, targets.shape[0]]
    return Case(f"linnerud, {widths}", options, inputs, targets, widths, start, every, moments)


def cases():
    yield diagonal("σ = 3,2,1, balanced 1e-3, depth 3", [3, 2, 1], [3, 3, 3, 3], balanced(1e-3), 5.0, 500)
    yield diagonal("depth 2", [4, 3, 2, 1], [4, 4, 4], balanced(1e-3), 0.05, 400)
    yield diagonal("depth 4", [3, 2, 1], [3, 3, 3, 3, 3], balanced(0.1), 0.25, 400)
    yield diagonal("rectangular, unbalanced", [3, 2, 1], [4, 5, 3, 6, 3], gaussian(0.3), 0.1, 400)
    yield linnerud([3], gaussian(0.01), 2e-4, 400)
    yield linnerud([4, 3], gaussian(0.1), 2e-4, 400)


def compare(case, binary, folder):
    """One line for each method; whether all agree."""
    weights = Path(folder) / "start.npz"
    np.savez(weights, **{f"W{i}": layer for i, layer in enumerate(case.start, 1)})
    losses, modes = case.by_scipy()
    agree = True
    for method in METHODS:
        our_losses, our_modes = case.by_linscape(binary, method, weights)
        apart = {
            "loss": np.abs(our_losses - losses) / (0.5 * np.sum(case.sigma**2)),
            "modes": np.abs(our_modes - modes).max(axis=1) / case.sigma[0],
        }
        said = ", ".join(f"{what} {gaps.max():.1e}" for what, gaps in apart.items())
        print(f"{case.name}, {method}: until t = {case.times[-1]:g}, loss {losses[0]:.6g} → {losses[-1]:.6g}: {said}")
        for what, gaps in apart.items():
            if not gaps.max() <= AGREEMENT:
                agree = False
                print(f"    DISAGREE: {what} apart by {gaps.max():.2e} > {AGREEMENT:g} at t = {case.times[gaps.argmax()]:g}")
    return agree


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    binary = Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as folder:
        agreed = [compare(case, binary, folder) for case in cases()]
    if not all(agreed):
        sys.exit(1)
    print(f"{len(agreed)} trajectories agree with SciPy to {AGREEMENT:g} by {' and '.join(METHODS)}")


if __name__ == "__main__":
    main()
