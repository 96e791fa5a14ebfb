"""Pictures of learning: gradients checked by nudging, training that arrives or explodes, and the notebook's claims."""

import re

import numpy as np
import pytest

from cnnlib import SGD, avg_pool2d, conv2d, conv2d_backward, cross_entropy_backward, fit, max_pool2d_backward, samples
from cnnlib.canvas import Canvas
from cnnlib.engine.training import Record
from cnnlib.lessons.learning_filters.exercises import GOAL, PRINTED, PRINTED_GRADIENT, PRINTED_IMAGE, loss_after
from cnnlib.lessons.learning_filters.fitting import fitting_picture
from cnnlib.lessons.learning_filters.pictures import gradient_picture, numerical_gradients
from cnnlib.lessons.training.experiment import BATCH, EPOCHS, FILE, FILTERS, RATE, digits, network, recorded
from cnnlib.lessons.training.pictures import training_picture
from cnnlib.pictures.common import mistakes_picture
from cnnlib.pictures.words import in_brief

TOY, KERNEL = samples.toy_input(), samples.toy_kernel()
EDGES = samples.KERNELS["vertical edges"]


def gradient(grad, **options):
    grad = np.asarray(grad, float)
    return gradient_picture(TOY, KERNEL, grad, *conv2d_backward(grad, TOY, KERNEL)[:2], **options)


def test_the_gradients_of_the_book():
    picture = gradient(np.ones((2, 2)), pixel=5, tap=0)
    assert picture.panel("input gradient").values.tolist() == [[2, 2, 1, 1], [2, 3, 4, 3], [1, 2, 5, 4], [1, 1, 2, 2]]
    assert picture.panel("kernel gradient").values.tolist() == [[4, 8, 8], [4, 4, 8], [8, 4, 4]]
    np.testing.assert_allclose(picture.panel("nudged input").values, picture.panel("input gradient").values)
    np.testing.assert_allclose(picture.panel("nudged kernel").values, picture.panel("kernel gradient").values)
    assert picture.panel("loss").values.tolist() == [[15 + 16 + 6 + 15]]
    assert picture.formula.splitlines()[1:] == [
        "input gradient, row 1, column 1: 1·1 + 1·0 + 1·0 + 1·2 = 3; by nudging: 3",
        "kernel gradient, row 0, column 0: 1·1 + 1·2 + 1·0 + 1·1 = 4; by nudging: 4",
    ]


def test_a_single_gradient_sends_the_window_and_the_kernel():
    picture = gradient([[0, 1], [0, 0]], position=1)
    np.testing.assert_array_equal(picture.panel("kernel gradient").values, TOY[0:3, 1:4])
    np.testing.assert_array_equal(picture.panel("input gradient").values[0:3, 1:4], KERNEL)
    assert not picture.panel("input gradient").values[3].any()
    assert picture.caption == (
        "The output gradient adds up to 1 and reaches 6 of 16 input cells and 7 of 9 weights; "
        "the largest difference from what nudging gives is less than 0.000001."
    )
    assert gradient([[0, 0], [1, 0]], position=2).panel("loss").values.tolist() == [[6]]
    assert TOY[0, 2] == 3 and KERNEL[0, 1] == 0, "a weight of 0 with a gradient of 3"


def test_a_wrong_gradient_would_show():
    back, weights = conv2d_backward(np.ones((2, 2)), TOY, KERNEL)[:2]
    picture = gradient_picture(TOY, KERNEL, np.ones((2, 2)), back, weights + 0.5)
    assert picture.caption.endswith("from what nudging gives is 0.5.")


def test_one_against_one_is_the_difference_of_two_windows():
    picture = gradient([[1, -1], [0, 0]])
    np.testing.assert_array_equal(picture.panel("kernel gradient").values, TOY[0:3, 0:3] - TOY[0:3, 1:4])
    doubled = gradient(2 * np.ones((2, 2))).panel("kernel gradient").values
    np.testing.assert_array_equal(doubled, 2 * gradient(np.ones((2, 2))).panel("kernel gradient").values)


def test_pressing_a_panel_of_a_gradient_picks_what_belongs_to_it():
    picture = gradient(np.ones((2, 2)), position=99, pixel=99, tap=99)
    assert picture.panel("output gradient").picks["position"].tolist() == [[0, 1], [2, 3]]
    assert picture.panel("input gradient").picks["pixel"].tolist() == np.arange(16).reshape(4, 4).tolist()
    assert picture.panel("kernel gradient").picks["tap"].tolist() == np.arange(9).reshape(3, 3).tolist()
    assert (picture.panel("output").outlines[0].row, picture.panel("output").outlines[0].column) == (1, 1)
    assert "kernel gradient, row 2, column 2" in picture.formula
    Canvas().draw(picture)


def test_nudging_leaves_its_arguments_alone():
    image, kernel = TOY.copy(), KERNEL.copy()
    numerical_gradients(image, kernel, np.ones((2, 2)))
    np.testing.assert_array_equal(image, TOY)
    np.testing.assert_array_equal(kernel, KERNEL)


def edge_losses(rate, steps=200):
    """The training of the notebook, in its own type."""
    photo = (samples.camera()[16:80, 36:100] - 0.5).astype(np.float32)
    target, kernel, losses = conv2d(photo, EDGES), np.zeros((3, 3), np.float32), []
    with np.errstate(all="ignore"):
        for _ in range(steps + 1):
            output = conv2d(photo, kernel)
            error = output - target
            losses.append(np.square(error, dtype=float).mean())
            picture = fitting_picture(photo, kernel, output, EDGES, target, losses, steps=steps)
            kernel = kernel - rate * conv2d_backward(2 * error / error.size, photo, kernel)[1]
    return losses, picture


def test_an_edge_filter_is_learned():
    losses, picture = edge_losses(0.5)
    assert losses[-1] < 0.001 and picture.progress == 1
    assert np.abs(picture.panel("kernel").values - EDGES).max() < 0.4
    columns = picture.panel("kernel").values.mean(axis=0)
    assert columns[0] < -1 and abs(columns[1]) < 0.1 and columns[2] > 1
    Canvas().draw(picture)


def test_learning_rates_too_small_faster_and_too_large():
    assert 0.05 < edge_losses(0.05)[0][-1] < 0.2
    assert edge_losses(1)[0][50] < edge_losses(0.5)[0][50] / 5
    losses = edge_losses(1.5)[0]
    assert min(losses[:10]) < 0.15 < 1e6 < losses[-1]
    losses, picture = edge_losses(5)
    assert np.isnan(losses[-1]) and np.isnan(picture.panel("kernel").values).all()
    assert picture.caption == (
        "Step 200 of 200: the loss is NaN, and the weight that is furthest from the target kernel differs by NaN. "
        "Each step overshoots by more than the one before: the learning rate is too large. "
        "From step 2 on, the loss is higher than the chart."
    )
    assert not any("chart" in edge_losses(rate)[1].caption for rate in (0.05, 0.5, 1))
    Canvas().draw(picture)


def test_a_kernel_that_grows_without_end_is_drawn():
    _losses, picture = edge_losses(5, steps=20)
    assert re.search(r"the loss is \de\+\d\d,", picture.caption)
    assert picture.panel("kernel").note.startswith("largest: ")
    Canvas().draw(picture)
    assert [in_brief(value) for value in (float("inf"), -2e9, 12.345, 0.5)] == ["∞", "−2e+09", "12.35", "0.5"]


def test_the_recorded_run():
    run = recorded()
    assert len(run.records) == EPOCHS and run.weights.shape == (EPOCHS + 1, FILTERS, 1, 3, 3)
    assert FILE.stat().st_size < 20_000
    np.testing.assert_allclose(run.weights[0], network().layers[0].parameters["weight"], atol=1e-3)
    np.testing.assert_allclose(run.weights[-1], run.model.layers[0].parameters["weight"], atol=1e-3)
    images, truth = digits()[2]
    right = (run.model(images).argmax(axis=1) == truth).mean()
    assert right == run.records[-1].held_out
    assert (round(100 * right), round(100 * (network()(images).argmax(axis=1) == truth).mean())) == (98, 9)
    moved = np.abs(np.diff(run.weights, axis=0)).mean(axis=(1, 2, 3, 4))
    assert min(moved[:5]) > max(moved[5:])
    assert sum(row.parameters for row in run.model.rows()) == 1898


def test_the_recorded_run_can_be_made_again():
    x, labels, held_out = digits()
    model = network()
    descent = SGD(model, RATE, momentum=0)
    *_, record = fit(model, x, labels, optimizer=descent, epochs=2, batch_size=BATCH, held_out=held_out)
    old = recorded().records[1]
    assert record.loss == pytest.approx(old.loss, rel=0.02) and record.held_out == pytest.approx(old.held_out, abs=0.02)


def test_the_second_filter_was_born_dead():
    run = recorded()
    assert (run.weights[0, 1] < 0).sum() == 8
    moved = np.abs(run.weights[-1] - run.weights[0]).max(axis=(1, 2, 3))
    assert moved[1] < 0.01 and np.delete(moved, 1).min() > 0.3
    assert (run.model.layers[0](digits()[0])[:, 1] > 0).mean() < 0.01


def test_a_rate_that_is_too_large_leaves_a_network_that_guesses():
    x, labels, held_out = digits()
    model = network()
    *_, last = fit(model, x, labels, optimizer=SGD(model, 1, momentum=0), epochs=3, batch_size=BATCH, held_out=held_out)
    assert last.held_out < 0.12 and 2.3 < last.loss < 2.4
    hidden = held_out[0]
    for layer in model.layers[:5]:
        hidden = layer(hidden)
    assert (hidden > 0).mean() < 0.01, "the ReLUs are shut"
    picture = training_picture([last], model.layers[0].parameters["weight"], recorded().weights[0], epochs=3)
    assert picture.caption.endswith("With ten digits, 10 % is what guessing gets.")


def test_the_picture_of_training_tells_how_it_stands():
    run = recorded()
    first = training_picture([], run.weights[0], run.weights[0], epochs=EPOCHS)
    assert first.progress == 0 and first.caption == "Before the first of 40 epochs: all weights are random."
    last = training_picture(run.records, run.weights[-1], run.weights[0], epochs=EPOCHS)
    assert last.progress == 1 and last.formula == "7,200 steps, a run that was recorded"
    assert last.caption == (
        "After 40 of 40 epochs: the loss is 0.05; 98.7 % of the digits learned from were "
        "read right on the way through this epoch, and 98.1 % of the held-out digits at its end."
    )
    timed = run.records[0]._replace(seconds=1.25)
    assert training_picture([timed], run.weights[1], run.weights[0], epochs=1).formula == (
        "180 steps in 1.2 s of training"
    )
    canvas = Canvas()
    for picture in (first, last):
        canvas.draw(picture)
        assert canvas.size == (900, 430)


def test_training_that_ends_in_nan_says_so():
    nan = float("nan")
    weights = np.full((8, 1, 3, 3), nan)
    picture = training_picture([Record(1, 180, nan, 0.1, 0.1, 1.0)], weights, 0 * weights, epochs=2)
    assert "the loss is NaN" in picture.caption and "the weights overflowed" in picture.caption
    Canvas().draw(picture)


def test_the_mistakes_that_the_notebook_speaks_of():
    images, truth = digits()[2]
    scores = recorded().model(images)
    captions = [mistakes_picture(images, truth, scores, chosen=chosen).caption for chosen in (0, 1)]
    assert captions == [
        "7 of 360 digits are read wrong; number 1 shows 9 and was read as 8, with a probability of 51 %; 9 got 43 %.",
        "7 of 360 digits are read wrong; number 2 shows 5 and was read as 0, with a probability of 94 %; 5 got 1 %.",
    ]
    picture = mistakes_picture(images, truth, scores, chosen=99)
    assert picture.panel("mistakes").chosen == 6
    assert picture.panel("mistakes").picks["chosen"].tolist() == [[0, 1, 2, 3], [4, 5, 6, -1]]
    best = np.sort(scores, axis=1)
    assert (best[:, -1] - best[:, -2]).min() > 0.01, "rounding on another machine changes no answer"
    Canvas().draw(picture)


def test_no_mistakes_is_a_picture_too():
    picture = mistakes_picture(np.zeros((1, 1, 8, 8)), np.array([3]), np.eye(10)[[3]])
    assert picture.caption == "All 1 digits are read right."
    Canvas().draw(picture)


def test_only_winners_get_a_gradient_in_the_network_too():
    digit = samples.digit(3)
    assert np.count_nonzero(max_pool2d_backward(np.ones((4, 4)), digit, 2)) == 16 == digit.size / 4
    x, labels, _held_out = digits()
    model = recorded().model
    back = cross_entropy_backward(model(x[:100]), labels[:100])
    for layer in reversed(model.layers[2:]):
        back = layer.backward(back)
    assert 0.24 < np.count_nonzero(back) / back.size <= 0.25
    assert (avg_pool2d(back != 0, 2) <= 0.25).all(), "at most one in each window"


def test_the_numbers_in_the_hints():
    assert [loss_after(rate) < GOAL for rate in (0.1, 0.5, 0.6, 1, 1.2, 1.4, 2)] == [
        False,
        False,
        True,
        True,
        True,
        False,
        False,
    ]
    right = conv2d_backward(PRINTED_GRADIENT, PRINTED_IMAGE, np.zeros((3, 3)))[1]
    assert np.argwhere(right != PRINTED).tolist() == [[1, 2]] and right[1, 2] == 7
    np.testing.assert_array_equal(right, conv2d(PRINTED_IMAGE, PRINTED_GRADIENT))
