#!/usr/bin/python3
"""Measure the page of 1,024 families in headless Chromium, beside Cytoscape.js; print Markdown.

    cargo build --release && npm pack cytoscape@3.33.1 && tar xzf cytoscape-3.33.1.tgz
    /usr/bin/python3 scripts/benchmark_page.py --cytoscape package/dist/cytoscape.min.js [--repeat 5]

Both draw the digits with ten classes: 1,024 nodes and their covers, which Cytoscape.js reads from
`linscape graph --format cytoscape` and puts where the page puts them. *Shown* is the time from the start of
navigation to the end of the script or the first paint, whichever is later; frames are timed while the view is
zoomed, then dragged, once a frame. Run by hand on a machine with nothing else to do; software
rendering, as on any machine without a display.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from webdriver import Browser

ROOT = Path(__file__).resolve().parent.parent
PROBLEM = ["--inputs", "digits-pixels.npy", "--labels", "digits-labels.csv", "--hidden", "32,32"]

# When the script was done, or something was painted, whichever was later, since the start of navigation.
SHOWN = """
const painted = performance.getEntriesByType('paint').map((entry) => entry.startTime);
return Math.max(Number(document.documentElement.dataset.ready), ...painted);
"""

# Times between frames while `step(k)` moves the view.
FRAMES = """
const [kind, done] = arguments;
const steps = {
  page_zoom: (k) => stage().dispatchEvent(new WheelEvent('wheel', {deltaY: k < 40 ? -60 : 60, clientX: 500, clientY: 450, bubbles: true, cancelable: true})),
  page_drag: (k) => stage().dispatchEvent(new PointerEvent(k === 0 ? 'pointerdown' : 'pointermove', {pointerId: 1, clientX: 500 + 6 * k, clientY: 450 + 3 * k, bubbles: true})),
  cytoscape_zoom: (k) => cy.zoom({level: cy.zoom() * (k < 40 ? 1.1 : 1 / 1.1), renderedPosition: {x: 500, y: 450}}),
  cytoscape_drag: (k) => cy.panBy({x: 6, y: 3}),
};
const stage = () => document.getElementById('diagram');
if (kind.startsWith('page')) stage().setPointerCapture = () => {};
const times = [];
let before = performance.now(), k = 0;
const frame = (now) => {
  if (k > 0) times.push(now - before);
  before = now;
  if (k === 80) return done(times);
  steps[kind](k++);
  requestAnimationFrame(frame);
};
requestAnimationFrame(frame);
"""

PEER = """<!DOCTYPE html><meta charset="utf-8"><div id="cy" style="width:1000px;height:720px"></div>
<script>%s</script><script>
const cy = cytoscape({container: document.getElementById('cy'), elements: %s, layout: {name: 'preset'},
  style: [{selector: 'node', style: {width: 9, height: 9, label: 'data(index)', 'font-size': 5}}, {selector: 'edge', style: {width: 1, opacity: 0.4, 'curve-style': 'straight'}}]});
cy.one('render', () => { document.documentElement.dataset.ready = performance.now(); });
</script>"""


def run(*command):
    return subprocess.run(command, cwd=ROOT / "fixtures", check=True, capture_output=True, encoding="utf-8").stdout


def peer_page(binary, library, places):
    graph = json.loads(run(binary, "graph", "--format", "cytoscape", "--nodes", "families", *PROBLEM))
    for node in graph["elements"]["nodes"]:
        x, y = places[node["data"]["id"]]
        node["position"] = {"x": x, "y": y}
    return PEER % (library.read_text(encoding="utf-8"), json.dumps(graph["elements"]))


def measure(address, prefix, repeat):
    shown, frames = [], {"zoom": [], "drag": []}
    for _ in range(repeat):
        with Browser() as browser:
            browser.open(address)
            browser.run_async("const done = arguments[0]; setTimeout(done, 1000)")
            shown.append(browser.run(SHOWN))
            for motion, times in frames.items():
                times += browser.run_async(FRAMES, f"{prefix}_{motion}")
    return shown, frames


def row(name, shown, frames):
    cells = [f"{median(shown):.0f} ms"]
    for motion in ("zoom", "drag"):
        times = sorted(frames[motion])
        cells.append(f"{median(times):.1f} / {times[int(0.95 * len(times))]:.1f} ms")
    print(f"| {name} | {' | '.join(cells)} |", flush=True)


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--cytoscape", type=Path, help="cytoscape.min.js of the npm package")
    options.add_argument("--repeat", type=int, default=5)
    options.add_argument("--binary", type=Path, default=ROOT / "target/release/linscape")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "digits.html")
        run(chosen.binary.resolve(), "view", *PROBLEM, "-o", page)
        print("| | shown | frames while zooming (median / 95 %) | while dragging |\n|---|---|---|---|")
        row(f"`linscape view`, {page.stat().st_size / 1e6:.1f} MB", *measure(page.as_uri(), "page", chosen.repeat))
        if not chosen.cytoscape:
            sys.exit("no --cytoscape: nothing to compare with")
        with Browser() as browser:
            browser.open(page.as_uri())
            places = dict(browser.run("return [...document.querySelectorAll('#diagram g.node')].map((node) => [node.dataset.id, [node.transform.baseVal[0].matrix.e, node.transform.baseVal[0].matrix.f]])"))
        peer = Path(folder, "peer.html")
        peer.write_text(peer_page(chosen.binary.resolve(), chosen.cytoscape, places), encoding="utf-8")
        row(f"Cytoscape.js, the same nodes and covers, {peer.stat().st_size / 1e6:.1f} MB", *measure(peer.as_uri(), "cytoscape", chosen.repeat))


if __name__ == "__main__":
    main()
