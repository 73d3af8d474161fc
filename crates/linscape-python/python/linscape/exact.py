"""Numbers as texts that lose nothing, and back."""

from __future__ import annotations

import numbers
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np

from linscape.arrays import as_array

NOT_A_NUMBER = "is not a number; write a decimal (2.5, 1e-3) or a fraction (5/2)"


def exact_text(value: Any) -> str:
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
            raise ValueError(f"sigma: '{text}' {NOT_A_NUMBER}")
        return text
    if isinstance(value, (bool, np.bool_)):
        raise ValueError(f"sigma: '{value}' {NOT_A_NUMBER}")
    if isinstance(value, numbers.Rational):
        return str(Fraction(value))
    if isinstance(value, (Decimal, np.floating)):
        return str(value)
    if isinstance(value, float):
        return repr(value)
    if hasattr(value, "item") and np.ndim(value) == 0:
        return exact_text(value.item())
    raise ValueError(f"sigma: '{value}' {NOT_A_NUMBER}")


def sigma_text(sigma: Any) -> str | None:
    """The singular values with commas; a text is taken as it is."""
    if sigma is None or isinstance(sigma, str):
        return sigma
    if hasattr(sigma, "__array__") or hasattr(sigma, "__dlpack__"):
        array = as_array(sigma)
        if array.ndim != 1:
            raise ValueError(f"sigma: an array of shape {array.shape} is not one row of numbers")
        sigma = list(array)
    if not isinstance(sigma, Iterable):
        raise ValueError(f"sigma: '{sigma}' is no list of numbers")
    # No values: Σ = 0. An empty text would be taken for a forgotten one.
    return ",".join(exact_text(value) for value in sigma) or "0"


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
