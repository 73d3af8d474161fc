"""What given weights are."""

from __future__ import annotations

from typing import Any

from linscape.learning import LearningCoefficient
from linscape.record import Field, Record
from linscape.strata import Stratum


class Classification(Record):
    """What weights are, by the theorem and by the dense Hessian; ``linscape.classification/1``.

    ``critical`` is ``True``, ``False`` or ``"undecided"``; ``type`` is a type of point,
    ``"not_critical"`` or ``"undecided"``. What is not decided is ``None``. ``agree`` compares the
    inertia of the theorem with that of the Hessian, and is ``None`` where one of them is silent.
    """

    layers = Field[list[str]]("layers")
    dtype_epsilon = Field[float]("dtype_epsilon")
    loss = Field[float]("loss")
    gradient_norm = Field[float]("gradient_norm")
    critical = Field[bool | str]("critical")
    undecided = Field[str | None]("undecided")
    subset = Field[tuple[int, ...] | None]("subset", tuple)
    stratum = Field[Stratum | None]("stratum", Stratum)
    type = Field[str]("type")
    index = Field[int | None]("index")
    nullity = Field[int | None]("nullity")
    coindex = Field[int | None]("coindex")
    dimension = Field[int | None]("dimension")
    escape_order = Field[int | None]("escape_order")
    learning_coefficient = Field[LearningCoefficient | None]("learning_coefficient", LearningCoefficient)
    hessian = Field[dict[str, Any]]("hessian")
    agree = Field[bool | None]("agree")
    margins = Field[dict[str, Any]]("margins")
    near = Field[dict[str, Any]]("near")
    nearest = Field[dict[str, Any]]("nearest")
    refined = Field[dict[str, Any] | None]("refined")
