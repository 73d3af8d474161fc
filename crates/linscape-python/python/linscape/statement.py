"""What a problem is stated from, and the numbers that follow."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import cached_property
from typing import Any, Self

import numpy as np

from linscape._linscape import NativeProblem
from linscape.arrays import aligned, native_labels, native_matrix
from linscape.exact import fraction, integers_text, sigma_text


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
        problem: Any = None,
        loss: str | None = None,
        tolerance: float | None = None,
    ):
        self._options = {
            "widths": integers_text(widths),
            "hidden": integers_text(hidden),
            "sigma": sigma_text(sigma),
            "target": native_matrix(target),
            "inputs": native_matrix(inputs),
            "targets": native_matrix(targets),
            "labels": native_labels(labels),
            "autoencode": bool(autoencode),
            "center": bool(center),
            "problem": native_document(problem),
            "loss": loss,
            "tolerance": None if tolerance is None else str(tolerance),
        }
        self._native = NativeProblem(self._options)

    @classmethod
    def _of_options(cls, options: dict[str, Any]) -> Self:
        """A problem from the options of another; arrays may come out of a message."""
        problem = cls.__new__(cls)
        arrays = {name: aligned(value) for name, value in options.items() if isinstance(value, np.ndarray)}
        problem._options = options | arrays
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
        """Number of weights."""
        return self._record["parameters"]

    @property
    def samples(self) -> int | None:
        """Number of samples, if the problem has data."""
        return self._record["samples"]

    @property
    def singular_values(self) -> np.ndarray:
        """All ``min(d_0, d_h)`` singular values of Σ, nonincreasing."""
        return np.array(self._record["singular_values"])

    @property
    def exact_singular_values(self) -> tuple[Fraction | None, ...] | None:
        """The same as fractions, when they were given exactly."""
        exact = self._record["exact_singular_values"]
        return None if exact is None else tuple(fraction(text) for text in exact)

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

    def __repr__(self) -> str:
        values = ", ".join(f"{value:.6g}" for value in self.singular_values[:8])
        more = ", …" if len(self.singular_values) > 8 else ""
        return f"<Problem of widths {'-'.join(map(str, self.widths))}, σ = {values}{more}>"


def native_document(problem: Any) -> Any:
    """A document argument for the native module: a file name, or JSON."""
    if isinstance(problem, Mapping):
        document = problem if "problem" in problem else {"problem": problem}
        return json.dumps(document).encode()
    if isinstance(problem, os.PathLike):
        return os.fspath(problem)
    return problem
