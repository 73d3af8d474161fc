"""Libraries that are needed for some things only."""

from __future__ import annotations

import importlib
from types import ModuleType


def require(module: str, extra: str) -> ModuleType:
    """The module, or an ``ImportError`` that says what to install."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        message = f"{module} is not installed; pip install 'linscape[{extra}]'"
        raise ImportError(message, name=module) from error
