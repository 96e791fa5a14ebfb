"""The digits, the networks and the recorded runs of ``10_training``, and every number that its text says of them."""

import numpy as np
import pytest

from cnnlib import SGD, accuracy, conv2d, cross_entropy, cross_entropy_backward, fit, relu, samples, softmax
from cnnlib.data.bitmaps import moved
from cnnlib.lessons.training import experiment, overfitting
from cnnlib.lessons.training.experiment import (
    BATCH,
    CHOSEN_RATE,
    EPOCHS,
    FIRST_RATE,
    RATES,
    SEEDS,
    digits,
    first_records,
    network,
    recorded_rates,
    recorded_run,
    weights_and_gradients,
)
from cnnlib.lessons.training.overfitting import COUNTS, SETS, SHIFTS, STEPS, learn, recorded_scores, shifted, versions


def percent(share):
    return round(100 * float(share), 1)


def test_the_three_sets_share_no_digit_and_are_all_digits():
    x, labels, validation, test = digits()
    parts = [(x, labels), validation, test]
    assert [len(each) for _images, each in parts] == [1077, 360, 360]
    everything = np.concatenate([images for images, _labels in parts])[:, 0] * 16
    assert sorted(map(bytes, everything.astype(np.uint8))) == sorted(map(bytes, samples.digits()[0]))
    assert all(len(images) == len(labels) for images, labels in parts)


def test_the_files_are_small():
    assert experiment.FILE.stat().st_size < 20_000 and overfitting.FILE.stat().st_size < 20_000


def test_the_five_steps_of_the_beginning():
    x, labels, validation, _test = digits()
    model, batch, right, losses = network(), x[:8], labels[:8], []
    for _step in range(5):
        scores = model(batch)
        losses.append(-np.log(softmax(scores)[range(8), right]).mean())
        assert losses[-1] == pytest.approx(cross_entropy(scores, right), rel=1e-5)
        model.backward(cross_entropy_backward(scores, right))
        for weight, gradient in weights_and_gradients(model):
            weight -= 0.1 * gradient
    assert losses == sorted(losses, reverse=True) and losses[0] > 2.7 and losses[-1] < 1.7
    same = network()
    for _step in range(5):
        same.backward(cross_entropy_backward(same(batch), right))
        SGD(same, 0.1, momentum=0).step()
    np.testing.assert_array_equal(same(batch), model(batch))
    assert accuracy(model, batch, right) == 3 / 8 and 0.1 < accuracy(model, *validation) < 0.14


def test_an_untrained_network_reads_nearly_every_digit_as_a_1():
    images, _labels = digits().validation
    assert (network()(images).argmax(axis=1) == 1).mean() > 0.9


def test_steps_of_an_epoch():
    assert -(-1077 // 8) == 135 and 1077 - 134 * 8 == 5 and -(-1077 // 128) == 9
    assert first_records()[-1].step == 135 * EPOCHS


def test_the_learning_rates_that_the_text_compares():
    rates = recorded_rates()
    first = {rate: percent(shares[0]) for rate, shares in zip(RATES, rates.validation, strict=True)}
    assert first == {0.001: 69.2, 0.003: 84.7, 0.01: 94.4, 0.03: 96.9, 0.1: 96.9, 0.3: 93.1, 1.0: 11.9}
    means = {rate: percent(shares.mean()) for rate, shares in zip(RATES, rates.validation, strict=True)}
    assert means[0.03] == 97.4 and means[0.1] == 97.8 and max(means, key=means.get) == CHOSEN_RATE
    assert round(100 / 360, 2) == 0.28
    assert percent(rates.test[RATES.index(CHOSEN_RATE), 0]) == 98.1


def test_recorded_rates_are_those_of_the_recorded_runs():
    assert first_records()[-1].held_out == recorded_rates().validation[RATES.index(FIRST_RATE), 0]
    _x, _labels, validation, test = digits()
    model = recorded_run().model
    assert accuracy(model, *validation) == recorded_rates().validation[RATES.index(CHOSEN_RATE), 0]
    assert accuracy(model, *test) == recorded_rates().test[RATES.index(CHOSEN_RATE), 0] == 353 / 360


def after(epochs, rate, batch, filters=8):
    x, labels, validation, _test = digits()
    model = network(filters)
    descent = SGD(model, rate, momentum=0)
    *_, last = fit(model, x, labels, optimizer=descent, epochs=epochs, batch_size=batch, held_out=validation)
    return last


def test_the_recorded_runs_can_be_made_again():
    last, old = after(2, FIRST_RATE, BATCH), first_records()[1]
    assert last.loss == pytest.approx(old.loss, rel=0.02) and last.held_out == pytest.approx(old.held_out, abs=0.02)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("rate", "batch", "filters", "expected"),
    [
        (0.1, 128, 8, 84),
        (0.3, 128, 8, 91),
        (0.1, 128, 16, 88),
        (0.1, 8, 1, 91),
        (0.1, 8, 16, 99),
        (0.1, 1077, 8, 57),
        (0.1, 8, 8, 97),
    ],
)
def test_other_settings_that_the_text_tells_of(rate, batch, filters, expected):
    assert 100 * after(EPOCHS, rate, batch, filters).held_out == pytest.approx(expected, abs=3)


def test_the_recorded_filters_are_those_of_the_network():
    run = recorded_run()
    assert run.weights.shape == (EPOCHS + 1, 8, 1, 3, 3) and run.biases.shape == (EPOCHS + 1, 8)
    first, last = network().layers[0].parameters, run.model.layers[0].parameters
    np.testing.assert_allclose(run.weights[0], first["weight"], atol=1e-3)
    np.testing.assert_allclose(run.weights[-1], last["weight"], atol=1e-3)
    np.testing.assert_allclose(run.biases[-1], last["bias"], atol=1e-3)


def test_the_filters_move_fastest_in_the_first_epoch():
    moves = np.abs(np.diff(recorded_run().weights, axis=0)).mean(axis=(1, 2, 3, 4))
    assert moves.argmax() == 0 and round(float(moves[0]), 2) == 0.13 and round(float(moves[-1]), 3) == 0.003


def test_the_first_epochs_shut_the_second_filter():
    run, x = recorded_run(), digits().x
    assert (run.weights[0, 1] < 0).sum() == 8
    assert np.abs(run.weights[-1, 1] - run.weights[0, 1]).max() < 0.01
    assert run.biases[0, 1] == 0 and run.biases[2, 1] / run.biases[-1, 1] > 0.99, "lowered in the first two epochs"
    awake = [relu(conv2d(x, run.weights[e], run.biases[e], padding=1))[:, 1] > 0 for e in (0, EPOCHS)]
    assert awake[0].mean() < 0.02, "almost all its sums are below 0 from the start"
    assert awake[0].any(axis=(1, 2)).sum() > 900 and awake[1].any(axis=(1, 2)).sum() < 5
    images = [samples.digit(digit)[None] / 16 for digit in range(10)]
    maps = [relu(conv2d(image, run.weights[-1], run.biases[-1], padding=1))[1] for image in images]
    assert not np.any(maps), "no digit of the explorer wakes it"


def ends(count, shift):
    return 100 * recorded_scores(count, shift)[:, -1]


def test_what_few_digits_and_shifts_lead_to():
    assert recorded_scores(100, 0).shape == (len(SEEDS), 31, len(SETS)) and COUNTS == (100, 1000)
    few, few_shifted, many = ends(100, 0), ends(100, 1), ends(1000, 0)
    assert (few[:, 0] == 100).all() and (few_shifted[:, 0] == 100).all() and (many[:, 0] == 100).all()
    assert [round(each) for each in (few[:, 2].mean(), few_shifted[:, 2].mean())] == [49, 87]
    assert [round(each) for each in (few[:, 3].mean(), few_shifted[:, 3].mean())] == [82, 73]
    in_their_places = [
        (percent(each[:, 1].min() / 100), percent(each[:, 1].max() / 100)) for each in (few, few_shifted)
    ]
    assert in_their_places == [(86.9, 92.5), (89.2, 93.6)], "they overlap"
    assert round(many[:, 1].mean()) == 98


def test_what_else_is_read_worse_after_shifts():
    many, shifted_many = ends(1000, 0), ends(1000, 1)
    assert [round(each[:, 1].mean()) for each in (many, shifted_many)] == [98, 96]
    assert [round(each[:, 0].mean()) for each in (many, shifted_many)] == [100, 96]
    assert shifted_many[:, 3].mean() < many[:, 3].mean()


def test_when_a_hundred_digits_have_taught_enough():
    validation = 100 * recorded_scores(100, 0)[:, :, 1]
    assert 100 * validation[0].argmax() == 1400, "the run of the notebook: seed 0"
    behind = validation.max(axis=1) - validation[:, 5]
    assert behind[0] < 2 and (behind < 2.5).all(), "after 500 steps"
    training = recorded_scores(100, 0)[:, :, 0]
    assert ((training == 1).argmax(axis=1) < validation.argmax(axis=1)).all(), "they are learned by heart before that"


def test_the_last_steps_gain_little():
    training, validation, *_ = 100 * recorded_scores(100, 0)[0, 3]
    assert training >= 98 and round(validation) == 87 and round(ends(100, 0)[0, 1]) == 89 and STEPS - 300 == 2700


def test_a_course_can_be_made_again():
    first, second = (scores for scores, _ in zip(learn(100, 1), range(2), strict=False))
    assert first.step == 0 and second.step == 100
    assert second.accuracies == pytest.approx(recorded_scores(100, 1)[0, 1], abs=0.05)
    assert not np.array_equal(first.seen, second.seen), "the digits have been shifted"


def test_every_shift_moves_each_digit_to_one_of_its_places():
    images = np.random.default_rng(1).integers(1, 17, size=(200, 1, 3, 4))
    result = shifted(images, 1, np.random.default_rng(0))
    moves = [(down, right) for down in (-1, 0, 1) for right in (-1, 0, 1)]
    places = np.array(
        [
            [np.array_equal(after, moved(before, *move)[0]) for move in moves]
            for before, after in zip(images, result[:, 0], strict=True)
        ]
    )
    assert (places.sum(axis=1) == 1).all() and (places.sum(axis=0) > 5).all(), "all nine, none left out"
    assert np.array_equal(shifted(images, 0, np.random.default_rng(0)), images)


def test_versions_of_the_validation_digits():
    sizes = {name: len(labels) for name, (_images, labels) in versions().items()}
    assert sizes == {"validation": 360, "moved": 4 * 360, "thinner": 360} and tuple(sizes) == SETS[1:]
    ink = {name: images.mean() for name, (images, _labels) in versions().items()}
    assert ink["thinner"] < 0.8 * ink["validation"] and ink["moved"] < ink["validation"]
    assert SHIFTS == (0, 1, 2)


def test_the_best_of_many_guessers():
    guesses = np.random.default_rng(0).integers(10, size=(1000, 100))
    shares = (guesses == digits().validation[1][:100]).mean(axis=1)
    assert shares.mean().round(2) == 0.1 and shares.max() == 0.22
