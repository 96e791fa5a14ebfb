"""From a cell back to the pixels: the windows and regions of every stage, what is marked, and what is said."""

import numpy as np
import pytest

from cnnlib import samples
from cnnlib.data.reader import load_reader
from cnnlib.explore import cells_of, explore
from cnnlib.lessons.start_here.experiment import read_stages
from cnnlib.lessons.start_here.forward import outlines_from
from cnnlib.lessons.start_here.paths import (
    INPUT,
    STAGES,
    Cell,
    cell_of,
    first_number,
    grid_shape,
    kept_cell,
    made_from,
    number_of,
    outlines_of,
    sentence,
)
from cnnlib.lessons.start_here.pictures import reader_picture
from cnnlib.live.protocol import PickRequest
from cnnlib.pictures.panels import Outline
from cnnlib.pictures.tiles import tiled

READER = load_reader()
SEVEN = read_stages(READER, samples.digits_split()[2][34])
CONV, RELU, POOL, SECOND = STAGES[:4]
COUNT = 8 * 8 * 8 + 8 * 8 * 8 + 8 * 4 * 4 + 16 * 4 * 4 + 8 * 8


def picture_of(cell):
    return reader_picture(READER, SEVEN, cell=number_of(SEVEN, cell))


def with_stage(stage, values):
    """The stages of the seven, with other values in one of them."""
    stages = list(SEVEN)
    stages[stage.layers] = np.asarray(values, float)
    return stages


@pytest.mark.parametrize(
    ("stage", "row", "column", "region"),
    [
        # A 3×3 window with padding 1: around its pixel, cut at the edges of the 8×8 pixels.
        (CONV, 0, 0, (0, 0, 2, 2)),
        (CONV, 7, 7, (6, 6, 2, 2)),
        (CONV, 0, 4, (0, 3, 2, 3)),
        (CONV, 3, 5, (2, 4, 3, 3)),
        # ReLU changes no place.
        (RELU, 0, 0, (0, 0, 2, 2)),
        (RELU, 4, 7, (3, 6, 3, 2)),
        (RELU, 3, 5, (2, 4, 3, 3)),
        # Cells 2r and 2r + 1 of ReLU: pixels 2r − 1 to 2r + 2.
        (POOL, 0, 0, (0, 0, 3, 3)),
        (POOL, 1, 3, (1, 5, 4, 3)),
        (POOL, 1, 2, (1, 3, 4, 4)),
        # Cells r − 1 to r + 1 of max pooling: pixels 2r − 3 to 2r + 4.
        (SECOND, 0, 0, (0, 0, 5, 5)),
        (SECOND, 3, 3, (3, 3, 5, 5)),
        (SECOND, 0, 2, (0, 1, 5, 7)),
        (SECOND, 1, 2, (0, 1, 7, 7)),
    ],
)
def test_the_pixels_that_a_cell_goes_back_to(stage, row, column, region):
    assert made_from(READER, SEVEN, Cell(stage, 3, row, column), 0) == region


@pytest.mark.parametrize(
    ("stage", "layers", "row", "column", "region"),
    [
        (POOL, RELU.layers, 0, 0, (0, 0, 2, 2)),
        (POOL, RELU.layers, 3, 1, (6, 2, 2, 2)),
        (POOL, CONV.layers, 1, 2, (2, 4, 2, 2)),
        (RELU, CONV.layers, 7, 5, (7, 5, 1, 1)),
        (SECOND, POOL.layers, 0, 0, (0, 0, 2, 2)),
        (SECOND, POOL.layers, 0, 2, (0, 1, 2, 3)),
        (SECOND, POOL.layers, 2, 2, (1, 1, 3, 3)),
        (SECOND, RELU.layers, 0, 2, (0, 2, 4, 6)),
        (SECOND, CONV.layers, 2, 2, (2, 2, 6, 6)),
    ],
)
def test_the_window_in_the_maps_before(stage, layers, row, column, region):
    assert made_from(READER, SEVEN, Cell(stage, 0, row, column), layers) == region


@pytest.mark.parametrize("stage", STAGES[:4], ids=lambda stage: stage.name)
@pytest.mark.parametrize("place", [(0, 0), (0, 1), (2, 1), (3, 3)])
def test_only_these_pixels_change_the_cell(stage, place):
    """Nudge each pixel by a random amount: what is outside the region never changes the cell."""
    image = np.random.default_rng(1).random((8, 8))
    cell = Cell(stage, 2, *place)
    top, left, height, width = made_from(READER, SEVEN, cell, 0)
    inside = np.zeros((8, 8), bool)
    inside[top : top + height, left : left + width] = True
    # The last convolution before its ReLU, so that no cell is 0 whatever is nudged.
    layers = stage.layers if stage is not SECOND else stage.layers - 1
    nudges = 0.5 * np.random.default_rng(2).random((64, 8, 8)) * np.eye(64).reshape(64, 8, 8)
    x = np.stack([image, *(image + nudges)])[:, None].astype(np.float32)
    for layer in READER.layers[:layers]:
        x = layer.forward(x)
    changed = ~np.isclose(x[1:, 2, *place], x[0, 2, *place], atol=1e-6).reshape(8, 8)
    assert not (changed & ~inside).any()
    if stage in (CONV, SECOND):
        assert changed[inside].any()


def test_cells_are_numbered_panel_by_panel_and_row_by_row():
    assert [first_number(SEVEN, stage.name) for stage in STAGES] == [0, 512, 1024, 1152, 1408]
    # Row 0 of the panel: the first rows of maps 0 to 3.
    assert number_of(SEVEN, Cell(CONV, 1, 0, 0)) == 8
    assert number_of(SEVEN, Cell(CONV, 0, 1, 0)) == 32
    assert number_of(SEVEN, Cell(POOL, 4, 0, 0)) == 1024 + 64
    assert [number_of(SEVEN, cell_of(SEVEN, number)) for number in range(COUNT)] == list(range(COUNT))
    assert cell_of(SEVEN, 1407) == Cell(SECOND, 15, 3, 3)
    assert cell_of(SEVEN, 10**6) == Cell(INPUT, 0, 7, 7)


def test_a_cell_of_the_convolution_is_framed_with_its_filter_and_its_pixels():
    picture = picture_of(Cell(CONV, 5, 2, 3))
    # Map 5 is the second of the second row: its first cell is in row 8, column 8 of the panel.
    assert picture.panel("conv").outlines == (Outline(10, 11, role="output"),)
    assert picture.panel("input").outlines == (Outline(1, 2, 3, 3),)
    assert picture.panel("filters").chosen == 5
    assert [picture.panel(name).outlines for name in ("relu", "pool", "second")] == [(), (), ()]
    assert picture.panel("conv").note == "green frame: the cell"


def test_a_cell_of_max_pooling_is_framed_back_to_the_pixels():
    relu = np.zeros((8, 8, 8))
    relu[5, 2:4, 4:6] = [[1, 2], [7, 3]]
    stages = with_stage(RELU, relu)
    pooled = np.zeros((8, 4, 4))
    pooled[5, 1, 2] = 7
    stages[POOL.layers] = pooled
    cell = Cell(POOL, 5, 1, 2)
    frames = outlines_of(READER, stages, cell)
    assert kept_cell(READER, stages, cell) == Cell(RELU, 5, 3, 4)
    assert frames == {
        "input": (Outline(1, 3, 4, 4),),
        "conv": (Outline(8 + 2, 8 + 4, 2, 2),),
        "relu": (Outline(8 + 2, 8 + 4, 2, 2), Outline(8 + 3, 8 + 4, role="output")),
        "pool": (Outline(4 + 1, 4 + 2, role="output"),),
    }
    assert sentence(READER, stages, cell) == (
        "This cell of max pooling is the largest of 4 cells of ReLU, 7. It sees 4×4 pixels."
    )


def test_of_a_window_of_zeros_none_is_kept():
    stages = with_stage(POOL, np.zeros((8, 4, 4)))
    cell = Cell(POOL, 1, 0, 0)
    assert kept_cell(READER, stages, cell) is None
    assert outlines_of(READER, stages, cell)["relu"] == (Outline(0, 8, 2, 2),)
    assert sentence(READER, stages, cell) == (
        "This cell of max pooling is 0, since all 4 cells of ReLU are 0. It sees 3×3 pixels."
    )


def test_a_cell_of_the_second_convolution_goes_back_to_all_eight_maps():
    picture = picture_of(Cell(SECOND, 9, 0, 2))
    corners = [(4 * row, 4 * column) for row in range(2) for column in range(4)]
    assert picture.panel("pool").outlines == tuple(Outline(row, column + 1, 2, 3) for row, column in corners)
    for name in ("conv", "relu"):
        frames = [Outline(2 * row, 2 * column + 2, 4, 6) for row, column in corners]
        assert picture.panel(name).outlines == tuple(frames)
    assert picture.panel("second").outlines == (Outline(4, 4 + 2, role="output"),)
    assert picture.panel("input").outlines == (Outline(0, 1, 5, 7),)
    assert picture.panel("filters").chosen is None


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (1.25, 1.25, "This cell of ReLU is the 1.25 of the convolution, kept. It sees 2×3 pixels."),
        (-0.4, 0, "This cell of ReLU is 0, since the convolution has −0.4 there. It sees 2×3 pixels."),
    ],
)
def test_what_is_said_of_a_cell_of_relu(before, after, said):
    stages = with_stage(CONV, np.full((8, 8, 8), before))
    stages[RELU.layers] = np.full((8, 8, 8), float(after))
    assert sentence(READER, stages, Cell(RELU, 0, 7, 1)) == said


def test_what_is_said_of_cells_of_convolutions():
    stages = with_stage(CONV, np.full((8, 8, 8), -1.5))
    assert sentence(READER, stages, Cell(CONV, 6, 0, 0)) == (
        "Filter 6 makes this cell of the convolution, −1.5, from 2×2 pixels."
    )
    stages = with_stage(SECOND, np.full((16, 4, 4), 0.75))
    assert sentence(READER, stages, Cell(SECOND, 3, 3, 1)) == (
        "This cell of the second convolution and ReLU, 0.75, is made from 2×3 cells in each of 8 maps. "
        "It sees 5×7 pixels."
    )


def test_the_caption_keeps_the_reading_and_adds_the_path():
    caption = picture_of(Cell(RELU, 4, 3, 4)).caption
    assert caption.startswith("The network reads 7, with probability more than 0.99. This cell of ReLU is")
    assert "Second comes" not in caption


def test_every_cell_of_every_panel_can_be_pressed_and_let_go():
    cells = cells_of("conv", "relu", "pool", "second", "input", steps=False)
    explorer = explore(lambda cell=None: reader_picture(READER, SEVEN, cell=cell), cell=cells)
    for stage in STAGES[:4]:
        rows, columns = explorer.picture.panel(stage.name).shape
        for row, column in ((0, 0), (rows - 1, columns - 1)):
            explorer._answer(PickRequest(stage.name, row, column))
            assert explorer.picture.panel(stage.name).outlines == (Outline(row, column, role="output"),)
            explorer._answer(PickRequest(stage.name, row, column))
            assert explorer.values["cell"] is None and explorer.picture.panel("input").outlines == ()


def test_pressing_a_filter_goes_to_where_its_map_is_largest():
    picks = reader_picture(READER, SEVEN).panel("filters").picks["cell"]
    conv = SEVEN[CONV.layers]
    for index, number in enumerate(picks.ravel()):
        cell = cell_of(SEVEN, int(number))
        assert cell.stage is CONV and cell.map == index
        assert conv[index, cell.row, cell.column] == conv[index].max()


@pytest.mark.parametrize("place", [(0, 0), (3, 3), (7, 4)])
def test_a_pixel_is_framed_with_the_cells_that_see_it(place):
    """Exactly the cells that go back to the pixel, in every map."""
    frames = outlines_from(READER, SEVEN, Cell(INPUT, 0, *place))
    assert frames["input"] == (Outline(*place),)
    for stage in STAGES[:4]:
        maps = SEVEN[stage.layers]
        seeing = np.zeros(maps.shape[1:], bool)
        for row, column in np.ndindex(seeing.shape):
            top, left, height, width = made_from(READER, SEVEN, Cell(stage, 0, row, column), 0)
            seeing[row, column] = top <= place[0] < top + height and left <= place[1] < left + width
        framed = np.zeros(grid_shape(maps, stage.columns), bool)
        for each in frames[stage.name]:
            framed[each.row : each.row + each.height, each.column : each.column + each.width] = True
            assert each.role == "output"
        np.testing.assert_array_equal(framed, tiled(np.broadcast_to(seeing, maps.shape), stage.columns))


def test_pressing_a_pixel_says_what_sees_it():
    picture = picture_of(Cell(INPUT, 0, 0, 0))
    assert picture.caption.endswith(
        "The pixel in row 0, column 0 is seen by these cells: 2×2 in a map of the convolution, 1×1 of max pooling, "
        "2×2 of the second convolution."
    )
    assert picture.panel("input").note == "orange: the pixel"
    assert picture.panel("pool").note == "green: what sees the pixel"
    assert picture.panel("filters").chosen is None
    assert "4×4 of the second" in picture_of(Cell(INPUT, 0, 3, 3)).caption
