"""Tables of a dump as data frames."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from linscape.extras import require

if TYPE_CHECKING:
    import pandas


def framed(landscape: Any, table: str) -> pandas.DataFrame:
    """A table of a dump, families and fibers by their ids."""
    tables = landscape._tables
    if table not in tables:
        raise ValueError(f"table '{table}' is none of {', '.join(tables)}")
    frame = typed_frame(tables[table], landscape.to_dict()[table])
    return frame if "id" not in tables[table] or frame.empty else frame.set_index("id")


def typed_frame(columns_of: dict[str, str], rows: list[dict[str, Any]]) -> pandas.DataFrame:
    """A table whose types do not depend on what it holds, so that Parquet files of two landscapes read
    as one. Components, learning coefficients and dynamics, objects of several fields, are JSON texts in it."""
    pandas = require("pandas", "pandas")
    columns = {}
    known = {
        name: kind
        for name, kind in columns_of.items()
        if not rows or any(name in row for row in rows)
    }
    # Fields that some landscapes have and others not: lists and objects are JSON texts.
    more = {name: more_type(value) for row in rows for name, value in row.items() if name not in known}
    for name, kind in (known | more).items():
        values = [row.get(name) for row in rows]
        if kind == "json":
            values = [None if value is None else json.dumps(value) for value in values]
        columns[name] = pandas.Series(values, dtype=column_type(kind))
    return pandas.DataFrame(columns)


def more_type(value: Any) -> str:
    """The type of a column by one of its cells."""
    if isinstance(value, (dict, list)):
        return "json"
    if isinstance(value, bool):
        return "boolean"
    return "Int64" if isinstance(value, int) else "string" if isinstance(value, str) else "float64"


def column_type(kind: str) -> Any:
    """The type of a column."""
    if kind not in ("list", "texts"):
        return "string" if kind == "json" else kind
    try:
        arrow = require("pyarrow", "sweep")
    except ImportError:
        return object
    return require("pandas", "pandas").ArrowDtype(arrow.list_(arrow.int64() if kind == "list" else arrow.string()))
