"""Pictures of networks and of ReLU; and the numbers that notebook 07 states."""

import itertools
import re

import numpy as np
import pytest

import cnnlib
from cnnlib import Conv2d, Flatten, Linear, MaxPool2d, ReLU, Sequential, conv2d, max_pool2d, relu, samples
from cnnlib.canvas import Canvas
from cnnlib.engine.settings import SettingError
from cnnlib.lessons.conv_relu_pool.building import affine_stack, build, convolutional_stack
from cnnlib.lessons.conv_relu_pool.pictures import MOST_VOLUMES, diagram_picture, network_picture
from cnnlib.lessons.conv_relu_pool.rectified import merged_kernel, merged_picture, photograph, relu_picture

KERNELS, DIGIT = samples.KERNELS, samples.digit(3)
EDGES, BLUR = KERNELS["vertical edges"], KERNELS["box blur"]
NAMES = {**{name: getattr(cnnlib, name) for name in cnnlib.__all__}, "np": np, "samples": samples}


def stacks():
    return affine_stack(), convolutional_stack()


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
    picture = drawn(build(1), layer=1)
    assert shapes(picture) == [(1, 28, 28), (8, 28, 28), (8, 14, 14)]
    convolution, pooling = picture.panel("volumes").volumes[1:]
    assert (convolution.label, pooling.label) == ("1 Conv\n3×3\n2 ReLU", "3 MaxPool\n2×2")
    assert [line.text for line in convolution.lines if line.text] == [
        "(8, 28, 28)",
        "80",
        "parameters",
        "56,448",
        "multiplications",
    ]
    assert 8 * 28 * 28 * 9 == 56_448 and 8 * (9 + 1) == 80
    assert picture.formula.splitlines() == [
        "height and width: 28 + 2·1 − 3 + 1 = 28",
        "parameters: 8 · (1·3·3 weights + 1 bias) = 80; multiplications: 8·28·28 cells · 1·3·3 weights = 56,448",
    ]
    assert picture.caption == (
        "3 layers turn (1, 28, 28) into (8, 14, 14): 80 parameters, 56,448 multiplications. "
        "Chosen: layer 1, Conv 3×3 with ReLU, gives (8, 28, 28)."
    )


def test_bars_are_shares_of_the_whole():
    for network in (build(3), lenet(), *stacks()):
        lines = [line for volume in drawn(network).panel("volumes").volumes for line in volume.lines]
        for role in ("kernel", "difference"):
            assert sum(line.share for line in lines if line.role == role) == pytest.approx(1)
        assert not any(line.text and line.share for line in lines), "no number is on the end of its bar"


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


def multiplications(network, size=28):
    return [row.multiplications for row in network.rows((1, size, size)) if row.parameters]


def test_what_the_notebook_says_of_the_builder():
    assert [shape[1] for shape in shapes(drawn(build(3)))] == [28, 28, 14, 14, 7, 7, 3]
    assert totals(build(3)) == (5888, 508_032)
    weights = [layer.parameters["weight"].size for layer in build(3).layers if isinstance(layer, Conv2d)]
    assert [row.parameters for row in build(3).rows((1, 28, 28)) if row.parameters] == [80, 1168, 4640]
    assert weights[1:] == [1152, 4 * 1152] and multiplications(build(3)) == [56_448, 225_792, 225_792]
    assert shapes(drawn(build(3)))[3][1:] == (14, 14) and shapes(drawn(build(3)))[5][1:] == (7, 7)


def test_what_pooling_saves():
    assert totals(build(3, pooling=False)) == (5888, 4_572_288) and 4_572_288 == 9 * 508_032
    _first, second, third = multiplications(build(3, pooling=False))
    assert third == 4 * second


def test_work_stays_roughly_equal_where_filters_double():
    for size in (28, 42, 56):
        later = multiplications(build(4), size)[1:]
        assert max(later) < 1.4 * min(later)


def test_only_the_last_layer_of_a_stack_grows_with_the_image():
    small, large = convolutional_stack(4).rows((1, 28, 28)), convolutional_stack(11).rows((1, 56, 56))
    assert [a.parameters == b.parameters for a, b in zip(small, large, strict=True)] == [True] * 7 + [False]


def test_a_stack_that_breaks_is_explained_at_its_layer():
    picture = drawn(build(4), size=14, layer=99)
    assert picture.caption == (
        "The network breaks at layer 12, MaxPool2d(2): its 2×2 window does not fit on (64, 1, 1). "
        "It needs a map of at least 2×2."
    )
    assert picture.formula == "height and width: ⌊(1 + 2·0 − 2) / 2⌋ + 1 = 0, so the window does not fit"
    *whole, last = picture.panel("volumes").volumes
    assert last.broken and last.label == "12 MaxPool\n2×2" and not any(volume.broken for volume in whole)
    Canvas().draw(picture)


def test_what_mends_the_broken_stack_of_the_notebook():
    larger = [drawn(build(4), size=size) for size in (28, 42, 56)]
    for mended in (drawn(build(3), size=14), drawn(build(4, pooling=False), size=14), *larger):
        assert "breaks" not in mended.caption


def test_the_first_layer_and_channels_can_break_too():
    assert drawn(Sequential(Conv2d(1, 8, 29))).caption.startswith("The network breaks at layer 1, Conv2d(1, 8, 29)")
    wrong = Sequential(Conv2d(1, 8, 5), ReLU(), MaxPool2d(2), Conv2d(16, 16, 5))
    assert "layer 4, Conv2d(16, 16, 5): the layer reads 16 channels" in drawn(wrong, layer=99).caption


@pytest.mark.parametrize(
    "network", [build(2), build(4), build(4, False), lenet(), *stacks(), Sequential(ReLU(), Conv2d(1, 2, 3))]
)
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
    for layer, network in itertools.product(range(9), (build(3), lenet(), *stacks())):
        picture = drawn(network, layer=layer)
        chosen = picture.panel("volumes").chosen
        result = eval(picture.code, NAMES)
        assert result == 784 if chosen == 0 else result == shapes(picture)[chosen]


def test_both_stacks_of_the_notebook():
    affine, other = stacks()
    picture = diagram_picture({"Affine": affine, "Conv": other}, (1, 28, 28))
    panel = picture.panel("blocks")
    assert panel.headings == ("Affine", "Conv")
    assert picture.caption == "Affine: 6 layers from (1, 28, 28) to (10,). Conv: 8 layers from (1, 28, 28) to (10,)."
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
    assert picture.panel("before").marked.tolist() == [[True, False, False]], "what ReLU keeps"
    assert "filled corner: ReLU keeps it" in picture.panel("before").note
    assert picture.panel("after").values.tolist() == [[4, 0, 0]]
    assert picture.caption == (
        "ReLU sets 1 of 3 cells to 0: 33.3 %; the cell in row 0, column 1 is −3 before it and 0 after it."
    )
    assert picture.formula == "5·(−1) + 2·1 = −3\nmax(−3, 0) = 0"


def test_what_relu_sets_to_0_in_the_notebook():
    assert rectified().caption.startswith("ReLU sets 13 of 36 cells to 0")
    assert rectified(kernel=-EDGES).caption.startswith("ReLU sets 23 of 36 cells to 0")
    assert rectified(photograph()).panel("before").marked is None, "marks would hide its edges"
    for image in (DIGIT, photograph()):
        assert rectified(image, BLUR).caption.startswith("ReLU sets 0 of ")
        kept = rectified(image).panel("after").values, rectified(image, -EDGES).panel("after").values
        assert (np.minimum(*kept) == 0).all(), "what one kernel keeps, the other loses"


def test_equal_pixels_are_not_less_than_0_by_a_rounding():
    shades = np.rint(255 * photograph())  # whole numbers, and so are all sums of the edge kernel
    for kernel in (EDGES, -EDGES):
        below = (conv2d(shades, kernel) < 0).sum()
        assert rectified(photograph(), kernel).caption.startswith(f"ReLU sets {below} of 900 cells to 0: ")


def test_the_code_of_a_relu_runs_or_is_not_shown():
    for image, kernel in itertools.product((DIGIT, photograph()), (EDGES, -EDGES, BLUR)):
        picture = rectified(image, kernel)
        np.testing.assert_array_equal(eval(picture.code, NAMES), picture.panel("after").values)
    assert rectified(samples.camera()[:32, :32]).code == ""


def merged(first=EDGES, second=BLUR, rectify=False, **options):
    between = conv2d(DIGIT, first)
    between = relu(between) if rectify else between
    return merged_picture(DIGIT, first, second, between, conv2d(between, second), rectified=rectify, **options)


def test_two_convolutions_without_relu_are_one():
    for first, second in itertools.product(KERNELS.values(), KERNELS.values()):
        picture = merged(first, second)
        assert picture.caption.startswith(
            "Two layers and the one (5, 5) kernel differ in 0 of 16 cells; the largest difference is 0. In row 0"
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
    assert picture.panel("between").title == "after ReLU (6, 6)"
    np.testing.assert_allclose(eval(picture.code, NAMES), picture.panel("two layers").values)
    assert "differ in 0 of 16 cells" in merged(BLUR, rectify=True).caption and merged(DIGIT[:3, :3]).code == ""
    free = {
        name for name, first in KERNELS.items() if "differ in 0 of" in merged(first, KERNELS["sharpen"], True).caption
    }
    assert free == {"identity", "box blur", "Gaussian blur"}


def test_cells_of_two_layers_and_their_windows_belong_together():
    below = merged().panel("between").values < 0
    for position in range(16):
        picture = merged(rectify=True, position=position)
        row, column = divmod(position, 4)
        for name in ("two layers", "one layer", "difference"):
            (cell,) = picture.panel(name).outlines
            assert (cell.row, cell.column) == (row, column)
            assert picture.panel(name).picks["position"].tolist() == np.arange(16).reshape(4, 4).tolist()
        spans = [(o.row, o.column, o.height, o.width) for n in ("input", "between") for o in picture.panel(n).outlines]
        assert spans == [(row, column, 5, 5), (row, column, 3, 3)]
        assert picture.panel("between").picks["position"][row + 1, column + 1] == position
        differs = abs(picture.panel("difference").values[row, column]) > 1e-9
        assert differs == below[row : row + 3, column : column + 3].any()
    values = [picture.panel(name).values[3, 3] for name in ("two layers", "one layer")]
    assert picture.caption.endswith(
        "In row 3, column 3, two layers give {:.2f} and one gives −{:.2f}.".format(*np.abs(values))
    )


def test_a_small_difference_is_not_written_as_0():
    first = BLUR.copy()
    first[1, 2] = -0.1
    picture = merged(first, rectify=True)
    assert "differ in 1 of 16 cells; the largest difference is 0.0025." in picture.caption and "≠" in picture.formula
    assert picture.panel("difference").digits == 4


@pytest.mark.parametrize("unit", [0.1, 1, 1e5])
def test_roundings_of_large_numbers_are_no_differences(unit):
    first = unit * np.array([[3.0, 8, 0], [2, 9, 4], [3, 1, 1]])
    picture = merged(first, BLUR)
    assert "differ in 0 of 16 cells; the largest difference is 0." in picture.caption and "≠" not in picture.formula
    first[1, 2] -= 20 * unit
    assert "differ in 0 of" not in merged(first, BLUR, rectify=True).caption


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
