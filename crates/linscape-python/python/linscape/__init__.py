"""The exact loss landscape of deep linear networks, ``L = ½‖Y − W_h⋯W_1 X‖²``.

State a problem with :class:`Problem`, from singular values, a matrix or data, and ask it: for its
:meth:`~Problem.landscape`, the :meth:`~Problem.strata` of a family, weights that
:meth:`~Problem.represent` a critical point, what given weights are (:meth:`~Problem.classify`), for
a Hessian :meth:`~Problem.spectrum`, for learning coefficients (:meth:`~Problem.learning`), where gradient :meth:`~Problem.flow` goes, or to
:meth:`~Problem.verify` theorem against numerics.
:meth:`~Problem.trace` reads the checkpoints of a training run, and a :class:`Monitor` (``linscape.torch.Monitor`` with
PyTorch) watches one from inside. :func:`sweep` asks many problems at once.

Examples
--------
>>> import linscape
>>> landscape = linscape.Problem([3, 3, 3, 3], sigma=[3, 2, 1]).landscape()
>>> [(family.subset, family.type) for family in landscape.families[:2]]
[((1, 2, 3), 'global_minimum'), ((1, 2), 'nonstrict_saddle')]
"""

from linscape._linscape import LimitError, __version__, set_threads
from linscape.checks import ConnectionCheck, CriticalValue, FailedConnection, LandscapeCheck
from linscape.classification import Classification
from linscape.decay import (
    Barrier,
    DecayedClassification,
    DecayedConnection,
    DecayedFamily,
    DecayedLandscape,
    DecayedVerification,
    Threshold,
)
from linscape.decayed_motion import (
    DecayedTrace,
    DecayedTrajectory,
    DecayedVisit,
    PointTrace,
    PointTrajectory,
    PointVisit,
)
from linscape.explanation import Explanation
from linscape.landscape import Component, Connection, Family, Fiber, Landscape
from linscape.learning import Ladder, LearningCoefficient, Rung
from linscape.listing import Listing
from linscape.monitor import Monitor
from linscape.own import Point, PointClassification, Points
from linscape.pictures import Page, Picture
from linscape.problem import Problem
from linscape.spectrum import Eigenvalue, Spectrum
from linscape.strata import Strata, Stratum
from linscape.sweeps import SweepRun, gather, read_rows, sweep
from linscape.trajectory import Trace, Trajectory, Visit
from linscape.verification import Verification

from linscape import torch  # isort: skip

__all__ = [
    "Barrier",
    "Classification",
    "Component",
    "Connection",
    "ConnectionCheck",
    "CriticalValue",
    "DecayedClassification",
    "DecayedConnection",
    "DecayedFamily",
    "DecayedLandscape",
    "DecayedTrace",
    "DecayedTrajectory",
    "DecayedVerification",
    "DecayedVisit",
    "Eigenvalue",
    "Explanation",
    "FailedConnection",
    "Family",
    "Fiber",
    "Ladder",
    "Landscape",
    "LandscapeCheck",
    "LearningCoefficient",
    "LimitError",
    "Listing",
    "Monitor",
    "Page",
    "Picture",
    "Point",
    "PointClassification",
    "PointTrace",
    "PointTrajectory",
    "PointVisit",
    "Points",
    "Problem",
    "Rung",
    "Spectrum",
    "Strata",
    "Stratum",
    "SweepRun",
    "Threshold",
    "Trace",
    "Trajectory",
    "Verification",
    "Visit",
    "__version__",
    "gather",
    "read_rows",
    "set_threads",
    "sweep",
    "torch",
]
