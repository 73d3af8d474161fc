"""Trajectories and training runs with weight decay: among families, and among listed points of the data's own weights."""

from __future__ import annotations

from typing import Any

from linscape.listing import Listing
from linscape.record import Field, html_table
from linscape.trajectory import Trace, Trajectory, Visit


class DecayedVisit(Visit):
    """A stay near a family with weight decay."""

    key = Field[str]("key")
    learned = Field[tuple[int, ...]]("learned", tuple)
    passes = Field[tuple[int, ...]]("passes", tuple)
    subset = learned
    expected_stay = None  # type: ignore[assignment]


class DecayedTrajectory(Trajectory):
    """A trajectory on a loss with weight decay; ``linscape.trajectory/1``.

    ``starts`` says for each mode the amplitude it starts with and ``pass``, the amplitude above which a
    balanced start learns it: from depth 3 on small starts learn nothing. ``descends`` says whether every visit
    has a lower loss than the one before.
    """

    visits = Field[Listing[DecayedVisit]]("visits", lambda rows: Listing(map(DecayedVisit, rows)))
    starts = Field[list[dict[str, Any]]]("starts")
    descends = Field[bool]("descends")
    follows_greedy_path = None  # type: ignore[assignment]
    conservation_drift = None  # type: ignore[assignment]
    drift_tolerance = None  # type: ignore[assignment]

    @property
    def has_drifted(self) -> bool:
        """Never: decay conserves nothing."""
        return False

    def __repr__(self) -> str:
        visited = " → ".join(visit.key for visit in self.visits)
        return f"<Trajectory of {self.steps} steps, {self.status}: {visited}>"

    def _repr_html_(self) -> str:
        header = ["key", "type", "enter", "leave", "distance", "loss"]
        rows = [tuple(visit[key] for key in header) for visit in self._document["visits"]]
        return html_table(header, rows, repr(self)[1:-1])


class DecayedTrace(Trace):
    """A training run with weight decay; ``linscape.trace/1``, with ``starts`` and ``descends`` as of a
    :class:`DecayedTrajectory`."""

    _columns = {
        "file": "string", "step": "float64", "time": "float64", "loss": "float64", "gradient_norm": "float64",
        "key": "string", "learned": "list", "passes": "list", "type": "string", "index": "Int64", "distance": "float64",
    }  # fmt: skip

    visits = Field[Listing[DecayedVisit]]("visits", lambda rows: Listing(map(DecayedVisit, rows)))
    starts = Field[list[dict[str, Any]]]("starts")
    descends = Field[bool]("descends")
    order = None  # type: ignore[assignment]
    passed_over = None  # type: ignore[assignment]
    follows_greedy_path = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        visited = " → ".join(visit.key for visit in self.visits)
        return f"<Trace of {len(self.time)} checkpoints: {visited}>"

    def _repr_html_(self) -> str:
        header = ["key", "type", "enter", "leave", "stay", "distance", "loss"]
        rows = [tuple(visit[key] for key in header) for visit in self._document["visits"]]
        return html_table(header, rows, repr(self)[1:-1])


class PointVisit(Visit):
    """A stay near a listed point, where decay is of the data's own weights."""

    key = Field[str]("key")
    rank = Field[int]("rank")
    index = Field[int | None]("index")
    subset = None  # type: ignore[assignment]
    expected_stay = None  # type: ignore[assignment]


class PointTrajectory(DecayedTrajectory):
    """A trajectory with decay of the data's own weights among listed points; ``linscape.trajectory/1``.

    ``rests_unlisted`` says that the weights came to rest away from all of them.
    """

    visits = Field[Listing[PointVisit]]("visits", lambda rows: Listing(map(PointVisit, rows)))  # type: ignore[assignment]
    rests_unlisted = Field[bool]("rests_unlisted")
    starts = None  # type: ignore[assignment]


class PointTrace(DecayedTrace):
    """A training run with decay of the data's own weights among listed points; ``linscape.trace/1``."""

    _columns = {
        "file": "string", "step": "float64", "time": "float64", "loss": "float64", "gradient_norm": "float64",
        "key": "string", "rank": "Int64", "type": "string", "index": "Int64", "distance": "float64",
    }  # fmt: skip

    visits = Field[Listing[PointVisit]]("visits", lambda rows: Listing(map(PointVisit, rows)))  # type: ignore[assignment]
    starts = None  # type: ignore[assignment]
