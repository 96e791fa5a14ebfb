"""A network as blocks with arrows: rectangles and letters."""

from cnnlib.canvas.cells import paint_edge, rgb
from cnnlib.canvas.layout import GAP, TITLE
from cnnlib.pictures.palette import BLOCKS, ROLES, TEXT

NARROWEST, WIDEST, TALLEST, SHORT, ARROW, HEADING = 84, 128, 54, 38, 16, 18
"""CSS pixels: widths and heights of a block (a short one has one line of text), of the arrow, of a heading."""


def paint_blocks(pixels, blocks, place, letters, ratio):
    """Paint the blocks of every row, from left to right, in as many lines as they need."""
    box = place.box
    fitting = max(1, int((box.width - 2 * GAP * ratio) / ((NARROWEST + ARROW) * ratio)))
    lines = [
        (number, list(row[first : first + fitting]))
        for number, row in enumerate(blocks.rows)
        for first in range(0, len(row), fitting)
    ]
    pitch = (box.height - TITLE * ratio) / len(lines)
    longest = max(len(line) for _number, line in lines)
    wide = round(min(WIDEST * ratio, (box.width - 2 * GAP * ratio) / longest - ARROW * ratio))
    letters.add(
        blocks.title,
        box.x + box.width / 2,
        box.y + 18 * ratio,
        13 * ratio,
        ROLES[blocks.role],
        bold=True,
        room=box.width,
    )
    before = None
    for index, (number, line) in enumerate(lines):
        top = box.y + TITLE * ratio + index * pitch
        if blocks.headings and number != before:
            letters.add(
                blocks.headings[number],
                box.x + GAP * ratio,
                top + 12 * ratio,
                12 * ratio,
                TEXT,
                anchor=0,
                room=box.width - 2 * GAP * ratio,
            )
        before = number
        above = HEADING * ratio if blocks.headings else 0
        _paint_line(pixels, line, box.x, top + above, wide, pitch - above, letters, ratio)


def _paint_line(pixels, line, left, top, wide, pitch, letters, ratio):
    tall = round(min(TALLEST * ratio, pitch - 8 * ratio))
    y = round(top + (pitch - tall) / 2)
    for position, block in enumerate(line):
        x = round(left + GAP * ratio + position * (wide + ARROW * ratio))
        _paint_block(pixels, block, x, y, wide, tall, letters, ratio)
        if position:
            letters.add("→", x - ARROW * ratio / 2, y + tall / 2 + 5 * ratio, 15 * ratio, TEXT)


def _paint_block(pixels, block, x, y, wide, tall, letters, ratio):
    pixels[y : y + tall, x : x + wide, :3] = rgb(BLOCKS[block.role])
    paint_edge(pixels, x, y, wide - 1, tall - 1, rgb(ROLES[block.role]), max(1, round(2 * ratio)))
    room = wide - 8 * ratio
    middle = y + tall / 2 + 4.5 * ratio
    if block.detail and tall < SHORT * ratio:
        letters.add(f"{block.label} {block.detail}", x + wide / 2, middle, 11 * ratio, TEXT, room=room)
    elif block.detail:
        letters.add(block.label, x + wide / 2, middle - 8 * ratio, 12.5 * ratio, TEXT, bold=True, room=room)
        letters.add(block.detail, x + wide / 2, middle + 9 * ratio, 11 * ratio, TEXT, room=room)
    else:
        letters.add(block.label, x + wide / 2, middle, 12.5 * ratio, TEXT, bold=True, room=room)
    if block.broken:
        letters.add("✗", x + wide - 9 * ratio, y + 14 * ratio, 15 * ratio, ROLES["kernel"], bold=True)
