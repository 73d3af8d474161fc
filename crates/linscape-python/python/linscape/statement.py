"""What a problem is stated from, and the numbers that follow."""

from __future__ import annotations

import copy
import json
import numbers
import os
import warnings
from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import cached_property
from typing import Any, Self

import numpy as np

from linscape._linscape import NativeProblem
from linscape.arrays import aligned, native_labels, native_matrix
from linscape.blocks import factor_of_batches, factor_of_dask, is_dask, parquet_columns
from linscape.exact import fraction, integers_text, numbers_text


class Statement:
    """A problem as it was stated; :class:`~linscape.Problem` adds what can be asked of it."""

    def __init__(
        self,
        widths: Iterable[int] | str | None = None,
        *,
        hidden: Iterable[int] | str | None = None,
        sigma: Any = None,
        target: Any = None,
        inputs: Any = None,
        targets: Any = None,
        labels: Any = None,
        autoencode: bool = False,
        center: bool = False,
        sample_weights: Any = None,
        batches: Iterable[Any] | None = None,
        input_moment: Any = None,
        cross_moment: Any = None,
        output_moment: Any = None,
        moment_samples: int | None = None,
        problem: Any = None,
        biases: Any = None,
        loss: str | None = None,
        tolerance: float | None = None,
        decay: Any = None,
        decay_biases: Any = None,
        decay_on: str | None = None,
        continue_: bool = False,
        samples_in: str | None = None,
        header: str | bool | None = None,
        index_column: str | int | None = None,
        columns: Any = None,
        drop: Any = None,
        delimiter: str | None = None,
    ):
        if isinstance(problem, Statement):
            given = (
                widths, hidden, sigma, target, inputs, targets, labels, autoencode, center, sample_weights, batches,
                input_moment, cross_moment, output_moment, moment_samples,
            )  # fmt: skip
            if any(value is not None and value is not False for value in given):
                message = "problem is stated already; beside it give biases, loss, tolerance, decay and decay_on only"
                raise ValueError(message)
            if loss is not None and decay is None and problem.decay is not None:
                raise ValueError("loss: the problem has weight decay in units of its own; give decay too")
            changed = {
                "biases": biases_text(biases),
                "loss": loss,
                "tolerance": None if tolerance is None else str(tolerance),
                "decay": numbers_text("decay", decay),
                "decay_biases": numbers_text("decay_biases", decay_biases),
                "decay_on": decay_on,
                "continue": True if continue_ else None,
            }
            kept = {name: value for name, value in changed.items() if value is not None}
            self._options = problem._options | kept
            self._native = NativeProblem(self._options)
            return
        factor = None
        if batches is not None:
            if inputs is not None or targets is not None or labels is not None or sample_weights is not None:
                raise ValueError("batches hold inputs, targets and weights; leave the other arguments of data away")
            factor = factor_of_batches(batches, autoencode)
        elif is_dask(inputs):
            if labels is not None:
                raise ValueError("labels: give one-hot targets beside inputs of Dask")
            if targets is None and not autoencode:
                raise ValueError("inputs needs one of targets or autoencode")
            factor = factor_of_dask(inputs, targets, sample_weights, autoencode)
            inputs = targets = sample_weights = None
        inputs, input_names = with_names(inputs)
        targets, target_names = with_names(targets)
        self._options = {
            "factor": factor,
            "input_names": input_names,
            "target_names": target_names,
            "sample_weights": native_matrix("sample_weights", sample_weights),
            "input_moment": native_matrix("input_moment", input_moment),
            "cross_moment": native_matrix("cross_moment", cross_moment),
            "output_moment": native_matrix("output_moment", output_moment),
            "moment_samples": None if moment_samples is None else str(moment_samples),
            "widths": integers_text(widths),
            "hidden": integers_text(hidden),
            "sigma": numbers_text("sigma", sigma),
            "target": native_matrix("target", target),
            "inputs": native_matrix("inputs", inputs),
            "targets": native_matrix("targets", targets),
            "labels": native_labels(labels),
            "autoencode": bool(autoencode),
            "center": bool(center),
            "problem": native_document(problem),
            "biases": biases_text(biases),
            "loss": loss,
            "tolerance": None if tolerance is None else str(tolerance),
            "decay": numbers_text("decay", decay),
            "decay_biases": numbers_text("decay_biases", decay_biases),
            "decay_on": decay_on,
            "continue": bool(continue_),
            "samples_in": samples_in,
            "header": {True: "yes", False: "no"}.get(header, header),
            "index_column": None if index_column is None else str(index_column),
            "columns": column_list(columns),
            "drop": column_list(drop),
            "delimiter": delimiter,
        }
        self._native = NativeProblem(self._options)
        for note, is_question in self._native.notes():
            if is_question:
                warnings.warn(note, UserWarning, stacklevel=2)

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the problem with its options and data as ``.npz``: ``Problem(problem=path)``, or ``--problem`` of the
        command line, states it again.

        Raises
        ------
        ValueError
            When the file cannot be written, or is not named so.
        """
        if not os.fspath(path).lower().endswith(".npz"):
            raise ValueError(f"{os.fspath(path)}: a problem with its data is written as .npz")
        self._native.save(os.fspath(path))

    @property
    def notes(self) -> tuple[str, ...]:
        """What readers took for a header or an index of a file, and questions about the data."""
        return tuple(note for note, _ in self._native.notes())

    @classmethod
    def _of_options(cls, options: dict[str, Any]) -> Self:
        """A problem from the options of another; arrays may come out of a message."""
        problem = cls.__new__(cls)
        problem._options = {name: realigned(value) for name, value in options.items()}
        problem._native = NativeProblem(problem._options)
        return problem

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self)._of_options, (self._options,)

    @cached_property
    def _record(self) -> dict[str, Any]:
        return json.loads(self._native.record())

    def to_dict(self) -> dict[str, Any]:
        """The problem object of the documents."""
        return json.loads(self._native.record())

    @property
    def widths(self) -> tuple[int, ...]:
        """``d_0, …, d_h``."""
        return tuple(self._record["widths"])

    @property
    def depth(self) -> int:
        """Number of weight matrices, ``h``."""
        return self._record["depth"]

    @property
    def parameters(self) -> int:
        """Number of weights and biases."""
        return self._record["parameters"]

    @property
    def biases(self) -> tuple[int, ...]:
        """The layers that have biases, from 1."""
        return tuple(self._record.get("biases", ()))

    @property
    def samples(self) -> int | None:
        """Number of samples, if the problem has data."""
        return self._record["samples"]

    @property
    def singular_values(self) -> np.ndarray:
        """All ``min(d_0, d_h)`` singular values of Σ, nonincreasing."""
        return np.array(self._record["singular_values"])

    @property
    def exact_singular_values(self) -> tuple[Fraction | str | None, ...] | None:
        """The same as fractions, when they were given exactly; a root, such as ``2*sqrt(3)``, stays a text."""
        exact = self._record["exact_singular_values"]
        if exact is None:
            return None
        return tuple(text if "sqrt" in text else fraction(text) for text in exact)

    @property
    def rank(self) -> int:
        """Number of nonzero singular values."""
        return self._record["rank"]

    @property
    def maximal_rank(self) -> int:
        """The largest number of modes that the network can learn."""
        return self._record["maximal_rank"]

    @property
    def loss_offset(self) -> float:
        """The loss that no network can avoid."""
        return self._record["loss_offset"]

    @property
    def decay(self) -> dict[str, Any] | None:
        """Weight decay: ``layers`` and their geometric ``mean`` in units of the loss, and ``on``, whose
        weights; ``None`` without."""
        return copy.deepcopy(self._record.get("decay"))

    def __repr__(self) -> str:
        values = ", ".join(f"{value:.6g}" for value in self.singular_values[:8])
        more = ", …" if len(self.singular_values) > 8 else ""
        decay = self._record.get("decay")
        layers = "" if decay is None else f"; decay {', '.join(f'{layer:.6g}' for layer in decay_layers(decay))}"
        return f"<Problem of widths {'-'.join(map(str, self.widths))}, σ = {values}{more}{layers}>"


def with_names(value: Any) -> tuple[Any, list[str] | None]:
    """A matrix argument with the names of its columns: of a frame, or of a Parquet file, which pyarrow reads."""
    if isinstance(value, (str, os.PathLike)) and os.fspath(value).lower().endswith((".parquet", ".pq")):
        return parquet_columns(os.fspath(value))
    columns = getattr(value, "columns", None)
    if columns is None or not hasattr(value, "to_numpy"):
        return value, None
    return value, [str(name) for name in columns]


def decay_layers(decay: dict[str, Any]) -> list[float]:
    """One decay for all layers, or that of each."""
    layers: list[float] = decay["layers"]
    return layers[:1] if len(set(layers)) == 1 else layers


def biases_text(biases: Any) -> str | None:
    """Layers with biases as the command line takes them.

    >>> biases_text(True), biases_text(False), biases_text([1, 3]), biases_text("last")
    ('all', 'none', '1,3', 'last')
    """
    if isinstance(biases, bool):
        return "all" if biases else "none"
    text = integers_text(biases)
    # No layers: none of them.
    return "none" if text == "" and not isinstance(biases, str) else text


def realigned(value: Any) -> Any:
    """An option whose arrays may lie across the machine's words."""
    if isinstance(value, np.ndarray):
        return aligned(value)
    return (aligned(value[0]), value[1]) if isinstance(value, tuple) else value


def column_list(columns: Any) -> str | None:
    """Columns by name or number, with commas; names with commas in quotes."""
    if columns is None or isinstance(columns, str):
        return columns
    if isinstance(columns, numbers.Integral):
        return str(int(columns))
    names = [str(name).replace('"', '""') for name in columns]
    return ",".join(f'"{name}"' if "," in name or '"' in name else name for name in names)


def native_document(problem: Any) -> Any:
    """A document argument for the native module: a file name, or JSON."""
    if isinstance(problem, Mapping):
        document = problem if "problem" in problem else {"problem": problem}
        return json.dumps(document).encode()
    if isinstance(problem, os.PathLike):
        return os.fspath(problem)
    return problem
