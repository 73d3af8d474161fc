"""Local learning coefficients along training: the exact ones, and an estimate beside them.

A 3-3-3-3 network learns σ = 3, 2, 1 from small weights and waits at one saddle after the other. At every
plateau linscape gives the learning coefficient λ and multiplicity m of the function the network computes
there; a few lines of Langevin dynamics estimate the same as practitioners do, nβ(E[L] − L(w*)) around the
checkpoint. Labels are the network's own outputs: then the checkpoint is a minimum and λ means something.
With the true labels a plateau is a saddle, and the same estimate returns large negative numbers that depend on
how strongly the walk is tied to the checkpoint.

    python llc_ground_truth.py [STEPS]

STEPS (12000) is how long each chain walks: fewer is quicker and noisier.
"""

import sys
from fractions import Fraction
from itertools import pairwise

import numpy as np
from linscape import Problem
from training import plateaus

SIGMA, WIDTHS = [3, 2, 1], [3, 3, 3, 3]
TARGET = np.diag(np.array(SIGMA, float))


# %% Loss and gradient of ½‖W₃W₂W₁ − T‖², for one network or for many at once.
def loss(weights, target):
    w1, w2, w3 = weights
    return 0.5 * ((w3 @ w2 @ w1 - target) ** 2).sum((-1, -2))


def gradient(weights, target):
    (w1, w2, w3), flip = weights, lambda w: np.swapaxes(w, -1, -2)
    slope = w3 @ w2 @ w1 - target
    return flip(w3 @ w2) @ slope, flip(w3) @ slope @ flip(w1), slope @ flip(w2 @ w1)


# %% Training by gradient descent from small weights; plateaus are where the gradient is smallest between two rises.
def train(scale=0.02, rate=0.01, seed=1):
    rng = np.random.default_rng(seed)
    weights = [scale * rng.standard_normal((3, 3)) for _ in range(3)]
    norm, step = np.inf, 0
    while norm > 1e-10:
        slopes = gradient(weights, TARGET)
        norm = np.sqrt(sum((slope**2).sum() for slope in slopes))
        if step % 20 == 0:
            yield step, norm, weights
        weights = [w - rate * slope for w, slope in zip(weights, slopes, strict=True)]
        step += 1
    yield step, norm, weights


# %% The estimate: 48 Langevin chains around the checkpoint w*, tied to it by ½γ‖w − w*‖².
def estimate(checkpoint, target, temper=100.0, gamma=1.0, chains=48, steps=12_000, seed=0):
    """``nβ (E[L] − L(w*))`` over the second half of the chains, for ``nβ = temper``."""
    rng = np.random.default_rng(seed)
    weights = start = [np.repeat(w[None], chains, axis=0) for w in checkpoint]
    size = max(1.0, *(np.linalg.norm(w, 2) for w in checkpoint))
    step = 0.1 / (3 * temper * size**4 + gamma)
    losses = []
    for k in range(steps):
        pulls = (
            temper * slope + gamma * (w - home)
            for slope, w, home in zip(gradient(weights, target), weights, start, strict=True)
        )
        noise = (np.sqrt(step) * rng.standard_normal(w.shape) for w in start)
        weights = [
            w - step / 2 * pull + kick for w, pull, kick in zip(weights, pulls, noise, strict=True)
        ]
        if k >= steps // 2:
            losses.append(loss(weights, target).mean())
    return temper * (np.mean(losses) - loss(checkpoint, target))


# %% What linscape says of each plateau, and the estimates.
def main(steps=12_000):
    problem = Problem(WIDTHS, sigma=SIGMA)
    print(f"{'step':>6}  {'near':8} {'λ':>4} {'m':>2}   estimate   with the true labels, γ = 1 and 100")
    exact, estimates = [], []
    for step, _, weights in plateaus(list(train())):
        nearest = problem.classify(weights, hessian="skip").nearest
        at_saddle = nearest["learning_coefficient"]
        w1, w2, w3 = weights
        own = estimate(weights, w3 @ w2 @ w1, steps=steps)
        true = [estimate(weights, TARGET, gamma=gamma, steps=steps) for gamma in (1.0, 100.0)]
        family = "{" + ",".join(map(str, nearest["subset"])) + "}"
        print(
            f"{step:6}  {family:8} {at_saddle['lambda']:>4} {at_saddle['multiplicity']:2}   {own:8.2f}   "
            f"{true[0]:10.2f} {true[1]:10.2f}"
        )
        exact.append(float(Fraction(at_saddle["lambda"])))
        estimates.append(own)
    rises = all(later > earlier for earlier, later in pairwise(estimates))
    close = all(abs(found / value - 1) < 0.25 for found, value in zip(estimates, exact, strict=True))
    print(f"estimates rise with λ: {rises}; all within a quarter of it: {close}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
