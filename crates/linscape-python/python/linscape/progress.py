"""Progress of long work."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from linscape.extras import require

#: ``True`` for a bar of tqdm, or a function of the work done and all of it (``None`` if not known).
Progress = bool | Callable[[int, int | None], object] | None


@contextmanager
def reporting(progress: Progress, task: str) -> Iterator[Callable[[int, int | None], object] | None]:
    """The function that the native module calls now and then."""
    if progress is None or progress is False:
        yield None
    elif callable(progress):
        yield progress
    else:
        with require("tqdm.auto", "progress").tqdm(desc=task, leave=False) as bar:

            def advance(done: int, total: int | None) -> None:
                bar.total = total
                bar.update(done - bar.n)

            yield advance
