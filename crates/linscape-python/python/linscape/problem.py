"""A problem, and what can be asked of it."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterable
from typing import Any

import numpy as np

from linscape._linscape import flow as native_flow
from linscape.classification import Classification
from linscape.exact import integers_text
from linscape.landscape import Family, Landscape
from linscape.progress import Progress, reporting
from linscape.spectrum import Spectrum
from linscape.statement import Statement
from linscape.strata import Strata, Stratum
from linscape.trajectory import Trajectory
from linscape.verification import Verification
from linscape.weights import native_weights

#: The singular values learned, by index from 1; a family stands for its own.
Subset = Iterable[int] | str | Family


class Problem(Statement):
    """The loss ``½‖Y − W_h⋯W_1 X‖²`` of a deep linear network on data.

    Exactly one source states the data: `sigma`, `target`, `inputs` or `problem`. Matrices are
    whatever has ``__array__`` or ``__dlpack__`` (NumPy, PyTorch, JAX, pandas), nested lists, or names
    of files (``.csv``, ``.npy``, ``.npz``, ``file.npz:key``).

    Parameters
    ----------
    widths : sequence of int, optional
        All widths ``d_0, …, d_h``: input, hidden layers, output. Needed with `sigma`.
    hidden : sequence of int, optional
        The hidden widths only, when the source gives both ends.
    sigma : sequence of int, Fraction, Decimal, str or float, optional
        Singular values of Σ in any order; missing ones are zero. All are exact: a float stands for
        the shortest decimal that reads back as it, as if it were typed. Values that a computation
        has rounded are better given as ``target=np.diag(values)``, which is compared to tolerance.
    target : matrix, optional
        Σ itself, of shape ``(d_h, d_0)``.
    inputs : matrix, optional
        Inputs, one sample a row, of shape ``(m, d_0)``; with `targets`, `labels` or `autoencode`.
    targets : matrix, optional
        Targets, of shape ``(m, d_h)``.
    labels : sequence or file, optional
        The class of each sample; one-hot targets in sorted order.
    autoencode : bool
        The inputs are their own targets.
    center : bool
        Subtract column means of inputs and targets.
    problem : dict, bytes or file, optional
        A document with a ``problem`` object, such as a dump.
    loss : {"half-sum", "half-mean", "mean"}, optional
        Which multiple of the squared error is the loss.
    tolerance : float, optional
        One relative threshold for rank, repeated values and coincident losses of floating data.

    Raises
    ------
    ValueError
        With the message of the command line, options named as arguments.

    Examples
    --------
    >>> from fractions import Fraction
    >>> problem = Problem([3, 3, 3], sigma=[Fraction(5, 2), "1/3", 0])
    >>> problem.exact_singular_values
    (Fraction(5, 2), Fraction(1, 3), Fraction(0, 1))
    >>> data = Problem(hidden=[2], inputs=[[1.0, 0.0], [0.0, 1.0]], labels=["cat", "dog"])
    >>> data.widths, data.samples
    ((2, 2, 2), 2)
    >>> Problem([3, 0, 3], sigma=[1])
    Traceback (most recent call last):
    ValueError: widths 3,0,3: width d_1 is 0: every layer needs at least one unit
    """

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
        >>> Problem([2, 2, 2], sigma=[2, 1]).landscape()
        <Landscape of 4 families: 3 strict, 0 nonstrict saddles>
        """
        with reporting(progress, "listing families") as report:
            return Landscape(self._native.landscape(limit, report))

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
        >>> strata = Problem([2, 2, 2, 2], sigma=[2, 1]).strata([1])
        >>> [(stratum.id, stratum.type) for stratum in strata][:2]
        [('p0-3.b1-1,2-2', 'nonstrict_saddle'), ('p0-3.b1-2', 'strict_saddle')]
        """
        conditions = (type, index, dimension, escape_order, components)
        with reporting(progress, "listing strata") as report:
            text = self._native.strata(subset_text(subset), conditions, limit, False, report)
        return Strata(json.loads(text))

    def count_strata(self, subset: Subset = ()) -> dict[str, int]:
        """Exact numbers of strata of a family by type, without listing them.

        Examples
        --------
        >>> Problem([2, 2, 2, 2], sigma=[2, 1]).count_strata([1])
        {'global_minimum': 0, 'strict_saddle': 3, 'nonstrict_saddle': 1}
        """
        none = (None, None, None, None, False)
        document = json.loads(self._native.strata(subset_text(subset), none, None, True, None))
        return {name: int(count) for name, count in document["by_type"].items()}

    def represent(
        self,
        subset: Subset = (),
        *,
        stratum: str | Stratum | None = None,
        seed: int = 0,
        coordinates: str = "data",
    ) -> list[np.ndarray]:
        """Weights ``W_1, …, W_h`` of a critical point of a family, ``W_i`` of shape ``(d_i, d_{i−1})``.

        Parameters
        ----------
        subset : iterable of int
            The singular values learned, by index from 1.
        stratum : str, optional
            A random point of this stratum (``"random"``: of any) instead of the balanced point.
        seed : int
            Seed of the random bases.
        coordinates : {"data", "whitened"}
            Input coordinates of ``W_1``.

        Examples
        --------
        >>> first, second = Problem([1, 1, 1], sigma=[4]).represent([1])
        >>> (second @ first).item()
        4.0
        """
        if coordinates not in ("data", "whitened"):
            raise ValueError(f"coordinates '{coordinates}' is none of data, whitened")
        key = stratum.id if isinstance(stratum, Stratum) else stratum
        weights, _ = self._native.represent(subset_text(subset), key, seed, coordinates == "whitened")
        return weights

    def classify(
        self,
        weights: Any,
        *,
        layers: Iterable[str] | None = None,
        transpose: bool = False,
        refine: bool = False,
        hessian: str | None = None,
        dense_limit: int = 2000,
        seed: int = 0,
        progress: Progress = None,
    ) -> Classification:
        """What given weights are: which critical point, of which type, or how near to one.

        Parameters
        ----------
        weights : sequence of matrices, mapping, or file
            ``W_1, …, W_h``; a mapping such as a ``state_dict``, taken in the order of the numbers in
            its names; or an ``.npz`` or ``.safetensors`` file. ``float32`` and shorter are judged by
            their own rounding.
        layers : iterable of str, optional
            The tensors to take, from the input on.
        transpose : bool
            The matrices are in × out kernels.
        refine : bool
            Move weights near a critical point onto it.
        hessian : {"dense", "lanczos", "skip"}, optional
            Second road; by default dense up to `dense_limit` parameters, and beyond them both ends of
            the spectrum by Lanczos.
        seed : int
            Seed of the iteration's starting vectors.

        Examples
        --------
        >>> problem = Problem([3, 3, 3, 3], sigma=[3, 2, 1])
        >>> found = problem.classify(problem.represent([1, 2]))
        >>> found.type, found.subset, found.agree
        ('nonstrict_saddle', (1, 2), True)
        """
        names = None if layers is None else list(layers)
        with reporting(progress, "classifying") as report:
            text = self._native.classify(
                native_weights(weights), names, transpose, refine, hessian, dense_limit, seed, report
            )
        return Classification(json.loads(text))

    def spectrum(
        self,
        subset: Subset | None = None,
        *,
        weights: Any = None,
        layers: Iterable[str] | None = None,
        transpose: bool = False,
        ends: int = 5,
        dense_limit: int = 2000,
        seed: int = 0,
        progress: Progress = None,
    ) -> Spectrum:
        """The Hessian's eigenvalues: at a family's balanced point in closed form and whitened
        coordinates, or at weights by computation and in those of the data.

        Parameters
        ----------
        subset : iterable of int, optional
            The family; or
        weights : sequence of matrices, mapping, or file, optional
            As in :meth:`classify`.
        ends : int
            Eigenpairs at each end when there are more than `dense_limit` weights.

        Examples
        --------
        >>> Problem([1, 1, 1], sigma=[2]).spectrum([]).values.tolist()
        [-2.0, 2.0]
        """
        if (subset is None) == (weights is None):
            raise ValueError("give subset or weights")
        if subset is not None:
            return Spectrum(json.loads(self._native.spectrum_of_family(subset_text(subset))))
        names = None if layers is None else list(layers)
        with reporting(progress, "Hessian products") as report:
            text, vectors = self._native.spectrum_of_weights(
                native_weights(weights), names, transpose, ends, dense_limit, seed, report
            )
        spectrum = Spectrum(json.loads(text), vectors)
        if not spectrum.converged:
            message = "not all eigenpairs converged: the residuals say how good each is"
            warnings.warn(message, RuntimeWarning, stacklevel=2)
        return spectrum

    def flow(
        self,
        init: Any = "balanced:1e-3",
        *,
        distance: float | None = None,
        along: str | None = None,
        seed: int = 0,
        method: str = "bdf",
        rtol: float | None = None,
        atol: float | None = None,
        step: float | None = None,
        batch: int | None = None,
        coordinates: str = "data",
        until: float | None = None,
        until_loss: float | None = None,
        max_steps: int = 1_000_000,
        points: int = 500,
        every: float | None = None,
        radius: float = 0.1,
        drift_tolerance: float | None = None,
        progress: Progress = None,
    ) -> Trajectory:
        """Follow gradient flow, or gradient descent, and name the saddles it visits.

        Parameters
        ----------
        init : str, weights or file
            ``balanced:SCALE``, ``gaussian:SCALE``, ``orthogonal:SCALE``, ``aligned:SCALE``,
            ``delta-balanced:SCALE,DELTA``, ``near:SUBSET``; or weights, as in :meth:`classify`
            (``file:NAME`` for those of a file).
        distance, along : optional
            Distance (1e-3) and direction (``random``, ``learn:L``, ``swap:K-L``) from the saddle of
            ``near:``.
        method : {"bdf", "dop853", "gd", "sgd"}
            Implicit or explicit integration of the flow; descent on all samples or on batches.
        rtol, atol : float, optional
            Tolerances of an integration; 1e-8 and a thousandth of it.
        step, batch : optional
            Step of a descent (half the stability limit), samples in a batch (32).
        coordinates : {"data", "whitened"}
            The coordinates in which weights move.
        until, until_loss : float, optional
            Where to end; by default when the loss has come within 1e-8 of ``½‖Σ‖²`` to the least.
        points, every
            About how many moments to keep, or those at multiples of a time.
        radius : float
            How near to a family a visit is.

        Warns
        -----
        RuntimeWarning
            When what the flow conserves drifted past the tolerance, or the steps did not reach the end.

        Examples
        --------
        >>> trajectory = Problem([3, 3, 3], sigma=[3, 2, 1]).flow("balanced:1e-3", seed=1)
        >>> [visit.subset for visit in trajectory.visits]
        [(), (1,), (1, 2), (1, 2, 3)]
        """
        weights = None
        if not isinstance(init, str):
            init, weights = "file:weights", native_weights(init)
        elif init.startswith("file:"):
            weights = init.removeprefix("file:")
            if not weights:
                raise ValueError("init file: names no file")
        options = {
            "distance": distance, "along": along, "seed": seed, "method": method, "rtol": rtol, "atol": atol,
            "step": step, "batch": batch, "coordinates": coordinates, "until": until, "until_loss": until_loss,
            "max_steps": max_steps, "points": points, "every": every, "radius": radius,
            "drift_tolerance": drift_tolerance,
        }  # fmt: skip
        with reporting(progress, "steps") as report:
            text, last = native_flow(self._native, init, weights, options, report)
        trajectory = Trajectory(json.loads(text), last)
        if trajectory.has_drifted:
            message = "the conserved quantities drifted past the tolerance; a smaller rtol keeps them"
            warnings.warn(message, RuntimeWarning, stacklevel=2)
        elif trajectory.status == "incomplete":
            message = f"{trajectory.steps} steps did not reach the end; allow more by max_steps"
            warnings.warn(message, RuntimeWarning, stacklevel=2)
        return trajectory

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
        progress: Progress = None,
    ) -> Verification:
        """Theorem against numerics at random points of strata.

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

        Examples
        --------
        >>> Problem([2, 2, 2], sigma=[2, 1]).verify()
        <Verification: 4 points, 4 agreed, 0 undecided, 0 disagreed>
        """
        chosen = None if subset is None else subset_text(subset)
        key = stratum.id if isinstance(stratum, Stratum) else stratum
        conditions = (type, index, dimension, escape_order, components)
        if key is not None and chosen is None:
            raise ValueError("stratum goes with subset")
        if samples is not None and limit is not None:
            raise ValueError("give samples or limit, not both")
        with reporting(progress, "checking points") as report:
            text = self._native.verify(chosen, key, conditions, limit, samples, seed, descent_up_to, report)
        return Verification(json.loads(text))


def subset_text(subset: Subset) -> str:
    """The indices with commas."""
    indices = subset.subset if isinstance(subset, Family) else subset
    return integers_text(indices) or ""
