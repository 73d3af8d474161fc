"""Arrays of any library as NumPy's, and NumPy's as the native module takes them."""

from __future__ import annotations

import io
import numbers
import os
from typing import Any

import numpy as np

#: Unit roundoff of types that are coarser than doubles.
UNIT_ROUNDOFF = {"float32": 2.0**-24, "float16": 2.0**-11, "bfloat16": 2.0**-8}


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


def native_matrix(name: str, value: Any) -> Any:
    """A matrix argument for the native module: a file name, a ``float64`` matrix (with the unit
    roundoff of the type it was stored in, if that is coarser), or npy bytes.

    Plain matrices of doubles are handed over as they are, in any memory order; everything else goes
    the way of a file, and is accepted or refused in the words used for files.
    """
    if value is None or isinstance(value, (str, os.PathLike)):
        return None if value is None else os.fspath(value)
    array, stored = numeric_array(name, value)
    if array.dtype == np.float64 and array.dtype.isnative and array.ndim == 2 and array.size:
        return aligned(array) if stored is None else (aligned(array), UNIT_ROUNDOFF[stored])
    return npy_bytes(array)


def numeric_array(name: str, value: Any) -> tuple[np.ndarray, str | None]:
    """An array as it is, and the name of the coarser type it was stored in before it was widened."""
    refuse_masked(name, value)
    if hasattr(value, "to_numpy") and (hasattr(value, "dtypes") or hasattr(value, "dtype")):
        return table_array(name, value)
    is_brain = "bfloat16" in str(getattr(value, "dtype", ""))
    array = as_array(value)
    if is_brain or array.dtype.name == "bfloat16":
        return array.astype(np.float64), "bfloat16"
    if array.dtype == object and array.size and all(isinstance(x, numbers.Real) for x in array.flat):
        # Numbers of Python or NumPy in a box each.
        return array.astype(np.float64), coarsest({type(x).__name__ for x in array.flat})
    return array, None


def refuse_masked(name: str, value: Any) -> None:
    """Masked entries are missing, whatever stands behind the mask."""
    count = int(np.ma.count_masked(value)) if isinstance(value, np.ma.MaskedArray) else 0
    if count:
        raise ValueError(f"{name}: {count} entries are masked; give array.filled(value), or drop those samples")


def table_array(name: str, table: Any) -> tuple[np.ndarray, str | None]:
    """A frame or a column of pandas, whatever its columns are made of."""
    array = table.to_numpy()
    dtypes = list(table.dtypes) if array.ndim == 2 else [table.dtype]
    stored = coarsest({type_name(dtype) for dtype in dtypes})
    if array.dtype != object:
        return (array, None) if array.dtype.kind != "f" or stored is None else (array.astype(np.float64), stored)
    names = list(table.columns) if array.ndim == 2 else [name]
    columns = array.reshape(len(array), -1).T
    texts = [
        str(column)
        for column, cells in zip(names, columns, strict=True)
        if not all(isinstance(cell, numbers.Real) or is_missing(cell) for cell in cells)
    ]
    if texts:
        shown = ", ".join(texts[:5]) + (", …" if len(texts) > 5 else "")
        raise ValueError(f"{name}: columns {shown} hold no numbers; leave them out, or give them as labels")
    widened = table.to_numpy(dtype=np.float64, na_value=np.nan)
    return widened, stored


def type_name(dtype: Any) -> str:
    """The type of a column's numbers: ``Float32`` of pandas and ``float[pyarrow]`` are ``float32``."""
    name = str(getattr(dtype, "numpy_dtype", dtype)).lower()
    return {"float[pyarrow]": "float32", "halffloat[pyarrow]": "float16"}.get(name, name)


def coarsest(names: set[str]) -> str | None:
    """The coarsest of some types, if one is coarser than doubles."""
    return next((name for name in ("bfloat16", "float16", "float32") if name in names), None)


def is_missing(cell: Any) -> bool:
    """Whether a cell of a table says nothing: None, NaN, NA or NaT."""
    return cell is None or type(cell).__name__ in ("NAType", "NaTType") or (isinstance(cell, float) and cell != cell)


def aligned(array: np.ndarray) -> np.ndarray:
    """The array, or a copy where its numbers lie across the machine's words, as in messages."""
    return np.require(array, requirements="A")


def native_labels(value: Any) -> Any:
    """A labels argument for the native module: a file name or npy bytes."""
    if value is None or isinstance(value, (str, os.PathLike)):
        return None if value is None else os.fspath(value)
    refuse_masked("labels", value)
    array = as_array(value.to_numpy() if hasattr(value, "to_numpy") else value)
    return npy_bytes(unboxed_labels(array) if array.dtype == object else array)


def unboxed_labels(array: np.ndarray) -> np.ndarray:
    """Labels that are objects, as columns of tables are, by the type that they have in common."""
    for row, label in enumerate(array.flat, start=1):
        if is_missing(label):
            raise ValueError(f"labels: row {row} has no label; give every sample one, or drop it")
        if not isinstance(label, (str, numbers.Real, np.bool_)):
            kind = type(label).__name__
            raise ValueError(f"labels: row {row} is of type {kind}; give texts or numbers")
    kinds = {str if isinstance(label, str) else type(label) for label in array.flat}
    if kinds <= {bool, np.bool_}:
        return array.astype(bool)
    if str not in kinds:
        whole = all(isinstance(label, numbers.Integral) for label in array.flat)
        return array.astype(np.int64 if whole else np.float64)
    return np.array([str(label) for label in array.flat]).reshape(array.shape)


def npy_bytes(array: np.ndarray) -> bytes:
    """The array as the bytes of an npy file; of objects the header alone, which tells their type."""
    out = io.BytesIO()
    if array.dtype.hasobject:
        header = {"descr": "|O", "fortran_order": False, "shape": array.shape}
        np.lib.format.write_array_header_1_0(out, header)
    else:
        np.lib.format.write_array(out, array, allow_pickle=False)
    return out.getvalue()
