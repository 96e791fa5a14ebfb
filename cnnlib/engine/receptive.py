"""Receptive fields: what a cell deep in a network sees of the network's input."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from cnnlib.engine.settings import SettingError, integer
from cnnlib.engine.shapes import axis_padding, span
from cnnlib.engine.types import Pair
from cnnlib.messages import _


class ReceptiveField(NamedTuple):
    """What a cell of the last layer sees of the network's input, along one axis.

    Attributes
    ----------
    size : int
        Input pixels that one cell depends on.
    jump : int
        Input pixels between the fields of neighbouring cells.
    start : int
        First pixel of cell 0's field; negative if it starts in the padding.
    """

    size: int
    jump: int
    start: int

    def of(self, cell: int) -> Pair:
        """(first, stop) of the input pixels that `cell` sees; it may reach into the padding.

        Examples
        --------
        >>> ReceptiveField(size=3, jump=2, start=-1).of(1)
        (1, 4)
        """
        first = self.start + cell * self.jump
        return first, first + self.size


DEFAULTS: Mapping[str, Any] = {"stride": 1, "padding": 0, "dilation": 1}
"""What a layer need not say of its window."""


def _checked(layers: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Yield the settings of each layer; raise a SettingError where a name is missing or unknown."""
    known = {"kernel_size", *DEFAULTS}
    try:
        each = iter(() if isinstance(layers, Mapping) else layers)
    except TypeError:
        each = None
    if each is None or isinstance(layers, Mapping):
        raise SettingError(
            _("layers is {value!r}, but it must be a list of dictionaries.", value=layers),
            _("Use for example [dict(kernel_size=3)]."),
        )
    for number, layer in enumerate(each, start=1):
        if not isinstance(layer, Mapping) or "kernel_size" not in layer or not known >= set(layer):
            raise SettingError(
                _(
                    "layer {number} is {layer!r}, but it must give kernel_size, and may give {others}.",
                    number=number,
                    layer=layer,
                    others=", ".join(DEFAULTS),
                ),
                _("Use for example dict(kernel_size=3, stride=2)."),
            )
        yield layer


def receptive_field(layers: Iterable[Mapping[str, Any]]) -> ReceptiveField:
    """Receptive field of a stack of windows, along one axis.

    Parameters
    ----------
    layers : sequence of dict
        From the first layer to the last: ``kernel_size`` and, where they are not the
        default, ``stride``, ``padding`` (as for :func:`cnnlib.output_size`) and ``dilation``.
        For what a cell sees of a layer in the middle, pass the layers after that one.

    Returns
    -------
    ReceptiveField

    Raises
    ------
    SettingError
        If a layer lacks its kernel_size, has a setting with another name, or one that is out of range.

    Notes
    -----
    Araujo, Norris and Sim, "Computing receptive fields of convolutional neural
    networks" (Distill, 2019): each layer adds (span − 1) steps, each as long as
    the product of the strides before it.

    Examples
    --------
    Two 3×3 convolutions see 5 pixels; a 2×2 pooling between them makes it 8:

    >>> receptive_field([dict(kernel_size=3), dict(kernel_size=3)]).size
    5
    >>> receptive_field([dict(kernel_size=3), dict(kernel_size=2, stride=2), dict(kernel_size=3)])
    ReceptiveField(size=8, jump=2, start=0)
    """
    size, jump, start = 1, 1, 0
    for layer in _checked(layers):
        settings = {**DEFAULTS, **layer}
        kernel = integer("kernel_size", settings["kernel_size"], 1)
        dilation = integer("dilation", settings["dilation"], 1)
        before, _after = axis_padding(settings["padding"], kernel, dilation=dilation)
        size += (span(kernel, dilation) - 1) * jump
        start -= before * jump
        jump *= integer("stride", settings["stride"], 1)
    return ReceptiveField(size, jump, start)
