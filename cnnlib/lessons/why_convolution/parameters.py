"""Picture of what weights cost: the parameters of a fully connected layer and of a convolution."""

import numpy as np

from cnnlib.engine.layer import Layer
from cnnlib.engine.layers import Conv2d, Linear
from cnnlib.engine.settings import SettingError
from cnnlib.messages import _, format_count, format_number
from cnnlib.pictures.charts import Curves
from cnnlib.pictures.picture import Picture


def parameters_picture(side: int, affine: Linear, convolution: Conv2d, *, largest: int = 64) -> Picture:
    """Show the parameters of an Affine layer and of a convolution as the image grows.

    Parameters
    ----------
    side : int
        Rows and columns of the image, which has one channel.
    affine : Linear
        Reads all pixels of the image.
    convolution : Conv2d
        Has as many filters as `affine` has neurons; they are square.
    largest : int
        Side at the right end of the axis.

    Returns
    -------
    Picture
        Panel ``parameters``: both curves as far as `side`, so that what comes is not given away.

    Raises
    ------
    SettingError
        If the filter does not fit into the image.

    Examples
    --------
    >>> parameters_picture(8, Linear(8 * 8, 8), Conv2d(1, 8, 3))
    On an image of shape (8, 8), 8 Affine neurons have 520 parameters, 6.5 times as many as 8 filters of 3×3, which \
have 80.
    """
    neurons, *_channels, kernel_size = convolution.parameters["weight"].shape
    if side < kernel_size:
        raise SettingError(
            _(
                "side is {side}, but a {size}×{size} filter does not fit into a ({side}, {side}) image. "
                "Use a side of at least {size}.",
                side=side,
                size=kernel_size,
            )
        )
    sides = np.arange(1, side + 1)
    that_fit = sides[sides >= kernel_size]
    chart = Curves(
        {
            _("Affine, {neurons} neurons", neurons=neurons): (sides, neurons * (sides**2 + 1)),
            _("convolution, {neurons} filters", neurons=neurons): (
                that_fit,
                np.full(len(that_fit), neurons * (kernel_size**2 + 1)),
            ),
        },
        _("parameters as the image grows"),
        _("side of the image"),
        "",
        (0, largest),
        (0, 1.05 * neurons * (largest**2 + 1)),
        roles=("plain", "kernel"),
        here=((side, parameters_of(affine)), (side, parameters_of(convolution))),
        legend="upper left",
        name="parameters",
        note=_("rings: the side that you chose"),
    )
    many, few = parameters_of(affine), parameters_of(convolution)
    affine_count, convolution_count = format_count(many), format_count(few)
    values = {
        "side": side,
        "neurons": neurons,
        "affine": affine_count,
        "size": kernel_size,
        "convolution": convolution_count,
    }
    if many == few:
        caption = _(
            "On an image of shape ({side}, {side}), {neurons} Affine neurons have {affine} parameters, as many as "
            "{neurons} filters of {size}×{size}, which have {convolution}.",
            **values,
        )
    else:
        caption = _(
            "On an image of shape ({side}, {side}), {neurons} Affine neurons have {affine} parameters, {ratio} times "
            "as many as {neurons} filters of {size}×{size}, which have {convolution}.",
            ratio=format_number(many / few, 1),
            **values,
        )
    affine_formula = _(
        "Affine: {neurons} · ({side}·{side} + 1 (bias)) = {affine}", neurons=neurons, side=side, affine=affine_count
    )
    convolution_formula = _(
        "convolution: {neurons} · ({size}·{size} + 1 (bias)) = {convolution}",
        neurons=neurons,
        size=kernel_size,
        convolution=convolution_count,
    )
    code = f"Linear({side} * {side}, {neurons}), Conv2d(1, {neurons}, {kernel_size})"
    return Picture([[chart]], caption, f"{affine_formula}\n{convolution_formula}", code, heights=(320,))


def parameters_of(layer: Layer) -> int:
    """Return how many parameters a layer has."""
    return sum(parameter.size for parameter in layer.parameters.values())
