#!/usr/bin/python3
"""Write fixtures/trajectory-321.json: gradient flow from small balanced weights, by SciPy.

    /usr/bin/python3 scripts/make_trajectory_fixture.py

Widths 3-3-3-3 and Sigma = diag(3, 2, 1). The weights are integrated in full, 27 numbers, by DOP853 at
relative tolerance 1e-10 from the balanced point W_i = 1e-3 I. Nothing of linscape is used: the
file stands for what any integrator of the user's would give. Visits are stays with a relative
distance of the end-to-end map below 0.05 from a critical one.
"""

import json
from itertools import combinations
from pathlib import Path

import numpy as np
from scipy.integrate import solve_ivp

SIGMA = np.diag([3.0, 2.0, 1.0])
DEPTH, WIDTH, START, END = 3, 3, 1e-3, 1100.0
SAMPLES = 400
NEAR = 0.05


def layers(flat):
    return flat.reshape(DEPTH, WIDTH, WIDTH)


def product(weights):
    total = np.eye(WIDTH)
    for weight in weights:
        total = weight @ total
    return total


def gradient(weights):
    residual = SIGMA - product(weights)
    return np.array([-product(weights[i + 1:]).T @ residual @ product(weights[:i]).T for i in range(DEPTH)])


def flow(_, flat):
    return -gradient(layers(flat)).ravel()


def visits(times, products, gradients):
    found = []
    for size in range(WIDTH + 1):
        for subset in combinations(range(WIDTH), size):
            critical = np.diag([SIGMA[i, i] if i in subset else 0.0 for i in range(WIDTH)])
            distances = np.linalg.norm(products - critical, axis=(1, 2)) / np.linalg.norm(SIGMA)
            near = np.flatnonzero(distances < NEAR)
            if near.size == 0:
                continue
            closest = near[np.argmin(distances[near])]
            last = near[-1] == len(times) - 1
            found.append({
                "subset": [i + 1 for i in subset],
                "enter": times[near[0]],
                "leave": None if last else times[near[-1]],
                "gradient_norm": gradients[closest],
                "distance": float(distances[closest] * np.linalg.norm(SIGMA)),
            })
    return sorted(found, key=lambda visit: visit["enter"])


def drift(weights):
    worst = 0.0
    for state in weights:
        for lower, upper in zip(state[:-1], state[1:]):
            worst = max(worst, float(np.abs(lower @ lower.T - upper.T @ upper).max()))
    return worst


def main():
    start = np.concatenate([START * np.eye(WIDTH).ravel()] * DEPTH)
    times = np.linspace(0.0, END, SAMPLES)
    solution = solve_ivp(flow, (0.0, END), start, method="DOP853", rtol=1e-10, atol=1e-13, t_eval=times)
    states = [layers(flat) for flat in solution.y.T]
    products = np.array([product(state) for state in states])
    losses = [0.5 * float(np.sum((SIGMA - found) ** 2)) for found in products]
    gradients = [float(np.linalg.norm(gradient(state))) for state in states]
    rounded = lambda number: float(f"{number:.10g}")
    document = {
        "schema": "linscape.trajectory/1",
        "generator": {"name": "scripts/make_trajectory_fixture.py", "version": "1"},
        "problem": {"widths": [WIDTH] * (DEPTH + 1), "singular_values": [3.0, 2.0, 1.0],
                    "exact_singular_values": ["3", "2", "1"]},
        "initial": {"kind": "balanced", "scale": START},
        "seed": None,
        "method": "SciPy DOP853, rtol 1e-10",
        "status": "finished",
        "steps": None,
        "evaluations": int(solution.nfev),
        "time": [rounded(time) for time in times],
        "loss": [rounded(loss) for loss in losses],
        "modes": [[rounded(found[i, i]) for i in range(WIDTH)] for found in products],
        "visits": visits([rounded(time) for time in times], products, gradients),
        "conservation_drift": drift(states),
        "final": {"loss": losses[-1], "gradient_norm": gradients[-1]},
    }
    path = Path(__file__).resolve().parent.parent / "fixtures" / "trajectory-321.json"
    path.write_text(json.dumps(document, separators=(",", ":")) + "\n", encoding="utf-8")
    print([(visit["subset"], visit["enter"], visit["leave"]) for visit in document["visits"]])


if __name__ == "__main__":
    main()
