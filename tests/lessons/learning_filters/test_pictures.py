"""The picture of a convolution's gradient: its numbers, its links, and the claims of notebook 09."""

import numpy as np

from cnnlib import conv2d, conv2d_backward, samples
from cnnlib.canvas import Canvas
from cnnlib.lessons.learning_filters.nudging import by_nudging, within
from cnnlib.lessons.learning_filters.pictures import gradient_picture

TOY, KERNEL = samples.toy_input(), samples.toy_kernel()


def gradient(grad, **options):
    grad = np.asarray(grad, float)
    return gradient_picture(TOY, KERNEL, grad, *conv2d_backward(grad, TOY, KERNEL)[:2], **options)


def test_the_gradients_of_the_book():
    picture = gradient(np.ones((2, 2)), pixel=5, weight=0)
    assert picture.panel("input gradient").values.tolist() == [[2, 2, 1, 1], [2, 3, 4, 3], [1, 2, 5, 4], [1, 1, 2, 2]]
    assert picture.panel("kernel gradient").values.tolist() == [[4, 8, 8], [4, 4, 8], [8, 4, 4]]
    assert picture.formula.splitlines() == [
        "loss = 15·1 + 16·1 + 6·1 + 15·1 = 52",
        "kernel gradient, row 0, column 0: 1·1 + 1·2 + 1·0 + 1·1 = 4; by nudging: 4",
        "input gradient, row 1, column 1: 1·1 + 1·0 + 1·0 + 1·2 = 3; by nudging: 3",
    ]


def test_a_single_gradient_sends_the_window_and_the_kernel():
    picture = gradient([[0, 1], [0, 0]], position=1)
    np.testing.assert_array_equal(picture.panel("kernel gradient").values, TOY[0:3, 1:4])
    np.testing.assert_array_equal(picture.panel("input gradient").values[0:3, 1:4], KERNEL)
    assert not picture.panel("input gradient").values[3].any()
    assert picture.caption == (
        "The loss is 16. The output gradient 1 in row 0, column 1 adds 1 × window to the kernel gradient and "
        "1 × kernel to the input gradient. Nudging all 25 numbers gives the same; "
        "the largest difference is less than 0.000001."
    )


def test_what_the_notebook_says_of_the_first_picture():
    nudged = KERNEL.copy()
    nudged[0, 0] += 0.001
    before, after = conv2d(TOY, KERNEL)[0, 1], conv2d(TOY, nudged)[0, 1]
    assert before == 16 and round((after - before) / 0.001, 6) == 2 == TOY[0, 1], "that weight met a 2"
    assert KERNEL[0, 1] == 0 and conv2d_backward([[0, 1], [0, 0]], TOY, KERNEL)[1][0, 1] == 3, "a weight of 0"
    counts = conv2d_backward(np.ones((2, 2)), TOY, np.ones((3, 3)))[0]
    assert counts.tolist() == [[1, 2, 2, 1], [2, 4, 4, 2], [2, 4, 4, 2], [1, 2, 2, 1]], "windows that hold a pixel"


def test_a_wrong_gradient_would_show():
    back, weights = conv2d_backward(np.ones((2, 2)), TOY, KERNEL)[:2]
    picture = gradient_picture(TOY, KERNEL, np.ones((2, 2)), back, weights + 0.5)
    assert picture.caption.endswith("the largest difference is 0.5.")


def test_twice_the_gradient_comes_back_twice():
    once, twice = (gradient(factor * np.ones((2, 2))).panel("kernel gradient").values for factor in (1, 2))
    np.testing.assert_array_equal(twice, 2 * once)


def test_pressing_a_panel_of_a_gradient_picks_what_belongs_to_it():
    picture = gradient(np.ones((2, 2)), position=99, pixel=99, weight=99)
    assert picture.panel("output gradient").picks["position"].tolist() == [[0, 1], [2, 3]]
    assert picture.panel("input").picks["position"].tolist() == [[0, 0, 1, 1]] * 2 + [[2, 2, 3, 3]] * 2
    assert picture.panel("input gradient").picks["pixel"].tolist() == np.arange(16).reshape(4, 4).tolist()
    for name in ("kernel", "kernel gradient"):
        assert picture.panel(name).picks["weight"].tolist() == np.arange(9).reshape(3, 3).tolist()
    window, met = picture.panel("input").outlines
    assert (window.row, window.column, window.height, window.width) == (1, 1, 3, 3)
    assert (met.row, met.column) == (3, 3), "the last weight of the last window"
    assert "kernel gradient, row 2, column 2" in picture.formula
    Canvas().draw(picture)


def test_its_code_runs_as_it_is_written():
    picture = gradient([[0, 1], [0, 0]])
    found = eval(picture.code, {"conv2d_backward": conv2d_backward, "samples": samples})
    np.testing.assert_array_equal(found[1], picture.panel("kernel gradient").values)


def test_nudging_leaves_its_argument_alone():
    kernel = KERNEL.copy()
    by_nudging(lambda moved: float(moved.sum()), kernel)
    np.testing.assert_array_equal(kernel, KERNEL)
    assert within(1e-12) == "less than 0.000001" and within(0.5) == "0.5"
