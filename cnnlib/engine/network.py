"""A network: layers one after the other, printed as a table, saved to a file and read back."""

from __future__ import annotations

from os import PathLike
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Self, overload

import numpy as np

from cnnlib.engine.layers import Conv2d, Layer
from cnnlib.engine.settings import SettingError
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
        self.layers = layers
        self.input_shape = input_shape
        if input_shape is not None:
            self.rows()
        if seed is not None:
            rng = np.random.default_rng(seed)
            for layer in layers:
                layer.initialize(rng)

    def forward(self, x: ArrayLike) -> Array:
        for layer in self.layers:
            x = layer.forward(x)
        return np.asarray(x)

    @overload
    def backward(self, grad_output: ArrayLike, *, input_gradient: Literal[True] = True) -> Array: ...

    @overload
    def backward(self, grad_output: ArrayLike, *, input_gradient: bool) -> Array | None: ...

    def backward(self, grad_output: ArrayLike, *, input_gradient: bool = True) -> Array | None:
        """Set the gradients of all layers, from the last to the first, and return the gradient by the input.

        With `input_gradient` False, a convolution that is the first layer skips that gradient, and None is returned.
        """
        for number, layer in reversed(list(enumerate(self.layers))):
            if number == 0 and isinstance(layer, Conv2d):
                return layer.backward(grad_output, input_gradient=input_gradient)
            grad_output = layer.backward(grad_output)
        return np.asarray(grad_output)

    def rows(self, input_shape: Shape | None = None) -> list[LayerRow]:
        """Return the output shape, the parameters and the multiplications of each layer."""
        given = self.input_shape if input_shape is None else input_shape
        if given is None:
            raise SettingError(
                _("the network has no input_shape."), _("Use rows((C, H, W)), with the shape of one sample.")
            )
        shape: Shape = tuple(given)
        rows = []
        for number, layer in enumerate(self.layers, start=1):
            try:
                multiplications, shape = layer.multiplications(shape), layer.output_shape(shape)
            except SettingError as error:
                raise SettingError(
                    _("layer {number}, {layer}: {problem}", number=number, layer=layer, problem=error.problem),
                    error.repair,
                ) from None
            parameters = sum(parameter.size for parameter in layer.parameters.values())
            rows.append(LayerRow(repr(layer), shape, parameters, multiplications))
        return rows

    def state(self) -> dict[str, Array]:
        """Return all parameters by name, ``"0.weight"`` for the first layer's weights: the arrays, not copies."""
        return {
            f"{number}.{name}": parameter
            for number, layer in enumerate(self.layers)
            for name, parameter in layer.parameters.items()
        }

    def save(self, path: str | PathLike[str]) -> None:
        """Write all parameters to an ``.npz`` file, without pickle."""
        parameters: dict[str, Any] = self.state()  # Any: savez has a keyword, allow_pickle, that is not an array
        np.savez(path, **parameters)

    def load(self, path: str | PathLike[str]) -> Self:
        """Read the parameters that :meth:`save` wrote, and return the network itself.

        Raises
        ------
        SettingError
            If the file belongs to a network with other layers; then nothing is changed.
        """
        state = self.state()
        with np.load(path, allow_pickle=False) as file:
            saved = dict(file)
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
            return f"Sequential({', '.join(map(repr, self.layers))})"
        cells = self._table()
        widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
        aligned = (
            (layer.ljust(widths[0]), shape.ljust(widths[1]), count.rjust(widths[2]), products.rjust(widths[3]))
            for layer, shape, count, products in cells
        )
        return "\n".join("  ".join(row).rstrip() for row in aligned)

    def _repr_html_(self) -> str | None:
        """The table for notebooks: on a narrow page a layer takes two lines, and no column is out of sight."""
        if self.input_shape is None:
            return None
        head, *body = ([text.replace("&", "&amp;").replace("<", "&lt;") for text in row] for row in self._table())
        names = "".join(f"<th>{text}</th>" for text in head)
        rows = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in body)
        return f"<table><thead><tr>{names}</tr></thead><tbody>{rows}</tbody></table>"

    def _table(self) -> list[tuple[str, str, str, str]]:
        """Return the table's rows: a heading, the input, the layers and their sum."""
        rows = self.rows()
        parameters, multiplications = sum(row.parameters for row in rows), sum(row.multiplications for row in rows)
        return [
            ("layer", "output shape", "parameters", "multiplications"),
            ("input", str(tuple(self.input_shape or ())), "", ""),
            *(
                (row.layer, str(row.output_shape), format_count(row.parameters), format_count(row.multiplications))
                for row in rows
            ),
            ("total", "", format_count(parameters), format_count(multiplications)),
        ]
