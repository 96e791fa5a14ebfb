"""Make the fonts of the Korean edition: the Hangul of NanumGothic, so that no machine has to have it.

    python tools/subset_fonts.py FOLDER

The folder is the one in which the fonts are; Debian's package fonts-nanum brings them along. Of each weight the
2,350 syllables of KS X 1001 are kept, which is what Korean texts are written with; Latin letters and signs come from
DejaVu Sans, as in every picture. The fonts' licence, the SIL Open Font License, asks for another name for a font that
was changed.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

OUTPUT = Path(__file__).resolve().parents[1] / "cnnlib" / "locale" / "ko" / "fonts"
MADE = {"hangul.ttf": ("NanumGothic.ttf", "Regular", 400), "hangul-bold.ttf": ("NanumGothicBold.ttf", "Bold", 700)}
"""File → of which font it is made, its style, and its weight."""
FAMILY = "Cnnlib Hangul"
KEPT_NAMES = (0, 13, 14)
"""Numbers of the entries that stay as they are: copyright, licence, and where the licence is."""


def syllables() -> list[int]:
    """Return the code points of the syllables of KS X 1001.

    Examples
    --------
    >>> len(syllables()), chr(syllables()[0]), chr(syllables()[-1])
    (2350, '가', '힝')
    """
    rows, cells = range(0xB0, 0xC9), range(0xA1, 0xFF)
    return [ord(bytes([row, cell]).decode("euc-kr")) for row in rows for cell in cells]


def subset(source: Path, style: str, weight: int, target: Path) -> None:
    """Write the Hangul of a font to a file, under a name of its own."""
    options = Options()
    options.hinting = False
    options.layout_features = []
    options.name_IDs = list(KEPT_NAMES)
    options.notdef_outline = True
    options.drop_tables += [f"TSI{number}" for number in (0, 1, 2, 3, 5)]  # sources of the hinting
    font = TTFont(source, recalcTimestamp=False)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=syllables())
    subsetter.subset(font)
    names = font["name"]
    names.names = [entry for entry in names.names if entry.nameID in KEPT_NAMES and entry.langID == 0x409]
    full = f"{FAMILY} {style}"
    for number, text in ((1, FAMILY), (2, style), (3, full), (4, full), (6, full.replace(" ", ""))):
        names.setName(text, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight
    font.save(target)


def main(arguments: Sequence[str] | None = None) -> int:
    """Write both weights."""
    given = sys.argv[1:] if arguments is None else arguments
    folder = Path(*given)
    OUTPUT.mkdir(parents=True, exist_ok=True)
    for target, (source, style, weight) in MADE.items():
        if not (folder / source).exists():
            print(f"There is no {source} in {folder}. Name the folder in which NanumGothic is.", file=sys.stderr)
            return 1
        subset(folder / source, style, weight, OUTPUT / target)
        print(f"{target}: {(OUTPUT / target).stat().st_size / 1000:.0f} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
