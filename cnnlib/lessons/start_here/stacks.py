"""Pictures without a control: two ways to stack layers, and some of the sevens that were learned from."""

from cnnlib.engine.types import Array
from cnnlib.messages import _
from cnnlib.pictures.diagrams import Block, Blocks
from cnnlib.pictures.panels import Maps
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.words import shape


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
        _("this notebook's CNN: Conv – ReLU – (Pool) … Affine – Softmax"),
    )
    blocks = Blocks((dense, cnn), _("layers, from left to right"), name="stacks", headings=headings)
    caption = _(
        "Two stacks of blocks. Above, a fully connected network: Affine and ReLU in turn, then Affine and "
        "Softmax; the digit is a row of 64 numbers from the start. Below, the CNN: Conv, ReLU and Pool keep "
        "the digit an image, and only the end is Affine and Softmax."
    )
    return Picture([[blocks]], caption, heights=(190,))


def sevens_picture(images: Array, labels: Array) -> Picture:
    """Show the first sixteen sevens among some digits.

    Parameters
    ----------
    images : array, (N, 8, 8)
        Ink of 0 to 16.
    labels : array, (N,)

    Returns
    -------
    Picture
        Panel ``sevens``.

    Examples
    --------
    >>> import numpy as np
    >>> sevens_picture(np.zeros((20, 8, 8)), np.full(20, 7)).panel("sevens").title
    'sevens (16, 8, 8)'
    """
    sevens = images[labels == 7][:16]
    title = _("sevens {shape}", shape=shape(sevens))
    maps = Maps(sevens, title, 8, name="sevens", role="input", colours="ink", limits=(0, 16))
    return Picture([[maps]], _("Sixteen handwritten sevens. Most have a bar across the stem."), heights=(150,))
