"""What can be asked of a problem's critical values."""

from __future__ import annotations

import json
from fractions import Fraction

from linscape._linscape import value_plot
from linscape._linscape import values as native_values
from linscape.checks import CriticalValue
from linscape.exact import exact_text
from linscape.listing import Listing
from linscape.pictures import Picture
from linscape.progress import Progress, reporting
from linscape.statement import Statement
from linscape.whole import whole_numbers


class Values(Statement):
    """A problem as a ladder of losses; :class:`~linscape.Problem` adds what lies on its rungs."""

    def values(
        self,
        *,
        lowest: int | None = None,
        highest: int | None = None,
        below: float | Fraction | str | None = None,
        subsets: bool = False,
        progress: Progress = None,
    ) -> Listing[CriticalValue]:
        """Critical values in order, with the number of families that share each.

        Parameters
        ----------
        lowest : int, optional
            So many, from the global minimum up; or
        highest : int, optional
            so many, from the origin down; or
        below : number or str, optional
            those below a loss, a fraction as text or :class:`~fractions.Fraction` compared exactly. Without any of
            these all of them, increasing.
        subsets : bool
            The families that have each value, too.

        Raises
        ------
        LimitError
            When there are more than memory holds.

        Examples
        --------
        >>> from linscape import Problem
        >>> [value.loss for value in Problem([2, 2, 2], sigma=[2, 1]).values()]
        [0.0, 0.5, 2.0, 2.5]
        >>> [value.subsets for value in Problem([3, 3, 3], sigma=[5, 4, 3]).values(below="17", subsets=True)]
        [((1, 2, 3),), ((1, 2),), ((1, 3),), ((2, 3), (1,))]
        """
        whole_numbers(1, lowest=lowest, highest=highest)
        if sum(given is not None for given in (lowest, highest, below)) > 1:
            raise ValueError("give one of lowest, highest and below")
        loss = None if below is None else exact_text(below, "below")
        with reporting(progress, "listing values") as report:
            document = json.loads(native_values(self._native, lowest, highest, loss, None, subsets, report))
        return Listing(map(CriticalValue, document["values"]))

    def count_below(self, loss: float | Fraction | str, *, progress: Progress = None) -> tuple[int, int]:
        """How many families are below a loss: two bounds, equal where the number is known.

        Some 42 modes are counted exactly, hundreds between bounds; no family is listed.

        Examples
        --------
        >>> from linscape import Problem
        >>> Problem([3, 3, 3], sigma=[5, 4, 3]).count_below("25/2")
        (3, 3)
        """
        with reporting(progress, "counting families") as report:
            text = native_values(self._native, None, None, None, exact_text(loss, "loss"), False, report)
        below = json.loads(text)["below"]
        return int(below["at_least"]), int(below["at_most"])

    def plot_values(self, *, lowest: int = 10_000, label: int = 8, progress: Progress = None) -> Picture:
        """How many families lie at or below a loss, one step a critical value.

        Parameters
        ----------
        lowest : int
            As many of the lowest critical values.
        label : int
            As many of them with their subset and loss.

        Raises
        ------
        LimitError
            When that is more than a picture shows.

        Examples
        --------
        >>> from linscape import Problem
        >>> Problem([3, 3, 3, 3], sigma=[5, 4, 3]).plot_values()
        <Picture: critical values>
        """
        whole_numbers(1, lowest=lowest)
        whole_numbers(label=label)
        with reporting(progress, "listing values") as report:
            return Picture(value_plot(self._native, lowest, label, report), "critical values")
