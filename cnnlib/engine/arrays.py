"""Checks that every function of the engine makes on the arrays it is given.

A learner's array may be a list, hold integers, and lack the batch or the channel
axis. The functions here turn it into the (N, C, H, W) floats that the engine works
on, or say in a sentence what is wrong with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cnnlib.engine.settings import SettingError, integer
from cnnlib.engine.types import Array, Shape
from cnnlib.messages import _

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

FLOAT32, FLOAT64 = np.dtype(np.float32), np.dtype(np.float64)


def numbers(name: str, value: ArrayLike) -> Array:
    """Return `value` as an array of real numbers; an array is not copied.

    Raises
    ------
    SettingError
        If it holds anything but real numbers, or its rows have different lengths.

    Examples
    --------
    >>> numbers("x", [[1, 2], [3, 4]]).shape
    (2, 2)
    """
    if type(value) is np.ndarray:
        array: Array = value
    else:
        try:
            array = np.asarray(value)
        except ValueError:
            raise SettingError(
                _(
                    "{name} cannot become an array: its rows have different lengths. "
                    "Give every row as many numbers as the first.",
                    name=name,
                )
            ) from None
    if array.dtype.kind not in "fiub":
        raise SettingError(
            _("{name} holds values of type {dtype}, but it must hold real numbers.", name=name, dtype=array.dtype),
            _("Use an array of floats or integers."),
        )
    return array


def floats(name: str, value: ArrayLike) -> Array:
    """Return `value` as float32 if that is what it holds, as float64 if it holds any other kind of number.

    Raises
    ------
    SettingError
        If it holds anything but real numbers.

    Examples
    --------
    >>> floats("x", [1, 2]).dtype, floats("x", np.ones(2, np.float32)).dtype
    (dtype('float64'), dtype('float32'))
    """
    if type(value) is np.ndarray and (value.dtype is FLOAT32 or value.dtype is FLOAT64):
        return value  # the usual case first
    array = numbers(name, value)
    return array.astype(FLOAT32 if array.dtype.kind == "f" and array.dtype.itemsize == 4 else FLOAT64, copy=False)


def as_batch(name: str, x: Array) -> Array:
    """Return an (H, W), (C, H, W) or (N, C, H, W) array as (N, C, H, W), without copying.

    Raises
    ------
    SettingError
        If it has another rank, or has no pixels or no channels; an empty batch is fine.

    Examples
    --------
    >>> as_batch("x", np.ones((5, 7))).shape
    (1, 1, 5, 7)
    """
    if not 2 <= x.ndim <= 4:
        raise SettingError(
            _(
                "{name} has the shape {shape}, but it must have 2, 3 or 4 axes: (H, W), (C, H, W) or (N, C, H, W). "
                "Reshape it, or add an axis with {name}[None].",
                name=name,
                shape=x.shape,
            )
        )
    if 0 in x.shape[-3:]:
        raise SettingError(
            _("{name} has the shape {shape}, so it holds no pixels.", name=name, shape=x.shape),
            _("Use an image with at least one channel, row and column."),
        )
    if x.ndim == 4:
        return x
    return x.reshape((1,) * (4 - x.ndim) + x.shape)


def as_shape(name: str, value: object) -> Shape:
    """Return a shape as a tuple of whole numbers, none of them below 0.

    Raises
    ------
    SettingError
        If it is no tuple or list of such numbers.

    Examples
    --------
    >>> as_shape("input_shape", [1, 28, 28])
    (1, 28, 28)
    """
    if not isinstance(value, tuple | list):
        raise SettingError(
            _("{name} is {value!r}, but it must be a shape, such as (1, 28, 28).", name=name, value=value),
            _("Use whole numbers in parentheses."),
        )
    return tuple(integer(name, each, 0) for each in value)


def same_shape(name: str, value: Array, shape: Shape, what: str) -> None:
    """Raise a SettingError unless `value` has the `shape` of `what`.

    Examples
    --------
    >>> same_shape("grad_output", np.ones((2, 2)), (2, 2), "the output")
    """
    if value.shape != shape:
        raise SettingError(
            _(
                "{name} has the shape {given}, but {what} has the shape {shape}.",
                name=name,
                given=value.shape,
                what=what,
                shape=shape,
            ),
            _("Use one number for each of its cells."),
        )


def keep_where(chosen: Array, values: Array) -> Array:
    """Keep the `values` where `chosen` is true, and put 0 elsewhere.

    A product does that ten times faster than ``np.where``, but infinity · 0 would be NaN.

    Examples
    --------
    >>> keep_where(np.array([True, False]), np.array([np.inf, -np.inf]))
    array([inf,  0.])
    """
    if np.isfinite(values).all():
        return values * chosen + values.dtype.type(0)  # −1 · 0 is −0, and −0 + 0 is 0
    return np.where(chosen, values, values.dtype.type(0))
