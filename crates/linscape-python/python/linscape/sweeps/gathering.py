"""Rows of sweeps that were written before."""

from __future__ import annotations

import json
import os
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
    require("pandas", "pandas")
    rows = require("pyarrow.dataset", "sweep").dataset(folder, format="parquet", partitioning="hive")
    frame = rows.to_table().to_pandas()
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
        for line in path.read_text(encoding="utf-8").splitlines(keepends=True):
            if not line.endswith("\n"):
                continue
            id = json.loads(line)["id"]
            if id not in present:
                present.add(id)
                rows.add([line])
                added += 1
    rows.flush()
    return added
