"""The strata of a family."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, overload

from linscape.learning import LearningCoefficient
from linscape.listing import SHOWN, Listing
from linscape.record import Field, Record, html_table
from linscape.tables import typed_frame

if TYPE_CHECKING:
    import pandas


#: The columns of the table by type.
COLUMNS = {
    "id": "string", "unlearned": "json", "input_null": "json", "output_null": "json", "interior": "json",
    "type": "string", "index": "int64", "nullity": "int64", "coindex": "int64", "dimension": "int64",
    "morse_bott": "bool", "escape_order": "Int64", "learning_coefficient": "json",
}  # fmt: skip


class Stratum(Record):
    """Critical points of one family that look alike: the same ranks everywhere, so the same type,
    inertia and dimension. ``id`` is the key that ``represent`` and ``verify`` take."""

    id = Field[str]("id")
    type = Field[str]("type")
    index = Field[int]("index")
    nullity = Field[int]("nullity")
    coindex = Field[int]("coindex")
    dimension = Field[int]("dimension")
    morse_bott = Field[bool]("morse_bott")
    escape_order = Field[int | None]("escape_order")
    learning_coefficient = Field[LearningCoefficient]("learning_coefficient", LearningCoefficient)
    unlearned = Field[list[dict[str, int]]]("unlearned")
    input_null = Field[list[dict[str, int]]]("input_null")
    output_null = Field[list[dict[str, int]]]("output_null")
    interior = Field[list[dict[str, int]]]("interior")


class Strata(Record, Sequence[Stratum]):
    """The strata of a family, in the order of ``linscape strata``; a sequence of :class:`Stratum`."""

    subset = Field[tuple[int, ...]]("subset", tuple)
    total = Field[int | None]("total", int)
    listed = Field[int]("listed")
    truncated = Field[bool]("truncated")

    @overload
    def __getitem__(self, at: int) -> Stratum: ...
    @overload
    def __getitem__(self, at: slice) -> Listing[Stratum]: ...
    def __getitem__(self, at: Any) -> Any:
        rows = self._document["strata"]
        return Listing(map(Stratum, rows[at])) if isinstance(at, slice) else Stratum(rows[at])

    def __len__(self) -> int:
        return len(self._document["strata"])

    def __iter__(self) -> Iterator[Stratum]:
        return map(Stratum, self._document["strata"])

    def to_pandas(self) -> pandas.DataFrame:
        """The strata as a data frame, by their keys; the types are those of :meth:`Landscape.to_pandas
        <linscape.Landscape.to_pandas>`, bars and learning coefficients JSON texts."""
        return typed_frame(COLUMNS, self._document["strata"]).set_index("id")

    def _repr_html_(self) -> str:
        header = ["id", "type", "index", "nullity", "coindex", "dimension", "morse_bott", "escape_order"]
        rows = [tuple(row[key] for key in header) for row in self._document["strata"][:SHOWN]]
        return html_table(header, rows, f"{len(self)} strata listed of {self.total}")
