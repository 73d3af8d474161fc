"""Trajectories of gradient flow and descent, and the saddles they visit."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from linscape._linscape import trajectory_plot
from linscape.extras import require
from linscape.listing import Listing
from linscape.pictures import Picture
from linscape.record import Field, Record, html_table
from linscape.tables import typed_frame

if TYPE_CHECKING:
    import pandas


class Visit(Record):
    """A stay near a family: its subset, when it began and ended, and how near it came."""

    subset = Field[tuple[int, ...]]("subset", tuple)
    type = Field[str]("type")
    enter = Field[float]("enter")
    leave = Field[float | None]("leave")
    stay = Field[float | None]("stay")
    expected_stay = Field[float | None]("expected_stay")
    gradient_norm = Field[float]("gradient_norm")
    distance = Field[float]("distance")
    loss = Field[float]("loss")

    @property
    def stay_steps(self) -> float | None:
        """``stay`` in steps, where the learning rate is known."""
        return self._document.get("stay_steps")

    @property
    def expected_steps(self) -> float | None:
        """``expected_stay`` in steps, where the learning rate is known."""
        return self._document.get("expected_steps")

    @property
    def left_by_rounding(self) -> bool:
        """What is learned next was too small for double precision: ``stay`` and all later times say nothing."""
        return self._document.get("left_by_rounding", False)


class Trajectory(Record):
    """A trajectory with the saddles it visited; ``linscape.trajectory/1``.

    Attributes
    ----------
    time, loss : ndarray of shape (n,)
        The moments kept.
    modes : ndarray of shape (n, rank)
        ``u_lᵀ W v_l``, how much of each singular mode the network has.
    visits : list of Visit
        The families visited, in order.
    status : {"finished", "diverged", "incomplete"}
    weights : list of ndarray, dict or None
        The last weights, a mapping with ``b1``, … where there are biases, in the coordinates of the data; ``None`` when they are no numbers.
    """

    status = Field[str]("status")
    method = Field[str]("method")
    seed = Field[int]("seed")
    steps = Field[int]("steps")
    time = Field[np.ndarray]("time", np.array)
    loss = Field[np.ndarray]("loss", np.array)
    modes = Field[np.ndarray]("modes", np.array)
    visits = Field[Listing[Visit]]("visits", lambda rows: Listing(map(Visit, rows)))
    follows_greedy_path = Field[bool | None]("follows_greedy_path")
    step_limit = Field[float | None]("step_limit")
    conservation_drift = Field[float | None]("conservation_drift")
    drift_tolerance = Field[float | None]("drift_tolerance")
    final = Field[dict[str, Any]]("final")

    def __init__(self, document: Mapping[str, Any], weights: list[np.ndarray] | dict[str, np.ndarray] | None):
        super().__init__(document)
        self.weights = weights

    @property
    def has_drifted(self) -> bool:
        """Whether what gradient flow conserves drifted past the tolerance: the integration was too coarse."""
        drift, most = self.conservation_drift, self.drift_tolerance
        return self.status != "diverged" and most is not None and (drift is None or drift > most)

    def to_pandas(self) -> pandas.DataFrame:
        """Time, loss and modes, one row a moment."""
        frame = require("pandas", "pandas").DataFrame({"time": self.time, "loss": self.loss})
        for mode, values in enumerate(np.atleast_2d(self.modes).T, start=1):
            frame[f"mode_{mode}"] = values
        return frame

    def plot(self) -> Picture:
        """Loss over the critical values it passes, and modes over time; a notebook shows it.

        Examples
        --------
        >>> from linscape import Problem
        >>> Problem([2, 2, 2], sigma=[2, 1]).flow("aligned:0.1").plot()
        <Picture: trajectory>
        """
        return Picture(trajectory_plot(json.dumps(self._document)), "trajectory")

    def __repr__(self) -> str:
        visited = " → ".join("{" + ",".join(map(str, visit.subset)) + "}" for visit in self.visits)
        return f"<Trajectory of {self.steps} steps, {self.status}: {visited}>"

    def _repr_html_(self) -> str:
        header = ["subset", "type", "enter", "leave", "distance", "loss"]
        rows = [tuple(visit[key] for key in header) for visit in self._document["visits"]]
        return html_table(header, rows, repr(self)[1:-1])


class Trace(Record):
    """A training run given as checkpoints; ``linscape.trace/1``.

    Attributes
    ----------
    time, loss : ndarray of shape (T,)
        Of the checkpoints: steps, or steps times the learning rate.
    modes : ndarray of shape (T, rank)
        ``u_lᵀ W v_l``, how much of each singular mode the network has.
    visits : list of Visit
        The families visited, in order; those of one family in a row are one. ``expected_stay`` is how long
        gradient flow would have stayed, from the checkpoint that is closest.
    order : {"greedy", "consistent", "other"} or None
        How the visits compare with the greedy path: along it; in its order, with the families ``passed_over``; or
        not. ``None`` when the run does not begin at ∅.
    checkpoints : list of dict
        ``file``, ``step``, ``time``, ``loss``, ``gradient_norm`` and ``near``: the family that it is nearest to, its type, index,
        escape order and distance; with ``learning=True`` also ``learning_coefficient``.
    """

    #: The columns of the table by type.
    _columns = {
        "file": "string", "step": "float64", "time": "float64", "loss": "float64", "gradient_norm": "float64",
        "subset": "list", "type": "string", "index": "Int64", "escape_order": "Int64", "distance": "float64",
        "relative_distance": "float64",
    }  # fmt: skip

    status = Field[str]("status")
    coordinates = Field[str]("coordinates")
    time = Field[np.ndarray]("time", np.array)
    loss = Field[np.ndarray]("loss", np.array)
    modes = Field[np.ndarray]("modes", np.array)
    visits = Field[Listing[Visit]]("visits", lambda rows: Listing(map(Visit, rows)))
    order = Field[str | None]("order")
    passed_over = Field[list[tuple[int, ...]] | None]("passed_over", lambda rows: [tuple(row) for row in rows])
    follows_greedy_path = Field[bool | None]("follows_greedy_path")
    learning_rate = Field[float | None]("learning_rate")
    checkpoints = Field[list[dict[str, Any]]]("checkpoints")
    final = Field[dict[str, Any]]("final")

    def to_pandas(self) -> pandas.DataFrame:
        """One row a checkpoint, in the order of training, with what it is near.

        Columns: ``file``, ``step`` (``None`` where names have none), ``time``, ``loss`` (in the problem's convention),
        ``gradient_norm`` (in its coordinates); and of the nearest family ``subset``, ``type``, ``index``, ``escape_order``,
        ``distance`` and ``relative_distance``, all missing where nothing is near.
        """
        rows = [checkpoint | (checkpoint["near"] or {}) | {"loss": checkpoint["loss"]} for checkpoint in self.checkpoints]
        columns = self._columns
        return typed_frame(columns, [{name: row.get(name) for name in columns} for row in rows])

    def plot(self) -> Picture:
        """Loss over the critical values it passes, and modes over time; a notebook shows it.

        Examples
        --------
        >>> from linscape import Problem
        >>> problem = Problem([2, 2, 2], sigma=[2, 1])
        >>> problem.trace([problem.represent([]), problem.represent([1])]).plot()
        <Picture: training run>
        """
        return Picture(trajectory_plot(json.dumps(self._document)), "training run")

    def __repr__(self) -> str:
        visited = " → ".join("{" + ",".join(map(str, visit.subset)) + "}" for visit in self.visits)
        return f"<Trace of {len(self.time)} checkpoints, {self.order or 'no'} order: {visited}>"

    def _repr_html_(self) -> str:
        header = ["subset", "type", "enter", "leave", "stay", "expected_stay", "distance", "loss"]
        rows = [tuple(visit[key] for key in header) for visit in self._document["visits"]]
        return html_table(header, rows, repr(self)[1:-1])
