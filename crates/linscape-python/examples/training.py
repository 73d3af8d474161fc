"""Full-batch gradient descent of a linear network of three layers in NumPy, and where it waits."""

import numpy as np


def train(widths, cross, covariance, rate, steps, scale, seed=7, every=10):
    """Descend on ½‖Y − W₃W₂W₁X‖² from small weights, given ``Y Xᵀ`` and ``X Xᵀ``.

    Yields the step, the gradient's norm and the weights, every so many steps.
    """
    rng = np.random.default_rng(seed)
    shapes = zip(widths[1:], widths[:-1], strict=True)
    w1, w2, w3 = (scale * rng.standard_normal(shape) / np.sqrt(shape[1]) for shape in shapes)
    for step in range(steps + 1):
        slope = (w3 @ w2 @ w1) @ covariance - cross
        gradient = w2.T @ w3.T @ slope, w3.T @ slope @ w1.T, slope @ w1.T @ w2.T
        if step % every == 0:
            yield step, np.sqrt(sum(np.sum(g**2) for g in gradient)), [w1.copy(), w2.copy(), w3.copy()]
        w1, w2, w3 = (w - rate * g for w, g in zip((w1, w2, w3), gradient, strict=True))


def plateaus(trajectory, factor=1.5):
    """Where the gradient is smallest between a fall and a rise by a factor, and the end."""
    found, extreme, falling = [], trajectory[0], True
    for point in trajectory:
        if falling and point[1] > factor * extreme[1]:
            found.append(extreme)
            extreme, falling = point, False
        elif not falling and factor * point[1] < extreme[1]:
            extreme, falling = point, True
        elif (point[1] < extreme[1]) == falling:
            extreme = point
    return [*found, trajectory[-1]]
