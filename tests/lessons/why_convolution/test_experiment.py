"""The permutation lab, its record, and the numbers in the exercises of ``01_why_convolution``."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lessons.why_convolution.right_answers import RIGHT, SECRETS

from cnnlib import lessons, samples
from cnnlib.check import check
from cnnlib.engine.layers import Conv2d, Linear
from cnnlib.engine.shapes import SettingError
from cnnlib.lessons.why_convolution import function
from cnnlib.lessons.why_convolution.experiment import (
    EPOCHS,
    NETWORKS,
    ORDERS,
    SEEDS,
    network,
    recorded,
    shuffle,
    shuffled,
    train,
)


def parameters(layer):
    return sum(parameter.size for parameter in layer.parameters.values())


def wrong():
    """Held-out digits read wrong at the end, of 360: (2 networks, 2 orders, 5 seeds)."""
    counts = 360 * (1 - recorded()[..., -1])
    np.testing.assert_allclose(counts, counts.round(), atol=1e-9)
    return counts.round().astype(int)


def test_the_shuffle_is_the_one_of_the_record():
    assert sorted(shuffle()) == list(range(64))
    assert np.array_equal(shuffle(), shuffle())
    image = samples.digit(3)
    assert np.array_equal(shuffled(image).ravel(), image.ravel()[shuffle()])


def test_all_images_are_shuffled_alike_and_nothing_is_lost():
    images = samples.digits()[0][:5]
    before = images.copy()
    after = shuffled(images)
    assert after.shape == images.shape and after.dtype == images.dtype
    assert np.array_equal(images, before)
    for one, other in zip(images, after, strict=True):
        assert np.array_equal(shuffled(one), other)
        assert np.array_equal(other.ravel()[np.argsort(shuffle())], one.ravel())


def test_the_networks_have_the_parameters_that_the_notebook_tells():
    counts = [sum(row.parameters for row in network(name).rows((1, 8, 8))) for name in NETWORKS]
    assert counts == [4810, 1898]
    assert 0.39 < counts[1] / counts[0] < 0.4


def test_a_twin_with_shuffled_weights_gives_the_same_answers():
    images = samples.digits_split()[2]
    for seed in range(3):
        plain, twin = network("affine", seed=seed), network("affine", seed=seed)
        twin.layers[1].parameters["weight"][...] = plain.layers[1].parameters["weight"][:, shuffle()]
        answers = plain.forward(images / 16)
        np.testing.assert_allclose(twin.forward(shuffled(images) / 16), answers, atol=1e-5)
        assert np.abs(plain.forward(shuffled(images) / 16) - answers).max() > 0.1, "the weights must move along"


def test_what_does_not_exist_is_refused_before_any_training():
    with pytest.raises(SettingError, match="'mlp'"):
        network("mlp")
    with pytest.raises(SettingError, match="'upside down'"):
        train("cnn", "upside down")
    with pytest.raises(SettingError, match="'mlp'"):
        train("mlp", "shuffled")


def test_the_record_is_complete():
    assert recorded().shape == (len(NETWORKS), len(ORDERS), len(SEEDS), EPOCHS)
    assert ((recorded() > 0.2) & (recorded() <= 1)).all()


def test_what_the_notebook_says_of_the_record():
    (plain, mixed), (cnn, cnn_mixed) = wrong()
    assert (mixed - plain).tolist() == [0, 2, 1, 1, 0], "none for seeds 0 and 4, one or two for the others"
    assert mixed.min() <= plain.max(), "the ranges of the Affine network overlap"
    assert cnn_mixed.min() > cnn.max(), "the best shuffled run is worse than the worst in order"
    assert 1.9 < cnn_mixed.mean() / cnn.mean() < 2.2
    assert abs(cnn.mean() - plain.mean()) < 0.5
    assert (cnn[2], cnn[3]) == (10, 5) and round(100 * cnn[2] / 360, 2) == 2.78
    assert recorded()[0, :, :, -1].min() > 0.97, "about 98 % of the digits right"
    assert round(100 / 360, 2) == 0.28


@pytest.mark.parametrize(
    ("name", "order", "seed"), [("affine", "shuffled", 0), ("cnn", "in order", 1), ("cnn", "shuffled", 0)]
)
def test_a_live_run_agrees_with_the_record(name, order, seed):
    held_out = [record.held_out for record in train(name, order, seed=seed)]
    known = recorded()[NETWORKS.index(name), ORDERS.index(order), seed, -1]
    assert abs(held_out[-1] - known) * 360 < 2.5


# The exercises.


def message(exercise_id, answer):
    return check(exercise_id, answer).message


def test_the_notebook_has_four_predictions_and_five_exercises():
    assert [exercise.id for exercise in lessons.exercises_of("why")] == list(RIGHT)


@pytest.mark.parametrize("exercise_id", ["why-predict-1", "why-predict-2", "why-predict-4", "why-1", "why-2"])
def test_no_feedback_on_a_wrong_answer_tells_the_answer(exercise_id):
    candidates = [*range(-2, 60), 784, 7850, 51250, 2.5, "text", ..., *[(r, c) for r in range(6) for c in range(28)]]
    for answer in candidates:
        feedback = check(exercise_id, answer, hint=3)
        if feedback.status == "right":
            assert any(np.array_equal(answer, right) for right in RIGHT[exercise_id])
            continue
        assert not re.search(SECRETS[exercise_id], feedback.message, re.IGNORECASE), (answer, feedback)


def test_numbers_in_the_place_to_predict():
    assert np.ravel_multi_index((6, 3), (8, 8)) == 51
    assert np.ravel_multi_index((6, 3), (8, 8), order="F") == np.ravel_multi_index((3, 6), (8, 8)) == 30
    assert (5 * 8 + 3, 6 * 8, 6 * 3, 6 + 3) == (43, 48, 18, 9)


def test_numbers_in_the_neuron_to_predict():
    pixels, weights = np.array([2, 0, 5]), np.array([1, 4, 3])
    order = [2, 0, 1]
    assert pixels[order].tolist() == [5, 2, 0] and pixels[order] @ weights[order] + 1 == pixels @ weights + 1 == 18
    assert pixels[order] @ weights + 1 == 14
    assert pixels.sum() * weights.sum() + 1 == 57 and pixels.sum() + weights.sum() + 1 == 16


def test_numbers_in_the_counts():
    assert parameters(Linear(784, 10)) == 7850 and parameters(Linear(1024, 50)) == 51250
    assert (10 * 784, 10 * 784 + 1, 784 + 1, 10 * (28 + 1), 2 * 10 * 784) == (7840, 7841, 785, 290, 15680)
    assert parameters(Conv2d(1, 10, 3)) == 100 and parameters(Linear(64, 10)) == 650
    assert (50 * 1024, 50 * 1024 + 1, 1024 + 1, 50 * (32 + 1), 2 * 50 * 1024) == (51200, 51201, 1025, 1650, 102400)
    assert 50 * 1024 + 1024 == 52224 and parameters(Conv2d(1, 50, 3)) == 500
    assert parameters(Linear(64, 64)) == 4160 and parameters(Linear(64, 10)) == 650


def test_numbers_in_the_pixel_to_find_again():
    assert np.unravel_index(100, (28, 28)) == (3, 16) and 3 * 28 == 84 and 4 * 28 == 112
    assert np.unravel_index(99, (28, 28)) == (3, 15)
    assert divmod(100, 8) == (12, 4)


@given(st.integers(-1, 30), st.integers(-1, 300))
def test_any_layer_with_as_many_parameters_as_the_filters_is_right(side, neurons):
    feedback = check("why-3", {"side": side, "neurons": neurons})
    possible = side > 0 and neurons > 0
    right = possible and neurons * (side**2 + 1) == parameters(Conv2d(1, 20, 5))
    assert feedback.status == ("right" if right else "wrong")
    assert ("at least 1" in feedback.message) == (not possible)
    if possible and not right:
        assert f"Your layer has {neurons * (side**2 + 1)} parameters." in feedback.message
    if "fewer weights than a filter" in feedback.message:
        assert side < 5
    if "Are the biases" in feedback.message:
        assert neurons * side**2 == 20 * 25
    if "Too many" in feedback.message:
        assert neurons * (side**2 + 1) > 520
    if "Too few" in feedback.message:
        assert neurons * (side**2 + 1) < 520


def test_every_letter_has_feedback_of_its_own():
    for exercise_id, letters in (("why-predict-3", "abce"), ("why-4", "abd")):
        said = {message(exercise_id, letter) for letter in letters}
        assert len(said) == len(letters)
        assert not any(lessons.find(exercise_id).first in each for each in said)


def test_typical_wrong_shuffles_get_their_hint_in_other_spellings_too():
    def by_argsort(images, order):
        result = np.empty_like(images)
        for number, image in enumerate(images):
            flat = np.empty(image.size, image.dtype)
            flat[order] = image.ravel()
            result[number] = flat.reshape(image.shape)
        return result

    def into_zeros(images, order):
        result = np.zeros(images.shape)
        for number, image in enumerate(images):
            result[number] = image.ravel()[order].reshape(image.shape)
        return result

    def in_place(images, order):
        for number in range(len(images)):
            images[number] = images[number].ravel()[order].reshape(images[number].shape)
        return images

    def across_images(images, order):
        return images.ravel()[::-1].reshape(images.shape)

    expected = {
        by_argsort: "That is the way back",
        into_zeros: "numbers became float64",
        in_place: "have changed, too",
        across_images: "should hold its own pixels",
    }
    for each, hint in expected.items():
        assert hint in message("why-5", each), each.__name__
    images, order = np.arange(8).reshape(2, 2, 2), np.array([1, 2, 3, 0])
    assert not np.array_equal(function._backwards(images, order), function._right(images, order))
