"""Data larger than memory: arrays of Dask, and iterables of batches."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from linscape._linscape import block_factor, merge_factors
from linscape.arrays import UNIT_ROUNDOFF, aligned, numeric_array
from linscape.extras import require

#: How many factors are put together at once.
FAN_IN = 16


def is_dask(value: Any) -> bool:
    """Whether a value is an array of Dask, of which the blocks may be anywhere."""
    return type(value).__module__.partition(".")[0] == "dask" and hasattr(value, "to_delayed")


def factor_of_block(inputs: Any, targets: Any = None, weights: Any = None) -> np.ndarray:
    """What a linear network can learn of a block of samples, as numbers: their means and a triangular factor.

    >>> block = np.array([[1.0], [3.0]])
    >>> both = merge_factors([factor_of_block(block, 2 * block), factor_of_block([[5.0]], [[10.0]])])
    >>> int(both[0]), float(both[1])  # samples and their weight
    (3, 3.0)
    """
    rows, of_inputs = block_of("inputs", inputs)
    outputs, of_targets = (None, of_inputs) if targets is None else block_of("targets", targets)
    counts = None if weights is None else np.asarray(weights, dtype=np.float64).ravel().tolist()
    return block_factor(rows, outputs, counts, (of_inputs, of_targets))


def block_of(name: str, value: Any) -> tuple[np.ndarray, float]:
    """A block as doubles with the unit roundoff it was stored with."""
    array, stored = numeric_array(name, value)
    if array.ndim == 1:
        array = array.reshape(-1, 1)
    if array.ndim != 2 or array.dtype.kind not in "fiub":
        raise ValueError(f"{name}: a block is a matrix of numbers, one sample a row, and this is {array.dtype} {array.shape}")
    coarse = UNIT_ROUNDOFF.get(stored or array.dtype.name, 2.0**-53)
    # Whole numbers, such as pixels, were not rounded.
    if coarse > 2.0**-53 and np.all(np.mod(array, 1) == 0) and np.all(np.abs(array) < 1 / coarse):
        coarse = 2.0**-53
    return aligned(array.astype(np.float64, copy=False)), coarse


def factor_of_batches(batches: Iterable[Any], autoencode: bool) -> np.ndarray:
    """The factor of batches: pairs of inputs and targets, or triples with the samples' weights; of inputs that
    are their own targets the inputs alone. Each is looked at once."""
    levels: list[list[np.ndarray]] = []
    for batch in batches:
        parts = tuple(batch) if isinstance(batch, (tuple, list)) else (batch,)
        if autoencode and len(parts) > 1:
            parts = (parts[0], None, *parts[2:])
        elif not autoencode and not 2 <= len(parts) <= 3:
            raise ValueError("batches: give pairs of inputs and targets, or inputs alone with autoencode=True")
        rising = factor_of_block(*parts)
        for level in range(len(levels) + 1):
            if level == len(levels):
                levels.append([])
            levels[level].append(rising)
            if len(levels[level]) < FAN_IN:
                break
            rising = merge_factors(levels[level])
            levels[level] = []
    waiting = [factor for level in reversed(levels) for factor in level]
    if not waiting:
        raise ValueError("batches: there are none; an iterator gives its batches once")
    return merge_factors(waiting)


def factor_of_dask(inputs: Any, targets: Any, weights: Any, autoencode: bool) -> np.ndarray:
    """The factor of arrays of Dask: blocks stay where they are, and a tree of factors comes back. What a worker
    that dies had made is made again."""
    dask = require("dask", "sweep")
    array = require("dask.array", "sweep")
    rows = one_block_a_row("inputs", inputs, array, None)
    chunks = rows.chunks[0]
    outputs = None if autoencode else one_block_a_row("targets", targets, array, chunks)
    scales = None if weights is None else array.asarray(weights).rechunk((chunks,)).to_delayed().ravel()
    made = dask.delayed(factor_of_block, pure=True)
    blocks = zip_longest_none(rows.to_delayed().ravel(), outputs, scales)
    factors = [made(*block) for block in blocks]
    merge = dask.delayed(merge_factors, pure=True)
    while len(factors) > 1:
        factors = [merge(factors[at : at + FAN_IN]) for at in range(0, len(factors), FAN_IN)]
    return np.asarray(factors[0].compute())


def one_block_a_row(name: str, value: Any, array: Any, chunks: Any) -> Any:
    """An array whose blocks are rows of full length, cut where the inputs are."""
    given = array.asarray(value)
    if any(size != size for sizes in given.chunks for size in sizes):
        raise ValueError(f"{name}: the sizes of the blocks are not known; call compute_chunk_sizes() on the array first")
    if given.ndim == 1:
        given = given.reshape(-1, 1)
    if given.ndim != 2:
        raise ValueError(f"{name}: one sample a row is a matrix, and this has shape {given.shape}")
    if chunks is not None and given.shape[0] != sum(chunks):
        raise ValueError(f"{name} has {given.shape[0]} rows but inputs has {sum(chunks)} rows; one row is one sample")
    return given.rechunk({1: -1} if chunks is None else {0: chunks, 1: -1})


def zip_longest_none(rows: Any, outputs: Any, scales: Any) -> list[tuple[Any, ...]]:
    """Blocks that go together."""
    others = [None] * len(rows) if outputs is None else list(outputs.to_delayed().ravel())
    counts = [None] * len(rows) if scales is None else list(scales)
    return list(zip(rows, others, counts, strict=True))


def parquet_columns(path: str) -> tuple[np.ndarray, list[str]]:
    """The numbers and names of a Parquet file, read by pyarrow."""
    parquet = require("pyarrow.parquet", "sweep")
    table = parquet.read_table(path)
    names = [str(name) for name in table.column_names]
    columns = [table.column(at).to_numpy() for at in range(len(names))]
    texts = [name for name, column in zip(names, columns, strict=True) if column.dtype.kind not in "fiub"]
    if texts:
        raise ValueError(f"{path}: columns {', '.join(texts[:5])} hold no numbers; choose others by columns or drop")
    return np.column_stack(columns), names
