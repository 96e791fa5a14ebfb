"""What is written above and below a panel: its title and its note."""

from cnnlib.canvas.layout import GAP, NOTE, Place
from cnnlib.canvas.outlines import UNIT, outline
from cnnlib.canvas.pen import Pen
from cnnlib.pictures.palette import ROLES
from cnnlib.pictures.panels import Panel

SMALLEST_NOTE = 9
"""CSS pixels: a note that would have to be smaller takes two lines."""


def write_title(pen: Pen, panel: Panel, place: Place) -> None:
    """Write the title of a panel above its cells."""
    box = place.box
    room = box.width - pen.length(2)
    pen.write(panel.title, box.x + box.width / 2, place.cells.y, 13, ROLES[panel.role], down=-8, bold=True, room=room)


def write_note(pen: Pen, panel: Panel, place: Place) -> None:
    """Write the note of a panel at its foot."""
    if not panel.note:
        return
    box, cells = place.box, place.cells
    low = cells.y + cells.height + pen.length(NOTE) if panel.has_cells else box.y + box.height
    room = box.width - pen.length(GAP)
    if outline(panel.note)[1] * SMALLEST_NOTE * pen.ratio / UNIT <= room or " " not in panel.note:
        lines, size, base = [panel.note], 11.5, 5
    else:
        lines, size, base = _halves(panel.note), SMALLEST_NOTE, 2
    for above, line in enumerate(reversed(lines)):
        pen.write(line, box.x + box.width / 2, low, size, down=-(base + above * size), room=room)


def _halves(text: str) -> list[str]:
    """Return a text as two lines, parted at the blank that is nearest to its middle."""
    blanks = [index for index, letter in enumerate(text) if letter == " "]
    middle = min(blanks, key=lambda index: abs(2 * index - len(text)))
    return [text[:middle], text[middle + 1 :]]
