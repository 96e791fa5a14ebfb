"""Pictures of shrinking stacks, of coverage and of borders; and the numbers that notebook 03 states."""

import numpy as np
import pytest

from cnnlib import conv2d, coverage, pad2d, samples
from cnnlib.engine.settings import SettingError
from cnnlib.lessons.padding.pictures import border_picture, coverage_picture, layers_picture


def stack(layers, kernel_size=5, padding=0, side=40):
    kernel = np.zeros((kernel_size, kernel_size))
    kernel[kernel_size // 2, kernel_size // 2] = 1
    maps = [samples.camera()[:side, :side]]
    for _ in range(layers):
        maps.append(conv2d(maps[-1], kernel, padding=padding))
    return layers_picture(maps, kernel_size, padding=padding)


def test_nine_layers_of_five_fit_on_forty_pixels_and_the_tenth_does_not():
    assert stack(9).caption == "9 layers of 5×5 kernels with padding 0: (40, 40) becomes (4, 4)."
    with pytest.raises(SettingError, match="kernel_size 5 does not fit: one side of the input is only 4 pixels long"):
        stack(10)


def test_the_first_image_is_not_called_an_input_which_each_layer_has():
    assert stack(9).panel("input").title == "image (40, 40)"
    assert stack(9).panel("output").title == "after 9 layers (4, 4)"


def test_the_formula_of_a_stack_adds_up():
    assert stack(3).formula == "each layer: 2·0 − (5 − 1) = −4 pixels\n40 + 3·(−4) = 28"
    assert stack(2, kernel_size=3, padding=3).formula.endswith("2·3 − (3 − 1) = +4 pixels\n40 + 2·4 = 48")
    assert stack(1).caption.startswith("1 layer of")
    assert stack(2).code == "x = photo\nfor _ in range(2):\n    x = conv2d(x, np.pad([[1.0]], 2))"


@pytest.mark.parametrize(("kernel_size", "padding"), [(3, 1), (5, 2), (7, 3)])
def test_half_the_kernel_keeps_the_size(kernel_size, padding):
    assert stack(12, kernel_size, padding).panel("output").shape == (40, 40)


def test_the_curve_ends_where_the_stack_does():
    curve = stack(3, padding=1).panel("sizes")
    assert curve.here == ((3, 34),)
    (label,) = curve.series
    assert label == "padding 1"
    x, y = curve.series[label]
    assert list(x) == [0, 1, 2, 3] and list(y) == [40, 38, 36, 34]


@pytest.mark.parametrize(("kernel_size", "padding"), [(3, 0), (3, 1), (5, 2), (5, 5), (2, 0), (1, 2), (4, 3)])
def test_frames_link_a_pixel_with_the_cells_that_use_it(kernel_size, padding):
    counts = coverage((5, 6), kernel_size, padding=padding)
    ones = np.ones((kernel_size, kernel_size))
    reads = conv2d(np.ones((5, 6)), ones, padding=padding)
    for pixel in range(30):
        one = np.zeros((5, 6))
        one.flat[pixel] = 1
        used_by = conv2d(one, ones, padding=padding) > 0
        for cell in (0, reads.size // 2, reads.size - 1):
            picture = coverage_picture(counts, kernel_size, padding=padding, pixel=pixel, cell=cell)
            left, right = picture.panel("input"), picture.panel("output")
            np.testing.assert_array_equal(right.values, reads)
            np.testing.assert_array_equal(inside(right.outlines[0], right.shape), used_by)
            np.testing.assert_array_equal(inside(left.outlines[0], left.shape), one > 0)
            assert inside(right.outlines[1], right.shape).ravel()[cell]
            window = inside(left.outlines[1], left.shape) if len(left.outlines) > 1 else np.zeros((5, 6), bool)
            assert window.sum() == reads.flat[cell]
            assert window.ravel()[pixel] == used_by.flat[cell], "both ways"


def inside(outline, shape):
    """Return a mask of the cells inside an outline, which must not reach beyond the grid."""
    mask = np.zeros(shape, bool)
    mask[outline.row : outline.row + outline.height, outline.column : outline.column + outline.width] = True
    assert mask.sum() == outline.height * outline.width
    return mask


def test_coverage_says_when_all_pixels_count_alike():
    unequal = coverage_picture(coverage((4, 4), 3, padding=1), 3, padding=1)
    assert "The least used pixel is in 4 windows, the most used in 9" in unequal.caption
    equal = coverage_picture(coverage((4, 4), 3, padding=2), 3, padding=2)
    assert "Every pixel is used 9 times." in equal.caption
    assert equal.panel("output").shape == (6, 6)


def test_only_a_1_by_1_kernel_or_one_that_covers_the_image_uses_all_equally_without_a_larger_output():
    for size, kernel_size, padding in np.ndindex(5, 5, 6):
        size, kernel_size = size + 4, kernel_size + 1
        if size + 2 * padding >= kernel_size:
            equal = np.ptp(coverage((size, size), kernel_size, padding=padding)) == 0
            larger = 2 * padding > kernel_size - 1
            assert not equal or larger or kernel_size == 1 or kernel_size >= size
    assert (coverage((4, 4), 5, padding=1) == 4).all(), "an output of (2, 2)"
    assert np.unique(coverage((6, 6), 3)).tolist() == [1, 2, 3, 4, 6, 9]


def test_pressing_a_pixel_of_the_coverage_map_chooses_it():
    picture = coverage_picture(coverage((4, 4), 3), 3, pixel=99)
    assert picture.panel("input").picks["pixel"][2, 1] == 9
    assert "the pixel in row 3, column 3" in picture.caption
    assert picture.formula == "windows over this pixel: 1 from top to bottom × 1 from left to right = 1"
    assert len(picture.panel("input").outlines) == len(picture.panel("output").outlines) == 1


def test_pressing_an_output_cell_shows_what_its_window_reads():
    picture = coverage_picture(coverage((6, 6), 3, padding=2), 3, padding=2, pixel=14, cell=0)
    assert picture.panel("output").picks["cell"][1, 1] == 9
    assert picture.caption.endswith(" The window of the output cell in row 0, column 0 reads 1 pixel.")
    assert picture.formula.splitlines()[1] == (
        "pixels under this window: 1 from top to bottom × 1 from left to right = 1"
    )
    beyond = coverage_picture(coverage((4, 4), 2, padding=4), 2, padding=4, cell=0)
    assert "reads 0 pixels" in beyond.caption and len(beyond.panel("input").outlines) == 1


def border(mode, padding=6):
    whole = samples.camera()
    inner = whole[16:112, 16:112]
    side = 2 * padding + 1
    kernel = np.full((side, side), 1 / side**2)
    output = conv2d(pad2d(inner, padding, mode=mode), kernel)
    truth = conv2d(whole[16 - padding : 112 + padding, 16 - padding : 112 + padding], kernel)
    return border_picture(inner, output, truth, padding=padding, mode=mode)


@pytest.mark.parametrize(("mode", "error"), [("zeros", "0.159"), ("reflect", "0.014"), ("edge", "0.007")])
def test_the_errors_that_the_notebook_states(mode, error):
    assert border(mode).caption == (
        f"Padding 6 with {mode}: in the border, 6 wide, the output is off by {error} on average."
    )


def test_only_the_border_is_wrong():
    difference = border("zeros").panel("difference").values
    assert np.abs(difference[6:-6, 6:-6]).max() < 1e-12
    assert (difference[0] < 0).all()


def test_a_border_of_nothing_has_no_error():
    image = np.ones((4, 4))
    picture = border_picture(image, image, image, padding=0)
    assert "off by 0 on average" in picture.caption


def test_the_mean_of_ones_is_dark_in_the_corner():
    mean = conv2d(np.ones((4, 4)), np.full((3, 3), 1 / 9), padding=1)
    assert mean[0, 0] == pytest.approx(4 / 9) and mean[0, 1] == pytest.approx(6 / 9)


def test_the_vertical_edges_that_padding_invents():
    flat = np.ones((6, 6))
    edges = samples.KERNELS["vertical edges"]
    assert not conv2d(flat, edges).any()
    assert conv2d(flat, edges, padding=1)[2].tolist() == [4, 0, 0, 0, 0, -4]


def test_a_one_beside_the_middle_moves_the_image():
    digit = samples.digit(3)
    kernel = np.zeros((3, 3))
    kernel[1, 2] = 1
    moved = conv2d(digit, kernel, padding=1)
    np.testing.assert_array_equal(moved[:, :-1], digit[:, 1:])
    assert not moved[:, -1].any()
