"""A problem: its families, and what can be asked of weights and of their motion."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterable
from typing import Any

from linscape._linscape import flow as native_flow
from linscape._linscape import trace as native_trace
from linscape.checkpoints import checkpoint_list
from linscape.classification import Classification
from linscape.decay import DecayedClassification
from linscape.decayed_motion import DecayedTrace, DecayedTrajectory, PointTrace, PointTrajectory
from linscape.families import Families, Subset, subset_text
from linscape.own import PointClassification, Points
from linscape.progress import Progress, reporting
from linscape.spectrum import Spectrum
from linscape.trajectory import Trace, Trajectory
from linscape.weights import native_weights, weights_of_native
from linscape.whole import whole_numbers


class Problem(Families):
    """The loss ``½‖Y − W_h⋯W_1 X‖²`` of a deep linear network on data.

    Exactly one source states the data: `sigma`, `target`, `inputs` or `problem`. Matrices are
    whatever has ``__array__`` or ``__dlpack__`` (NumPy, PyTorch, JAX, pandas), nested lists, or names
    of files (``.csv``, ``.npy``, ``.npz``, ``file.npz:key``; ``.parquet`` where pyarrow is installed).

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
    sample_weights : sequence or file, optional
        A weight a sample, by which its squared error counts. Means are weighted, and where losses average the sum
        of the weights stands for the number of samples.
    batches : iterable, optional
        In place of `inputs`: pairs of inputs and targets (or triples with weights; with `autoencode` inputs alone),
        a block of samples each, looked at once. What is kept is their triangular factor, not the samples. The same
        is done with `inputs` and `targets` that are arrays of Dask, on the workers.
    input_moment, cross_moment, output_moment : matrix, optional
        Second moments in place of samples: ``Σ_xx`` of shape ``(d_0, d_0)``, ``Σ_yx`` of shape ``(d_h, d_0)`` and,
        for the loss that remains, ``Σ_yy``.
    moment_samples : int, optional
        Over how many samples moments were summed (1 if they are averages), for losses that average.
    problem : dict, bytes, file or Problem, optional
        A document with a ``problem`` object, such as a dump; what :meth:`save` wrote; or another problem, data and
        all.
    biases : {"none", "last", "all"}, bool or sequence of int, optional
        Which layers have biases, by number from 1. With one in the last layer inputs and targets are
        centred inside, and counts are those of the whole network: docs/formats.md, "Biases". Weights
        that are classified say it themselves.
    loss : {"half-sum", "half-mean", "mean", "sum", "sample-mean"}, optional
        Which multiple of the squared error is the loss.
    tolerance : float, optional
        One relative threshold for rank, repeated values and coincident losses of floating data.
    decay : number or sequence of numbers, optional
        Weight decay, for all layers or one a layer, in units of `loss`: its gradient is that of the loss plus
        ``λ_i W_i``, as PyTorch's ``weight_decay`` adds it. Exact as `sigma` is.
    decay_biases : number or sequence of numbers, optional
        Weight decay of the biases, 0 for those without; of the last one with centred data, or where no other layer
        has a bias (then the weights need not decay). PyTorch decays biases unless told.
    decay_on : {"auto", "data", "activations", "whitened"}, optional
        Whose weights decay; docs/formats.md, "With weight decay".
    continue_ : bool
        Where decay of the data's own weights has no closed form, follow the families of isotropic inputs to the data;
        :meth:`points` lists what is found.
    samples_in : {"rows", "columns"}, optional
        Where samples stand in inputs and targets; rows, with a warning where they are fewer than
        features.
    header : {"auto", "yes", "no"} or bool, optional
        Whether the first line of a csv file names its columns. What was taken is in ``notes``.
    index_column : str or int, optional
        The column of csv files that numbers the rows, by name or from 1, or ``"none"``.
    columns, drop : str or sequence, optional
        The columns of inputs (or Σ) that are kept or left out, by name or from 1.
    delimiter : str, optional
        What separates the cells of csv files.

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
    ) -> Classification | DecayedClassification | PointClassification:
        """What given weights are: which critical point, of which type, or how near to one.

        Parameters
        ----------
        weights : sequence of matrices, mapping, or file
            ``W_1, …, W_h``; a mapping such as a ``state_dict``, taken in the order of the numbers in
            its names, or a module that has one; or an ``.npz`` or ``.safetensors`` file. ``float32`` and shorter are judged by
            their own rounding.
        layers : iterable of str, optional
            The tensors to take, from the input on.
        transpose : bool
            The matrices are in × out kernels.
        refine : bool
            Move weights near a critical point onto it.
        hessian : {"dense", "low_rank", "lanczos", "skip"}, optional
            Second road; by default dense up to `dense_limit` parameters, and beyond them all
            eigenvalues piece by piece where the weights are of low rank, both ends of the spectrum by
            Lanczos where they are not.
        seed : int
            Seed of the iteration's starting vectors.

        Examples
        --------
        >>> problem = Problem([3, 3, 3, 3], sigma=[3, 2, 1])
        >>> found = problem.classify(problem.represent([1, 2]))
        >>> found.type, found.subset, found.agree
        ('nonstrict_saddle', (1, 2), True)
        """
        whole_numbers(seed=seed, dense_limit=dense_limit)
        names = None if layers is None else list(layers)
        with reporting(progress, "classifying") as report:
            text = self._native.classify(
                native_weights(weights), names, transpose, refine, hessian, dense_limit, seed, report
            )
        document = json.loads(text)
        if "key" in document:
            return PointClassification(document)
        return Classification(document) if self.decay is None else DecayedClassification(document)

    def points(self, *, limit: int | None = None, progress: Progress = None) -> Points:
        """The critical points with weight decay of the data's own weights, where no closed form names them by words: one
        output, depth 1, common singular bases, the minimum of depth 2, and what ``continue_=True`` finds.

        Parameters
        ----------
        limit : int, optional
            Most points of those that are enumerated.
        progress : callable or True, optional
            Called with what is done.

        Examples
        --------
        >>> import numpy as np
        >>> inputs = np.diag([2.0, 1.0, 0.5])
        >>> problem = Problem(hidden=[2, 2], inputs=inputs, targets=inputs @ [[3.0], [1.0], [2.0]], decay=0.5)
        >>> points = problem.points()
        >>> points.completeness, [point.index for point in points.points]
        ('proved', [0, 0, 1])
        >>> problem.classify(problem.represent("2")).key
        '{2}'
        """
        with reporting(progress, "following families") as report:
            return Points(json.loads(self._native.points(limit, report)))

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
        whole_numbers(seed=seed, dense_limit=dense_limit)
        whole_numbers(1, ends=ends)
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
        method: str | None = None,
        rtol: float | None = None,
        atol: float | None = None,
        step: float | None = None,
        predict: bool = False,
        learning_rate: float | None = None,
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
    ) -> Trajectory | DecayedTrajectory:
        """Follow gradient flow, or gradient descent, and name the saddles it visits.

        Parameters
        ----------
        init : str, weights or file
            ``balanced:SCALE``, ``gaussian:SCALE``, ``orthogonal:SCALE``, ``aligned:SCALE``,
            ``delta-balanced:SCALE,DELTA``, ``near:SUBSET``; or weights, as in :meth:`classify`
            (``file:NAME`` for those of a file).
        distance, along : optional
            Distance (1e-3, in units of ``σ_1^{1/h}``) and direction (``random``, ``learn:L``, ``swap:K-L``) from the saddle of
            ``near:``.
        method : {"bdf", "dop853", "gd", "sgd"}, optional
            Implicit or explicit integration of the flow; descent on all samples or on batches.
        rtol, atol : float, optional
            Tolerances of an integration; 1e-8 and a thousandth of it.
        step, batch : optional
            Step of a descent (half the stability limit), samples in a batch (32).
        predict : bool
            Cross plateaus on the small network of what is not learned: the visits and stays to come, sooner.
        learning_rate : float, optional
            Step size of the descent that the flow stands for; ``stay_steps`` of the visits are in its steps.
        coordinates : {"data", "whitened"}
            The coordinates in which weights move.
        until, until_loss : float, optional
            Where to end; by default when the loss has come within 1e-8 of ``½‖Σ‖²`` to the least.
        points, every
            About how many moments to keep, or those at multiples of a time.
        radius : float
            How near to a family a visit is.

        With weight decay it ends by default where it rests, at a minimum; ``near:`` takes the key of a family, and
        the visits name learned modes and passes (:class:`~linscape.DecayedTrajectory`), or listed points
        (:class:`~linscape.PointTrajectory`).

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
        whole_numbers(seed=seed, max_steps=max_steps, points=points)
        whole_numbers(1, batch=batch)
        weights = None
        if not isinstance(init, str):
            init, weights = "file:weights", native_weights(init)
        elif init.startswith("file:"):
            weights = init.removeprefix("file:")
            if not weights:
                raise ValueError("init file: names no file")
        options = {
            "distance": distance, "along": along, "seed": seed, "method": method, "rtol": rtol, "atol": atol,
            "step": step, "predict": predict, "learning_rate": learning_rate, "batch": batch, "coordinates": coordinates, "until": until, "until_loss": until_loss,
            "max_steps": max_steps, "points": points, "every": every, "radius": radius,
            "drift_tolerance": drift_tolerance,
        }  # fmt: skip
        with reporting(progress, "steps") as report:
            text, last = native_flow(self._native, init, weights, options, report)
        document = json.loads(text)
        weights = None if last is None else weights_of_native(*last)
        kind = Trajectory if "descends" not in document else DecayedTrajectory if "starts" in document else PointTrajectory
        trajectory = kind(document, weights)
        if trajectory.has_drifted:
            message = "the conserved quantities drifted past the tolerance; a smaller rtol keeps them"
            warnings.warn(message, RuntimeWarning, stacklevel=2)
        elif trajectory.status == "incomplete":
            message = f"{trajectory.steps} steps did not reach the end; allow more by max_steps"
            warnings.warn(message, RuntimeWarning, stacklevel=2)
        return trajectory

    def trace(
        self,
        checkpoints: Any,
        *,
        steps: Iterable[float] | None = None,
        learning_rate: float | None = None,
        layers: Iterable[str] | None = None,
        transpose: bool = False,
        radius: float = 0.1,
        learning: bool = False,
        progress: Progress = None,
    ) -> Trace | DecayedTrace:
        """Say which saddles a training run visited, from its checkpoints.

        Parameters
        ----------
        checkpoints : sequence, mapping, or files
            A sequence of weights, each in any form that :meth:`classify` takes; a mapping from steps to weights;
            arrays of shape ``(T, d_i, d_{i−1})``, one a layer, in a sequence or a mapping by name; or names of
            files, of one checkpoint or of such arrays, or a pattern such as ``"run/step*.npz"``.
        steps : iterable of float, optional
            When each was saved, increasing; by default the steps of a mapping or in the names of files, else 0, 1, 2, ….
        learning_rate : float, optional
            Times are steps times this, and stays are said in steps too.
        layers, transpose
            As in :meth:`classify`.
        radius : float
            How near to a family a visit is.
        learning : bool
            Learning coefficients of every checkpoint's own function, too.

        Examples
        --------
        >>> problem = Problem([3, 3, 3, 3], sigma=[3, 2, 1])
        >>> saved = {0: problem.represent([]), 40: problem.represent([1, 2]), 90: problem.represent([1, 2, 3])}
        >>> run = problem.trace(saved, learning_rate=0.5)
        >>> run
        <Trace of 3 checkpoints, consistent order: {} → {1,2} → {1,2,3}>
        >>> run.passed_over, run.visits[1].enter, run.checkpoints[1]["near"]["type"]
        ([(1,)], 20.0, 'nonstrict_saddle')
        """
        names = None if layers is None else list(layers)
        given = checkpoint_list(checkpoints, steps, names, transpose)
        with reporting(progress, "checkpoints") as report:
            text = native_trace(self._native, given, names, transpose, radius, learning_rate, learning, report)
        document = json.loads(text)
        kind = Trace if "descends" not in document else DecayedTrace if "starts" in document else PointTrace
        return kind(document)
