"""Makes viz/fonts anew: what a saved walk needs of Source Sans, from the files that Streamlit brings along.

    pip install fonttools brotli && python scripts/fonts.py

The upright keeps its weights from 400 to 700; the italic is only for gradients and has the one of theirs.
"""

from pathlib import Path

import streamlit
from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

MEDIA = Path(streamlit.__file__).parent / "static" / "static" / "media"
FONTS = Path(__file__).parent.parent / "viz" / "fonts"
NAME = "Gradwalk Sans"  # the licence keeps the name "Source" for the whole font
FAMILY, POSTSCRIPT = {1, 3, 4, 6, 16, 25}, 6  # rows of a font's name table
# Latin, Greek, marks over letters, dashes and quotes, small digits above and below, arrows, operators
ALL = [
    (0x20, 0x7E), (0xA0, 0xFF), (0x304, 0x305), (0x370, 0x3FF), (0x2010, 0x2026), (0x2070, 0x209C), (0x2190, 0x2193),
    (0x2200, 0x2265),
]  # fmt: skip
NUMBERS = [
    (0x20, 0x7E),
    (0xD7, 0xD7),
    (0x2026, 0x2026),
    (0x2080, 0x2089),
    (0x2202, 0x2206),
    (0x2212, 0x2212),
    (0x221E, 0x221E),
]
FACES = {
    "upright": ("SourceSansVF-Upright*", (400, 700), ALL),
    "italic": ("SourceSansVF-Italic*", 600, NUMBERS),
}


def main() -> None:
    """Both faces."""
    options = subset.Options(layout_features=["kern", "tnum", "lnum"], hinting=False, name_IDs=["*"])
    for face, (pattern, weight, characters) in FACES.items():
        (source,) = MEDIA.glob(pattern)
        font = TTFont(source)
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=[code for first, last in characters for code in range(first, last + 1)])
        subsetter.subset(font)
        font = instancer.instantiateVariableFont(font, {"wght": weight})
        for record in font["name"].names:
            if record.nameID in FAMILY:
                record.string = NAME.replace(" ", "") if record.nameID == POSTSCRIPT else NAME
        font.flavor = "woff2"
        font.save(FONTS / f"{face}.woff2")


if __name__ == "__main__":
    main()
