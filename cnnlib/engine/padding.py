"""Frames around images: zeros, the image mirrored, or its border repeated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from cnnlib.engine.arrays import as_batch, numbers
from cnnlib.engine.settings import SettingError, affordable
from cnnlib.engine.shapes import resolve_padding
from cnnlib.engine.types import Array, Pair, PerSide, Size
from cnnlib.messages import _

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

MODES: dict[str, Literal["constant", "reflect", "edge"]] = {"zeros": "constant", "reflect": "reflect", "edge": "edge"}
"""Our names of the modes → those of ``np.pad``."""


def pad2d(x: ArrayLike, padding: Size | PerSide, *, mode: str = "zeros") -> Array:
    """Put a frame around every channel of an image.

    (N, C, H, W) → (N, C, top + H + bottom, left + W + right); (C, H, W) and (H, W) likewise.

    Parameters
    ----------
    x : array_like
        The image or images; any kind of number.
    padding : int, (height, width) or ((top, bottom), (left, right))
        Pixels per side.
    mode : {"zeros", "reflect", "edge"}
        What the frame holds: zeros, the image mirrored at its border pixels, or those
        pixels repeated.

    Returns
    -------
    ndarray
        A new array of the same dtype.

    Raises
    ------
    SettingError
        If `padding` is negative or, for "reflect", not smaller than the image, if
        `mode` is unknown, or if `x` is not an image.

    Examples
    --------
    >>> pad2d([[1, 2], [3, 4]], 1)
    array([[0, 0, 0, 0],
           [0, 1, 2, 0],
           [0, 3, 4, 0],
           [0, 0, 0, 0]])
    >>> pad2d([[1, 2, 3]], ((0, 0), (2, 0)), mode="reflect")
    array([[3, 2, 1, 2, 3]])
    """
    x = numbers("x", x)
    batch = as_batch("x", x)
    per_side = resolve_padding(padding)
    if not isinstance(mode, str) or mode not in MODES:
        raise SettingError(
            _('mode is {value!r}, but it must be "zeros", "reflect" or "edge".', value=mode), _("Use one of these.")
        )
    (top, bottom), (left, right) = per_side
    height, width = batch.shape[2:]
    affordable((*batch.shape[:2], top + height + bottom, left + width + right), _("the padded image"))
    if mode == "reflect":
        _check_reflection(per_side, batch.shape[2:])
    frame = np.pad(batch, ((0, 0), (0, 0), *per_side), mode=MODES[mode])
    return frame.reshape(x.shape[:-2] + frame.shape[-2:])


def _check_reflection(per_side: PerSide, size: Pair) -> None:
    for axis, ((before, after), pixels) in enumerate(zip(per_side, size, strict=True)):
        padding = max(before, after)
        if padding < pixels:
            continue
        if axis == 0:
            problem = _(
                'padding is {padding}, but with mode "reflect" it must be smaller than the image, which is {pixels} '
                "high.",
                padding=padding,
                pixels=pixels,
            )
        else:
            problem = _(
                'padding is {padding}, but with mode "reflect" it must be smaller than the image, which is {pixels} '
                "wide.",
                padding=padding,
                pixels=pixels,
            )
        raise SettingError(problem, _('Use a padding of at most {largest}, or mode="edge".', largest=pixels - 1))
