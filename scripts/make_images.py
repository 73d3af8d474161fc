#!/usr/bin/python3
"""Make the pictures of the documents anew: docs/images, by the binary and headless Chromium.

    /usr/bin/python3 scripts/make_images.py BINARY

The SVG files are what the commands write (the documents' sessions compare two of them byte by byte); the page is a screenshot with a
family chosen and a word explained, whose pixels depend on the fonts of the machine; Pillow (Debian: python3-pil) writes it in 128
colours, a third of the bytes. Look at what it made.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image
from webdriver import Browser

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
COINCIDENT = ["--sigma", "5,4,3", "--widths", "3,3,3,3"]
SVG = {
    "landscape.svg": ["graph", *COINCIDENT, "--nodes", "families"],
    "decay.svg": ["graph", "--sigma", "3,2", "--widths", "2,2,2,2", "--decay", "1/2", "--nodes", "families"],
}
PAGE_SIZE = (1500, 1000)


def page(binary, folder):
    """The page with {2,3} chosen, which shares its critical value with {1}, and its line on the centre explained."""
    path = folder / "landscape.html"
    subprocess.run([binary, "view", *COINCIDENT, "-o", path], check=True)
    with Browser(*PAGE_SIZE) as browser:
        browser.open(f"{path.as_uri()}#subset=2,3")
        browser.run_async("setTimeout(arguments[0], 400)")
        browser.run("""[...document.querySelectorAll('#panel dt.explained')]
            .find((word) => word.textContent.startsWith('centre')).focus({preventScroll: true})""")
        browser.run_async("setTimeout(arguments[0], 200)")
        browser.screenshot(folder / "page.png")
    picture = Image.open(folder / "page.png").convert("RGB")
    picture.quantize(128, dither=Image.Dither.NONE).save(IMAGES / "landscape.png", optimize=True)


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    binary = Path(sys.argv[1]).resolve()
    for name, command in SVG.items():
        subprocess.run([binary, *command, "-o", IMAGES / name], check=True)
    with tempfile.TemporaryDirectory(prefix="linscape-images-") as scratch:
        page(binary, Path(scratch))
    for path in sorted(IMAGES.iterdir()):
        print(f"{path.relative_to(ROOT)}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
