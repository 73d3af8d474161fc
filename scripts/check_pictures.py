#!/usr/bin/python3
"""Read the pictures of `graph --format svg` and `plot`, and measure their labels in a browser.

    /usr/bin/python3 scripts/check_pictures.py BINARY [DIRECTORY]

Every picture must be well-formed XML with the dump's problem in its metadata, and the same bytes twice. A
graph must have the dump's nodes, each at the height of its loss. In Chromium, with the fonts that are
there, nothing may reach over the edge, and no two labels may touch. The pictures are left in
DIRECTORY when one is named.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree

from webdriver import Browser, BrowserError

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
SVG = "{http://www.w3.org/2000/svg}"

PROBLEMS = {
    "321": ["--target", "target-321.csv", "--hidden", "3,3"],
    "221": ["--target", "target-221.csv", "--hidden", "3,3"],
    "543": ["--sigma", "5,4,3", "--widths", "3,3,3,3"],
    "hierarchy": ["--inputs", "hierarchy-inputs.csv", "--targets", "hierarchy-targets.csv", "--hidden", "5,5"],
    "linnerud": ["--inputs", "linnerud-exercise.csv", "--targets", "linnerud-physiological.csv", "--hidden", "2"],
    "one": ["--sigma", "2", "--widths", "2,2"],
    "200 nodes": ["--sigma", "97,83,71,61,53,43,31,23", "--widths", "8,5,5,8"],
    "digits": ["--inputs", "digits-pixels.npy", "--labels", "digits-labels.csv", "--hidden", "32,32"],
    "many": ["--inputs", "digits-pixels.npy", "--autoencode", "--hidden", "16", "--limit", "50"],
}
CURVES = {
    "values": ["plot", "values"],
    "spectrum": ["plot", "spectrum"],
    "trajectory": None,
}
# Where gradient flow starts, for the problems of which a trajectory is drawn.
FLOWS = {
    "321": ["--init", "balanced:1e-3"],
    "hierarchy": ["--init", "gaussian:1e-3"],
    "linnerud": ["--init", "gaussian:1e-2", "--coordinates", "whitened"],
}

# Rectangles of texts, as [text, left, top, right, bottom, is a label of a node].
MEASURE = """
const size = document.documentElement.viewBox.baseVal;
const texts = [...document.querySelectorAll('text')].filter((text) => !text.closest('.legend-box') || text.classList.contains('legend'));
return [size.width, size.height, texts.map((text) => {
  const own = text.getBoundingClientRect();
  return [text.textContent, own.left, own.top, own.right, own.bottom, text.classList.contains('label') || text.classList.contains('tick')];
})];
"""


class Mismatch(Exception):
    """What a picture shows that it should not, or the reverse."""


def run(*command):
    done = subprocess.run(command, cwd=FIXTURES, capture_output=True, encoding="utf-8", check=False)
    if done.returncode != 0:
        raise Mismatch(f"exit code {done.returncode}: {done.stderr}")
    return done.stdout


def check_text(picture, problem):
    """Well-formed, and about this problem."""
    root = ElementTree.fromstring(picture)
    metadata = json.loads(root.find(f"{SVG}metadata").text)
    if metadata["problem"] != problem:
        raise Mismatch("the problem of the metadata is not the dump's")
    return root


def check_heights(root, rows):
    """One node a row; where losses are higher nodes are not lower."""
    nodes = {int(node.get("data-id")): node for node in root.iter(f"{SVG}g") if node.get("data-id")}
    if set(nodes) != {row["id"] for row in rows}:
        raise Mismatch(f"{len(nodes)} nodes, the dump has {len(rows)}")
    heights = [float(nodes[row["id"]].get("transform").split()[1].rstrip(")")) for row in sorted(rows, key=lambda row: row["loss"])]
    if any(above < below - 0.011 for below, above in zip(heights[1:], heights)):
        raise Mismatch("a node of higher loss is drawn below one of lower loss")


def check_labels(browser, path):
    """With real fonts: inside the picture, and apart."""
    browser.open(path.as_uri())
    width, height, texts = browser.run(MEASURE)
    for text, left, top, right, bottom, _ in texts:
        if left < 0 or top < 0 or right > width + 1 or bottom > height + 1:
            raise Mismatch(f"the text '{text}' reaches over the edge")
    labels = [text for text in texts if text[5]]
    # Boxes of text are taller than their letters.
    for at, (text, left, top, right, bottom, _) in enumerate(labels):
        slack = 0.22 * (bottom - top)
        for other, left2, top2, right2, bottom2, _ in labels[:at]:
            slack2 = 0.22 * (bottom2 - top2)
            apart = right < left2 or right2 < left or bottom - slack < top2 + slack2 or bottom2 - slack2 < top + slack
            if not apart:
                raise Mismatch(f"the labels '{text}' and '{other}' touch")


def check_picture(browser, command, path, look):
    """Drawn twice the same, right in the eyes of `look`, and legible; it is left at the path."""
    try:
        picture = run(*command)
        if run(*command) != picture:
            raise Mismatch("not the same twice")
        look(picture)
        path.write_text(picture, encoding="utf-8")
        check_labels(browser, path)
    except (Mismatch, ElementTree.ParseError) as reason:
        raise Mismatch(f"{' '.join(map(str, command))}: {reason}") from reason


def pictures(binary, name, options, directory):
    """The pictures of a problem, each as command, file name and what looks at it."""
    dump = json.loads(run(binary, "dump", *options))
    whole = [word for word in options if word not in ("--limit", "50")]
    stated = json.loads(run(binary, "values", "--lowest", "1", "--json", *whole))
    stem = name.replace(" ", "-")
    for nodes in ("fibers", "families"):
        command = [binary, "graph", "--format", "svg", "--nodes", nodes, *options]
        rows = dump[nodes]
        yield command, f"{stem}-{nodes}.svg", lambda picture, rows=rows: check_heights(check_text(picture, dump["problem"]), rows)
    for curve, words in CURVES.items():
        if curve == "trajectory":
            if name not in FLOWS:
                continue
            words = ["plot", "trajectory", "--trajectory", directory / f"{name}.json"]
            run(binary, "flow", *options, *FLOWS[name], "-o", words[-1])
        yield [binary, *words, *whole], f"{stem}-{curve}.svg", lambda picture: check_text(picture, stated["problem"])


def check(binary, browser, directory):
    checked = 0
    for name, options in PROBLEMS.items():
        for command, file, look in pictures(binary, name, options, directory):
            check_picture(browser, command, directory / file, look)
            checked += 1
    return checked


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    binary = Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory(prefix="linscape-pictures-") as scratch:
        directory = Path(sys.argv[2] if len(sys.argv) > 2 else scratch).resolve()
        directory.mkdir(parents=True, exist_ok=True)
        try:
            with Browser() as browser:
                print(f"{check(binary, browser, directory)} pictures are well-formed and legible")
        except (Mismatch, BrowserError) as reason:
            sys.exit(str(reason))


if __name__ == "__main__":
    main()
