"""Many paths drawn at once, by matplotlib's renderer alone: its figures take 0.1 s to load."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.path import Path
from matplotlib.transforms import IdentityTransform

from cnnlib.engine.types import Array

DOTS = 72
"""Pixels to an inch: so that one unit of matplotlib is one pixel."""

NO_EDGES = np.empty((0, 4))


def draw_paths(
    renderer: RendererAgg,
    paths: Sequence[Path],
    insides: Array,
    *,
    edges: Array = NO_EDGES,
    thick: Sequence[float] = (0.0,),
    scales: Array | None = None,
    starts: Array | None = None,
) -> None:
    """Draw paths, the last one on top.

    Parameters
    ----------
    renderer : RendererAgg
        Of :data:`DOTS` pixels to an inch.
    paths : list of Path
        In pixels from the bottom left.
    insides, edges : float array (n, 4)
        Red, green, blue and alpha, from 0 to 1. Of these and of `thick` one for each path, or one for all.
    thick : list of float
        Pixels across an edge, which is round at its corners.
    scales : float array (paths,), optional
        What each path is multiplied by.
    starts : float array (paths, 2), optional
        Where the origin of each path is then.

    Examples
    --------
    >>> renderer = RendererAgg(4, 2, DOTS)
    >>> square = Path([(0, 0), (2, 0), (2, 2), (0, 2), (0, 0)])
    >>> draw_paths(renderer, [square], np.array([[0.0, 0.0, 0.0, 1.0]]))
    >>> np.asarray(renderer.buffer_rgba())[:, :, 3].tolist()
    [[255, 255, 0, 0], [255, 255, 0, 0]]
    """
    here = IdentityTransform()
    sizes = np.zeros((0 if scales is None else len(scales), 3, 3))
    if scales is not None:
        sizes[:, 0, 0] = sizes[:, 1, 1] = scales
        sizes[:, 2, 2] = 1
    offsets = np.zeros((1, 2)) if starts is None else starts
    look = renderer.new_gc()
    look.set_joinstyle("round")
    # Agg takes arrays, whatever matplotlib's types say, and no keywords. Behind the thickness of the edges come their
    # dashes, that they are smooth, and links, of which there are none.
    draw: Any = renderer.draw_path_collection
    draw(look, here, paths, sizes, offsets, here, insides, edges, thick, [(0, None)], [True], [None], "screen")
