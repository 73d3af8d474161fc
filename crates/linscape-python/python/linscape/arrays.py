"""Arrays of any library as NumPy's, and NumPy's as the native module takes them."""

from __future__ import annotations

import io
import os
from typing import Any

import numpy as np


def as_array(value: Any) -> np.ndarray:
    """NumPy's view of anything that has ``__array__`` or ``__dlpack__``, or of nested lists.

    Tensors that record gradients are detached, those on another device are copied, and bfloat16,
    which NumPy does not know, is widened.
    """
    for leave in ("detach", "cpu"):
        if hasattr(value, leave):
            value = getattr(value, leave)()
    if "bfloat16" in str(getattr(value, "dtype", "")) and hasattr(value, "float"):
        value = value.float()
    if hasattr(value, "__dlpack__") and not hasattr(value, "__array__"):
        return np.from_dlpack(value)
    return np.asarray(value)


def native_matrix(value: Any) -> Any:
    """A matrix argument for the native module: a file name, a ``float64`` matrix, or npy bytes.

    Plain matrices of doubles are handed over as they are, in any memory order; everything else goes
    the way of a file, and is accepted or refused in the words used for files.
    """
    if value is None or isinstance(value, (str, os.PathLike)):
        return None if value is None else os.fspath(value)
    array = as_array(value)
    if array.dtype.name == "bfloat16":
        array = array.astype(np.float64)
    if array.dtype == np.float64 and array.dtype.isnative and array.ndim == 2 and array.size:
        return aligned(array)
    return npy_bytes(array)


def aligned(array: np.ndarray) -> np.ndarray:
    """The array, or a copy where its numbers lie across the machine's words, as in messages."""
    return np.require(array, requirements="A")


def native_labels(value: Any) -> Any:
    """A labels argument for the native module: a file name or npy bytes."""
    if value is None or isinstance(value, (str, os.PathLike)):
        return None if value is None else os.fspath(value)
    array = as_array(value)
    if array.dtype == object and all(isinstance(label, str) for label in array.flat):
        # Columns of text in tables are objects.
        array = array.astype(str)
    return npy_bytes(array)


def npy_bytes(array: np.ndarray) -> bytes:
    """The array as the bytes of an npy file; of objects the header alone, which tells their type."""
    out = io.BytesIO()
    if array.dtype.hasobject:
        header = {"descr": "|O", "fortran_order": False, "shape": array.shape}
        np.lib.format.write_array_header_1_0(out, header)
    else:
        np.lib.format.write_array(out, array, allow_pickle=False)
    return out.getvalue()
