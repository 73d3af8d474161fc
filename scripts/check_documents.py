#!/usr/bin/python3
"""Check that the documents hold together: links, the book, the tests that the theory names.

    /usr/bin/python3 scripts/check_documents.py

- Every link of a Markdown file to a file of the repository finds it, and its anchor is a heading there; those of
  `docs/` stay in it, as the book does.
- `docs/SUMMARY.md`, the table of contents of the book (`mdbook build`), lists every page of `docs/` once.
- Every test of `docs/theory-tests.md`, written `file::name`, is a function of a file of that name.

Links to the web are not followed.
"""

import re
import sys
from pathlib import Path
from urllib.parse import unquote

ROOT = Path(__file__).resolve().parent.parent
SUMMARY = ROOT / "docs" / "SUMMARY.md"
TESTS = ROOT / "docs" / "theory-tests.md"
OUTSIDE = {"target", ".git", "node_modules", ".pytest_cache"}
FENCE = re.compile(r"^( *)```.*?^\1```", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`[^`\n]*`")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#{1,6} +(.*?) *#*$", re.MULTILINE)


def documents():
    """Every Markdown file of the repository, in order."""
    return [path for path in sorted(ROOT.rglob("*.md")) if not OUTSIDE & set(path.relative_to(ROOT).parts)]


def anchors(text):
    """The anchors of the headings, as GitHub and mdBook make them; a repeated one is numbered."""
    found = {}
    for heading in HEADING.findall(FENCE.sub("", text)):
        words = re.sub(r"[*_`]|\]\([^)]*\)|\[", "", heading).lower()
        anchor = re.sub(r"[^\w\- ]", "", words).replace(" ", "-")
        found[anchor] = found.get(anchor, -1) + 1
    return {f"{anchor}-{copy}" if copy else anchor for anchor, last in found.items() for copy in range(last + 1)}


def links(text):
    """(line, target) of every link outside code. Fences and code are blanked, so that lines keep their numbers."""
    blank = lambda match: re.sub(r"[^\n]", " ", match.group())
    for number, line in enumerate(CODE.sub(blank, FENCE.sub(blank, text)).splitlines(), 1):
        for target in LINK.findall(line):
            yield number, target


def broken_links(path):
    """Links of one document that lead nowhere, and how many there are."""
    faults, count = [], 0
    for number, target in links(path.read_text(encoding="utf-8")):
        if re.match(r"[a-z]+:", target):
            continue
        count += 1
        place = f"{path.relative_to(ROOT)}:{number}: {target}"
        name, _, anchor = target.partition("#")
        file = (path.parent / unquote(name)).resolve() if name else path
        if not file.exists():
            faults.append(f"{place}: no such file")
        elif SUMMARY.parent in path.parents and SUMMARY.parent not in file.parents:
            faults.append(f"{place}: the book does not contain it")
        elif anchor and unquote(anchor) not in anchors(file.read_text(encoding="utf-8")):
            faults.append(f"{place}: no such heading")
    return faults, count


def missing_pages():
    """Pages of the book that its table of contents leaves out or names twice."""
    pages = [target for _, target in links(SUMMARY.read_text(encoding="utf-8"))]
    there = {path.name for path in SUMMARY.parent.glob("*.md")} - {SUMMARY.name}
    faults = [f"docs/SUMMARY.md: {page} is not listed" for page in sorted(there - set(pages))]
    return faults + [f"docs/SUMMARY.md: {page} is listed twice" for page in sorted({p for p in pages if pages.count(p) > 1})]


def missing_tests():
    """Tests that the appendix names and no file has, and how many it names."""
    sources = [path for folder in ("crates", "tests") for path in (ROOT / folder).rglob("*.rs")
               if not OUTSIDE & set(path.relative_to(ROOT).parts)]
    named = re.findall(r"`([\w/]+(?=\.rs)|enumeration)(?:\.rs)?::(\w+)`", TESTS.read_text(encoding="utf-8"))
    faults = []
    for file, name in named:
        ends = (f"/{file}.rs", f"-{file}.rs")  # a path may begin with a crate's name, less its `linscape-`
        homes = [path for path in sources if path.as_posix().endswith(ends)]
        if not any(f"fn {name}(" in path.read_text(encoding="utf-8") for path in homes):
            faults.append(f"docs/theory-tests.md: {file}::{name}: no such test")
    return faults, len(named)


def main():
    faults, count = [], 0
    for path in documents():
        broken, found = broken_links(path)
        faults += broken
        count += found
    untested, tests = missing_tests()
    faults += missing_pages() + untested
    for fault in faults:
        print(fault)
    print(f"{count} links, {tests} tests of the theory, {len(faults)} faults")
    if count == 0 or tests == 0:
        sys.exit("nothing was checked")
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
