"""Why a critical point is what it is."""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import Any


class Explanation(dict[str, Any]):
    """The document ``linscape.explanation/1`` as a dictionary; ``print`` and a notebook show the text of ``linscape explain``."""

    def __init__(self, document: Mapping[str, Any], text: str):
        super().__init__(document)
        self._text = text

    def __str__(self) -> str:
        return self._text

    def _repr_html_(self) -> str:
        return f"<pre>{html.escape(self._text)}</pre>"
