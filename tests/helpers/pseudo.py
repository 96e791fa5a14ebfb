"""A language that nobody speaks: each letter of a message becomes a Cyrillic one, so what is left in Latin escaped."""

import contextlib
import gettext
import re
from unittest import mock

from cnnlib import messages

PLACEHOLDER = re.compile(r"(\{[^{}]*\})")
LETTERS = {ord("a") + number: 0x430 + number for number in range(26)} | {
    ord("A") + number: 0x410 + number for number in range(26)
}
LATIN = re.compile(r"[A-Za-z][A-Za-z_]+")


CODE = {
    # The layers' and the functions' names, and arguments of theirs.
    *("Conv", "Linear", "MaxPool", "AvgPool", "Flatten", "ReLU", "conv", "relu", "max", "mod", "same", "padding"),
    *("edge", "reflect", "zeros", "Affine", "PyTorch", "NumPy", "float", "int", "Pool", "Softmax"),
}
"""Words of code, which are the same in every language."""
PRINTED = {"True", "accuracy", "best", "mean", "gradient", "loss", "image", "input", "size", "jump", "total"}
"""Words that a notebook's own code prints: code is not translated."""

IN_CODE = re.compile(r'check\(.*|dict\([^)]*\)|"[^"]*"|\b\w+\([\w, ]*\)')
"""What is code in a sentence: a call, or what stands in quotes."""


def marked(message):
    """Return a message with other letters; what stands in braces stays.

    Examples
    --------
    >>> marked("a {row} of A")
    'а {row} оф А'
    """
    parts = PLACEHOLDER.split(message)
    return "".join(part if PLACEHOLDER.fullmatch(part) else part.translate(LETTERS) for part in parts)


class Pseudo(gettext.NullTranslations):
    """A catalogue of every message that there may be."""

    def gettext(self, message):
        return marked(message)

    def pgettext(self, context, message):
        return marked(message)

    def ngettext(self, one, many, count):
        return marked(one if count == 1 else many)


@contextlib.contextmanager
def spoken():
    """Have everything said in it."""
    with mock.patch.object(messages, "_catalogue", Pseudo):
        yield


def escaped(text, known=()):
    """Return the Latin words of a text, of two letters or more, that are none of those known."""
    return [word for word in LATIN.findall(text) if word not in known]
