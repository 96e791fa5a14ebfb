"""Pictures of networks and of ReLU; and the numbers that notebook 07 states."""

import itertools
import re

import numpy as np
import pytest

import cnnlib
from cnnlib import Conv2d, Flatten, Linear, MaxPool2d, ReLU, Sequential, conv2d, max_pool2d, relu, samples
from cnnlib.canvas import Canvas
from cnnlib.engine.shapes import SettingError
from cnnlib.lessons.conv_relu_pool.pictures import MOST_VOLUMES, diagram_picture, network_picture
from cnnlib.lessons.conv_relu_pool.predictions import blocks, stacks
from cnnlib.lessons.conv_relu_pool.rectified import merged_kernel, merged_picture, relu_picture

KERNELS, DIGIT = samples.KERNELS, samples.digit(3)
EDGES, BLUR = KERNELS["vertical edges"], KERNELS["box blur"]
NAMES = {**{name: getattr(cnnlib, name) for name in cnnlib.__all__}, "np": np, "samples": samples}


def lenet(padding=2):
    side = {0: 4, 1: 4, 2: 5}[padding]
    first = [Conv2d(1, 6, 5, padding=padding), ReLU(), MaxPool2d(2), Conv2d(6, 16, 5), ReLU(), MaxPool2d(2), Flatten()]
    return Sequential(*first, Linear(16 * side**2, 120), ReLU(), Linear(120, 84), ReLU(), Linear(84, 10))


def drawn(network, size=28, **options):
    return network_picture(network, (1, size, size), **options)


def shapes(picture):
    return [volume.shape for volume in picture.panel("volumes").volumes]


def totals(network, size=28):
    rows = network.rows((1, size, size))
    return sum(row.parameters for row in rows), sum(row.multiplications for row in rows)


def test_a_block_by_hand():
    picture = drawn(blocks(1), layer=1)
    assert shapes(picture) == [(1, 28, 28), (8, 26, 26), (8, 13, 13)]
    volume = picture.panel("volumes").volumes[1]
    assert volume.label == "Conv 3×3\nwith ReLU"
    assert [line.text for line in volume.lines] == ["(8, 26, 26)", "80", "parameters", "48,672", "multiplications"]
    assert 8 * 26 * 26 * 9 == 48_672 and 8 * (9 + 1) == 80
    assert picture.formula.splitlines() == [
        "height and width: 28 − 3 + 1 = 26",
        "parameters: 8 · (1·3·3 weights + 1 bias) = 80; multiplications: 8·26·26 cells · 1·3·3 weights = 48,672",
    ]
    assert picture.caption == (
        "3 layers turn (1, 28, 28) into (8, 13, 13): 80 parameters, 48,672 multiplications. "
        "Chosen: Conv 3×3 with ReLU gives (8, 26, 26)."
    )


def test_bars_are_shares_of_the_whole():
    for network in (blocks(3), lenet(), *stacks()):
        lines = [line for volume in drawn(network).panel("volumes").volumes for line in volume.lines]
        for role in ("kernel", "difference"):
            assert sum(line.share for line in lines if line.role == role) == pytest.approx(1)


def test_nothing_is_said_of_what_a_cell_sees():
    picture = drawn(lenet(), layer=3)
    said = repr(picture.panel("volumes").volumes) + picture.caption + picture.formula + picture.panel("volumes").note
    assert not re.search(r"\bsees?\b|receptive|field", said)


@pytest.mark.parametrize(
    ("padding", "sides", "parameters"),
    [(0, [28, 24, 12, 8, 4], 44_426), (1, [28, 26, 13, 9, 4], 44_426), (2, [28, 28, 14, 10, 5], 61_706)],
)
def test_the_shapes_of_lenet(padding, sides, parameters):
    picture = drawn(lenet(padding))
    assert [shape[1] for shape in shapes(picture)[:5]] == sides
    assert shapes(picture)[6:] == [(120,), (84,), (10,)] and len(shapes(picture)) == MOST_VOLUMES
    assert totals(lenet(padding))[0] == parameters


def test_what_the_notebook_says_of_lenet():
    rows = lenet().rows((1, 28, 28))
    before, after = rows[:6], rows[7:]
    assert sum(row.parameters for row in after) == 59_134 and totals(lenet()) == (61_706, 416_520)
    assert sum(row.multiplications for row in before) == 357_600


def test_what_the_notebook_says_of_the_two_stacks():
    affine, other = stacks()
    assert totals(affine) == (89_610, 89_400) and totals(other) == (5142, 242_560)
    assert round(242_560 / 89_400, 1) == 2.7
    second = other.rows((1, 28, 28))[3]
    assert second.output_shape == (16, 8, 8) and second.multiplications / (16 * 6 * 25) == 64


def test_what_the_notebook_says_of_the_builder():
    assert [shape[1] for shape in shapes(drawn(blocks(3)))] == [28, 26, 13, 11, 5, 3, 1]
    assert totals(blocks(3)) == (5888, 229_536) and totals(blocks(2)) == (1248, 188_064)
    convolutions = [row for row in blocks(4, padding=1).rows((1, 28, 28)) if row.parameters]
    assert [row.parameters for row in convolutions] == [80, 1168, 4640, 18_496]
    assert [row.multiplications for row in convolutions] == [56_448, 225_792, 225_792, 165_888]
    assert totals(blocks(4, padding=1))[0] == 24_384


@pytest.mark.parametrize(
    ("growth", "second", "third"), [(1, 112_896, 112_896 / 4), (2, 225_792, 225_792), (3, 338_688, 762_048)]
)
def test_work_stays_equal_where_filters_double(growth, second, third):
    rows = [row for row in blocks(4, padding=1, growth=growth).rows((1, 28, 28)) if row.parameters]
    assert [row.multiplications for row in rows[1:3]] == [second, third]


def test_a_stack_that_breaks_is_explained_at_its_layer():
    picture = drawn(blocks(4), layer=99)
    assert picture.caption == (
        "The network breaks at layer 10, Conv2d(32, 64, 3): its 3×3 window does not fit on (32, 1, 1). Use fewer "
        "blocks, a larger image, or padding in the convolutions."
    )
    assert picture.formula == "height and width: 1 − 3 + 1 = −1, so the window has no place"
    *whole, last = picture.panel("volumes").volumes
    assert last.broken and last.label == "Conv 3×3" and not any(volume.broken for volume in whole)
    Canvas().draw(picture)


def test_what_mends_the_broken_stack_of_the_notebook():
    for mended in (drawn(blocks(3)), drawn(blocks(4, padding=1)), drawn(blocks(4), size=56)):
        assert "breaks" not in mended.caption
    assert "breaks" in drawn(blocks(4), size=42).caption
    small = drawn(blocks(4, padding=1), size=14, layer=99)
    assert small.caption.startswith("The network breaks at layer 12, MaxPool2d(2): its 2×2 window does not fit")
    assert small.caption.endswith("Use fewer blocks, or a larger image.")


def test_the_first_layer_and_channels_can_break_too():
    assert drawn(Sequential(Conv2d(1, 8, 29))).caption.startswith("The network breaks at layer 1, Conv2d(1, 8, 29)")
    wrong = Sequential(Conv2d(1, 8, 5), ReLU(), MaxPool2d(2), Conv2d(16, 16, 5))
    assert "layer 4, Conv2d(16, 16, 5): the layer reads 16 channels" in drawn(wrong, layer=99).caption


@pytest.mark.parametrize("network", [blocks(2), blocks(4), lenet(), *stacks(), Sequential(ReLU(), Conv2d(1, 2, 3))])
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
    for layer, network in itertools.product(range(9), (blocks(3), lenet(), *stacks())):
        picture = drawn(network, layer=layer)
        chosen = picture.panel("volumes").chosen
        result = eval(picture.code, NAMES)
        assert result == 784 if chosen == 0 else result == shapes(picture)[chosen]


def test_both_stacks_of_the_notebook():
    affine, other = stacks()
    picture = diagram_picture({"Affine": affine, "Conv": other}, (1, 28, 28))
    panel = picture.panel("blocks")
    assert panel.headings == ("Affine", "Conv")
    assert "Conv: Conv 5×5 (6, 24, 24) → ReLU (6, 24, 24) → MaxPool 2×2 (6, 12, 12)" in picture.caption
    assert [block.detail for block in panel.rows[0]][:2] == ["(1, 28, 28)", "(784,)"]
    assert [len(row) for row in panel.rows] == [7, 9], "the layers of the code, and no other"
    Canvas(480).draw(picture)
    with pytest.raises(SettingError, match="layer 1, Linear"):
        diagram_picture({"wrong": Sequential(Linear(784, 10))}, (1, 28, 28))


# ReLU.


def rectified(image=DIGIT, kernel=EDGES, **options):
    before = conv2d(image, kernel)
    return relu_picture(image, kernel, before, relu(before), **options)


def test_relu_by_hand():
    picture = rectified(np.array([[1.0, 5.0, 2.0, 2.0]]), np.array([[-1.0, 1.0]]), position=1)
    assert picture.panel("before").values.tolist() == [[4, -3, 0]]
    assert picture.panel("before").marked.tolist() == [[False, True, False]]
    assert picture.panel("after").values.tolist() == [[4, 0, 0]]
    assert picture.caption == (
        "ReLU sets 1 of 3 cells to 0: 33.3 %; the cell in row 0, column 1 is −3 before it and 0 after it."
    )
    assert picture.formula == "5·(−1) + 2·1 = −3\nmax(−3, 0) = 0"


def test_what_relu_sets_to_0_in_the_notebook():
    assert rectified().caption.startswith("ReLU sets 13 of 36 cells to 0")
    assert rectified(kernel=-EDGES).caption.startswith("ReLU sets 23 of 36 cells to 0")
    photo = 16 * samples.camera()[20:52, 50:82]
    for image in (DIGIT, photo):
        assert rectified(image, BLUR).caption.startswith("ReLU sets 0 of ")
        kept = rectified(image).panel("after").values, rectified(image, -EDGES).panel("after").values
        assert (np.minimum(*kept) == 0).all(), "what one kernel keeps, the other loses"


def test_the_code_of_a_relu_runs_or_is_not_shown():
    for kernel in (EDGES, -EDGES, BLUR):
        picture = rectified(kernel=kernel)
        np.testing.assert_array_equal(eval(picture.code, NAMES), picture.panel("after").values)
    assert rectified(samples.camera()[:32, :32]).code == ""


def merged(first=EDGES, second=BLUR, rectify=False):
    between = conv2d(DIGIT, first)
    between = relu(between) if rectify else between
    return merged_picture(DIGIT, first, second, between, conv2d(between, second), rectified=rectify)


def test_two_convolutions_without_relu_are_one():
    for first, second in itertools.product(KERNELS.values(), KERNELS.values()):
        picture = merged(first, second)
        assert picture.caption == (
            "Two layers and the one (5, 5) kernel differ in 0 of 16 cells; the largest difference is 0."
        )
        assert picture.formula == "(input ⊛ kernel 1) ⊛ kernel 2 = input ⊛ merged kernel"
        for name in ("two layers", "one layer"):
            np.testing.assert_allclose(eval(picture.code, NAMES), picture.panel(name).values, atol=1e-12)


def test_a_merged_kernel_has_any_size():
    rng = np.random.default_rng(0)
    image, first, second = rng.random((9, 11)), rng.random((2, 3)), rng.random((4, 1))
    np.testing.assert_allclose(conv2d(image, merged_kernel(first, second)), conv2d(conv2d(image, first), second))
    assert merged_kernel(first, second).shape == (5, 3)


def test_what_a_relu_between_them_changes():
    assert "differ in 11 of 16 cells" in merged(rectify=True).caption
    picture = merged(rectify=True)
    assert picture.formula == "max(input ⊛ kernel 1, 0) ⊛ kernel 2 ≠ input ⊛ merged kernel"
    assert picture.panel("between").title == "between, after ReLU (6, 6)"
    np.testing.assert_allclose(eval(picture.code, NAMES), picture.panel("two layers").values)
    assert "differ in 0 of 16 cells" in merged(BLUR, rectify=True).caption and merged(DIGIT[:3, :3]).code == ""
    free = {
        name for name, first in KERNELS.items() if "differ in 0 of" in merged(first, KERNELS["sharpen"], True).caption
    }
    assert free == {"identity", "box blur", "Gaussian blur"}


@pytest.mark.parametrize("second", KERNELS.values(), ids=KERNELS)
def test_the_counter_example_of_the_notebook(second):
    middle, *corners = [BLUR.copy() for _place in range(5)]
    middle[1, 1] = -0.1
    assert "differ in 0 of 16 cells" in merged(middle, BLUR, rectify=True).caption
    assert "differ in 0 of 16 cells" in merged(middle, second, rectify=True).caption
    for corner, place in zip(corners, [(0, 0), (0, 2), (2, 0), (2, 2)], strict=True):
        corner[place] = -0.1
        assert "differ in 0 of" not in merged(corner, BLUR, rectify=True).caption


def test_the_block_by_hand():
    toy = samples.toy_large()[:5, :5]
    convolved = conv2d(toy, np.array([[1, -1], [0, 0]]))
    assert set(convolved.ravel().tolist()) == {-1, 3} and convolved.shape == (4, 4)
    assert max_pool2d(relu(convolved), 2).tolist() == [[0, 3], [3, 0]]
