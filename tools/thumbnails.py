"""Small pictures of the notebooks for the README, made of the pictures that are saved in them.

    python tools/thumbnails.py

`make refresh` runs it too. The same notebook always gives the same file.
"""

import base64
import io
import sys
from pathlib import Path

import numpy as np
from nbformat import NotebookNode
from PIL import Image
from refresh import LESSONS, NOTEBOOKS, read_notebook

FOLDER = NOTEBOOKS.parent / ".github" / "thumbnails"
SIZE = (320, 180)
TEXT_HEIGHT = 40
"""Rows of ink up to this height are text below the panels."""
DENSITY = 2
"""Pixels of a saved picture to a CSS pixel, in which the other numbers here are."""
CHOSEN = {
    "00_start_here": 0,
    "01_why_convolution": 2,
    "02_convolution": 3,
    "03_padding": 0,
    "04_stride": 1,
    "05_convolution_3d": 0,
    "06_max_pooling": 0,
    "07_conv_relu_pool": 2,
    "08_receptive_field": 1,
    "09_learning_filters": 3,
    "10_training": 0,
    "11_im2col": 1,
    "12_variants": 2,
}
"""Which of a notebook's saved pictures shows best what it is about; by default the first."""


def saved_pictures(notebook: NotebookNode) -> list[bytes]:
    """Return the PNG pictures that are saved in a notebook.

    Parameters
    ----------
    notebook : nbformat.NotebookNode

    Returns
    -------
    list of bytes
        In the order of the notebook.
    """
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    pictures = [output["data"]["image/png"] for output in outputs if "image/png" in output.get("data", ())]
    return [base64.b64decode(picture) for picture in pictures]


def thumbnail(png: bytes) -> bytes:
    """Return a PNG of SIZE, white around the picture, without the lines of text below its panels.

    Parameters
    ----------
    png : bytes

    Returns
    -------
    bytes
    """
    picture = Image.open(io.BytesIO(png)).convert("RGB").reduce(DENSITY)
    picture = picture.crop(_box_of_panels(picture))
    picture.thumbnail((SIZE[0] - 8, SIZE[1] - 8), Image.Resampling.LANCZOS)
    card = Image.new("RGB", SIZE, "white")
    card.paste(picture, ((SIZE[0] - picture.width) // 2, (SIZE[1] - picture.height) // 2))
    stream = io.BytesIO()
    card.quantize(64, dither=Image.Dither.NONE).save(stream, "PNG", optimize=True)
    return stream.getvalue()


def _box_of_panels(picture: Image.Image) -> tuple[int, int, int, int]:
    """Return the box around everything that is taller than a line of text."""
    ink = np.asarray(picture).min(axis=2) < 255
    ink[ink[:, 0]] = False  # the line on a band above the picture
    edges = np.flatnonzero(np.diff(ink.any(axis=1), prepend=False, append=False))
    starts, ends = edges[::2], edges[1::2]
    top, bottom = int(starts[0]), int(ends[ends - starts > TEXT_HEIGHT][-1])
    columns = np.flatnonzero(ink[top:bottom].any(axis=0))
    return int(columns[0]), top, int(columns[-1]) + 1, bottom


def write_thumbnails(folder: Path = FOLDER) -> list[Path]:
    """Write one thumbnail for each notebook.

    Parameters
    ----------
    folder : Path
        Where to write them; created if it is missing.

    Returns
    -------
    list of Path
        The files that are new or changed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    changed = []
    for path in sorted(NOTEBOOKS.glob(LESSONS)):
        small = thumbnail(saved_pictures(read_notebook(path))[CHOSEN.get(path.stem, 0)])
        target = folder / f"{path.stem}.png"
        if not target.exists() or target.read_bytes() != small:
            target.write_bytes(small)
            changed.append(target)
    return changed


def main() -> int:
    """Write the thumbnails and say which changed."""
    for path in write_thumbnails():
        print(f"{path.stem}: a new thumbnail")
    return 0


if __name__ == "__main__":
    sys.exit(main())
