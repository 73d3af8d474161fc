"""What a worker does."""

from __future__ import annotations

from linscape._linscape import run_job
from linscape.problem import Problem


def rows_of(jobs: list[str], problem: Problem | None) -> list[str]:
    """The rows of some jobs as JSON; a job that fails gives a row with its error."""
    native = None if problem is None else problem._native
    return [run_job(job, native) for job in jobs]


def hold(problem: Problem) -> Problem:
    """A problem that the program holds, on the way to the jobs that ask for it."""
    return problem
