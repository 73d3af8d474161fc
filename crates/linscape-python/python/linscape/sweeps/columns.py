"""The columns of the rows of a sweep."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from linscape.extras import require

if TYPE_CHECKING:
    import pyarrow

#: Columns by type; docs/formats.md, "Sweeps". Exact counts are texts: they outgrow 64 bits.
COLUMNS = {
    "string": "id problem settings version status error "
    "families critical_values strict nonstrict strata strict_strata nonstrict_strata "
    "weights critical type stratum ending document",
    "uint64": "seed",
    "int64": "depth parameters rank maximal_rank connections local_minima global_rank "
    "points agreed undecided disagreed escape_consistent escape_undecided "
    "index nullity coindex dimension escape_order steps evaluations",
    "float64": "lowest_loss highest_loss lowest_barrier highest_barrier nonstrict_share smallest_margin largest_gradient largest_spectrum_difference "
    "loss gradient_norm nearest_loss distance time conservation_drift",
    "bool_": "agree follows_greedy_path drifted descends",
    "list": "widths subset passes nearest nearest_passes",
    "lists": "visits visited_passes",
}


def schema() -> pyarrow.Schema:
    """One schema for all tasks, so that the data set reads as one table. The task is the partition."""
    arrow = require("pyarrow", "sweep")

    def kind(name: str) -> pyarrow.DataType:
        lists = {"list": arrow.list_(arrow.int64()), "lists": arrow.list_(arrow.list_(arrow.int64()))}
        return lists[name] if name in lists else getattr(arrow, name)()

    return arrow.schema(
        [(column, kind(name)) for name, columns in COLUMNS.items() for column in columns.split()]
    )


def table(rows: Iterable[str]) -> pyarrow.Table:
    """Rows, each the text of a JSON object, as a table."""
    arrow = require("pyarrow", "sweep")
    wanted = schema()
    objects: list[dict[str, Any]] = [json.loads(row) for row in rows]
    return arrow.table({name: [row.get(name) for row in objects] for name in wanted.names}, schema=wanted)
