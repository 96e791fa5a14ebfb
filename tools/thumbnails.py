"""Small pictures of the notebooks for the README, made of the pictures that are saved in them.

    python tools/thumbnails.py

`make refresh` runs it too. The same notebook always gives the same file.
"""

import base64
import io
import sys

from PIL import Image, ImageChops
from refresh import LESSONS, NOTEBOOKS, read_notebook

FOLDER = NOTEBOOKS.parent / ".github" / "thumbnails"
SIZE = (320, 180)
CHOSEN = {
    "00_start_here": 0,
    "01_why_convolution": 2,
    "02_convolution": 3,
    "03_padding": 5,
    "04_stride": 5,
    "05_convolution_3d": 3,
    "06_max_pooling": 0,
    "07_conv_relu_pool": 7,
    "08_learning_filters": 3,
    "09_im2col": 3,
    "10_variants": 2,
}
"""Which of a notebook's saved pictures shows best what it is about; the first, unless it stands here."""


def saved_pictures(notebook):
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


def thumbnail(png):
    """Return a PNG of SIZE, white around the picture, without the lines of text below its panels.

    Parameters
    ----------
    png : bytes

    Returns
    -------
    bytes
    """
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    picture = picture.crop(_box_of_panels(picture))
    picture.thumbnail((SIZE[0] - 8, SIZE[1] - 8), Image.Resampling.LANCZOS)
    card = Image.new("RGB", SIZE, "white")
    card.paste(picture, ((SIZE[0] - picture.width) // 2, (SIZE[1] - picture.height) // 2))
    stream = io.BytesIO()
    card.quantize(64, dither=Image.Dither.NONE).save(stream, "PNG", optimize=True)
    return stream.getvalue()


def _box_of_panels(picture):
    """Return the box around everything that stands higher than a line of text."""
    whole = ImageChops.difference(picture, Image.new("RGB", picture.size, "white"))
    inked = [whole.crop((0, y, picture.width, y + 1)).getbbox() is not None for y in range(picture.height)]
    runs, start = [], None
    for y, ink in enumerate([*inked, False]):
        if ink and start is None:
            start = y
        elif not ink and start is not None:
            runs.append((start, y))
            start = None
    tall = [run for run in runs if run[1] - run[0] > 40]
    top, bottom = min(run[0] for run in runs), max(run[1] for run in tall)
    left, _, right, _ = whole.crop((0, top, picture.width, bottom)).getbbox()
    return left, top, right, bottom


def write_thumbnails(folder=FOLDER):
    """Write one thumbnail a notebook.

    Parameters
    ----------
    folder : Path
        Where to; created if it is missing.

    Returns
    -------
    list of Path
        The files that were new or changed.
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


def main():
    """Write the thumbnails and say which changed."""
    for path in write_thumbnails():
        print(f"{path.stem}: a new thumbnail")
    return 0


if __name__ == "__main__":
    sys.exit(main())
