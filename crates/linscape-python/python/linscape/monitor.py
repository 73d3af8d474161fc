"""Training watched from inside."""

from __future__ import annotations

import numbers
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from linscape._linscape import NativeMonitor
from linscape.weights import native_weights
from linscape.whole import whole_numbers

if TYPE_CHECKING:
    from linscape.problem import Problem


class Monitor:
    """Says during training which saddle the network is near, of which kind, and how long it will stay.

    Each observation is a flat dictionary of numbers and two texts, as loggers take them: ``step``; ``loss`` and
    ``gradient_norm`` (in the coordinates of the data, in the loss of the problem); the nearest family: ``subset``,
    ``type``, ``modes_learned``, ``index``, ``escape_order``, and ``distance`` and ``relative_distance`` of end-to-end maps
    (whitened; in units of ``‖Σ‖``); ``visiting`` (within ``radius`` of it) and ``since``, the first step of the visit that
    was seen; ``remaining_steps`` until gradient flow leaves it; ``step_limit`` of gradient descent at its balanced
    point, ``None`` where the Hessian is zero; ``lambda`` and ``multiplicity``, its learning coefficient; and ``mode/1``, …:
    the share of each mode that is learned. What is not known is ``None``.

    Parameters
    ----------
    problem : Problem
        With its data, in the loss that is trained (``loss="mean"`` is PyTorch's ``MSELoss``).
    every : int
        Observe each so many steps, from step 0 on.
    learning_rate : float, optional
        The time that a step of gradient descent takes; without it nothing is predicted. With momentum ``μ`` on a plateau
        it is ``η / (1 − μ)``.
    radius : float
        How near to a family a visit is, in shares of the singular values and of ``‖Σ‖``.
    layers, transpose
        As in :meth:`Problem.classify`.
    modes : int
        How many shares are listed.

    Attributes
    ----------
    history : list of dict
        All observations.

    Examples
    --------
    >>> import numpy as np
    >>> from linscape import Monitor, Problem
    >>> monitor = Monitor(Problem([1, 1, 1], sigma=[2]), every=10, learning_rate=0.01)
    >>> said = monitor.observe([np.array([[0.1]]), np.array([[0.1]])], step=0)
    >>> said["subset"], said["type"], said["visiting"], round(said["remaining_steps"])
    ('∅', 'strict_saddle', True, 77)
    >>> monitor.observe([np.array([[0.1]]), np.array([[0.1]])], step=7) is None
    True
    """

    def __init__(
        self,
        problem: Problem,
        *,
        every: int = 1,
        learning_rate: float | None = None,
        radius: float = 0.1,
        layers: Iterable[str] | None = None,
        transpose: bool = False,
        modes: int = 16,
    ):
        whole_numbers(1, every=every)
        whole_numbers(modes=modes)
        self.every = every
        self.learning_rate = learning_rate
        self.history: list[dict[str, Any]] = []
        self._form = (None if layers is None else list(layers), transpose)
        self._modes = modes
        self._next = 0
        self._native = NativeMonitor(problem._native, radius)

    def is_due(self, step: int | None = None) -> bool:
        """Whether an observation is made at a step; by default at the next one."""
        return (self._next if step is None else step) % self.every == 0

    def observe(
        self, weights: Any, step: int | None = None, *, learning_rate: float | None = None
    ) -> dict[str, Any] | None:
        """What the weights are near; ``None`` at steps that are not observed.

        Parameters
        ----------
        weights : sequence of matrices or mapping
            As in :meth:`Problem.classify`.
        step : int, optional
            The step; by default one more than at the last call.
        learning_rate : float, optional
            That of this step, where it changes.
        """
        now = self._next if step is None else step
        self._next = now + 1
        if now % self.every != 0:
            return None
        rate = self.learning_rate if learning_rate is None else learning_rate
        said = self._native.observe(float(now), native_weights(weights), *self._form, rate, self._modes)
        said["step"] = now
        self.history.append(said)
        return said

    @staticmethod
    def scalars(said: Mapping[str, Any]) -> dict[str, float]:
        """The numbers of an observation alone, for loggers that take nothing else.

        Examples
        --------
        >>> Monitor.scalars({"loss": 0.5, "subset": "{1}", "visiting": True, "remaining_steps": None})
        {'loss': 0.5, 'visiting': 1.0}
        """
        return {name: float(value) for name, value in said.items() if isinstance(value, numbers.Real)}
