"""Rows as a Parquet data set, partitioned by task."""

from __future__ import annotations

import json
import os
import time
import uuid
import warnings
from collections import defaultdict
from pathlib import Path

from linscape.extras import require
from linscape.sweeps.columns import schema, table

#: Rows of a task that are held before they are written, and seconds after which they are.
MOST_HELD, LONGEST_HELD = 1000, 5.0


class FolderLock:
    """One sweep at a time writes a folder; the lock ends with the process, however it ends."""

    def __init__(self, folder: Path):
        self.file = (folder / ".lock").open("a")
        try:
            import fcntl
        except ImportError:
            return  # Windows has no such locks.
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self.file.close()
            raise OSError(f"{folder} is being written by another sweep; wait for it") from None
        except OSError:
            pass  # Some network file systems have no locks.

    def release(self) -> None:
        """Let others write."""
        self.file.close()


class RowSet:
    """A folder of Parquet files, ``task=NAME/part-….parquet``, each written whole or not at all."""

    def __init__(self, folder: str | os.PathLike[str]):
        self.folder = Path(folder)
        self.parquet = require("pyarrow.parquet", "sweep")
        self.folder.mkdir(parents=True, exist_ok=True)
        # What cannot be written is told before the work begins.
        probe = self.folder / f".probe-{uuid.uuid4().hex}"
        probe.touch()
        probe.unlink()
        self.lock = FolderLock(self.folder)
        stale = sorted(self.folder.glob("task=*/.part-*"))
        if stale:
            names = ", ".join(str(path) for path in stale)
            warnings.warn(f"left by a run that was killed, and removed: {names}", UserWarning, stacklevel=3)
        for path in stale:
            path.unlink()
        self.held: dict[str, list[str]] = defaultdict(list)
        self.flushed = time.monotonic()

    def present(self, retry_errors: bool) -> set[str]:
        """Identities of the rows that are there; those of errors do not count if they are to be retried."""
        if not any(self.folder.glob("task=*/part-*.parquet")):
            return set()
        rows = require("pyarrow.dataset", "sweep").dataset(self.folder, schema=schema(), format="parquet")
        found = rows.to_table(columns=["id", "status"]).to_pydict()
        pairs = zip(found["id"], found["status"], strict=True)
        return {id for id, status in pairs if not (retry_errors and status == "error")}

    def drop_errors(self, ids: set[str]) -> None:
        """Take away rows of errors that are computed again."""
        for path in self.folder.glob("task=*/part-*.parquet"):
            rows = self.parquet.read_table(path, partitioning=None)
            found = rows.select(["id", "status"]).to_pydict()
            pairs = zip(found["id"], found["status"], strict=True)
            keep = [id not in ids or status != "error" for id, status in pairs]
            if not all(keep):
                self._write(path, rows.filter(keep))

    def add(self, rows: list[str]) -> None:
        """Take rows, and write them in time."""
        for row in rows:
            self.held[json.loads(row)["task"]].append(row)
        late = time.monotonic() - self.flushed > LONGEST_HELD
        for task, held in self.held.items():
            if held and (late or len(held) >= MOST_HELD):
                self._flush(task)

    def flush(self) -> None:
        """Write all rows."""
        for task, held in self.held.items():
            if held:
                self._flush(task)

    def _flush(self, task: str) -> None:
        folder = self.folder / f"task={task}"
        folder.mkdir(exist_ok=True)
        self._write(folder / f"part-{uuid.uuid4().hex}.parquet", table(self.held[task]))
        self.held[task] = []
        self.flushed = time.monotonic()

    def _write(self, path: Path, rows) -> None:
        unfinished = path.with_name(f".{path.name}")
        self.parquet.write_table(rows, unfinished, compression="zstd")
        os.replace(unfinished, path)
