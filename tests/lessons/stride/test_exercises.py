"""The numbers in the exercises of ``04_stride`` are what the engine computes, and its checks judge fairly."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lessons.stride.right_answers import RIGHT, SECRETS, conv
from right_answers import texts, typical

from cnnlib import conv2d, coverage, lessons, output_size, pad2d, samples
from cnnlib.check import check
from cnnlib.lessons.stride import function
from cnnlib.lessons.stride.subsampling import area_mean


def hints(exercise_id):
    return "\n".join(texts(lessons.find(exercise_id)))


def starts(size, kernel_size, stride, padding=0):
    count = output_size(size, kernel_size, stride=stride, padding=padding)
    return [window * stride - padding for window in range(count)]


def visited(size, kernel_size, stride, padding=0):
    columns = coverage((size, size), kernel_size, stride=stride, padding=padding).max(axis=0)
    return np.flatnonzero(columns).tolist()


def test_the_ids_are_those_of_the_right_answers_in_their_order():
    assert [exercise.id for exercise in lessons.exercises_of("stride")] == list(RIGHT)


@pytest.mark.parametrize("exercise_id", [key for key in RIGHT if "predict" not in key and key != "stride-7"])
def test_no_feedback_on_a_wrong_answer_tells_the_answer(exercise_id):
    candidates = [*range(-3, 30), 0.5, 3.33, 1000, "text", *[(r, c) for r in range(12) for c in range(12)]]
    candidates += [{"kernel_size": k, "padding": p} for k in range(-1, 12) for p in range(-1, 6)]
    for answer in candidates:
        feedback = check(exercise_id, answer, hint=3)
        # What the learner's own settings lead to is a measurement, and may happen to be the same number.
        shown = re.sub(
            r"Hint \d of \d:|What is asked for here .*|These settings turn .*?unvisited\.", "", feedback.message
        )
        shown = re.sub(
            r"With stride \d+, 28 pixels become \d+\.|kernel_size .*? does not fit.*|(kernel_size|padding)"
            r" is -?\d+.*",
            "",
            shown,
        )
        assert feedback.status == "right" or not re.search(SECRETS[exercise_id], shown), (answer, shown)


def test_what_the_predictions_say_afterwards():
    assert output_size(7, 3, stride=3) == 2 and starts(7, 3, 3) == [0, 3], "from column 6 it would hang over"
    assert (output_size(7, 3), output_size(7, 3, stride=2), 7 - 3) == (5, 3, 4)
    assert starts(10, 2, 4) == [0, 4, 8] and visited(10, 2, 4) == [0, 1, 4, 5, 8, 9]
    assert (10 - 2) % 4 == 0 and 10 - len(visited(10, 2, 4)) == 4
    assert typical("stride-predict-2") == [0, 2, 6, 10 - 2, 1]


def test_numbers_in_the_text_of_the_notebook():
    toy, kernel = samples.toy_large(), samples.toy_kernel()
    assert visited(7, 3, 3) == [0, 1, 2, 3, 4, 5] and visited(7, 3, 4) == [0, 1, 2, 4, 5, 6]
    assert np.array_equal(conv2d(toy, kernel, stride=2), conv2d(toy, kernel)[::2, ::2])
    assert (conv2d(toy, kernel, stride=2).size, conv2d(toy, kernel).size) == (9, 25)
    whole = [size for size in range(7, 11) if coverage((size, size), 3, stride=2).min() > 0]
    assert whole == [7, 9], "at 8 and 10 a row and a column are lost"
    assert (6 + 2 - 3) % 2 == 1 and coverage((6, 6), 3, stride=2, padding=1).min() > 0
    missed = {k: sorted(set(range(8)) - set(visited(8, k, 3))) for k in range(1, 6)}
    assert missed[2] == [2, 5] and missed[3] == [6, 7] and [k for k in missed if not missed[k]] == [5]
    for size in range(4, 11):
        none, one, two = (2 * output_size(size, 3, stride=2, padding=padding) for padding in range(3))
        assert none < size < two and (one == size) == (size % 2 == 0), "true for even sizes with padding 1"
    assert output_size(8, 3, stride=2) == 3 and output_size(8, 3, stride=2, padding=2) == 5
    assert (224 - 11) / 4 + 1 == 54.25 and output_size(227, 11, stride=4) == 55


def small(image, stride, blurs, shift=0):
    blurred = image[:, shift : shift + 64]
    for _ in range(blurs):
        blurred = conv2d(pad2d(blurred, 1, mode="reflect"), samples.KERNELS["Gaussian blur"])
    return blurred[::stride, ::stride]


def test_what_the_text_says_of_blurs_and_of_rings():
    rows, columns = np.indices((64, 68))
    rings = 0.5 + 0.5 * np.cos((rows**2 + columns**2) * np.pi / 136)
    tripod = samples.camera()[64:128, 44:112]
    for image in (tripod, rings):
        fair = area_mean(image[:, :64], 3)
        errors = [np.abs(small(image, 3, blurs) - fair).mean() for blurs in range(6)]
        assert errors.index(min(errors)) == 2, "two blurs come closest"
    assert np.abs(small(tripod, 3, 0, 1) - small(tripod, 3, 0, 0)).max() > 0.5, "other dots at shift 1"
    for shift in (0, 1):
        again = small(tripod, 3, 0, shift + 3)
        assert np.array_equal(again[:, :-1], small(tripod, 3, 0, shift)[:, 1:]), "the same dots, one cell further"
    still, calm = (np.abs(small(tripod, 3, blurs, 1) - small(tripod, 3, blurs, 0)).mean() for blurs in (0, 2))
    assert calm < still / 3, "the legs move calmly after two blurs"
    output = small(rings, 3, 0)
    centre = round(136 / 9)  # where the phase grows by a whole turn from one kept pixel to the next
    for distance in range(1, 5):
        before, after = output[centre - distance, :6], output[centre + distance, :6]
        assert np.abs(after - before).max() < 0.45, "rings close around a centre that nobody drew"


def test_numbers_in_stride_5():
    stripes = np.tile([0, 0, 1, 1], 6)
    assert stripes[::3][:5].tolist() == [0, 1, 1, 0, 0]
    assert [index % 4 for index in (0, 3, 6, 9, 12)] == [0, 3, 2, 1, 0]
    answers = [[int(each) for each in answer] for answer in typical("stride-5")]
    assert answers[:3] == [stripes[:5].tolist(), stripes[::2][:5].tolist(), stripes[::4][:5].tolist()]
    kept = stripes[::3]
    assert np.array_equal(kept[4:], kept[:-4]) and 4 * 3 == 12, "they repeat after four cells, 12 pixels"


def test_numbers_in_stride_6():
    def kept(width):
        return np.convolve(np.tile([0.0, 0, 1, 1], 6), np.full(width, 1 / width), "valid")[::3][:5]

    assert kept(4).tolist() == [0.5] * 5
    stripes, *others = typical("stride-6")
    assert stripes == np.tile([0, 0, 1, 1], 6)[::3][:5].tolist() and np.allclose(others[1], kept(3))
    assert np.tile([0, 0, 1, 1], 2)[3:7].tolist() == [1, 0, 0, 1] and "are 1, 0, 0 and 1" in hints("stride-6")


def test_half_a_place_is_told_that_only_whole_jumps_count():
    for answer in ((6, 9.5), [6, 9.5], np.array([6, 9.5])):
        feedback = check("stride-1", answer)
        assert feedback.status == "wrong" and "9.5 is not a whole number. Only whole jumps count." in feedback.message
    assert "whole jumps" not in check("stride-1", (6, "9")).message + check("stride-1", (6.0, 9, 1.5)).message


def test_numbers_in_stride_1():
    sizes = (9, 16)

    def both(rule):
        return tuple(rule(size) for size in sizes)

    assert both(lambda size: output_size(size, 3, stride=2, padding=2)) == (6, 9)
    assert typical("stride-1") == [
        both(lambda size: -(-(size + 4 - 3) // 2) + 1),
        both(lambda size: (size + 4 - 3) // 2),
        both(lambda size: output_size(size, 3, stride=2)),
        both(lambda size: size // 2),
        both(lambda size: output_size(size, 3, padding=2)),
        (9, 6),
        both(lambda size: (size + 4 - 3 + 1) // 2),
    ]
    assert both(lambda size: output_size(size, 3, stride=2, padding=(2, 0))) == (5, 8), "padding on one side only"
    assert "column of 13 pixels" in hints("stride-1") and 2 + 9 + 2 == 13 and 13 - 3 == 10
    assert "17 / 2 is rounded down to 8" in hints("stride-1") and 16 + 4 - 3 == 17


def test_numbers_in_stride_2():
    assert (28 + 2 * 1 - 4, 26 // 13) == (26, 2) and "move by 26 pixels" in hints("stride-2")
    for stride in (1, 3, 4, 13, 14):
        shown = f"With stride {stride}, 28 pixels become {output_size(28, 4, stride=stride, padding=1)}."
        assert shown in check("stride-2", stride).message
    assert "too few" in check("stride-2", 3).message and output_size(28, 4, stride=3, padding=1) < 14
    assert "whole number of pixels, 1 or more" in check("stride-2", 0).message


@given(st.integers(-2, 80), st.integers(-2, 40))
def test_any_settings_that_halve_and_visit_all_are_right_in_stride_3(kernel_size, padding):
    fits = kernel_size >= 1 and padding >= 0 and kernel_size <= 32 + 2 * padding
    halves = fits and output_size(32, kernel_size, stride=2, padding=padding) == 16
    visits = halves and coverage((32, 32), kernel_size, stride=2, padding=padding).min() > 0
    feedback = check("stride-3", {"kernel_size": kernel_size, "padding": padding})
    assert feedback.status == ("right" if visits and kernel_size % 2 else "wrong")
    if feedback.status == "right":
        assert f"⌊(32 + {2 * padding} − {kernel_size}) / 2⌋ + 1 = 16" in feedback.message
        assert (32 + 2 * padding - kernel_size) % 2 == 1, "the division leaves a remainder, as the praise says"
        last = (output_size(32, kernel_size, stride=2, padding=padding) - 1) * 2 + kernel_size
        assert last >= 32 + padding, "only padding is lost"


def test_numbers_in_stride_3():
    results = []
    for answer in typical("stride-3"):
        size = output_size(32, answer["kernel_size"], stride=2, padding=answer["padding"])
        results.append(size)
        assert f"These settings turn (32, 32) into ({size}, {size})" in check("stride-3", answer).message
    assert results == [16, 16, 15, 17, 15]
    for kernel_size, padding, lost in ((1, 0, "16 columns"), (3, 0, "1 column"), (3, 2, "no column")):
        settings = {"kernel_size": kernel_size, "padding": padding}
        assert f"leave {lost} unvisited" in check("stride-3", settings).message
    assert 15 * 2 == 30 and {(32 + 2 * p - k) for k, p in ((3, 1), (5, 2), (7, 3))} == {31}
    for size in range(4, 40, 2):
        for kernel_size in (3, 5, 7, 9):
            assert output_size(size, kernel_size, stride=2, padding=kernel_size // 2) == size // 2, "the praise"
    assert output_size(32, 4, stride=2, padding=2) == 17, "for an even kernel it is not so"
    assert output_size(8, 3, stride=2, padding=1) == 4, "the smaller example"
    assert check("stride-3", {"kernel_size": 10**6, "padding": 10**6}).status == "wrong"


def test_numbers_in_stride_4():
    assert starts(20, 3, 5, 1) == [-1, 4, 9, 14]
    seen = visited(20, 3, 5, 1)
    assert seen == [0, 1, 4, 5, 6, 9, 10, 11, 14, 15, 16] and len(seen) == 11 and 20 - len(seen) == 9
    assert typical("stride-4") == [(20 + 2 - 3) % 5, len([17, 18, 19]), 3 * 2, 9 + 1, 11, 4 * 2, 0]


@pytest.mark.parametrize("trial", function.TRIALS)
def test_the_right_function_of_the_tests_is_a_strided_convolution(trial):
    np.testing.assert_allclose(conv(**trial), conv2d(trial["x"], trial["k"], stride=trial["s"]))


def test_the_trials_tell_the_typical_functions_apart():
    reader = lessons.find("stride-7").read
    rules = typical("stride-7")
    outcomes = [reader(rule) for rule in [conv, *rules]]
    assert all(one != other for index, one in enumerate(outcomes) for other in outcomes[:index])


def test_typical_wrong_functions_get_their_hint_in_other_spellings_too():
    def columns_only(x, k, s):
        return conv(x, k, 1)[:, ::s]

    def rounded_up_and_filled(x, k, s):
        rows, columns = -(-(x.shape[0] - k.shape[0]) // s) + 1, -(-(x.shape[1] - k.shape[1]) // s) + 1
        padded = np.pad(x, ((0, s), (0, s)))
        return conv(padded, k, s)[:rows, :columns]

    assert "one direction only" in check("stride-7", columns_only).message
    assert "hangs over the edge" in check("stride-7", rounded_up_and_filled).message
    assert check("stride-7", lambda x, k, s: conv(x, k, 1)[::s, ::s]).status == "right"

    def places_divided(x, k, s):
        result = np.zeros(x.shape)
        for row in range((x.shape[0] - k.shape[0]) / s + 1):
            result[row] = 0
        return result

    assert "Which division gives whole jumps?" in check("stride-7", places_divided).message


def _sizes(rows, columns):
    """Make a function that is right but for how it finds the number of rows and of columns."""

    def wrong(x, k, s):
        full = conv(np.pad(x, ((0, 20), (0, 20))), k, s)
        return full[: rows(x, k, s), : columns(x, k, s)]

    return wrong


def _places(axis, other=None):
    return lambda x, k, s: (x.shape[axis] - k.shape[axis if other is None else other]) // s + 1


WRONG = {
    "sizes from the rows alone": _sizes(_places(0), _places(0)),
    "sizes from the columns alone": _sizes(_places(1), _places(1)),
    "rows and columns swapped": _sizes(_places(1), _places(0)),
    "the kernel's rows for both": _sizes(_places(0), _places(1, 0)),
    "the kernel's columns for the rows": _sizes(_places(0, 1), _places(1)),
    "in the type of x": lambda x, k, s: conv(x, k, s).astype(x.dtype),
    "without signs": lambda x, k, s: np.abs(conv(x, k, s)),
    "after a ReLU": lambda x, k, s: np.maximum(conv(x, k, s), 0),
    "flipped": lambda x, k, s: conv(x, k[::-1, ::-1], s),
    "transposed": lambda x, k, s: conv(x.T, k.T, s),
    "whole numbers": lambda x, k, s: np.rint(conv(x, k, s)),
    "stride 2 always": lambda x, k, s: conv(x, k, 2),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_subtly_wrong_function_is_refused(name):
    assert check("stride-7", WRONG[name]).status == "wrong"


def test_the_convolution_is_to_be_written_by_the_learner():
    assert "leaves the work to conv2d" in check("stride-7", lambda x, k, s: conv2d(x, k, stride=s)).message
