"""Pictures of a small network that reads digits: its stages, its structure, and what it gets wrong."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from cnnlib.engine.network import Sequential
from cnnlib.engine.types import Array
from cnnlib.messages import _, format_number
from cnnlib.pictures.charts import Bars
from cnnlib.pictures.diagrams import Block, Blocks
from cnnlib.pictures.panels import Grid, Maps, Panel, Sign
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.words import shape, with_article

FILTER_LIMITS, FIRST_LIMITS, SECOND_LIMITS = (-1.2, 1.2), (-3.0, 3.0), (0.0, 5.0)
"""Ends of the colour scales: what the weights and the maps of the bundled network reach on nearly all digits."""


def reader_picture(
    network: Sequential,
    stages: Sequence[Array],
    *,
    drawn: Array | None = None,
    truth: int | None = None,
    chosen: int | None = None,
) -> Picture:
    """Show what the network makes of a digit, layer by layer.

    Parameters
    ----------
    network : Sequential
        Conv–ReLU–Pool–Conv–ReLU–Flatten–Affine, as :func:`cnnlib.data.reader.reader_network` builds it.
    stages : list of arrays
        The image of 0 to 1, the output of each layer, and the probabilities:
        :func:`cnnlib.lessons.start_here.experiment.read_stages`.
    drawn : array, (32, 32), or None
        What the learner has drawn; a stroke on its panel fills the control ``drawn``. None leaves that panel out.
    truth : int or None
        The digit that was meant, if it is known.
    chosen : int or None
        A filter to outline, with its maps; pressing one sets the control ``chosen``.

    Returns
    -------
    Picture
        Panels ``drawn``, ``input``, ``probabilities``, ``filters``, ``conv``, ``relu``, ``pool`` and ``second``.

    Examples
    --------
    >>> from cnnlib.data.reader import load_reader
    >>> from cnnlib.lessons.start_here.experiment import read_stages
    >>> from cnnlib.samples import digit
    >>> reader = load_reader()
    >>> reader_picture(reader, read_stages(reader, digit(4)), truth=4).panel("probabilities").chosen
    4
    """
    image, conv, rectified, pooled, _scores, second = stages[:6]
    probabilities = np.asarray(stages[-1], float)
    filters = network.layers[0].parameters["weight"]
    positive = (0, FIRST_LIMITS[1])
    filters_title = _("filters {shape}", shape=shape(filters))
    conv_title = _("convolution {shape}", shape=shape(conv))
    relu_title = _("ReLU {shape}", shape=shape(rectified))
    pool_title = _("max pooling {shape}", shape=shape(pooled))
    signs, no_negatives = _("blue: below 0, red: above"), _("below 0 becomes 0")
    ends: list[Panel] = [_input_panel(image[0]), Sign("→"), _probabilities_panel(probabilities)]
    if drawn is not None:
        ends = [_drawing_panel(drawn), Sign("→"), *ends]
    first_layers = [
        _maps(filters[:, 0], filters_title, "filters", FILTER_LIMITS, chosen, role="kernel"),
        Sign("→"),
        _maps(conv, conv_title, "conv", FIRST_LIMITS, chosen, note=signs),
        Sign("→"),
        _maps(rectified, relu_title, "relu", positive, chosen, note=no_negatives),
    ]
    later_layers = [_maps(pooled, pool_title, "pool", positive, chosen), Sign("→"), _second_panel(second)]
    return Picture(
        [ends, first_layers, later_layers],
        _caption(probabilities, truth, chosen),
        _list_of_probabilities(probabilities),
        heights=(280, 215, 185),
    )


def _drawing_panel(drawn: Array) -> Grid:
    """Return the panel that is drawn on: black ink on white paper."""
    paper = 1.0 - (np.asarray(drawn) != 0)
    return Grid(
        paper,
        _("draw here {shape}", shape=shape(paper)),
        name="drawn",
        role="input",
        colours="grey",
        numbers=False,
        draws="drawn",
        note=_("mouse, finger, or Space and arrow keys"),
    )


def _input_panel(image: Array) -> Grid:
    title, note = _("input {shape}", shape=shape(image)), _("0 is paper, 16 is all ink")
    return Grid(np.round(16 * image), title, name="input", colours="ink", limits=(0, 16), note=note)


def _probabilities_panel(probabilities: Array) -> Bars:
    return Bars(
        tuple("0123456789"),
        probabilities,
        _("probabilities {shape}", shape=shape(probabilities)),
        _("probability"),
        (0, 1),
        chosen=int(probabilities.argmax()),
        role="output",
        name="probabilities",
        note=_("dark: the winner"),
    )


def _maps(
    values: Array,
    title: str,
    name: str,
    limits: tuple[float, float],
    chosen: int | None,
    *,
    role: str = "output",
    note: str = "",
) -> Maps:
    """Return numbered maps, four in a row, that can be pressed."""
    maps = Maps(
        values,
        title,
        columns=4,
        name=name,
        role=role,
        limits=limits,
        chosen=chosen,
        note=note,
        colours="signed" if limits[0] < 0 else "activation",
        labels=tuple(map(str, range(len(values)))),
    )
    return replace(maps, picks={"chosen": maps.positions()})


def _second_panel(maps: Array) -> Maps:
    title = _("second convolution and ReLU {shape}", shape=shape(maps))
    return Maps(maps, title, columns=8, name="second", colours="activation", limits=SECOND_LIMITS, weight=1.6)


def _probability(value: float) -> str:
    """Write a probability so that only an exact 0 or 1 could be read as one."""
    if value > 0.995:
        return _("more than 0.99")
    return format_number(value) if value >= 0.005 else _("less than 0.01")


def _caption(probabilities: Array, truth: int | None, chosen: int | None) -> str:
    winner, second = (int(digit) for digit in np.argsort(-probabilities, kind="stable")[:2])
    sentences = [
        _(
            "The network reads {winner}, with probability {probability}.",
            winner=with_article(winner),
            probability=_probability(probabilities[winner]),
        ),
        _(
            "Second comes {second}, with {probability}.",
            second=with_article(second),
            probability=_probability(probabilities[second]),
        ),
    ]
    if truth is not None:
        written = with_article(truth)
        if truth == winner:
            sentences.append(_("It was written as {truth}: right.", truth=written))
        else:
            sentences.append(_("It was written as {truth}: wrong.", truth=written))
    if chosen is not None:
        sentences.append(_("Filter {chosen} and its maps are outlined.", chosen=chosen))
    return " ".join(sentences)


def _list_of_probabilities(probabilities: Array) -> str:
    """Write all of them with two decimals, so that the list keeps its width while a digit is drawn."""
    return "   ".join(f"{digit}: {value:.2f}" for digit, value in enumerate(probabilities))


def structure_picture() -> Picture:
    """Show the two ways to stack layers: a fully connected network, and a CNN.

    Returns
    -------
    Picture
        Panel ``stacks``, with two rows of blocks.

    Examples
    --------
    >>> [len(row) for row in structure_picture().panel("stacks").rows]
    [7, 8]
    """

    def affine(sizes: str) -> Block:
        return Block("Affine", sizes, role="kernel")

    def conv(output: str) -> Block:
        return Block("Conv", output, role="kernel")

    def relu(output: str) -> Block:
        return Block("ReLU", output)

    def digit(input_shape: str) -> Block:
        return Block(_("digit"), input_shape, role="input")

    pool = Block("Pool", "(8, 4, 4)", role="difference")
    softmax = Block("Softmax", "(10,)", role="output")
    first, second = "(8, 8, 8)", "(16, 4, 4)"
    dense = [digit("(64,)"), *2 * [affine("64 → 64"), relu("(64,)")], affine("64 → 10"), softmax]
    cnn = [digit("(1, 8, 8)"), conv(first), relu(first), pool, conv(second), relu(second), affine("256 → 10"), softmax]
    headings = (
        _("fully connected: Affine – ReLU … Affine – Softmax"),
        _("a CNN, the one above: Conv – ReLU – (Pool) … Affine – Softmax"),
    )
    blocks = Blocks((dense, cnn), _("two ways to stack layers"), name="stacks", headings=headings)
    caption = _(
        "Two stacks of blocks. Above, a fully connected network: Affine and ReLU in turn, then Affine and "
        "Softmax; the digit is a row of 64 numbers from the start. Below, the CNN: Conv, ReLU and Pool keep "
        "the digit an image, and only the end is Affine and Softmax."
    )
    return Picture([[blocks]], caption, heights=(190,))
