"""Many layers in a row, with and without the residual sum: what is left of a photograph."""

from collections.abc import Iterator

import numpy as np

from cnnlib.engine.layers import Conv2d, ReLU
from cnnlib.engine.shapes import integer
from cnnlib.engine.types import Array
from cnnlib.messages import _, format_count, format_number, ngettext
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


def residual_picture(x: Array, layers: int, *, scale: float = 1.0, residual: bool = False) -> Picture:
    """Show an image, what is left of it after some layers, and how alike the two are after each layer.

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
    likeness 1, spread 1 of 1
    """
    every = list(stages(x, layers, scale=scale, residual=residual))
    alike = [likeness(x, stage) for stage in every]
    spread = _times(float(every[-1].std() / x.std()))
    after = ngettext("after {count} layer", "after {count} layers", layers)
    panels = [
        Grid(_as_colours(x), _("x {shape}", shape=shape(x)), name="input", colours="rgb", scale="photo"),
        Sign("→"),
        Grid(
            _as_colours(every[-1]),
            f"{after} {shape(every[-1])}",
            name="output",
            role="output",
            colours="rgb",
            scale="photo",
            note=_("white: 1 and above"),
        ),
        Curves(
            {_("likeness"): (np.arange(layers + 1), alike)},
            _("how much it is like x"),
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
    caption = ngettext(
        "After {count} layer {how}, with weights times {scale}, the likeness to x is {like}, and the values are "
        "spread {spread} times as far as those of x.",
        "After {count} layers {how}, with weights times {scale}, the likeness to x is {like}, and the values are "
        "spread {spread} times as far as those of x.",
        layers,
        how=_("of x + f(x)") if residual else _("of f(x) alone"),
        scale=in_brief(scale),
        like=like,
        spread=spread,
    )
    rule = _("x ← x + f(x)") if residual else _("x ← f(x)")
    formula = "\n".join(
        [
            _("f(x) = relu(conv2d(x, {scale} · weight, padding=1))", scale=in_brief(scale)),
            ngettext("{rule}, {count} time", "{rule}, {count} times", layers, rule=rule),
            _("likeness {like}, spread {spread} of 1", like=like, spread=spread),
        ]
    )
    code = f"through_layers(photo, {layers}, scale={scale}, residual={residual})"
    return Picture([panels], caption, formula, code, heights=(300,))


def _times(ratio: float) -> str:
    """Write how many times as large something is, from almost 0 to thousands.

    Examples
    --------
    >>> _times(0), _times(1e-9), _times(0.27), _times(2417.68)
    ('0', 'less than 0.001', '0.27', '2,418')
    """
    if 0 < ratio < 0.001:
        return _("less than 0.001")
    return format_count(round(ratio)) if ratio >= 100 else format_number(ratio, 3 if ratio < 0.01 else 2)


def _as_colours(image: Array) -> Array:
    """Return an image (3, H, W) as (H, W, 3) of 0 to 1."""
    return np.clip(image.transpose(1, 2, 0), 0, 1)
