"""Pictures of whole networks: the volumes between the layers, and the layers as blocks."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from cnnlib.engine.layer import Layer
from cnnlib.engine.layers import Conv2d, Linear, ReLU
from cnnlib.engine.network import LayerRow, Sequential
from cnnlib.engine.pooling_layers import AvgPool2d, MaxPool2d
from cnnlib.engine.settings import SettingError
from cnnlib.engine.types import Shape
from cnnlib.lessons.conv_relu_pool.arithmetic import arithmetic, no_place, too_small
from cnnlib.messages import _, format_count, ngettext, pgettext
from cnnlib.pictures.cells import within
from cnnlib.pictures.diagrams import Block, Blocks, Line, Volume, Volumes
from cnnlib.pictures.networks import layer_name
from cnnlib.pictures.picture import Picture

HEIGHT = 300
"""CSS pixels of the row of volumes."""

MOST_VOLUMES = 9
"""Places on the page: the input, and eight layers other than ReLU."""


class Stage(NamedTuple):
    """A volume of the picture and the layer that returns it; the input has none."""

    label: str
    name: str = ""
    number: int | None = None
    row: LayerRow | None = None  # None, too, for a layer that does not fit


def network_picture(network: Sequential, input_shape: Shape, *, layer: int = 0, largest: int = 28) -> Picture:
    """Show the volume after every layer, with its parameters and its multiplications.

    A network that breaks is shown up to the layer that does not fit, which is crossed out and explained.

    Parameters
    ----------
    network : Sequential
        Of at most eight layers, those of ReLU not counted.
    input_shape : (C, H, W)
        Of one sample.
    layer : int
        The volume whose arithmetic is written out: 0 is the input. A ReLU has no volume of its own;
        beyond the last it is the last.
    largest : int
        Height and width of the largest image that is drawn; it must not depend on a slider.

    Returns
    -------
    Picture
        Panel ``volumes``; pressing a volume picks ``layer``.

    Examples
    --------
    >>> network_picture(Sequential(Conv2d(1, 8, 3), ReLU(), MaxPool2d(2)), (1, 8, 8), layer=1)
    3 layers turn (1, 8, 8) into (8, 3, 3): 80 parameters, 2,592 multiplications. Chosen: layer 1, Conv 3×3 with \
ReLU, gives (8, 6, 6).
    """
    rows, problem = _rows_that_work(network, input_shape)
    shapes = [input_shape, *(row.output_shape for row in rows)]
    stages = _stages(network, rows)
    chosen = within(layer, len(stages))
    parameters, multiplications = _totals(rows)
    panel = Volumes(
        [_volume(stage, input_shape, parameters, multiplications) for stage in stages],
        _("from {first} to {last}", first=shapes[0], last=shapes[-1]),
        rows=1,
        columns=MOST_VOLUMES,
        largest=largest,
        chosen=chosen,
        name="volumes",
        note=_("bars: a layer's share of all parameters (orange) and of all multiplications (grey) · press a box"),
    )
    panel = replace(panel, picks={"layer": panel.positions()})
    if problem:
        caption = problem
    else:
        caption = ngettext(
            "{count} layer turns {first} into {last}: {parameters} parameters, {multiplications} multiplications.",
            "{count} layers turn {first} into {last}: {parameters} parameters, {multiplications} multiplications.",
            len(rows),
            first=shapes[0],
            last=shapes[-1],
            parameters=format_count(parameters),
            multiplications=format_count(multiplications),
        )
    _label, name, number, row = stages[chosen]
    if number is None:
        product = "·".join(map(str, input_shape))
        formula = _("{product} = {count} numbers come in", product=product, count=format_count(math.prod(input_shape)))
        return Picture([[panel]], caption, formula, f"np.prod({input_shape})", heights=(HEIGHT,))
    if row is None:  # no line of code: it would only stop with the error
        return Picture([[panel]], caption, no_place(network.layers[number], shapes[number]), heights=(HEIGHT,))
    caption += " " + _(
        "Chosen: layer {number}, {layer}, gives {shape}.", number=number + 1, layer=name, shape=row.output_shape
    )
    formula = arithmetic(network.layers[number], shapes[number], row)
    code = f"{network.layers[number]!r}.output_shape({shapes[number]})"
    return Picture([[panel]], caption, formula, code, heights=(HEIGHT,))


def diagram_picture(networks: Mapping[str, Sequential], input_shape: Shape) -> Picture:
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
        Panel ``blocks``.

    Raises
    ------
    SettingError
        If a network cannot read this input.

    Examples
    --------
    >>> from cnnlib import Flatten
    >>> diagram_picture({"small": Sequential(Flatten(), Linear(64, 10))}, (1, 8, 8))
    small: 2 layers from (1, 8, 8) to (10,).
    """
    lines, sentences = [], []
    for heading, network in networks.items():
        rows = network.rows(input_shape)
        blocks = [
            Block(layer_name(layer), str(row.output_shape), _role(layer))
            for layer, row in zip(network.layers, rows, strict=True)
        ]
        lines.append([Block(_("input"), str(input_shape), "input"), *blocks])
        sentences.append(
            ngettext(
                "{heading}: {count} layer from {first} to {last}.",
                "{heading}: {count} layers from {first} to {last}.",
                len(blocks),
                heading=pgettext("option", heading),
                first=input_shape,
                last=rows[-1].output_shape,
            )
        )
    panel = Blocks(
        lines,
        _("from pixels to classes"),
        headings=[pgettext("option", heading) for heading in networks],
        name="blocks",
    )
    return Picture([[panel]], " ".join(sentences), heights=(86 * len(lines) + 26,))


def _rows_that_work(network: Sequential, input_shape: Shape) -> tuple[list[LayerRow], str]:
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
    shape = rows[-1].output_shape if rows else input_shape
    return rows, too_small(len(rows) + 1, network.layers[len(rows)], shape) or _(
        "The network breaks: {problem}", problem=problem
    )


def _stages(network: Sequential, rows: Sequence[LayerRow]) -> list[Stage]:
    """Return the volumes to show: the input, and one for each layer but the ReLUs, up to one that does not fit."""
    stages = [Stage(_("input"))]
    for number, layer in enumerate(network.layers[: len(rows) + 1]):
        name = layer_name(layer)
        # Numbered as in the messages of a network; the size of a window is below the name, since a place is narrow.
        label = f"{number + 1} " + name.replace(" ", "\n")
        if number == len(rows):
            stages.append(Stage(label, name, number))
        elif isinstance(layer, ReLU):
            before = stages[-1]
            stages[-1] = before._replace(
                label=f"{before.label}\n{label}", name=_("{layer} with ReLU", layer=before.name)
            )
        else:
            stages.append(Stage(label, name, number, rows[number]))
    return stages


def _volume(stage: Stage, input_shape: Shape, parameters: int, multiplications: int) -> Volume:
    """Return a volume; the two counts are those of the whole network."""
    label, _name, number, row = stage
    if number is None:
        return Volume(label, input_shape, (Line(str(input_shape)),), role="input")
    if row is None:
        return Volume(label, (), (Line(_("does not fit")),), role="kernel", broken=True)
    lines = [Line(str(row.output_shape))]
    if row.multiplications:
        lines += [
            Line(format_count(row.parameters)),
            Line(_("parameters")),
            Line("", row.parameters / parameters, "kernel"),
            Line(format_count(row.multiplications)),
            Line(_("multiplications")),
            Line("", row.multiplications / multiplications),
        ]
    return Volume(label, row.output_shape, tuple(lines))


def _totals(rows: Sequence[LayerRow]) -> tuple[int, int]:
    """Return all parameters, and all multiplications."""
    return sum(row.parameters for row in rows), sum(row.multiplications for row in rows)


def _role(layer: Layer) -> str:
    if isinstance(layer, (Conv2d, Linear)):
        return "kernel"
    return "difference" if isinstance(layer, (MaxPool2d, AvgPool2d)) else "plain"
