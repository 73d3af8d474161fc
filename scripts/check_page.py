#!/usr/bin/python3
"""Open pages of `linscape view` in headless Chromium and hold what they show against the other commands.

    /usr/bin/python3 scripts/check_page.py BINARY [DIRECTORY]

Every page must say nothing on the console and ask for nothing but itself. What it embeds must be the dump
and the strata that `linscape dump` and `linscape strata` write; nodes are clicked and reached by
keys, and the panel's numbers are compared with `dump`, `spectrum` and `strata`; its command lines
are run. Data full of markup must not run a script. Screenshots in light and dark, and a print, are
left in DIRECTORY when one is named. It fails when there is no browser.
"""

import base64
import json
import os
import shlex
import subprocess
import sys
import tempfile
from html.parser import HTMLParser
from pathlib import Path

from webdriver import Browser, BrowserError

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"

# Options of the problem, options of the view, and whether the families are too many to be listed.
PAGES = {
    "coincident": (["--sigma", "5,4,3", "--widths", "3,3,3,3"], []),
    "tied": (["--target", "target-221.csv", "--hidden", "3,3,3"], []),
    "flow": (["--sigma", "3,2,1", "--widths", "3,3,3,3"], ["--trajectory", "trajectory-321.json"]),
    "swap": (["--sigma", "3,2,1", "--widths", "3,3,3,3"], ["--trajectory", "swap.json"]),
    "linear": (["--sigma", "2,1", "--widths", "3,2"], []),
    "mean": (["--inputs", "linnerud-exercise.csv", "--targets", "linnerud-physiological.csv", "--center",
              "--hidden", "4", "--loss", "mean"], []),
    "digits": (["--inputs", "digits-pixels.npy", "--labels", "digits-labels.csv", "--hidden", "32,32"], []),
    "many": (["--inputs", "digits-pixels.npy", "--autoencode", "--hidden", "16"], ["--limit", "40"]),
}
# The trajectory of the page `flow` is SciPy's, that of `swap` is integrated here.
FLOWS = {"swap": ["--init", "near:2", "--along", "swap:2-1", "--until", "20"]}
VISITS = {"flow": ["∅", "{1}", "{1,2}", "{1,2,3}"], "swap": ["{2}", "{1}"]}
MOST_CLICKED = 4
MOST_DRAWN = 50
MARKUP = "</script><script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"


class Mismatch(Exception):
    """What a page shows that it should not, or the reverse."""


class Structure(HTMLParser):
    """Elements that are not closed in order, and identifiers given twice."""

    EMPTY = {"meta", "input", "img", "br", "hr", "link"}

    def __init__(self):
        super().__init__()
        self.open, self.ids, self.faults = [], set(), []

    def handle_starttag(self, tag, attributes):
        names = [name for name, _ in attributes]
        if len(set(names)) != len(names):
            self.faults.append(f"an attribute twice in <{tag}>")
        for name, value in attributes:
            if name == "id":
                if value in self.ids:
                    self.faults.append(f"id {value} twice")
                self.ids.add(value)
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        pass

    def handle_endtag(self, tag):
        if tag in ("p", "li", "option") and self.open[-1] != tag:
            return
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> at {self.getpos()}")


def difference(wanted, got, place=""):
    """Where two JSON values differ first, and how."""
    if isinstance(wanted, dict) and isinstance(got, dict) and wanted.keys() == got.keys():
        pairs = [(f"{place}.{key}", wanted[key], got[key]) for key in wanted]
    elif isinstance(wanted, list) and isinstance(got, list) and len(wanted) == len(got):
        pairs = [(f"{place}[{at}]", *both) for at, both in enumerate(zip(wanted, got))]
    else:
        return f"{place}: {str(got)[:300]!r}, expected {str(wanted)[:300]!r}"
    return next(difference(one, other, at) for at, one, other in pairs if one != other)


def expect(what, wanted, got):
    if wanted != got:
        raise Mismatch(what + difference(wanted, got))


class Program:
    def __init__(self, binary):
        self.binary = binary

    def text(self, *arguments, folder=FIXTURES):
        done = subprocess.run([self.binary, *arguments], cwd=folder, capture_output=True, encoding="utf-8", check=False)
        if done.returncode != 0:
            raise Mismatch(f"linscape {' '.join(map(str, arguments))}: exit code {done.returncode}\n{done.stderr}")
        return done.stdout

    def json(self, *arguments):
        return json.loads(self.text(*arguments))

    def shell(self, line):
        """Run a command line that the page shows."""
        environment = {**os.environ, "PATH": f"{self.binary.parent}{os.pathsep}{os.environ['PATH']}"}
        with tempfile.TemporaryDirectory() as folder:
            for file in FIXTURES.iterdir():
                Path(folder, file.name).symlink_to(file)
            done = subprocess.run(["bash", "-c", line], cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False)
        if done.returncode != 0:
            raise Mismatch(f"{line}: exit code {done.returncode}\n{done.stderr}")


def number_text(value):
    """Six significant digits, as the command line writes them."""
    if value == 0:
        return "0"
    mantissa, exponent = f"{value:.5e}".split("e")
    exponent = int(exponent)
    if -4 <= exponent < 6:
        text = f"{value:.{5 - exponent}f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return f"{mantissa.rstrip('0').rstrip('.')}e{exponent}"


def learning_text(coefficient):
    return f"λ = {coefficient['lambda']}, m = {coefficient['multiplicity']}"


def subset_option(subset):
    return ["--subset", ",".join(map(str, subset))]


def check_silence(browser, address):
    said = [entry["message"] for entry in browser.log("browser")]
    expect("the console says", [], said)
    asked = [url for url in browser.requests() if not url.startswith(("chrome://", "data:"))]
    expect("requests", [address], sorted(set(asked)))
    inside = browser.run("return performance.getEntriesByType('resource').map((entry) => entry.name)")
    expect("resources", [], inside)


def check_records(browser, program, problem, limit):
    """The embedded records are those of the commands; the levels count every family."""
    embedded = browser.run("return ['landscape', 'strata', 'levels', 'view'].map((id) => document.getElementById(id).textContent)")
    landscape, strata, levels, _ = map(json.loads, embedded)
    dump = program.json("dump", *problem, *limit)
    expect("the dump", dump, landscape)
    for document in strata:
        options = [*problem, *subset_option(document["subset"]), "--components", "--limit", str(MOST_DRAWN), "--json"]
        expect(f"strata of {document['subset']}", program.json("strata", *options), document)
    families = int(dump["counts"]["families"])
    expect("families by rank", families, sum(int(rank["families"]) for rank in levels["ranks"]))
    if levels["histogram"] is not None:
        expect("families by loss", families, sum(bin["families"] for bin in levels["histogram"]))
    nodes = browser.run("return [...document.querySelectorAll('#diagram g.node')].map((node) => Number(node.dataset.id)).sort((a, b) => a - b)")
    expect("nodes", sorted(family["id"] for family in dump["families"]), nodes)
    return dump


PANEL = """
const panel = document.getElementById('panel');
const texts = (selector) => [...panel.querySelectorAll(selector)].map((found) => found.textContent);
const facts = Object.fromEntries([...panel.querySelectorAll('.facts dd')].map((found) => [found.dataset.field, found.textContent]));
return {
  family: Number(panel.dataset.family), heading: panel.querySelector('h2').textContent, facts,
  spectrum: [...panel.querySelectorAll('#spectrum-table tbody tr')].map((row) => [...row.cells].map((cell) => cell.textContent)),
  strata: [...panel.querySelectorAll('.stratum')].map((found) => [found.dataset.key, ...['.inertia', '.learning'].map((part) => found.querySelector(part).textContent)]),
  bars: [...panel.querySelectorAll('.stratum svg')].map((found) => found.getAttribute('aria-label')),
  commands: texts('.command'),
};
"""


def check_panel(browser, program, problem, family):
    """The panel shows this family, with the numbers of the commands."""
    panel = browser.run(PANEL)
    expect("family of the panel", family["id"], panel["family"])
    facts, name = panel["facts"], f"family {family['subset']}"
    expect(f"{name}: loss", number_text(family["loss"]), facts["loss"].split(" = ")[0])
    inertia = f"{family['index']} / {family['nullity']} / {family['coindex']}"
    expect(f"{name}: inertia", inertia, facts["index / nullity / coindex"])
    centre = family["dynamics"]["centre"]
    expect(f"{name}: flat directions", f"{centre['along']} / {centre['across']}", facts["centre along / across"])
    order = "none: nothing is lower nearby" if family["escape_order"] is None else str(family["escape_order"])
    expect(f"{name}: escape order", order, facts["escape order"])
    learning = family["learning_coefficient"]
    expect(f"{name}: learning coefficient", learning_text(learning), facts["learning coefficient"])
    if family["strata"] is not None:
        expect(f"{name}: strata", family["strata"], facts["strata"].replace("\u202f", ""))
        components = sum(kind["count"] for kind in family["components"])
        expect(f"{name}: components", str(components), facts["irreducible components"].replace("\u202f", ""))
    expect(f"{name}: heading", True, panel["heading"].endswith(family["type"].replace("_", " ")))
    rows = program.json("spectrum", *problem, *subset_option(family["subset"]), "--json")["rows"]
    wanted = [[number_text(row["value"]), str(row["multiplicity"])] for row in rows]
    expect(f"{name}: spectrum", wanted[:60], panel["spectrum"])
    options = [*problem, *subset_option(family["subset"]), "--components", "--limit", str(MOST_DRAWN), "--json"]
    strata = program.json("strata", *options)["strata"]
    described = [
        [stratum["id"], f"{stratum['type'].replace('_', ' ')} · index {stratum['index']} · nullity {stratum['nullity']} · "
                        f"coindex {stratum['coindex']} · dimension {stratum['dimension']}",
         "{}, between {half_coindex} and {half_codimension}".format(
             learning_text(stratum["learning_coefficient"]), **stratum["learning_coefficient"])]
        for stratum in strata
    ]
    expect(f"{name}: strata drawn", described, panel["strata"])
    for stratum, label in zip(strata, panel["bars"]):
        for bar in stratum["interior"]:
            part = f"{bar['count']} interior {bar['start']} to {bar['end']}"
            expect(f"{name}: bars of {stratum['id']}", True, part in label)
    return panel["commands"]


def chosen(families):
    """A few families from both ends and the middle."""
    positions = sorted({0, 1, len(families) // 2, len(families) - 1})
    return [families[at] for at in positions if 0 <= at < len(families)][:MOST_CLICKED]


def check_clicks(browser, program, problem, dump, run_commands):
    browser.click("#fit")  # of many families the lowest alone are in view
    browser.run_async("setTimeout(arguments[0], 300)")
    for family in chosen(dump["families"]):
        browser.click(f"g.node[data-id=\"{family['id']}\"] .shape")
        commands = check_panel(browser, program, problem, family)
        if run_commands:
            for command in commands:
                program.shell(command)


def check_keys(browser, program, problem, dump):
    """Tab reaches a node, arrows walk, Enter opens; / searches."""
    browser.run("document.activeElement.blur()")
    for _ in range(120):
        browser.press("Tab")
        if browser.run("return document.activeElement.closest('g.node') !== null"):
            break
    else:
        raise Mismatch("the Tab key reaches no node")
    start = browser.run("return Number(document.activeElement.dataset.id)")
    browser.press("Down")
    below = browser.run("return Number(document.activeElement.dataset.id)")
    ids = [family["id"] for family in dump["families"]]
    expect("the family below", ids[max(0, ids.index(start) - 1)], below if ids.index(start) > 0 else start)
    browser.press("Enter")
    check_panel(browser, program, problem, next(family for family in dump["families"] if family["id"] == below))
    target = dump["families"][len(dump["families"]) // 2]
    browser.press("/")
    expect("the focus after /", "search", browser.run("return document.activeElement.id"))
    browser.type("#search", ",".join(map(str, target["subset"])) or "∅")
    browser.press("Enter")
    check_panel(browser, program, problem, target)
    browser.click("button[type=reset]")


def check_filters(browser, dump):
    """Without strict saddles only the others are drawn; a range of losses leaves what lies in it."""
    strict = sum(family["type"] == "strict_saddle" for family in dump["families"])
    left = "return [...document.querySelectorAll('#diagram g.node:not(.out)')].length"
    browser.click("input[value=strict_saddle]")
    expect("families without strict saddles", len(dump["families"]) - strict, browser.run(left))
    browser.click("button[type=reset]")
    middle = dump["families"][len(dump["families"]) // 2]["loss"]
    browser.type("#loss-to", repr(middle))
    within = sum(family["loss"] <= middle for family in dump["families"])
    expect("families up to a loss", within, browser.run(left))
    browser.click("button[type=reset]")
    browser.run_async("setTimeout(arguments[0], 50)")
    expect("families after a reset", len(dump["families"]), browser.run(left))


def check_page(browser, program, name, directory):
    problem, options = PAGES[name]
    path = directory / f"{name}.html"
    if name in FLOWS:
        options = ["--trajectory", directory / f"{name}.json"]
        program.text("flow", *problem, *FLOWS[name], "-o", options[-1])
    program.text("view", *problem, *options, "-o", path)
    structure = Structure()
    structure.feed(path.read_text(encoding="utf-8"))
    expect("structure", [], structure.faults)
    expect("elements left open", [], structure.open)
    browser.open(path.as_uri())
    limit = options if "--limit" in options else []
    dump = check_records(browser, program, problem, limit)
    check_clicks(browser, program, problem, dump, run_commands=name in ("coincident", "tied", "linear"))
    check_keys(browser, program, problem, dump)
    check_filters(browser, dump)
    if "--trajectory" in options:
        visits = browser.run("return [...document.querySelectorAll('#visits button')].map((found) => found.textContent)")
        expect("visits", VISITS[name], visits)
        expect("trajectories drawn", 1, browser.run("return document.querySelectorAll('#diagram .trajectory').length"))
    truncated = browser.run("return document.querySelector('.warning') !== null")
    expect("a word on what is left out", dump["counts"]["truncated"], truncated)
    check_silence(browser, path.as_uri())
    for theme in ("light", "dark"):
        browser.run("document.documentElement.dataset.theme = arguments[0]; document.activeElement.blur()", theme)
        browser.screenshot(directory / f"{name}-{theme}.png")
    browser.run("document.documentElement.dataset.theme = 'light'")


def check_markup(browser, program, directory):
    """File names and labels that are markup stay texts."""
    folder = directory / "markup"
    folder.mkdir(exist_ok=True)
    inputs, labels = "<img src=x onerror=document.title='owned'>&'.csv", "<script>document.title='owned'<!--.csv"
    (folder / inputs).write_text("1,0\n0,2\n1,1\n", encoding="utf-8")
    classes = [f'"<b>{letter}</b><script>document.title=\'owned\'</script>"' for letter in "aba"]
    (folder / labels).write_text("\n".join(["kind", *classes]) + "\n", encoding="utf-8")
    dump = program.json("dump", "--sigma", "2,1", "--widths", "2,2,2")
    dump["problem"]["source"] = {"kind": "target", "file": MARKUP, "shape": [2, 2]}
    (folder / "stored.json").write_text(json.dumps(dump), encoding="utf-8")
    problems = {
        "names": ["--inputs", inputs, "--labels", labels, "--hidden", "2"],
        "stored": ["--problem", "stored.json"],
    }
    for name, problem in problems.items():
        path = folder / f"{name}.html"
        program.text("view", *problem, "-o", path, folder=folder)
        browser.open(path.as_uri())
        browser.click("g.node[data-id=\"0\"] .shape")
        browser.run_async("setTimeout(arguments[0], 100)")
        expect(f"{name}: the title", "Loss landscape of a deep linear network", browser.run("return document.title"))
        expect(f"{name}: foreign elements", 0, browser.run("return document.querySelectorAll('img, b:not(.counts b), script:not([type])').length - 1"))
        words = shlex.split(browser.run(PANEL)["commands"][0])
        wanted = problem[1] if name == "names" else MARKUP
        expect(f"{name}: the file in the command", wanted, words[words.index("--inputs" if name == "names" else "--target") + 1])
        check_silence(browser, path.as_uri())


def check_print(browser, directory):
    browser.open((directory / "coincident.html").as_uri())
    browser.click("g.node[data-id=\"3\"] .shape")
    browser.screenshot(directory / "coincident-chosen.png")
    printed = browser.command("Page.printToPDF", printBackground=True)
    pdf = base64.b64decode(printed["data"])
    expect("a print", True, pdf.startswith(b"%PDF") and len(pdf) > 10_000)
    (directory / "coincident.pdf").write_bytes(pdf)


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    program = Program(Path(sys.argv[1]).resolve())
    with tempfile.TemporaryDirectory(prefix="linscape-pages-") as scratch:
        directory = Path(sys.argv[2] if len(sys.argv) > 2 else scratch).resolve()
        directory.mkdir(parents=True, exist_ok=True)
        try:
            with Browser() as browser:
                browser.open("about:blank")
                browser.log("performance")
                for name in PAGES:
                    try:
                        check_page(browser, program, name, directory)
                    except (Mismatch, BrowserError) as reason:
                        raise Mismatch(f"page {name}: {reason}") from reason
                check_markup(browser, program, directory)
                check_print(browser, directory)
        except (Mismatch, BrowserError) as reason:
            sys.exit(str(reason))
        print(f"{len(PAGES)} pages agree with the commands; markup in data stays text")


if __name__ == "__main__":
    main()
