"""What numerics say about a listed landscape, and critical values in order."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from linscape.exact import fraction
from linscape.record import Field, Record


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
