"""The command line of linscape, with which the package is compared, and the fixtures."""

import os
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def fixtures():
    return ROOT / "fixtures"


@pytest.fixture(scope="session")
def command_line():
    """Run the binary in the root of the repository: exit code, output, and message on errors.

    It is built without LAPACK, as the package is: then floating numbers agree to the last digit.
    """
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    binary = Path(os.environ.get("LINSCAPE_BINARY", target / "python-binary" / "linscape"))
    assert binary.exists(), f"{binary} is not there; scripts/test_python.sh builds it"

    def run(*arguments):
        done = subprocess.run([binary, *map(str, arguments)], cwd=ROOT, capture_output=True, text=True)
        return done.returncode, done.stdout, done.stderr.removeprefix("linscape: ").strip()

    return run


@pytest.fixture(scope="session")
def as_arguments():
    """A message of the command line as the package says it: options bear the names of arguments."""

    def named(message):
        # Where the command line takes a file, the package takes arrays too, and names neither.
        message = re.sub(r"(--[a-z-]+) FILE\b", r"\1", message)
        choice = r"--(header|index-column|samples-in) (yes|no|none|rows|columns|1)(?=[;,)]? |$)"
        message = re.sub(choice, lambda m: f'--{m[1]}="{m[2]}"', message)
        return re.sub(r"(^|[ (])--([a-z-]+)", lambda m: m[1] + m[2].replace("-", "_"), message)

    return named


@pytest.fixture(autouse=True)
def at_the_root(monkeypatch):
    """Names of files are those of the command line's runs."""
    monkeypatch.chdir(ROOT)
