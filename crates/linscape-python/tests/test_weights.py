"""Weights: represented, classified, and their spectra."""

import json

import numpy as np
import pytest
from linscape import Problem


@pytest.fixture(scope="module")
def problem():
    return Problem([3, 3, 3, 3], sigma=[3, 2, 1])


OPTIONS = "--sigma 3,2,1 --widths 3,3,3,3".split()


def test_weights_are_those_of_the_command_line(problem, command_line, tmp_path):
    for options, arguments in [
        (["--subset", "1,2"], dict(subset=[1, 2])),
        (["--subset", "1", "--stratum", "random", "--seed", "7"], dict(subset=[1], stratum="random", seed=7)),
    ]:
        path = tmp_path / "W.npz"
        assert command_line("represent", *OPTIONS, *options, "-o", path)[0] == 0
        written = np.load(path)
        weights = problem.represent(**arguments)
        assert all((written[f"W{i}"] == w).all() for i, w in enumerate(weights, start=1))


def test_a_file_is_classified_as_by_the_command_line(problem, command_line, tmp_path):
    path = tmp_path / "W.npz"
    command_line("represent", *OPTIONS, "--subset", "1", "--stratum", "random", "-o", path)
    said = json.loads(command_line("classify", *OPTIONS, "--weights", path, "--json")[1])
    assert problem.classify(path).to_dict() == said
    from_arrays = problem.classify(problem.represent([1], stratum="random")).to_dict()
    assert {**from_arrays, "file": said["file"]} == said
    spectrum = json.loads(command_line("spectrum", *OPTIONS, "--weights", path, "--json")[1])
    assert problem.spectrum(weights=path).to_dict() == spectrum


def test_a_state_dict_is_taken_in_the_order_of_its_numbers(problem):
    first, second, third = problem.represent([1, 2])
    state = {"layers.10.weight": third, "layers.2.weight": second, "layers.0.weight": first}
    found = problem.classify(state)
    assert found.layers == ["layers.0.weight", "layers.2.weight", "layers.10.weight"]
    assert found.subset == (1, 2) and found.agree is True and found.stratum.id.startswith("p0-3")
    named = {"c": third, "b": second, "a": first, "note": np.zeros(3)}
    assert problem.classify(named, layers=["a", "b", "c"]).subset == (1, 2)
    kernels = [w.T for w in (first, second, third)]
    assert problem.classify(kernels, transpose=True).subset == (1, 2)


def test_float32_is_judged_by_its_own_rounding(problem):
    weights = [w.astype(np.float32) for w in problem.represent([1, 2], stratum="random", seed=3)]
    found = problem.classify(weights)
    assert found.dtype_epsilon == 2.0**-23
    assert found.critical is True and found.subset == (1, 2)
    widened = problem.classify([w.astype(np.float64) for w in weights])
    assert widened.dtype_epsilon == 2.0**-52 and widened.critical is False


REFUSED = {
    "bias of no layer": ({"0.weight": np.eye(3), "2.bias": np.zeros(3)}, "is called a bias"),
    "long bias": ({"0.weight": np.eye(3), "0.bias": np.zeros(4)}, "has 4 entries"),
    "no order": ({"left": np.eye(3), "right": np.eye(3)}, "no order of layers"),
    "integers": ([np.eye(3, dtype=int)] * 3, "holds int64"),
    "complex": ([np.eye(3) * 1j] * 3, "holds complex128"),
    "objects": ([np.eye(3).astype(object)] * 3, "holds object"),
    "NaN": ([np.full((3, 3), np.nan)] * 3, "row 1, column 1 is NaN"),
    "chain": ([np.zeros((2, 3)), np.zeros((3, 3)), np.zeros((3, 3))], "cannot follow"),
    "widths": ([np.zeros((4, 3)), np.zeros((3, 4)), np.zeros((3, 3))], "the problem has"),
    "nothing": ([], "holds no weight matrix"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_no_network_of_the_problem_is_refused(problem, kind):
    weights, message = REFUSED[kind]
    with pytest.raises(ValueError, match=f"^weights: .*{message}"):
        problem.classify(weights)


def test_eigenvectors_are_columns_in_the_order_of_the_weights():
    problem = Problem([2, 2, 2], sigma=[2, 1])
    weights = problem.represent([1])
    spectrum = problem.spectrum(weights=weights)
    assert spectrum.vectors.shape == (8, 8) and spectrum.method == "dense" and spectrum.converged
    target = np.diag([2.0, 1.0])

    def loss(point):
        first, second = point[:4].reshape(2, 2, order="F"), point[4:].reshape(2, 2, order="F")
        return 0.5 * np.sum((target - second @ first) ** 2)

    point = np.concatenate([w.reshape(-1, order="F") for w in weights])
    lowest, step = spectrum.vectors[:, 0], 1e-4
    curvature = (loss(point + step * lowest) - 2 * loss(point) + loss(point - step * lowest)) / step**2
    assert curvature == pytest.approx(spectrum.smallest, abs=1e-5) and spectrum.smallest == pytest.approx(-1)


def test_the_second_road_may_be_both_ends_or_none(problem):
    weights = problem.represent([1, 3])
    ways = ("dense", "low_rank", "lanczos", "skip")
    dense, pieces, ends, none = (problem.classify(weights, hessian=way) for way in ways)
    methods = [found.hessian["method"] for found in (dense, pieces, ends, none)]
    assert methods == ["dense", "low_rank", "lanczos", "skipped"]
    assert pieces.hessian["inertia"] == dense.hessian["inertia"] and pieces.agree is True
    assert ends.hessian["smallest"] == pytest.approx(dense.hessian["smallest"])
    assert (dense.agree, none.agree) == (True, None) and none.type == dense.type == "strict_saddle"
    with pytest.raises(ValueError, match="none of dense, low_rank, lanczos, skip"):
        problem.classify(weights, hessian="exact")


def test_ends_of_a_large_spectrum_are_found_without_the_matrix(problem):
    weights = problem.represent([1])
    whole = problem.spectrum(weights=weights)
    ends = problem.spectrum(weights=weights, dense_limit=0, ends=2)
    assert ends.method == "low_rank" and ends.smallest == pytest.approx(whole.smallest)
    assert ends.largest == pytest.approx(whole.largest)


def test_biases_are_classified_with_their_network():
    rng = np.random.default_rng(3)
    inputs, targets = rng.normal(size=(9, 3)), rng.normal(size=(9, 2))
    problem = Problem(inputs=inputs, targets=targets, hidden=[2, 2], biases=True)
    assert problem.biases == (1, 2, 3) and problem.parameters == 20
    weights = problem.represent([1], stratum="random", seed=5)
    assert sorted(weights) == ["W1", "W2", "W3", "b1", "b2", "b3"]
    found = problem.classify(weights)
    assert found.critical is True and found.subset == (1,) and found.agree is True
    # As a state_dict of Linear layers, and where nothing was said of biases.
    state = {f"{2 * layer}.{name}": weights[f"{letter}{layer + 1}"]
             for layer in range(3) for name, letter in (("weight", "W"), ("bias", "b"))}  # fmt: skip
    plain = Problem(inputs=inputs, targets=targets, hidden=[2, 2])
    assert plain.classify(state).index == found.index

    class Network(list):  # torch.nn.Sequential is a sequence of its layers, and no matrix is among them
        def state_dict(self):
            return state

    assert plain.classify(Network([object()])).to_dict() == plain.classify(state).to_dict()
    state["4.bias"] = state["4.bias"] + [3.0, 4.0]
    moved = plain.classify(state).to_dict()
    assert moved["critical"] is False and abs(moved["bias"]["offset_norm"] - 5.0) < 1e-9
    with pytest.raises(ValueError, match="have a bias, but biases none was stated"):
        Problem(inputs=inputs, targets=targets, hidden=[2, 2], biases="none").classify(state)
