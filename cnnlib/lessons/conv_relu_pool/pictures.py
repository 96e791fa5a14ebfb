"""Pictures of whole networks: the volumes between the layers, and the layers as blocks."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from textwrap import wrap
from typing import NamedTuple

from cnnlib.engine.layers import Conv2d, Flatten, Layer, Linear, ReLU
from cnnlib.engine.network import LayerRow, Sequential
from cnnlib.engine.pooling_layers import AvgPool2d, MaxPool2d
from cnnlib.engine.receptive import receptive_field
from cnnlib.engine.shapes import SettingError, axis_padding
from cnnlib.messages import _, format_count
from cnnlib.pictures.cells import within
from cnnlib.pictures.diagrams import Block, Blocks, Volume, Volumes
from cnnlib.pictures.networks import Window, layer_name, window_settings
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.words import size_formula

ROWS, COLUMNS = 3, 4
"""Places on the page: the input, and eleven layers other than ReLU."""

BLOCKS_ACROSS = 7
"""Blocks of a diagram that are side by side on the page."""


class Stage(NamedTuple):
    """A volume of the picture and the layer that returns it; the input has none."""

    name: str
    number: int | None = None
    row: LayerRow | None = None  # None, too, for a layer that does not fit


def network_picture(network: Sequential, input_shape: tuple[int, ...], *, layer: int | None = None) -> Picture:
    """Show the volume after every layer, with parameters, multiplications and receptive field.

    A network that breaks is shown up to the layer that does not fit, which is crossed out and explained.

    Parameters
    ----------
    network : Sequential
    input_shape : (C, H, W)
        Of one sample.
    layer : int or None
        The volume whose arithmetic is written out: 0 is the input. A ReLU has no volume of its own;
        beyond the last it is the last.

    Returns
    -------
    Picture
        Panel ``volumes``; pressing a volume picks ``layer``.

    Examples
    --------
    >>> network_picture(Sequential(Conv2d(1, 8, 3), ReLU(), MaxPool2d(2)), (1, 8, 8))
    A network of 3 layers makes (8, 3, 3) of (1, 8, 8): 80 parameters, 2,592 multiplications; a cell of the last map \
sees 4×4 pixels.
    """
    rows, problem = _rows_that_work(network, input_shape)
    shapes = [input_shape, *(row.output_shape for row in rows)]
    stages = _stages(network, rows)
    chosen = None if layer is None else within(layer, len(stages))
    panel = Volumes(
        [_volume(network, stage, shapes) for stage in stages],
        _("from {first} to {last}", first=shapes[0], last=shapes[-1]),
        ROWS,
        COLUMNS,
        largest=40,
        chosen=chosen,
        name="volumes",
        note=_("param., mult.: parameters and multiplications of a layer; sees: receptive field"),
    )
    if layer is not None:
        panel = replace(panel, picks={"layer": panel.positions()})
    caption = _caption(network, rows, shapes, problem)
    formula = _(
        "total: {parameters} parameters, {multiplications} multiplications for one image",
        parameters=_total_parameters(rows),
        multiplications=_total_multiplications(rows),
    )
    code = _call(network, shapes[0])
    name, number, row = stages[chosen or 0]
    if number is not None:
        chosen_layer = network.layers[number]
        formula += "\n" + (problem if row is None else _arithmetic(chosen_layer, shapes[number], row))
        code = f"{chosen_layer!r}.output_shape({shapes[number]})"
        if row is not None:
            caption += " " + _("Chosen: {layer} gives {shape}.", layer=name, shape=row.output_shape)
    return Picture([[panel]], caption, formula, code, heights=(540,))


def diagram_picture(networks: Mapping[str, Sequential], input_shape: tuple[int, ...]) -> Picture:
    """Show networks as rows of blocks, each with the shape that it returns.

    Parameters
    ----------
    networks : dict of str to Sequential
        Heading → network.
    input_shape : (C, H, W)
        Of one sample; the same for all.

    Returns
    -------
    Picture
        Panel ``blocks``. A last Affine layer is followed by a block for the softmax.

    Raises
    ------
    SettingError
        If a network cannot read this input.

    Examples
    --------
    >>> diagram_picture({"small": Sequential(Flatten(), Linear(64, 10))}, (1, 8, 8))
    small: Flatten (64,) → Affine (10,) → Softmax (10,).
    """
    lines, sentences, headings = [], [], []
    for heading, network in networks.items():
        rows = network.rows(input_shape)
        blocks = [
            Block(layer_name(layer), str(row.output_shape), _role(layer))
            for layer, row in zip(network.layers, rows, strict=True)
        ]
        if isinstance(network.layers[-1], Linear):
            blocks.append(Block("Softmax", str(rows[-1].output_shape), "output"))
        lines.append([Block(_("input"), str(input_shape), "input"), *blocks])
        sentences.append(f"{heading}: " + " → ".join(f"{block.label} {block.detail}" for block in blocks))
        headings.append(_("{heading}: {count} parameters", heading=heading, count=_total_parameters(rows)))
    panel = Blocks(lines, _("from pixels to classes"), headings=headings, name="blocks")
    lines_on_page = sum(math.ceil(len(line) / BLOCKS_ACROSS) for line in lines)
    return Picture([[panel]], "; ".join(sentences) + ".", heights=(90 * lines_on_page + 30,))


def _rows_that_work(network: Sequential, input_shape: tuple[int, ...]) -> tuple[list[LayerRow], str]:
    """Return the rows up to the layer that does not fit, and the sentence that names it; an empty one if all fit."""
    try:
        return network.rows(input_shape), ""
    except SettingError as error:
        problem = str(error)
    rows: list[LayerRow] = []
    for count in range(1, len(network.layers)):
        try:
            rows = Sequential(*network.layers[:count]).rows(input_shape)
        except SettingError:
            break
    return rows, problem


def _stages(network: Sequential, rows: Sequence[LayerRow]) -> list[Stage]:
    """Return the volumes to show: the input, and one for each layer but the ReLUs, up to one that does not fit."""
    stages = [Stage(_("input"))]
    for number, layer in enumerate(network.layers[: len(rows) + 1]):
        if number == len(rows):
            stages.append(Stage(layer_name(layer), number))
        elif isinstance(layer, ReLU):
            stages[-1] = stages[-1]._replace(name=f"{stages[-1].name}, ReLU")
        else:
            stages.append(Stage(layer_name(layer), number, rows[number]))
    return stages


def _volume(network: Sequential, stage: Stage, shapes: Sequence[tuple[int, ...]]) -> Volume:
    name, number, row = stage
    if number is None:
        return Volume(name, shapes[0], (str(shapes[0]),), role="input")
    if row is None:
        return Volume(name, (), (_("does not fit"),), role="kernel", broken=True)
    lines = (
        str(row.output_shape),
        _("param. {count}", count=format_count(row.parameters)),
        _("mult. {count}", count=format_count(row.multiplications)),
        _sight(network, number),
    )
    return Volume(name, row.output_shape, lines)


def _sight(network: Sequential, number: int) -> str:
    """Write how much of the input a cell after layer `number` sees; after a Flatten alone nothing is written."""
    layers = network.layers[: number + 1]
    if any(isinstance(layer, Linear) for layer in layers):
        return _("sees all")
    if any(isinstance(layer, Flatten) for layer in layers):
        return ""
    return _("sees {size}×{size}", size=receptive_field(_windows(layers)).size)


def _arithmetic(layer: Layer, shape: tuple[int, ...], row: LayerRow) -> str:
    """Write the calculation of one layer's output shape and counts."""
    if isinstance(layer, Flatten):
        return f"{' · '.join(map(str, shape))} = {row.output_shape[0]}"
    if isinstance(layer, Linear):
        weights = f"{row.output_shape[0]}·{shape[0]}"
        return _(
            "parameters: {weights} + {biases} = {count}; multiplications: {weights} = {products}",
            weights=weights,
            biases=row.output_shape[0],
            count=format_count(row.parameters),
            products=format_count(row.multiplications),
        )
    window = window_settings(layer)
    if window is None:
        return f"{shape} → {row.output_shape}"
    before, after = axis_padding(window["padding"], window["kernel_size"])
    line = _(
        "height and width: {formula}",
        formula=size_formula(shape[1], window["kernel_size"], row.output_shape[1], window["stride"], before, after),
    )
    if not isinstance(layer, Conv2d):
        return line + _("; nothing to learn, nothing to multiply")
    channels, height, width = row.output_shape
    counts = _(
        "parameters: {filters}·{filter} + {filters} = {count}; multiplications: {filters}·{height}·{width}·{filter} = "
        "{products}",
        filters=channels,
        filter="·".join(map(str, layer.parameters["weight"].shape[1:])),
        count=format_count(row.parameters),
        height=height,
        width=width,
        products=format_count(row.multiplications),
    )
    return f"{line}\n{counts}"


def _caption(network: Sequential, rows: Sequence[LayerRow], shapes: Sequence[tuple[int, ...]], problem: str) -> str:
    if problem:
        return _(
            "The network breaks at {problem} Before it, {shape} is left of {first}.",
            problem=problem,
            shape=shapes[-1],
            first=shapes[0],
        )
    return _(
        "A network of {layers} layers makes {last} of {first}: {parameters} parameters, {multiplications} "
        "multiplications; a cell of the last map sees {size}×{size} pixels.",
        layers=len(rows),
        last=shapes[-1],
        first=shapes[0],
        parameters=_total_parameters(rows),
        multiplications=_total_multiplications(rows),
        size=receptive_field(_windows(network.layers)).size,
    )


def _call(network: Sequential, input_shape: tuple[int, ...]) -> str:
    """Write the call that returns all shapes, in lines that fit the page."""
    return "\n".join(wrap(f"Sequential({', '.join(map(repr, network.layers))}).rows({input_shape})", 110))


def _windows(layers: Iterable[Layer]) -> list[Window]:
    """Return the settings of the layers that slide a window."""
    return [window for window in map(window_settings, layers) if window is not None]


def _total_parameters(rows: Iterable[LayerRow]) -> str:
    return format_count(sum(row.parameters for row in rows))


def _total_multiplications(rows: Iterable[LayerRow]) -> str:
    return format_count(sum(row.multiplications for row in rows))


def _role(layer: Layer) -> str:
    if isinstance(layer, (Conv2d, Linear)):
        return "kernel"
    return "difference" if isinstance(layer, (MaxPool2d, AvgPool2d)) else "plain"
