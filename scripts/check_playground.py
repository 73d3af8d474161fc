#!/usr/bin/python3
"""Use the playground in headless Chromium and hold what it shows against the binary.

    /usr/bin/python3 scripts/check_playground.py BINARY PAGE [DIRECTORY]

PAGE is what `linscape view --live` writes. It may say nothing on the console and ask for nothing but itself and the
worker it holds. Numbers of families are those of `dump` and `spectrum`; files are dropped, one a checkpoint, one
with a hostile name; work is cancelled; 1,024 families are drawn; links are followed; keys walk. The folder that
BINARY writes with the same module is served by http.server and opened too. Screenshots are left in DIRECTORY when one is
named.
"""

import base64
import functools
import http.server
import json
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from webdriver import Browser

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
HOSTILE = "<img src=x onerror=\"document.title='owned'\">.csv"
TEN = "20,18,16,14,12,10,8,6,4,2"

DROP = """
const [name, text, done] = arguments;
const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
const carried = new DataTransfer();
carried.items.add(new File([bytes], name));
document.dispatchEvent(new DragEvent("drop", { dataTransfer: carried, bubbles: true, cancelable: true }));
done();
"""
SLIDE = """
const done = arguments[arguments.length - 1];
const field = document.getElementById("slide-sigma-0");
const [times, drawn] = [[], Number(document.documentElement.dataset.shown)];
let [last, at] = [performance.now(), 0];
const frame = (now) => {
  times.push(now - last);
  last = now;
  if (++at > 120) return done([times.slice(1), Number(document.documentElement.dataset.shown) - drawn]);
  field.value = String(3 + 2 * Math.abs(Math.sin(at / 20)));
  field.dispatchEvent(new Event("input", { bubbles: true }));
  requestAnimationFrame(frame);
};
requestAnimationFrame(frame);
"""


class Mismatch(Exception):
    """What the page shows that it should not, or the reverse."""


def expect(is_so, what):
    if not is_so:
        raise Mismatch(what)


class Visit:
    def __init__(self, browser, address):
        self.browser, self.address = browser, address

    def until(self, condition, what, seconds=30):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.browser.run(f"return Boolean({condition})"):
                return
            time.sleep(0.02)
        raise Mismatch(f"{what} did not come; {self.refusal()}")

    def open(self, link=""):
        # A link that differs in its hash alone would not load the page again.
        self.browser.open("about:blank")
        self.browser.requests()
        self.browser.open(self.address + link)
        self.until("document.documentElement.dataset.ready", "the page")

    def refusal(self):
        return self.browser.run("const said = document.getElementById('refusal'); return said.hidden ? '' : said.textContent")

    def text(self, selector):
        return self.browser.run("return document.querySelector(arguments[0])?.textContent ?? ''", selector)

    def field(self, name):
        return self.text(f'#panel dd[data-field="{name}"]')

    def choose(self, family):
        self.browser.run("document.querySelector(arguments[0]).dispatchEvent(new MouseEvent('click', { bubbles: true }))",
                         f'.node[data-id="{family}"]')
        self.until(f"document.getElementById('panel').dataset.family === '{family}' && document.querySelector('#spectrum-table')", "the panel")

    def drop(self, name, contents):
        self.browser.run_async(DROP, name, base64.b64encode(contents).decode())


def said(binary, *words):
    return json.loads(subprocess.run([binary, *words], check=True, capture_output=True).stdout)


def check_numbers(visit, binary):
    problem = ["--sigma", "5,4,3", "--widths", "3,3,3,3"]
    visit.open("#sigma=5,4,3&widths=3,3,3,3")
    started = int(visit.browser.run("return document.documentElement.dataset.ready"))
    dump = said(binary, "dump", *problem)
    expect(visit.browser.run("return document.querySelectorAll('.node').length") == 8, "eight nodes")
    for family in dump["families"]:
        visit.browser.run("document.getElementById('panel').replaceChildren()")
        visit.choose(family["id"])
        inertia = f"{family['index']} / {family['nullity']} / {family['coindex']}"
        expect(visit.field("index / nullity / coindex") == inertia, f"the inertia of {family['subset']}")
        expect(float(visit.field("loss").split(" ")[0]) == family["loss"], f"the loss of {family['subset']}")
        subset = ",".join(map(str, family["subset"]))
        rows = said(binary, "spectrum", *problem, "--subset", subset, "--json")["rows"]
        shown = visit.browser.run("return [...document.querySelectorAll('#spectrum-table tbody tr')].map((row) => row.lastChild.textContent)")
        expect(shown == [str(row["multiplicity"]) for row in rows], f"the spectrum of {subset}")
        expect(visit.browser.run("return document.querySelectorAll('.stratum').length") >= 1, "strata")
    return started


def check_links_and_keys(visit):
    visit.open("#sigma=3,2,1&widths=3,3,3,3&subset=1,2")
    visit.until("document.getElementById('panel').dataset.family === '1'", "the family of the link")
    visit.browser.run("document.querySelector('.node[data-id=\"7\"]').focus()")
    visit.browser.press("Right", "Enter")
    visit.until("document.getElementById('panel').dataset.family !== '1'", "a family by keys")
    expect("subset=" in visit.browser.run("return location.hash"), "the link follows")
    visit.browser.run("location.hash = '#sigma=3,x&widths=3,3'")
    visit.until("!document.getElementById('refusal').hidden", "a refusal")
    expect("--sigma" in visit.refusal(), f"a refusal that names the option: {visit.refusal()}")


def check_flow(visit, binary):
    visit.open("#sigma=3,2,1&widths=3,3,3,3&subset=2")
    visit.until("document.querySelector('.fly')", "the button")
    visit.browser.run("document.querySelector('.fly').click()")
    visit.until("!document.getElementById('flight').hidden", "the flight")
    run = said(binary, "flow", "--sigma", "3,2,1", "--widths", "3,3,3,3", "--init", "near:2", "--coordinates", "whitened",
               "--distance", "0.01", "--json")
    names = ["{" + ",".join(map(str, visited["subset"])) + "}" for visited in run["visits"]]
    expect(" → ".join(names) in visit.text("#flight-says"), f"visits {names}: {visit.text('#flight-says')}")
    expect(visit.browser.run("return document.querySelectorAll('.traveller').length") == 3, "travellers on diagram, loss and plane")
    visit.browser.run("document.getElementById('moment').value = 1000; document.getElementById('moment').dispatchEvent(new Event('input'))")
    x = visit.browser.run("return Number(document.querySelector('#canvas .traveller').getAttribute('cx'))")
    end = visit.browser.run("return Number(document.querySelector('.node[data-id=\"0\"]').getAttribute('transform').match(/[\\d.]+/)[0])")
    expect(abs(x - end) < 12, f"the flight ends at the minimum: {x} beside {end}")


def check_files(visit, binary):
    visit.open()
    visit.drop("linnerud-exercise.csv", (FIXTURES / "linnerud-exercise.csv").read_bytes())
    visit.drop("targets-linnerud.csv", (FIXTURES / "linnerud-physiological.csv").read_bytes())
    visit.until("document.querySelector('#notes li') && location.hash.includes('targets=')", "notes about the files")
    dump = said(binary, "dump", "--inputs", FIXTURES / "linnerud-exercise.csv", "--targets", FIXTURES / "linnerud-physiological.csv", "--hidden", "3,3")
    visit.until(f"document.querySelectorAll('.node').length === {len(dump['families'])}", "the data's families")
    largest = float(visit.text("#counts").split("σ = ")[1].split(",")[0])
    expect(abs(largest - dump["problem"]["singular_values"][0]) < 1e-3, f"σ of the data: {visit.text('#counts')}")
    visit.drop(HOSTILE, b"1,2\n3,4\n")
    visit.until("document.querySelectorAll('#held li').length === 3", "the third file")
    expect(visit.browser.run("return document.title") != "owned", "a name is no markup")
    expect(visit.browser.run("return document.querySelectorAll('img').length") == 0, "no image")


def check_checkpoint(visit, weights):
    visit.open("#sigma=3,2,1&widths=3,3,3,3")
    visit.drop("W.npz", weights)
    visit.until("document.querySelector('.given')", "a ring around the nearest family")
    expect("strict saddle" in visit.text("#panel h2"), visit.text("#panel h2"))
    expect(visit.field("theorem and numerics agree") == "true", "they agree")


def check_cancelled(visit):
    visit.open(f"#sigma={TEN}&widths=60,60,60")
    visit.until("document.querySelector('.fly')", "the button")
    visit.browser.run("document.querySelector('.fly').click()")
    visit.until("!document.getElementById('busy').hidden", "work that takes long")
    visit.browser.run("document.getElementById('cancel').click()")
    visit.until("document.getElementById('busy').hidden", "the end of it", 2)
    expect(visit.refusal() == "", visit.refusal())
    expect(visit.browser.run("return document.getElementById('flight').hidden"), "nothing flies")


def check_weights_and_proof(visit):
    visit.open("#sigma=3,2,1&widths=3,3,3,3&subset=2")
    visit.until("document.querySelector('.verify')", "the buttons")
    visit.browser.run("document.querySelector('.verify').click()")
    visit.until("document.getElementById('verified').textContent", "a verdict")
    said = visit.text("#verified")
    expect("agree at" in said and "undecided" not in said, said)
    # Weights that the page saves are dropped on it: they lie where they were taken from.
    visit.browser.run_async("""
        const done = arguments[0];
        URL.createObjectURL = (blob) => {
          blob.arrayBuffer().then((bytes) => {
            const carried = new DataTransfer();
            carried.items.add(new File([bytes], "W.safetensors"));
            document.dispatchEvent(new DragEvent("drop", { dataTransfer: carried, bubbles: true, cancelable: true }));
            done();
          });
          return "#";
        };
        document.querySelector(".save-weights").click();
    """)
    visit.until("document.querySelector('.given')", "a ring around the family of the weights saved")
    visit.until("document.querySelector('#panel [data-field=\"nearest family\"]')", "what the weights saved are")
    expect(visit.field("nearest family") == "{2}", f"the weights saved are near {visit.field('nearest family')!r}")
    legends = "[...document.querySelectorAll('.legend-lines')].filter((one) => one.getClientRects().length > 0).length"
    expect(visit.browser.run(f"return {legends};") == 1, "one legend is shown, that of landscapes without decay")


def check_digits(visit, binary):
    """The example with data: families and singular values are those of the fixture."""
    visit.open()
    visit.browser.run("""
        const examples = document.getElementById("examples");
        examples.value = [...examples.options].find((option) => option.textContent === "digits").value;
        examples.dispatchEvent(new Event("change"));
    """)
    visit.until("document.querySelectorAll('.node').length === 512", "512 families of the digits")
    dump = said(binary, "dump", "--inputs", f"{FIXTURES}/digits.npz:pixels", "--labels", FIXTURES / "digits-labels.csv",
                "--center", "--hidden", "9,9")
    largest = float(visit.text("#counts").split("σ = ")[1].split(",")[0])
    expect(abs(largest - dump["problem"]["singular_values"][0]) < 1e-3, f"σ of the digits: {visit.text('#counts')}")


def check_folder(browser, binary):
    """The page as files of a host, which may ask for these files alone."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([binary, "view", "--live", "--sigma", "5,4,3", "--widths", "3,3,3,3", "-o", f"{folder}/"], check=True)

        class Quiet(http.server.SimpleHTTPRequestHandler):
            def log_message(self, *_):
                pass

        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=folder)) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            host = f"http://127.0.0.1:{server.server_port}/"
            visit = Visit(browser, f"{host}index.html")
            visit.open("#sigma=5,4,3&widths=3,3,3,3")
            expect(visit.browser.run("return document.querySelectorAll('.node').length") == 8, "eight nodes of the folder's page")
            visit.choose(0)
            expect(visit.field("loss") == "0", f"the minimum's loss: {visit.field('loss')}")
            asked = {url.removeprefix(host).split("#")[0] for url in browser.requests() if url.startswith("http")}
            expect(asked <= {path.name for path in Path(folder).iterdir()}, f"the folder's page asked for {asked}")
            expect("linscape_web.wasm" in asked, "the module is a file of its own")
            server.shutdown()


def check_many(visit):
    visit.open(f"#sigma={TEN}&widths=10,10,10")
    visit.until("document.querySelectorAll('.node').length === 1024", "1,024 families")


def check_slider(visit):
    """Times of frames while a slider moves, and drawings made meanwhile."""
    found = {}
    for sigma, widths in [("5,4,3", "3,3,3,3"), ("6,5,4,3,2,1", "6,6,6")]:
        visit.open(f"#sigma={sigma}&widths={widths}")
        times, drawn = visit.browser.run_async(SLIDE)
        expect(drawn > 10, f"the diagram moves with the slider: {drawn} drawings")
        times.sort()
        found[2 ** len(sigma.split(","))] = (times[len(times) // 2], times[int(0.95 * len(times))], drawn)
    return found


def check_decay(visit):
    visit.open("#sigma=3,2,1&widths=3,3,3,3&decay=0.9")
    expect(visit.browser.run("return document.querySelectorAll('.families tbody tr').length") == 9, "nine families")
    expect(visit.browser.run("return document.querySelectorAll('#canvas .node').length") == 9, "nine nodes")
    expect(visit.browser.run("return document.querySelectorAll('#canvas .node.pass').length") > 0, "passes between minima")
    visit.choose(0)
    before = visit.text(".families tbody tr td:nth-child(2)")
    visit.browser.run("const field = document.getElementById('slide-decay'); field.value = '0.5'; field.dispatchEvent(new Event('input'))")
    visit.until(f"document.querySelector('.families tbody tr td:nth-child(2)').textContent !== '{before}'", "the slider of decay")


def main():
    binary, page = str(Path(sys.argv[1]).resolve()), Path(sys.argv[2])
    pictures = Path(sys.argv[3]) if len(sys.argv) > 3 else None
    if pictures:
        pictures.mkdir(parents=True, exist_ok=True)
    weights = page.with_name("W.npz")
    subprocess.run([binary, "represent", "--sigma", "3,2,1", "--widths", "3,3,3,3", "--subset", "2", "-o", weights],
                   check=True, capture_output=True)
    with Browser(1500, 1300) as browser:
        visit = Visit(browser, page.resolve().as_uri())
        try:
            started = check_numbers(visit, binary)
            steps = [check_links_and_keys, lambda v: check_flow(v, binary), lambda v: check_files(v, binary),
                     lambda v: check_checkpoint(v, weights.read_bytes()), check_cancelled, check_many, check_decay,
                     check_weights_and_proof, lambda v: check_digits(v, binary)]
            for step in steps:
                step(visit)
            frames = check_slider(visit)
            if pictures:
                take_pictures(visit, pictures)
            check_folder(browser, binary)
            spoken = [entry["message"] for entry in browser.log("browser")]
            expect(not spoken, f"the console says {spoken[:3]}")
            asked = [url for url in browser.requests() if not url.startswith(("file:", "blob:", "about:", "data:", "chrome:"))]
            expect(not asked, f"the page asked for {asked[:3]}")
        except Mismatch as fault:
            if pictures:
                browser.screenshot(pictures / "fault.png")
            sys.exit(f"the playground: {fault}; console: {[entry['message'] for entry in browser.log('browser')][:3]}")
    said_frames = "; ".join(f"{families} families: median {m:.1f} ms, 95 % {p:.1f} ms, {d} drawings" for families, (m, p, d) in frames.items())
    print(f"the playground is the binary's; first picture after {started} ms; frames while a slider moves: {said_frames}; {page.stat().st_size} bytes")


def take_pictures(visit, folder):
    views = {"flow": "#sigma=5,4,3&widths=3,3,3,3&subset=2&init=near:2", "decay": "#sigma=3,2,1&widths=3,3,3,3&decay=0.9&subset=1",
             "digits": "#inputs=digits.npz:pixels&labels=digits-labels.csv&center=yes&hidden=9,9"}
    for name, link in views.items():
        visit.open(link)
        time.sleep(2)
        visit.browser.screenshot(folder / f"{name}.png")
    visit.browser.run("document.getElementById('theme').click()")
    visit.browser.screenshot(folder / "dark.png")
    visit.browser.resize(400, 900)
    visit.open(views["flow"])
    time.sleep(1)
    visit.browser.screenshot(folder / "phone.png")


if __name__ == "__main__":
    main()
