"""A browser by the W3C WebDriver protocol: plain HTTP to chromedriver, the standard library alone.

A session starts headless Chromium with an empty profile, without any of its background services, and
keeps two logs: what the console says, and every request that a page makes.
"""

import base64
import json
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
KEYS = {"Enter": "\ue007", "Tab": "\ue004", "Up": "\ue013", "Down": "\ue015", "Left": "\ue012", "Right": "\ue014"}


class BrowserError(Exception):
    """What the browser or its driver refused."""


class Browser:
    """A session; use it in a `with` block."""

    def __init__(self, width=1500, height=1000):
        self.size = (width, height)

    def __enter__(self):
        driver = shutil.which("chromedriver")
        chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
        if not driver or not chromium:
            raise BrowserError("chromium and chromedriver are not installed (Debian: chromium, chromium-driver)")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        self.profile = tempfile.TemporaryDirectory(prefix="linscape-browser-", ignore_cleanup_errors=True)
        self.driver = subprocess.Popen([driver, f"--port={port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            self.wait_for_driver()
            options = {
                "binary": chromium,
                "args": [*FLAGS, f"--user-data-dir={self.profile.name}", "--window-size={},{}".format(*self.size)],
            }
            wanted = {
                "browserName": "chrome",
                "goog:chromeOptions": options,
                "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
            }
            answer = self.call("POST", "/session", {"capabilities": {"alwaysMatch": wanted}})
            self.session = f"/session/{answer['sessionId']}"
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        if getattr(self, "session", None):
            try:
                self.call("DELETE", self.session)
            except (BrowserError, OSError):
                pass  # it is being stopped anyway
        self.driver.terminate()
        self.driver.wait(timeout=20)
        self.profile.cleanup()

    def wait_for_driver(self):
        for _ in range(200):
            try:
                if self.call("GET", "/status")["ready"]:
                    return
            except OSError:
                time.sleep(0.05)
        raise BrowserError("chromedriver does not answer")

    def call(self, method, path, body=None):
        data = json.dumps(body if body is not None else {}).encode() if method == "POST" else None
        request = urllib.request.Request(self.address + path, data, {"Content-Type": "application/json"}, method=method)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=120) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as refusal:
            raise BrowserError(json.load(refusal)["value"]["message"].splitlines()[0]) from None

    def open(self, address):
        self.call("POST", f"{self.session}/url", {"url": address})

    def run(self, script, *arguments):
        """The value that the body of a function returns."""
        return self.call("POST", f"{self.session}/execute/sync", {"script": script, "args": list(arguments)})

    def run_async(self, script, *arguments):
        """The value that the body of a function hands to its last argument."""
        return self.call("POST", f"{self.session}/execute/async", {"script": script, "args": list(arguments)})

    def find(self, selector):
        found = self.call("POST", f"{self.session}/element", {"using": "css selector", "value": selector})
        return found[ELEMENT]

    def click(self, selector):
        """A real click in the middle of an element, which must not be covered."""
        self.call("POST", f"{self.session}/element/{self.find(selector)}/click")

    def type(self, selector, text):
        self.call("POST", f"{self.session}/element/{self.find(selector)}/value", {"text": text})

    def press(self, *keys):
        """Keys to whatever has the focus."""
        actions = [{"type": kind, "value": KEYS.get(key, key)} for key in keys for kind in ("keyDown", "keyUp")]
        self.call("POST", f"{self.session}/actions", {"actions": [{"type": "key", "id": "keys", "actions": actions}]})

    def log(self, kind):
        return self.call("POST", f"{self.session}/se/log", {"type": kind})

    def requests(self):
        """The addresses that the page has asked for since the last call."""
        messages = [json.loads(entry["message"])["message"] for entry in self.log("performance")]
        sent = [message for message in messages if message["method"] == "Network.requestWillBeSent"]
        return [message["params"]["request"]["url"] for message in sent]

    def command(self, name, **parameters):
        """A command of the Chrome DevTools protocol."""
        return self.call("POST", f"{self.session}/goog/cdp/execute", {"cmd": name, "params": parameters})

    def screenshot(self, path):
        path.write_bytes(base64.b64decode(self.call("GET", f"{self.session}/screenshot")))

    def resize(self, width, height):
        self.call("POST", f"{self.session}/window/rect", {"width": width, "height": height})
