"""Networks in networks, and one layer in several places: what is computed, trained, counted and saved."""

import numpy as np
import pytest

from cnnlib import SGD, Adam, Conv2d, Flatten, Layer, Linear, MaxPool2d, ReLU, Sequential, SettingError, fit
from cnnlib.engine.loss import loss_and_gradient
from cnnlib.engine.places import leaves

RNG = np.random.default_rng(0)
X = RNG.standard_normal((6, 1, 6, 6))
LABELS = np.array([0, 1, 2, 0, 1, 2])


def conv(channels=1, seed=0):
    return Conv2d(channels, 2, 3, padding=1, seed=seed, dtype=np.float64)


def dense(inputs=2 * 9, outputs=3, seed=1):
    return Linear(inputs, outputs, seed=seed, dtype=np.float64)


class Residual(Sequential):
    """x + f(x): a network that uses its layers in another way."""

    def forward(self, x):
        return x + super().forward(x)

    def backward(self, grad_output, *, input_gradient=True):
        return grad_output + super().backward(grad_output)


class Twice(Layer):
    """A layer that is no Sequential and has one inside, whose output it doubles."""

    def __init__(self, inside):
        super().__init__()
        self.layers = (inside,)

    def forward(self, x):
        return 2 * self.layers[0].forward(x)

    def backward(self, grad_output):
        return self.layers[0].backward(2 * np.asarray(grad_output))


def shared_relu():
    relu = ReLU()
    return Sequential(conv(), relu, conv(2, 3), relu, MaxPool2d(2), Flatten(), dense())


def shared_convolution():
    layer = conv(2, 3)
    return Sequential(conv(), ReLU(), layer, ReLU(), layer, MaxPool2d(2), Flatten(), dense())


def shared_across_networks():
    layer = conv(2, 3)
    block = Sequential(layer, ReLU())
    return Sequential(conv(), block, layer, Sequential(block, MaxPool2d(2)), Flatten(), dense())


def shared_inside_a_network():
    layer = conv(2, 3)
    return Sequential(conv(), Sequential(layer, ReLU(), layer), MaxPool2d(2), Flatten(), dense())


def residual_block():
    return Sequential(conv(), Residual(conv(2, 3), ReLU()), MaxPool2d(2), Flatten(), dense())


def residual_block_twice():
    block = Residual(conv(2, 3), ReLU())
    return Sequential(conv(), block, block, MaxPool2d(2), Flatten(), dense())


def own_container():
    return Sequential(conv(), Twice(conv(2, 3)), MaxPool2d(2), Flatten(), dense())


NETWORKS = (
    shared_relu,
    shared_convolution,
    shared_across_networks,
    shared_inside_a_network,
    residual_block,
    residual_block_twice,
    own_container,
)


@pytest.mark.parametrize("build", NETWORKS)
def test_every_gradient_is_the_slope_of_the_loss(build):
    network = build()
    _loss, gradient = loss_and_gradient(network.forward(X), LABELS)
    grad_x = network.backward(gradient)

    def loss():
        return loss_and_gradient(network.forward(X), LABELS)[0]

    def slope(array, place, step=1e-6):
        before = array[place]
        array[place] = before + step
        above = loss()
        array[place] = before - step
        below = loss()
        array[place] = before
        return (above - below) / (2 * step)

    gradients = [
        (layer.parameters[name], layer.gradients[name].copy()) for layer in leaves(network) for name in layer.parameters
    ]
    assert len(gradients) == len({id(array) for array in network.state().values()})
    rng = np.random.default_rng(1)
    for array, found in [*gradients, (X, grad_x)]:
        for _number in range(4):
            place = tuple(rng.integers(0, array.shape))
            assert found[place] == pytest.approx(slope(array, place), abs=1e-6)


def test_a_network_in_a_network_learns_as_the_same_layers_in_a_row():
    nested = Sequential(Sequential(conv(), ReLU()), Sequential(Sequential(MaxPool2d(2)), Flatten()), dense())
    flat = Sequential(conv(), ReLU(), MaxPool2d(2), Flatten(), dense())
    for network in (nested, flat):
        *_records, _last = fit(network, X, LABELS, optimizer=Adam(network, 0.01), epochs=3, batch_size=2)
    assert list(nested.state()) == ["0.0.weight", "0.0.bias", "2.weight", "2.bias"]
    for one, other in zip(nested.state().values(), flat.state().values(), strict=True):
        np.testing.assert_array_equal(one, other)
    assert (nested.state()["0.0.weight"] != conv().parameters["weight"]).all(), "the inner layer has learned"


@pytest.mark.parametrize("build", NETWORKS)
def test_what_is_trained_is_saved_and_read_back(build, tmp_path):
    trained, fresh = build(), build()
    for _record in fit(trained, X, LABELS, optimizer=SGD(trained, 0.05), epochs=2):
        pass
    trained.save(tmp_path / "weights")
    assert not np.array_equal(fresh.forward(X), trained.forward(X))
    np.testing.assert_array_equal(fresh.load(tmp_path / "weights").forward(X), trained.forward(X))


def test_parameters_in_two_places_are_counted_once():
    network = shared_convolution()
    counts = [row.parameters for row in network.rows((1, 6, 6))]
    assert counts == [20, 0, 38, 0, 0, 0, 0, 57]
    assert sum(counts) == sum({id(array): array.size for array in network.state().values()}.values())


def test_a_nested_network_is_a_row_of_the_table():
    network = Sequential(Sequential(conv(), ReLU(), input_shape=(1, 6, 6)), Flatten(), input_shape=(1, 6, 6))
    (inner, _flatten) = network.rows()
    assert inner.layer == "Sequential(Conv2d(1, 2, 3, padding=1), ReLU())"
    assert inner.output_shape == (2, 6, 6) and inner.parameters == 20 and inner.multiplications == 2 * 36 * 9
    assert repr(network).count("\n") == 4, "a table in a table would be no table"


def test_a_seed_draws_the_inner_layers_too():
    one, other = (Sequential(Sequential(conv(seed=seed)), seed=7) for seed in (1, 2))
    np.testing.assert_array_equal(one.state()["0.0.weight"], other.state()["0.0.weight"])


def test_new_parameters_reach_every_place():
    layer = Linear(2, 2, bias=False, dtype=np.float64)
    network = Sequential(layer, layer)
    layer.parameters = {"weight": np.array([[0.0, 1.0], [2.0, 0.0]])}
    np.testing.assert_array_equal(network.forward([[1.0, 1.0]]), [[2.0, 2.0]])


def test_a_layer_inside_one_that_is_no_network_stands_in_one_place_only():
    layer = conv(2, 3)
    with pytest.raises(SettingError, match="stands in two places of the network"):
        Sequential(conv(), layer, Twice(layer))


def test_what_is_no_layer_is_refused():
    with pytest.raises(SettingError, match=r"layer 2 is <class 'cnnlib\.engine\.layers\.ReLU'>.*ReLU\(\)"):
        Sequential(conv(), ReLU)


def test_an_optimizer_of_another_network_is_refused():
    network = Sequential(Flatten(), dense(36))
    with pytest.raises(SettingError, match="the optimizer belongs to other layers"):
        fit(network, X, LABELS, optimizer=SGD(Sequential(Flatten(), dense(36)), 0.1))
    with pytest.raises(SettingError, match="the optimizer belongs to other layers"):
        fit(network, X, LABELS, optimizer=0.1)


def test_a_step_without_a_backward_is_refused():
    layer = dense(2)
    with pytest.raises(SettingError, match=r"Linear\(2, 3\) has no gradient for its weight\. Call forward"):
        SGD(layer, 0.1).step()
