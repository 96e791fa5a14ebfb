"""Pictures of a small network that reads digits: its stages, its structure, and what it gets wrong."""

import numpy as np

from cnnlib.messages import _, format_number
from cnnlib.pictures.charts import Bars
from cnnlib.pictures.diagrams import Block, Blocks
from cnnlib.pictures.panels import Grid, Maps, Sign
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.words import shape

FILTERS, FIRST, SECOND = (-1.2, 1.2), (-3.0, 3.0), (0.0, 5.0)
"""Ends of the colour scales: what the weights and the maps of the bundled network reach on nearly all digits."""


def reader_picture(network, stages, *, drawn=None, truth=None, chosen=None):
    """Show what the network makes of a digit, layer by layer.

    Parameters
    ----------
    network : Sequential
        Conv–ReLU–Pool–Conv–ReLU–Flatten–Affine, as :func:`cnnlib.data.reader.reader_network` builds it.
    stages : list of arrays
        The image of 0 to 1, the output of each layer, and the probabilities:
        :func:`cnnlib.data.reader.read_stages`.
    drawn : array, (32, 32), or None
        What the learner has drawn; a stroke on its panel fills the control ``drawn``. Without it there is no
        such panel.
    truth : int or None
        The digit that it was written as, where that is known.
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
    weight = network.layers[0].parameters["weight"]
    winner = int(probabilities.argmax())
    read = [
        Grid(
            np.round(16 * image[0]),
            _("input {shape}", shape=shape(image[0])),
            name="input",
            limits=(0, 16),
            note=_("0 is paper, 16 is all ink"),
        ),
        Sign("→"),
        Bars(
            tuple("0123456789"),
            probabilities,
            _("probabilities {shape}", shape=shape(probabilities)),
            _("probability"),
            (0, 1),
            chosen=winner,
            role="output",
            name="probabilities",
            note=_("hatched: the winner"),
        ),
    ]
    if drawn is not None:
        read = [_paper(drawn), Sign("→"), *read]
    first = [
        _maps(weight[:, 0], _("filters {shape}", shape=shape(weight)), "filters", FILTERS, chosen, role="kernel"),
        Sign("→"),
        _maps(
            conv,
            _("convolution {shape}", shape=shape(conv)),
            "conv",
            FIRST,
            chosen,
            note=_("blue: below 0, red: above"),
        ),
        Sign("→"),
        _maps(
            rectified,
            _("ReLU {shape}", shape=shape(rectified)),
            "relu",
            (0, FIRST[1]),
            chosen,
            note=_("below 0 becomes 0"),
        ),
    ]
    then = [
        _maps(pooled, _("max pooling {shape}", shape=shape(pooled)), "pool", (0, FIRST[1]), chosen),
        Sign("→"),
        Maps(
            second,
            _("second convolution and ReLU {shape}", shape=shape(second)),
            8,
            name="second",
            colours="activation",
            limits=SECOND,
            weight=1.6,
        ),
    ]
    return Picture(
        [read, first, then],
        _caption(probabilities, truth, chosen),
        _listed(probabilities),
        "softmax(network(image))",
        heights=(280, 215, 185),
    )


def _paper(drawn):
    """The panel that is drawn on: black ink on white paper."""
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


def _maps(values, title, name, limits, chosen, *, role="output", note=""):
    """Eight maps in two rows, numbered, that can be pressed."""
    count, columns = len(values), 4
    places = np.arange(-(-count // columns) * columns).reshape(-1, columns)
    return Maps(
        values,
        title,
        columns,
        name=name,
        role=role,
        limits=limits,
        chosen=chosen,
        note=note,
        colours="signed" if limits[0] < 0 else "activation",
        labels=tuple(map(str, range(count))),
        picks={"chosen": np.where(places < count, places, -1)},
    )


def _probability(value):
    """Write a probability; what is neither 0 nor 1 is never written so."""
    if value > 0.995:
        return _("more than 0.99")
    return format_number(value) if value >= 0.005 else _("less than 0.01")


def _a(digit):
    """Write a digit with its article."""
    return (_("an {digit}") if digit == 8 else _("a {digit}")).format(digit=digit)


def _caption(probabilities, truth, chosen):
    winner, second = (int(digit) for digit in np.argsort(-probabilities, kind="stable")[:2])
    sentences = [
        _(
            "The network reads {winner}, with probability {probability}.",
            winner=_a(winner),
            probability=_probability(probabilities[winner]),
        ),
        _(
            "Second comes {second}, with {probability}.",
            second=_a(second),
            probability=_probability(probabilities[second]),
        ),
    ]
    if truth is not None:
        right = _("It was written as {truth}: right.") if truth == winner else _("It was written as {truth}: wrong.")
        sentences.append(right.format(truth=_a(truth)))
    if chosen is not None:
        sentences.append(_("Filter {chosen} and its maps are outlined.", chosen=chosen))
    return " ".join(sentences)


def _listed(probabilities):
    return "   ".join(f"{digit}: {value:.2f}" for digit, value in enumerate(probabilities))


def structure_picture():
    """Show the two ways to stack layers: fully connected ones, and the ones of a CNN.

    Returns
    -------
    Picture
        Panel ``stacks``, with two rows of blocks.

    Examples
    --------
    >>> [len(row) for row in structure_picture().panel("stacks").rows]
    [7, 8]
    """

    def affine(detail):
        return Block("Affine", detail, role="kernel")

    def conv(detail):
        return Block("Conv", detail, role="kernel")

    def relu(detail):
        return Block("ReLU", detail)

    softmax = Block("Softmax", "(10,)", role="output")
    dense = [
        Block(_("digit"), "(64,)", role="input"),
        affine("64 → 64"),
        relu("(64,)"),
        affine("64 → 64"),
        relu("(64,)"),
        affine("64 → 10"),
        softmax,
    ]
    cnn = [
        Block(_("digit"), "(1, 8, 8)", role="input"),
        conv("(8, 8, 8)"),
        relu("(8, 8, 8)"),
        Block("Pool", "(8, 4, 4)", role="difference"),
        conv("(16, 4, 4)"),
        relu("(16, 4, 4)"),
        affine("256 → 10"),
        softmax,
    ]
    blocks = Blocks(
        (dense, cnn),
        _("two ways to stack layers"),
        name="stacks",
        headings=(
            _("fully connected: Affine – ReLU … Affine – Softmax"),
            _("a CNN, the one above: Conv – ReLU – (Pool) … Affine – Softmax"),
        ),
    )
    caption = _(
        "Two stacks of blocks. Above, a fully connected network: Affine and ReLU in turn, then Affine and "
        "Softmax; the digit is a row of 64 numbers from the start. Below, the CNN: Conv, ReLU and Pool keep "
        "the digit an image, and only the end is Affine and Softmax."
    )
    return Picture([[blocks]], caption, heights=(190,))
