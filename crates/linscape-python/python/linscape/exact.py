"""Numbers as texts that lose nothing, and back."""

from __future__ import annotations

import numbers
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np

from linscape.arrays import as_array

NOT_A_NUMBER = "is not a number; write a decimal (2.5, 1e-3), a fraction (5/2) or, as a singular value, a root (2*sqrt(3))"


def exact_text(value: Any, name: str = "sigma") -> str:
    """The text of one number, as ``--sigma`` takes it.

    Integers, fractions, decimals and texts are kept exactly. A float stands for the shortest decimal
    that reads back as the same float, as if it were typed on the command line.

    >>> from decimal import Decimal
    >>> from fractions import Fraction
    >>> [exact_text(value) for value in (3, Fraction(5, 2), Decimal("0.1"), 0.1, "7/3")]
    ['3', '5/2', '0.1', '0.1', '7/3']
    """
    if isinstance(value, str):
        text = value.strip()
        if "," in text or not text:
            raise ValueError(f"{name}: '{text}' {NOT_A_NUMBER}")
        return text
    if isinstance(value, (bool, np.bool_)):
        raise ValueError(f"{name}: '{value}' {NOT_A_NUMBER}")
    if isinstance(value, numbers.Rational):
        return str(Fraction(value))
    if isinstance(value, (Decimal, np.floating)):
        return str(value)
    if isinstance(value, float):
        return repr(value)
    if hasattr(value, "item") and np.ndim(value) == 0:
        return exact_text(value.item(), name)
    raise ValueError(f"{name}: '{value}' {NOT_A_NUMBER}")


#: Arguments that are one number for all layers, or one a layer.
LAYERS = ("decay", "decay_biases")


def numbers_text(name: str, values: Any) -> str | None:
    """Exact numbers with commas, for the argument `name`; a text is taken as it is, and one number
    stands for itself where it holds for all layers (`decay`, `decay_biases`).

    >>> numbers_text("decay", 0.02), numbers_text("decay", ["1/2", 3])
    ('0.02', '1/2,3')
    """
    if values is None or isinstance(values, str):
        return values
    if hasattr(values, "__array__") or hasattr(values, "__dlpack__"):
        array = as_array(values)
        if array.ndim != 1 and not (name in LAYERS and array.ndim == 0):
            raise ValueError(f"{name}: an array of shape {array.shape} is not one row of numbers")
        values = list(array) if array.ndim else array.item()
    if not isinstance(values, Iterable):
        if name in LAYERS:
            return exact_text(values, name)
        raise ValueError(f"{name}: '{values}' is no list of numbers")
    text = ",".join(exact_text(value, name) for value in values)
    # No singular values: Σ = 0. An empty text would be taken for a forgotten one.
    return "0" if name == "sigma" and not text else text


def fraction(text: str | None) -> Fraction | None:
    """An exact number of a document."""
    return None if text is None else Fraction(text)


def integers_text(values: Any) -> str | None:
    """Whole numbers with commas, such as widths or a subset; the native module checks them."""
    if values is None or isinstance(values, str):
        return values
    if isinstance(values, numbers.Integral):
        return str(int(values))
    return ",".join(str(value) for value in values)
