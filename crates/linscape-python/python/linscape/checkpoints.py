"""The checkpoints of a training run in any form."""

from __future__ import annotations

import numbers
import os
from collections.abc import Iterable, Mapping
from typing import Any

from linscape._linscape import saved_checkpoints, steps_in_names
from linscape.arrays import as_array
from linscape.weights import native_weights

#: A step, a name, and weights for the native module.
Checkpoint = tuple[float, str, Any]


def checkpoint_list(
    checkpoints: Any, steps: Iterable[float] | None, layers: list[str] | None, transpose: bool
) -> list[Checkpoint]:
    """Checkpoints from files, sequences, mappings by step, or arrays stacked along the first axis."""
    files = files_of(checkpoints)
    names, weights, found = taken_apart(checkpoints) if files is None else of_files(files, layers, transpose)
    stated = None if steps is None else [float(step) for step in steps]
    if stated is not None and len(stated) != len(weights):
        raise ValueError(f"steps has {len(stated)} numbers for {len(weights)} checkpoints")
    order = stated or found or [float(at) for at in range(len(weights))]
    return [(step, name, native_weights(each)) for step, name, each in zip(order, names, weights)]


def taken_apart(checkpoints: Any) -> tuple[list[str], list[Any], list[float] | None]:
    """Names, weights, and the steps that the form itself states."""
    if isinstance(checkpoints, Mapping):
        keys = list(checkpoints)
        if keys and all(isinstance(key, numbers.Real) for key in keys):
            return [f"step {key}" for key in keys], list(checkpoints.values()), [float(key) for key in keys]
        stacks = {str(name): as_array(value) for name, value in checkpoints.items()}
        return of_stacks(stacks)
    each = list(checkpoints)
    if each and all(dimensions(item) == 3 for item in each):
        return of_stacks({f"W{layer}": as_array(item) for layer, item in enumerate(each, start=1)})
    if each and all(dimensions(item) == 2 for item in each):
        raise ValueError("checkpoints: these matrices are the weights of one network; give a list of such lists")
    return [f"checkpoint {at}" for at in range(len(each))], each, None


def dimensions(value: Any) -> int | None:
    """Of an array; ``None`` of a sequence or mapping of arrays, and of a file."""
    if isinstance(value, (str, os.PathLike, Mapping)) or not hasattr(value, "ndim"):
        return None
    return int(value.ndim)


def files_of(checkpoints: Any) -> list[str] | None:
    """Names of files or patterns, if that is what was given."""
    if isinstance(checkpoints, (str, os.PathLike)):
        return [os.fspath(checkpoints)]
    if isinstance(checkpoints, (list, tuple)) and checkpoints:
        if all(isinstance(item, (str, os.PathLike)) for item in checkpoints):
            return [os.fspath(item) for item in checkpoints]
    return None


def of_files(
    given: list[str], layers: list[str] | None, transpose: bool
) -> tuple[list[str], list[Any], list[float] | None]:
    """All checkpoints of files, with the steps in their names."""
    found = saved_checkpoints(given, layers, transpose)
    names = [os.fspath(name) for name, _ in found]
    return names, [weights for _, weights in found], steps_in_names(names)


def of_stacks(stacks: dict[str, Any]) -> tuple[list[str], list[Any], list[float] | None]:
    """Arrays of shape ``(T, d_i, d_{i−1})``, one a layer."""
    lengths = {name: array.shape[0] for name, array in stacks.items() if array.ndim == 3}
    if not lengths or len(set(lengths.values())) > 1 or len(lengths) < len(stacks):
        shapes = ", ".join(f"{name} {array.shape}" for name, array in stacks.items())
        raise ValueError(
            f"checkpoints: stacked arrays have one shape (T, d_i, d_(i-1)) a layer with the same T, but these have {shapes}"
        )
    count = next(iter(lengths.values()))
    weights = [{name: array[at] for name, array in stacks.items()} for at in range(count)]
    return [f"checkpoint {at}" for at in range(count)], weights, None
