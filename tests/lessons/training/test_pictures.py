"""The pictures of ``10_training``: a run beside the run before it, filters that have learned, a gap, and mistakes."""

import numpy as np
import pytest

from cnnlib import conv2d, relu, samples
from cnnlib.canvas import Canvas
from cnnlib.engine.training import Record
from cnnlib.lessons.training.experiment import digits, first_records, recorded_run
from cnnlib.lessons.training.films import overfitting_film, training_film
from cnnlib.lessons.training.gap import overfitting_picture
from cnnlib.lessons.training.overfitting import recorded_course, recorded_scores
from cnnlib.lessons.training.pictures import filters_picture, training_picture
from cnnlib.pictures import mistakes_picture


def filters(epoch=1, digit=3, chosen=0):
    run, image = recorded_run(), samples.digit(digit)[None] / 16
    maps = [relu(conv2d(image, run.weights[each], run.biases[each], padding=1)) for each in (0, epoch)]
    return filters_picture(image, (run.weights[0], run.weights[epoch]), maps, epoch=epoch, chosen=chosen)


def test_a_run_is_told_and_drawn_beside_the_run_before():
    before = first_records()
    so_far = [record._replace(seconds=1.25) for record in before[:5]]
    picture = training_picture(so_far, before)
    assert picture.caption == (
        "After 5 of 20 epochs: the loss is 0.73; the network reads 83.6 % of the training digits and 82.2 % of the "
        "validation digits. The grey run read 94.4 % of the validation digits."
    )
    assert picture.formula == "675 steps in 1.2 s of training" and picture.progress == 0.25
    for name, lines in (("loss", 1), ("accuracy", 2)):
        panel = picture.panel(name)
        assert len(panel.series) == len(panel.ghosts) == lines and set(panel.roles) == {"plain"}
        assert panel.note.endswith("thin grey: the run before")
        assert [len(x) for x, _y in panel.series.values()] == [5] * lines
        assert [len(x) for x, _y in panel.ghosts.values()] == [20] * lines
    Canvas().draw(picture)


def test_the_picture_before_the_start_shows_the_run_before_alone():
    picture = training_picture([], first_records())
    assert picture.progress == 0 and picture.formula == "no step so far"
    assert (
        picture.caption
        == "Before the first of 20 epochs: all weights are random. The grey run read 94.4 % of the validation digits."
    )
    assert training_picture([], []).panel("loss").ghosts["training digits"][0].size == 0
    canvas = Canvas()
    for each in (picture, training_picture(first_records(), first_records())):
        canvas.draw(each)
        assert canvas.size == (900, 290)


def test_guessing_and_numbers_that_overflow_are_named():
    guess = Record(1, 135, 2.31, 0.1, 0.1, 1.0)
    assert training_picture([guess]).caption.endswith("Guessing gets about 10 %.")
    lost = guess._replace(loss=float("nan"))
    assert "the weights overflowed" in training_picture([lost]).caption
    Canvas().draw(training_picture([lost, guess._replace(loss=1e30)]))


def test_filters_and_maps_belong_together():
    picture = filters(epoch=20, chosen=5)
    assert np.array_equal(picture.panel("kernel").values, picture.panel("filters").values[5])
    assert np.array_equal(picture.panel("kernel before").values, picture.panel("filters before").values[5])
    run, image = recorded_run(), samples.digit(3)[None] / 16
    for name, epoch in (("map before", 0), ("map", 20)):
        expected = relu(conv2d(image, run.weights[epoch], run.biases[epoch], padding=1))[5]
        np.testing.assert_array_equal(picture.panel(name).values, expected)
    for name in ("filters before", "filters"):
        panel = picture.panel(name)
        assert panel.picks["chosen"].tolist() == [[0, 1, 2, 3], [4, 5, 6, 7]] and panel.chosen == 5
    assert picture.panel("input").colours == "ink"
    Canvas().draw(picture)


def test_the_caption_tells_how_far_a_filter_has_moved():
    assert filters(0).caption == (
        "Before training: all weights are random. The map of filter 0 has 49 of 64 cells above 0."
    )
    assert filters(20, chosen=1).caption == (
        "After epoch 20: the weights of filter 1 have moved by 0.0004 on average, those of all filters by 0.36. "
        "The map of filter 1 has 0 of 64 cells above 0."
    )


@pytest.mark.parametrize(("digits", "shift"), [(100, 0), (100, 1), (1000, 2)])
def test_the_gap_is_drawn_and_the_recorded_runs_come_at_the_end(digits, shift):
    course = recorded_course(digits, shift)
    middle = overfitting_picture(course[:9], recorded_course(), digits=digits, shift=shift)
    end = overfitting_picture(course, recorded_course(), digits=digits, shift=shift)
    assert [len(column) for column in middle.panel("runs").values] == [0] * 4
    assert middle.panel("runs").note == "shown at the end of your run"
    ends = 100 * recorded_scores(digits, shift)[:, -1]
    np.testing.assert_allclose(np.array(end.panel("runs").values), ends.T)
    assert (middle.progress, end.progress) == (800 / 3000, 1)
    lines, ghosts = end.panel("accuracy").series, end.panel("accuracy").ghosts
    assert list(lines) == list(ghosts) == ["training digits", "validation digits", "validation digits, moved"]
    assert lines["validation digits"][1][-1] == pytest.approx(ends[0, 1])
    canvas = Canvas()
    for each in (middle, end):
        canvas.draw(each)
        assert canvas.size == (900, 380)


def test_the_caption_of_the_gap_has_its_numbers():
    picture = overfitting_picture(recorded_course(100, 1), digits=100, shift=1)
    assert picture.caption == (
        "After 3,000 steps with 100 digits shifted by up to 1 pixel: the network reads 100 % of its training digits. "
        "Of the validation digits it reads 93.1 %, moved by a pixel 89.6 %, with thinner lines 81.7 %."
    )
    assert picture.formula.splitlines() == [
        "gap = 100 − 93.1 = 6.9 points",
        "validation digits read best after 3,000 steps: 93.1 %",
    ]
    learned = overfitting_picture(recorded_course(100, 0), digits=100, shift=0)
    (dot,) = learned.panel("accuracy").here
    assert dot == pytest.approx((1400, 88.9), abs=0.05) and "after 1,400 steps: 88.9 %" in learned.formula
    assert picture.panel("runs").labels == (
        "training\n100 %",
        "validation\n91.4 %",
        "moved\n87.4 %",
        "thinner\n72.6 %",
    )
    start = overfitting_picture(recorded_course(1000, 0)[:1], digits=1000, shift=0)
    assert start.caption == "Before the first step, with 1,000 digits in their places."


def test_the_mistakes_that_the_notebook_speaks_of():
    images, labels = digits().test
    scores = recorded_run().model(images)
    pictures = [mistakes_picture(images, labels, scores, chosen=chosen, reveal=True) for chosen in range(7)]
    words = ("9 → 8", "9 → 1", "5 → 0", "9 → 7", "2 → 7", "9 → 5", "6 → 0")
    assert all(picture.panel("mistakes").labels == words for picture in pictures)
    assert pictures[6].caption == (
        "7 of 360 digits are read wrong. The one in the dark frame shows 6 and was read as 0, with probability 0.49; 6 "
        "got 0.02."
    )
    assert "shows 2 and was read as 7, with probability 0.995" in pictures[4].caption
    best = np.sort(scores, axis=1)
    assert (best[:, -1] - best[:, -2]).min() > 0.01, "rounding on another machine changes no answer"
    wrong = np.flatnonzero(scores.argmax(axis=1) != labels)
    second = np.argsort(scores[wrong], axis=1)[:, -2]
    assert np.flatnonzero(second == labels[wrong]).tolist() == [0, 2, 4], "9 → 8, 5 → 0, 2 → 7"
    Canvas().draw(pictures[4])


def test_a_covered_mistake_tells_nothing_of_itself():
    images, labels = digits().test
    picture = mistakes_picture(images, labels, recorded_run().model(images), chosen=4, reveal=False)
    assert set(picture.panel("mistakes").labels) == {"?"} and not picture.panel("probabilities").values.any()
    assert picture.caption == "7 of 360 digits are read wrong. Which digit is in the dark frame?"
    assert picture.panel("mistakes").picks["chosen"].tolist() == [[0, 1, 2, 3], [4, 5, 6, -1]]
    assert "✓" not in "".join(picture.panel("probabilities").labels)


def test_a_film_shows_the_run_before():
    records = first_records()
    film = training_film(lambda filters=8: records[:filters])
    first, *_others, last = film(filters=3)
    assert first.progress == 0 and "94.4 %" in first.caption and last.progress == 3 / 20
    assert len(next(film(filters=2)).panel("loss").ghosts["training digits"][0]) == 3
    start = next(overfitting_film()())
    assert len(start.panel("accuracy").ghosts["training digits"][0]) == 31
