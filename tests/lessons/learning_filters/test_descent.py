"""Gradient descent on one weight: the steps, the limit of the learning rate, and what is said of them."""

import nbformat
import numpy as np
import pytest
import refresh

from cnnlib.canvas import Canvas
from cnnlib.lessons.learning_filters.descent import SMALL_IMAGE, descend, descent_picture, losses_of


def picture_of(start=0.0, rate=0.05, brightness=1, with_relu=False):
    image = brightness * SMALL_IMAGE
    weights = descend(start, rate, image, with_relu=with_relu)
    return descent_picture(image, 2 * image, weights, learning_rate=rate, with_relu=with_relu)


def test_the_three_steps_by_hand():
    weights = descend(0, 0.1, steps=2)
    assert weights == [0, 1, 1.5]
    assert losses_of(weights, SMALL_IMAGE, 2 * SMALL_IMAGE).tolist() == [10, 2.5, 0.625]


@pytest.mark.parametrize(("brightness", "at_once", "limit"), [(1, 0.2, 0.4), (2, 0.05, 0.1)])
def test_the_limits_that_the_notebook_states(brightness, at_once, limit):
    image = brightness * SMALL_IMAGE
    assert descend(0, at_once, image)[1:] == pytest.approx([2] * 10)
    assert descend(0, limit, image) == pytest.approx([0, 4] * 5 + [0])
    assert abs(descend(0, limit - 0.01, image)[-1] - 2) < 2 < abs(descend(0, limit + 0.01, image)[-1] - 2)
    curvature = 2 * np.square(image).mean()
    assert curvature == {1: 5, 2: 20}[brightness] and 2 / curvature == pytest.approx(limit)


def test_the_slope_is_five_times_the_distance_from_the_bottom():
    for w in (-1.0, 0.0, 3.5):
        image, nudge = SMALL_IMAGE, 1e-4
        above, below = losses_of([w + nudge, w - nudge], image, 2 * image)
        assert (above - below) / (2 * nudge) == pytest.approx(5 * (w - 2))


def test_a_larger_rate_can_be_slower():
    slow, fast = (abs(descend(0, rate)[-1] - 2) for rate in (0.35, 0.2))
    assert slow > 0.1 > fast


def test_a_rate_of_0_3_jumps_across_and_arrives():
    weights = descend(0, 0.3)
    assert weights[:3] == pytest.approx([0, 3, 1.5]) and abs(weights[-1] - 2) < 0.01
    distances = np.abs(np.array(weights) - 2)
    np.testing.assert_allclose(distances[1:], distances[:-1] / 2)


def test_the_caption_says_what_the_steps_do():
    assert picture_of().caption == (
        "From w = 0, 10 steps with learning rate 0.05 end at w = 1.89. The loss goes from 10 to 0.03."
    )
    assert picture_of().formula == (
        "first step: w ← w − learning_rate · gradient = 0 − 0.05 · (−10) = 0.5\n"
        "w: 0 → 0.5 → 0.88 → 1.16 → 1.37 → 1.53 → 1.64 …"
    )
    assert picture_of(rate=0.4).caption.endswith("Each jump ends exactly as high as it began.")
    assert picture_of(rate=0.45).caption.endswith("Each jump ends higher than it began. 7 dots are outside the chart.")
    assert picture_of(rate=0.1, brightness=2).caption.endswith("Each jump ends exactly as high as it began.")
    assert picture_of(start=-1, with_relu=True).caption.endswith("The slope is 0 there, so no step moves w.")
    assert "slope is 0" not in picture_of(start=2).caption, "it has arrived"


def test_the_legend_lists_what_is_drawn():
    def listed(*settings):
        return list(picture_of(*settings).panel("loss").series)

    assert listed() == listed(6, 0.5) == ["loss", "steps", "first slope"]
    assert listed(6, 0.05, 2) == ["loss", "steps"], "the first step reaches the bottom"
    assert listed(6, 0.35, 2) == ["loss"] and not picture_of(6, 0.35, 2).panel("loss").here
    assert (0, 40) in picture_of(0, 0.1, 2).panel("loss").here and (6, 40) in picture_of(6).panel("loss").here


def test_a_step_can_kill_a_filter():
    weights = descend(6, 0.35, with_relu=True)
    assert weights[1:] == [-1.0] * 10
    picture = picture_of(6, 0.35, with_relu=True)
    assert picture.caption.endswith("The slope is 0 there, so no step moves w.")
    assert picture.panel("output").values.tolist() == [[0, 0], [0, 0]]
    assert losses_of([-2, -1, 0], SMALL_IMAGE, 2 * SMALL_IMAGE, with_relu=True).tolist() == [10] * 3, "flat"


@pytest.mark.parametrize("rate", [0.05, 0.2, 0.5])
@pytest.mark.parametrize("with_relu", [False, True])
def test_every_dot_is_on_the_curve_and_on_the_chart(rate, with_relu):
    picture = picture_of(-2.0, rate, 2, with_relu)
    chart = picture.panel("loss")
    for w, loss in chart.here:
        assert chart.x_limits[0] <= w <= chart.x_limits[1] and chart.y_limits[0] <= loss <= chart.y_limits[1]
    Canvas().draw(picture)


def test_the_gradient_of_the_notebook_takes_the_same_steps():
    notebook = nbformat.read(refresh.NOTEBOOKS / "09_learning_filters.ipynb", as_version=4)
    cell = next(cell for cell in notebook.cells if cell.source.startswith("def gradient_of"))
    names = {}
    exec("from cnnlib import conv2d, conv2d_backward, relu, relu_backward\n" + cell.source, names)
    for with_relu in (False, True):
        for start in (-1.0, 0.0, 1.0, 6.0):
            w = start
            for expected in descend(start, 0.3, with_relu=with_relu):
                assert w == pytest.approx(expected)
                w -= 0.3 * names["gradient_of"](w, SMALL_IMAGE, with_relu)
