"""Sweeps on Dask."""

from __future__ import annotations

import itertools
import os
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from linscape._linscape import failed_row
from linscape.extras import require
from linscape.problem import Problem
from linscape.progress import Progress, reporting
from linscape.sweeps.dataset import RowSet
from linscape.sweeps.gathering import read_rows
from linscape.sweeps.jobs import Job, read_jobs
from linscape.sweeps.worker import hold, rows_of

if TYPE_CHECKING:
    import pandas
    from dask.distributed import Client, Future

#: Tasks that wait at the scheduler, for each thread of the cluster.
WAITING = 16
#: Most jobs in one task.
LARGEST_BATCH = 32


@dataclass(frozen=True)
class SweepRun:
    """How a sweep went: where the rows are, how many were there, were written, and tell of errors."""

    folder: Path
    present: int
    written: int
    errors: int

    def to_pandas(self) -> pandas.DataFrame:
        """All rows, sorted by task and identity."""
        return read_rows(self.folder)


def sweep(
    spec: Mapping[str, Any] | str | os.PathLike[str],
    out: str | os.PathLike[str],
    *,
    client: Client | str | int | None = None,
    batch: int | None = None,
    retry_errors: bool = False,
    progress: Progress = None,
) -> SweepRun:
    """Ask many problems at once, and stream the rows into a Parquet data set partitioned by task.

    Rows that `out` holds already are not computed again: a sweep that was interrupted goes on when it
    is repeated. A problem that fails is a row with its error. Rows depend neither on the number of
    workers nor on their deaths.

    Parameters
    ----------
    spec : mapping or path
        ``problems`` (a list) or ``grid`` (lists by name, of which every combination is taken),
        ``tasks`` and ``seeds``; ``docs/formats.md``, "Sweeps". Problems are mappings of options, or
        :class:`~linscape.Problem` objects.
    out : path
        Folder of the data set.
    client : dask.distributed.Client, str or int, optional
        A client; the address of a scheduler; or a number of processes on this machine. By default
        Dask chooses processes and threads for this machine. A script that starts processes needs
        ``if __name__ == "__main__":``.
    batch : int, optional
        Jobs in one task of Dask.
    retry_errors : bool
        Compute rows again that tell of an error.
    progress : bool or callable, optional
        ``True`` for a bar of tqdm, or a function of rows written and rows in all.

    Returns
    -------
    SweepRun

    Raises
    ------
    ValueError
        When the sweep is none; nothing is computed then.
    OSError
        When the folder cannot be written.
    """
    jobs = read_jobs(spec)
    rows = RowSet(out)
    present = rows.present(retry_errors)
    missing = [job for job in jobs if job.id not in present]
    if retry_errors:
        rows.drop_errors({job.id for job in missing})
    try:
        errors = compute(missing, rows, client, batch, progress)
    finally:
        rows.lock.release()
    return SweepRun(rows.folder, len(jobs) - len(missing), len(missing), errors)


def compute(
    missing: list[Job], rows: RowSet, client: Client | str | int | None, batch: int | None, progress: Progress
) -> int:
    """Compute the rows that are missing, and count those of errors."""
    errors = 0
    if missing:
        with connected(client) as cluster, reporting(progress, "computing rows") as report:
            errors = Cluster(cluster, batch).compute(missing, rows, report)
    return errors


@contextmanager
def connected(client: Client | str | int | None) -> Iterator[Client]:
    """The client, or one of our own that is closed at the end."""
    distributed = require("dask.distributed", "sweep")
    if isinstance(client, distributed.Client):
        yield client
        return
    local = {"n_workers": client, "threads_per_worker": 1, "dashboard_address": None}
    with distributed.Client(**local) if isinstance(client, int) else distributed.Client(client) as own:
        yield own


class Cluster:
    """Jobs on their way through the workers of a client."""

    def __init__(self, client: Client, batch: int | None):
        self.client = client
        self.batch = batch
        #: Jobs of the tasks under way, by key.
        self.jobs: dict[str, list[Job]] = {}
        #: Jobs of tasks that failed.
        self.suspects: list[Job] = []
        self.problems: dict[int, Future] = {}

    def compute(self, jobs: list[Job], rows: RowSet, report: Any) -> int:
        """Compute all rows, and count those of errors. Whatever interrupts, the rows there are are kept."""
        done = errors = 0
        try:
            for computed in itertools.chain(self.together(jobs), self.alone()):
                rows.add(computed)
                done += len(computed)
                errors += sum('"status":"error"' in row for row in computed)
                if report:
                    report(done, len(jobs))
        finally:
            rows.flush()
            future = require("dask.distributed", "sweep").Future
            self.client.cancel([future(key, self.client) for key in self.jobs], force=True)
        return errors

    def together(self, jobs: list[Job]) -> Iterator[list[str]]:
        """Rows as the workers finish them."""
        threads = max(1, sum(self.client.nthreads().values()))
        batches = iter(self.batches(jobs, threads))
        running = require("dask.distributed", "sweep").as_completed(
            [self.submit(some) for some in itertools.islice(batches, WAITING * threads)],
            with_results=True,
            raise_errors=False,
        )
        for future, result in running:
            some = self.jobs.pop(future.key)
            if future.status == "finished":
                yield result
            else:
                self.suspects += some
            for more in itertools.islice(batches, 1):
                running.add(self.submit(more))

    def alone(self) -> Iterator[list[str]]:
        """Rows of jobs that were in a task that failed, or on a worker that died: each is tried once
        more with nothing beside it, and if it fails then, the row tells why."""
        for job in self.suspects:
            self.problems.pop(id(job.problem), None)
            future = self.submit([job], attempt="alone-")
            error = future.exception()
            del self.jobs[future.key]
            yield future.result() if error is None else [failed_row(job.text, reason(error))]

    def batches(self, jobs: list[Job], threads: int) -> Iterator[list[Job]]:
        """Neighbouring jobs of one task and one held problem."""
        size = self.batch or min(LARGEST_BATCH, -(-len(jobs) // (WAITING * threads)))
        for _, group in itertools.groupby(jobs, key=lambda job: (job.task, id(job.problem))):
            yield from map(list, batched(group, max(1, size)))

    def submit(self, jobs: list[Job], attempt: str = "") -> Future:
        """Send jobs on their way, under the name of their task."""
        key = f"{jobs[0].task}-{attempt}{jobs[0].id}"
        self.jobs[key] = jobs
        problem = jobs[0].problem
        held = None if problem is None else self.held(problem)
        texts = [job.text for job in jobs]
        return self.client.submit(rows_of, texts, held, key=key)

    def held(self, problem: Problem) -> Future:
        """A problem on the cluster: a task, so that the death of a worker does not lose it."""
        if id(problem) not in self.problems:
            key = f"problem-{uuid.uuid4().hex}"
            self.problems[id(problem)] = self.client.submit(hold, problem._options, key=key)
        return self.problems[id(problem)]


def reason(error: BaseException) -> str:
    """Why a task failed, in one line."""
    name = type(error).__name__
    if name == "KilledWorker":
        return "its worker died each time it was tried"
    return f"{name}: {error}"


def batched(items: Iterable[Job], size: int) -> Iterator[tuple[Job, ...]]:
    """Runs of so many items."""
    items = iter(items)
    while some := tuple(itertools.islice(items, size)):
        yield some
