"""Further ways to state a problem, and weights in the forms of other frameworks."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

from linscape import Problem


@pytest.fixture
def data() -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(1)
    inputs = random.standard_normal((500, 6)) + 100.0
    return inputs, inputs @ random.standard_normal((6, 3)) + random.standard_normal((500, 3))


def close(one: Problem, other: Problem, digits: float = 1e-12) -> None:
    assert one.samples == other.samples
    assert one.loss_offset == pytest.approx(other.loss_offset, rel=1e-9)
    assert np.allclose(one.singular_values, other.singular_values, rtol=digits, atol=0)


def test_a_saved_problem_is_the_problem(tmp_path, data):
    problem = Problem(hidden=[3], inputs=data[0], targets=data[1], center=True, loss="mean")
    problem.save(tmp_path / "P.npz")
    again = Problem(problem=tmp_path / "P.npz")
    assert again.landscape().to_dict() == problem.landscape().to_dict()
    weights = problem.represent([1])
    assert all(np.array_equal(a, b) for a, b in zip(weights, again.represent([1]), strict=True))
    with pytest.raises(ValueError, match=r"written as \.npz"):
        problem.save(tmp_path / "P.json")


def test_moments_and_weights_of_samples(data):
    inputs, targets = data
    whole = Problem(hidden=[3], inputs=inputs, targets=targets, loss="mean")
    moments = Problem(
        hidden=[3],
        input_moment=inputs.T @ inputs,
        cross_moment=targets.T @ inputs,
        output_moment=targets.T @ targets,
        moment_samples=500,
        loss="mean",
    )
    close(moments, whole, 1e-8)
    assert any("condition number" in note for note in moments.notes)
    twice = np.ones(500)
    twice[:10] = 2
    weighted = Problem(hidden=[3], inputs=inputs, targets=targets, sample_weights=twice, center=True)
    repeated = Problem(
        hidden=[3], inputs=np.vstack([inputs, inputs[:10]]), targets=np.vstack([targets, targets[:10]]), center=True
    )
    assert np.allclose(weighted.singular_values, repeated.singular_values, rtol=1e-12)
    with pytest.raises(ValueError, match="needs means"):
        Problem(hidden=[3], input_moment=np.eye(6), cross_moment=np.ones((3, 6)), center=True)


@pytest.mark.parametrize("center", [False, True])
def test_batches_are_the_whole(data, center):
    inputs, targets = data
    whole = Problem(hidden=[3], inputs=inputs, targets=targets, center=center)
    batches = ((inputs[at : at + 7], targets[at : at + 7]) for at in range(0, 500, 7))
    close(Problem(hidden=[3], batches=batches, center=center), whole)
    own = Problem(hidden=[3], inputs=inputs, autoencode=True, center=center)
    close(Problem(hidden=[3], batches=np.split(inputs, 10), autoencode=True, center=center), own)
    again = pickle.loads(pickle.dumps(Problem(hidden=[3], batches=[(inputs, targets)], center=center)))
    close(again, whole)


def test_batches_that_are_none_are_refused(data):
    inputs, targets = data
    with pytest.raises(ValueError, match="there are none"):
        Problem(hidden=[3], batches=[])
    with pytest.raises(ValueError, match="pairs of inputs and targets"):
        Problem(hidden=[3], batches=[inputs])
    with pytest.raises(ValueError, match="leave the other arguments"):
        Problem(hidden=[3], batches=[(inputs, targets)], inputs=inputs)
    with pytest.raises(ValueError, match="8 inputs and targets stands among blocks of 9"):
        Problem(hidden=[3], batches=[(inputs, targets), (inputs, targets[:, :2])])


def test_arrays_of_dask_are_the_whole(data):
    array = pytest.importorskip("dask.array")
    inputs, targets = data
    whole = Problem(hidden=[3], inputs=inputs, targets=targets, center=True)
    rows = array.from_array(inputs, chunks=(83, 4))
    close(Problem(hidden=[3], inputs=rows, targets=array.from_array(targets, chunks=(50, 3)), center=True), whole)
    close(Problem(hidden=[3], inputs=rows, targets=targets, center=True), whole)
    with pytest.raises(ValueError, match="499 rows but inputs has 500 rows"):
        Problem(hidden=[3], inputs=rows, targets=targets[1:])


def test_a_dask_worker_that_dies_loses_nothing(tmp_path, data):
    array = pytest.importorskip("dask.array")
    distributed = pytest.importorskip("dask.distributed")
    inputs, targets = data
    marker = tmp_path / "died"

    def once(block: np.ndarray) -> np.ndarray:
        import os

        if not marker.exists():
            marker.touch()
            os._exit(1)
        return block

    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        distributed.Client(cluster),
    ):
        rows = array.from_array(inputs, chunks=(50, 6)).map_blocks(once, meta=np.empty((0, 0)))
        found = Problem(hidden=[3], inputs=rows, targets=array.from_array(targets, chunks=(50, 3)), center=True)
    assert marker.exists()
    close(found, Problem(hidden=[3], inputs=inputs, targets=targets, center=True))


def test_roots_stay_texts():
    problem = Problem([3, 3, 3], sigma=["2*sqrt(3)", 3, "√7/2"])
    assert problem.exact_singular_values[0] == "2*sqrt(3)"
    assert problem.exact_singular_values[1] == 3
    assert problem.singular_values[2] == pytest.approx(7**0.5 / 2)


def test_names_of_columns_are_those_of_frames_and_of_parquet(tmp_path):
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"a": [1.0, 2.0, 4.0], "nil": [0.0, 0.0, 0.0], "b": [2.0, 1.0, 0.0]})
    targets = np.array([[1.0], [0.0], [2.0]])
    problem = Problem(hidden=[2], inputs=frame, targets=targets)
    assert "zero columns 2 (nil)" in str(problem.landscape())
    assert Problem(hidden=[2], inputs=frame, targets=targets, columns=["a", "b"]).widths == (2, 2, 1)
    pytest.importorskip("pyarrow")
    frame.to_parquet(tmp_path / "x.parquet")
    close(Problem(hidden=[2], inputs=tmp_path / "x.parquet", targets=targets), problem)


def test_trees_lists_with_biases_and_models_of_keras():
    problem = Problem([3, 2, 2, 3], sigma=[3, 2, 1])
    weights = problem.represent([1, 2])
    plain = problem.classify(weights)
    tree = {"params": {f"Dense_{at}": {"kernel": matrix.T} for at, matrix in enumerate(weights)}}
    assert problem.classify(tree).subset == plain.subset == (1, 2)
    boxed = np.empty(3, dtype=object)
    boxed[:] = weights
    assert problem.classify(boxed).subset == (1, 2)

    class Model:
        layers = ()

        def get_weights(self) -> list[np.ndarray]:
            return [array for matrix in weights for array in (matrix.T, np.zeros(len(matrix)))]

    found = problem.classify(Model())
    assert found.subset == (1, 2)
    assert found.to_dict()["stratum"]["index"] == plain.to_dict()["stratum"]["index"]
    with pytest.raises(ValueError, match="where a matrix is due"):
        problem.classify([np.zeros(2), weights[0]])
