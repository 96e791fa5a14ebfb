"""The permutation lab and the shift lab: what is recorded, and what the notebook says of it."""

import numpy as np
import pytest

from cnnlib import samples
from cnnlib.data.digits import network_input
from cnnlib.engine.settings import SettingError
from cnnlib.engine.training import accuracy
from cnnlib.lessons.why_convolution.experiment import (
    EPOCHS,
    NETWORKS,
    ORDERS,
    SEEDS,
    network,
    recorded,
    recorded_run,
    shuffle,
    shuffled,
    train,
)
from cnnlib.lessons.why_convolution.moves import (
    FILE,
    MOVES,
    first_layer,
    moved,
    read_digit,
    recorded_moves,
    trained_network,
)

FOUR = [(0, 1), (0, -1), (1, 0), (-1, 0)]
"""The moves by one pixel: (down, right)."""


def wrong():
    """Held-out digits read wrong at the end, of 360: (2 networks, 2 orders, 5 seeds)."""
    counts = 360 * (1 - recorded()[..., -1])
    np.testing.assert_allclose(counts, counts.round(), atol=1e-9)
    return counts.round().astype(int)


def wrong_after(down, right):
    """Per cent of the held-out digits read wrong after a move: (2 networks, 5 seeds)."""
    return 100 * (1 - recorded_moves(down, right))


def ink_lost(down, right):
    """Per cent of the held-out digits' ink that a move takes out of the image."""
    images = samples.digits_split()[2]
    return 100 * (1 - moved(images, down=down, right=right).sum() / images.sum())


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


def test_the_networks_are_those_that_the_notebook_describes():
    counts = [sum(row.parameters for row in network(name).rows((1, 8, 8))) for name in NETWORKS]
    assert counts == [4810, 1898]
    assert [row.output_shape for row in network("affine").rows((1, 8, 8))][1::2] == [(64,), (10,)]
    shapes = [row.output_shape for row in network("cnn").rows((1, 8, 8))]
    assert shapes[0] == (8, 8, 8) and shapes[5] == (16, 2, 2)
    train_images, _, held_out, _ = samples.digits_split()
    assert (len(train_images), len(held_out)) == (1437, 360)


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
    with pytest.raises(SettingError, match="'mlp'"):
        trained_network("mlp")


def test_the_records_are_complete():
    assert recorded().shape == (len(NETWORKS), len(ORDERS), len(SEEDS), EPOCHS)
    assert ((recorded() > 0.2) & (recorded() <= 1)).all()
    assert np.array_equal(recorded_run("cnn", "shuffled", 3), recorded()[1, 1, 3])
    for down in MOVES:
        for right in MOVES:
            assert recorded_moves(down, right).shape == (len(NETWORKS), len(SEEDS))
    assert FILE.stat().st_size <= 20_000


def test_what_the_notebook_says_of_the_shuffle():
    (plain, mixed), (cnn, cnn_mixed) = wrong()
    assert all(0.018 < runs.mean() / 360 < 0.022 for runs in (plain, cnn)), "in order, both read about 2 % wrong"
    assert 0.5 < (mixed - plain).mean() < 1 and round(100 * (mixed - plain).mean() / 360, 1) == 0.2
    assert round((cnn_mixed - cnn).mean()) == 8 and round(100 * (cnn_mixed - cnn).mean() / 360, 1) == 2.2
    assert mixed.min() <= plain.max(), "the columns of the Affine network overlap"
    assert cnn_mixed.min() > cnn.max(), "each shuffled run is worse than all runs in order"


def test_what_the_notebook_says_of_the_moves():
    assert round(ink_lost(0, 1), 1) == 0.3 and ink_lost(0, -1) < 0.1
    assert all(11.5 < ink_lost(down, 0) < 13 for down in (1, -1)), "about 12 %"
    affine, cnn = np.array([wrong_after(*move).mean(axis=1) for move in FOUR]).T
    assert round(affine[FOUR.index((0, -1))], 1) == 56.6, "hardly any ink is lost"
    assert round(affine[FOUR.index((-1, 0))], 1) == 51.5, "12 % of the ink is lost"
    assert (cnn < affine).all() and 35 < cnn.min() < cnn.max() < 40
    assert round(wrong_after(2, 2)[0].mean(), 1) == 97.7
    means = np.array([wrong_after(down, right).mean(axis=1) for down in MOVES for right in MOVES])
    assert (means[:, 0] > 90).sum() > 1, "for instance"
    assert (means[:, 1] < 90).all(), "the CNNs are never worse than a guess"
    assert wrong_after(0, 1)[0].min() > wrong_after(0, 1)[1].max(), "to the right, the two columns do not overlap"


def test_unmoved_the_two_records_agree():
    np.testing.assert_allclose(recorded_moves(0, 0), recorded()[:, 0, :, -1], atol=2.5 / 360)


@pytest.mark.parametrize("name", NETWORKS)
def test_the_trained_networks_are_those_of_the_record(name):
    _, _, images, labels = samples.digits_split()
    model = trained_network(name)
    for down in MOVES:
        for right in MOVES:
            measured = accuracy(model, network_input(moved(images, down=down, right=right)), labels)
            known = recorded_moves(down, right)[NETWORKS.index(name), 0]
            assert abs(measured - known) * 360 < 2.5, (down, right)


@pytest.mark.parametrize(("down", "right"), [(0, 0), (1, 0), (-2, 3), (4, -4), (-5, 5), (9, 0), (0, -9)])
def test_what_leaves_is_lost_and_zeros_come_in(down, right):
    images = np.arange(1, 41).reshape(2, 5, 4)
    framed = np.pad(images, ((0, 0), (9, 9), (9, 9)))
    expected = framed[:, 9 - down : 14 - down, 9 - right : 13 - right]
    assert np.array_equal(moved(images, down=down, right=right), expected)
    assert images[0, 0, 0] == 1 and moved(images, right=1).dtype == images.dtype


def test_maps_move_along_and_activations_do_not():
    cnn, affine = trained_network("cnn"), trained_network("affine")
    for label in (0, 1, 3, 8):
        digit = samples.digit(label)
        now = moved(digit, right=1)
        np.testing.assert_allclose(first_layer(cnn, now)[..., 1:], first_layer(cnn, digit)[..., :-1], atol=1e-5)
        assert (np.abs(first_layer(affine, now) - first_layer(affine, digit)) > 1e-5).sum() > 50
        assert read_digit(cnn, digit) == read_digit(affine, digit) == label
    assert read_digit(cnn, moved(samples.digit(0), right=1)) == 3


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "order", "seed"), [("affine", "shuffled", 0), ("cnn", "in order", 1), ("cnn", "shuffled", 0)]
)
def test_a_live_run_agrees_with_the_record(name, order, seed):
    held_out = [record.held_out for record in train(name, order, seed=seed)]
    known = recorded()[NETWORKS.index(name), ORDERS.index(order), seed, -1]
    assert abs(held_out[-1] - known) * 360 < 2.5
