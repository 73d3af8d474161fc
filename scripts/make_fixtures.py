#!/usr/bin/python3
"""Write every file of fixtures/ and print the spectrum of Σ that each one leads to.

    /usr/bin/python3 scripts/make_fixtures.py

Needs Debian's python3-numpy and python3-sklearn; the interpreter is named in full because another
`python3` on PATH would not see Debian's packages. A second run gives the same bytes.
"""

from pathlib import Path

import numpy as np
from sklearn.datasets import load_digits, load_iris, load_linnerud

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"

# Saxe, McClelland & Ganguli: what each item does or has.
ITEMS = ["canary", "salmon", "oak", "rose"]
PROPERTIES = {
    "grow": ITEMS,
    "move": ["canary", "salmon"],
    "roots": ["oak", "rose"],
    "fly": ["canary"],
    "swim": ["salmon"],
    "leaves": ["oak"],
    "petals": ["rose"],
}
KINGDOMS = ["animal", "animal", "plant", "plant"]

# Diagonal targets whose whole landscape fits on a page.
TARGETS = {"321": (3, 2, 1), "221": (2, 2, 1), "543": (5, 4, 3), "320": (3, 2, 0)}

# First row of the 12-run design of Plackett & Burman (1946); shifted round it gives 11 rows, and a
# row of minus ones completes columns orthogonal to each other and to the constant.
PLACKETT_BURMAN = [1, 1, -1, 1, 1, 1, -1, -1, -1, 1, -1]


def write_csv(name, header, rows):
    """Write rows of whole numbers or words, comma-separated, with or without a header."""
    lines = [header] if header else []
    lines += [[format(cell, "g") if not isinstance(cell, str) else cell for cell in row] for row in rows]
    (FIXTURES / name).write_text("".join(",".join(line) + "\n" for line in lines), encoding="ascii")


def write_hierarchy():
    inputs = np.eye(len(ITEMS))
    targets = np.array([[item in having for having in PROPERTIES.values()] for item in ITEMS], float)
    write_csv("hierarchy-inputs.csv", ITEMS, inputs)
    write_csv("hierarchy-targets.csv", list(PROPERTIES), targets)
    write_csv("hierarchy-kingdoms.csv", ["kingdom"], [[kingdom] for kingdom in KINGDOMS])
    kingdoms = np.array([[kingdom == name for name in sorted(set(KINGDOMS))] for kingdom in KINGDOMS], float)
    yield "hierarchy", inputs, targets
    yield "hierarchy, kingdoms", inputs, kingdoms
    yield "hierarchy, backwards", targets, inputs


def write_linnerud():
    data = load_linnerud()
    write_csv("linnerud-exercise.csv", [name.lower() for name in data.feature_names], data.data)
    write_csv("linnerud-physiological.csv", [name.lower() for name in data.target_names], data.target)
    yield "linnerud", data.data, data.target


def write_iris():
    iris = load_iris()
    names = [name.removesuffix(" (cm)").replace(" ", "_") for name in iris.feature_names]
    write_csv("iris.csv", names, iris.data)
    yield "iris, autoencoder", iris.data, iris.data


def write_digits():
    digits = load_digits()
    pixels, labels = digits.data.astype(np.uint8), digits.target.astype(np.uint8)
    np.save(FIXTURES / "digits-pixels.npy", pixels)
    # NumPy stamps the members of an archive with 1980-01-01, not with the hour.
    np.savez_compressed(FIXTURES / "digits.npz", pixels=pixels, labels=labels)
    write_csv("digits-labels.csv", ["label"], labels[:, None])
    yield "digits, labels", digits.data, np.eye(10)[labels]
    yield "digits, autoencoder", digits.data, digits.data


def write_deficient():
    design = np.array([np.roll(PLACKETT_BURMAN, shift) for shift in range(11)] + [[-1] * 11])
    a, b, c, noise = design.T[:4]
    constant = np.ones_like(a)
    inputs = np.column_stack([constant, a, b, a, c])
    targets = np.column_stack([3 * a + noise, 2 * b, c + 2])
    write_csv("deficient-inputs.csv", ["constant", "a", "b", "a_again", "c"], inputs)
    write_csv("deficient-targets.csv", ["three_a_and_noise", "two_b", "c_and_two"], targets)
    yield "deficient", inputs, targets


def write_targets():
    for name, sigma in TARGETS.items():
        write_csv(f"target-{name}.csv", None, np.diag(sigma))


def spectrum(inputs, targets):
    """Rank of the inputs, singular values of Σ and loss offset, by an SVD of the inputs."""
    left, scale, _ = np.linalg.svd(inputs.astype(float), full_matrices=False)
    rank = int((scale > 1e-10 * scale[0]).sum())
    sigma = targets.T.astype(float) @ left[:, :rank]
    offset = ((targets.astype(float) ** 2).sum() - (sigma**2).sum()) / 2
    return rank, np.linalg.svd(sigma, compute_uv=False), offset


def main():
    FIXTURES.mkdir(exist_ok=True)
    write_targets()
    for write in (write_hierarchy, write_linnerud, write_iris, write_digits, write_deficient):
        for name, inputs, targets in write():
            centred = (inputs - inputs.mean(axis=0), targets - targets.mean(axis=0))
            for note, pair in (("", (inputs, targets)), (" --center", centred)):
                rank, sigma, offset = spectrum(*pair)
                leading = " ".join(f"{value:.6g}" for value in sigma[:10])
                print(f"{name}{note}: {inputs.shape} -> {targets.shape}, rank {rank}, "
                      f"sigma {leading} ({len(sigma)}), offset {offset:.6g}")


if __name__ == "__main__":
    main()
