"""A sign between two panels."""

from cnnlib.canvas.layout import Place
from cnnlib.canvas.pen import Pen
from cnnlib.pictures.panels import Sign


def paint_sign(pen: Pen, sign: Sign, place: Place) -> None:
    """Write the sign into the middle of its box."""
    box = place.box
    pen.write(sign.text, box.x + box.width / 2, box.y + box.height / 2, 22, down=8, room=box.width)
