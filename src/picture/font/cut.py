#!/usr/bin/env python3
"""Cuts the fonts of this folder from Debian's Noto Sans CJK SC.

    apt-get install fonts-noto-cjk unicode-data fonttools
    /usr/bin/python3 src/picture/font/cut.py

Kept are the characters of GB 2312, those of the Table of General Standard Chinese Characters (kTGH of
Unihan), letters of European languages, punctuation, and the signs that the pictures use. The same packages
give the same bytes at each run.
"""

import bz2
import os
import re
import sys

from fontTools import subset, ttLib

SOURCE = "/usr/share/fonts/opentype/noto/NotoSansCJK-{}.ttc"
UNIHAN = "/usr/share/unicode/Unihan_OtherMappings.txt.bz2"
FAMILY = "Noto Sans CJK SC"

# ASCII, Latin-1, Latin Extended-A and -B, tone marks, Latin Extended Additional, general punctuation,
# CJK punctuation, full-width forms.
RANGES = [(0x20, 0x7E), (0xA0, 0x24F), (0x2B0, 0x2FF), (0x1E00, 0x1EFF), (0x2010, 0x2027),
          (0x2030, 0x205E), (0x3000, 0x303F), (0xFF01, 0xFF5E)]
SIGNS = "〇⇄⚠✓○●★☆◆◇■□▲△→↑↓←·…〔〕？"


def gb2312():
    """Every character that GB 2312 has."""
    for high in range(0xA1, 0xF8):
        for low in range(0xA1, 0xFF):
            try:
                yield bytes([high, low]).decode("gb2312")
            except UnicodeDecodeError:
                pass


def standard_table():
    """The 8,105 of the standard table."""
    with bz2.open(UNIHAN, "rt", encoding="utf-8") as lines:
        for line in lines:
            found = re.match(r"U\+([0-9A-F]+)\tkTGH\t", line)
            if found:
                yield chr(int(found[1], 16))


def main():
    folder = os.path.dirname(os.path.abspath(__file__))
    wanted = {ord(c) for c in gb2312()} | {ord(c) for c in standard_table()} | {ord(c) for c in SIGNS}
    for first, last in RANGES:
        wanted.update(range(first, last + 1))
    options = subset.Options()
    options.hinting = False
    # No kerning, nothing composed: letters stand as far apart as they are measured.
    options.layout_features = []
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.name_languages = [0x409]
    options.notdef_outline = True
    for weight in ("Regular", "Bold"):
        fonts = ttLib.TTCollection(SOURCE.format(weight)).fonts
        font = next(one for one in fonts if one["name"].getDebugName(1).startswith(FAMILY))
        font.recalcTimestamp = False
        cut = subset.Subsetter(options)
        cut.populate(unicodes=wanted)
        cut.subset(font)
        path = os.path.join(folder, f"NotoSansCJKsc-{weight}.otf")
        font.save(path)
        lacking = [c for c in SIGNS if ord(c) not in font.getBestCmap()]
        print(path, os.path.getsize(path), len(font.getBestCmap()), "lacks", "".join(lacking), file=sys.stderr)


if __name__ == "__main__":
    main()
