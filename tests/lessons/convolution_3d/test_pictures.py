"""Pictures of channels, of filters and of batches; and the numbers that notebook 05 and its exercises state."""

import numpy as np
import pytest
from lessons.convolution_3d.right_answers import read_channels

import cnnlib
from cnnlib import Conv2d, conv2d, output_size, samples
from cnnlib.canvas import Canvas
from cnnlib.canvas.colours import cell_colours
from cnnlib.check import check
from cnnlib.lessons.convolution_3d import exercises, predictions
from cnnlib.lessons.convolution_3d.filter_banks import bank_picture, kernels_picture, parameters_formula
from cnnlib.lessons.convolution_3d.pictures import DESK, colouring_of_map, ledger_picture
from cnnlib.lessons.convolution_3d.weights import TRIOS, four_filters

TOY, KERNEL, PHOTO = samples.toy_channels(), samples.toy_kernel(), samples.chelsea()
ALIKE = np.stack([KERNEL] * 3)
EDGES, COPY = samples.KERNELS["vertical edges"], samples.KERNELS["identity"]


def ledger(image=TOY, weight=ALIKE, bias=0, added=(1, 1, 1), **options):
    partials = np.stack([conv2d(channel, piece) for channel, piece in zip(image, weight, strict=True)])
    output = (partials * np.reshape(added, (3, 1, 1))).sum(axis=0) + bias
    return ledger_picture(image, weight, partials, output, bias=bias, added=added, **options)


def test_the_primer_s_example_is_in_the_ledger():
    picture = ledger()
    assert picture.panel("red partial").values.tolist() == [[13, 16], [6, 16]]
    assert picture.panel("green partial").values.tolist() == [[22, 19], [24, 15]]
    assert picture.panel("blue partial").values.tolist() == [[15, 10], [23, 16]]
    assert picture.panel("output").values.tolist() == [[50, 45], [53, 47]]
    assert conv2d(TOY, ALIKE[None])[0].tolist() == [[50, 45], [53, 47]]
    assert picture.formula.splitlines()[0] == "red: 1·2 + 2·0 + 1·1 + 0·0 + 1·1 + 2·2 + 3·1 + 0·0 + 1·2 = 13"
    assert picture.formula.splitlines()[-1] == "13 + 22 + 15 + 0 (bias) = 50"
    assert picture.caption == (
        "A (3, 4, 4) image and one (3, 3, 3) filter give one (1, 2, 2) map; its cell in row 0, "
        "column 0 is 50: 13 from red, 22 from green, 15 from blue, and the bias 0."
    )


def test_the_book_s_other_filter_gives_the_book_s_sum():
    picture = ledger(weight=exercises.SLICES)
    assert picture.panel("output").values.tolist() == [[37, 74, 104], [76, 75, 62], [122, 108, 58]]
    assert picture.panel("blue partial").values.tolist() == [[9, 9, 24], [24, 15, 12], [28, 32, 23]]


def test_a_muted_channel_is_said_and_left_out():
    picture = ledger(added=(1, 0, 1), bias=3)
    assert picture.panel("output").values[0, 0] == 13 + 15 + 3
    assert picture.formula.splitlines()[1].endswith("= 22 (left out)")
    assert picture.formula.splitlines()[-1] == "13 + 15 + 3 (bias) = 31"
    assert "is 31: 13 from red, 15 from blue, and the bias 3. Left out: green." in picture.caption
    assert picture.panel("green partial").note == "left out" and not picture.panel("red partial").note
    assert not picture.panel("green partial").numbers and picture.panel("red partial").numbers


@pytest.mark.parametrize(
    ("choice", "signs"),
    [
        ("all", ["+", "+"]),
        ("without red", ["", "+"]),
        ("without green", ["", "+"]),
        ("without blue", ["+", ""]),
        ("red only", ["", ""]),
        ("blue only", ["", ""]),
    ],
)
def test_a_muted_channel_has_no_plus(choice, signs):
    assert [panel.text for panel in ledger(added=DESK[choice], bias=-5).rows[2][1::2]] == [*signs, "+", "="]


def test_what_belongs_to_a_channel_is_in_one_column():
    totals = {round(sum(panel.weight for panel in row), 9) for row in ledger().rows}
    assert len(totals) == 1


def test_a_muted_partial_is_white():
    partial = ledger(added=(1, 0, 1)).panel("green partial")
    assert (cell_colours(partial) == 255).all()
    assert (cell_colours(ledger().panel("green partial")) < 255).any()


def test_each_channel_has_its_own_colour():
    assert [ledger().panel(colour).role for colour in ("red", "green", "blue")] == ["red", "green", "blue"]
    assert ledger().panel("red").outlines[0].role == "kernel"


@pytest.mark.parametrize("added", [(1, 1, 1), (1, 0, 0), (0, 1, 0), (0, 1, 1), (1, 1, 0)])
@pytest.mark.parametrize("bias", [0, -7])
def test_the_code_of_a_ledger_computes_its_map(added, bias):
    picture = ledger(added=added, bias=bias, weight=np.stack([KERNEL, KERNEL[::-1], KERNEL.T]))
    names = {"conv2d": conv2d, "toy": TOY, "weight": np.stack([KERNEL, KERNEL[::-1], KERNEL.T]), "None": None}
    np.testing.assert_array_equal(eval(picture.code, names)[0], picture.panel("output").values)


def test_the_window_stands_at_the_same_place_in_every_channel():
    picture = ledger(position=2)
    for name in ("red", "green", "blue"):
        (window,) = picture.panel(name).outlines
        assert (window.row, window.column, window.height, window.width) == (1, 0, 3, 3)
        assert picture.panel(name).picks["position"].tolist() == [[0, 0, 1, 1]] * 2 + [[2, 2, 3, 3]] * 2
    for name in ("red partial", "blue partial", "output"):
        assert [(cell.row, cell.column) for cell in picture.panel(name).outlines] == [(1, 0)]
        assert picture.panel(name).picks["position"].tolist() == [[0, 1], [2, 3]]


def test_a_tap_is_followed_in_every_channel():
    picture = ledger(position=3, tap=5)
    assert picture.formula.splitlines()[-1] == "weights in row 1, column 2: 2·2 (red), 0·2 (green), 0·2 (blue)"
    for name in ("red", "green", "blue"):
        assert [(each.row, each.column) for each in picture.panel(name).outlines] == [(1, 1), (2, 3)]
        assert [(each.row, each.column) for each in picture.panel(f"{name} kernel").outlines] == [(1, 2)]
    assert ledger(tap=99).panel("red kernel").outlines[0].row == 2
    assert ledger(position=99).caption == ledger(position=3).caption


def test_what_sliders_move_comes_first():
    picture = ledger(PHOTO, np.reshape((0.3, 0.6, 0.1), (3, 1, 1)), moving=True)
    assert [panel.name for panel in picture.rows[0] if panel.name] == ["together", "output"]
    assert "bias" not in [panel.name for panel in picture.panels]


def test_the_kernels_to_choose_from_are_what_they_are_called():
    assert (TRIOS["alike"] == KERNEL).all()
    red, green, blue = TRIOS["three different"]
    assert (red == KERNEL).all() and (green != red).any() and (blue != red).any() and (blue != green).any()
    assert not TRIOS["blue ignored"][2].any() and (TRIOS["blue ignored"][:2] == KERNEL).all()


def test_a_negative_partial_stands_in_brackets_and_nan_shows():
    assert ledger(weight=-ALIKE).formula.splitlines()[-1] == "(−13) + (−22) + (−15) + 0 (bias) = −50"
    image = TOY.copy()
    image[1, 0, 0] = np.nan
    assert "is NaN: 13 from red, NaN from green" in ledger(image=image).caption


def test_colours_do_not_depend_on_what_moves():
    settings = [{"bias": bias, "added": added} for bias in (-10, 10) for added in [(1, 1, 1), (0, 0, 1)]]
    weights = [np.reshape(mix, (3, 1, 1)) for mix in [(0.3, 0.6, 0.1), (1, 0, -1)]]
    for name in ("blue partial", "output"):
        assert len({ledger(**setting).panel(name).limits for setting in settings}) == 1
        one, two = (ledger(PHOTO, weight, moving=True).panel(name) for weight in weights)
        assert one.limits == two.limits and one.colours == two.colours


def test_a_photograph_s_edges_are_seen():
    limits = colouring_of_map(PHOTO, np.multiply.outer([1, 1, 1], EDGES))["limits"]
    assert max(limits) == pytest.approx(12 / 5)


def test_a_bank_has_a_map_for_each_filter_and_the_kernels_of_one():
    weight = np.stack([np.multiply.outer(mix, COPY) for mix in [(1, 0, 0), (0, 1, 0), (1, 0, -1)]])
    output = conv2d(PHOTO, weight)
    picture = bank_picture(PHOTO, weight, output, chosen=2)
    maps = picture.panel("maps")
    assert maps.values.shape == output.shape and maps.columns == 2 and maps.chosen == 2
    for shown, computed in zip(maps.values, output, strict=True):
        assert np.abs(shown).max() <= 1.2 and np.isclose(np.corrcoef(shown.ravel(), computed.ravel())[0, 1], 1)
    assert picture.formula == "image (3, 128, 128) ⊛ weight (3, 3, 3, 3) → maps (3, 126, 126)"
    kernels = picture.panel("kernels")
    np.testing.assert_array_equal(kernels.values, np.hstack(weight[2]))
    assert kernels.tile == (3, 3) and "red, green and blue" in kernels.title
    assert picture.panel("maps").picks["chosen"].tolist() == [[0, 1], [2, -1]]
    assert bank_picture(PHOTO, weight, output, chosen=9).caption.endswith("of filter 2 make map 2.")


def test_a_table_of_kernels_has_a_row_for_each_filter():
    picture = kernels_picture(np.ones((4, 3, 5, 5)), np.zeros(4), np.ones((4, 1, 1)), chosen=2)
    assert picture.panel("weight").values.tolist() == [[25, 25, 25]] * 4
    (row,) = picture.panel("weight").outlines
    assert (row.row, row.column, row.height, row.width) == (2, 0, 1, 3)
    assert picture.panel("output").values.tolist() == [[76]] * 4
    assert picture.panel("weight").picks["chosen"][3].tolist() == [3, 3, 3]
    assert picture.panel("bias").picks["chosen"].tolist() == [[0], [1], [2], [3]]
    assert picture.caption == (
        "A layer with weight (4, 3, 5, 5). Kernels: 4 × 3 = 12, weights in each: 25, biases: 4. "
        "Filter 2 has 76 parameters and makes map 2 of the output (4, 1, 1)."
    )
    beyond = kernels_picture(np.ones((4, 3, 5, 5)), np.zeros(4), np.ones((4, 1, 1)), chosen=9)
    assert "makes map 3 of" in beyond.caption


@pytest.mark.parametrize(("filters", "channels", "size"), [(1, 1, 1), (16, 3, 5), (128, 64, 3)])
def test_parameters_are_counted_as_the_arrays_hold_them(filters, channels, size):
    total = np.zeros((filters, channels, size, size)).size + np.zeros(filters).size
    assert parameters_formula(channels, filters, (size, size)).endswith(f"= {total:,}")


# What the notebook's prose says


def test_what_the_notebook_says_of_red_minus_blue():
    difference = PHOTO[0] - PHOTO[2]
    assert difference.max() == pytest.approx(0.52, abs=0.005)
    assert np.unravel_index(difference.argmax(), difference.shape) == (85, 70), "the bridge of the nose"
    assert abs(difference[38:42, 26:30].mean()) < 0.04 and abs(difference[50:54, 98:102].mean()) < 0.04, "the pupils"
    assert np.median(difference) > 0.2, "most of it is red"
    assert difference[40, 14:20].max() > 0.2, "the iris, too"


def test_what_the_notebook_says_of_the_cost_of_filters_and_of_channels():
    assert parameters_formula(1, 6, (3, 3)).endswith("= 60") and parameters_formula(2, 3, (3, 3)).endswith("= 57")
    alike = [(each == each[0]).all() for each in four_filters()]
    assert alike == [True, True, False, False] and not four_filters().sum(axis=(1, 2, 3)).any()


def test_what_the_notebook_says_of_weights_of_one_pixel():
    assert (PHOTO.sum(axis=0) >= 1).mean() > 0.75, "with three weights of 1 most of it is white"
    grey = np.tensordot(predictions.GREY, PHOTO, 1)
    assert (-grey).max() < 0 and (1 - grey).min() > 0, "a negative needs a bias"
    orange = PHOTO[0] - PHOTO[2] > 0.2
    assert (PHOTO[0] + PHOTO[1] - PHOTO[2] > grey)[orange].all(), "less blue is brighter"
    assert sum(predictions.GREY) == pytest.approx(1)


def test_what_the_notebook_says_of_the_sliders_of_a_layer():
    def count(channels, filters, size):
        return sum(each.size for each in Conv2d(channels, filters, size).parameters.values())

    start = {"channels": 1, "filters": 3, "size": 3}
    ends = {"channels": (1, 5), "filters": (1, 6), "size": (1, 5)}
    counted = {name: [count(**{**start, name: value}) for value in values] for name, values in ends.items()}
    assert counted == {"channels": [30, 138], "filters": [10, 60], "size": [6, 78]}


def test_what_the_notebook_says_of_the_misunderstandings():
    assert output_size(3, 3) == 1, "a filter as deep as the image has one place along the channels"
    assert output_size(8, 3, stride=2) == 3
    assert conv2d(np.ones((64, 5, 5)), np.ones((16, 64, 1, 1))).shape == (16, 5, 5)


# What the exercises say


def test_what_the_first_exercises_say():
    assert 6 * 3 * 25 == 450 and 6 * 26 == 156 and 6 * 25 == 150 and 6 * 3 * 26 == 468 and 3 * 25 + 1 == 76
    assert 16 + 15 + 16 - 10 == 37 and 47 - 3 * 10 == 17 and 47 * -10 == -470
    assert 64 * 128 == 8192 and output_size(32, 5) == 28 and output_size(32, 5, padding=2) == 32
    assert conv2d(np.ones((3, 32, 32)), np.ones((10, 3, 5, 5)), padding=2).shape == (10, 32, 32)
    assert 5000 // 16 // 64 == 4, "a kernel of at most 4 weights"


SIZES = (6, 5, 1, 1), (4, 3, 3, 3)


def test_the_counter_example_to_more_kernels_more_parameters():
    many, few = (kernels_picture(np.ones(size), np.zeros(size[0]), np.ones((size[0], 1, 1))) for size in SIZES)
    assert "6 × 5 = 30" in many.caption and many.formula.endswith("= 36")
    assert "4 × 3 = 12" in few.caption and few.formula.endswith("= 112")


def test_what_the_exercise_by_hand_says():
    first, second = (conv2d(channel, piece) for channel, piece in zip(exercises.IMAGE, exercises.FILTER, strict=True))
    assert first.tolist() == [[19, 25], [37, 43]] and second.tolist() == [[37, 47], [67, 77]]
    assert ((first + second) / 2).tolist() == [[28, 36], [52, 60]]
    assert (first + conv2d(exercises.IMAGE[1], exercises.FILTER[0])).tolist() == [[44, 56], [80, 92]]
    assert "1 of the 4 numbers" in check("channels-2", [[56, 72], [104, 121]]).message


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ({"filters": 16, "kernel_size": 3, "padding": 1, "parameters": 1}, "(16, 14, 14), with 9,232 parameters"),
        ({"filters": 16, "kernel_size": 3, "padding": 0, "parameters": 1}, "(16, 12, 12)"),
        ({"filters": 16, "kernel_size": 1, "padding": 1, "parameters": 1}, "(16, 16, 16)"),
        ({"filters": 0, "kernel_size": 1, "padding": 0, "parameters": 1}, "at least one"),
        ({"filters": 16, "kernel_size": 20, "padding": 0, "parameters": 1}, "does not fit"),
        ({"filters": 4, "kernel_size": 1, "padding": 0, "parameters": 1}, "as many filters as maps"),
        ({"filters": 16, "kernel_size": 1, "padding": 0, "parameters": 1024}, "leaves out the biases"),
        ({"filters": 16, "kernel_size": (1, 3), "padding": (0, 1), "parameters": 1040}, "Count again"),
    ],
)
def test_settings_are_told_what_they_lead_to(value, says):
    assert says in check("channels-3", value).message


def test_exactly_one_cell_of_the_printed_sum_is_wrong():
    right = ledger(weight=exercises.SLICES).panel("output").values
    assert np.argwhere(right != exercises.PRINTED).tolist() == [[1, 2]]
    assert check("channels-4", (1, 2)).status == "right" and 21 + 29 == 50
    for place in np.ndindex(3, 3):
        if place != (1, 2):
            assert check("channels-4", place).message.startswith("There the partials are")


def test_a_filter_for_colour_is_measured_on_three_colours():
    assert "A grey pixel (1, 1, 1) gives 1, orange gives 1, blue gives 0." in check("channels-5", [1, 0, 0]).message
    assert "Orange is not yet 0" in check("channels-5", [1, 0, -1]).message
    assert "Orange is right." in check("channels-5", [1, -2, 0]).message
    assert check("channels-5", [0.7, -1.4, 0.7]).status == "right"
    assert check("channels-5", [1, -2, 1.001]).status == "wrong"


def test_the_sum_over_the_channels_is_left_to_the_learner():
    def renamed(x, weight, bias):
        from cnnlib import conv2d as ready

        return ready(x, weight[None], [bias])[0]

    def from_the_engine(x, weight, bias):
        from cnnlib.engine.convolution import conv2d

        return conv2d(x, weight[None], [bias])[0]

    def one_at_a_time(x, weight, bias):
        from cnnlib import conv2d as ready

        return sum(map(ready, x, weight)) + bias

    for answer in (
        lambda x, weight, bias: conv2d(x, weight[None], [bias])[0],
        lambda x, weight, bias: cnnlib.conv2d(x, weight[None], [bias])[0],
        renamed,
        from_the_engine,
    ):
        assert "Give it one channel at a time" in check("channels-6", answer).message
    assert check("channels-6", one_at_a_time).status == "right"
    assert conv2d is read_channels.__globals__["conv2d"] is cnnlib.conv2d, "the learner's own name is put back"


def test_loops_that_miss_channels_are_understood():
    def overwriting(x, weight, bias):
        for channel, kernel in zip(x, weight, strict=True):
            total = conv2d(channel, kernel)
        return total + bias

    def one_short(x, weight, bias):
        total = bias
        for c in range(len(x) - 1):
            total = total + conv2d(x[c], weight[c])
        return total

    assert "Only the last channel is left" in check("channels-6", overwriting).message
    assert "The last channel is missing" in check("channels-6", one_short).message


def test_functions_that_go_wrong_in_other_spellings_are_understood():
    def totals_with_bias_inside(x, weight, bias):
        total = 0
        for channel, kernel in zip(x, weight, strict=True):
            total = total + conv2d(channel, kernel) + bias
        return total

    assert "The bias went in once for each channel" in check("channels-6", totals_with_bias_inside).message
    assert "three" not in check("channels-6", lambda x, weight, bias: x).message
    assert check("channels-6", lambda x, weight, bias: x[5]).status == "wrong"


def test_a_negative_bias_is_taken_away_in_the_formula():
    image, weight, partials = np.ones((3, 2, 2)), np.ones((3, 1, 1)), np.ones((3, 2, 2))
    formula = ledger_picture(image, weight, partials, partials.sum(axis=0) - 4, bias=-4).formula
    assert formula.splitlines()[-1] == "1 + 1 + 1 − 4 (bias) = −1"


WRONG = {
    "without signs": lambda x, weight, bias: np.abs(read_channels(x, weight, bias)),
    "after a ReLU": lambda x, weight, bias: np.maximum(read_channels(x, weight, bias), 0),
    "in the type of x": lambda x, weight, bias: read_channels(x, weight, bias).astype(x.dtype),
    "whole numbers": lambda x, weight, bias: np.rint(read_channels(x, weight, bias)),
    "flipped kernels": lambda x, weight, bias: read_channels(x, weight[:, ::-1, ::-1], bias),
    "kernels in the other order": lambda x, weight, bias: read_channels(x, weight[::-1], bias),
    "transposed": lambda x, weight, bias: read_channels(x.transpose(0, 2, 1), weight.transpose(0, 2, 1), bias),
    "the first three channels": lambda x, weight, bias: read_channels(x[:3], weight[:3], bias),
    "the first two channels": lambda x, weight, bias: read_channels(x[:2], weight[:2], bias),
    "all but the last channel": lambda x, weight, bias: read_channels(x[:-1], weight[:-1], bias),
    "the largest partial": lambda x, weight, bias: _partials(x, weight).max(axis=0) + bias,
    "partials after a ReLU": lambda x, weight, bias: np.maximum(_partials(x, weight), 0).sum(axis=0) + bias,
    "the bias taken away": lambda x, weight, bias: read_channels(x, weight, -bias),
    "the bias for each weight": lambda x, weight, bias: read_channels(x, weight, bias * weight[0].size),
    "a positive bias": lambda x, weight, bias: read_channels(x, weight, abs(bias)),
    "a square output": lambda x, weight, bias: read_channels(x, weight, bias)[:, : x.shape[1] - weight.shape[1] + 1],
}


def _partials(x, weight):
    return np.stack([conv2d(channel, kernel) for channel, kernel in zip(x, weight, strict=True)])


@pytest.mark.parametrize("name", WRONG)
def test_a_subtly_wrong_function_is_refused(name):
    assert check("channels-6", WRONG[name]).status == "wrong"


@pytest.mark.parametrize("prediction", predictions.PREDICTIONS, ids=lambda each: each.id)
def test_what_is_predicted_is_what_the_engine_computes(prediction):
    expected = {"1": 20, "2": 22, "3": (4, 126, 126), "4": 456, "5": "b"}
    assert prediction.right() == expected[prediction.id[-1]]


def test_the_numbers_of_the_kernels_are_kept_on_a_narrow_page():
    """At the most filters and channels that the explorer has: a number needs 17 pixels."""
    canvas = Canvas(366)
    canvas.paint(kernels_picture(np.ones((6, 5, 5, 5)), np.zeros(6), np.ones((6, 28, 28))))
    assert all(each["cell_width"] * canvas.size[0] >= 17 for each in canvas.geometry())
