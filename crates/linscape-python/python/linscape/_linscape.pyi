"""The native half of the package; use the classes of ``linscape``."""

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np

__version__: str

_Progress: TypeAlias = Callable[[int, int | None], object] | None
_Arrays: TypeAlias = tuple[list[np.ndarray], list[np.ndarray | None]]
_Conditions: TypeAlias = tuple[str | None, int | None, int | None, int | None, bool]

class LimitError(ValueError):
    """Work that is too large as it was asked for; the message says how to ask for less."""

def set_threads(count: int) -> None:
    """Set the number of threads; zero is one for each core (or ``RAYON_NUM_THREADS``)."""

def block_factor(
    inputs: np.ndarray, targets: np.ndarray | None, weights: list[float] | None, roundoffs: tuple[float, float]
) -> np.ndarray:
    """What a linear network can learn of a block of samples, as numbers."""

def merge_factors(factors: list[np.ndarray]) -> np.ndarray:
    """The factor of several blocks."""

class NativeLandscape:
    def to_json(self) -> str: ...
    def report(self) -> str: ...
    def graph(self, format: str, nodes: str, all: bool) -> str: ...
    def counts(self) -> tuple[str, str, str, int | None]: ...
    def __len__(self) -> int: ...

class NativeProblem:
    def __init__(self, options: dict[str, Any]) -> None: ...
    def save(self, path: str) -> None: ...
    def record(self) -> str: ...
    def landscape(self, limit: int | None, progress: _Progress) -> NativeLandscape: ...
    def points(self, limit: int | None, progress: _Progress) -> str: ...
    def strata(
        self, subset: str, conditions: _Conditions, limit: int | None, count: bool, progress: _Progress
    ) -> str: ...
    def learning(self, rank: int | None, samples: int | None, noise: float | None) -> str: ...
    def represent(
        self, subset: str, stratum: str | None, seed: int, whitened: bool, balanced_in_data: bool
    ) -> tuple[_Arrays, str | None]: ...
    def classify(
        self,
        weights: Any,
        layers: list[str] | None,
        transpose: bool,
        refine: bool,
        hessian: str | None,
        dense_limit: int,
        seed: int,
        progress: _Progress,
    ) -> str: ...
    def spectrum_of_family(self, subset: str) -> str: ...
    def spectrum_of_weights(
        self,
        weights: Any,
        layers: list[str] | None,
        transpose: bool,
        ends: int,
        dense_limit: int,
        seed: int,
        progress: _Progress,
    ) -> tuple[str, np.ndarray]: ...
    def verify(
        self,
        subset: str | None,
        stratum: str | None,
        conditions: _Conditions,
        limit: int | None,
        samples: int | None,
        seed: int,
        descent_up_to: int,
        exact: bool,
        progress: _Progress,
    ) -> str: ...

def flow(
    problem: NativeProblem, init: str, weights: Any, options: dict[str, Any], progress: _Progress
) -> tuple[str, _Arrays | None]: ...
def trace(
    problem: NativeProblem,
    checkpoints: list[tuple[float, str, Any]],
    layers: list[str] | None,
    transpose: bool,
    radius: float,
    learning_rate: float | None,
    learning: bool,
    progress: _Progress,
) -> str: ...
class SavedWeights: ...

def saved_checkpoints(
    given: list[str], layers: list[str] | None, transpose: bool
) -> list[tuple[str, SavedWeights]]: ...
def steps_in_names(files: list[str]) -> list[float] | None: ...

class NativeMonitor:
    def __init__(self, problem: NativeProblem, radius: float) -> None: ...
    def observe(
        self,
        step: float,
        weights: Any,
        layers: list[str] | None,
        transpose: bool,
        learning_rate: float | None,
        modes: int,
    ) -> dict[str, Any]: ...

def values(
    problem: NativeProblem,
    lowest: int | None,
    highest: int | None,
    below: str | None,
    count_below: str | None,
    subsets: bool,
    progress: _Progress,
) -> str: ...
def explain(problem: NativeProblem, subset: str, stratum: str | None, seed: int) -> tuple[str, str]: ...
def check(
    problem: NativeProblem, landscape: NativeLandscape, progress: _Progress
) -> tuple[int, int, int, float, str | None]: ...
def connections(
    landscape: NativeLandscape, all: bool, epsilon: float, seed: int, progress: _Progress
) -> tuple[int, int, int, float, list[tuple[str, str, str]]]: ...
def diagram(landscape: NativeLandscape, nodes: str) -> str: ...
def barrier_plot(landscape: NativeLandscape) -> str: ...
def bifurcation_plot(landscape: NativeLandscape) -> str: ...
def page(problem: NativeProblem, limit: int | None, trajectory: str | None) -> str: ...
def trajectory_plot(document: str) -> str: ...
def eigenvalue_plot(
    document: str,
    levels: list[tuple[float, int]],
    within: float,
    missing: int,
    between: tuple[float | None, float | None],
) -> str: ...
def value_plot(problem: NativeProblem, lowest: int, label: int, progress: _Progress) -> str: ...
def singular_value_plot(problem: NativeProblem) -> str: ...
def surface_plot(problem: NativeProblem, modes: list[int], learned: list[int]) -> str: ...
def escape_plot(problem: NativeProblem, subset: str, stratum: str | None, directions: list[int], seed: int) -> str: ...
def rendered(
    svg: str, format: str, lengths: list[str | None], style: str, density: float, font: bytes | None
) -> bytes: ...
def sweep_jobs(spec: str) -> list[tuple[str, str, str, str | None]]: ...
def run_job(job: str, problem: NativeProblem | None) -> str: ...
def failed_row(job: str, message: str) -> str: ...
