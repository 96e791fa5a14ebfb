"""One picture with every kind of panel that there is, drawn in a process whose matplotlib is set in some way."""

import hashlib

import numpy as np

from cnnlib.canvas import saved_png
from cnnlib.pictures import Bars, Block, Blocks, Curves, Dots, Grid, Maps, Outline, Picture, Sign, Volume, Volumes
from cnnlib.pictures.solids import Solid


def every_panel():
    """Return a picture with every kind of panel: letters, numbers, lines, dashes, dots, powers of ten, a legend."""
    steps = np.arange(10.0)
    halves = {"training": (steps, 0.25**steps), "held out": (steps, 0.5**steps)}
    blocks = [[Block("Conv 3×3", "(8, 26, 26)"), Block("ReLU", broken=True)]]
    volumes = [Volume("input", (1, 28, 28)), Volume("Conv2d", (8, 26, 26))]
    return Picture(
        [
            [
                Grid([[0, 1.5], [-2, 3]], "input (2, 2)", colours="signed", outlines=(Outline(0, 1),), note="padded"),
                Sign("="),
                Maps(np.linspace(0, 1, 24).reshape(2, 3, 4), "maps", columns=2),
                Solid((3, 4, 5), "box", ["input"] * 3, block=Outline(1, 1, 2, 2), deepest=3),
            ],
            [
                Curves(halves, "loss", "epoch", "loss", (0, 9), (-1, 1), ghosts={"training": (steps, steps / 9)}),
                Curves(halves, "loss", "epoch", "loss", (0, 9), (1e-9, 1), log=True, here=[(3, 1e-3)]),
            ],
            [
                Bars(["a", "b", "c"], [1200, -3, 4000], "bars", "number", (-1000, 5000), written=["1,200", "−3", ""]),
                Dots(["a", "b"], [[1, 2, 3], [2, 2.5]], "dots", "right", (0, 4), here=[(0, 1)]),
            ],
            [Blocks(blocks, "network"), Volumes(volumes, "shapes", rows=1, columns=2)],
        ],
        caption="Every kind of panel.",
        formula="3·(−1) + ½·2 = −2",
        code="conv2d(image, kernel)",
    )


def digest():
    """Return what tells one PNG from another."""
    return hashlib.sha256(saved_png(every_panel())).hexdigest()
