"""Learning coefficients."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, overload

from linscape.listing import Listing
from linscape.record import Field, Record, html_table
from linscape.tables import typed_frame

if TYPE_CHECKING:
    import pandas


#: The columns of the table by type.
COLUMNS = {
    "rank": "int64", "lambda": "string", "multiplicity": "int64", "components": "string", "half_coindex": "string",
    "half_codimension": "string", "loss": "float64", "expected_excess": "float64", "squared_error": "float64",
    "free_energy": "float64",
}  # fmt: skip


class LearningCoefficient(Record):
    """The real log canonical threshold ``value`` (λ) of the function computed at weights, the order of its
    pole, and how many components of codimension 2λ pass through them (``None`` where not counted).

    ``half_coindex ≤ λ ≤ half_codimension``: half the positive eigenvalues of the Hessian of that function, and
    half the codimension of the stratum; ``None`` where they are not stated.
    """

    value = Field[Fraction]("lambda", Fraction)
    multiplicity = Field[int]("multiplicity")
    components = Field[int | None]("components", int)

    @property
    def half_coindex(self) -> Fraction | None:
        half = self._document.get("half_coindex")
        return None if half is None else Fraction(half)

    @property
    def half_codimension(self) -> Fraction | None:
        half = self._document.get("half_codimension")
        return None if half is None else Fraction(half)


class Rung(LearningCoefficient):
    """What a truth of one rank would cost; what follows from samples and noise is ``None`` without them."""

    rank = Field[int]("rank")
    loss = Field[float | None]("loss")
    expected_excess = Field[float | None]("expected_excess")
    squared_error = Field[float | None]("squared_error")
    free_energy = Field[float | None]("free_energy")


class Ladder(Record, Sequence[Rung]):
    """The learning coefficients of a network for a truth of each rank; ``linscape.learning/1``. A sequence
    of :class:`Rung`. ``heuristic_rank`` is the rank of the smallest free energy, a heuristic."""

    half_parameters = Field[Fraction]("half_parameters", Fraction)
    half_effective_parameters = Field[Fraction]("half_effective_parameters", Fraction)
    samples = Field[int | None]("samples")
    noise = Field[float | None]("noise")
    minimum = Field[LearningCoefficient | None]("minimum", LearningCoefficient)
    heuristic_rank = Field[int | None]("heuristic_rank")

    @overload
    def __getitem__(self, at: int) -> Rung: ...
    @overload
    def __getitem__(self, at: slice) -> Listing[Rung]: ...
    def __getitem__(self, at: Any) -> Any:
        rows = self._document["ladder"]
        return Listing(map(Rung, rows[at])) if isinstance(at, slice) else Rung(rows[at])

    def __len__(self) -> int:
        return len(self._document["ladder"])

    def __iter__(self) -> Iterator[Rung]:
        return map(Rung, self._document["ladder"])

    def to_pandas(self) -> pandas.DataFrame:
        """The ladder as a data frame, by rank, with the same types whatever is known; exact numbers are texts."""
        return typed_frame(COLUMNS, self._document["ladder"]).set_index("rank")

    def _repr_html_(self) -> str:
        header = ["rank", "half_coindex", "lambda", "half_codimension", "multiplicity", "components", "loss"]
        rows = [tuple(row[key] for key in header) for row in self._document["ladder"]]
        return html_table(header, rows, f"learning coefficients; N/2 = {self.half_parameters}")
