"""The families of critical points of a problem, and how gradient flow connects them."""

from __future__ import annotations

import json
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

from linscape._linscape import check as native_check
from linscape._linscape import connections as native_connections
from linscape._linscape import diagram as native_diagram
from linscape._linscape import page as native_page
from linscape.checks import ConnectionCheck, FailedConnection, LandscapeCheck
from linscape.exact import fraction
from linscape.graph import networkx_graph
from linscape.learning import LearningCoefficient
from linscape.listing import SHOWN, Listing
from linscape.pictures import Page, Picture
from linscape.progress import Progress, reporting
from linscape.record import Field, Record, html_table
from linscape.tables import framed
from linscape.whole import whole_numbers

if TYPE_CHECKING:
    import networkx
    import pandas

    from linscape._linscape import NativeLandscape

#: The columns of tables by type; nested ones are those of pyarrow where it is there.
COLUMNS: dict[str, dict[str, str]] = {
    "families": {
        "id": "int64", "subset": "list", "counts": "list", "rank": "int64", "loss": "float64",
        "exact_loss": "string", "type": "string", "index": "int64", "nullity": "int64", "coindex": "int64",
        "escape_order": "Int64", "rate": "float64", "strata": "string", "fiber_types": "texts",
        "components": "json", "learning_coefficient": "json", "dynamics": "json", "fiber": "int64",
    },
    "fibers": {"id": "int64", "loss": "float64", "exact_loss": "string", "families": "list"},
    "connections": {
        "from": "int64", "to": "int64", "kind": "string", "learned": "int64", "dropped": "Int64",
        "loss_drop": "float64", "escape_order": "int64", "rate": "float64", "cover": "bool",
    },
}  # fmt: skip


def relisted(problem: Any, limit: int | None) -> Landscape:
    """A landscape that was sent elsewhere."""
    return problem.landscape(limit=limit)


def shown_cell(value: Any) -> Any:
    """A field as a notebook shows it: subsets in braces, names of types as words."""
    if isinstance(value, tuple):
        return "{" + ", ".join(map(str, value)) + "}"
    return value.replace("_", " ") if isinstance(value, str) else value


class Component(Record):
    """Irreducible components of a family of one kind: how many, and the numbers they share."""

    dimension = Field[int]("dimension")
    index = Field[int]("index")
    coindex = Field[int]("coindex")
    nullity = Field[int]("nullity")
    count = Field[int]("count")


class Family(Record):
    """A family of critical points: those that have learned one subset of the singular values.

    ``type`` to ``rate`` are those of the balanced point; ``fiber_types`` are the types that occur.
    """

    id = Field[int]("id")
    subset = Field[tuple[int, ...]]("subset", tuple)
    counts = Field[tuple[int, ...]]("counts", tuple)
    rank = Field[int]("rank")
    loss = Field[float]("loss")
    exact_loss = Field[Fraction | None]("exact_loss", fraction)
    type = Field[str]("type")
    index = Field[int]("index")
    nullity = Field[int]("nullity")
    coindex = Field[int]("coindex")
    escape_order = Field[int | None]("escape_order")
    rate = Field[float | None]("rate")
    learning_coefficient = Field[LearningCoefficient]("learning_coefficient", LearningCoefficient)
    strata = Field[int | None]("strata", int)
    fiber_types = Field[tuple[str, ...] | None]("fiber_types", tuple)
    components = Field[Listing[Component] | None]("components", lambda rows: Listing(map(Component, rows)))
    fiber = Field[int]("fiber")
    dynamics = Field[dict[str, Any] | None]("dynamics")


class Fiber(Record):
    """A critical value with the ids of the listed families that have it."""

    id = Field[int]("id")
    loss = Field[float]("loss")
    exact_loss = Field[Fraction | None]("exact_loss", fraction)
    families = Field[tuple[int, ...]]("families", tuple)


class Connection(Record):
    """A way down from a family to another: it learns a mode, or swaps one for a better one."""

    from_ = Field[int]("from")
    to = Field[int]("to")
    kind = Field[str]("kind")
    learned = Field[int]("learned")
    dropped = Field[int | None]("dropped")
    loss_drop = Field[float]("loss_drop")
    escape_order = Field[int]("escape_order")
    rate = Field[float | None]("rate")
    cover = Field[bool]("cover")


class Landscape:
    """The landscape of a problem: families, fibers and connections in order of loss.

    Made by :meth:`Problem.landscape <linscape.Problem.landscape>`. ``print`` shows the report of the
    command line, a notebook a table.

    Examples
    --------
    >>> from linscape import Problem
    >>> landscape = Problem([3, 3, 3, 3], sigma=[3, 2, 1]).landscape()
    >>> len(landscape), len(landscape.connections)
    (8, 18)
    >>> landscape.families[1].exact_loss
    Fraction(1, 2)
    >>> [landscape.families[id].subset for id in landscape.greedy_path]
    [(), (1,), (1, 2), (1, 2, 3)]
    """

    _tables = COLUMNS
    #: What the rows of a table are.
    _records: dict[str, type[Record]] = {"families": Family, "fibers": Fiber, "connections": Connection}
    #: The fields that a notebook shows of a family, by their headings.
    _shown = {
        "loss": "loss", "learned": "subset", "rank": "rank", "type": "type", "index": "index",
        "nullity": "nullity", "coindex": "coindex", "escape order": "escape_order", "rate": "rate",
    }  # fmt: skip

    def __init__(self, native: NativeLandscape, problem: Any = None, limit: int | None = None):
        self._native = native
        self._problem = problem
        self._limit = limit

    def __copy__(self) -> Landscape:
        return self

    def __deepcopy__(self, memory: dict[int, Any]) -> Landscape:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        # The same problem gives the same landscape, bit for bit, and is much smaller.
        return relisted, (self._problem, self._limit)

    @cached_property
    def _document(self) -> dict[str, Any]:
        return json.loads(self._native.to_json())

    def to_dict(self) -> dict[str, Any]:
        """The dump, ``linscape.landscape/1``, field by field as ``linscape dump`` writes it."""
        return json.loads(self._native.to_json())

    def to_json(self) -> str:
        """The dump as text, byte for byte what ``linscape dump`` writes."""
        return self._native.to_json()

    def _listed(self, table: str) -> Listing[Any]:
        """A table of the dump as records."""
        return Listing(self._records[table](row) for row in self._document[table])

    @cached_property
    def families(self) -> Listing[Family]:
        """The listed families, lowest loss first."""
        return self._listed("families")

    @cached_property
    def fibers(self) -> Listing[Fiber]:
        """The critical values that have a listed family, lowest first."""
        return self._listed("fibers")

    @cached_property
    def connections(self) -> Listing[Connection]:
        """The connections among the listed families."""
        return self._listed("connections")

    @property
    def counts(self) -> dict[str, Any]:
        """Exact numbers of all families, listed or not: ``families``, ``critical_values`` (``None``
        where they were not counted), ``strict`` and ``nonstrict``; ``listed`` and ``truncated``."""
        counts = dict(self._document["counts"])
        for key in ("families", "critical_values", "strict", "nonstrict", "local_minima"):
            if counts.get(key) is not None:
                counts[key] = int(counts[key])
        return counts

    @property
    def greedy_path(self) -> list[int]:
        """Ids of the families that training from small weights meets in turn."""
        return list(self._document["greedy_path"])

    def __len__(self) -> int:
        return len(self._native)

    def __str__(self) -> str:
        return self._native.report()

    def __repr__(self) -> str:
        families, strict, nonstrict, _ = self._native.counts()
        return f"<Landscape of {families} families: {strict} strict, {nonstrict} nonstrict saddles>"

    def to_pandas(self, table: str = "families") -> pandas.DataFrame:
        """A table of the dump as a data frame, one row a record; families and fibers have their ids as index.

        The types do not depend on what is listed, so that tables of several landscapes can be put together: whole numbers are
        ``int64`` (``Int64`` where they can be missing), counts that can exceed it and exact losses are ``string``, losses and
        rates ``float64``. Subsets are lists (of pyarrow where it is installed, of Python where not); ``components``,
        ``learning_coefficient`` and ``dynamics``, objects of several fields, are JSON texts. All fields are described in
        ``docs/formats.md``, "Dump".

        Parameters
        ----------
        table : {"families", "fibers", "connections"}
            One row a family of critical points, a critical value, or a connection.

        Returns
        -------
        pandas.DataFrame
            Only what is listed: of a landscape made with ``limit=K`` the lowest K families and the greedy path.

        Examples
        --------
        >>> from linscape import Problem
        >>> landscape = Problem([3, 3, 3, 3], sigma=[3, 2, 1]).landscape()
        >>> frame = landscape.to_pandas()
        >>> frame[frame.type == "nonstrict_saddle"].loss.tolist()
        [0.5, 2.5, 7.0]
        >>> landscape.to_pandas("connections").groupby("kind").size().to_dict()
        {'learn': 12, 'swap': 6}

        Raises
        ------
        ImportError
            Without pandas.
        ValueError
            When there is no such table.
        """
        return framed(self, table)

    def to_networkx(self, nodes: str = "fibers", all: bool = False) -> networkx.MultiDiGraph:
        """The graph that ``linscape graph`` writes: nodes and edges carry the fields of the dump.

        Parameters
        ----------
        nodes : {"fibers", "families"}
            One node a critical value (parallel edges are kept), or one a family.
        all : bool
            Every connection, not only the covers.

        Raises
        ------
        ImportError
            Without networkx.
        ValueError
            When all connections are asked for but only covers are known.
        """
        return networkx_graph(json.loads(self._native.graph("cytoscape", nodes, all)))

    def to_graph(self, format: str, nodes: str = "fibers", all: bool = False) -> str:
        """The text of a graph file: ``dot``, ``graphml``, ``gexf`` or ``cytoscape``."""
        return self._native.graph(format, nodes, all)

    def check(self, *, progress: Progress = None) -> LandscapeCheck:
        """Hold the theorem against the dense Hessian at every listed balanced point.

        Raises
        ------
        LimitError
            When the Hessian is too large to be formed.

        Examples
        --------
        >>> from linscape import Problem
        >>> found = Problem([2, 2, 2], sigma=[2, 1]).landscape().check()
        >>> found.agree, found.undecided, found.disagree
        (4, 0, 0)
        """
        with reporting(progress, "checking balanced points") as report:
            return LandscapeCheck(*native_check(self._problem._native, self._native, report))

    def verify_connections(
        self, *, all: bool = False, epsilon: float = 0.01, seed: int = 0, progress: Progress = None
    ) -> ConnectionCheck:
        """Follow gradient flow along every cover, or along all connections; with weight decay that of the
        regularised loss.

        Parameters
        ----------
        all : bool
            Every connection, not only the covers.
        epsilon : float
            Where orbits start and end: distance from the saddles, relative to the mode that is learned
            (with decay to the smallest amplitude that moves).
        seed : int
            Seed of the hidden bases of orbits.

        Examples
        --------
        >>> from linscape import Problem
        >>> found = Problem([2, 2, 2], sigma=[2, 1]).landscape().verify_connections()
        >>> found.verified, found.failed, found.untried
        (3, 0, 0)
        >>> Problem([1, 1, 1, 1], sigma=[2], decay=0.5).landscape().verify_connections().verified
        2
        """
        whole_numbers(seed=seed)
        with reporting(progress, "following connections") as report:
            *counts, failures = native_connections(self._native, all, epsilon, seed, report)
        return ConnectionCheck(*counts, tuple(FailedConnection(*failure) for failure in failures))

    def to_svg(self, nodes: str = "families", **look: Any) -> str:
        """The diagram as SVG that stands alone, as ``linscape graph --format svg`` writes it, with the size,
        style and font that :meth:`Picture.to_png <linscape.pictures.Picture.to_png>` takes."""
        return self.plot(nodes).to_svg(**look)

    def to_png(self, nodes: str = "families", **look: Any) -> bytes:
        """The diagram as PNG."""
        return self.plot(nodes).to_png(**look)

    def to_pdf(self, nodes: str = "families", **look: Any) -> bytes:
        """The diagram as PDF."""
        return self.plot(nodes).to_pdf(**look)

    def plot(self, nodes: str = "families") -> Picture:
        """The diagram, which a notebook shows: heights by loss, a column a number of modes learned.

        Parameters
        ----------
        nodes : {"families", "fibers"}
            One node a family, or one a critical value.

        Examples
        --------
        >>> from linscape import Problem
        >>> Problem([3, 3, 3], sigma=[3, 2, 1]).landscape().plot()
        <Picture: landscape of 8 families>
        """
        return Picture(native_diagram(self._native, nodes), f"landscape of {self._native.counts()[0]} families")

    def view(self, trajectory: Any = None, *, height: int = 720) -> Page:
        """The page of ``linscape view``, which a notebook shows in a frame; nothing is fetched.

        Parameters
        ----------
        trajectory : Trajectory, optional
            Drawn over the landscape.
        height : int
            Of the frame, in pixels.

        Examples
        --------
        >>> from linscape import Problem
        >>> page = Problem([2, 2, 2], sigma=[2, 1]).landscape().view()
        >>> "<html" in page.html, page._repr_html_().startswith("<iframe srcdoc=")
        (True, True)
        """
        document = None if trajectory is None else json.dumps(trajectory.to_dict())
        return Page(native_page(self._problem._native, self._limit, document), height)

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.to_json() == other.to_json()  # type: ignore[attr-defined]

    __hash__ = None  # type: ignore[assignment]

    def _repr_html_(self) -> str:
        rows = [
            tuple(shown_cell(getattr(family, field)) for field in self._shown.values())
            for family in self.families[:SHOWN]
        ]
        more = f"; the first {SHOWN} of {len(self)} listed" if len(self) > SHOWN else ""
        return html_table(list(self._shown), rows, repr(self)[1:-1] + more)
