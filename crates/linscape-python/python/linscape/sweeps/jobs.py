"""The jobs of a sweep."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from linscape._linscape import sweep_jobs
from linscape.problem import Problem


@dataclass(frozen=True)
class Job:
    """A problem, a task and a seed, which give one row."""

    id: str
    task: str
    text: str
    problem: Problem | None


def read_jobs(spec: Any) -> list[Job]:
    """The jobs of a sweep: a mapping, or the name of a JSON file.

    Among the problems of a mapping there may be :class:`Problem` objects; rows name them by what they
    were stated from, arrays by their digest.
    """
    if isinstance(spec, (str, os.PathLike)):
        text = Path(spec).read_text(encoding="utf-8")
        held: dict[str, Problem] = {}
    else:
        text, held = spec_text(spec)
    rows = sweep_jobs(text)
    return [Job(id, task, job, held.get(name) if name else None) for id, task, job, name in rows]


def spec_text(spec: Mapping[str, Any]) -> tuple[str, dict[str, Problem]]:
    """The sweep as JSON, and the problems it holds by their names as the native module writes them."""
    held: dict[str, Problem] = {}

    def plain(value: Any) -> Any:
        if isinstance(value, Problem):
            name = statement(value)
            held[json.dumps(name, separators=(",", ":"), ensure_ascii=False)] = value
            return {"held": name}
        if isinstance(value, np.ndarray):
            return value.tolist()
        if isinstance(value, (np.integer, np.floating)):
            return value.item()
        return str(value)  # fractions, decimals and paths

    return json.dumps(spec, default=plain), held


def statement(problem: Problem) -> dict[str, Any]:
    """What a problem was stated from, arrays by their digest."""
    options = problem._options.items()
    return {name: named(value) for name, value in options if is_given(value)}


def is_given(value: Any) -> bool:
    """Whether an option says something."""
    return isinstance(value, (np.ndarray, tuple)) or (value is not None and value is not False)


def named(value: Any) -> Any:
    """An option as it stands in a row."""
    if isinstance(value, np.ndarray):
        digest = hashlib.sha256(np.ascontiguousarray(value).tobytes()).hexdigest()
        return {"array": digest[:32], "shape": list(value.shape)}
    if isinstance(value, tuple):
        array, unit_roundoff = value
        return named(array) | {"unit_roundoff": unit_roundoff}
    if isinstance(value, bytes):
        return {"array": hashlib.sha256(value).hexdigest()[:32]}
    return value
