"""A network as blocks with arrows: rectangles and letters."""

from collections.abc import Sequence
from itertools import pairwise
from math import ceil

from cnnlib.canvas.layout import GAP, TITLE, Box, Place
from cnnlib.canvas.pen import Pen
from cnnlib.pictures.diagrams import Block, Blocks
from cnnlib.pictures.palette import BLOCKS, ROLES, TEXT

NARROWEST, WIDEST, TALLEST, SHORT, ARROW, HEADING = 84, 128, 54, 38, 16, 18
"""CSS pixels: widths and heights of a block (a short one has one line of text), of the arrow, of a heading."""


def paint_blocks(pen: Pen, blocks: Blocks, place: Place) -> None:
    """Paint the blocks of every row, from left to right, in as many lines as they need; and the title."""
    box = place.box
    room = box.width - pen.length(2 * GAP)
    lines = _lines(blocks, max(1, int(room / pen.length(NARROWEST + ARROW))))
    pitch = (box.height - pen.length(TITLE)) / len(lines)
    longest = max(len(line) for _number, line in lines)
    wide = round(min(pen.length(WIDEST), room / longest - pen.length(ARROW)))
    middle = box.x + box.width / 2
    pen.write(blocks.title, middle, box.y, 13, ROLES[blocks.role], down=18, bold=True, room=box.width)
    before = None
    for index, (number, line) in enumerate(lines):
        top = box.y + pen.length(TITLE) + index * pitch
        if blocks.headings and number != before:
            pen.write(blocks.headings[number], box.x, top, 12, right=GAP, down=12, anchor=0, room=room)
        before = number
        above = pen.length(HEADING) if blocks.headings else 0
        _paint_line(pen, line, box.x, top + above, wide, pitch - above)


def _lines(blocks: Blocks, fitting: int) -> list[tuple[int, Sequence[Block]]]:
    """Return the lines of at most `fitting` blocks, each with the number of its row; no block is left alone."""
    lines: list[tuple[int, Sequence[Block]]] = []
    for number, row in enumerate(blocks.rows):
        count = ceil(len(row) / fitting)
        ends = [ceil(line * len(row) / count) for line in range(count + 1)]
        lines += [(number, row[first:end]) for first, end in pairwise(ends)]
    return lines


def _paint_line(pen: Pen, line: Sequence[Block], left: int, top: float, wide: int, pitch: float) -> None:
    tall = round(min(pen.length(TALLEST), pitch - pen.length(8)))
    y = round(top + (pitch - tall) / 2)
    for position, block in enumerate(line):
        x = round(left + pen.length(GAP) + position * (wide + pen.length(ARROW)))
        _paint_block(pen, block, Box(x, y, wide, tall))
        if position:
            pen.write("→", x, y + tall / 2, 15, right=-ARROW / 2, down=5)


def _paint_block(pen: Pen, block: Block, box: Box) -> None:
    pen.fill(box, BLOCKS[block.role])
    pen.edge(box, ROLES[block.role], 2)
    room = box.width - pen.length(8)
    x, y = box.x + box.width / 2, box.y + box.height / 2 + pen.length(4.5)
    if block.detail and box.height < pen.length(SHORT):
        pen.write(f"{block.label} {block.detail}", x, y, 11, room=room)
    elif block.detail:
        pen.write(block.label, x, y, 12.5, TEXT, down=-8, bold=True, room=room)
        pen.write(block.detail, x, y, 11, down=9, room=room)
    else:
        pen.write(block.label, x, y, 12.5, TEXT, bold=True, room=room)
    if block.broken:
        pen.write("✗", box.x + box.width, box.y, 15, ROLES["kernel"], right=-9, down=14, bold=True)
