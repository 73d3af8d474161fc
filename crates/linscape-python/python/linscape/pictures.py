"""What a notebook shows: pictures and the page."""

from __future__ import annotations

import html
from os import PathLike
from pathlib import Path


class Picture:
    """A picture that a notebook shows: SVG that stands alone.

    PNG and PDF are the command line's: ``linscape plot … -o FILE.pdf``.

    Examples
    --------
    >>> from linscape import Problem
    >>> picture = Problem([2, 2, 2], sigma=[2, 1]).landscape().plot()
    >>> picture.svg.startswith("<svg")
    True
    """

    def __init__(self, svg: str, name: str):
        self.svg = svg
        self._name = name

    def save(self, path: str | PathLike[str]) -> None:
        """Write the picture to a file whose name ends in ``.svg``.

        Raises
        ------
        ValueError
            When the name promises another format.
        """
        written(path, ".svg", "pictures from Python are written as")
        Path(path).write_text(self.svg, encoding="utf-8")

    def __repr__(self) -> str:
        return f"<Picture: {self._name}>"

    def _repr_svg_(self) -> str:
        return self.svg


class Page:
    """The page of ``linscape view``, which a notebook shows in a frame of its own: nothing is fetched."""

    def __init__(self, html: str, height: int):
        self.html = html
        self._height = height

    def save(self, path: str | PathLike[str]) -> None:
        """Write the page to a file whose name ends in ``.html``.

        Raises
        ------
        ValueError
            When the name promises another format.
        """
        written(path, ".html", "the page is written as")
        Path(path).write_text(self.html, encoding="utf-8")

    def __repr__(self) -> str:
        return f"<Page of {len(self.html)} characters; a notebook shows it, save() writes it>"

    def _repr_html_(self) -> str:
        document = html.escape(self.html, quote=True)
        style = f"width: 100%; height: {self._height}px; border: 1px solid #8884"
        return f'<iframe srcdoc="{document}" style="{style}" title="Loss landscape"></iframe>'


def written(path: str | PathLike[str], extension: str, what: str) -> None:
    """Refuse a name that promises another format."""
    if Path(path).suffix.lower() != extension:
        raise ValueError(f"{path}: {what} {extension}")
