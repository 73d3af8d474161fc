"""Weights of a network in any form."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np

from linscape._linscape import SavedWeights
from linscape.arrays import aligned, as_array

#: Relative spacing of the numbers of a type that NumPy has no name for.
BFLOAT16_EPSILON = 2.0**-7


def native_weights(weights: Any) -> Any:
    """A weights argument for the native module: a file name, or named tensors.

    A mapping, such as a ``state_dict``, keeps its names, and a module that has one is asked for it; of a tree of
    mappings, such as flax's, they are joined by dots. Of a sequence the matrices are ``W1``, ``W2``, … from the input on, and a vector behind one is its bias. A
    model of Keras has in × out kernels.
    """
    if isinstance(weights, (str, os.PathLike)):
        return os.fspath(weights)
    if isinstance(weights, SavedWeights):
        return weights
    # A module of PyTorch, which is a sequence of its layers otherwise.
    if callable(getattr(weights, "state_dict", None)):
        weights = weights.state_dict()
    if isinstance(weights, Mapping):
        return [native_tensor(name, value) for name, value in leaves(weights)]
    if hasattr(weights, "get_weights") and hasattr(weights, "layers"):
        return [native_tensor(name, value) for name, value in in_layers(weights.get_weights(), "kernel")]
    each = list(weights)
    if any(np.ndim(as_array(value)) == 1 for value in each):
        return [native_tensor(name, value) for name, value in in_layers(each, "weight")]
    return [native_tensor(f"W{layer}", value) for layer, value in enumerate(each, start=1)]


def leaves(tree: Mapping[Any, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """The arrays of a tree of mappings, with the names that lead to them; empty branches have none.

    >>> [name for name, _ in leaves({"params": {"Dense_0": {"kernel": 1, "bias": 2}}, "step": 3})]
    ['params.Dense_0.kernel', 'params.Dense_0.bias', 'step']
    """
    for name, value in tree.items():
        if isinstance(value, Mapping):
            yield from leaves(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value


def in_layers(arrays: Iterable[Any], matrix: str) -> Iterator[tuple[str, Any]]:
    """Names of arrays in the order of the layers: matrices, each perhaps with a vector behind it, its bias.

    >>> [name for name, _ in in_layers([np.eye(2), np.ones(2), np.eye(2)], "kernel")]
    ['1.kernel', '1.bias', '2.kernel']
    """
    layer, has_bias = 0, True
    for value in arrays:
        if np.ndim(as_array(value)) != 1:
            layer, has_bias = layer + 1, False
            yield f"{layer}.{matrix}", value
        elif has_bias:
            raise ValueError("weights: a vector stands where a matrix is due; a bias follows the matrix of its layer")
        else:
            has_bias = True
            yield f"{layer}.bias", value


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
