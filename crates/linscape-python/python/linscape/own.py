"""Weight decay of the data's own weights where no closed form names the critical points by words."""

from __future__ import annotations

import json
from typing import Any

from linscape.listing import SHOWN, Listing
from linscape.record import Field, Record, html_table


class Point(Record):
    """A critical point, up to hidden rotations; its fields are those of docs/formats.md, "Decay of the data's own
    weights"."""

    id = Field[int]("id")
    key = Field[str]("key")
    rank = Field[int]("rank")
    amplitudes = Field[tuple[float, ...]]("amplitudes", tuple)
    loss = Field[float]("loss")
    type = Field[str]("type")
    index = Field[int | None]("index")
    nullity = Field[int | None]("nullity")
    coindex = Field[int | None]("coindex")
    dimension = Field[int]("dimension")
    status = Field[str]("status")
    certificate = Field[dict[str, Any] | None]("certificate")


class Points(Record):
    """The critical points that are known; ``linscape.points/1``.

    ``completeness`` says how much of the landscape they are: ``"proved"`` (all), ``"verified"``, ``"open"`` (continuation:
    never called complete) or ``"global_minimum"`` (that alone). ``lost`` are paths that did not arrive, ``rank_sums`` Morse's
    referee.
    """

    completeness = Field[str]("completeness")
    undecided = Field[bool]("undecided")
    truncated = Field[bool]("truncated")
    points = Field[Listing[Point]]("points", lambda rows: Listing(map(Point, rows)))
    lost = Field[list[dict[str, Any]]]("lost")
    rank_sums = Field[list[dict[str, Any]]]("rank_sums")

    @property
    def minima(self) -> Listing[Point]:
        """The minima among them, lowest loss first."""
        return Listing(point for point in self.points if point.type in ("global_minimum", "local_minimum"))

    def __len__(self) -> int:
        return len(self._document["points"])

    def __repr__(self) -> str:
        return f"<Points: {len(self)}, {len(self.minima)} of them minima; completeness {self.completeness}>"

    def _repr_html_(self) -> str:
        header = ["key", "loss", "type", "index", "nullity", "coindex", "dimension", "status"]
        rows = [tuple(row[key] for key in header) for row in self._document["points"][:SHOWN]]
        return html_table(header, rows, repr(self)[1:-1])

    def to_json(self) -> str:
        """The document as JSON."""
        return json.dumps(self._document, ensure_ascii=False)


class PointClassification(Record):
    """What weights are among the listed points; ``type`` is ``"unlisted"`` for a critical point that is not on the list."""

    layers = Field[list[str]]("layers")
    dtype_epsilon = Field[float]("dtype_epsilon")
    loss = Field[float]("loss")
    gradient_norm = Field[float]("gradient_norm")
    critical = Field[bool | str]("critical")
    undecided = Field[str | None]("undecided")
    key = Field[str | None]("key")
    type = Field[str]("type")
    index = Field[int | None]("index")
    nullity = Field[int | None]("nullity")
    coindex = Field[int | None]("coindex")
    hessian = Field[dict[str, Any]]("hessian")
    agree = Field[bool | None]("agree")
    near = Field[dict[str, Any]]("near")
