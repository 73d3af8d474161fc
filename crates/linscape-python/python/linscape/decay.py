"""Landscapes with weight decay: isolated families, minima of several ranks, barriers between them."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

from linscape._linscape import barrier_plot as native_barrier_plot
from linscape._linscape import bifurcation_plot as native_bifurcation_plot
from linscape.exact import fraction
from linscape.landscape import Fiber, Landscape
from linscape.listing import Listing
from linscape.pictures import Picture
from linscape.record import Field, Record
from linscape.tables import framed

if TYPE_CHECKING:
    import pandas

#: The columns of tables by type.
DECAYED_COLUMNS: dict[str, dict[str, str]] = {
    "families": {
        "id": "int64", "key": "string", "learned": "list", "passes": "list", "amplitudes": "json",
        "rank": "int64", "loss": "float64", "exact_loss": "string", "type": "string", "global": "boolean",
        "metastable": "bool", "index": "Int64", "nullity": "Int64", "coindex": "Int64", "dimension": "int64",
        "components": "string", "morse_bott": "bool", "escape_order": "Int64", "rate": "float64",
        "sharpness": "float64", "fiber": "int64",
    },
    "fibers": {"id": "int64", "loss": "float64", "families": "list", "undecided": "bool"},
    "connections": {
        "from": "int64", "to": "int64", "kind": "string", "value_from": "int64", "value_to": "int64",
        "loss_drop": "float64", "escape_order": "int64", "rate": "float64", "cover": "bool",
    },
    "barriers": {
        "from": "json", "to": "json", "at": "json", "height": "float64", "up": "float64", "down": "float64",
        "amplitude": "float64",
    },
    "thresholds": {
        "sigma": "float64", "multiplicity": "int64", "fold": "float64", "coexistence": "float64",
        "phase": "string", "roots": "json", "learned_fractions": "json",
    },
}  # fmt: skip


class DecayedFamily(Record):
    """A family of critical points with weight decay: ``learned`` modes stand on the large root of their
    equation, ``passes`` on the small one, the others at zero. Its points differ by rotations only.

    ``type`` is ``global_minimum``, ``local_minimum``, ``strict_saddle``, ``nonstrict_saddle`` or
    ``undecided``. ``amplitudes`` are the singular values of every layer (at equal decay), in the order of
    ``learned``, then ``passes``.
    """

    id = Field[int]("id")
    key = Field[str]("key")
    learned = Field[tuple[int, ...]]("learned", tuple)
    passes = Field[tuple[int, ...]]("passes", tuple)
    amplitudes = Field[tuple[float, ...]]("amplitudes", tuple)
    rank = Field[int]("rank")
    loss = Field[float]("loss")
    exact_loss = Field[Fraction | None]("exact_loss", fraction)
    type = Field[str]("type")
    metastable = Field[bool]("metastable")
    index = Field[int | None]("index")
    nullity = Field[int | None]("nullity")
    coindex = Field[int | None]("coindex")
    dimension = Field[int]("dimension")
    components = Field[int]("components", int)
    morse_bott = Field[bool]("morse_bott")
    escape_order = Field[int | None]("escape_order")
    rate = Field[float | None]("rate")
    sharpness = Field[float]("sharpness")
    fiber = Field[int]("fiber")


class DecayedConnection(Record):
    """A way down with weight decay: ``fall`` and ``grow`` leave a pass to either side, ``swap`` and
    ``exchange`` trade letters of two singular values, ``learn`` (depth 2) takes one up."""

    from_ = Field[int]("from")
    to = Field[int]("to")
    kind = Field[str]("kind")
    value_from = Field[int]("value_from")
    value_to = Field[int]("value_to")
    loss_drop = Field[float]("loss_drop")
    escape_order = Field[int]("escape_order")
    rate = Field[float | None]("rate")
    cover = Field[bool]("cover")


class Barrier(Record):
    """The lowest pass between the minima of two consecutive ranks.

    ``from_``, ``to`` and ``at`` are the learned modes and the passes of the two minima and of the pass;
    ``up`` is its height above ``from_``, ``down`` that above ``to``, ``amplitude`` that of the mode
    which a start has to exceed.
    """

    @property
    def from_(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Learned modes and passes of the minimum of lower rank."""
        return key_of(self._document["from"])

    @property
    def to(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Learned modes and passes of the minimum of higher rank."""
        return key_of(self._document["to"])

    @property
    def at(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Learned modes and passes of the saddle."""
        return key_of(self._document["at"])

    height = Field[float]("height")
    up = Field[float]("up")
    down = Field[float]("down")
    amplitude = Field[float]("amplitude")


class Threshold(Record):
    """A distinct singular value: the decay ``λ̄`` above which it is learned nowhere (``fold``) and that above
    which it is not learned at the global minimum (``coexistence``), in units of the loss; where it stands
    (``phase``), its nonzero amplitudes (``roots``) and the part of it that each has learned."""

    sigma = Field[float]("sigma")
    multiplicity = Field[int]("multiplicity")
    fold = Field[float | None]("fold")
    coexistence = Field[float | None]("coexistence")
    phase = Field[str]("phase")
    roots = Field[tuple[float, ...]]("roots", tuple)
    learned_fractions = Field[tuple[float, ...]]("learned_fractions", tuple)


def key_of(record: dict[str, list[int]]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Learned modes and passes."""
    return tuple(record["learned"]), tuple(record["passes"])


class DecayedFiber(Fiber):
    """A critical value; ``undecided`` says that its families may differ by less than rounding."""

    undecided = Field[bool]("undecided")

    @property
    def exact_loss(self) -> None:  # type: ignore[override]
        """That of its families."""
        return None


class DecayedLandscape(Landscape):
    """The landscape of a problem with weight decay.

    Made by :meth:`Problem.landscape <linscape.Problem.landscape>`.

    Examples
    --------
    >>> from linscape import Problem
    >>> landscape = Problem([2, 2, 2, 2], sigma=[3, 2], decay="1/2").landscape()
    >>> landscape
    <Landscape of 9 families with weight decay: 3 local minima, 6 strict, 0 nonstrict saddles>
    >>> [(family.key, round(family.loss, 6)) for family in landscape.minima]
    [('{1,2}', 2.602987), ('{1}', 3.497417), ('∅', 6.5)]
    >>> [(barrier.from_[0], barrier.to[0], round(barrier.up, 6)) for barrier in landscape.barriers]
    [((), (1,), 0.006955), ((1,), (1, 2), 0.01575)]
    """

    _tables = DECAYED_COLUMNS

    _records = {
        "families": DecayedFamily, "fibers": DecayedFiber, "connections": DecayedConnection,
        "barriers": Barrier, "thresholds": Threshold,
    }  # fmt: skip
    _shown = {
        "loss": "loss", "learned|passes": "key", "rank": "rank", "type": "type", "index": "index",
        "nullity": "nullity", "coindex": "coindex", "dimension": "dimension", "rate": "rate",
    }  # fmt: skip

    @property
    def minima(self) -> Listing[DecayedFamily]:
        """The local minima among the listed families, lowest loss first; ``counts["local_minima"]`` says
        how many there are in all."""
        minima = ("global_minimum", "local_minimum")
        return Listing(family for family in self._listed("families") if family.type in minima)

    @cached_property
    def barriers(self) -> Listing[Barrier]:
        """The passes between minima of consecutive ranks, from the origin up, listed or not."""
        return self._listed("barriers")

    @cached_property
    def thresholds(self) -> Listing[Threshold]:
        """Fold and coexistence of each distinct singular value, largest first."""
        return self._listed("thresholds")

    @property
    def counts(self) -> dict[str, Any]:
        """Exact numbers of all families, listed or not: ``families``, ``critical_values`` (``None`` where
        they were not counted), ``local_minima``, ``strict`` and ``nonstrict``; ``complete`` (every fold is
        decided), ``listed`` and ``truncated``."""
        return super().counts

    @property
    def greedy_path(self) -> list[int]:
        """None: with weight decay small starts learn nothing at depth 3 or more."""
        raise AttributeError(
            "with weight decay there is no greedy path: small starts learn nothing at depth 3 or more"
        )

    def plot_barriers(self) -> Picture:
        """The minima and the lowest ways over between them, as ``linscape plot barriers`` draws them.

        Raises
        ------
        ValueError
            For networks of two layers, which have no spurious minima.

        Examples
        --------
        >>> from linscape import Problem
        >>> landscape = Problem([2, 2, 2, 2], sigma=[3, 2], decay="1/2").landscape()
        >>> landscape.plot_barriers().svg.count('class="hollow"')  # a pass between two of three minima
        2
        """
        return Picture(native_barrier_plot(self._native), "minima and passes")

    def plot_bifurcation(self) -> Picture:
        """How much of each mode is learned, one curve for all of them, as ``linscape plot bifurcation`` draws it.

        Examples
        --------
        >>> from linscape import Problem
        >>> landscape = Problem([2, 2, 2, 2], sigma=[3, 2], decay="1/2").landscape()
        >>> landscape.plot_bifurcation()
        <Picture: bifurcation by weight decay>
        """
        return Picture(native_bifurcation_plot(self._native), "bifurcation by weight decay")

    def to_pandas(self, table: str = "families") -> pandas.DataFrame:
        """A table of the dump as a data frame, with the same types whatever is listed.

        Parameters
        ----------
        table : {"families", "fibers", "connections", "barriers", "thresholds"}
            Besides the tables of a landscape without decay, one row a barrier between minima of consecutive ranks, or one a
            distinct singular value.

        Examples
        --------
        >>> from linscape import Problem
        >>> landscape = Problem([2, 2, 2, 2], sigma=[3, 2], decay="1/2").landscape()
        >>> landscape.to_pandas("barriers").up.round(6).tolist()
        [0.006955, 0.01575]
        """
        return framed(self, table)

    def __repr__(self) -> str:
        families, strict, nonstrict, minima = self._native.counts()
        return (
            f"<Landscape of {families} families with weight decay: {minima} local minima, {strict} strict, "
            f"{nonstrict} nonstrict saddles>"
        )


class DecayedClassification(Record):
    """What weights are at a problem with weight decay; ``linscape.classification/1``.

    ``critical`` is ``True``, ``False`` or ``"undecided"``. ``near`` is the family of the critical point
    that Newton's method finds from the weights; ``hessian["step_limit"]`` that of gradient descent there, with biases.
    """

    layers = Field[list[str]]("layers")
    dtype_epsilon = Field[float]("dtype_epsilon")
    loss = Field[float]("loss")
    gradient_norm = Field[float]("gradient_norm")
    critical = Field[bool | str]("critical")
    undecided = Field[str | None]("undecided")
    learned = Field[tuple[int, ...] | None]("learned", tuple)
    passes = Field[tuple[int, ...] | None]("passes", tuple)
    type = Field[str]("type")
    index = Field[int | None]("index")
    nullity = Field[int | None]("nullity")
    coindex = Field[int | None]("coindex")
    dimension = Field[int | None]("dimension")
    escape_order = Field[int | None]("escape_order")
    hessian = Field[dict[str, Any]]("hessian")
    agree = Field[bool | None]("agree")
    near = Field[dict[str, Any]]("near")


class DecayedVerification(Record):
    """Closed forms against dense Hessians of the loss with weight decay; ``linscape.verification/1``."""

    seed = Field[int]("seed")
    points = Field[int]("points")
    agreed = Field[int]("agreed")
    undecided = Field[int]("undecided")
    disagreed = Field[int]("disagreed")
    largest_gradient = Field[float]("largest_gradient")
    largest_spectrum_difference = Field[float]("largest_spectrum_difference")
    disagreements = Field[list[dict[str, Any]]]("disagreements")

    @property
    def agrees(self) -> bool:
        """Whether theorem and numerics agreed wherever the numerics decided."""
        return self._document["disagreed"] == 0

    def __repr__(self) -> str:
        return (
            f"<Verification: {self.points} points, {self.agreed} agreed, {self.undecided} undecided, "
            f"{self.disagreed} disagreed>"
        )
