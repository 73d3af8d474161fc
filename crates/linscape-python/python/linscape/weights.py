"""Weights of a network in any form."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

import numpy as np

from linscape.arrays import aligned, as_array

#: Relative spacing of the numbers of a type that NumPy has no name for.
BFLOAT16_EPSILON = 2.0**-7


def native_weights(weights: Any) -> Any:
    """A weights argument for the native module: a file name, or named tensors.

    A mapping, such as a ``state_dict``, keeps its names; of a sequence the matrices are ``W1``,
    ``W2``, … from the input on.
    """
    if isinstance(weights, (str, os.PathLike)):
        return os.fspath(weights)
    if isinstance(weights, Mapping):
        return [native_tensor(str(name), value) for name, value in weights.items()]
    return [native_tensor(f"W{layer}", value) for layer, value in enumerate(weights, start=1)]


def weights_of_native(
    matrices: list[np.ndarray], biases: list[np.ndarray | None]
) -> list[np.ndarray] | dict[str, np.ndarray]:
    """Matrices as a list or, with biases, a mapping of ``W1, …, Wh`` and ``b1, …, bh``."""
    if all(bias is None for bias in biases):
        return matrices
    named = {f"W{layer}": matrix for layer, matrix in enumerate(matrices, start=1)}
    return named | {f"b{layer}": bias for layer, bias in enumerate(biases, start=1) if bias is not None}


def native_tensor(name: str, value: Any) -> tuple[str, list[int], str, float | None, np.ndarray | None]:
    """Name, shape, type, spacing and, of matrices and vectors of floating numbers, the elements as doubles."""
    epsilon = BFLOAT16_EPSILON if "bfloat16" in str(getattr(value, "dtype", "")) else None
    array = as_array(value)
    shape, dtype = list(array.shape), array.dtype.name
    if epsilon is None and array.dtype.kind == "f":
        epsilon = max(float(np.finfo(array.dtype).eps), 2.0**-52)
    if epsilon is None or array.ndim not in (1, 2):
        return name, shape, dtype, epsilon, None
    matrix = array.reshape(-1, 1) if array.ndim == 1 else array
    return name, shape, dtype, epsilon, aligned(matrix.astype(np.float64, copy=False))
