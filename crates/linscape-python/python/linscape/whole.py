"""Whole numbers as arguments."""

from __future__ import annotations

import operator
from typing import Any


def whole_numbers(least: int = 0, **arguments: Any) -> None:
    """Refuse, by the argument's name, what is no whole number from `least` to 2⁶⁴ − 1.

    >>> whole_numbers(seed=2**64)
    Traceback (most recent call last):
    ValueError: seed 18446744073709551616 is no whole number from 0 to 2**64 - 1
    >>> whole_numbers(1, limit=-1)
    Traceback (most recent call last):
    ValueError: limit -1 is no whole number from 1 to 2**64 - 1
    """
    for name, value in arguments.items():
        if value is None:
            continue
        try:
            number = operator.index(value)
        except TypeError:
            raise ValueError(f"{name} {value!r} is no whole number") from None
        if isinstance(value, bool) or not least <= number < 2**64:
            raise ValueError(f"{name} {value} is no whole number from {least} to 2**64 - 1")
