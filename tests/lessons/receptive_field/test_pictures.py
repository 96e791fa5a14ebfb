"""Pictures of receptive fields, corners and patches; and the numbers that notebook 08 states."""

import itertools

import numpy as np
import pytest

from cnnlib import Conv2d, ReLU, Sequential, avg_pool2d, conv2d, max_pool2d, receptive_field, relu, samples
from cnnlib.canvas import Canvas
from cnnlib.data.digits import network_input
from cnnlib.data.reader import load_reader
from cnnlib.engine.settings import SettingError
from cnnlib.lessons.receptive_field import (
    box,
    corner_picture,
    nudge_picture,
    patches_picture,
    reach_picture,
    slope,
    stack,
)
from cnnlib.lessons.receptive_field.corners import CORNERS, EDGES
from cnnlib.lessons.receptive_field.patches import STRONGEST, strongest_patches
from cnnlib.pictures.networks import window_settings
from cnnlib.pictures.panels import Sign

KERNELS, DIGIT = samples.KERNELS, samples.digit(3)
PHOTO = avg_pool2d(samples.camera(), 4)[2:30, 2:30]
MIDDLE, ZEROS = KERNELS["identity"], np.zeros((3, 3))
BELOW, TO_THE_RIGHT = np.array([[0, 0, 0], [0, 0, 0], [0, 1, 0]]), np.array([[0, 0, 0], [0, 0, 1], [0, 0, 0]])


# Nudged pixels.


def test_the_nudge_by_hand():
    nudged = DIGIT.copy()
    nudged[4, 4] += 1
    change = conv2d(nudged, np.ones((3, 3))) - conv2d(DIGIT, np.ones((3, 3)))
    assert change[2:5, 2:5].tolist() == np.ones((3, 3)).tolist() and change.sum() == 9


def test_the_opening_of_the_nudges():
    picture = nudge_picture(stack(1, 4), DIGIT, pixel=27)
    assert picture.caption == (
        "Each of the 64 pixels was nudged alone: 16 of them changed the cell in row 2, column 2. Its field is 4×4."
    )
    assert not picture.formula and not picture.code, "the rule is not told before it is asked for"


def test_two_layers_see_five_pixels_and_the_middle_counts_most():
    picture = nudge_picture(stack(2, 3), DIGIT, pixel=27)
    assert picture.caption.endswith("25 of them changed the cell in row 1, column 1. Its field is 5×5.")
    assert picture.panel("changes").values[1:6, 1:6].tolist() == np.outer([1, 2, 3, 2, 1], [1, 2, 3, 2, 1]).tolist()


@pytest.mark.parametrize(
    ("layers", "kernel_size", "pool", "changed", "frame"),
    [(3, 3, 1, 49, 7), (3, 1, 1, 1, 1), (1, 3, 2, 9, 4)],
)
@pytest.mark.parametrize("pixel", range(0, 64, 3))
def test_what_changes_a_cell_and_what_could(layers, kernel_size, pool, changed, frame, pixel):
    picture = nudge_picture(stack(layers, kernel_size, pool=pool), DIGIT, pixel=pixel)
    assert f": {changed} of them" in picture.caption and picture.caption.endswith(f". Its field is {frame}×{frame}.")
    (outline,) = picture.panel("input").outlines
    assert (outline.height, outline.width) == (frame, frame)


@pytest.mark.parametrize(("layers", "kernel_size", "pool"), [(1, 4, 1), (2, 3, 1), (1, 3, 2), (2, 2, 2), (3, 3, 1)])
def test_the_pixel_in_the_middle_of_a_field_chooses_its_cell(layers, kernel_size, pool):
    network = stack(layers, kernel_size, pool=pool)
    output = nudge_picture(network, DIGIT).panel("output")
    for number, pixel in enumerate(output.picks["pixel"].flat):
        (outline,) = nudge_picture(network, DIGIT, pixel=int(pixel)).panel("output").outlines
        assert outline.row * output.shape[1] + outline.column == number


def test_the_field_is_the_kernel_only_of_one_layer_or_of_1x1():
    equal = {
        (layers, kernel_size, pool)
        for layers, kernel_size, pool in itertools.product(range(1, 4), range(1, 5), (1, 2))
        if receptive_field([{"kernel_size": kernel_size}, {"kernel_size": pool, "stride": pool}] * layers).size
        == kernel_size
    }
    assert equal == {(1, size, 1) for size in range(1, 5)} | {(layers, 1, 1) for layers in range(1, 4)}


def test_the_frame_is_what_changes_the_cell():
    for padding, pixel in itertools.product((0, 1), (0, 9, 27, 63)):
        picture = nudge_picture(stack(2, 3, padding=padding), DIGIT, pixel=pixel)
        (outline,) = picture.panel("input").outlines
        inside = np.zeros(DIGIT.shape, bool)
        inside[outline.row : outline.row + outline.height, outline.column : outline.column + outline.width] = True
        np.testing.assert_array_equal(picture.panel("input").marked, inside)


def test_nothing_changes_a_cell_that_relu_has_shut():
    network = stack(1, 3)
    network.layers[0].parameters["weight"][...] = -1
    assert nudge_picture(network, DIGIT).caption.endswith(
        ": 0 of them changed the cell in row 0, column 0. Its field is 3×3."
    )


def test_layers_that_do_not_fit_are_named():
    with pytest.raises(SettingError, match=r"^Conv 4×4 does not fit on \(2, 2\), .* leave of \(8, 8\)\. Use fewer"):
        nudge_picture(stack(3, 4), DIGIT)
    with pytest.raises(SettingError, match=r"^MaxPool 2×2 does not fit on \(1, 1\)"):
        nudge_picture(stack(3, 3, pool=2), DIGIT)


# Fields traced back.


def reach(blocks=2, kernel_size=3, pool=2, pixel=14 * 28 + 14):
    return reach_picture(stack(blocks, kernel_size, padding=kernel_size // 2, pool=pool, mean=True), PHOTO, pixel=pixel)


def test_the_opening_of_the_blocks():
    picture = reach()
    assert picture.caption == (
        "The cell in row 3, column 3 of the last map (7, 7) sees 10×10 of the 28×28 pixels, from row 9, column 9."
    )
    assert "from row 9, column 13." in reach(pixel=14 * 28 + 18).caption, "its neighbour sees 4 pixels further"
    assert picture.formula == ("size, layer by layer: 1 → 3 → 4 → 8 → 10\njump, layer by layer: 1 → 1 → 2 → 2 → 4")
    assert picture.panel("fields").values[:2].tolist() == [4, 10] and np.isnan(picture.panel("fields").values[2:]).all()


def test_blocks_add_twice_as_much_each_time():
    assert reach(4).panel("fields").values.tolist() == [4, 10, 22, 46]
    assert np.diff([1, 4, 10, 22, 46]).tolist() == [3, 6, 12, 24]


def test_a_field_ends_with_the_image():
    assert reach(4).caption == (
        "The cell in row 0, column 0 of the last map (1, 1) sees 28×28 of the 28×28 pixels, from row 0, column 0. "
        "Its field is 46×46, and the rest of it is padding."
    )
    assert "sees 15×15 of" in reach(3, pixel=0).caption


def test_one_more_block_does_not_always_let_a_cell_see_more():
    def seen(*settings):
        (outline,) = reach(*settings).panel("input").outlines
        return outline.height, outline.width

    assert seen(1, 1, 1) == seen(2, 1, 1) == (1, 1)
    assert seen(3, 5, 2) == seen(4, 5, 2) == (28, 28)


def test_neighbours_of_two_blocks_see_four_pixels_apart():
    picks = reach().panel("last").picks["pixel"]
    frames = [reach(pixel=int(pixel)).panel("input").outlines[0].column for pixel in picks[3, 2:4]]
    assert frames[1] - frames[0] == 4 and reach().formula.endswith(" → 4")


@pytest.mark.parametrize(("blocks", "signs"), [(1, ["", "", "→"]), (2, ["→", "→"]), (3, ["…", "→"]), (4, ["…", "→"])])
def test_blocks_that_are_not_shown_are_hinted_at(blocks, signs):
    assert [panel.text for panel in reach(blocks).panels if isinstance(panel, Sign)] == signs


@pytest.mark.parametrize(("blocks", "kernel_size", "pool"), [(1, 3, 2), (2, 3, 2), (3, 5, 2), (4, 3, 2), (3, 3, 1)])
def test_pressing_a_cell_of_the_last_map_chooses_it(blocks, kernel_size, pool):
    last = reach(blocks, kernel_size, pool).panel("last")
    width = last.shape[1]
    for number in range(0, last.values.size, 7):
        pixel = int(last.picks["pixel"].flat[number])
        (outline,) = reach(blocks, kernel_size, pool, pixel).panel("last").outlines
        assert outline.row * width + outline.column == number


def test_the_maps_are_what_the_engine_computes():
    mean = np.full((3, 3), 1 / 9)
    first = max_pool2d(relu(conv2d(PHOTO, mean, padding=1)), 2)
    second = max_pool2d(relu(conv2d(first, mean, padding=1)), 2)
    np.testing.assert_allclose(reach().panel("before").values, first)
    np.testing.assert_allclose(reach().panel("last").values, second)
    assert reach(1).panel("last").values.shape == (14, 14) and len(reach(1).panels) == len(reach(4).panels)


def test_the_axis_of_the_fields_is_long_enough():
    sizes = [reach(4, kernel_size).panel("fields").values.max() for kernel_size in (1, 3, 5)]
    assert max(sizes) <= reach().panel("fields").y_limits[1] and max(sizes) == 76


def test_the_loop_of_the_notebook():
    size, jump, found = 1, 1, []
    for kernel_size, stride in [(3, 1), (2, 2), (3, 1), (2, 2)]:
        size, jump = size + (kernel_size - 1) * jump, jump * stride
        found.append((size, jump))
    assert found == [(3, 1), (4, 2), (8, 2), (10, 4)]


def test_two_small_kernels_cost_less_than_one_large_one():
    def conv(size):
        return Conv2d(1, 1, size, padding="same", bias=False)

    small, large = [conv(3), ReLU(), conv(3)], [conv(5)]
    weights = [sum(row.parameters for row in Sequential(*layers).rows((1, 28, 28))) for layers in (small, large)]
    assert weights == [18, 25]
    assert receptive_field([{"kernel_size": 3}] * 2).size == receptive_field([{"kernel_size": 5}]).size == 5


def test_not_every_5x5_kernel_is_two_of_3x3():
    """Near any pair of 3×3 kernels, what they make together spans 17 directions, and 5×5 kernels span 25."""
    first, second = np.random.default_rng(0).normal(size=(2, 3, 3))
    units = np.eye(9).reshape(9, 3, 3)
    directions = [conv2d(np.pad(kernel, 2), unit[::-1, ::-1]).ravel() for kernel in (first, second) for unit in units]
    assert np.linalg.matrix_rank(np.array(directions)) == 17


# Corners.


def edges(image):
    return tuple(relu(conv2d(image, KERNELS[name], padding=1)) for name in ("vertical edges", "horizontal edges"))


def output(image, left_kernel, top_kernel, bias):
    left, top = edges(image)
    return relu(conv2d(left, left_kernel, padding=1) + conv2d(top, top_kernel, padding=1) + bias)


def fires(image, left_kernel, top_kernel, bias):
    return {tuple(map(int, cell)) for cell in np.argwhere(output(image, left_kernel, top_kernel, bias) > 0)}


def corner(image, left_kernel=MIDDLE, top_kernel=ZEROS, bias=0):
    kernels = left_kernel, top_kernel
    return corner_picture(image, edges(image), kernels, bias, output(image, *kernels, bias))


def test_row_two_of_the_edge_maps():
    left, top = edges(box())
    assert left[2].tolist() == [0, 48, 48, 0, 0, 0, 0, 0] and top[2].tolist() == [0, 16, 48, 64, 64, 64, 48, 16]


def test_the_opening_of_the_corners():
    picture = corner(box())
    assert picture.caption == (
        "14 of 64 cells fire. The largest sum is in row 3, column 1 (and in 5 more cells): "
        "64 from left, 0 from top, bias 0. The cell holds 64."
    )
    assert picture.formula == (
        "left ⊛ left_kernel + top ⊛ top_kernel + bias = 64 + 0 + 0 = 64\noutput = max(64, 0) = 64"
    )
    np.testing.assert_array_equal(picture.panel("output").values, edges(box())[0])


@pytest.mark.parametrize("unit", [0.1, 0.7, 1e5])
def test_a_rounding_neither_fires_nor_tells_equal_sums_apart(unit):
    whole = np.array([[4, -6, 2], [0, -9, 8], [4, -4, -9]]), np.array([[7, 3, 0], [-4, -4, -9], [-8, -9, -6]])
    for left_kernel, top_kernel in itertools.product((*whole, ZEROS), repeat=2):
        exact, rounded = corner(box(), left_kernel, top_kernel), corner(box(), unit * left_kernel, unit * top_kernel)
        assert rounded.caption.partition(":")[0] == exact.caption.partition(":")[0]


def test_a_sum_fires_along_both_sides():
    left, top = edges(box())
    assert fires(box(), MIDDLE, MIDDLE, 0) == {tuple(map(int, cell)) for cell in np.argwhere((left > 0) | (top > 0))}
    assert output(box(), MIDDLE, MIDDLE, 0)[2, 2] == 96


def test_a_bias_makes_it_fire_at_the_corner_alone():
    biases = [bias for bias in range(-128, 1, 16) if len(fires(box(), MIDDLE, MIDDLE, bias)) == 1]
    assert biases == [-80, -64] and fires(box(), MIDDLE, MIDDLE, -64) == {(2, 2)}
    assert np.sort(output(box(), MIDDLE, MIDDLE, 0), axis=None)[-2:].tolist() == [64, 96]
    assert corner(box(), MIDDLE, MIDDLE, -64).caption == (
        "1 of 64 cells fires. The largest sum is in row 2, column 2: 48 from left, 48 from top, bias −64. "
        "The cell holds 32."
    )


def test_a_slope_and_the_4_fire_without_a_corner():
    assert output(slope(), MIDDLE, MIDDLE, 0).max() == 96
    assert len(fires(slope(), MIDDLE, MIDDLE, -64)) >= 8
    assert fires(samples.digit(4), MIDDLE, MIDDLE, -64) == {(2, 2), (3, 2), (4, 1)}


def test_where_the_edges_go_on_tells_a_corner_from_a_slope():
    assert output(box(), BELOW, TO_THE_RIGHT, 0).max() == output(box(), BELOW, TO_THE_RIGHT, 0)[2, 2] == 128
    assert output(slope(), BELOW, TO_THE_RIGHT, 0).max() == 96
    assert (2, 2) in fires(box(), BELOW, TO_THE_RIGHT, -96) and not fires(slope(), BELOW, TO_THE_RIGHT, -96)
    assert fires(box(), BELOW, TO_THE_RIGHT, -112) == {(2, 2)}
    assert fires(samples.digit(5), BELOW, TO_THE_RIGHT, -96) == {(0, 1), (0, 2)}
    assert not fires(samples.digit(4), BELOW, TO_THE_RIGHT, -96)


def test_what_the_right_side_would_add_without_relu():
    left, top = (conv2d(box(), KERNELS[f"{name} edges"], padding=1) for name in ("vertical", "horizontal"))
    assert left[3:6, 6].tolist() == [-64, -64, -64] == [left.min()] * 3 and not top[3:6, 6].any()
    assert left[2, 6] == -48 and top[2, 6] == 48, "at the top right corner, the sum is 0"


def test_the_frames_are_what_a_cell_of_the_corners_sees():
    spot = np.zeros((8, 8))
    spot[1:3, 1:3] = 16  # its largest sum is in row 1, column 1
    picture = corner(spot, MIDDLE, MIDDLE)
    frames = {panel.name: panel.outlines[0] for panel in picture.rows[0] if panel.name}
    assert [(frames[name].height, frames[name].width) for name in ("input", "left", "top", "output")] == [
        (4, 4),
        (3, 3),
        (3, 3),
        (1, 1),
    ]
    for row, column in itertools.product(range(8), repeat=2):
        nudged = box()
        nudged[row, column] += 1
        changed = (
            output(nudged, np.ones((3, 3)), np.ones((3, 3)), 0)[1, 1] != output(box(), *np.ones((2, 3, 3)), 0)[1, 1]
        )
        assert not changed or (row < 4 and column < 4)


def test_no_map_of_a_digit_goes_beyond_its_colours():
    images = [box(), slope(), *(samples.digit(label) for label in range(10))]
    assert max(each.max() for image in images for each in edges(image)) <= EDGES[1]
    assert max(output(image, BELOW, TO_THE_RIGHT, 0).max() for image in images) <= CORNERS[1]


def test_the_cells_of_both_kernels_can_be_edited():
    picture = corner(box())
    assert [picture.panel(f"{name} kernel").edits for name in ("left", "top")] == ["left_kernel", "top_kernel"]


# Patches.

*_OTHERS, IMAGES, LABELS = samples.digits_split()
READER = load_reader()
FIRST, SECOND = Sequential(*READER.layers[:2]), Sequential(*READER.layers[:5])


def digits_of(network, filter):
    return np.bincount(LABELS[strongest_patches(IMAGES, network, filter)[0]], minlength=10)


def test_the_maps_of_the_second_layer():
    maps = SECOND(network_input(IMAGES))
    assert maps.shape == (360, 16, 4, 4)
    best = int(maps[:, 12].max(axis=(1, 2)).argmax())
    assert best == 45 and np.unravel_index(maps[best, 12].argmax(), (4, 4)) == (3, 2)


def test_filter_12_finds_a_part_of_three_digits():
    picture = patches_picture(IMAGES, LABELS, SECOND, filter=12)
    assert picture.caption == (
        "Filter 12 of convolution 2 has a field of 8×8. Its 12 strongest patches come from 3 of the ten digits: "
        "3 (6 patches), 5 (3), 9 (3). In the chosen digit (3), it sees 5×7 pixels and gives 5.16."
    )


def test_no_filter_of_the_second_layer_is_for_a_single_digit():
    counts = {filter: digits_of(SECOND, filter) for filter in range(16)}
    different = {filter: int((count > 0).sum()) for filter, count in counts.items()}
    assert min(different.values()) == 2 and max(different.values()) < 10
    assert [filter for filter, count in different.items() if count == 2] == [13]
    assert counts[13][7] == 7 and counts[13][4] == 5


def test_how_much_of_a_digit_a_cell_of_the_second_layer_sees():
    field = receptive_field([window for window in map(window_settings, SECOND.layers) if window])
    seen = [min(8, stop) - max(0, first) for first, stop in map(field.of, range(4))]
    assert field.size == 8 and seen == [5, 7, 7, 5]


def test_the_patches_are_strongest_and_cut_where_the_cell_sees():
    strongest, places, responses = strongest_patches(IMAGES, SECOND, 9)
    tops = responses.max(axis=(1, 2))
    assert tops[strongest].min() >= np.delete(tops, strongest).max() and (np.diff(tops[strongest]) <= 0).all()
    picture = patches_picture(IMAGES, LABELS, SECOND, filter=9, patch=2)
    outline, (row, column) = picture.panel("digit").outlines[0], places[2]
    assert (outline.row, outline.column) == (max(0, 2 * row - 3), max(0, 2 * column - 3))
    seen = IMAGES[strongest[2]][
        outline.row : outline.row + outline.height, outline.column : outline.column + outline.width
    ]
    patch = picture.panel("patches").values[2]
    assert patch.sum() == seen.sum() and patch.shape == (8, 8)


def test_only_pixels_of_its_patch_change_a_cell():
    strongest, places, responses = strongest_patches(IMAGES, SECOND, 12)
    index, at = strongest[0], places[0]
    outline = patches_picture(IMAGES, LABELS, SECOND, filter=12).panel("digit").outlines[0]
    for row, column in itertools.product(range(8), repeat=2):
        nudged = IMAGES[index].astype(float)
        nudged[row, column] += 4
        moved = SECOND(network_input(nudged))[0, 12][at] != responses[index][at]
        inside = 0 <= row - outline.row < outline.height and 0 <= column - outline.column < outline.width
        assert inside or not moved


def test_a_filter_that_a_layer_lacks_is_refused():
    with pytest.raises(
        SettingError, match=r"filter is 8, but this layer has 8 filters, 0 to 7\. Use a filter of at most 7"
    ):
        patches_picture(IMAGES, LABELS, FIRST, filter=8)


def test_the_response_that_is_bright():
    assert SECOND(network_input(IMAGES)).max() == pytest.approx(6.32, abs=0.01) and STRONGEST == 6


@pytest.mark.parametrize("picture", [reach(1), corner(slope()), patches_picture(IMAGES, LABELS, FIRST, filter=7)])
@pytest.mark.parametrize("width", [480, 1040])
def test_they_are_drawn(picture, width):
    assert Canvas(width).draw(picture)
