"""Theorem against numerics."""

from __future__ import annotations

from typing import Any

from linscape.record import Field, Record, html_table

COLUMNS = ["points", "agreed", "undecided", "disagreed"]


class Verification(Record):
    """Outcomes of comparing theorem and numerics at points; ``linscape.verification/1``.

    ``offending`` describes the first disagreement, and is ``None`` when there was none.
    """

    seed = Field[int]("seed")
    selection = Field[str]("selection")
    families = Field[list[dict[str, Any]]]("families")
    totals = Field[dict[str, Any]]("totals")
    offending = Field[dict[str, Any] | None]("offending")

    @property
    def agrees(self) -> bool:
        """Whether theorem and numerics agreed wherever the numerics decided."""
        return self._document["totals"]["disagreed"] == 0

    @property
    def points(self) -> int:
        """Number of points looked at."""
        return self._document["totals"]["points"]

    def __repr__(self) -> str:
        totals = ", ".join(f"{self.totals[key]} {key}" for key in COLUMNS)
        return f"<Verification: {totals}>"

    def _repr_html_(self) -> str:
        rows = [(row["subset"], *(row[key] for key in COLUMNS)) for row in self.families]
        return html_table(["learned", *COLUMNS], [*rows, ("all", *(self.totals[key] for key in COLUMNS))])
