"""Lists that a notebook shows as tables."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, SupportsIndex, TypeVar, overload

from linscape.record import Record, cell, html_table

R = TypeVar("R", bound=Record)

#: Rows that a notebook shows.
SHOWN = 40


class Listing(list[R]):
    """A list of records; a notebook shows a table, a row each, of the fields that fit into one.

    Examples
    --------
    >>> from linscape import Problem
    >>> values = Problem([2, 2, 2], sigma=[2, 1]).values()
    >>> len(values[:2]), values[:2]._repr_html_().count("<tr>")
    (2, 3)
    """

    def __init__(self, records: Iterable[R] = ()):
        super().__init__(records)

    @overload
    def __getitem__(self, at: SupportsIndex) -> R: ...
    @overload
    def __getitem__(self, at: slice) -> Listing[R]: ...
    def __getitem__(self, at: Any) -> Any:
        found = super().__getitem__(at)
        return Listing(found) if isinstance(at, slice) else found

    def _repr_html_(self) -> str:
        shown = [record.to_dict() for record in self[:SHOWN]]
        rows = [{key: text for key, value in record.items() if (text := cell(value)) is not None} for record in shown]
        # In the order of the first record that has them.
        header = list(dict.fromkeys(key for row in rows for key in row))
        more = f"the first {SHOWN} of {len(self)}" if len(self) > SHOWN else ""
        return html_table(header, [tuple(row.get(key, "") for key in header) for row in rows], more)
