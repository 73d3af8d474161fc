"""Arrays of any kind, and what is refused of them."""

import numpy as np
import pandas
import pytest
from linscape import Problem

SIGMA = np.array([[3.0, 0.0], [0.0, 1.0]])


class Exporter:
    """A tensor of another library, which has `__dlpack__` alone."""

    def __init__(self, array):
        self.array = array

    def __dlpack__(self, **options):
        return self.array.__dlpack__(**options)

    def __dlpack_device__(self):
        return self.array.__dlpack_device__()


class Tensor:
    """A tensor that records gradients: `__array__` works on what `detach` gives."""

    def __init__(self, array, detached=False):
        self.values, self.detached, self.dtype = array, detached, array.dtype

    def detach(self):
        return Tensor(self.values, detached=True)

    def cpu(self):
        return self

    def __array__(self, dtype=None, copy=None):
        if not self.detached:
            raise RuntimeError("call detach first")
        return self.values


def read_only(array):
    array = array.copy()
    array.flags.writeable = False
    return array


ACCEPTED = {
    "Fortran order": np.asfortranarray(SIGMA),
    "a view": np.kron(SIGMA, np.ones((2, 3)))[::2, ::3],
    "reversed": SIGMA[::-1, ::-1][::-1, ::-1],
    "read-only": read_only(SIGMA),
    "unaligned": np.frombuffer(b"-" + SIGMA.tobytes(), offset=1).reshape(2, 2),
    "float32": SIGMA.astype(np.float32),
    "float16": SIGMA.astype(np.float16),
    "int8": SIGMA.astype(np.int8),
    "bool": SIGMA.astype(bool) * 1,
    "big-endian": SIGMA.astype(">f8"),
    "lists": SIGMA.tolist(),
    "a frame": pandas.DataFrame(SIGMA),
    "dlpack": Exporter(SIGMA),
    "a tensor": Tensor(SIGMA),
    "objects": SIGMA.astype(object),
    "a masked array without masked entries": np.ma.MaskedArray(SIGMA),
    "nullable columns": pandas.DataFrame(SIGMA, dtype="Float64"),
    "truth values and numbers": pandas.DataFrame({"a": [3.0, 0.0], "b": [False, True]}),
}


@pytest.mark.parametrize("kind", ACCEPTED)
def test_a_matrix_may_come_in_any_form(kind):
    values = Problem(hidden=[2], target=ACCEPTED[kind]).singular_values
    assert values == pytest.approx([1, 1] if kind == "bool" else [3, 1], rel=1e-15)


REFUSED = {
    "complex": (SIGMA * 1j, "real numbers"),
    "objects": (np.array([[1.0, "x"]], object), "real numbers"),
    "dates": (np.zeros((2, 2), "datetime64[s]"), "real numbers"),
    "texts": (np.array([["1", "2"]]), "real numbers"),
    "NaN": (np.array([[1.0, 2.0], [np.nan, 0.0]]), "row 2, column 1 is NaN"),
    "infinity": (np.array([[1.0, -np.inf]]), "row 1, column 2 is -inf"),
    "float32 NaN": (np.array([[np.nan]], np.float32), "row 1, column 1 is NaN"),
    "three dimensions": (np.zeros((2, 2, 2)), r"shape \(2, 2, 2\) is not a matrix"),
    "no rows": (np.zeros((0, 2)), "empty"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_no_matrix_of_numbers_is_refused_by_name(kind):
    value, message = REFUSED[kind]
    with pytest.raises(ValueError, match=f"^target: .*{message}"):
        Problem(hidden=[2], target=value)


def test_wrong_shapes_are_refused():
    with pytest.raises(ValueError, match="targets has 3 rows but inputs has 2 rows"):
        Problem(hidden=[2], inputs=np.eye(2), targets=np.eye(3))
    with pytest.raises(ValueError, match="labels has 3 labels but inputs has 2 rows"):
        Problem(hidden=[2], inputs=np.eye(2), labels=["a", "b", "a"])
    with pytest.raises(ValueError, match="the data map 2 inputs to 2 outputs"):
        Problem([3, 2, 2], inputs=np.eye(2), targets=np.eye(2))
    with pytest.raises(ValueError, match="all inputs are zero"):
        Problem(hidden=[2], inputs=np.zeros((2, 2)), targets=np.eye(2))


def test_an_array_is_left_as_it_was():
    array = read_only(np.asfortranarray([[2.0, 1.0], [0.5, 3.0]]))
    before = array.copy()
    Problem(hidden=[2], inputs=array, autoencode=True, center=True).landscape()
    assert (array == before).all()


@pytest.mark.parametrize(
    "labels",
    [
        ["b", "a", "b"],
        np.array(["b", "a", "b"]),
        pandas.Series(["b", "a", "b"]),
        np.array(["b", "a", "b"], object),
    ],
)
def test_labels_are_classes_in_sorted_order(labels):
    inputs = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
    problem = Problem(hidden=[2], inputs=inputs, labels=labels)
    assert problem.to_dict()["source"]["classes"] == ["a", "b"]
    with pytest.raises(ValueError, match="labels: row 2"):
        Problem(hidden=[2], inputs=inputs, labels=[1.0, np.nan, 2.0])
    with pytest.raises(ValueError, match="^labels: "):
        Problem(hidden=[2], inputs=inputs, labels=[1j, 2, 3])


def test_represented_weights_are_arrays_of_their_own():
    weights = Problem([4, 3, 2], sigma=[2, 1]).represent([1])
    assert [w.shape for w in weights] == [(3, 4), (2, 3)]
    assert all(w.dtype == np.float64 and w.flags.writeable for w in weights)
    assert (weights[1] @ weights[0])[0, 0] == pytest.approx(2)


def test_masked_missing_and_textual_columns_are_refused_with_advice_that_works():
    masked = np.ma.MaskedArray(SIGMA, mask=[[False, True], [False, False]])
    with pytest.raises(ValueError, match="target: 1 entries are masked; give array.filled"):
        Problem(hidden=[2], target=masked)
    assert Problem(hidden=[2], target=masked.filled(0)).rank == 2
    missing = pandas.DataFrame({"a": [3.0, None], "b": [0, 1]}, dtype="Float64")
    with pytest.raises(ValueError, match="target: row 2, column 1 is NaN"):
        Problem(hidden=[2], target=missing)
    mixed = pandas.DataFrame({"a": [3.0, 1.0], "name": ["x", "y"]})
    with pytest.raises(ValueError, match="inputs: columns name hold no numbers"):
        Problem(hidden=[2], inputs=mixed, autoencode=True)


@pytest.mark.parametrize(
    "column",
    [
        pandas.Series(["b", "a", "b"], dtype="string"),
        pandas.Series(["b", "a", "b"], dtype="category"),
        pandas.Series([2, 1, 2], dtype="Int64"),
        pandas.Series([True, False, True], dtype="boolean"),
    ],
)
def test_labels_of_any_column_are_classes(column):
    inputs = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
    classes = Problem(hidden=[2], inputs=inputs, labels=column).to_dict()["source"]["classes"]
    assert len(classes) == 2
    holed = column.copy()
    holed[1] = None
    with pytest.raises(ValueError, match="labels: row 2 has (no label|the label NaN)"):
        Problem(hidden=[2], inputs=inputs, labels=holed)


def test_precision_is_that_of_the_stored_type():
    # The second column is three times the first, but not in float32.
    single = np.array([[0.1, 0.3], [0.7, 2.1]], np.float32)
    assert Problem(hidden=[2], target=single).rank == 1
    assert Problem(hidden=[2], target=single.astype(np.float64)).rank == 2
    frame = pandas.DataFrame(single).astype({0: "Float32", 1: "float64"})
    assert Problem(hidden=[2], target=frame).rank == 1
    pixels = np.array([[255, 0], [0, 1]], np.float32)
    assert Problem(hidden=[2], target=pixels).to_dict()["tolerance"]["rank"]["origin"] == "round-off"


def test_files_and_their_notes(tmp_path):
    path = tmp_path / "x.csv"
    pandas.DataFrame({"a": [1.5, 2.0, 0.5], "b": [0.0, 1.25, 3.0]}).to_csv(path)
    problem = Problem(hidden=[1], inputs=path, autoencode=True)
    assert problem.widths == (2, 1, 2) and len(problem.notes) == 2
    with pytest.warns(UserWarning, match='samples_in="columns"'):
        Problem(hidden=[1], inputs=np.ones((2, 3)) + np.eye(2, 3), autoencode=True)
