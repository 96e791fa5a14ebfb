"""Checks of filters and biases against the images that they are for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cnnlib.engine.arrays import floats
from cnnlib.engine.settings import SettingError, integer
from cnnlib.engine.types import Array
from cnnlib.messages import _

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


def one_dtype(x: Array, weight: Array) -> tuple[Array, Array]:
    """Return both in the wider of their two types."""
    if x.dtype is weight.dtype:
        return x, weight
    dtype = np.result_type(x, weight)
    return x.astype(dtype, copy=False), weight.astype(dtype, copy=False)


def as_filters(weight: Array, x: Array) -> Array:
    """Return a weight as (F, C, kH, kW).

    Raises
    ------
    SettingError
        If it has another rank than x calls for, or no numbers.

    Examples
    --------
    >>> as_filters(np.ones((3, 2)), np.ones((5, 5))).shape
    (1, 1, 3, 2)
    """
    wanted = 2 if x.ndim == 2 else 4
    if weight.ndim == wanted and weight.size:
        return weight if wanted == 4 else weight.reshape(1, 1, *weight.shape)
    if weight.ndim == wanted:
        raise SettingError(
            _("weight has the shape {shape}, so it holds no numbers.", shape=weight.shape),
            _("Use a kernel of at least 1×1."),
        )
    if wanted == 2:
        raise SettingError(
            _(
                "weight has the shape {shape}, but with x of shape {x_shape} it must have 2 axes, (kH, kW).",
                shape=weight.shape,
                x_shape=x.shape,
            ),
            _("Use x[None], an image with one channel, or a single kernel."),
        )
    raise SettingError(
        _(
            "weight has the shape {shape}, but with x of shape {x_shape} it must have 4 axes, (F, C, kH, kW).",
            shape=weight.shape,
            x_shape=x.shape,
        ),
        _("Use weight[None] for each axis that is missing in front."),
    )


def check_groups(x: Array, weight: Array, channels: int, filters: Array, groups: int) -> None:
    """Raise a SettingError unless the filters, in this many groups, read the channels of x."""
    groups = integer("groups", groups, 1)
    if groups > 1 and (channels % groups or len(filters) % groups):
        raise SettingError(
            _(
                "groups is {groups}, but it must divide the number of channels, {channels}, and of filters, {filters}.",
                groups=groups,
                channels=channels,
                filters=len(filters),
            ),
            _("Use a common divisor of both, such as 1."),
        )
    if filters.shape[1] * groups != channels:
        wanted = filters.shape[1] * groups
        if x.ndim > 2 and x.shape[-1] == wanted:
            axes = (0, 3, 1, 2) if x.ndim == 4 else (2, 0, 1)
            raise SettingError(
                _(
                    "x has the shape {x}: its channels seem to come last, but they come before the rows and columns.",
                    x=x.shape,
                ),
                _("Use x.transpose{axes}.", axes=axes),
            )
        repair = (len(filters), channels // groups, *filters.shape[2:])
        raise SettingError(
            _(
                "weight has the shape {weight}: each filter reads {reads} channels, but x of shape {x} offers "
                "{offers} with groups={groups}.",
                weight=weight.shape,
                reads=filters.shape[1],
                x=x.shape,
                offers=channels // groups,
                groups=groups,
            ),
            _("Use a weight of shape {repair}.", repair=repair),
        )


def as_bias(bias: ArrayLike, count: int, x: Array) -> Array:
    """Return a bias as (count,) numbers of the dtype of x; for an (H, W) image, a single number will do.

    Raises
    ------
    SettingError
        If it is not one number per filter.

    Examples
    --------
    >>> as_bias(3, 1, np.ones((5, 5)))
    array([3.])
    """
    bias = floats("bias", bias)
    if bias.shape != (count,) and not (bias.shape == () and x.ndim == 2):
        raise SettingError(
            _("bias has the shape {shape}, but there is one bias per filter.", shape=bias.shape),
            _("Use an array of shape ({count},).", count=count),
        )
    return bias.astype(x.dtype, copy=False).reshape(count)
