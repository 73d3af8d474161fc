#!/usr/bin/env python3
"""Make the fonts of pictures from DejaVu Sans (Debian's fonts-dejavu-core); wants fonttools.

    python3 scripts/make_fonts.py

They hold the characters that pictures use, and a name of their own, as the licence of their originals asks
(`crates/linscape-pictures/fonts/LICENSE`).
"""

from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

ORIGINALS = Path("/usr/share/fonts/truetype/dejavu")
FONTS = Path(__file__).resolve().parent.parent / "crates" / "linscape-pictures" / "fonts"
NAME = "Landscape Sans"
# Latin, the bar above a letter, Greek, punctuation, superscripts and subscripts, arrows, mathematics, ᵀ and ●.
RANGES = [(0x20, 0x7E), (0xA0, 0x17F), (0x304, 0x304), (0x370, 0x3FF), (0x2010, 0x2027), (0x2030, 0x203A), (0x2070, 0x209F),
          (0x2190, 0x2193), (0x2200, 0x22FF), (0x1D40, 0x1D40), (0x2500, 0x2502), (0x25CF, 0x25CF), (0xFFFD, 0xFFFD)]


def make(original, style, name):
    """Write one style."""
    font = TTFont(ORIGINALS / original, recalcTimestamp=False)
    options = Options(layout_features=["kern", "mark"], hinting=False, name_IDs=[0, 1, 2, 4, 6, 13, 14], notdef_outline=True)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[code for first, last in RANGES for code in range(first, last + 1)])
    subsetter.subset(font)
    full = f"{NAME} {style}"
    for record in font["name"].names:
        changed = {1: NAME, 2: style, 4: full, 6: full.replace(" ", "")}.get(record.nameID)
        if changed is not None:
            font["name"].setName(changed, record.nameID, record.platformID, record.platEncID, record.langID)
    font.save(FONTS / name)
    print(f"{name}: {(FONTS / name).stat().st_size} bytes, {len(font.getGlyphOrder())} glyphs")


def main():
    make("DejaVuSans.ttf", "Regular", "LandscapeSans-Regular.ttf")
    make("DejaVuSans-Bold.ttf", "Bold", "LandscapeSans-Bold.ttf")


if __name__ == "__main__":
    main()
