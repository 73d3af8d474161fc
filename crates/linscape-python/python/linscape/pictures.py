"""What a notebook shows and what is written to files: pictures and the page."""

from __future__ import annotations

import html
from os import PathLike
from pathlib import Path
from typing import Any

from linscape._linscape import rendered


class Shown:
    """Something a notebook shows and a file holds; the name's extension says in which format."""

    #: The formats by the extensions of their files.
    _formats: tuple[str, ...] = ()
    _what = ""

    def _written(self, extension: str, **look: Any) -> str | bytes:
        raise NotImplementedError

    def save(self, path: str | PathLike[str], **look: Any) -> None:
        """Write it to a file.

        Parameters
        ----------
        path : path
            Its extension says the format: ``.svg``, ``.png`` or ``.pdf`` of a :class:`Picture`, ``.html`` of a :class:`Page`.
        **look
            Of a picture, what :meth:`Picture.to_png` takes.

        Raises
        ------
        ValueError
            When the name promises another format; nothing is written then.
        """
        extension = Path(path).suffix.lower()
        if extension not in self._formats:
            raise ValueError(f"{path}: {self._what} written as {' or '.join(self._formats)}")
        content = self._written(extension, **look)
        Path(path).write_bytes(content.encode() if isinstance(content, str) else content)


class Picture(Shown):
    """A picture that a notebook shows: SVG that stands alone, and PNG and PDF of it.

    Examples
    --------
    >>> from linscape import Problem
    >>> picture = Problem([2, 2, 2], sigma=[2, 1]).landscape().plot()
    >>> picture.svg.startswith("<svg"), picture.to_png()[1:4], picture.to_pdf(width="8.5cm")[:5]
    (True, b'PNG', b'%PDF-')
    """

    _formats = (".svg", ".png", ".pdf")
    _what = "pictures are"

    def __init__(self, svg: str, name: str):
        self.svg = svg
        self._name = name

    def to_svg(self, **look: Any) -> str:
        """The picture as SVG, with the size, style and font that :meth:`to_png` takes."""
        return self._written(".svg", **look).decode()

    def to_png(self, **look: Any) -> bytes:
        """The picture as PNG: the same bytes on every machine, as letters are those of a font of its own.

        Parameters
        ----------
        width, height : str or float, optional
            Such as ``"8.5cm"``, ``"3in"`` or pixels. One alone sets the other; with both the drawing is as large as fits.
        font_size : str or float, optional
            The size of the text, such as ``"9pt"``, instead.
        style : {"screen", "print"}
            For print: no title, no paper, darker lines and text.
        density : float
            Pixels an inch, of a PNG; 192 unless stated.
        font : path, optional
            A font (``.ttf``, ``.otf``): PNG and PDF contain its letters, SVG names it.

        Raises
        ------
        ValueError
            A length that is none, a file that is no font, or more than 10⁸ pixels.
        """
        return self._written(".png", **look)

    def to_pdf(self, **look: Any) -> bytes:
        """The picture as PDF, text as outlines, with the size, style and font that :meth:`to_png` takes."""
        return self._written(".pdf", **look)

    def _written(
        self,
        extension: str,
        *,
        width: str | float | None = None,
        height: str | float | None = None,
        font_size: str | float | None = None,
        style: str = "screen",
        density: float = 192,
        font: str | PathLike[str] | None = None,
    ) -> bytes:
        lengths = [None if length is None else str(length) for length in (width, height, font_size)]
        data = None if font is None else Path(font).read_bytes()
        return rendered(self.svg, extension[1:], lengths, style, density, data)

    def __repr__(self) -> str:
        return f"<Picture: {self._name}>"

    def _repr_svg_(self) -> str:
        return self.svg


class Page(Shown):
    """The page of ``linscape view``, which a notebook shows in a frame of its own: nothing is fetched."""

    _formats = (".html",)
    _what = "the page is"

    def __init__(self, html: str, height: int):
        self.html = html
        self._height = height

    def _written(self, extension: str) -> str:
        return self.html

    def __repr__(self) -> str:
        return f"<Page of {len(self.html)} characters; a notebook shows it, save() writes it>"

    def _repr_html_(self) -> str:
        document = html.escape(self.html, quote=True)
        style = f"width: 100%; height: {self._height}px; border: 1px solid #8884"
        return f'<iframe srcdoc="{document}" style="{style}" title="Loss landscape"></iframe>'
