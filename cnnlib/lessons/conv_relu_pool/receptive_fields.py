"""Pictures of receptive fields: grown back through the layers, and measured by wiggling pixels."""

import numpy as np

from cnnlib.engine.layers import ReLU
from cnnlib.engine.receptive import receptive_field
from cnnlib.lessons.conv_relu_pool.pictures import layer_name, window_settings
from cnnlib.messages import _
from cnnlib.pictures.charts import Bars
from cnnlib.pictures.convolution import colouring_of, is_large
from cnnlib.pictures.panels import Grid, Outline
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.words import shape


def receptive_field_picture(network, image, *, position=0, most=20):
    """Show the map after every layer, and in each the cells on which one cell of the last map depends.

    Parameters
    ----------
    network : Sequential
        Of layers of one channel; a ReLU shares the map of the layer before it.
    image : array, (H, W)
    position : int
        The cell of the last map, counted row by row; beyond the last it is the last.
    most : int
        Up to where the bars of the fields' sizes reach.

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
    at = _cell(position, last)
    panels, sizes = [], []
    for number, each in enumerate(maps):
        field = receptive_field(windows[number:])
        (top, bottom), (left, right) = (
            _inside(field.of(place), side) for place, side in zip(at, each.shape, strict=True)
        )
        outline = Outline(top, left, bottom - top, right - left, role="output" if each is last else "kernel")
        # The fields of all layers are known to the input; those of a map, to the cells that it is made of.
        sizes.append((bottom - top, right - left))
        name = "input" if number == 0 else f"map {number}"
        title = f"{_('input') if number == 0 else names[number - 1]} {shape(each)}"
        look = colouring_of(image) if number == 0 else {"colours": "activation", "limits": (0.0, _bright(image))}
        panels.append(
            Grid(
                each,
                title,
                name=name,
                role="input" if number == 0 else "output",
                outlines=(outline,),
                numbers=not is_large(image),
                digits=1,
                picks={"position": _nearest(field, each, last)},
                **look,
            )
        )
    grown = [receptive_field(windows[: number + 1]).size for number in range(len(windows))]
    bars = Bars(
        [name.split()[0] for name in names],
        grown,
        _("receptive field, each way"),
        _("input pixels"),
        (0, most),
        chosen=len(grown) - 1,
        name="fields",
    )
    chain = " → ".join(f"{rows}×{columns}" for rows, columns in reversed(sizes))
    (high, wide), place = sizes[0], panels[0].outlines[0]
    whole = receptive_field(windows).size
    caption = _(
        "The cell in row {row}, column {column} of the last map {last} depends on {high}×{wide} pixels of the "
        "input {input}, from row {top}, column {left}",
        row=at[0],
        column=at[1],
        last=shape(last),
        high=high,
        wide=wide,
        input=shape(image),
        top=place.row,
        left=place.column,
    )
    if (high, wide) != (whole, whole):
        caption += _("; the rest of its {size}×{size} field is padding", size=whole)
    formula = _("back through the layers: {chain}", chain=chain) + "\n" + field_sum(windows)
    split = -(-(len(panels) + 1) // 2)
    rows = [*panels, bars]
    return Picture([rows[:split], rows[split:]], caption + ".", formula, _call(windows), heights=(290, 290), across=2)


def measured_field_picture(network, image, *, position=0):
    """Show which pixels of the input move one cell of the output, found by moving each in turn.

    Parameters
    ----------
    network : Sequential
        Of layers of one channel.
    image : array, (H, W)
        Each of its pixels is made larger by 1, alone.
    position : int
        The cell of the output, counted row by row; beyond the last it is the last.

    Returns
    -------
    Picture
        Panels ``input`` (pixels that move the cell are marked), ``changes`` and ``output``; pressing a
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
    at = _cell(position, output)
    field = receptive_field(windows)
    wiggled = image + np.eye(image.size).reshape(image.size, 1, *image.shape)
    changes = (network(wiggled)[:, 0, at[0], at[1]] - output[at]).reshape(image.shape)
    moved = ~np.isclose(changes, 0, atol=1e-6)
    (top, bottom), (left, right) = (_inside(field.of(place), side) for place, side in zip(at, image.shape, strict=True))
    outlines = (Outline(top, left, bottom - top, right - left, role="kernel"),)
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
            picks={"position": np.arange(output.size).reshape(output.shape)},
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
        (high, wide) = (int(np.ptp(np.flatnonzero(moved.any(axis=axis)))) + 1 for axis in (1, 0))
        caption += _(", within {high}×{wide} pixels", high=high, wide=wide)
    return Picture([panels], caption + ".", field_sum(windows), _call(windows), heights=(320,), across=1)


def field_sum(windows):
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


def _stages(network, image):
    """Return names and windows of the layers that slide one, and the maps: the input, and one after each."""
    network.rows((1, *image.shape))  # says which layer breaks
    names, windows, maps = [], [], [np.asarray(image, float)]
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


def _nearest(field, cells, last):
    """Return, for each cell of a map, the cell of the last map whose field in it is centred nearest."""
    places = []
    for size, count in zip(cells.shape, last.shape, strict=True):
        centre = (2 * np.arange(size) + 1 - 2 * field.start - field.size + field.jump) // (2 * field.jump)
        places.append(np.clip(centre, 0, count - 1))
    return places[0][:, None] * last.shape[1] + places[1]


def _inside(span, side):
    return max(0, span[0]), min(side, span[1])


def _cell(position, output):
    return divmod(min(max(0, int(position)), output.size - 1), output.shape[1])


def _bright(image):
    return 2.0 * colouring_of(image)["limits"][1]


def _call(windows):
    """Write the call that tells the receptive field."""
    usual = {"stride": 1, "padding": 0}
    settings = [
        ", ".join(f"{name}={value}" for name, value in window.items() if value != usual.get(name)) for window in windows
    ]
    return f"receptive_field([{', '.join(f'dict({each})' for each in settings)}])"
