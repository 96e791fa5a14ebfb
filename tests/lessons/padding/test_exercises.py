"""The exercises of ``03_padding``: their numbers are the engine's, and wrong answers get the hint that fits them."""

import itertools
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lessons.padding.right_answers import RIGHT, SECRETS, pad
from right_answers import texts, typical

from cnnlib import lessons, pad2d, samples
from cnnlib.check import check
from cnnlib.engine.convolution import conv2d
from cnnlib.engine.padding import MODES
from cnnlib.engine.shapes import output_size, resolve_padding
from cnnlib.engine.windows import coverage
from cnnlib.lessons.padding import function
from cnnlib.lessons.padding.pictures import most_layers


def says(exercise_id, *fragments):
    """Whether each of these words is in a text of the exercise, so that what is tested is what is said."""
    exercise = lessons.find(exercise_id)
    praise = exercise.praise if isinstance(exercise.praise, str) else ""
    together = "\n".join([praise, *texts(exercise)])
    return [fragment for fragment in fragments if fragment not in together] == []


def test_the_ids_are_those_of_the_right_answers_in_their_order():
    assert [exercise.id for exercise in lessons.exercises_of("padding")] == list(RIGHT)


@pytest.mark.parametrize("exercise_id", [key for key in RIGHT if "predict" not in key and key != "padding-6"])
def test_no_feedback_on_a_wrong_answer_tells_the_answer(exercise_id):
    secret = re.compile(SECRETS[exercise_id], re.IGNORECASE)
    candidates = [*range(-3, 30), 3.5, 1000, ..., "text", (1, 2), {"kernel_size": 5, "padding": 0}]
    candidates += [(rows, columns) for rows in range(9) for columns in range(9)]
    candidates += [{"kernel_size": k, "padding": p} for k in range(-1, 12, 2) for p in range(-1, 6)]
    candidates += itertools.product(("valid", "same", "full"), repeat=3)
    for answer in candidates:
        feedback = check(exercise_id, answer, hint=3)
        if feedback.status == "right":
            assert answer in RIGHT[exercise_id] or exercise_id == "padding-3"
            continue
        shown = re.sub(r"Hint \d of \d:", "", feedback.message)
        # What the learner's own settings lead to is a measurement, and may happen to be the same number.
        shown = re.sub(r"Windows that use .*? in the middle\.", "", shown)
        shown = re.sub(r"These settings turn .*? into \(.*?\)\.|side of the (padded )?input is .*?\.$", "", shown)
        shown = re.sub(r"(kernel_size|padding|With padding) (is )?-?\d+|at (least|most) \d+", "", shown)
        shown = re.sub(r"is only \d+ pixels long( \(.*?\))?|kernel_size of at most \d+", "", shown)
        assert not secret.search(shown), (answer, shown)


def test_the_predicted_numbers_are_what_the_engine_computes():
    assert conv2d(samples.toy_input(), np.ones((3, 3)), padding=2).shape == (6, 6)
    assert most_layers(40, 5) == 9 and most_layers(40, 3) == 19 and most_layers(40, 7) == 6
    assert coverage((6, 6), 3, padding=1)[0, 0] == 4
    assert conv2d(np.ones((5, 9)), np.ones((3, 5)), padding=1).shape == (5, 7)
    assert [int(np.ptp(coverage(6, 5, padding=padding))) for padding in range(6)] == [3, 12, 16, 9, 0, 0]
    mean = conv2d(np.ones((4, 4)), np.full((3, 3), 1 / 9), padding=1)
    assert np.isclose(mean[0, 0], 4 / 9) and np.isclose(mean[0, 1], 6 / 9) and np.isclose(mean[1, 1], 1)


def test_what_the_predictions_say_afterwards():
    assert says("padding-predict-1", "Padding 1 keeps the size") and output_size(4, 3, padding=1) == 4
    assert says("padding-predict-1", "padded row has 8 pixels, and a window of 3 has 6 places")
    sizes = [40]
    while sizes[-1] >= 5:
        sizes.append(output_size(sizes[-1], 5))
    assert sizes[-1] == 4 and len(sizes) - 1 == 9 and says("padding-predict-2", "They leave 4 pixels")
    assert sizes[1:3] == [36, 32] and says("padding-predict-2", "After one layer 36 pixels are left, after two 32")
    used = coverage((6, 6), 3, padding=1)
    assert says("padding-predict-3", "middle pixels are in nine windows") and used[2, 2] == 9
    assert [left for left in range(-1, 5) if left <= 0 < left + 3] == [-1, 0]
    assert says("padding-predict-3", "Those at −1 and at 0")
    rows = {kernel_size: sum(resolve_padding("same", kernel_size)[0]) for kernel_size in range(1, 5)}
    assert rows == {1: 0, 2: 1, 3: 2, 4: 3} and typical("padding-predict-5") == [rows[3], 4, rows[2], 2 * rows[4]]
    assert output_size(10, 4, padding=2) == 11, "with 4 rows of zeros, a row larger"
    assert says("padding-predict-5", "10 − 4 + 1 places") and output_size(10, 4) == 10 - 4 + 1


def test_numbers_in_the_text_of_the_notebook():
    used = coverage((6, 6), 3)
    assert (used[0, 0], used[2, 2]) == (1, 9), "a ninth of the say"
    window = pad2d(samples.toy_input(), 1)[:3, :3]
    assert (window == 0).sum() == 6 and samples.toy_input()[1, 0] == 0, "five hatched, and a zero of the image"
    for size, padding in ((3, 1), (5, 2), (7, 3)):
        assert output_size(40, size, padding=padding) == 40
    used = coverage((6, 6), 3, padding=1)
    assert (used[0, 0], used[0, 2], used[2, 2]) == (4, 6, 9), "four, six and nine"
    smallest = next(padding for padding in range(5) if np.ptp(coverage((6, 6), 3, padding=padding)) == 0)
    assert smallest == 2 and output_size(6, 3, padding=2) == 8, "the price of equal use"
    assert np.ptp(coverage((6, 6), 1)) == 0 and (coverage((5, 5), 5) == 1).all() and output_size(5, 5) == 1
    corner = pad2d(np.ones((6, 6)), 2)[:3, :3]
    assert (corner == 0).sum() == 8 and corner.sum() == 1, "padding makes up eight of nine"
    assert resolve_padding("same", 1) == resolve_padding(0) == resolve_padding(1 - 1), "all names mean 0"
    assert resolve_padding("same", 4) == ((1, 2), (1, 2)) and resolve_padding("same", 2) == ((0, 1), (0, 1))
    whole, blur = samples.camera(), np.ones((9, 9)) / 81
    truth = conv2d(whole[16:96, 20:100], blur)
    errors = {mode: conv2d(pad2d(whole[20:92, 24:96], 4, mode=mode), blur) - truth for mode in MODES}
    border = np.ones((72, 72), bool)
    border[4:-4, 4:-4] = False
    off = {mode: np.abs(error[border]).mean() for mode, error in errors.items()}
    assert off["edge"] < off["reflect"] < off["zeros"] / 5, "edge is closest, zeros are far behind"
    assert errors["zeros"][border].max() <= 0, "with zeros, the border gets darker"
    sky, coat = errors["zeros"][:4, :20], errors["zeros"][20:60, :4]
    assert sky.mean() < 5 * coat.mean() < 0, "most at the sky"
    assert 81 - 5 * 9 == 36 and 36 / 81 < 0.5, "almost half of the 81 pixels at a side"


def test_numbers_in_padding_1():
    def size(rows, columns, kernel=(3, 5), padding=1):
        return (
            output_size(rows, kernel[0], padding=padding),
            output_size(columns, kernel[1], padding=padding),
        )

    assert typical("padding-1") == [
        size(5, 9, padding=(1, 0)),  # one side only
        size(5, 9, padding=0),
        (5 + 2, 9 + 2),  # the padded input
        (5, 9),
        size(5, 9)[::-1],
        size(5, 9, kernel=(5, 3)),
        size(5, 9, padding=2),
    ]
    assert typical("padding-1")[0] == (5 + 2 - 3, 9 + 2 - 5), "the same as without the + 1"
    assert says("padding-1", "5 − 3 + 1 and 9 − 5 + 1", "1 + 5 + 1", "5 + 2 · 1 − 3 + 1")
    assert says("padding-1", "5 + 2 − 3 + 1 = 5", "9 + 2 − 5 + 1 = 7") and size(5, 9) == (5, 7)


def test_what_padding_5_says_of_the_names():
    def size(name, kernel_size=3):
        padding = {"valid": 0, "same": "same", "full": kernel_size - 1}[name]
        return conv2d(np.ones((6, 6)), np.ones((kernel_size, kernel_size)), padding=padding).shape[0]

    assert [size(name) for name in ("valid", "same", "full")] == [4, 6, 8]
    assert says("padding-5", "takes 2 rows off in each layer. 20 layers take 40") and 20 * (6 - size("valid")) == 40
    assert coverage(6, 3)[0, 0] == 1 and says("padding-5", "the corner pixel is in a single window")
    same = coverage(6, 3, padding="same")
    assert same[0, 0] < same[2, 2] and np.ptp(coverage(6, 3, padding=2)) == 0


def test_names_that_fit_are_counted():
    assert "1 of the three fits." in check("padding-5", ["same"] * 3).message
    assert "2 of the three fit." in check("padding-5", ["same", "same", "full"]).message
    assert "None of the three fits." in check("padding-5", ["valid", "full", "same"]).message


@pytest.mark.parametrize("given", ["same, valid, full", ["same", "valid"], {"same": 1}, [1, 2, 3], np.array("same"), 7])
def test_what_is_not_three_names_is_told_so(given):
    feedback = check("padding-5", given)
    assert feedback.status == "wrong" and "three names in a list" in feedback.message


def test_numbers_in_padding_3():
    sizes = {(5, 0): 24, (5, 1): 26, (6, 1): 25, (4, 1): 27, (3, 1): 28, (8, 2): 25}
    assert [(answer["kernel_size"], answer["padding"]) for answer in typical("padding-3")] == list(sizes)
    for (kernel_size, padding), size in sizes.items():
        assert output_size(28, kernel_size, padding=padding) == size
        message = check("padding-3", {"kernel_size": kernel_size, "padding": padding}).message
        assert f"These settings turn (28, 28) into ({size}, {size})." in message
    assert says("padding-3", "28 + 1 − 6 + 1 is 24", "28 − 4 is 24", "A kernel of 5 takes 4 pixels off")
    assert says("padding-3", "a kernel of 4 takes off only 3 pixels") and output_size(28, 4) == 25


@given(st.integers(1, 60), st.integers(1, 30))
def test_any_settings_that_reach_24_are_right_in_padding_3(kernel_size, padding):
    reached = kernel_size <= 28 + 2 * padding and output_size(28, kernel_size, padding=padding) == 24
    feedback = check("padding-3", {"kernel_size": kernel_size, "padding": padding})
    assert feedback.status == ("right" if reached else "wrong")
    if reached:
        assert f"28 + {2 * padding} − {kernel_size} + 1 = 24" in feedback.message
    elif kernel_size % 2 == 0 and kernel_size <= 28 + 2 * padding:
        assert output_size(28, kernel_size, padding=padding) % 2 == 1, "even kernels make it odd"


def test_numbers_in_padding_4():
    for padding in range(4):
        used = coverage(6, 5, padding=padding)
        shown = f"with padding {padding}: {used[0, 0]} in the corner, {used[2, 2]} in the middle."
        assert shown in check("padding-4", padding).message
    assert coverage(6, 5)[0, 0] == 1 and says("padding-4", "a single window reaches the corner")
    assert np.ptp(coverage(6, 2, padding=1)) == 0 and says("padding-4", "enough for a 2×2 kernel")
    assert output_size(6, 5, padding=2) == 6 and says("padding-4", "This padding keeps the size")
    columns_on_corner = [0 - left for left in range(-3, 5) if left <= 0 < left + 5]
    assert sorted(columns_on_corner) == [0, 1, 2, 3], "with padding 3, never the last one"
    assert range(-5, 0)[-1] < 0 and says("padding-4", "some windows lie on zeros alone")
    for padding in (5, 8, 10**9):
        assert "equally often, 25 times" in check("padding-4", padding).message
    assert says("padding-4", "output of (10, 10)") and output_size(6, 5, padding=4) == 10


def test_typical_wrong_functions_get_their_hint_in_other_spellings_too():
    def one_side_in_floats(x, p):
        result = np.zeros((len(x) + p, len(x[0]) + p))
        result[: len(x), : len(x[0])] = x
        return result

    def columns_only(x, p):
        zeros = np.zeros((len(x), p))
        return np.hstack([zeros, x, zeros])

    def repeated(x, p):
        rows, columns = (np.arange(-p, size + p) % size for size in x.shape)
        return x[rows][:, columns]

    def stacked_floats(x, p):
        result = np.zeros((x.shape[0] + 2 * p, x.shape[1] + 2 * p))
        for row in range(x.shape[0]):
            for column in range(x.shape[1]):
                result[row + p, column + p] = x[row, column]
        return result

    expected = {
        one_side_in_floats: "Only one end",
        columns_only: "Only one of the two axes",
        repeated: "The frame holds numbers other than 0",
    }
    for answer, hint in expected.items():
        assert hint in check("padding-6", answer).message, answer.__name__


def test_the_typical_wrong_functions_are_wrong_in_one_thing_only():
    x = np.array([[1, 2], [3, 4]])
    assert np.array_equal(function._pad_with_negative_ends(x, 1), pad(x, 1))
    assert np.array_equal(function._pad_rows_and_columns_swapped(x, 2), pad(x, 2))


def _square_only(x, p):
    padded = np.zeros((x.shape[0] + 2 * p,) * 2)
    padded[p : p + x.shape[0], p : p + x.shape[1]] = x
    return padded


def _returns_x_without_padding(x, p):
    return x if p == 0 else pad(x, p) + (x.min() < -6)


def _frame_of_ones(x, p):
    framed = np.ones((x.shape[0] + 2 * p, x.shape[1] + 2 * p))
    framed[p : p + x.shape[0], p : p + x.shape[1]] = x
    return framed


def _positive(x, p):
    return np.abs(pad(x, p))


def _one_pixel_whatever_p(x, p):
    return pad(x, 1)


def _whole_numbers(x, p):
    return pad(x, p).astype(int)


def _turned(x, p):
    return pad(x[::-1], p)


def _total_instead_of_per_side(x, p):
    return pad(x, p)[: x.shape[0] + p, : x.shape[1] + p]


def _writes_into_its_input(x, p):
    x[...] = 0
    return pad(x, p)


WRONG = [_square_only, _returns_x_without_padding, _frame_of_ones, _positive, _one_pixel_whatever_p, _whole_numbers]
WRONG += [_turned, _total_instead_of_per_side, _writes_into_its_input]


@pytest.mark.parametrize("wrong", WRONG, ids=lambda each: each.__name__)
def test_a_subtly_wrong_function_is_refused(wrong):
    assert check("padding-6", wrong).status == "wrong"


def test_padding_is_to_be_written_by_the_learner():
    for leaves_it in (lambda x, p: np.pad(x, p), lambda x, p: pad2d(x, p)):
        assert "Spell it out here" in check("padding-6", leaves_it).message
