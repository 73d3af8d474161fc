"""What numerics say about a listed landscape, and critical values in order."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from linscape.exact import fraction
from linscape.record import Field, Record, html_table


class CriticalValue(Record):
    """A loss at which there are critical points, and how many families share it."""

    loss = Field[float]("loss")
    exact_loss = Field[Fraction | None]("exact_loss", fraction)
    multiplicity = Field[int]("multiplicity", int)

    @property
    def subsets(self) -> tuple[tuple[int, ...] | str, ...] | None:
        """The families that have it, where they were asked for; with weight decay as text."""
        listed = self._document.get("subsets")
        if listed is None:
            return None
        return tuple(family if isinstance(family, str) else tuple(family) for family in listed)


class LandscapeCheck(NamedTuple):
    """Theorem against the dense Hessian at every listed balanced point."""

    agree: int
    undecided: int
    disagree: int
    smallest_margin: float
    disagreement: str | None

    def _repr_html_(self) -> str:
        return html_table(list(self._fields), [tuple(self)], "balanced points against the dense Hessian")


class FailedConnection(NamedTuple):
    """A connection that gradient flow was not seen to follow."""

    source: str
    target: str
    reason: str


class ConnectionCheck(NamedTuple):
    """Gradient flow along the connections of a landscape; `untried` take too many steps."""

    verified: int
    failed: int
    untried: int
    largest_residual: float
    failures: tuple[FailedConnection, ...]

    def _repr_html_(self) -> str:
        counts = html_table(list(self._fields[:4]), [tuple(self[:4])], "connections followed by gradient flow")
        return counts + (html_table(list(FailedConnection._fields), list(self.failures)) if self.failures else "")
