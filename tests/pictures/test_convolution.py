"""The picture of a convolution: its numbers, its links, its words and its colours."""

import numpy as np
import pytest

from cnnlib import conv2d, samples
from cnnlib.engine.settings import SettingError
from cnnlib.pictures.convolution import colouring_of, colouring_of_output, convolution_picture, window_picks
from cnnlib.pictures.words import code_call, per_side, size_formula, sum_of_products

IMAGE, KERNEL = samples.toy_input(), samples.toy_kernel()


def book(position=None, **options):
    tap = options.pop("tap", None)
    return convolution_picture(IMAGE, KERNEL, conv2d(IMAGE, KERNEL, **options), position=position, tap=tap, **options)


def test_the_book_s_example_is_written_out():
    picture = book(position=0)
    assert picture.panel("output").values.tolist() == [[15, 16], [6, 15]]
    assert picture.formula == (
        "output height and width: 4 − 3 + 1 = 2\n1·2 + 2·0 + 3·1 + 0·0 + 1·1 + 2·2 + 3·1 + 0·0 + 1·2 = 15"
    )
    assert picture.code == "conv2d(samples.toy_input(), samples.toy_kernel())"


def test_each_position_s_arithmetic_adds_up():
    for padding in range(3):
        output = conv2d(IMAGE, KERNEL, padding=padding)
        for position in range(output.size):
            terms, result = book(position=position, padding=padding).formula.splitlines()[1].split(" = ")
            products = [np.prod([float(part) for part in term.split("·")]) for term in terms.split(" + ")]
            assert sum(products) == float(result) == output.flat[position]


def test_the_window_and_its_cell_belong_together():
    picture = book(position=5, padding=1)
    (window,), (cell,) = picture.panel("input").outlines, picture.panel("output").outlines
    assert (window.row, window.column, window.height, window.width) == (1, 1, 3, 3)
    assert (cell.row, cell.column) == (1, 1)


def test_a_stride_moves_the_window_by_its_step():
    picture = convolution_picture(
        IMAGE, KERNEL, conv2d(IMAGE, KERNEL, padding=1, stride=2), padding=1, stride=2, position=3
    )
    (window,) = picture.panel("input").outlines
    assert (window.row, window.column) == (2, 2)
    assert picture.formula.startswith("output height and width: ⌊(4 + 2·1 − 3) / 2⌋ + 1 = 2")


@pytest.mark.parametrize("kernel_size", [1, 2, 3, 4])
@pytest.mark.parametrize("stride", [1, 2, 3])
def test_pressing_the_middle_of_a_window_picks_it(kernel_size, stride):
    rows = columns = 11
    count = (rows - kernel_size) // stride + 1
    picks = window_picks((rows, columns), (kernel_size, kernel_size), (stride, stride), (count, count))
    for position in range(count * count):
        row, column = divmod(position, count)
        middle = (kernel_size - 1) // 2
        assert picks[row * stride + middle, column * stride + middle] == position
    assert set(picks.ravel()) == set(range(count * count))


def test_a_position_beyond_the_last_is_the_last():
    assert "row 1, column 1 gives 15" in book(position=99).caption
    assert "row 0, column 0 gives 15" in book(position=-5).caption


def test_a_tap_is_followed_into_the_window():
    picture = book(position=3, tap=5)
    assert [(each.row, each.column) for each in picture.panel("kernel").outlines] == [(1, 2)]
    assert [(each.row, each.column) for each in picture.panel("input").outlines] == [(1, 1), (2, 3)]
    assert picture.formula.splitlines()[-1] == "the weight in row 1, column 2 meets the value 2: it adds 2·2 to the sum"
    assert book(position=0, tap=99).panel("kernel").outlines[0].row == 2


def test_a_tap_on_padding_says_so():
    output = conv2d(IMAGE, KERNEL, padding=1)
    said = [
        convolution_picture(IMAGE, KERNEL, output, padding=1, position=0, tap=tap).formula.splitlines()[-1]
        for tap in (0, 2, 6, 4)
    ]
    assert [" of the padding: it adds 0·" in words for words in said] == [True, True, True, False]


def test_a_bias_is_one_cell_of_its_own_and_is_added_after_the_sum():
    output = conv2d(IMAGE, KERNEL, 3)
    picture = convolution_picture(IMAGE, KERNEL, output, bias=3, position=0, tap=0)
    assert picture.panel("output").values.tolist() == [[18, 19], [9, 18]]
    assert picture.panel("bias").values.tolist() == [[3]] and picture.panel("bias").title == "bias (1,)"
    assert picture.formula.splitlines()[1].endswith("1·1 + 2·2 + 3·1 + 0·0 + 1·2 + 3 (bias) = 18")
    assert picture.caption.startswith("Input (4, 4) with padding 0, kernel (3, 3) and bias 3 give output (2, 2)")
    assert picture.code == "conv2d(samples.toy_input(), samples.toy_kernel(), bias=3)"
    panels = [convolution_picture(IMAGE, KERNEL, output, bias=bias).panel("output") for bias in (-20, 0, 10)]
    assert {(panel.colours, panel.limits) for panel in panels} == {("signed", (0, 27))}, "no slider moves the colours"
    assert [panel.name for panel in book().panels if panel.name] == ["input", "kernel", "output"]


@pytest.mark.parametrize(("bias", "end"), [(0, "+ 0 (bias) = 2"), (-1.5, "− 1.5 (bias) = 2"), (None, "1·2 = 2")])
def test_a_bias_in_the_sum_carries_its_sign(bias, end):
    assert sum_of_products([[1]], [[2]], 2, bias).endswith(end)


def test_a_sum_may_be_left_open():
    assert sum_of_products([[1, 2]], [[3, 4]], None) == "1·3 + 2·4 = ?"


def test_no_position_shows_no_window_and_links_nothing():
    picture = book()
    assert all(not panel.outlines and not panel.picks for panel in picture.panels if panel.name)


def test_same_padding_of_an_even_kernel_names_its_sides():
    kernel = np.ones((4, 4))
    picture = convolution_picture(IMAGE, kernel, conv2d(IMAGE, kernel, padding="same"), padding="same")
    assert "padding top 1, bottom 2, left 1, right 2" in picture.caption
    assert picture.panel("input").frame == (1, 2, 1, 2)
    assert picture.code == "conv2d(samples.toy_input(), np.ones((4, 4)), padding='same')"


def test_another_padding_mode_is_in_the_code_and_in_the_cells():
    picture = convolution_picture(IMAGE, KERNEL, np.ones((4, 4)), padding=1, mode="edge")
    assert picture.panel("input").values[0].tolist() == [1, 1, 2, 3, 0, 0]
    assert picture.code == "conv2d(pad2d(samples.toy_input(), padding=1, mode='edge'), samples.toy_kernel())"


def test_settings_that_do_not_fit_are_refused():
    with pytest.raises(SettingError, match="padding is -1"):
        convolution_picture(IMAGE, KERNEL, np.ones((2, 2)), padding=-1)
    with pytest.raises(SettingError, match="only at stride 1"):
        convolution_picture(IMAGE, KERNEL, np.ones((2, 2)), padding="same", stride=2)


def test_a_picture_shows_nan_as_such():
    image = IMAGE.copy()
    image[0, 0] = np.nan
    picture = convolution_picture(image, KERNEL, conv2d(image, KERNEL), position=0)
    assert "gives NaN" in picture.caption
    assert picture.panel("input").limits == (0, 3)


def test_colours_do_not_depend_on_padding():
    assert {book(padding=padding).panel("output").limits for padding in range(4)} == {(0, 27)}


@pytest.mark.parametrize(
    ("image", "colouring"),
    [
        (IMAGE, ("tint", (0, 3))),
        (samples.digit(3), ("ink", (0, 16))),
        (samples.camera(), ("grey", (0, 1))),
        (np.array([[-2.0, 1.0]]), ("signed", (-2, 1))),
        (np.zeros((2, 2)), ("tint", (0, 1))),
    ],
)
def test_an_image_is_coloured_as_what_it_is(image, colouring):
    assert tuple(colouring_of(image).values()) == colouring


def test_limits_hold_whatever_the_pixels():
    rng = np.random.default_rng(1)
    for kernel in samples.KERNELS.values():
        limits = colouring_of_output(samples.digit(3), kernel)["limits"]
        low, high = min(limits), max(limits)
        if colouring_of_output(samples.digit(3), kernel)["colours"] == "ink":
            continue
        for _ in range(20):
            output = conv2d(rng.integers(0, 17, (8, 8)).astype(float), kernel, padding=1)
            assert low <= output.min() and output.max() <= high


def test_a_kernel_that_makes_an_image_keeps_its_colours():
    assert colouring_of_output(samples.camera(), samples.KERNELS["sharpen"])["colours"] == "grey"
    assert colouring_of_output(samples.digit(3), samples.KERNELS["box blur"])["colours"] == "ink"
    assert colouring_of_output(samples.digit(3), samples.KERNELS["sharpen"])["colours"] == "signed"
    assert colouring_of_output(samples.camera(), samples.KERNELS["vertical edges"])["colours"] == "signed"


def test_long_sums_are_broken_into_lines():
    window = np.ones((5, 5))
    lines = sum_of_products(window, window, 25).splitlines()
    assert len(lines) == 2 and lines[0].endswith("1·1 +") and lines[1].endswith(" = 25")
    assert sum(line.count("1·1") for line in lines) == 25


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ((4, 3, 2, 1, 0, 0), "4 − 3 + 1 = 2"),
        ((6, 3, 3, 2, 1, 1), "⌊(6 + 2·1 − 3) / 2⌋ + 1 = 3"),
        ((8, 2, 4, 2, 0, 0), "⌊(8 + 2·0 − 2) / 2⌋ + 1 = 4"),
        ((4, 4, 4, 1, 1, 2), "4 + 1 + 2 − 4 + 1 = 4"),
    ],
)
def test_the_size_formula_has_its_floor_where_it_divides(arguments, text):
    assert size_formula(*arguments) == text


def test_code_leaves_out_what_is_the_default():
    assert code_call("conv2d", "x, w", padding=0, stride=2, mode="zeros") == "conv2d(x, w, stride=2)"
    assert per_side(((0, 0), (1, 1))) == "top 0, bottom 0, left 1, right 1"


@pytest.mark.parametrize("kernel_size", [1, 2, 3, 4])
def test_each_pixel_of_windows_side_by_side_picks_its_own(kernel_size):
    side = 3 * kernel_size
    picks = window_picks((side, side), (kernel_size, kernel_size), (kernel_size, kernel_size), (3, 3))
    assert picks.tolist() == np.repeat(np.repeat(np.arange(9).reshape(3, 3), kernel_size, 0), kernel_size, 1).tolist()


@pytest.mark.parametrize(
    ("image", "kernel"),
    [
        (IMAGE, KERNEL),
        (samples.digit(7), np.ones((2, 2))),
        (samples.camera(), samples.KERNELS["emboss"]),
        (samples.toy_large(), np.array([[1.0, -0.5]])),
    ],
)
def test_the_code_line_computes_what_is_seen(image, kernel):
    picture = convolution_picture(image, kernel, conv2d(image, kernel, padding=1), padding=1)
    computed = eval(picture.code, {"np": np, "samples": samples, "conv2d": conv2d})
    np.testing.assert_array_equal(computed, picture.panel("output").values)
