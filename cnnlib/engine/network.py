"""A network: layers one after the other, printed as a table, saved to a file and read back."""

from __future__ import annotations

import zipfile
from copy import copy
from os import PathLike
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Self, overload

import numpy as np

from cnnlib.engine.arrays import as_shape, numbers
from cnnlib.engine.layer import Layer
from cnnlib.engine.layers import Conv2d
from cnnlib.engine.places import Twins, in_places
from cnnlib.engine.settings import SettingError, generator
from cnnlib.engine.tables import Table
from cnnlib.engine.types import Array, Shape
from cnnlib.messages import _, format_count

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


class LayerRow(NamedTuple):
    """A row of the table that a :class:`Sequential` prints; the counts are for one sample."""

    layer: str
    output_shape: Shape
    parameters: int
    multiplications: int


class Sequential(Layer):
    """Layers one after the other. With an `input_shape`, it prints itself as a table.

    Parameters
    ----------
    *layers : Layer
    input_shape : tuple of int, optional
        Shape of one sample, (C, H, W).
    seed : int or numpy.random.Generator, optional
        Draws the parameters of all layers anew, from one source.

    Raises
    ------
    SettingError
        If a layer cannot read what the one before it returns; the message names the layer.

    Examples
    --------
    >>> from cnnlib import Flatten, Linear, MaxPool2d, ReLU
    >>> Sequential(Conv2d(1, 8, 3), ReLU(), MaxPool2d(2), Flatten(), Linear(72, 10), input_shape=(1, 8, 8))
    layer            output shape  parameters  multiplications
    input            (1, 8, 8)
    Conv2d(1, 8, 3)  (8, 6, 6)             80            2,592
    ReLU()           (8, 6, 6)              0                0
    MaxPool2d(2)     (8, 3, 3)              0                0
    Flatten()        (72,)                  0                0
    Linear(72, 10)   (10,)                730              720
    total                                 810            3,312
    """

    def __init__(
        self, *layers: Layer, input_shape: Shape | None = None, seed: int | np.random.Generator | None = None
    ) -> None:
        super().__init__()
        for number, layer in enumerate(layers, start=1):
            if not isinstance(layer, Layer):
                raise SettingError(
                    _("layer {number} is {value!r}, but it must be a layer.", number=number, value=layer),
                    _("Use for example ReLU(), with parentheses."),
                )
        self.layers = layers
        twins: Twins = {}
        self._places = in_places(layers, twins, _with_places)
        self._shared = [each for each in twins.values() if len(each) > 1]
        self.input_shape = None if input_shape is None else as_shape("input_shape", input_shape)
        if input_shape is not None:
            self.rows()
        if seed is not None:
            self.initialize(generator("seed", seed))

    def forward(self, x: ArrayLike) -> Array:
        for layer, *twins in self._shared:
            for twin in twins:
                twin.parameters = layer.parameters
        for layer in self._places:
            x = layer.forward(x)
        return numbers("x", x)

    @overload
    def backward(self, grad_output: ArrayLike, *, input_gradient: Literal[True] = True) -> Array: ...

    @overload
    def backward(self, grad_output: ArrayLike, *, input_gradient: bool) -> Array | None: ...

    def backward(self, grad_output: ArrayLike, *, input_gradient: bool = True) -> Array | None:
        """Set the gradients of all layers, from the last to the first, and return the gradient by the input.

        With `input_gradient` False, a convolution that is the first layer skips that gradient, and None is returned.
        """
        grad: ArrayLike | None = grad_output
        for number, layer in reversed(list(enumerate(self._places))):
            if number == 0 and (isinstance(layer, Conv2d) or type(layer) is Sequential):
                grad = layer.backward(grad_output, input_gradient=input_gradient)
            else:
                grad = grad_output = layer.backward(grad_output)
        for layer, *twins in self._shared:  # what stands in several places learns from all of them
            layer.gradients = {
                name: sum((twin.gradients[name] for twin in twins), start=gradient)
                for name, gradient in layer.gradients.items()
            }
        return None if grad is None else numbers("grad_output", grad)

    def rows(self, input_shape: Shape | None = None) -> list[LayerRow]:
        """Return the output shape, the parameters and the multiplications of each layer.

        Parameters that stand in several places are counted in the first.
        """
        given = self.input_shape if input_shape is None else as_shape("input_shape", input_shape)
        if given is None:
            raise SettingError(
                _("the network has no input_shape."), _("Use rows((C, H, W)), with the shape of one sample.")
            )
        shape, counted = given, set[int]()
        rows = []
        for number, layer in enumerate(self.layers, start=1):
            try:
                multiplications, shape = layer.multiplications(shape), layer.output_shape(shape)
            except SettingError as error:
                raise SettingError(
                    _("layer {number}, {layer}: {problem}", number=number, layer=layer, problem=error.problem),
                    error.repair,
                ) from None
            new = {id(each): each.size for each in layer.state().values() if id(each) not in counted}
            counted |= set(new)
            rows.append(LayerRow(_in_a_line(layer), shape, sum(new.values()), multiplications))
        return rows

    def output_shape(self, shape: Shape) -> Shape:
        rows = self.rows(shape)
        return rows[-1].output_shape if rows else shape

    def multiplications(self, shape: Shape) -> int:
        return sum(row.multiplications for row in self.rows(shape))

    def save(self, path: str | PathLike[str]) -> None:
        """Write all parameters to a file of NumPy's ``.npz`` kind, whatever its name ends in, without pickle."""
        parameters: dict[str, Any] = self.state()  # Any: savez has a keyword, allow_pickle, that is not an array
        with open(path, "wb") as file:  # given a name, savez would add an ending to it
            np.savez(file, **parameters)

    def load(self, path: str | PathLike[str]) -> Self:
        """Read the parameters that :meth:`save` wrote, and return the network itself.

        Raises
        ------
        SettingError
            If the file holds no parameters, or belongs to a network with other layers; then nothing is changed.
        OSError
            If the file is not there, or cannot be read.
        """
        state = self.state()
        try:
            # Opened here: of a broken file, np.load would leave it open.
            with open(path, "rb") as file, np.load(file, allow_pickle=False) as arrays:
                saved = dict(arrays)
        except (ValueError, TypeError, EOFError, zipfile.BadZipFile):
            raise SettingError(
                _("{path} is not a file of parameters.", path=path), _("Use a file that save() wrote.")
            ) from None
        for name in state.keys() | saved.keys():
            here, there = (values[name].shape if name in values else None for values in (state, saved))
            if here != there:
                raise SettingError(
                    _(
                        "the file holds {name} of shape {there}, but this network has {here}. "
                        "Build the network that was saved.",
                        name=name,
                        there=there,
                        here=here,
                    )
                )
        for name, parameter in state.items():
            parameter[...] = saved[name]
        return self

    def __repr__(self) -> str:
        if self.input_shape is None:
            return _in_a_line(self)
        return repr(self._table())

    def _repr_html_(self) -> str | None:
        """The table for notebooks: on a narrow page a layer takes two lines, and no column is out of sight."""
        return None if self.input_shape is None else self._table()._repr_html_()

    def _table(self) -> Table:
        """Return the input, the layers and their sum as a table."""
        rows = self.rows()
        parameters, multiplications = sum(row.parameters for row in rows), sum(row.multiplications for row in rows)
        head = (_("layer"), _("output shape"), _("parameters"), _("multiplications"))
        layers = [
            (row.layer, str(row.output_shape), format_count(row.parameters), format_count(row.multiplications))
            for row in rows
        ]
        start = (_("input"), str(tuple(self.input_shape or ())), "", "")
        end = (_("total"), "", format_count(parameters), format_count(multiplications))
        return Table([head, start, *layers, end], words=2)


def _with_places(layer: Layer, places: tuple[Layer, ...]) -> Layer | None:
    """Return a copy of a network with these layers in its places; None for another kind of layer."""
    if not isinstance(layer, Sequential):
        return None
    network = copy(layer)
    network._places = places
    network._shared = []  # the network around it adds the gradients up
    return network


def _in_a_line(layer: Layer) -> str:
    """Write a layer as a call; a network that would print itself as a table, too."""
    if not isinstance(layer, Sequential):
        return repr(layer)
    return f"{type(layer).__name__}({', '.join(map(_in_a_line, layer.layers))})"
