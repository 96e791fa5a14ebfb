"""Whatever the public functions of the engine are given, they return a result or say in a sentence what is wrong."""

import inspect
import random
import warnings

import numpy as np
import pytest

import cnnlib
from cnnlib import (
    SGD,
    Adam,
    AvgPool2d,
    Conv2d,
    Flatten,
    GlobalAvgPool2d,
    Linear,
    MaxPool2d,
    ReLU,
    Sequential,
    SettingError,
    accuracy,
    conv2d,
    conv2d_backward,
    conv_transpose2d,
    coverage,
    fit,
    im2col,
    max_pool2d,
    nearest_settings,
    pad2d,
    receptive_field,
)

IMAGE, BATCH = np.arange(16.0).reshape(4, 4), np.arange(96.0).reshape(2, 3, 4, 4)
FILTERS = np.ones((2, 3, 2, 2))
LAYER = Linear(3, 2)

USUAL = {
    "x": [BATCH, IMAGE, np.ones((2, 3))],
    "weight": [FILTERS, np.ones((2, 2)), np.ones((2, 3))],
    "bias": [None, [1, 2]],
    "scores": [np.ones((2, 3))],
    "labels": [[0, 1]],
    "grad_output": [np.ones((2, 2, 3, 3)), np.ones((2, 3)), np.ones((2, 3, 4, 4))],
    "output": [None, np.ones((2, 3))],
    "columns": [np.ones((4, 9))],
    "shape": [(4, 4)],
    "input_size": [4],
    "kernel_size": [2],
    "stride": [1, None],
    "padding": [0, 1],
    "output_padding": [0],
    "dilation": [1],
    "groups": [1],
    "axis": [-1],
    "mode": ["zeros"],
    "layers": [[{"kernel_size": 3}]],
    "ceil_mode": [False],
    "exact": [False],
    "return_indices": [False],
    "count_include_pad": [True],
    "input_gradient": [True],
    "model": [Sequential(Linear(3, 2)), LAYER],
    "optimizer": [None],
    "epochs": [1],
    "batch_size": [2],
    "held_out": [None],
    "every": [None],
    "seed": [0],
    "learning_rate": [0.1],
    "momentum": [0.9],
    "betas": [(0.9, 0.999)],
    "epsilon": [1e-8],
    "in_channels": [3],
    "out_channels": [2],
    "in_features": [3],
    "out_features": [2],
    "dtype": [np.float32],
    "input_shape": [(3, 4, 4)],
}
"""A parameter → values that could be right, so that odd ones meet all the others' checks."""

ODD = [
    None,
    True,
    np.True_,
    False,
    0,
    -1,
    1,
    2,
    3,
    7,
    10**9,
    2**62,
    10**30,
    np.int8(2),
    np.uint64(2),
    np.float32(0.5),
    1.0,
    2.5,
    -0.1,
    float("nan"),
    float("inf"),
    1j,
    "",
    "same",
    "valid",
    "full",
    b"same",
    (),
    [],
    {},
    set(),
    (1, 2),
    [2, 1],
    (1, 2, 3),
    ((0, 1), (1, 0)),
    ((1, 2), 3),
    (0, 0),
    (-1, 1),
    (1.0, 2.0),
    ("a", "b"),
    np.zeros(0),
    np.zeros((0, 3, 4, 4)),
    np.zeros((2, 0, 4, 4)),
    np.zeros((1, 1, 1, 1)),
    np.array(3),
    np.array(2.0),
    np.array([1, 2]),
    np.ones((2, 2, 2, 2, 2)),
    np.array([["a", "b"]]),
    np.array([None, 1], dtype=object),
    np.array(["2020-01-01"], dtype="M8[D]"),
    np.ones((4, 4), complex),
    np.ones((4, 4), bool),
    np.full((4, 4), np.nan),
    np.ones((4, 4), np.float16),
    np.ones((8, 8, 3)),
    [[1, 2], [3]],
    [[1, 2], [3, 4]],
    range(3),
    (each for each in (1, 2)),
    object(),
    int,
    ReLU,
    ReLU(),
    lambda x: x,
    np.random.default_rng(0),
    [{"kernel_size": 0}],
    [{"stride": 2}],
    [3],
]

NAMES = sorted(name for name in vars(cnnlib) if inspect.isfunction(getattr(cnnlib, name)) and name != "language")
MADE = [Conv2d, Linear, MaxPool2d, AvgPool2d, Sequential, SGD, Adam]


def given(call, rng):
    """Return arguments for a function: usual ones, and an odd one or two in place of some."""
    parameters = list(inspect.signature(call).parameters.values())
    values = {each.name: rng.choice(USUAL[each.name]) for each in parameters if each.kind is not each.VAR_POSITIONAL}
    for name in rng.sample(list(values), min(len(values), rng.choice([1, 1, 2]))):
        values[name] = rng.choice(ODD)
    return values


def result_or_sentence(call, values):
    try:
        result = call(**values)
        if inspect.isgenerator(result):
            next(result)
    except SettingError as error:
        assert str(error)
        return error
    return None


@pytest.mark.parametrize("name", [*NAMES, *(each.__name__ for each in MADE)])
def test_only_results_and_sentences(name):
    call, rng = getattr(cnnlib, name), random.Random(name)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        errors = [result_or_sentence(call, given(call, rng)) for _number in range(400)]
    assert any(errors) or name in {"relu"}, "the arguments are odd enough"


@pytest.mark.parametrize(
    "layer", [Conv2d(3, 2, 3), Linear(3, 2), MaxPool2d(2), AvgPool2d(2), GlobalAvgPool2d(), ReLU(), Flatten()]
)
def test_layers_too(layer):
    for value in ODD:
        for call in (layer.forward, layer.backward, lambda value: Sequential(layer, input_shape=value)):
            layer.forward(np.ones((2, 3)) if isinstance(layer, Linear) else BATCH)
            try:
                call(value)
            except SettingError as error:
                assert str(error)


# Settings that could not work are refused when a layer is made, and a table promises nothing that forward refuses


@pytest.mark.parametrize(
    "make",
    [
        lambda: Conv2d(1, 2, 3, stride=0),
        lambda: Conv2d(1, 2, 3, dilation=(1, 0)),
        lambda: Conv2d(1, 2, 3, padding=-1),
        lambda: Conv2d(1, 2, 3, padding="same", stride=2),
        lambda: Conv2d(4, 2, 3, groups=True),
        lambda: Conv2d(1, 2, 3, bias=None),
        lambda: Conv2d(1, 2, 3, dtype=int),
        lambda: Conv2d(1, 2, 3, seed=-1),
        lambda: Linear(2, 2, dtype="float16"),
        lambda: Linear(2, 2, bias=1),
        lambda: MaxPool2d(2, padding=2),
        lambda: MaxPool2d(2, stride=0),
        lambda: MaxPool2d(2, ceil_mode="no"),
        lambda: AvgPool2d(2, padding=((0, 2), (0, 0))),
        lambda: Sequential(ReLU(), input_shape=28),
        lambda: Sequential(ReLU(), input_shape=(1, -28, 28)),
    ],
)
def test_a_layer_that_could_not_work_is_not_made(make):
    with pytest.raises(SettingError):
        make()


def some_layer(rng, channels):
    """Return a layer with settings of which some work on small images, or None where they never could."""
    settings = {
        "stride": rng.choice([1, 2, (1, 3)]),
        "padding": rng.choice([0, 1, (0, 2), "same"]),
        "dilation": rng.choice([1, 2]),
    }
    kernel, kind = rng.choice([1, 2, 3, (2, 4)]), rng.choice([Conv2d, MaxPool2d, AvgPool2d, GlobalAvgPool2d])
    try:
        if kind is GlobalAvgPool2d:
            return kind()
        return kind(channels, 2, kernel, **settings) if kind is Conv2d else kind(kernel, **settings)
    except SettingError:
        return None


def test_the_table_promises_nothing_that_forward_refuses():
    rng, met = random.Random(0), {"never made": 0, "refused": 0, "kept": 0}
    for _number in range(600):
        shape = rng.randint(1, 3), rng.randint(1, 6), rng.randint(1, 6)
        layer = some_layer(rng, shape[0])
        if layer is None:
            met["never made"] += 1
            continue
        try:
            promised = layer.output_shape(shape)
        except SettingError:
            met["refused"] += 1
            with pytest.raises(SettingError):
                layer.forward(np.ones((2, *shape)))
        else:
            met["kept"] += 1
            assert layer.forward(np.ones((2, *shape))).shape == (2, *promised)
    assert min(met.values()) > 50, met


# A NumPy scalar is a number, and a bool is none


@pytest.mark.parametrize("kind", [np.float32, np.float64, np.float16, int, np.int64])
def test_numpy_scalars_are_numbers(kind):
    assert SGD(LAYER, kind(1), momentum=kind(0)).learning_rate == 1.0
    assert Adam(LAYER, kind(1), betas=(kind(0), kind(0)), epsilon=kind(1)).epsilon == 1.0


@pytest.mark.parametrize(
    "settings", [{"learning_rate": True}, {"momentum": True}, {"momentum": np.True_}, {"learning_rate": "1"}]
)
def test_a_bool_or_a_text_is_no_number(settings):
    (name,) = settings
    with pytest.raises(SettingError, match=f"{name} is .* but it must be a number"):
        SGD(LAYER, **settings)


@pytest.mark.parametrize("value", [True, np.True_, np.array(True), "1", 1.0])
def test_what_is_no_integer_is_no_size(value):
    with pytest.raises(SettingError, match=r"stride is .*, but it must be a whole number"):
        conv2d(IMAGE, np.ones((2, 2)), stride=value)


@pytest.mark.parametrize("betas", [(0.9,), (1, 0.9), (0.9, float("nan")), 0.9, (True, 0.9)])
def test_betas_are_two_numbers_below_1(betas):
    with pytest.raises(SettingError, match="betas"):
        Adam(LAYER, betas=betas)


# One label for each sample, and nothing is broadcast


@pytest.mark.parametrize(
    ("x", "labels"),
    [
        (np.eye(3)[[1, 1, 1, 1]], np.ones((4, 1), int)),
        (np.eye(3), [1]),
        (np.eye(3), 1),
        (np.eye(3), [0, 1, 3]),
        (np.eye(3), [0, 1, -1]),
        (np.eye(3), [0.0, 1.0, 2.0]),
        (np.zeros((0, 3)), []),
        (np.ones(3), [0, 0, 0]),
        (np.ones((2, 3, 3)), [0, 0]),
    ],
)
def test_labels_that_do_not_fit_are_refused(x, labels):
    network = Sequential()
    with pytest.raises(SettingError):
        accuracy(network, x, labels)
    trained = Sequential(Linear(3, 3))
    with pytest.raises(SettingError):
        next(fit(trained, np.eye(3), [0, 1, 2], held_out=(x, labels)))
    with pytest.raises(SettingError):
        next(fit(trained, x, labels))


def test_what_is_held_out_is_looked_at_before_the_training():
    network = Sequential(Linear(3, 3))
    before = network.state()["0.weight"].copy()
    for held_out in ((np.eye(3), [0]), (np.zeros((0, 3)), []), np.eye(3), (np.eye(3),)):
        with pytest.raises(SettingError):
            fit(network, np.eye(3), [0, 1, 2], held_out=held_out)
    np.testing.assert_array_equal(network.state()["0.weight"], before)


# Empty batches


@pytest.mark.parametrize("groups", [1, 2])
@pytest.mark.parametrize("stride", [1, 2])
def test_an_empty_batch_has_gradients_of_0(groups, stride):
    x, weight = np.zeros((0, 2, 5, 5)), np.ones((2, 2 // groups, 2, 2))
    output = conv2d(x, weight, stride=stride, groups=groups)
    grad_x, grad_weight, grad_bias = conv2d_backward(output, x, weight, stride=stride, groups=groups)
    assert grad_x.shape == x.shape and grad_weight.shape == weight.shape
    assert not grad_weight.any() and grad_bias.tolist() == [0, 0]


@pytest.mark.parametrize(
    "layer",
    [Conv2d(3, 2, 3), MaxPool2d(2), AvgPool2d(2), GlobalAvgPool2d(), ReLU(), Flatten(), Conv2d(3, 3, 2, groups=3)],
)
def test_every_layer_passes_an_empty_batch(layer):
    x = np.zeros((0, 3, 4, 4), np.float32)
    assert layer.backward(layer.forward(x)).shape == x.shape


# Files of any name


@pytest.mark.parametrize("name", ["weights", "weights.npz", "weights.bin", "a.b.c", "가중치", ".hidden"])
def test_a_file_of_any_name_is_found_again(name, tmp_path):
    saved, fresh = Sequential(Linear(3, 2, seed=1)), Sequential(Linear(3, 2, seed=2))
    saved.save(str(tmp_path / name))
    assert [path.name for path in tmp_path.iterdir()] == [name]
    np.testing.assert_array_equal(fresh.load(tmp_path / name).state()["0.weight"], saved.state()["0.weight"])


@pytest.mark.parametrize("content", [b"", b"text", b"PK\x03\x04broken", b"\x93NUMPY\x01\x00"])
def test_a_file_that_holds_no_parameters_changes_nothing(content, tmp_path):
    (tmp_path / "weights").write_bytes(content)
    network = Sequential(Linear(3, 2))
    before = network.state()["0.weight"].copy()
    with pytest.raises(SettingError, match="not a file of parameters"):
        network.load(tmp_path / "weights")
    np.testing.assert_array_equal(network.state()["0.weight"], before)


def test_one_array_is_not_a_file_of_parameters(tmp_path):
    np.save(tmp_path / "one.npy", np.ones(3))
    with pytest.raises(SettingError, match="not a file of parameters"):
        Sequential(Linear(3, 2)).load(tmp_path / "one.npy")


# Sizes that no memory holds are refused before it is asked for


@pytest.mark.parametrize(
    "call",
    [
        lambda: conv2d(IMAGE, np.ones((2, 2)), padding=10**9),
        lambda: conv2d(IMAGE, np.ones((2, 2)), padding=10**4),
        lambda: pad2d(IMAGE, 10**9),
        lambda: pad2d(IMAGE, (0, 10**9), mode="edge"),
        lambda: max_pool2d(IMAGE, 10**9, padding=10**9 - 1),
        lambda: conv_transpose2d(IMAGE, np.ones((2, 2)), stride=10**9),
        lambda: conv_transpose2d(IMAGE, np.ones((2, 2)), dilation=10**9),
        lambda: im2col(np.ones((600, 600)), 300),
        lambda: coverage(10**6, 3),
        lambda: coverage(10**9, 10**9),
        lambda: Conv2d(1, 1, 10**6),
        lambda: Linear(10**9, 10**9),
        lambda: nearest_settings(4, 10**9),
        lambda: nearest_settings(10**9, 4, exact=True),
    ],
)
def test_what_no_memory_holds_is_refused_at_once(call):
    with pytest.raises(SettingError, match=r"numbers, and the most is|but here the most is|does not fit"):
        call()


# What was meant


def test_channels_last_are_recognised():
    with pytest.raises(
        SettingError, match=r"x has the shape \(8, 8, 3\): its channels seem to come last.*transpose\(2, 0, 1\)"
    ):
        conv2d(np.ones((8, 8, 3)), np.ones((4, 3, 3, 3)))
    with pytest.raises(SettingError, match=r"transpose\(0, 3, 1, 2\)"):
        conv2d(np.ones((5, 8, 8, 4)), np.ones((4, 2, 3, 3)), groups=2)
    with pytest.raises(SettingError, match="each filter reads 2 channels"):
        conv2d(np.ones((8, 8, 3)), np.ones((4, 2, 3, 3)))


@pytest.mark.parametrize(
    "layers",
    [
        [{"kernel_size": 3, "strides": 2}],
        [{"kernel": 3}],
        [{"kernel_size": 3}, {"stride": 2}],
        [3, 3],
        {"kernel_size": 3},
        None,
    ],
)
def test_a_misspelt_setting_of_a_window_is_not_ignored(layers):
    with pytest.raises(SettingError, match="kernel_size"):
        receptive_field(layers)
