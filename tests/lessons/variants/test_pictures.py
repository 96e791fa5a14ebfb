"""Pictures of dilation and of stamps; and the numbers that notebook 12 and its exercises state."""

import re

import numpy as np
import pytest

from cnnlib import (
    Conv2d,
    SettingError,
    conv2d,
    conv2d_backward,
    conv_transpose2d,
    im2col,
    output_size,
    samples,
)
from cnnlib.check import check
from cnnlib.lessons import find
from cnnlib.lessons.variants.pictures import dilation_picture
from cnnlib.lessons.variants.resizing import transposed_convolution_picture

TOY = samples.toy_large()


def dilated(image=TOY, size=3, dilation=2, **options):
    kernel = np.arange(1.0, size**2 + 1).reshape(size, size)
    return dilation_picture(image, kernel, conv2d(image, kernel, dilation=dilation), dilation=dilation, **options)


def stamped(image, size=3, stride=2, padding=0, **options):
    kernel = np.ones((size, size))
    output = conv_transpose2d(image, kernel, stride=stride, padding=padding)
    return transposed_convolution_picture(image, kernel, output, stride=stride, padding=padding, **options)


class TestDilation:
    def test_the_pixels_that_are_read_are_marked_and_outlined(self):
        picture = dilated(position=4)
        marked = picture.panel("input").marked
        assert np.argwhere(marked).tolist() == [[row, column] for row in (1, 3, 5) for column in (1, 3, 5)]
        window, *taps = picture.panel("input").outlines
        assert (window.row, window.column, window.height, window.width) == (1, 1, 5, 5)
        assert [(each.row, each.column) for each in taps] == [tuple(place) for place in np.argwhere(marked)]

    def test_the_sum_is_written_out_and_is_the_engine_s(self):
        picture = dilation_picture(TOY, np.ones((3, 3)), conv2d(TOY, np.ones((3, 3)), dilation=2), dilation=2)
        assert picture.formula.splitlines() == [
            "span: 2·(3 − 1) + 1 = 5 pixels, read by 3·3 = 9 weights",
            "output height and width: 7 − 5 + 1 = 3",
            "1·1 + 3·1 + 1·1 + 3·1 + 1·1 + 3·1 + 1·1 + 3·1 + 1·1 = 17",
        ]
        assert picture.caption == (
            "A (3, 3) kernel with dilation 2 spans 5 of 7 pixels and has 9 weights; the output "
            "is (3, 3), and the window in row 0, column 0 gives 17."
        )
        names = {"conv2d": conv2d, "samples": samples, "np": np}
        np.testing.assert_array_equal(eval(picture.code, names), picture.panel("output").values)

    @pytest.mark.parametrize("dilation", [1, 2, 3])
    def test_every_written_sum_is_right(self, dilation):
        picture = dilated(dilation=dilation, position=10**6)
        line = picture.formula.splitlines()[2]
        products, result = line.split(" = ")
        total = sum(int(one) * int(other) for one, other in (each.split("·") for each in products.split(" + ")))
        assert total == int(result) == picture.panel("output").values[-1, -1]

    def test_a_tap_is_followed_into_the_window(self):
        picture = dilated(position=0, tap=5)
        assert picture.formula.splitlines()[-1] == (
            f"the weight in row 1, column 2 meets the pixel in row 2, column 4: {TOY[2, 4]:.0f}·6"
        )
        assert (picture.panel("input").outlines[-1].row, picture.panel("input").outlines[-1].column) == (2, 4)
        assert dilated(tap=99).panel("kernel").outlines[0].row == 2

    def test_picks_name_the_window_that_is_centred_on_a_cell(self):
        picks = dilated().panel("input").picks["position"]
        assert picks[2:5, 2:5].tolist() == [[0, 1, 2], [3, 4, 5], [6, 7, 8]] and picks[0, 0] == 0 and picks[6, 6] == 8
        assert dilated().panel("output").picks["position"].max() == 8
        assert dilated().panel("kernel").picks["tap"].tolist() == [[0, 1, 2], [3, 4, 5], [6, 7, 8]]

    def test_colours_do_not_depend_on_the_sliders(self):
        limits = {
            dilation_picture(TOY, np.ones((k, k)), conv2d(TOY, np.ones((k, k)), dilation=d), dilation=d)
            .panel("output")
            .limits
            for k in (1, 3)
            for d in (1, 2)
        }
        assert limits == {(0.0, 48.0)}

    def test_one_weight_is_no_weights(self):
        assert "has 1 weight;" in dilated(size=1).caption
        assert dilated(size=1).formula.splitlines()[0] == "span: 2·(1 − 1) + 1 = 1 pixel, read by 1·1 = 1 weight"

    def test_nan_shows(self):
        image = TOY.copy()
        image[0, 0] = np.nan
        assert "column 0 gives NaN." in dilated(image).caption


class TestStamps:
    def test_a_stamp_is_outlined_and_told(self):
        image = np.array([[1, 2, 0], [0, 3, 1], [2, 0, 1]])
        picture = stamped(image, position=4)
        (stamp,) = picture.panel("output").outlines
        assert (stamp.row, stamp.column, stamp.height, stamp.width) == (2, 2, 3, 3)
        assert picture.caption == (
            "Input (3, 3), kernel (3, 3), stride 2 and padding 0 give output (7, 7). The input "
            "cell 3 in row 1, column 1 is stamped on rows 2–4, columns 2–4."
        )
        assert picture.formula.splitlines()[0] == "output height and width: 2·(3 − 1) + 3 − 2·0 = 7"

    def test_how_many_stamps_meet_is_told_where_it_can_be_seen(self):
        counts = "Inside, cells get 1, 2 or 4 stamps."
        even, uneven = stamped(np.ones((3, 3))), stamped(np.arange(9.0).reshape(3, 3))
        assert even.caption.endswith(f" {counts}") and even.formula.endswith(f"\n{counts}")
        assert counts not in uneven.caption + uneven.formula

    def test_padding_cuts_the_outermost_stamps(self):
        (stamp,) = stamped(np.ones((3, 3)), padding=1, position=0).panel("output").outlines
        assert (stamp.row, stamp.column, stamp.height, stamp.width) == (0, 0, 2, 2)
        (stamp,) = stamped(np.ones((3, 3)), padding=1, position=99).panel("output").outlines
        assert (stamp.row, stamp.height) == (3, 2)
        gone = stamped(np.ones((6, 6)), 1, 1, 2, position=0)
        assert gone.panel("output").outlines == () and "has its whole stamp cut off" in gone.caption

    def test_a_stamp_of_one_cell_is_told_so(self):
        assert "is stamped on row 2, column 4." in stamped(np.ones((3, 3)), 1, 2, position=5).caption
        assert "on rows 1–1" not in stamped(np.ones((3, 3)), 1, 1, position=4).caption

    def test_what_is_left_of_a_stamp_may_be_one_row_or_one_column(self):
        cut = {position: stamped(np.ones((3, 3)), 2, 1, 1, position=position).caption for position in (0, 1, 3, 4)}
        assert "is stamped on row 0, column 0." in cut[0] and "is stamped on row 0, columns 0–1." in cut[1]
        assert "is stamped on rows 0–1, column 0." in cut[3] and "is stamped on rows 0–1, columns 0–1." in cut[4]

    def test_what_leaves_nothing_is_explained(self):
        with pytest.raises(SettingError, match="nothing is left"):
            stamped(np.ones((3, 3)), 1, 1, 2)

    @pytest.mark.parametrize("stride", [1, 2, 3])
    @pytest.mark.parametrize("size", [1, 2, 3, 4, 5])
    def test_inside_it_is_even_exactly_if_the_picture_says_so(self, size, stride):
        picture = stamped(np.ones((9, 9)), size, stride)
        rim = 4 if stride == 1 else 6
        inside = picture.panel("output").values[rim:-rim, rim:-rim]
        even = np.ptp(inside) == 0
        assert even == (size % stride == 0) == (", every cell gets " in picture.caption)
        told = picture.caption.partition("Inside, ")[2]
        assert [int(count) for count in re.findall(r"\d+", told)] == np.unique(inside).tolist()

    def test_pressing_the_output_picks_an_input_cell_near_it(self):
        picks = stamped(np.ones((3, 3)), 3, 2).panel("output").picks["position"]
        assert picks.shape == (7, 7) and picks[1, 1] == 0 and picks[3, 3] == 4 and picks[6, 6] == 8

    @pytest.mark.parametrize("padding", [0, 1])
    def test_its_code_computes_it(self, padding):
        image = np.array([[1, 2], [3, 4]])
        picture = stamped(image, padding=padding)
        found = eval(picture.code, {"conv_transpose2d": conv_transpose2d, "np": np})
        np.testing.assert_array_equal(found, picture.panel("output").values)

    def test_colours_do_not_depend_on_the_sliders_and_nan_shows(self):
        image = np.array([[1, np.nan], [3, 4]])
        assert {stamped(image, k, s).panel("output").limits for k in (2, 3) for s in (1, 2)} == {(0, 24.0)}
        assert "The input cell NaN in row 0, column 1" in stamped(image, position=1).caption


# What the notebook's prose says


def test_what_the_notebook_says_of_dilation():
    assert im2col(np.ones((1, 6, 6)), 3).shape == (9, 16)
    assert TOY[0:5:2, 0:5:2].sum() == 17 == conv2d(TOY, np.ones((3, 3)), dilation=2)[0, 0]
    assert [output_size(7, 3, dilation=dilation) for dilation in (1, 2, 3)] == [5, 3, 1]
    assert [output_size(7, 1, dilation=dilation) for dilation in (1, 3)] == [7, 7]
    with pytest.raises(SettingError):
        output_size(7, 4, dilation=3)


def test_what_the_notebook_says_of_groups():
    lamps = np.eye(4)[:, :, None, None]
    seen = conv2d(lamps, np.ones((4, 2, 1, 1)), groups=2)[:, :, 0, 0].T
    assert seen.tolist() == [[1, 1, 0, 0], [1, 1, 0, 0], [0, 0, 1, 1], [0, 0, 1, 1]]
    assert Conv2d(8, 8, 3, groups=4).parameters["weight"].shape == (8, 2, 3, 3)


def test_what_the_notebook_says_of_stamps():
    ones = np.ones((6, 6))
    three, four = (conv_transpose2d(ones, np.ones((k, k)), stride=2) for k in (3, 4))
    assert set(np.unique(three)) == {1, 2, 4} and (four[2:-2, 2:-2] == 4).all() and np.ptp(four[1:-1, 1:-1]) > 0
    assert (conv_transpose2d(ones, np.ones((2, 2)), stride=3) == 0).any()
    double = conv_transpose2d(ones, np.ones((4, 4)), stride=2, padding=1)
    assert double.shape == (12, 12) and np.ptp(double[1:-1, 1:-1]) == 0 < np.ptp(double)
    x, k = samples.toy_input(), samples.toy_kernel()
    y, weights = conv2d(x, k), np.array([[1.0, 2], [3, 4]])
    assert not np.allclose(conv_transpose2d(y, k), x) and conv_transpose2d(y, k).shape == x.shape
    assert (y * weights).sum() == (x * conv_transpose2d(weights, k)).sum() == 125
    np.testing.assert_array_equal(conv2d_backward(weights, x, k)[0], conv_transpose2d(weights, k))


# What the exercises say


def test_numbers_in_the_predictions():
    assert [output_size(7, 3, dilation=dilation) for dilation in (1, 2)] == [5, 3]
    assert [7 - 3, 7 - 7] == [4, 0] and Conv2d(8, 8, 3, groups=8).parameters["weight"].shape == (8, 1, 3, 3)
    assert output_size(4, 4, stride=3) == 1 and [3 * 4, 4 * 4, 3 * 3] == [12, 16, 9]
    assert conv_transpose2d(np.ones((4, 4)), np.ones((4, 4))).shape == (7, 7)
    with pytest.raises(SettingError):
        output_size(7, 4, dilation=3)
    assert 3 * (4 - 1) + 1 == 10


def test_numbers_in_the_count_of_two_layers():
    depthwise, mixing = 16 * (9 + 1), 32 * (16 + 1)
    assert (depthwise, mixing, depthwise + mixing) == (160, 544, 704) and 32 * (16 * 9 + 1) == 4640
    typical = [answer for answer, _ in find("variants-2").typical_wrong]
    assert typical == [
        4640,
        16 * 9 + 32 * 16,
        32 * (9 + 1) + mixing,
        8 * (9 + 1) + 8 * (8 + 1),
        160,
        544,
        16 * (16 * 9 + 1) + mixing,
        depthwise + 32 * 2,
        depthwise + 32 * 16,
        32 * 16 * 9,
        depthwise + 32 * 16 + 16,
    ]


@pytest.mark.parametrize("kernel_size", range(1, 12))
@pytest.mark.parametrize("dilation", [1, 2, 3, 4, 5, 8, 9])
def test_any_settings_that_reach_12_with_9_weights_are_right(kernel_size, dilation):
    feedback = check("variants-1", {"kernel_size": kernel_size, "dilation": dilation})
    spans = dilation * (kernel_size - 1) + 1
    assert (feedback.status == "right") == (spans == 9 and kernel_size <= 3)
    if feedback.status == "wrong" and spans <= 20:
        assert f"turn (20, 20) into ({21 - spans}, {21 - spans}), with {kernel_size**2} weight" in feedback.message


@pytest.mark.parametrize(
    "value",
    [
        {"kernel_size": 0, "dilation": 1},
        {"kernel_size": 3, "dilation": 0},
        {"kernel_size": 30, "dilation": 4},
        {"kernel_size": -3, "dilation": -4},
    ],
)
def test_settings_that_cannot_work_are_explained(value):
    feedback = check("variants-1", value)
    assert feedback.status == "wrong" and ("must be at least" in feedback.message or "fit" in feedback.message)


def test_a_stamp_in_other_wrong_ways():
    def overwriting(x, k, s):
        result = np.zeros((s * (len(x) - 1) + len(k), s * (len(x[0]) - 1) + len(k[0])))
        for row, column in np.ndindex(x.shape):
            result[row * s : row * s + len(k), column * s : column * s + len(k[0])] = k * x[row, column]
        return result

    assert "wipes out" in check("variants-3", overwriting).message
    assert "The result should reach from" in check("variants-3", lambda x, k, s: x).message
