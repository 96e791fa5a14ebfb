"""Picture of what a stride does to fine detail: every stride-th pixel, against the mean of its area."""

import numpy as np

from cnnlib.engine.convolution import conv2d
from cnnlib.engine.padding import pad2d
from cnnlib.engine.types import Array
from cnnlib.messages import _, format_number, ngettext
from cnnlib.pictures.convolution import colouring_of, is_large
from cnnlib.pictures.panels import Grid
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.words import shape


def subsampling_picture(
    image: Array, small: Array, *, stride: int, blurs: int = 0, blurred: Array | None = None
) -> Picture:
    """Show a subsampled image beside a fair one of the same size, in which each pixel is the mean of its area.

    Parameters
    ----------
    image : array, (H, W)
    small : array, (H_out, W_out)
        Every stride-th pixel of `image` along each axis, beginning with the first.
    stride : int
    blurs : int
        How often the image was blurred before.
    blurred : array, (H, W), optional
        The image after that, which is shown in its place.

    Returns
    -------
    Picture
        Panels ``input``, ``output`` and ``mean``: at each pixel that was kept, the mean of the
        stride × stride area around it.

    Examples
    --------
    >>> stripes = np.tile([0.0, 1.0], (8, 4))
    >>> subsampling_picture(stripes, stripes[::2, ::2], stride=2)
    Stride 2 after 0 blurs turns (8, 8) into (4, 4); its pixels are off by 0.5 on average from the mean of their areas.
    """
    fair = area_mean(image, stride)
    error = format_number(np.abs(small - fair).mean(), 3)
    options = {**colouring_of(image), "numbers": not is_large(image)}
    title = _("input {shape}", shape=shape(image))
    if blurs:
        title = ngettext("{title}, blurred once", "{title}, blurred {count} times", blurs, title=title)
    left = Grid(image if blurred is None else blurred, title, name="input", **options)
    middle = Grid(
        small,
        _("output {shape}", shape=shape(small)),
        name="output",
        role="output",
        note=_("off by {error} on average", error=error),
        **options,
    )
    right = Grid(
        fair,
        _("mean of each area {shape}", shape=shape(fair)),
        name="mean",
        role="difference",
        note=_("what a camera with larger pixels sees"),
        **options,
    )
    caption = ngettext(
        "Stride {stride} after {count} blur turns {image} into {small}; its pixels are off by {error} on average "
        "from the mean of their areas.",
        "Stride {stride} after {count} blurs turns {image} into {small}; its pixels are off by {error} on average "
        "from the mean of their areas.",
        blurs,
        stride=stride,
        small=shape(small),
        image=shape(image),
        error=error,
    )
    formula = _("mean of |output − mean of each area| = {error}", error=error)
    return Picture([[left, middle, right]], caption, formula, heights=(330,))


def area_mean(image: Array, stride: int) -> Array:
    """Return, at every stride-th pixel, the mean of the stride × stride area around its centre.

    If the stride is even, the area's border runs through the middle of pixels, which then count half.
    Beyond its border the image is mirrored.

    Examples
    --------
    >>> area_mean(np.array([[0.0, 4, 8, 4], [0, 4, 8, 4]]), 2)
    array([[2., 6.]])
    """
    weights = np.ones(stride + 1 - stride % 2)
    if stride % 2 == 0:
        weights[[0, -1]] = 0.5
    kernel = np.outer(weights, weights) / stride**2
    return conv2d(pad2d(image, stride // 2, mode="reflect"), kernel, stride=stride)
