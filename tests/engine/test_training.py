"""Optimisers by hand, and training on the real digits."""

import warnings

import numpy as np
import pytest

from cnnlib import (
    SGD,
    Adam,
    Conv2d,
    Flatten,
    Linear,
    MaxPool2d,
    Record,
    ReLU,
    Sequential,
    SettingError,
    accuracy,
    cross_entropy,
    fit,
    samples,
)


def one_weight(value=1.0):
    layer = Linear(1, 1, bias=False, dtype=float)
    layer.parameters["weight"][...] = value
    return layer


def moved(optimizer, layer, gradients):
    """The weight after each of some steps."""
    path = []
    for gradient in gradients:
        layer.gradients = {"weight": np.array([[gradient]])}
        optimizer.step()
        path.append(float(layer.parameters["weight"][0, 0]))
    return path


def test_sgd_by_hand():
    layer = one_weight()
    assert moved(SGD(layer, 0.5, momentum=0), layer, [1, 1, -2]) == [0.5, 0, 1]
    layer = one_weight()
    # velocities 1, 1.5, 1.75
    assert moved(SGD(layer, 0.5, momentum=0.5), layer, [1, 1, 1]) == [0.5, -0.25, -1.125]


def test_adam_by_hand():
    """Every step of a constant gradient has the length of the learning rate, whatever the gradient."""
    eps = np.finfo(float).eps
    for gradient in (1e-3, 1.0, 1e3):
        layer = one_weight(0.0)
        path = moved(Adam(layer, 0.1, epsilon=0), layer, [gradient] * 3)
        # Some ten roundings a step; each running mean divides by 1 − β, which magnifies them up to 1000 times.
        np.testing.assert_allclose(path, [-0.1, -0.2, -0.3], rtol=10 * 1000 * eps)
    layer = one_weight(0.0)
    first, second = moved(Adam(layer, 1.0, betas=(0.5, 0.75), epsilon=0), layer, [1, -1])
    assert first == -1
    # means: (0.5·0.5 − 0.5) / (1 − 0.25) = −1/3, squares: 1; so one third back.
    assert second == pytest.approx(-1 + 1 / 3, rel=20 * float(eps))


def test_an_adam_of_a_gradient_of_zero_stays():
    layer = one_weight()
    assert moved(Adam(layer, 0.1), layer, [0, 0]) == [1, 1]


@pytest.mark.parametrize("kind", [SGD, Adam])
@pytest.mark.parametrize("rate", [0, -0.1, float("nan"), float("inf"), "fast", None])
def test_learning_rates_that_cannot_work(kind, rate):
    with pytest.raises(SettingError, match="learning_rate is"):
        kind(one_weight(), rate)


def digits():
    x, labels, test_x, test_labels = samples.digits_split(seed=0)
    return np.float32(x[:, None]) / 16, labels, (np.float32(test_x[:, None]) / 16, test_labels)


def network(seed):
    return Sequential(
        Conv2d(1, 8, 3, padding=1),
        ReLU(),
        MaxPool2d(2),
        Conv2d(8, 16, 3, padding=1),
        ReLU(),
        MaxPool2d(2),
        Flatten(),
        Linear(64, 10),
        input_shape=(1, 8, 8),
        seed=seed,
    )


@pytest.mark.slow
def test_the_digits_are_learned():
    """At least 98 % of the held-out digits within 20 epochs, as a mean of five seeds."""
    x, labels, held_out = digits()
    reached = []
    for seed in range(5):
        model = network(seed)
        records = list(fit(model, x, labels, optimizer=SGD(model, 0.05), epochs=20, held_out=held_out, seed=seed))
        assert len(records) == 20
        assert records[-1].held_out == accuracy(model, *held_out)
        reached.append(records[-1].held_out)
    assert np.mean(reached) >= 0.98, reached


def test_records_count_what_happened():
    x, labels, held_out = digits()
    model = network(0)
    records = list(fit(model, x[:100], labels[:100], epochs=2, batch_size=32, every=3, held_out=held_out))
    assert [(record.epoch, record.step) for record in records] == [(1, 3), (2, 6), (2, 8)]
    assert all(isinstance(record, Record) for record in records)
    assert all(0 <= record.accuracy <= 1 and record.loss > 0 for record in records)
    assert records[0].seconds < records[1].seconds < records[2].seconds
    assert next(fit(model, x[:10], labels[:10])).held_out is None
    assert next(fit(model, x[:10], labels[:10])).step == 1


def test_the_loss_of_a_record_is_the_mean_over_its_samples():
    """Of a step that moves nothing, over batches of 32 and 8."""
    x, labels, _ = digits()
    model = network(0)
    record = next(fit(model, x[:40], labels[:40], optimizer=SGD(model, 1e-30)))
    scores = model(x[:40])
    # float32: 40 losses of about 2, each from sums of at most 72 products.
    assert record.loss == pytest.approx(cross_entropy(scores, labels[:40]), rel=100 * float(np.finfo(np.float32).eps))
    assert record.accuracy == (scores.argmax(axis=1) == labels[:40]).mean()


def test_stopping_is_not_asking_for_the_next():
    x, labels, _ = digits()
    model = network(0)
    untouched = {name: parameter.copy() for name, parameter in model.state().items()}
    training = fit(model, x, labels, epochs=1000, every=1)
    for name, parameter in model.state().items():
        np.testing.assert_array_equal(parameter, untouched[name])  # nothing happens before the first record
    next(training)
    after_one = {name: parameter.copy() for name, parameter in model.state().items()}
    training.close()
    for name, parameter in model.state().items():
        np.testing.assert_array_equal(parameter, after_one[name])
    assert list(training) == []
    assert model(x[:2]).shape == (2, 10)


def test_the_same_seed_gives_the_same_network_and_another_does_not():
    x, labels, _ = digits()
    states = []
    for seed in (0, 0, 1):
        model = network(0)
        list(fit(model, x[:200], labels[:200], seed=seed))
        states.append(model.state()["7.weight"])
    np.testing.assert_array_equal(states[0], states[1])
    assert (states[0] != states[2]).any()


def test_inputs_are_not_modified_and_weights_stay_float32():
    x, labels, _ = digits()
    before = x.copy()
    for kind in (SGD, Adam):
        model = network(0)
        next(fit(model, x, labels, optimizer=kind(model, 0.01), every=2))
        assert {parameter.dtype for parameter in model.state().values()} == {np.dtype(np.float32)}
    np.testing.assert_array_equal(x, before)


def test_a_learning_rate_that_is_too_high_ends_in_nan_and_without_a_warning():
    x, labels, _ = digits()
    model = network(0)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        *_, last = fit(model, x[:200], labels[:200], optimizer=SGD(model, 1e9), epochs=10)
    assert not last.loss < 3


@pytest.mark.parametrize(
    ("named", "words"),
    [
        ({"labels": np.zeros(3, int)}, "one label for each"),
        ({"x": np.zeros((0, 1, 8, 8)), "labels": []}, "one label for each"),
        ({"epochs": 0}, "epochs is 0"),
        ({"batch_size": 0}, "batch_size is 0"),
        ({"every": 1.5}, "every is 1.5"),
        ({"x": "images"}, "x holds"),
    ],
)
def test_arguments_that_cannot_work_are_refused_at_the_call(named, words):
    arguments = {"x": np.zeros((4, 1, 8, 8)), "labels": np.zeros(4, int), **named}
    with pytest.raises(SettingError, match=words):
        fit(network(0), arguments.pop("x"), arguments.pop("labels"), **arguments)


def test_labels_that_are_no_class_are_refused():
    with pytest.raises(SettingError, match="from 0 to 9"):
        next(fit(network(0), np.zeros((4, 1, 8, 8)), np.array([0, 1, 2, 10])))
