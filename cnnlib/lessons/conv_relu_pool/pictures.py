"""Pictures of whole networks: the volumes between the layers, and the layers as blocks."""

from dataclasses import replace
from textwrap import wrap

from cnnlib.engine.layers import AvgPool2d, Conv2d, Flatten, Linear, MaxPool2d, ReLU
from cnnlib.engine.network import Sequential
from cnnlib.engine.receptive import receptive_field
from cnnlib.engine.shapes import SettingError, axis_padding
from cnnlib.messages import _
from cnnlib.pictures.diagrams import Block, Blocks, Volume, Volumes
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.words import size_formula

ROWS, COLUMNS = 3, 4
"""Places on the page: an input, and eleven layers that are no ReLU."""


def window_settings(layer):
    """Return kernel_size, stride and padding of a layer that slides a window, along its height; else None.

    Examples
    --------
    >>> window_settings(MaxPool2d(2)), window_settings(ReLU())
    ({'kernel_size': 2, 'stride': 2, 'padding': 0}, None)
    """
    if not isinstance(layer, (Conv2d, MaxPool2d, AvgPool2d)):
        return None
    kernel = _along(layer.kernel_size)
    stride = layer.settings["stride"]
    padding = layer.settings["padding"]
    return {"kernel_size": kernel, "stride": kernel if stride is None else _along(stride), "padding": _along(padding)}


def layer_name(layer):
    """Write a layer as a block or a volume is called.

    Examples
    --------
    >>> layer_name(Conv2d(1, 8, 3)), layer_name(Linear(64, 10))
    ('Conv 3×3', 'Affine')
    """
    kinds = {Conv2d: "Conv", MaxPool2d: "MaxPool", AvgPool2d: "AvgPool", Linear: "Affine"}
    name = kinds.get(type(layer), type(layer).__name__)
    window = window_settings(layer)
    return f"{name} {window['kernel_size']}×{window['kernel_size']}" if window else name


def network_picture(network, input_shape, *, layer=None):
    """Show the volume after every layer, with parameters, multiplications and receptive field.

    A network that breaks is shown up to the layer where it does, which is crossed out and explained.

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
    shapes = [tuple(input_shape), *(row.output_shape for row in rows)]
    stages = [(_("input"), None, None)]  # name, number of the layer, its row
    for number, each in enumerate(network.layers):
        if number > len(rows):
            break
        if isinstance(each, ReLU) and number < len(rows):
            stages[-1] = (f"{stages[-1][0]}, ReLU", *stages[-1][1:])
        else:
            stages.append((layer_name(each), number, rows[number] if number < len(rows) else None))
    volumes = [_volume(network, stage, shapes) for stage in stages]
    chosen = None if layer is None else min(max(0, int(layer)), len(stages) - 1)
    panel = Volumes(
        volumes,
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
    total = _(
        "total: {parameters} parameters, {multiplications} multiplications for one image",
        parameters=_thousands(sum(row.parameters for row in rows)),
        multiplications=_thousands(sum(row.multiplications for row in rows)),
    )
    formula, code = total, _call(network, shapes[0])
    if chosen:
        _name, number, row = stages[chosen]
        formula += "\n" + (problem if row is None else _arithmetic(network.layers[number], shapes[number], row))
        code = f"{network.layers[number]!r}.output_shape({shapes[number]})"
    caption = _caption(network, rows, shapes, problem)
    if chosen and stages[chosen][2] is not None:
        caption += " " + _(
            "Chosen: {layer} gives {shape}.", layer=stages[chosen][0], shape=stages[chosen][2].output_shape
        )
    return Picture([[panel]], caption, formula, code, heights=(540,))


def diagram_picture(networks, input_shape):
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
    lines, told, headings = [], [], []
    for heading, network in networks.items():
        rows = network.rows(input_shape)
        blocks = [
            Block(layer_name(layer), str(row.output_shape), _role(layer))
            for layer, row in zip(network.layers, rows, strict=True)
        ]
        if isinstance(network.layers[-1], Linear):
            blocks.append(Block("Softmax", str(rows[-1].output_shape), "output"))
        lines.append([Block(_("input"), str(tuple(input_shape)), "input"), *blocks])
        told.append(f"{heading}: " + " → ".join(f"{block.label} {block.detail}" for block in blocks))
        headings.append(
            _("{heading}: {count} parameters", heading=heading, count=_thousands(sum(row.parameters for row in rows)))
        )
    panel = Blocks(lines, _("from pixels to classes"), headings=headings, name="blocks")
    return Picture([[panel]], "; ".join(told) + ".", heights=(90 * sum(-(-len(line) // 7) for line in lines) + 30,))


def _rows_that_work(network, input_shape):
    """Return the rows up to the layer that breaks, and the sentence that names it; an empty one if none does."""
    try:
        return network.rows(input_shape), ""
    except SettingError as error:
        problem = str(error)
    rows = []
    for count in range(1, len(network.layers)):
        try:
            rows = Sequential(*network.layers[:count]).rows(input_shape)
        except SettingError:
            break
    return rows, problem


def _volume(network, stage, shapes):
    name, number, row = stage
    if number is None:
        return Volume(name, shapes[0], (str(shapes[0]),), role="input")
    if row is None:
        return Volume(name, (), (_("does not fit"),), role="kernel", broken=True)
    lines = (
        str(row.output_shape),
        _("param. {count}", count=_thousands(row.parameters)),
        _("mult. {count}", count=_thousands(row.multiplications)),
        _sight(network, number),
    )
    return Volume(name, row.output_shape, lines)


def _sight(network, number):
    """Write what a cell after layer `number` sees of the input."""
    layers = network.layers[: number + 1]
    if any(isinstance(layer, (Flatten, Linear)) for layer in layers):
        return _("sees all") if any(isinstance(layer, Linear) for layer in layers) else ""
    size = receptive_field([window for window in map(window_settings, layers) if window]).size
    return _("sees {size}×{size}", size=size)


def _arithmetic(layer, shape, row):
    """Write how the shape and the counts of one layer come about."""
    if isinstance(layer, Flatten):
        return f"{' · '.join(map(str, shape))} = {row.output_shape[0]}"
    if isinstance(layer, Linear):
        weights = f"{row.output_shape[0]}·{shape[0]}"
        return _(
            "parameters: {weights} + {biases} = {count}; multiplications: {weights} = {products}",
            weights=weights,
            biases=row.output_shape[0],
            count=_thousands(row.parameters),
            products=_thousands(row.multiplications),
        )
    window = window_settings(layer)
    before, after = axis_padding(window["padding"], window["kernel_size"])
    line = _(
        "height and width: {formula}",
        formula=size_formula(shape[1], window["kernel_size"], row.output_shape[1], window["stride"], before, after),
    )
    if not isinstance(layer, Conv2d):
        return line + _("; nothing to learn, nothing to multiply")
    channels, high, wide = row.output_shape
    filter_ = "·".join(map(str, layer.parameters["weight"].shape[1:]))
    return (
        line
        + "\n"
        + _(
            "parameters: {filters}·{filter} + {filters} = {count}; multiplications: {filters}·{high}·{wide}·{filter} = "
            "{products}",
            filters=channels,
            filter=filter_,
            count=_thousands(row.parameters),
            high=high,
            wide=wide,
            products=_thousands(row.multiplications),
        )
    )


def _caption(network, rows, shapes, problem):
    if problem:
        return _(
            "The network breaks at {problem} Before it, {shape} is left of {first}.",
            problem=problem,
            shape=shapes[-1],
            first=shapes[0],
        )
    windows = [window for window in map(window_settings, network.layers) if window]
    sentence = _(
        "A network of {layers} layers makes {last} of {first}: {parameters} parameters, {multiplications} "
        "multiplications; a cell of the last map sees {size}×{size} pixels."
    )
    return sentence.format(
        layers=len(rows),
        last=shapes[-1],
        first=shapes[0],
        parameters=_thousands(sum(row.parameters for row in rows)),
        multiplications=_thousands(sum(row.multiplications for row in rows)),
        size=receptive_field(windows).size,
    )


def _call(network, input_shape):
    """Write the call that tells all shapes, in lines that fit the page."""
    return "\n".join(wrap(f"Sequential({', '.join(map(repr, network.layers))}).rows({input_shape})", 110))


def _role(layer):
    if isinstance(layer, (Conv2d, Linear)):
        return "kernel"
    return "difference" if isinstance(layer, (MaxPool2d, AvgPool2d)) else "plain"


def _along(value):
    """Return the part of a setting that belongs to the height."""
    return value[0] if isinstance(value, (tuple, list)) else value


def _thousands(count):
    return f"{count:,}"
