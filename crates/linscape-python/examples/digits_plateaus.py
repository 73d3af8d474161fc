"""The plateaus of a deep linear network that learns handwritten digits, and the saddles behind them.

From small weights the loss falls in steps: between them training waits near saddles. We train a
64-16-16-10 network on whitened digits by full-batch gradient descent in NumPy, ask linscape at every
plateau what is near, and draw the way over the landscape. The same is asked of a checkpoint in
PyTorch's naming, which was saved at one of the plateaus; with PyTorch installed, a network of
torch.nn is trained and asked as well.

    python digits_plateaus.py [FOLDER] [--save-checkpoint FILE]

Writes FOLDER/trajectory.svg.
"""

import argparse
import json
import pathlib
import tempfile
from itertools import pairwise

import numpy as np
from linscape import Problem
from training import plateaus, train

FIXTURES = pathlib.Path(__file__).resolve().parents[3] / "fixtures"
WIDTHS = (64, 16, 16, 10)


# %% The data: whitened pixels, so that time means the same for every mode.
def digits():
    pixels = np.load(FIXTURES / "digits-pixels.npy").astype(float)
    labels = np.loadtxt(FIXTURES / "digits-labels.csv", dtype=int, skiprows=1)
    u, s, vt = np.linalg.svd(pixels - pixels.mean(axis=0), full_matrices=False)
    rank = int(np.sum(s > 1e-10 * s[0]))
    one_hot = np.eye(10)[labels]
    return u[:, :rank] @ vt[:rank], one_hot - one_hot.mean(axis=0)


# %% Training: gradient descent on ½‖Y − W₃W₂W₁X‖² from small weights, its steps stable at the minimum, whose
# layers have the size ‖W‖^(1/3).
def trained(inputs, targets):
    cross, covariance = targets.T @ inputs, inputs.T @ inputs
    rate = 0.5 / (3 * np.linalg.norm(cross, 2) ** (4 / 3))
    return list(train(WIDTHS, cross, covariance, rate, steps=8000, scale=1e-2))


# %% The picture: how many modes are learned against the loss; saddles as dots, the way as a line.
def draw(landscape, way, met):
    """An SVG: every family low enough to be near the way is a dot, those met are ringed."""
    low, top, most = landscape.families[0].loss, landscape.families[-1].loss, landscape.families[0].rank
    place = lambda rank, loss: (60 + 520 * rank / most, 40 + 320 * (top - loss) / (top - low))  # noqa: E731
    colours = {"global_minimum": "#1b7837", "strict_saddle": "#9970ab", "nonstrict_saddle": "#e08214"}
    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 420" font-family="sans-serif" font-size="12">'
    ]
    for family in landscape.families:
        x, y = place(family.rank, family.loss)
        parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colours[family.type]}" fill-opacity="0.6"/>'
        )
        if family.subset in met:
            parts.append(
                f'<circle class="met" cx="{x:.1f}" cy="{y:.1f}" r="7" fill="none" stroke="#d73027"/>'
            )
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in (place(*point) for point in way))
    parts.append(f'<polyline points="{line}" fill="none" stroke="#2166ac" stroke-width="1.5"/>')
    parts.append('<text x="60" y="410">modes learned, 0 to the largest rank</text>')
    parts.append(
        '<text x="10" y="20">loss; orange: nonstrict saddles, purple: strict, green: global minimum</text></svg>'
    )
    return "\n".join(parts)


def modes_learned(problem, inputs, targets, weights):
    """How much of each singular mode the network has, summed: 2.5 is halfway through the third."""
    u, s, vt = np.linalg.svd(targets.T @ inputs, full_matrices=False)
    product = weights[2] @ weights[1] @ weights[0]
    strengths = np.einsum("il,ij,lj->l", u, product, vt)[: problem.maximal_rank] / s[: problem.maximal_rank]
    return float(np.clip(strengths, 0, 1).sum())


# %% A checkpoint as PyTorch names it: an nn.Sequential of nn.Linear(bias=False), float32.
def save_safetensors(path, weights):
    tensors = {f"{at}.weight": matrix.astype("<f4") for at, matrix in enumerate(weights)}
    header, start = {}, 0
    for name, matrix in tensors.items():
        header[name] = {"dtype": "F32", "shape": matrix.shape, "data_offsets": [start, start + matrix.nbytes]}
        start += matrix.nbytes
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(len(text).to_bytes(8, "little") + text + b"".join(m.tobytes() for m in tensors.values()))


def torch_weights(inputs, targets):
    """The state_dict of the same network trained a while in PyTorch; None without PyTorch."""
    try:
        import torch
    except ImportError:
        return None
    torch.manual_seed(7)
    pairs = zip(WIDTHS[:-1], WIDTHS[1:], strict=True)
    network = torch.nn.Sequential(*(torch.nn.Linear(a, b, bias=False) for a, b in pairs))
    x, y = torch.tensor(inputs, dtype=torch.float32), torch.tensor(targets, dtype=torch.float32)
    optimiser = torch.optim.SGD(network.parameters(), lr=5e-3)
    for _ in range(500):
        optimiser.zero_grad()
        (0.5 * ((network(x) - y) ** 2).sum()).backward()
        optimiser.step()
    return network.state_dict()


def tell(name, found):
    learned = "{" + ",".join(map(str, found.nearest["subset"])) + "}"
    print(
        f"{name:>12}  loss {found.loss:8.3f}  gradient {found.gradient_norm:7.1e}  nearest {learned:<20} "
        f"of loss {found.nearest['loss']:.3f}"
    )


def main(folder, checkpoint):
    inputs, targets = digits()
    problem = Problem(WIDTHS, inputs=inputs, targets=targets)
    landscape = problem.landscape()
    trajectory = trained(inputs, targets)
    met = []
    for step, _, weights in plateaus(trajectory):
        # The theorem alone: a dense Hessian of 1,440 weights at every plateau takes seconds each.
        found = problem.classify(weights, hessian="skip")
        met.append(tuple(found.nearest["subset"]))
        tell(f"step {step}", found)
        if checkpoint and len(met) == 4:
            save_safetensors(checkpoint, weights)
    # Mode by mode. The greedy path takes the largest first; σ_2 and σ_3 differ by less than a
    # hundredth, so that from weights of this size chance decides which of them comes first.
    assert all(len(b) == len(a) + 1 and set(a) < set(b) for a, b in pairwise(met)), met
    assert met[0] == () and met[-1] == landscape.families[0].subset, met
    saved = problem.classify(FIXTURES / "digits-plateau.safetensors", hessian="skip")
    assert saved.layers == ["0.weight", "1.weight", "2.weight"] and saved.nearest["subset"] == [1, 2, 3]
    tell("checkpoint", saved)
    if (state := torch_weights(inputs, targets)) is not None:
        tell("PyTorch", problem.classify(state, hessian="skip"))
    way = [
        (modes_learned(problem, inputs, targets, w), problem_loss(targets, inputs, w))
        for _, _, w in trajectory
    ]
    picture = folder / "trajectory.svg"
    picture.write_text(draw(landscape, way, set(met)), encoding="utf-8")
    print(f"{len(met)} plateaus over {len(landscape)} families: {picture}")


def problem_loss(targets, inputs, weights):
    """½‖Y − W₃W₂W₁X‖²."""
    return 0.5 * float(np.sum((targets - inputs @ (weights[2] @ weights[1] @ weights[0]).T) ** 2))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=pathlib.Path)
    parser.add_argument("--save-checkpoint", type=pathlib.Path, metavar="FILE")
    arguments = parser.parse_args()
    out = arguments.folder or pathlib.Path(tempfile.mkdtemp())
    out.mkdir(parents=True, exist_ok=True)
    main(out, arguments.save_checkpoint)
