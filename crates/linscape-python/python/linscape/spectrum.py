"""Eigenvalues of the Hessian."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np

from linscape._linscape import eigenvalue_plot
from linscape.listing import Listing
from linscape.pictures import Picture
from linscape.record import Field, Record, html_table


class Eigenvalue(Record):
    """An eigenvalue with its multiplicity, and how many eigenvalues there are up to it."""

    value = Field[float]("value")
    multiplicity = Field[int]("multiplicity")
    cumulative = Field[int]("cumulative")


class Spectrum(Record):
    """The Hessian's eigenvalues; ``linscape.spectrum/1``.

    Attributes
    ----------
    rows : list of Eigenvalue
        Increasing, equal ones merged. Of many weights both ends only.
    vectors : ndarray of shape (parameters, n) or None
        For weights the eigenvectors listed (of a spectrum in pieces, ``low_rank``, the outermost that are
        not flat), as columns: layer by layer from the input, each ``W_i``
        column by column.
    step_limit : float or None
        The largest stable step of gradient descent, ``2 / largest``.
    sharpness : float or None
        The largest eigenvalue, at global minima.
    """

    method = Field[str]("method")
    coordinates = Field[str]("coordinates")
    smallest = Field[float | None]("smallest")
    largest = Field[float | None]("largest")
    step_limit = Field[float | None]("step_limit")
    sharpness = Field[float | None]("sharpness")
    rows = Field[Listing[Eigenvalue]]("rows", lambda rows: Listing(map(Eigenvalue, rows)))

    def __init__(self, document: Mapping[str, Any], vectors: np.ndarray | None = None):
        super().__init__(document)
        self.vectors = vectors

    @property
    def values(self) -> np.ndarray:
        """The eigenvalues listed, each as often as its multiplicity, increasing."""
        rows = self._document["rows"]
        return np.repeat([row["value"] for row in rows], [row["multiplicity"] for row in rows])

    @property
    def converged(self) -> bool:
        """Whether every eigenvalue listed is as exact as was asked for."""
        iteration = self._document.get("iteration")
        return iteration is None or iteration["status"] == "converged"

    def plot(self) -> Picture:
        """How many eigenvalues lie beyond a size, positive and negative ones apart; a notebook shows it.

        Values within their error have no sign and are left out; counts are then at least as many, as they are over the
        shaded sizes, where some eigenvalues are not listed.

        Examples
        --------
        >>> from linscape import Problem
        >>> Problem([3, 3, 3, 3], sigma=[3, 2, 1]).spectrum([1]).plot()
        <Picture: eigenvalues>
        """
        levels = [(row["value"], row["multiplicity"]) for row in self._document["rows"]]
        within = self._document.get("bound", 0.0)
        missing = self._document["problem"]["parameters"] - sum(times for _, times in levels)
        between = (self._document.get("complete_below"), self._document.get("complete_above"))
        drawn = eigenvalue_plot(json.dumps(self._document), levels, within, missing, between)
        return Picture(drawn, "eigenvalues")

    def _repr_html_(self) -> str:
        header = ["value", "multiplicity", "cumulative"]
        rows = [tuple(row[key] for key in header) for row in self._document["rows"][:60]]
        return html_table(header, rows, f"{self.method}, {self.coordinates} coordinates")
