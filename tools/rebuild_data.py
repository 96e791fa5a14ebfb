"""Rebuild the bundled data from the packages that it comes from.

    python -m pip install scikit-learn scikit-image
    python tools/rebuild_data.py            # writes the files whose arrays differ
    python tools/rebuild_data.py --check    # writes nothing; exit status 1 if an array differs

A file is written only when its arrays differ: another zlib may pack the same arrays
into other bytes, and a change of bytes alone would be noise in the history.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from cnnlib.engine.types import Array

DATA = Path(__file__).resolve().parent.parent / "cnnlib" / "data"

# The square around both eyes and the nose. 256 is twice 128: each new pixel is the mean of four whole old ones.
CHELSEA_TOP, CHELSEA_LEFT, CHELSEA_SIDE = 30, 115, 256


def rebuild() -> dict[str, dict[str, Any]]:
    """Return the arrays of every bundled file, from their packages.

    Returns
    -------
    dict of str to dict of str to ndarray
        File name without its ending → the names of its arrays → the arrays.
    """
    import skimage.data
    import sklearn.datasets

    bunch = sklearn.datasets.load_digits()
    square = (
        slice(CHELSEA_TOP, CHELSEA_TOP + CHELSEA_SIDE),
        slice(CHELSEA_LEFT, CHELSEA_LEFT + CHELSEA_SIDE),
    )
    cat = skimage.data.chelsea()[square].transpose(2, 0, 1)
    return {
        "digits": {"images": bunch.images.astype(np.uint8), "labels": bunch.target.astype(np.uint8)},
        "camera": {"image": area_average(skimage.data.camera(), 4)},
        "chelsea": {"image": np.stack([area_average(channel, 2) for channel in cat])},
    }


def area_average(image: Array, factor: int) -> Array:
    """Shrink an (H, W) uint8 image: each new pixel is the mean of factor × factor old ones.

    In integers throughout, a half rounded up, so that every machine gives the same picture.
    """
    height, width = image.shape
    blocks = image.astype(np.int64).reshape(height // factor, factor, width // factor, factor)
    area = factor * factor
    return ((blocks.sum(axis=(1, 3)) + area // 2) // area).astype(np.uint8)


def is_same(path: Path, arrays: dict[str, Array]) -> bool:
    """Tell whether the file exists and holds exactly these arrays."""
    if not path.exists():
        return False
    with np.load(path, allow_pickle=False) as file:
        return set(file.files) == set(arrays) and all(
            file[key].dtype == array.dtype and np.array_equal(file[key], array) for key, array in arrays.items()
        )


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare every file with its packages, and write those that differ."""
    parser = argparse.ArgumentParser(description="Rebuild cnnlib/data from scikit-learn and scikit-image.")
    parser.add_argument("--check", action="store_true", help="compare only, write nothing")
    check_only = parser.parse_args(arguments).check

    differing = 0
    for name, arrays in rebuild().items():
        path = DATA / f"{name}.npz"
        if is_same(path, arrays):
            print(f"{path.name}: the same")
            continue
        differing += 1
        if check_only:
            print(f"{path.name}: DIFFERS")
        else:
            np.savez_compressed(path, **arrays)
            print(f"{path.name}: written, {path.stat().st_size} bytes")
    return 1 if check_only and differing else 0


if __name__ == "__main__":
    sys.exit(main())
