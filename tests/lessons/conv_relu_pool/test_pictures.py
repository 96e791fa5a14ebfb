"""Pictures of networks, of receptive fields and of ReLU; and the numbers that notebook 07 states."""

import itertools

import numpy as np
import pytest

import cnnlib
from cnnlib import (
    Conv2d,
    Flatten,
    Linear,
    MaxPool2d,
    ReLU,
    Sequential,
    conv2d,
    max_pool2d,
    pad2d,
    receptive_field,
    relu,
    samples,
)
from cnnlib.canvas import Canvas
from cnnlib.engine.shapes import SettingError
from cnnlib.lessons.conv_relu_pool.pictures import diagram_picture, network_picture
from cnnlib.lessons.conv_relu_pool.rectified import merged_picture, relu_picture
from cnnlib.lessons.receptive_field.pictures import field_sum, measured_field_picture, receptive_field_picture

KERNELS, DIGIT = samples.KERNELS, samples.digit(3)
PHOTO = samples.camera()[16:80, 36:100]
NAMES = {**{name: getattr(cnnlib, name) for name in cnnlib.__all__}, "np": np, "samples": samples}


def build(blocks=2, kernel_size=3, padding=0, filters=8):
    layers, channels = [], 1
    for _ in range(blocks):
        layers += [Conv2d(channels, filters, kernel_size, padding=padding), ReLU(), MaxPool2d(2)]
        channels, filters = filters, 2 * filters
    return Sequential(*layers)


def stack(kernels, padding=0, pool=1):
    layers = []
    for kernel in kernels:
        layer = Conv2d(1, 1, len(kernel), padding=padding, bias=False, dtype=float)
        layer.parameters["weight"][...] = kernel
        layers += [layer, ReLU(), *([MaxPool2d(pool)] if pool > 1 else [])]
    return Sequential(*layers)


def lenet(padding=0):
    side = {0: 4, 1: 4, 2: 5}[padding]
    return Sequential(
        Conv2d(1, 6, 5, padding=padding),
        ReLU(),
        MaxPool2d(2),
        Conv2d(6, 16, 5),
        ReLU(),
        MaxPool2d(2),
        Flatten(),
        Linear(16 * side**2, 120),
        ReLU(),
        Linear(120, 84),
        ReLU(),
        Linear(84, 10),
        input_shape=(1, 28, 28),
    )


def drawn(network, **options):
    return network_picture(network, (1, 28, 28), **options)


def shapes(picture):
    return [volume.shape for volume in picture.panel("volumes").volumes]


def test_a_block_by_hand():
    picture = drawn(build(1), layer=1)
    assert shapes(picture) == [(1, 28, 28), (8, 26, 26), (8, 13, 13)]
    assert picture.panel("volumes").volumes[1].lines == ("(8, 26, 26)", "param. 80", "mult. 48,672", "sees 3×3")
    assert 8 * 26 * 26 * 9 == 48_672 and 8 * (9 + 1) == 80
    assert picture.formula.splitlines()[2] == "parameters: 8·1·3·3 + 8 = 80; multiplications: 8·26·26·1·3·3 = 48,672"
    assert picture.caption == (
        "A network of 3 layers makes (8, 13, 13) of (1, 28, 28): 80 parameters, 48,672 "
        "multiplications; a cell of the last map sees 4×4 pixels. Chosen: Conv 3×3, ReLU gives "
        "(8, 26, 26)."
    )


@pytest.mark.parametrize(
    ("padding", "sides", "parameters"),
    [(0, [28, 24, 12, 8, 4], 44_426), (1, [28, 26, 13, 9, 4], 44_426), (2, [28, 28, 14, 10, 5], 61_706)],
)
def test_the_shapes_of_lenet(padding, sides, parameters):
    network = lenet(padding)
    picture = drawn(network)
    assert [shape[1] for shape in shapes(picture)[:5]] == sides
    assert shapes(picture)[6:] == [(120,), (84,), (10,)]
    assert sum(row.parameters for row in network.rows()) == parameters


def test_what_the_notebook_says_of_lenet():
    before, after = ([row.parameters for row in lenet().rows()[part]] for part in (slice(6), slice(7, None)))
    assert (sum(before), sum(after)) == (2572, 41_854)
    products = [row.multiplications for row in lenet().rows()]
    assert sum(products[:6]) > sum(products) / 2
    assert lenet(2).rows()[7].parameters == 48_120 and lenet().rows()[7].parameters == 30_840


def test_what_the_notebook_says_of_the_builder():
    assert [shape[1] for shape in shapes(drawn(build(3)))] == [28, 26, 13, 11, 5, 3, 1]
    convolutions = [row for row in build(4, 3, 1).rows((1, 28, 28)) if row.parameters]
    assert [row.parameters for row in convolutions] == [80, 1168, 4640, 18_496]
    assert [row.multiplications for row in convolutions] == [56_448, 225_792, 225_792, 165_888]
    totals = [sum(row.parameters for row in build(filters=filters).rows((1, 28, 28))) for filters in (8, 16)]
    assert totals == [1248, 4800]


def test_a_stack_that_breaks_is_explained_at_its_layer():
    picture = drawn(build(4), layer=99)
    assert picture.caption == (
        "The network breaks at layer 10, Conv2d(32, 64, 3): kernel_size 3 does not fit: the padded input is 1 wide "
        "(1 + 2·0). Use a kernel_size of at most 1, or a padding of at least 1. Before it, (32, 1, 1) is left of "
        "(1, 28, 28)."
    )
    *whole, last = picture.panel("volumes").volumes
    assert last.broken and last.label == "Conv 3×3" and not any(volume.broken for volume in whole)
    assert "layer 10, Conv2d(32, 64, 3)" in picture.formula
    Canvas().draw(picture)


def test_what_mends_the_broken_stack_of_the_notebook():
    assert shapes(drawn(build(4, padding=1)))[-1] == (64, 1, 1)
    assert drawn(build(4, 2)).caption.startswith("The network breaks at layer 12, MaxPool2d(2)")


def test_the_first_layer_and_channels_can_break_too():
    assert drawn(Sequential(Conv2d(1, 8, 29))).caption.startswith("The network breaks at layer 1, Conv2d(1, 8, 29)")
    wrong = Sequential(Conv2d(1, 8, 5), ReLU(), MaxPool2d(2), Conv2d(16, 16, 5))
    assert "layer 4, Conv2d(16, 16, 5): the layer reads 16 channels" in drawn(wrong).caption


@pytest.mark.parametrize("network", [build(), build(4, 5), lenet(2), Sequential(ReLU(), Conv2d(1, 2, 3))])
def test_every_volume_can_be_pressed_and_is_drawn(network):
    size = None
    for layer in range(12):
        picture = drawn(network, layer=layer)
        panel = picture.panel("volumes")
        assert panel.picks["layer"].max() == len(panel.volumes) - 1
        assert panel.chosen == min(layer, len(panel.volumes) - 1)
        size = size or Canvas(480).paint(picture).shape
    assert Canvas(480).paint(picture).shape == size


def test_the_code_below_a_network_runs_and_tells_the_same():
    for layer, network in itertools.product(range(9), (build(), lenet())):
        picture = drawn(network, layer=layer)
        result = eval(picture.code, NAMES)
        if layer and layer < len(shapes(picture)):
            assert result == shapes(picture)[layer] or isinstance(network.layers[layer], ReLU)
        elif layer == 0:
            assert result[-1].output_shape == shapes(picture)[-1]


def test_both_stacks_of_the_notebook():
    blocks = [Conv2d(1, 6, 5), ReLU(), MaxPool2d(2), Conv2d(6, 16, 5), ReLU(), MaxPool2d(2)]
    picture = diagram_picture(
        {
            "Affine": Sequential(Flatten(), Linear(784, 100), ReLU(), Linear(100, 100), ReLU(), Linear(100, 10)),
            "Conv": Sequential(*blocks, Flatten(), Linear(256, 10)),
        },
        (1, 28, 28),
    )
    assert picture.panel("blocks").headings == ("Affine: 89,610 parameters", "Conv: 5,142 parameters")
    assert "Conv: Conv 5×5 (6, 24, 24) → ReLU (6, 24, 24) → MaxPool 2×2 (6, 12, 12)" in picture.caption
    assert [block.detail for block in picture.panel("blocks").rows[0]][:2] == ["(1, 28, 28)", "(784,)"]
    Canvas(480).draw(picture)
    with pytest.raises(SettingError, match="layer 1, Linear"):
        diagram_picture({"wrong": Sequential(Linear(784, 10))}, (1, 28, 28))


# Receptive fields.


@pytest.mark.parametrize(
    ("pool", "side", "chain", "size"),
    [(2, 16, "1×1 → 2×2 → 4×4 → 8×8 → 10×10", 10), (3, 7, "1×1 → 3×3 → 5×5 → 15×15 → 17×17", 17)],
)
def test_a_field_grows_back_through_the_layers(pool, side, chain, size):
    network = stack([KERNELS["vertical edges"], KERNELS["box blur"]], padding=1, pool=pool)
    picture = receptive_field_picture(network, PHOTO, position=3 * side + 4)
    assert picture.panel("map 4").shape == (side, side)
    assert chain in picture.formula and f"{size}×{size} pixels of the input (64, 64)" in picture.caption
    assert picture.panel("fields").values[-1] == size
    assert eval(picture.code, NAMES).size == size


def test_the_corner_sees_padding_too():
    network = stack([KERNELS["vertical edges"], KERNELS["box blur"]], padding=1, pool=2)
    caption = receptive_field_picture(network, PHOTO, position=0).caption
    assert caption == (
        "The cell in row 0, column 0 of the last map (16, 16) depends on 7×7 pixels of the input "
        "(64, 64), from row 0, column 0; the rest of its 10×10 field is padding."
    )


def test_the_outlined_cells_are_those_that_matter():
    kernels = [np.ones((3, 3)), np.ones((3, 3))]
    for padding, position in itertools.product((0, 1), range(4)):
        network = stack(kernels, padding=padding)
        picture = receptive_field_picture(network, DIGIT, position=position)
        (outline,) = picture.panel("input").outlines
        inside = np.zeros(DIGIT.shape, bool)
        inside[outline.row : outline.row + outline.height, outline.column : outline.column + outline.width] = True
        np.testing.assert_array_equal(
            measured_field_picture(network, DIGIT, position=position).panel("input").marked, inside
        )


def test_the_maps_are_what_the_engine_computes():
    first, second = KERNELS["vertical edges"], KERNELS["box blur"]
    picture = receptive_field_picture(stack([first, second], padding=1, pool=2), PHOTO)
    expected = [PHOTO]
    for kernel in (first, second):
        expected.append(relu(conv2d(expected[-1], kernel, padding=1)))
        expected.append(max_pool2d(expected[-1], 2))
    for number, values in enumerate(expected):
        np.testing.assert_allclose(picture.panel(f"map {number}" if number else "input").values, values)


@pytest.mark.parametrize("padding", [0, 1])
@pytest.mark.parametrize("image", [PHOTO, np.ones((15, 22))])
def test_pressing_inside_a_cell_s_field_finds_a_cell_near_it(image, padding):
    network = stack([KERNELS["box blur"]] * 2, padding=padding, pool=2)
    last = receptive_field_picture(network, image).panel("map 4")
    assert last.picks["position"].tolist() == np.arange(last.values.size).reshape(last.shape).tolist()
    for position in range(0, last.values.size, 5):
        picture = receptive_field_picture(network, image, position=position)
        for name in ("input", "map 1", "map 2", "map 3"):
            panel = picture.panel(name)
            (outline,) = panel.outlines
            inside = 0 < outline.row and outline.row + outline.height < panel.shape[0]
            inside = inside and 0 < outline.column and outline.column + outline.width < panel.shape[1]
            middle = outline.row + outline.height // 2, outline.column + outline.width // 2
            assert not inside or panel.picks["position"][middle] == position


def test_a_field_is_not_the_kernel():
    picture = measured_field_picture(stack([np.ones((3, 3))] * 2), DIGIT, position=5)
    assert picture.caption == (
        "Each of the 64 pixels was wiggled alone: 25 of them moved the cell in row 1, column 1, within 5×5 pixels."
    )
    assert picture.panel("changes").values[1:6, 1:6].tolist() == np.outer([1, 2, 3, 2, 1], [1, 2, 3, 2, 1]).tolist()
    assert picture.formula == "receptive field: 1 + (3 − 1)·1 + (3 − 1)·1 = 5"


@pytest.mark.parametrize(
    ("layers", "kernel_size", "pool", "moved", "size"),
    [(3, 3, 1, "49 7×7", 7), (3, 1, 1, "1 1×1", 1), (1, 3, 2, "9 3×3", 4)],
)
def test_the_fields_that_the_notebook_states(layers, kernel_size, pool, moved, size):
    network = stack([np.ones((kernel_size, kernel_size))] * layers, pool=pool)
    picture = measured_field_picture(network, DIGIT, position=5)
    count, side = moved.split()
    assert f": {count} of them" in picture.caption and f", within {side} pixels" in picture.caption
    assert picture.formula.endswith(f"= {size}")


def test_nothing_moves_a_cell_that_relu_has_shut():
    network = stack([-np.ones((3, 3))])
    assert measured_field_picture(network, DIGIT).caption.endswith(": 0 of them moved the cell in row 0, column 0.")


@pytest.mark.parametrize(
    ("function", "network", "sentence"),
    [
        (measured_field_picture, stack([np.ones((4, 4))] * 3), "layer 5, Conv2d"),
        (
            receptive_field_picture,
            stack([np.ones((3, 3))] * 2, pool=2),
            r"layer 6, MaxPool2d\(2\): kernel_size 2 does not fit",
        ),
    ],
)
def test_a_stack_too_deep_for_the_digit_is_refused_with_its_layer(function, network, sentence):
    with pytest.raises(SettingError, match=sentence):
        function(network, DIGIT)


def test_kernels_add_and_strides_multiply():
    layers = [{"kernel_size": 3}, {"kernel_size": 2, "stride": 2}] * 2
    assert [receptive_field(layers[:count]).size for count in (1, 2, 3, 4)] == [3, 4, 8, 10]
    assert receptive_field(layers).jump == 4
    windows = [{"stride": 1, **layer} for layer in layers]
    assert field_sum(windows) == "receptive field: 1 + (3 − 1)·1 + (2 − 1)·1 + (3 − 1)·2 + (2 − 1)·2 = 10"


# ReLU.


def rectified(image=DIGIT, kernel=KERNELS["vertical edges"], bias=0, **options):
    before = conv2d(image, kernel, bias)
    return relu_picture(image, kernel, before, relu(before), bias=bias, **options)


def test_relu_by_hand():
    picture = rectified(np.array([[1.0, 5.0, 2.0, 2.0]]), np.array([[-1.0, 1.0]]), bias=-1, position=1)
    assert picture.panel("before").values.tolist() == [[3, -4, -1]]
    assert picture.panel("before").marked.tolist() == [[False, True, True]]
    assert picture.panel("after").values.tolist() == [[3, 0, 0]]
    assert picture.caption == (
        "With bias −1, ReLU sets 2 of 3 cells to 0: 66.7 %; the cell in row 0, column 1 is −4 before and 0 after."
    )
    assert picture.formula == "5·(−1) + 2·1 − 1 (bias) = −4\nmax(−4, 0) = 0"


@pytest.mark.parametrize(("bias", "percent"), [(0, "40.4"), (-8, "83.6")])
def test_the_shares_that_the_notebook_states(bias, percent):
    photo = 16 * samples.camera()[20:52, 50:82]
    picture = rectified(photo, bias=bias, biases=(-32, 32))
    assert f": {percent} %;" in picture.caption
    x, y = picture.panel("share").series["set to 0"]
    assert y[np.flatnonzero(x == bias)[0]] == picture.panel("share").here[0][1]
    assert (np.diff(y) <= 0).all()


def test_colours_depend_on_no_bias():
    assert len({rectified(bias=bias).panel(name).limits for bias in (-32, 0, 32) for name in ("before", "after")}) == 1


def test_kernels_without_negative_weights_lose_nothing_at_bias_0():
    lossless = {name for name, kernel in KERNELS.items() if " 0 of 36 cells" in rectified(kernel=kernel).caption}
    assert lossless == {"identity", "box blur", "Gaussian blur"}
    assert {name for name, kernel in KERNELS.items() if (kernel >= 0).all()} == lossless


def test_the_code_of_a_relu_runs():
    for bias in (0, -4):
        picture = rectified(bias=bias)
        np.testing.assert_array_equal(eval(picture.code, NAMES), picture.panel("after").values)


def merged(first, second, rectify=False):
    one = conv2d(pad2d(first, 2), second[::-1, ::-1])
    between = conv2d(DIGIT, first)
    two = conv2d(relu(between) if rectify else between, second)
    return merged_picture(DIGIT, first, second, one, two, conv2d(DIGIT, one))


def test_two_convolutions_without_relu_are_one():
    for first, second in itertools.product(KERNELS.values(), KERNELS.values()):
        picture = merged(first, second)
        assert picture.caption == (
            "Two layers and the one (5, 5) kernel differ in 0 of 16 cells; the largest difference is 0."
        )
        np.testing.assert_allclose(eval(picture.code, NAMES), picture.panel("merged").values)


def test_with_relu_only_kernels_without_negative_weights_still_are():
    alike = {
        name
        for name, first in KERNELS.items()
        if all("differ in 0 of" in merged(first, second, True).caption for second in KERNELS.values())
    }
    some = {
        name
        for name, first in KERNELS.items()
        if any("differ in 0 of" in merged(first, second, True).caption for second in KERNELS.values())
    }
    assert alike == some == {"identity", "box blur", "Gaussian blur"}


def test_the_three_layers_by_hand():
    toy = samples.toy_large()[:5, :5]
    convolved = conv2d(toy, np.array([[1, -1], [0, 0]]))
    assert max_pool2d(relu(convolved), 2).tolist() == [[0, 3], [3, 0]]
    assert set(convolved.ravel().tolist()) == {-1, 3}
