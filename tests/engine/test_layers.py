"""Layers and networks: gradients of each and of the whole, the table, saving and loading."""

import re
from html import unescape

import naive_reference as naive
import numpy as np
import pytest

from cnnlib import (
    AvgPool2d,
    Conv2d,
    Flatten,
    GlobalAvgPool2d,
    Layer,
    Linear,
    MaxPool2d,
    ReLU,
    Sequential,
    SettingError,
    conv2d,
    cross_entropy,
    cross_entropy_backward,
)

EPS = np.finfo(float).eps
STEP = EPS ** (1 / 3)  # of central differences: their two errors, h² and eps / h, are equal there

LAYERS = [
    (Conv2d(2, 4, 3, stride=2, padding=1, groups=2, dtype=float), (2, 2, 5, 6)),
    (Conv2d(2, 3, (1, 2), padding=((0, 1), (1, 0)), dilation=2, bias=False, dtype=float), (2, 2, 5, 6)),
    (MaxPool2d(2), (2, 2, 4, 6)),
    (MaxPool2d(3, stride=2, padding=1, ceil_mode=True), (2, 2, 4, 6)),
    (AvgPool2d(2), (2, 2, 4, 6)),
    (AvgPool2d((1, 3), stride=(1, 2)), (2, 2, 4, 7)),
    (GlobalAvgPool2d(), (2, 2, 4, 6)),
    (ReLU(), (2, 2, 3, 3)),
    (Flatten(), (2, 2, 3, 3)),
    (Linear(5, 3, dtype=float), (4, 5)),
    (Linear(5, 3, bias=False, dtype=float), (4, 5)),
]


@pytest.mark.parametrize(("layer", "shape"), LAYERS, ids=lambda value: repr(value))
def test_gradients_of_every_layer(layer, shape):
    rng = np.random.default_rng(0)
    x = rng.permutation(np.prod(shape)).reshape(shape) / 10 - 2.03  # no two alike, none near 0
    grad = rng.standard_normal(layer.forward(x).shape)
    grad_x = layer.backward(grad)
    tolerance = 100 * STEP**2 * abs(grad).sum() * abs(x).max()

    def loss(value):
        return (layer.forward(value) * grad).sum()

    np.testing.assert_allclose(grad_x, naive.numerical_gradient(loss, x, STEP), rtol=0, atol=tolerance)
    assert layer.gradients.keys() == layer.parameters.keys()
    for name, parameter in layer.parameters.items():

        def loss(value, name=name):
            kept, layer.parameters[name] = layer.parameters[name], value
            try:
                return (layer.forward(x) * grad).sum()
            finally:
                layer.parameters[name] = kept

        slope = naive.numerical_gradient(loss, parameter, STEP)
        assert layer.gradients[name].shape == parameter.shape
        np.testing.assert_allclose(layer.gradients[name], slope, rtol=0, atol=tolerance)


def network(dtype=np.float32, seed=0):
    return Sequential(
        Conv2d(1, 4, 3, padding=1, dtype=dtype),
        ReLU(),
        MaxPool2d(2),
        Conv2d(4, 3, 3, dtype=dtype),
        ReLU(),
        Flatten(),
        Linear(12, 5, dtype=dtype),
        input_shape=(1, 8, 8),
        seed=seed,
    )


def test_gradients_of_a_whole_network():
    rng = np.random.default_rng(1)
    model = network(float)
    x, labels = rng.standard_normal((3, 1, 8, 8)), np.array([0, 4, 2])
    scores = model.forward(x)
    grad_x = model.backward(cross_entropy_backward(scores, labels))

    def loss():
        return cross_entropy(model.forward(x), labels)

    for number, layer in enumerate(model.layers):
        for name, parameter in layer.parameters.items():
            for index in list(np.ndindex(parameter.shape))[::3]:
                kept = parameter[index]
                parameter[index] = kept + STEP
                above = loss()
                parameter[index] = kept - STEP
                slope = (above - loss()) / (2 * STEP)
                parameter[index] = kept
                assert abs(layer.gradients[name][index] - slope) <= 100 * STEP**2, (number, name, index)
    slope = naive.numerical_gradient(lambda value: cross_entropy(model.forward(value), labels), x, STEP)
    np.testing.assert_allclose(grad_x, slope, rtol=0, atol=100 * STEP**2)


def test_the_gradient_by_the_images_can_be_left_out():
    model = network()
    scores = model.forward(np.ones((2, 1, 8, 8), np.float32))
    full = model.backward(scores)
    gradients = model.layers[0].gradients
    assert full.shape == (2, 1, 8, 8)
    assert model.backward(scores, input_gradient=False) is None
    np.testing.assert_array_equal(gradients["weight"], model.layers[0].gradients["weight"])
    assert Sequential(ReLU()).forward(np.ones(2)).shape == (2,)
    flat = Sequential(Flatten(), Linear(4, 2))
    flat.forward(np.ones((1, 1, 2, 2)))
    assert flat.backward(np.ones((1, 2)), input_gradient=False).shape == (1, 1, 2, 2)


def test_a_layer_is_the_function_of_its_settings():
    layer = Conv2d(4, 6, (3, 2), stride=(1, 2), padding=((1, 0), (0, 2)), dilation=2, groups=2, seed=3)
    x = np.random.default_rng(0).standard_normal((2, 4, 7, 8)).astype(np.float32)
    expected = conv2d(
        x,
        layer.parameters["weight"],
        layer.parameters["bias"],
        stride=(1, 2),
        padding=((1, 0), (0, 2)),
        dilation=2,
        groups=2,
    )
    np.testing.assert_array_equal(layer(x), expected)
    assert layer(x).dtype == np.float32
    assert layer.output_shape((4, 7, 8)) == expected.shape[1:]


@pytest.mark.parametrize(("layer", "shape"), LAYERS, ids=lambda value: repr(value))
def test_shapes_foretold_are_the_shapes_that_come(layer, shape):
    assert layer.forward(np.ones(shape)).shape[1:] == layer.output_shape(shape[1:])


def test_counts_are_those_of_the_loops():
    """A convolution multiplies once for each output cell and each weight of its filter."""
    layer = Conv2d(4, 6, 3, padding=1, groups=2)
    assert layer.parameters["weight"].size + layer.parameters["bias"].size == 6 * 2 * 9 + 6
    assert layer.multiplications((4, 5, 5)) == 6 * 25 * 2 * 9
    assert Linear(64, 10).multiplications((64,)) == 640
    assert ReLU().multiplications((4, 5, 5)) == 0


def test_first_weights_are_seeded_and_of_the_right_size():
    first, again, other = (Conv2d(16, 32, 5, seed=seed).parameters["weight"] for seed in (0, 0, 1))
    np.testing.assert_array_equal(first, again)
    assert (first != other).any()
    # The standard deviation of n draws is off by about 1 / √(2n) of itself: allow five of those.
    assert abs(first.std() / np.sqrt(2 / (16 * 25)) - 1) < 5 / np.sqrt(2 * first.size)
    assert not Conv2d(1, 2, 3).parameters["bias"].any()
    assert Conv2d(1, 2, 3).parameters["weight"].dtype == np.float32


def test_a_network_draws_all_its_weights_from_one_seed():
    model = Sequential(Conv2d(1, 1, 3), Conv2d(1, 1, 3), seed=0)
    assert (model.layers[0].parameters["weight"] != model.layers[1].parameters["weight"]).any()
    np.testing.assert_array_equal(network(seed=5).state()["0.weight"], network(seed=5).state()["0.weight"])
    layer = Conv2d(1, 1, 3, seed=9)
    before = layer.parameters["weight"].copy()
    Sequential(layer)
    np.testing.assert_array_equal(layer.parameters["weight"], before)


def test_a_network_prints_itself_as_a_table():
    lines = repr(network()).split("\n")
    assert lines[0].split() == ["layer", "output", "shape", "parameters", "multiplications"]
    assert lines[2] == "Conv2d(1, 4, 3, padding=1)  (4, 8, 8)             40            2,304"
    assert lines[-1].split() == ["total", "216", "2,796"]
    assert all(len(line) <= len(lines[0]) for line in lines)
    assert repr(Sequential(Conv2d(1, 2, (1, 3)), AvgPool2d(2, stride=1))) == (
        "Sequential(Conv2d(1, 2, (1, 3)), AvgPool2d(2, stride=1))"
    )


def test_notebooks_get_the_same_table_in_cells():
    class Own(ReLU):
        def __repr__(self):
            return "<Own & new>"

    network = Sequential(Own(), Conv2d(2, 3, 3), input_shape=(2, 3, 3))
    shown = network._repr_html_()
    assert "multi&shy;plications" in shown and "(2,&nbsp;3,&nbsp;3)" in shown, "a narrow page breaks no shape"
    shown = shown.replace("&shy;", "").replace("&nbsp;", " ")
    rows = [re.findall(r"<t[hd]>(.*?)</t[hd]>", row) for row in shown.split("<tr>")[1:]]
    assert [" ".join(map(unescape, row)).split() for row in rows] == [
        line.split() for line in repr(network).split("\n")
    ]
    assert all(len(row) == 4 for row in rows) and "&lt;Own &amp; new&gt;" in shown
    assert Sequential(Own())._repr_html_() is None, "no table"


def test_lenet_as_a_table():
    model = Sequential(
        Conv2d(1, 6, 5, padding=2),
        ReLU(),
        AvgPool2d(2),
        Conv2d(6, 16, 5),
        ReLU(),
        AvgPool2d(2),
        Flatten(),
        Linear(400, 120),
        ReLU(),
        Linear(120, 84),
        ReLU(),
        Linear(84, 10),
        input_shape=(1, 28, 28),
    )
    rows = model.rows()
    assert [row.output_shape for row in rows[:7]] == [
        (6, 28, 28),
        (6, 28, 28),
        (6, 14, 14),
        (16, 10, 10),
        (16, 10, 10),
        (16, 5, 5),
        (400,),
    ]
    assert sum(row.parameters for row in rows) == 61706
    assert model.forward(np.ones((1, 1, 28, 28), np.float32)).shape == (1, 10)


@pytest.mark.parametrize(
    ("layers", "words"),
    [
        ((Conv2d(1, 4, 3), MaxPool2d(2), Conv2d(4, 8, 5)), r"layer 3, Conv2d\(4, 8, 5\): kernel_size 5 does not fit"),
        ((Conv2d(1, 4, 3), Conv2d(3, 8, 3)), r"layer 2, .*reads 3 channels, but it is given the shape \(4, 6, 6\)"),
        ((Flatten(), Linear(63, 10)), r"layer 2, .*in_features=64"),
        ((Flatten(), MaxPool2d(2)), r"layer 2, .*pooling reads"),
        ((Linear(64, 10),), "Flatten"),
    ],
)
def test_a_stack_that_cannot_work_is_explained_at_its_layer(layers, words):
    with pytest.raises(SettingError, match=words):
        Sequential(*layers, input_shape=(1, 8, 8))


def test_a_table_needs_the_shape_of_a_sample():
    with pytest.raises(SettingError, match="no input_shape"):
        Sequential(ReLU()).rows()
    assert Sequential(ReLU()).rows((1, 8, 8))[0].output_shape == (1, 8, 8)


def test_a_layer_without_forward_and_backward_says_so():
    with pytest.raises(NotImplementedError):
        Layer()(np.ones(1))
    with pytest.raises(NotImplementedError):
        Layer().backward(np.ones(1))


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Conv2d(0, 1, 3), "in_channels is 0"),
        (lambda: Conv2d(1, 1.5, 3), "out_channels is 1.5"),
        (lambda: Conv2d(4, 6, 3, groups=4), "groups is 4"),
        (lambda: Conv2d(1, 1, 0), "kernel_size is 0"),
        (lambda: MaxPool2d(0), "kernel_size is 0"),
        (lambda: Linear(0, 1), "in_features is 0"),
    ],
)
def test_layers_that_cannot_be(make, words):
    with pytest.raises(SettingError, match=words):
        make()


def test_saving_and_loading(tmp_path):
    model, other = network(seed=1), network(seed=2)
    x = np.random.default_rng(0).standard_normal((2, 1, 8, 8)).astype(np.float32)
    path = tmp_path / "weights.npz"
    model.save(path)
    weight = other.layers[0].parameters["weight"]
    assert other.load(path) is other
    np.testing.assert_array_equal(other(x), model(x))
    assert other.layers[0].parameters["weight"] is weight  # in place: an optimiser still holds this array
    with np.load(path, allow_pickle=False) as file:
        assert sorted(file) == ["0.bias", "0.weight", "3.bias", "3.weight", "6.bias", "6.weight"]


@pytest.mark.parametrize(
    "other",
    [
        Sequential(Conv2d(1, 4, 3)),
        Sequential(Conv2d(1, 4, 5), ReLU(), MaxPool2d(2), Conv2d(4, 3, 3), Flatten(), ReLU(), Linear(12, 5)),
    ],
)
def test_loading_into_another_network_is_refused_and_changes_nothing(other, tmp_path):
    network().save(tmp_path / "weights.npz")
    before = {name: parameter.copy() for name, parameter in other.state().items()}
    with pytest.raises(SettingError, match="but this network has"):
        other.load(tmp_path / "weights.npz")
    for name, parameter in other.state().items():
        np.testing.assert_array_equal(parameter, before[name])


def test_a_pickle_is_not_loaded(tmp_path):
    np.savez(tmp_path / "weights.npz", **{"0.weight": np.array([{"a": 1}], dtype=object)})
    with pytest.raises(SettingError, match="not a file of parameters"):
        Sequential(Conv2d(1, 1, 1)).load(tmp_path / "weights.npz")
