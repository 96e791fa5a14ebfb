"""Many layers in a row, with and without the residual sum: what is left of a photograph."""

from collections.abc import Iterator

import numpy as np

from cnnlib.engine.layers import Conv2d, ReLU
from cnnlib.engine.settings import integer
from cnnlib.engine.types import Array
from cnnlib.messages import _, format_number, ngettext
from cnnlib.pictures.charts import Curves
from cnnlib.pictures.panels import Grid, Sign
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.words import in_brief, shape

MOST_LAYERS, SEED = 20, 1


def stages(x: Array, layers: int, *, scale: float = 1.0, residual: bool = False) -> Iterator[Array]:
    """Yield an image, and what each of several layers makes of the image before it.

    A layer f is a 3×3 convolution with random weights, as they are before training, then ReLU. It keeps the shape.

    Parameters
    ----------
    x : array, (C, H, W)
    layers : int
    scale : float
        By what the weights of every layer are multiplied.
    residual : bool
        Whether a layer returns x + f(x), not f(x).

    Examples
    --------
    >>> [float(stage.max()) for stage in stages(np.ones((3, 4, 4)), 2, scale=0, residual=True)]
    [1.0, 1.0, 1.0]
    """
    rng, channels = np.random.default_rng(SEED), len(x)
    yield x
    for _number in range(integer("layers", layers, minimum=0)):
        convolution = Conv2d(channels, channels, 3, padding=1, bias=False, seed=rng, dtype=np.float64)
        convolution.parameters["weight"] *= scale
        fx = ReLU().forward(convolution.forward(x))
        x = x + fx if residual else fx
        yield x


def through_layers(x: Array, layers: int, *, scale: float = 1.0, residual: bool = False) -> Array:
    """Return what comes out of several layers: the last of the :func:`stages`.

    Examples
    --------
    >>> x = np.ones((3, 4, 4))
    >>> through_layers(x, 5, scale=0).max(), through_layers(x, 5, scale=0, residual=True).min()
    (np.float64(0.0), np.float64(1.0))
    """
    *_before, last = stages(x, layers, scale=scale, residual=residual)
    return last


def likeness(one: Array, other: Array) -> float:
    """Return the correlation of two images: 1 if they differ in brightness and contrast alone, 0 for strangers.

    Examples
    --------
    >>> likeness(np.array([0.0, 1, 0, 1]), np.array([2.0, 8, 2, 8])), likeness(np.array([1.0, 2]), np.zeros(2))
    (1.0, 0.0)
    """
    one, other = one - one.mean(), other - other.mean()
    sizes = float(np.linalg.norm(one)) * float(np.linalg.norm(other))
    return float((one * other).sum()) / sizes if sizes else 0.0


def as_shown(image: Array) -> Array:
    """Return an image as a screen shows it: 256 shades from black, 0 and below, to white, 1 and above.

    Examples
    --------
    >>> as_shown(np.array([-3.0, 1e-9, 0.2, 7.0]))
    array([0. , 0. , 0.2, 1. ])
    """
    shades: Array = np.round(255 * np.clip(image, 0, 1)) / 255
    return shades


def residual_picture(x: Array, layers: int, *, scale: float = 1.0, residual: bool = False) -> Picture:
    """Show an image, what is left of it after some layers, and how alike the two look after each layer.

    Parameters
    ----------
    x : array, (3, H, W)
        Of 0 to 1.
    layers, scale, residual
        As for :func:`stages`.

    Returns
    -------
    Picture
        Panels ``input``, ``output`` (what is below 0 is black, above 1 it is white) and ``likeness``.

    Examples
    --------
    >>> x = np.arange(48.0).reshape(3, 4, 4) / 48
    >>> print(residual_picture(x, 2, scale=0, residual=True).formula)
    f(x) = relu(conv2d(x, 0 · weight, padding=1))
    x ← x + f(x), 2 times
    likeness 1, brightness 0.49 (x: 0.49)
    """
    every = [as_shown(stage) for stage in stages(x, layers, scale=scale, residual=residual)]
    alike = [likeness(every[0], stage) for stage in every]  # of what is seen: picture and number agree
    bright, bright_x = (format_number(float(stage.mean()), 2) for stage in (every[-1], every[0]))
    after = ngettext(
        "after {layers} layer {shape}", "after {layers} layers {shape}", layers, layers=layers, shape=shape(every[-1])
    )
    panels = [
        Grid(
            _as_colours(every[0]),
            _("x {shape}", shape=shape(x)),
            name="input",
            colours="rgb",
            scale="photo",
            weight=1.2,
        ),
        Sign("→"),
        Grid(
            _as_colours(every[-1]),
            after,
            name="output",
            role="output",
            colours="rgb",
            scale="photo",
            weight=1.2,
            note=_("below 0 is black, above 1 white"),
        ),
        Curves(
            {_("likeness"): (np.arange(layers + 1), alike)},
            _("how like x it looks"),
            _("layers"),
            _("likeness"),
            (0, MOST_LAYERS + 0.5),
            (-0.5, 1.1),
            roles=("output",),
            here=((layers, alike[-1]),),
            name="likeness",
            legend="lower left",
            weight=1.2,
        ),
    ]
    like = in_brief(alike[-1])
    if residual:
        after_layers = ngettext(
            "After {count} layer of x + f(x), with weights times {scale}, the likeness to x is {like}.",
            "After {count} layers of x + f(x), with weights times {scale}, the likeness to x is {like}.",
            layers,
            scale=in_brief(scale),
            like=like,
        )
    else:
        after_layers = ngettext(
            "After {count} layer of f(x) alone, with weights times {scale}, the likeness to x is {like}.",
            "After {count} layers of f(x) alone, with weights times {scale}, the likeness to x is {like}.",
            layers,
            scale=in_brief(scale),
            like=like,
        )
    brightness = _("The mean brightness is {bright}, and that of x is {bright_x}.", bright=bright, bright_x=bright_x)
    rule = "x ← x + f(x)" if residual else "x ← f(x)"
    formula = "\n".join(
        [
            _("f(x) = relu(conv2d(x, {scale} · weight, padding=1))", scale=in_brief(scale)),
            ngettext("{rule}, {count} time", "{rule}, {count} times", layers, rule=rule),
            _("likeness {like}, brightness {bright} (x: {bright_x})", like=like, bright=bright, bright_x=bright_x),
        ]
    )
    code = f"through_layers(photo, {layers}, scale={scale}, residual={residual})"
    return Picture([panels], f"{after_layers} {brightness}", formula, code, heights=(300,), across=(2, 1))


def _as_colours(image: Array) -> Array:
    """Return an image (3, H, W) as (H, W, 3)."""
    return image.transpose(1, 2, 0)
