#!/usr/bin/python3
"""Run the terminal sessions of the documents and compare what they show.

    /usr/bin/python3 scripts/run_readme.py BINARY [DOCUMENT...]

Every line `$ command` of a fenced ```console block is run (with its `\\` continuations and here-documents) in a scratch
copy of the repository, one copy a document, with the binary first on PATH and `python3` for the Python that runs this
script. A fenced block that names a file (```python train.py) is written to that file there. Where a block shows
output, standard output and standard error together must equal it as text, but for the last digit of a computed number,
which differs from one processor's kernels to another's by one; a line that holds only `…` stands for any lines. A command must exit 0 unless `$ echo $?` follows it. Commands that build or
install (SETUP) are the gate's business and are not run here.
"""

import difflib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = ["README.md", "docs/tutorial.md", "docs/how-do-i.md", "docs/glossary.md", "docs/literature.md",
             "docs/theory.md", "docs/formats.md", "docs/learning.md", "docs/sweeps.md", "docs/reading-the-diagram.md"]
SETUP = ("sudo", "apt-get", "cargo", "git", "rustup")
TIME_LIMIT = 60  # seconds


def sessions(text):
    """Yield (line number, command, shown output or None) of every console block."""
    blocks = re.finditer(r"^( *)```console\n(.*?)^\1```", text, re.MULTILINE | re.DOTALL)
    for block in blocks:
        number = text.count("\n", 0, block.start(2))
        indent = block.group(1)
        command, shown, start = None, [], 0
        for line in block.group(2).splitlines():
            number += 1
            line = line.removeprefix(indent)
            if command is not None and command.endswith("\\"):
                command = command[:-1] + line.removeprefix("> ").lstrip()
            elif command is not None and "<<" in command and line.startswith("> ") and not shown:
                command += "\n" + line[2:]
            elif line.startswith("$ "):
                if command is not None:
                    yield start, command, shown or None
                command, shown, start = line[2:], [], number
            elif command is not None:
                shown.append(line)
            else:
                sys.exit(f"line {number}: output before any command")
        if command is not None:
            yield start, command, shown or None


def files(text):
    """Yield (name, content) of every block that names a file."""
    for block in re.finditer(r"^```\w+ ([\w./-]+)\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        yield block.groups()


# Decimal numbers of five digits and more: what has fewer is exact, or printed far above its rounding.
COMPUTED = re.compile(r"( *)(?<![\w.])(\d+)\.(\d+)(e-?\d+)?(?![\w.])")


def pattern(line):
    """The line as a regular expression in which the last digit of a computed number may be one off."""
    text, at = "", 0
    for found in COMPUTED.finditer(line):
        spaces, whole, decimals, exponent = found.groups(default="")
        if len((whole + decimals).lstrip("0")) < 5:
            continue
        number = int(whole + decimals)
        near = [f"{abs(number + off):0{len(decimals) + 1}}" for off in (-1, 0, 1)]
        near = [f"{digits[:-len(decimals)]}.{digits[-len(decimals):]}" for digits in near]
        # A zero at the end is not printed, and the column is then filled with spaces.
        choices = sorted({spelt for text_of in near for spelt in (text_of, text_of.rstrip("0").rstrip("."))})
        text += re.escape(line[at:found.start()]) + (" +" if spaces else "")
        text += "(?:" + "|".join(re.escape(choice + exponent) for choice in choices) + ")"
        at = found.end()
    return text + re.escape(line[at:]) + r"\n"


def matches(shown, output):
    """Whether the output is what the block shows, `…` alone on a line standing for any lines."""
    parts = [r"(?:.*\n)*?" if line.strip() == "…" else pattern(line.rstrip()) for line in shown]
    tidy = "".join(line.rstrip() + "\n" for line in output.splitlines())
    # A blank line closing a block, or an output, is layout.
    return re.fullmatch("".join(parts).rstrip("\n") + r"\n*", tidy + "\n") is not None


def run_document(path, environment):
    """Run one document's commands; return (commands run, outputs compared, failures)."""
    ran = compared = 0
    failures = []
    with tempfile.TemporaryDirectory(prefix="linscape-readme-") as scratch:
        copy = Path(scratch) / "linscape"
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns("target", ".git", "__pycache__"))
        text = path.read_text(encoding="utf-8")
        for name, content in files(text):
            (copy / name).write_text(content, encoding="utf-8")
        commands = list(sessions(text))
        status = 0
        for position, (number, command, shown) in enumerate(commands):
            if command.split()[0] in SETUP:
                continue
            place = f"{path.relative_to(ROOT)}:{number}: {command}"
            following = commands[position + 1][1] if position + 1 < len(commands) else ""
            if command == "echo $?":
                output = f"{status}\n"
            else:
                done = subprocess.run(
                    ["bash", "-c", command], cwd=copy, env=environment, timeout=TIME_LIMIT,
                    stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                    encoding="utf-8", check=False,
                )
                output, status = done.stdout, done.returncode
                ran += 1
                if status != 0 and following != "echo $?":
                    failures.append(f"{place}\nexit code {status}\n{output}")
                    continue
            if shown is not None:
                compared += 1
                if not matches(shown, output):
                    lines = difflib.unified_diff(shown, output.splitlines(), "shown", "printed", lineterm="")
                    failures.append("\n".join([place, *lines]))
    return ran, compared, failures


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    binary = Path(sys.argv[1]).resolve()
    if not binary.is_file():
        sys.exit(f"{binary}: no such binary")
    documents = [Path(name).resolve() for name in sys.argv[2:]] or [ROOT / name for name in DOCUMENTS]
    failed = False
    with tempfile.TemporaryDirectory(prefix="linscape-python3-") as interpreter:
        (Path(interpreter) / "python3").symlink_to(sys.executable)
        search = os.pathsep.join([str(binary.parent), interpreter, os.environ["PATH"]])
        environment = {**os.environ, "PATH": search, "LC_ALL": "C.UTF-8"}
        for path in documents:
            ran, compared, failures = run_document(path, environment)
            for failure in failures:
                print(failure, end="\n\n")
            if ran == 0:
                print(f"{path.name}: no command found")
            failed |= bool(failures) or ran == 0
            print(f"{path.name}: {ran} commands run, {compared} outputs compared, {len(failures)} failures")
    sys.exit(failed)


if __name__ == "__main__":
    main()
