"""Rows of sweeps that were written before."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from linscape.extras import require
from linscape.sweeps.dataset import RowSet

if TYPE_CHECKING:
    import pandas


def read_rows(folder: str | os.PathLike[str]) -> pandas.DataFrame:
    """All rows of a data set as a data frame, sorted by task and identity.

    Parameters
    ----------
    folder : path
        What :func:`sweep` or :func:`gather` wrote.
    """
    rows = require("pyarrow.dataset", "sweep").dataset(folder, format="parquet", partitioning="hive")
    arrow, pandas = require("pyarrow", "sweep"), require("pandas", "pandas")
    # Seeds and counts are whole numbers up to 2⁶⁴, whether or not some rows have none.
    kinds = {arrow.int64(): pandas.Int64Dtype(), arrow.uint64(): pandas.UInt64Dtype()}
    frame = rows.to_table().to_pandas(types_mapper=kinds.get)
    return frame.sort_values(["task", "id"], ignore_index=True)


def gather(source: str | os.PathLike[str], out: str | os.PathLike[str]) -> int:
    """Take the rows that ``linscape sweep --shard i/n -o SOURCE`` wrote into a Parquet data set.

    Rows that are there already, and a last line that was cut short, are left out.

    Returns
    -------
    int
        How many rows were added.
    """
    rows = RowSet(out)
    present = rows.present(retry_errors=False)
    added = 0
    for path in sorted(Path(source).glob("*.jsonl")):
        for line in whole_lines(path):
            id = json.loads(line)["id"]
            if id not in present:
                present.add(id)
                rows.add([line])
                added += 1
    rows.flush()
    rows.lock.release()
    return added


def whole_lines(path: Path) -> Iterator[str]:
    """The lines of a file that end, are text and hold a row; others are computed again."""
    for line in path.read_bytes().splitlines(keepends=True):
        try:
            text = line.decode("utf-8")
            if text.endswith("\n") and "id" in json.loads(text):
                yield text
        except ValueError:
            continue
