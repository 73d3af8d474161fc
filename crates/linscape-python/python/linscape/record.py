"""Objects of documents: their fields as attributes."""

from __future__ import annotations

import copy
import html
from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar, overload

T = TypeVar("T")


class Field(Generic[T]):
    """A field of a document as an attribute, converted when it is read."""

    def __init__(self, key: str, convert: Callable[[Any], T] | None = None):
        self.key = key
        self.convert = convert

    @overload
    def __get__(self, record: None, owner: type) -> Field[T]: ...
    @overload
    def __get__(self, record: Record, owner: type) -> T: ...
    def __get__(self, record: Record | None, owner: type) -> Any:
        if record is None:
            return self
        value = record._document[self.key]
        return value if self.convert is None or value is None else self.convert(value)


class Record:
    """An object of a document: its fields are attributes, and ``to_dict`` gives it back."""

    def __init__(self, document: Mapping[str, Any]):
        self._document = document

    def to_dict(self) -> dict[str, Any]:
        """The object as the command line writes it, as plain dictionaries, lists and numbers."""
        return copy.deepcopy(dict(self._document))

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self._document == other._document  # type: ignore[attr-defined]

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        fields = [
            (name, getattr(self, name))
            for name, value in vars(type(self)).items()
            if isinstance(value, Field)
        ]
        plain = [f"{name}={value!r}" for name, value in fields if not isinstance(value, (dict, list, Record))]
        return f"{type(self).__name__}({', '.join(plain)})"

    def _repr_html_(self) -> str:
        rows = [(key, cell(value)) for key, value in self._document.items() if key not in UNSHOWN]
        return html_table(["", ""], [row for row in rows if row[1] is not None])


#: What every document states and no result is about.
UNSHOWN = ("schema", "generator", "problem")


def html_table(header: list[str], rows: list[tuple[Any, ...]], caption: str = "") -> str:
    """A table for notebooks."""
    cell = lambda kind, value: f"<{kind}>{html.escape(text(value))}</{kind}>"  # noqa: E731
    head = "".join(cell("th", name) for name in header) if any(header) else ""
    body = "".join("<tr>" + "".join(cell("td", value) for value in row) + "</tr>" for row in rows)
    title = f"<caption>{html.escape(caption)}</caption>" if caption else ""
    return f"<table>{title}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def text(value: Any) -> str:
    """A cell: six significant digits, a dash for what there is not."""
    if value is None:
        return "–"
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def cell(value: Any) -> str | None:
    """A field in one cell: plain values, lists of them in brackets, of an object what is plain in it; ``None`` where
    the rest needs a table of its own."""
    if isinstance(value, Mapping):
        inner = [(key, None if isinstance(part, Mapping) else cell(part)) for key, part in value.items()]
        return ", ".join(f"{key} {part}" for key, part in inner if part is not None) or None
    if isinstance(value, (list, tuple)):
        if any(isinstance(part, (Mapping, list, tuple)) for part in value):
            return None
        return "[" + ", ".join(map(text, value)) + "]"
    return text(value)
