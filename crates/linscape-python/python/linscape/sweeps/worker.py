"""What a worker does."""

from __future__ import annotations

from typing import Any

from linscape._linscape import run_job
from linscape.problem import Problem


def rows_of(jobs: list[str], problem: Problem | None) -> list[str]:
    """The rows of some jobs as JSON; a job that fails gives a row with its error."""
    native = None if problem is None else problem._native
    return [run_job(job, native) for job in jobs]


def hold(options: dict[str, Any]) -> Problem:
    """A problem that the program holds, stated again where the jobs are that ask for it."""
    return Problem._of_options(options)
