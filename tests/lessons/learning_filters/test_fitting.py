"""The film of a kernel that learns edges: what its pictures say, and the numbers of notebook 09."""

import numpy as np
import pytest

from cnnlib import conv2d, conv2d_backward, samples, windows
from cnnlib.canvas import Canvas
from cnnlib.lessons.learning_filters.fitting import HIGHEST, LOWEST, fitting_picture

EDGES = samples.KERNELS["vertical edges"]
PHOTO = samples.camera()[16:80, 36:100] - 0.5


def film(learning_rate, momentum=0.0, steps=50):
    """The training of the notebook: its losses, its last kernel and its last picture."""
    target, kernel, velocity, losses = conv2d(PHOTO, EDGES), np.zeros((3, 3)), np.zeros((3, 3)), []
    for _ in range(steps + 1):
        last, error = kernel, conv2d(PHOTO, kernel) - target
        losses.append((error**2).mean())
        velocity = momentum * velocity + conv2d_backward(2 * error / error.size, PHOTO, kernel)[1]
        kernel = kernel - learning_rate * velocity
    settings = {"steps": 50, "learning_rate": learning_rate, "momentum": momentum}
    return losses, last, fitting_picture(PHOTO, last, EDGES, target, losses, **settings)


def test_the_losses_that_the_notebook_states():
    found = {settings: film(*settings)[0] for settings in [(0.1, 0), (0.1, 0.9)]}
    assert [round(losses[0], 2) for losses in found.values()] == [0.35, 0.35]
    assert (round(found[0.1, 0][-1], 2), round(found[0.1, 0.9][-1], 3)) == (0.19, 0.003)


def test_the_column_is_right_before_its_rows_are():
    kernel = film(1.3)[1]
    assert round(kernel[:, 0].sum(), 2) == -3.99 and EDGES[:, 0].sum() == -4
    assert np.abs(kernel[:, 0] - EDGES[:, 0]).max() > 0.2


def test_the_limit_is_that_of_the_steepest_direction():
    patches = windows(PHOTO, (3, 3)).reshape(9, -1)
    curvatures, directions = np.linalg.eigh(2 * patches @ patches.T / patches.shape[1])
    assert (round(curvatures[-1], 2), round(2 / curvatures[-1], 2)) == (1.52, 1.32)
    np.testing.assert_allclose(np.abs(directions[:, -1]), 1 / 3, atol=0.02)  # all nine weights together
    assert abs(1 - 2 * curvatures[-1]) == pytest.approx(2, abs=0.05), "at a rate of 2 the error doubles"
    error = directions.T @ EDGES.ravel()
    assert abs(error[-1]) < 0.05 < 3 < np.abs(error).max(), "at first it is tiny"
    assert curvatures[:-1].max() < 0.1, "all other directions are gentle"
    assert film(1.3)[0][-1] < 0.002 and film(1.5)[0][-1] > 1e6 and min(film(1.5)[0]) < 0.15


def test_a_rate_of_2_falls_first_and_then_explodes():
    losses, _kernel, picture = film(2)
    assert losses[0] > losses[1] > losses[2] and losses[10] > 100 < losses[-1]
    assert picture.caption == (
        "Learning rate 2, momentum 0, step 50 of 50: the loss is 2·10²⁷. It was lowest after step 3, 0.18, and grew "
        "from there. From step 9 on, it is higher than the chart: the line runs along the top."
    )


@pytest.mark.parametrize("learning_rate", [0.1, 0.5, 2, 5])
def test_the_loss_is_always_on_the_chart(learning_rate):
    for steps in (0, 1, 5, 50):
        _losses, _kernel, picture = film(learning_rate, steps=steps)
        (_steps, values), chart = picture.panel("loss").series["loss"], picture.panel("loss")
        assert chart.log and (values >= LOWEST).all() and (values <= HIGHEST).all()
        assert chart.here[0][0] == steps
        Canvas().draw(picture)


def test_a_film_opens_on_its_beginning():
    _losses, _kernel, picture = film(0.5, steps=0)
    assert not picture.panel("kernel").values.any() and not picture.panel("output").values.any()
    assert film(0.5)[2].progress == 1 and "largest" in film(5)[2].panel("kernel").note


def test_an_edge_filter_is_learned():
    losses, kernel, picture = film(0.5, 0.9)
    assert losses[-1] < 0.001 and np.abs(kernel - EDGES).max() < 0.2
    assert picture.formula == "velocity ← 0.9 · velocity + gradient; kernel ← kernel − 0.5 · velocity"


def test_a_loss_that_is_no_number_is_drawn():
    target, nan = conv2d(PHOTO, EDGES), float("nan")
    options = {"steps": 50, "learning_rate": 5}
    picture = fitting_picture(PHOTO, np.full((3, 3), nan), EDGES, target, [0.35, 0.2, nan], **options)
    assert "the loss is NaN. It was lowest after step 1, 0.2, and grew from there." in picture.caption
    Canvas().draw(picture)
