"""Record the overfitting of 10_training: 100 or 1,000 digits, shifted by up to 0, 1 or 2 pixels, five seeds each.

    python tools/record_overfitting.py

Takes some two minutes and writes ``cnnlib/data/overfitting.npz``: how many digits are read right after every 100 of
3,000 steps, of those that the network learned from, and of the validation digits as scanned, moved by a pixel and
with thinner lines. A rerun on another machine may differ by a few digits, since sums of floats depend on the order in
which they are added.
"""

import numpy as np

from cnnlib.lessons.training.overfitting import COUNTS, FILE, SETS, SHIFTS, record


def main() -> None:
    """Train all of them and write the table."""
    table = record()
    np.savez_compressed(FILE, right=table["right"], digits=table["digits"])
    for count, of_count in zip(COUNTS, table["right"], strict=True):
        for shift, of_shift in zip(SHIFTS, of_count, strict=True):
            ends = of_shift[:, -1] / np.array([count, *table["digits"]]) * 100
            for name, percent in zip(SETS, ends.T, strict=True):
                print(f"{count} digits, shift {shift}, {name}: mean {percent.mean():.1f}  seeds {np.round(percent, 1)}")
    print(f"{FILE.stat().st_size} bytes")


if __name__ == "__main__":
    main()
