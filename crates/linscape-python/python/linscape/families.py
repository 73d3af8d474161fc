"""What can be asked of a problem's families of critical points and their strata."""

from __future__ import annotations

import json
from collections.abc import Iterable

import numpy as np

from linscape._linscape import explain as native_explain
from linscape._linscape import escape_plot, singular_value_plot, surface_plot
from linscape.decay import DecayedFamily, DecayedLandscape, DecayedVerification
from linscape.exact import integers_text
from linscape.explanation import Explanation
from linscape.landscape import Family, Landscape
from linscape.learning import Ladder
from linscape.pictures import Picture
from linscape.progress import Progress, reporting
from linscape.strata import Strata, Stratum
from linscape.values import Values
from linscape.verification import Verification
from linscape.weights import weights_of_native
from linscape.whole import whole_numbers

#: The singular values learned, by index from 1; a family stands for its own. With weight decay a text
#: names the passes too: ``"1,2|3"``.
Subset = Iterable[int] | str | Family | DecayedFamily


class Families(Values):
    """A problem as a set of critical points; :class:`~linscape.Problem` adds questions about weights."""

    def landscape(self, *, limit: int | None = None, progress: Progress = None) -> Landscape:
        """The landscape: every family of critical points, or the lowest and the greedy path.

        Parameters
        ----------
        limit : int, optional
            List the lowest so many families only.
        progress : bool or callable, optional
            ``True`` for a bar of tqdm, or a function of work done and work in all.

        Raises
        ------
        LimitError
            When there are more families than are listed unasked.

        Examples
        --------
        >>> from linscape import Problem
        >>> Problem([2, 2, 2], sigma=[2, 1]).landscape()
        <Landscape of 4 families: 3 strict, 0 nonstrict saddles>

        With weight decay it is a :class:`~linscape.DecayedLandscape`, with minima and barriers.
        """
        whole_numbers(1, limit=limit)
        with reporting(progress, "listing families") as report:
            native = self._native.landscape(limit, report)
        return Landscape(native, self, limit) if self.decay is None else DecayedLandscape(native, self, limit)

    def explain(
        self, subset: Subset = (), *, stratum: Stratum | str | None = None, seed: int = 0
    ) -> Explanation:
        """Why a critical point is what it is: pairs of layers, ranks, residual, links that escape.

        Parameters
        ----------
        subset : iterable of int
            The family.
        stratum : Stratum or str, optional
            The stratum; unless stated that of the balanced point.
        seed : int
            Seed of the random point at which ranks are measured.

        Returns
        -------
        Explanation
            The document ``linscape.explanation/1`` of ``docs/formats.md``, a dictionary, which prints as ``linscape explain``.

        Examples
        --------
        >>> from linscape import Problem
        >>> found = Problem([2, 2, 2], sigma=[2, 1]).explain([1])
        >>> found["stratum"]["type"], found["escape"]["order"], found["measured"]["agree"]
        ('strict_saddle', 2, True)
        """
        whole_numbers(seed=seed)
        key = stratum.id if isinstance(stratum, Stratum) else stratum
        document, text = native_explain(self._native, subset_text(subset), key, seed)
        return Explanation(json.loads(document), text)

    def plot(self) -> Picture:
        """The singular values of Σ, with multiplicities and how many can be learned."""
        return Picture(singular_value_plot(self._native), "singular values")

    def plot_surface(self, modes: Iterable[int] = (1, 2), learned: Iterable[int] = ()) -> Picture:
        """The loss on the plane of two modes' amplitudes, exactly, with saddles and orbits of gradient flow.

        Parameters
        ----------
        modes : two of int
            The modes of the plane, by index from 1.
        learned : iterable of int
            The modes that are learned beside them.

        Examples
        --------
        >>> from linscape import Problem
        >>> Problem([3, 3, 3, 3], sigma=[3, 2, 1]).plot_surface([2, 3], learned=[1])
        <Picture: loss on the plane of modes 2 and 3>
        """
        first, second = modes
        svg = surface_plot(self._native, [first, second], list(learned))
        return Picture(svg, f"loss on the plane of modes {first} and {second}")

    def plot_escape(
        self,
        subset: Subset = (),
        *,
        stratum: str | Stratum | None = None,
        direction: int | tuple[int, int] = 1,
        seed: int = 0,
    ) -> Picture:
        """The loss on a plane along an escape direction of a nonstrict saddle, exactly, in whitened coordinates.

        Parameters
        ----------
        subset : iterable of int
            The singular values that the saddle has learned, by index from 1.
        stratum : str or Stratum, optional
            A random point of this stratum; the balanced point without it.
        direction : int or two of int
            The direction, counted from 1, whose last link is the other axis (or its step between null bars); or two
            that span the plane.
        seed : int
            Of the random point.

        Raises
        ------
        ValueError
            Where the points are no nonstrict saddles, or there is no such direction.

        Examples
        --------
        >>> from linscape import Problem
        >>> Problem([2, 2, 2, 2], sigma=[2, 1]).plot_escape()
        <Picture: loss on a plane of escape from ∅>
        """
        whole_numbers(seed=seed)
        key = stratum.id if isinstance(stratum, Stratum) else stratum
        directions = [direction] if isinstance(direction, int) else list(direction)
        if not 1 <= len(directions) <= 2:
            raise ValueError("direction is one direction or two, such as (1, 2)")
        text = subset_text(subset)
        svg = escape_plot(self._native, text, key, directions, seed)
        return Picture(svg, f"loss on a plane of escape from {'{' + text + '}' if text else '∅'}")

    def strata(
        self,
        subset: Subset = (),
        *,
        type: str | None = None,
        index: int | None = None,
        dimension: int | None = None,
        escape_order: int | None = None,
        components: bool = False,
        limit: int | None = None,
        progress: Progress = None,
    ) -> Strata:
        """The strata of a family, those that meet all conditions given.

        Parameters
        ----------
        subset : iterable of int
            The singular values learned, by index from 1.
        type : {"global_minimum", "strict_saddle", "nonstrict_saddle"}, optional
        index, dimension, escape_order : int, optional
        components : bool
            Only those with dimension = nullity, the irreducible components of the family.
        limit : int, optional
            The first so many only.

        Raises
        ------
        LimitError
            When there are too many to be listed unasked.

        Examples
        --------
        >>> from linscape import Problem
        >>> strata = Problem([2, 2, 2, 2], sigma=[2, 1]).strata([1])
        >>> [(stratum.id, stratum.type) for stratum in strata][:2]
        [('p0-3.b1-1,2-2', 'nonstrict_saddle'), ('p0-3.b1-2', 'strict_saddle')]
        """
        whole_numbers(index=index, dimension=dimension, escape_order=escape_order)
        whole_numbers(1, limit=limit)
        conditions = (type, index, dimension, escape_order, components)
        with reporting(progress, "listing strata") as report:
            text = self._native.strata(subset_text(subset), conditions, limit, False, report)
        return Strata(json.loads(text))

    def count_strata(self, subset: Subset = ()) -> dict[str, int]:
        """Exact numbers of strata of a family by type, without listing them.

        Examples
        --------
        >>> from linscape import Problem
        >>> Problem([2, 2, 2, 2], sigma=[2, 1]).count_strata([1])
        {'global_minimum': 0, 'strict_saddle': 3, 'nonstrict_saddle': 1}
        """
        none = (None, None, None, None, False)
        document = json.loads(self._native.strata(subset_text(subset), none, None, True, None))
        return {name: int(count) for name, count in document["by_type"].items()}

    def learning(
        self, *, rank: int | None = None, samples: int | None = None, noise: float | None = None
    ) -> Ladder:
        """Learning coefficients (real log canonical thresholds) for a truth of each rank.

        Parameters
        ----------
        rank : int, optional
            That rank only.
        samples : int, optional
            How many samples the truth is judged by; those of the data if there are any.
        noise : float, optional
            Variance of the noise of each output. With it come free energies and the rank they choose, a
            heuristic.

        Examples
        --------
        >>> from linscape import Problem
        >>> [(str(rung.value), rung.multiplicity) for rung in Problem([3, 3, 3, 3], sigma=[3, 2, 1]).learning()]
        [('3', 1), ('4', 3), ('9/2', 3), ('9/2', 1)]
        """
        return Ladder(json.loads(self._native.learning(rank, samples, noise)))

    def represent(
        self,
        subset: Subset = (),
        *,
        stratum: str | Stratum | None = None,
        seed: int = 0,
        coordinates: str = "data",
        balanced_in: str = "whitened",
    ) -> list[np.ndarray] | dict[str, np.ndarray]:
        """Weights ``W_1, …, W_h`` of a critical point of a family, ``W_i`` of shape ``(d_i, d_{i−1})``.

        Of a network with biases a mapping of ``W1``, …, ``b1``, …: the last bias takes the best offset of
        the outputs; others are zero at the balanced point and random at points of strata.

        Parameters
        ----------
        subset : iterable of int
            The singular values learned, by index from 1.
        stratum : str, optional
            A random point of this stratum (``"random"``: of any) instead of the balanced point. With weight
            decay a family has one stratum, and the point is always random.
        seed : int
            Seed of the random bases.
        coordinates : {"data", "whitened"}
            Input coordinates of ``W_1``.
        balanced_in : {"data", "whitened"}
            The coordinates in which the balanced point is balanced: those of the theory, or the data's own, where
            training from small weights meets it.

        Examples
        --------
        >>> from linscape import Problem
        >>> first, second = Problem([1, 1, 1], sigma=[4]).represent([1])
        >>> (second @ first).item()
        4.0
        """
        if coordinates not in ("data", "whitened"):
            raise ValueError(f"coordinates '{coordinates}' is none of data, whitened")
        if balanced_in not in ("data", "whitened"):
            raise ValueError(f"balanced_in '{balanced_in}' is none of data, whitened")
        in_data = balanced_in == "data"
        if in_data and (stratum is not None or self.decay is not None):
            raise ValueError("balanced_in goes with the balanced point of a problem without decay")
        whole_numbers(seed=seed)
        key = stratum.id if isinstance(stratum, Stratum) else stratum
        native, _ = self._native.represent(subset_text(subset), key, seed, coordinates == "whitened", in_data)
        return weights_of_native(*native)

    def verify(
        self,
        subset: Subset | None = None,
        *,
        stratum: str | Stratum | None = None,
        type: str | None = None,
        index: int | None = None,
        dimension: int | None = None,
        escape_order: int | None = None,
        components: bool = False,
        limit: int | None = None,
        samples: int | None = None,
        seed: int = 0,
        descent_up_to: int = 30,
        exact: bool = False,
        progress: Progress = None,
    ) -> Verification | DecayedVerification:
        """Theorem against numerics, or against rational arithmetic, at random points of strata.

        Parameters
        ----------
        subset : iterable of int, optional
            One family only.
        stratum : str, optional
            One stratum of it only.
        type, index, dimension, escape_order, components
            Conditions on strata, as in :meth:`strata`.
        limit, samples : int, optional
            The first so many strata, or so many random ones. By default every stratum once, or 1000
            random ones if there are more (50 in networks of more than 500 parameters).
        seed : int
            Seed of the random strata and points.
        descent_up_to : int
            Search for descent at nonstrict saddles of networks with at most so many parameters.
        exact : bool
            Rational points and rational arithmetic: every agreement is a proof. Needs rational singular
            values (``sigma``); ``descent_up_to`` has no part in it.

        With weight decay the points are random ones (200) of all minima and of the lowest families, and the
        Hessian that of the loss with its penalty; conditions on strata and `exact` do not go with it.

        Examples
        --------
        >>> from linscape import Problem
        >>> Problem([2, 2, 2], sigma=[2, 1]).verify()
        <Verification: 4 points, 4 agreed, 0 undecided, 0 disagreed>
        >>> Problem([2, 2, 2, 2], sigma=["1", "1e-8"]).verify(exact=True)
        <Verification: 20 points, 20 agreed, 0 undecided, 0 disagreed>
        """
        whole_numbers(seed=seed, index=index, dimension=dimension, escape_order=escape_order)
        whole_numbers(descent_up_to=descent_up_to)
        whole_numbers(1, limit=limit, samples=samples)
        chosen = None if subset is None else subset_text(subset)
        key = stratum.id if isinstance(stratum, Stratum) else stratum
        conditions = (type, index, dimension, escape_order, components)
        if key is not None and chosen is None:
            raise ValueError("stratum goes with subset")
        if samples is not None and limit is not None:
            raise ValueError("give samples or limit, not both")
        with reporting(progress, "checking points") as report:
            text = self._native.verify(chosen, key, conditions, limit, samples, seed, descent_up_to, exact, report)
        document = json.loads(text)
        return Verification(document) if self.decay is None else DecayedVerification(document)


def subset_text(subset: Subset) -> str:
    """The indices with commas, or the key of a family with weight decay."""
    if isinstance(subset, DecayedFamily):
        return subset.key
    indices = subset.subset if isinstance(subset, Family) else subset
    return integers_text(indices) or ""
