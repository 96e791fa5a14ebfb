"""Pictures of receptive fields: traced back through the layers, and measured by changing one pixel at a time."""

import math
from collections.abc import Sequence

import numpy as np

from cnnlib.engine.layers import ReLU
from cnnlib.engine.network import Sequential
from cnnlib.engine.receptive import ReceptiveField, receptive_field
from cnnlib.engine.types import Array, Pair
from cnnlib.messages import _
from cnnlib.pictures.cells import cell_at, positions
from cnnlib.pictures.charts import Bars
from cnnlib.pictures.convolution import colouring_of, is_large
from cnnlib.pictures.networks import Window, layer_name, window_settings
from cnnlib.pictures.panels import Grid, Outline, Panel
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.words import shape


def receptive_field_picture(network: Sequential, image: Array, *, position: int = 0, most: int = 20) -> Picture:
    """Show the map after every layer, and in each the cells on which one cell of the last map depends.

    Parameters
    ----------
    network : Sequential
        Its layers have one channel each; a ReLU shares the map of the layer before it.
    image : array, (H, W)
    position : int
        The cell of the last map, counted row by row; beyond the last it is the last.
    most : int
        The size at the end of the bars' axis.

    Returns
    -------
    Picture
        Panels ``input``, ``map 1``, ``map 2`` … and ``fields``; pressing a cell of any map picks the
        ``position`` whose field is centred nearest to it.

    Raises
    ------
    SettingError
        If the network cannot read the image; the message names the layer.

    Examples
    --------
    >>> from cnnlib import Conv2d, MaxPool2d, Sequential
    >>> receptive_field_picture(Sequential(Conv2d(1, 1, 3), MaxPool2d(2)), np.ones((6, 6)), position=3)
    The cell in row 1, column 1 of the last map (2, 2) depends on 4×4 pixels of the input (6, 6), from row 2, column 2.
    """
    names, windows, maps = _stages(network, image)
    last = maps[-1]
    at = cell_at(position, last.shape)
    bright = {"colours": "activation", "limits": (0.0, 2.0 * colouring_of(image)["limits"][1])}
    panels: list[Panel] = []
    fields = []
    for number, each in enumerate(maps):
        # What the last map sees of this one depends on the layers between the two.
        field = receptive_field(windows[number:])
        outline = _field_outline(field, at, each, role="output" if each is last else "kernel")
        fields.append(outline)
        title = _("input") if number == 0 else names[number - 1]
        panels.append(
            Grid(
                each,
                f"{title} {shape(each)}",
                name="input" if number == 0 else f"map {number}",
                role="input" if number == 0 else "output",
                outlines=(outline,),
                numbers=not is_large(image),
                digits=1,
                picks={"position": _nearest(field, each, last)},
                **(colouring_of(image) if number == 0 else bright),
            )
        )
    sizes = [receptive_field(windows[: number + 1]).size for number in range(len(windows))]
    panels.append(
        Bars(
            [name.split()[0] for name in names],
            sizes,
            _("receptive field, each way"),
            _("input pixels"),
            (0, most),
            chosen=len(sizes) - 1,
            name="fields",
        )
    )
    in_input = fields[0]
    caption = _(
        "The cell in row {row}, column {column} of the last map {last} depends on {height}×{width} pixels of the "
        "input {input}, from row {top}, column {left}",
        row=at[0],
        column=at[1],
        last=shape(last),
        height=in_input.height,
        width=in_input.width,
        input=shape(image),
        top=in_input.row,
        left=in_input.column,
    )
    whole = receptive_field(windows).size
    if (in_input.height, in_input.width) != (whole, whole):
        caption += _("; the rest of its {size}×{size} field is padding", size=whole)
    chain = " → ".join(f"{field.height}×{field.width}" for field in reversed(fields))
    formula = _("back through the layers: {chain}", chain=chain) + "\n" + field_sum(windows)
    half = math.ceil(len(panels) / 2)
    rows = [panels[:half], panels[half:]]
    return Picture(rows, caption + ".", formula, _call(windows), heights=(290, 290), across=2)


def measured_field_picture(network: Sequential, image: Array, *, position: int = 0) -> Picture:
    """Show which pixels of the input change one cell of the output, found by changing each in turn.

    Parameters
    ----------
    network : Sequential
        Its layers have one channel each.
    image : array, (H, W)
        1 is added to each of its pixels alone.
    position : int
        The cell of the output, counted row by row; beyond the last it is the last.

    Returns
    -------
    Picture
        Panels ``input`` (pixels that change the cell are marked), ``changes`` and ``output``; pressing a
        cell of any picks ``position``.

    Raises
    ------
    SettingError
        If the network cannot read the image; the message names the layer.

    Examples
    --------
    >>> from cnnlib import Conv2d, Sequential
    >>> measured_field_picture(Sequential(Conv2d(1, 1, 3), Conv2d(1, 1, 3)), np.ones((6, 6)))
    Each of the 36 pixels was wiggled alone: 25 of them moved the cell in row 0, column 0, within 5×5 pixels.
    """
    _names, windows, maps = _stages(network, image)
    output = maps[-1]
    at = cell_at(position, output.shape)
    field = receptive_field(windows)
    # As many images as pixels, each with another pixel changed: one batch.
    wiggled = image + np.eye(image.size).reshape(image.size, 1, *image.shape)
    changes = (network(wiggled)[:, 0, at[0], at[1]] - output[at]).reshape(image.shape)
    moved = ~np.isclose(changes, 0, atol=1e-6)
    outlines = (_field_outline(field, at, image, role="kernel"),)
    picks = {"position": _nearest(field, image, output)}
    panels = [
        Grid(
            image,
            _("input {shape}", shape=shape(image)),
            name="input",
            outlines=outlines,
            marked=moved,
            picks=picks,
            note=_("a filled corner: this pixel moves the cell"),
            **colouring_of(image),
        ),
        Grid(
            changes,
            _("change of the cell {shape}", shape=shape(changes)),
            name="changes",
            role="difference",
            outlines=outlines,
            limits=(0, 9),
            picks=picks,
            note=_("when this pixel grows by 1"),
        ),
        Grid(
            output,
            _("output {shape}", shape=shape(output)),
            name="output",
            role="output",
            outlines=(Outline(*at, role="output"),),
            limits=(0.0, max(1.0, float(output.max()))),
            picks={"position": positions(output.shape)},
            digits=0,
        ),
    ]
    caption = _(
        "Each of the {pixels} pixels was wiggled alone: {count} of them moved the cell in row {row}, column {column}",
        pixels=image.size,
        count=int(moved.sum()),
        row=at[0],
        column=at[1],
    )
    if moved.any():
        height, width = (int(np.ptp(np.flatnonzero(moved.any(axis=axis)))) + 1 for axis in (1, 0))
        caption += _(", within {height}×{width} pixels", height=height, width=width)
    return Picture([panels], caption + ".", field_sum(windows), _call(windows), heights=(320,), across=1)


def field_sum(windows: Sequence[Window]) -> str:
    """Write the receptive field of layers as a sum over them.

    Examples
    --------
    >>> field_sum([dict(kernel_size=3, stride=1), dict(kernel_size=2, stride=2), dict(kernel_size=3, stride=1)])
    'receptive field: 1 + (3 − 1)·1 + (2 − 1)·1 + (3 − 1)·2 = 8'
    """
    terms, jump = ["1"], 1
    for window in windows:
        terms.append(f"({window['kernel_size']} − 1)·{jump}")
        jump *= window["stride"]
    return _("receptive field: {sum} = {size}", sum=" + ".join(terms), size=receptive_field(windows).size)


def _stages(network: Sequential, image: Array) -> tuple[list[str], list[Window], list[Array]]:
    """Return names and settings of the layers that slide a window, and the maps: the input, and one after each."""
    network.rows((1, *image.shape))  # says which layer breaks
    maps = [np.asarray(image, float)]
    names: list[str] = []
    windows: list[Window] = []
    x = maps[0][None, None]
    for layer in network.layers:
        x = layer(x)
        window = window_settings(layer)
        if window is not None:
            names.append(layer_name(layer))
            windows.append(window)
            maps.append(x[0, 0])
        elif isinstance(layer, ReLU) and windows:
            names[-1], maps[-1] = f"{names[-1]}, ReLU", x[0, 0]
    return names, windows, maps


def _field_outline(field: ReceptiveField, at: Pair, cells: Array, *, role: str) -> Outline:
    """Return the outline of what the cell `at` of the last map sees of a map, without what is padding."""
    (top, bottom), (left, right) = (
        (max(0, first), min(size, stop)) for (first, stop), size in zip(map(field.of, at), cells.shape, strict=True)
    )
    return Outline(top, left, bottom - top, right - left, role=role)


def _nearest(field: ReceptiveField, cells: Array, last: Array) -> Array:
    """Return, for each cell of a map, the cell of the last map whose field is centred nearest to it."""
    places = []
    for size, count in zip(cells.shape, last.shape, strict=True):
        centre = (2 * np.arange(size) + 1 - 2 * field.start - field.size + field.jump) // (2 * field.jump)
        places.append(np.clip(centre, 0, count - 1))
    return places[0][:, None] * last.shape[1] + places[1]


def _call(windows: Sequence[Window]) -> str:
    """Write the call that returns the receptive field."""
    usual = {"stride": 1, "padding": 0}
    settings = [
        ", ".join(f"{name}={value}" for name, value in window.items() if value != usual.get(name)) for window in windows
    ]
    return f"receptive_field([{', '.join(f'dict({each})' for each in settings)}])"
