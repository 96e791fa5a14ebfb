"""The gradient of a pooling on its way back to the image."""

import numpy as np

from cnnlib import avg_pool2d_backward, max_pool2d_backward, samples
from cnnlib.lessons.learning_filters.pooling import pooling_gradient_picture

TOY = samples.toy_channels()[0]


def gradient(image, grad, kernel_size=2, kind="max", position=0, **options):
    backward = max_pool2d_backward if kind == "max" else avg_pool2d_backward
    grad = np.asarray(grad, float)
    back = backward(grad, image, kernel_size, **options)
    return pooling_gradient_picture(image, grad, back, kernel_size, kind=kind, position=position, **options)


def test_the_whole_gradient_goes_to_the_winner():
    picture = gradient(TOY, [[1, 2], [3, 4]], position=2)
    assert picture.panel("input gradient").values.tolist() == [[0, 1, 0, 0], [0, 0, 0, 2], [0, 0, 0, 4], [0, 3, 0, 0]]
    assert picture.formula.splitlines() == [
        "max(3, 0, 2, 4) = 4 stands in row 3, column 1: that cell gets the whole 3",
        "output gradients add up to 10; input gradients add up to 10",
    ]
    assert picture.caption == (
        "The gradient 3 of the window in row 1, column 0 goes to its largest pixel alone, in "
        "row 3, column 1; 4 of 16 input cells get a gradient that is not 0."
    )


def test_a_tie_goes_to_the_first_in_reading_order():
    tied = TOY.copy()
    tied[0, 0] = 2
    picture = gradient(tied, np.ones((2, 2)))
    assert picture.panel("input gradient").values[:2, :2].tolist() == [[1, 0], [0, 0]]
    assert "stands in row 0, column 0" in picture.formula


def test_a_pixel_that_wins_several_windows_gets_their_sum():
    picture = gradient(TOY, np.ones((2, 2)), 3, stride=1)
    back = picture.panel("input gradient").values
    assert back.max() == 2 and back.sum() == 4
    assert picture.code == "max_pool2d_backward(gradient, image, 3, stride=1)"


def test_an_average_shares_its_gradient_out():
    picture = gradient(TOY, np.ones((2, 2)), kind="average")
    assert (picture.panel("input gradient").values == 0.25).all()
    assert picture.formula == (
        "1 / 4 = 0.25 to each of the 4 cells of the window\noutput gradients add up to 4; input gradients add up to 4"
    )
    assert "is shared out: 0.25 to each of its 4 pixels" in picture.caption


def test_pressing_a_gradient_chooses_its_window():
    picture = gradient(TOY, np.ones((2, 2)), position=99)
    assert picture.panel("output gradient").picks["position"].tolist() == [[0, 1], [2, 3]]
    for name in ("input", "input gradient"):
        assert picture.panel(name).picks["position"].tolist() == [[0, 0, 1, 1]] * 2 + [[2, 2, 3, 3]] * 2
    assert (picture.panel("input").outlines[0].row, picture.panel("input").outlines[0].column) == (2, 2)
