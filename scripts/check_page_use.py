#!/usr/bin/python3
"""Use pages of `linscape view` in headless Chromium as a reader does: save, link, point, scroll, on a desk and on a phone.

    /usr/bin/python3 scripts/check_page_use.py BINARY [DIRECTORY]

A drawing is saved as SVG and PNG and read back: what is in view, in the colours that are shown. An address names a family.
Words and names of strata explain themselves. The wheel and one finger scroll the page; Ctrl + wheel and two fingers
zoom. Of many families the lowest are shown first. Screenshots are left in DIRECTORY when one is named.
"""

import base64
import json
import sys
import tempfile
import time
from pathlib import Path
from xml.etree import ElementTree

from check_page import Mismatch, Program, expect, number_text, subset_option
from webdriver import Browser, BrowserError

SVG = "{http://www.w3.org/2000/svg}"
COINCIDENT = ["--sigma", "5,4,3", "--widths", "3,3,3,3"]
TIED = ["--target", "target-221.csv", "--hidden", "3,3,3"]
DECAYED = ["--sigma", "3,2", "--widths", "2,2,2,2", "--decay", "1/2"]
MANY = ["--inputs", "digits-pixels.npy", "--autoencode", "--hidden", "16"]
# The palette's colours of a global minimum, on light and on dark paper.
MINIMUM = {"light": [0x2B, 0xB5, 0x8A], "dark": [0x35, 0xC7, 0x9B]}
DENSITY = 3

VIEW_BOX = "const box = document.getElementById('diagram').viewBox.baseVal; return [box.x, box.y, box.width, box.height]"
TOOLTIP = "const tip = document.getElementById('tooltip'); return tip.hidden ? null : tip.innerText"
COLOUR_AT = """
const [address, x, y, done] = arguments;
const image = new Image();
image.src = address;
image.decode().then(() => {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [image.width, image.height];
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  done([image.width, image.height, ...context.getImageData(x, y, 1, 1).data]);
});
"""
# Nodes and labels in the middle of the stage's window: a page that is read shows some of both.
IN_VIEW = """
const stage = document.querySelector('.canvas').getBoundingClientRect();
const seen = (part) => { const box = part.getBoundingClientRect(); return box.width > 0 && box.left > stage.left && box.right < stage.right && box.top > stage.top && box.bottom < stage.bottom; };
const size = (part) => part.getBoundingClientRect().height;
const labels = [...document.querySelectorAll('#diagram .label')].filter(seen);
const ticks = [...document.querySelectorAll('#diagram .pinned .tick.end, #diagram:not(.pinning) .axes .tick.end')].filter(seen);
return {nodes: [...document.querySelectorAll('#diagram .node .shape')].filter(seen).length, labels: labels.map((label) => label.textContent),
  smallest: Math.min(...labels.map(size)), ticks: ticks.map((tick) => tick.textContent), lowest: seen(document.querySelector('g.node[data-id="0"] .shape'))};
"""


def pause(browser, milliseconds=250):
    browser.run_async("setTimeout(arguments[1], arguments[0])", milliseconds)


def saved(browser, folder, selector, name):
    """The file that a button saves."""
    path = folder / name
    path.unlink(missing_ok=True)
    browser.click(selector)
    for _ in range(200):
        if path.exists() and path.stat().st_size > 0:
            return path
        time.sleep(0.05)
    raise Mismatch(f"{selector} saves no {name}; {sorted(found.name for found in folder.iterdir())}")


def check_saving(browser, folder, dump, theme):
    """SVG and PNG of the diagram: every family, in the colours of the theme, the minimum where it belongs."""
    path = saved(browser, folder, "#saving button[data-save='landscape.svg']", "landscape.svg")
    text = path.read_text(encoding="utf-8")
    root = ElementTree.fromstring(text)
    nodes = {int(node.get("data-id")): node for node in root.iter(f"{SVG}g") if node.get("data-id")}
    expect(f"{theme}: saved families", sorted(family["id"] for family in dump["families"]), sorted(nodes))
    expect(f"{theme}: variables saved", False, "var(" in text)
    expect(f"{theme}: saved problem", dump["problem"], json.loads(root.find(f"{SVG}metadata").text)["problem"])
    left, top, width, _ = map(float, root.get("viewBox").split())
    scale = float(root.get("width")) / width
    x, y = map(float, nodes[0].get("transform")[len("translate("):-1].replace(",", " ").split())
    png = saved(browser, folder, "#saving button[data-save='landscape.png']", "landscape.png").read_bytes()
    # Beside the number in the middle of the node.
    place = [round(DENSITY * scale * (x - left - 7)), round(DENSITY * scale * (y - top))]
    address = "data:image/png;base64," + base64.b64encode(png).decode()
    browser.open("about:blank")
    across, down, *colour = browser.run_async(COLOUR_AT, address, *place)
    expect(f"{theme}: pixels across", True, abs(across - DENSITY * float(root.get("width"))) <= DENSITY)
    expect(f"{theme}: pixels down", True, abs(down - DENSITY * float(root.get("height"))) <= DENSITY)
    expect(f"{theme}: the colour of the minimum in the PNG", [*MINIMUM[theme], 255], colour)


def check_curves(browser, folder):
    """Every curve has buttons; one is saved."""
    names = browser.run("return [...document.querySelectorAll('figure.plot button')].map((button) => button.dataset.save)")
    expect("buttons of the curves", True, len(names) == 6 and len(set(names)) == 6)
    path = saved(browser, folder, f"button[data-save='{names[0]}']", names[0])
    root = ElementTree.parse(path).getroot()
    expect("marks of the saved curve", 3, sum(part.get("class") == "mark" for part in root.iter()))


def check_links(browser, program, address):
    """The address follows the choice and makes it."""
    dump = program.json("dump", *COINCIDENT)
    browser.click("g.node[data-id=\"1\"] .shape")
    subset = ",".join(map(str, dump["families"][1]["subset"]))
    expect("the address after a choice", f"#subset={subset}", browser.run("return location.hash"))
    expect("the link in the panel", f"#subset={subset}", browser.run("return document.querySelector('#panel .permalink').getAttribute('href')"))
    drawn = "return document.querySelectorAll('#diagram .lines .pointed').length"
    browser.run("document.activeElement.blur()")
    expect("connections of the chosen family stay", True, browser.run(drawn) > 0)
    for subset, text in ((dump["families"][2]["subset"], None), ([], "∅")):
        browser.open("about:blank")
        browser.open(f"{address}#subset={','.join(map(str, subset))}")
        heading = browser.run("return document.querySelector('#panel h2').textContent")
        expect("the family of an address", True, heading.startswith(text or "{" + ",".join(map(str, subset)) + "}"))
    browser.run("location.hash = '#subset=2'")
    pause(browser)
    expect("the family of a changed address", True, browser.run("return document.querySelector('#panel h2').textContent").startswith("{2}"))


def check_explanations(browser, program, address):
    """Words show the glossary's sentences; a stratum's name is spelt out bar by bar."""
    browser.open("about:blank")
    browser.open(f"{address}#subset=1")
    said = {}
    for at, word in enumerate(browser.run("return [...document.querySelectorAll('#panel dt.explained')].map((word) => word.textContent)")):
        browser.run("document.querySelectorAll('#panel dt.explained')[arguments[0]].focus()", at)
        said[word] = browser.run(TOOLTIP)
    for word, terms in (("index / nullity / coindex", ["index", "nullity", "coindex"]), ("centre along / across", ["centre"]),
                        ("irreducible components", ["component"])):
        for term in terms:
            lines = program.text("glossary", term).splitlines()
            sentence = " ".join(line.strip() for line in lines[1:] if not line.startswith(("  also", "  theory", "  shown")))
            expect(f"{word} explains {term}", True, sentence in " ".join((said.get(word) or "").split()))
    names = browser.run("return [...document.querySelectorAll('#panel code.explained')].map((name) => name.textContent)")
    strata = program.json("strata", *COINCIDENT, *subset_option([1]), "--components", "--json")["strata"]
    expect("names that explain themselves", [stratum["id"] for stratum in strata], names)
    at = names.index("p0-3x2.b1-2x2")
    browser.run("document.querySelectorAll('#panel code.explained')[arguments[0]].focus()", at)
    wanted = ["p0-3x2 an unlearned mode: its input is alive in no hidden layer, its output in no hidden layer, 2 times.",
              "b1-2x2 a direction alive from layer 1 to layer 2 that nothing feeds and nothing reads, 2 times."]
    expect("p0-3x2.b1-2x2 spelt out", wanted, browser.run(TOOLTIP).splitlines())
    browser.run("document.activeElement.blur()")
    expect("an explanation left", None, browser.run(TOOLTIP))


def wheel(browser, x, y, delta, modifiers=0):
    browser.command("Input.dispatchMouseEvent", type="mouseWheel", x=x, y=y, deltaX=0, deltaY=delta, modifiers=modifiers)
    pause(browser)


def check_wheel(browser):
    """The wheel scrolls the page; with Ctrl it zooms and the page stays."""
    browser.run("window.scrollTo(0, 0)")
    before = browser.run(VIEW_BOX)
    browser.run("""const stage = document.querySelector('.canvas');
        new MutationObserver(() => { document.body.dataset.hinted ||= String(stage.classList.contains('hinting')); }).observe(stage, {attributes: true})""")
    wheel(browser, 500, 500, 120)
    expect("the view after the wheel", before, browser.run(VIEW_BOX))
    expect("the page scrolls", True, browser.run("return window.scrollY") > 0)
    expect("a word on how to zoom", True, browser.run("return document.body.dataset.hinted") == "true")
    at = browser.run("return window.scrollY")
    wheel(browser, 500, 400, -240, modifiers=2)
    expect("Ctrl + wheel zooms", True, browser.run(VIEW_BOX)[2] < 0.8 * before[2])
    expect("Ctrl + wheel leaves the page", at, browser.run("return window.scrollY"))


def check_zoomed(browser, folder, dump):
    """What is saved is what is in view, with axes pinned to its edges."""
    path = saved(browser, folder, "#saving button[data-save='landscape.svg']", "landscape.svg")
    root = ElementTree.parse(path).getroot()
    box, whole = list(map(float, root.get("viewBox").split())), browser.run("return document.getElementById('diagram').getBBox().height")
    expect("the saved view is a part", True, box[3] < 0.8 * whole)
    pinned = next(group for group in root.iter(f"{SVG}g") if group.get("class") == "pinned")
    texts = {text.text for text in pinned.iter(f"{SVG}text")}
    losses = {f"{family['loss']:g}" for family in dump["families"]}
    expect("losses on the pinned axis", True, len(texts & losses) >= 2)


def check_ties(browser, program, directory):
    path = directory / "tied.html"
    program.text("view", *TIED, "-o", path)
    browser.open(f"{path.as_uri()}#subset=1")
    note = browser.run("return document.querySelector('#panel .tie').textContent")
    expect("a word on ties", True, note.startswith("σ₁ = σ₂ = 2: tied") and "1 of 2" in note and "makes up 1 of" in note)


def check_many(browser, program, directory):
    """The first view of 10^14 families: the lowest, with their names and losses, in sizes that can be read."""
    path = directory / "many-use.html"
    program.text("view", *MANY, "-o", path)
    browser.open(path.as_uri())
    pause(browser, 400)
    found = browser.run(IN_VIEW)
    expect("the lowest family is in view", True, found["lowest"])
    expect("families in view", True, 30 <= found["nodes"] <= 300)
    expect("names in view", True, len(found["labels"]) >= 20 and found["smallest"] >= 9)
    dump = program.json("dump", *MANY, "--limit", "8")
    expect("losses in view", True, number_text(dump["families"][0]["loss"]) in found["ticks"] and len(found["ticks"]) >= 8)
    browser.screenshot(directory / "many-first.png")
    browser.click("#fit")
    pause(browser, 400)
    ticks = browser.run(IN_VIEW)["ticks"]
    nothing = next(family for family in dump["families"] if family["subset"] == [])
    expect("the axis is labelled to ∅", True, number_text(nothing["loss"]) in ticks)
    browser.screenshot(directory / "many-all.png")


def check_decay(browser, program, directory):
    """With weight decay: a pass by its address, the minima on both sides, and the numbers of the dump and the spectrum."""
    path = directory / "decay.html"
    program.text("view", *DECAYED, "-o", path)
    dump = program.json("dump", *DECAYED)
    browser.open(f"{path.as_uri()}#subset=1|2")
    pause(browser)
    expect("the pass", "{1|2} pass between two minima", browser.run("return document.querySelector('#panel h2').textContent.trim()"))
    family = next(family for family in dump["families"] if family["key"] == "{1|2}")
    expect("its index", f"{family['index']} / {family['nullity']} / {family['coindex']}",
           browser.run("return document.querySelector('[data-field^=index]').textContent"))
    barrier = next(barrier for barrier in dump["barriers"] if barrier["at"]["passes"] == [2])
    sides = browser.run("return [...document.querySelectorAll('#panel .connections')][0].innerText")
    expect("how far down both sides go", True, number_text(barrier["up"]) in sides and number_text(barrier["down"]) in sides)
    rows = program.json("spectrum", *DECAYED, "--subset", "1|2", "--json")["rows"]
    shown = browser.run("return [...document.querySelectorAll('#spectrum-table tbody tr')].map((row) => row.innerText.split(/\\s+/))")
    expect("its spectrum", [[number_text(row["value"]), str(row["multiplicity"])] for row in rows], shown)
    browser.run("document.querySelector('[name=type][value=strict_saddle]').click()")
    expect("what a filter leaves", "3 of 9 drawn", browser.run("return document.getElementById('shown').textContent"))
    browser.screenshot(directory / "decay.png")


def touch(browser, *fingers):
    """Fingers that move through places in ten steps: a pair of ends for each."""
    def send(kind, step):
        points = [{"x": x + (to_x - x) * step / 10, "y": y + (to_y - y) * step / 10, "id": at}
                  for at, ((x, y), (to_x, to_y)) in enumerate(fingers)]
        browser.command("Input.dispatchTouchEvent", type=kind, touchPoints=points if kind != "touchEnd" else [])
    send("touchStart", 0)
    for step in range(1, 11):
        send("touchMove", step)
    send("touchEnd", 10)
    pause(browser, 400)


def check_phone(browser, directory, address):
    """On a phone nothing is wider than the page, one finger scrolls it, and two zoom the picture alone."""
    browser.command("Emulation.setDeviceMetricsOverride", width=390, height=800, deviceScaleFactor=1, mobile=True)
    browser.command("Emulation.setTouchEmulationEnabled", enabled=True, maxTouchPoints=2)
    for theme in ("light", "dark"):
        browser.open("about:blank")
        browser.open(address)
        browser.run("document.documentElement.dataset.theme = arguments[0]", theme)
        pause(browser)
        browser.screenshot(directory / f"phone-{theme}.png")
    expect("nothing reaches over the edge", 390, browser.run("return document.documentElement.scrollWidth"))
    middle = browser.run("const box = document.getElementById('diagram').getBoundingClientRect(); return Math.round(box.top + 40)")
    before = browser.run(VIEW_BOX)
    touch(browser, ((200, middle), (200, middle - 300)))
    expect("one finger on the diagram scrolls the page", True, browser.run("return window.scrollY") > 150)
    expect("one finger leaves the view", before, browser.run(VIEW_BOX))
    browser.run("document.getElementById('diagram').scrollIntoView({block: 'center'})")
    pause(browser, 800)  # a page that is still running catches the next touch
    at = browser.run("const box = document.getElementById('diagram').getBoundingClientRect(); return Math.round(box.top + box.height / 2)")
    # Twice as far apart: half as much is seen.
    touch(browser, ((160, at), (120, at)), ((240, at), (280, at)))
    expect("two fingers zoom the picture", 0.5, round(browser.run(VIEW_BOX)[2] / before[2], 3))
    expect("two fingers leave the page", 1, browser.run("return visualViewport.scale"))
    browser.screenshot(directory / "phone-zoomed.png")


def check_all(program, directory):
    folder = directory / "saved"
    folder.mkdir(exist_ok=True)
    path = directory / "use.html"
    program.text("view", *COINCIDENT, "-o", path)
    dump, address = program.json("dump", *COINCIDENT), path.as_uri()
    with Browser() as browser:
        browser.command("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(folder))
        for theme in MINIMUM:
            browser.open(address)
            browser.run("document.documentElement.dataset.theme = arguments[0]", theme)
            pause(browser)
            check_saving(browser, folder, dump, theme)
        browser.open(address)
        browser.log("performance")
        check_curves(browser, folder)
        check_links(browser, program, address)
        check_explanations(browser, program, address)
        check_wheel(browser)
        check_zoomed(browser, folder, dump)
        check_ties(browser, program, directory)
        check_many(browser, program, directory)
        check_decay(browser, program, directory)
        check_phone(browser, directory, address)
        said = [entry["message"] for entry in browser.log("browser")]
        expect("the console says", [], said)


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    program = Program(Path(sys.argv[1]).resolve())
    with tempfile.TemporaryDirectory(prefix="linscape-use-") as scratch:
        directory = Path(sys.argv[2] if len(sys.argv) > 2 else scratch).resolve()
        directory.mkdir(parents=True, exist_ok=True)
        try:
            check_all(program, directory)
        except (Mismatch, BrowserError) as reason:
            sys.exit(str(reason))
        print("pages save, link, explain, scroll and zoom, on a desk and on a phone")


if __name__ == "__main__":
    main()
