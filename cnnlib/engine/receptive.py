"""Receptive fields: what a cell deep in a network sees of the network's input."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from cnnlib.engine.settings import integer
from cnnlib.engine.shapes import axis_padding, span
from cnnlib.engine.types import Pair


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
    for layer in layers:
        settings = {"stride": 1, "padding": 0, "dilation": 1, **layer}
        kernel = integer("kernel_size", settings["kernel_size"], 1)
        dilation = integer("dilation", settings["dilation"], 1)
        before, _after = axis_padding(settings["padding"], kernel, dilation=dilation)
        size += (span(kernel, dilation) - 1) * jump
        start -= before * jump
        jump *= integer("stride", settings["stride"], 1)
    return ReceptiveField(size, jump, start)
