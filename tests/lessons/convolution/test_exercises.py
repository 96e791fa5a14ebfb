"""The numbers in the exercises of ``02_convolution`` are what the engine computes, and its checks judge fairly."""

import itertools
import re

import numpy as np
import pytest
from lessons.convolution.right_answers import RIGHT, SECRETS, SLASH, conv
from right_answers import typical

from cnnlib import conv2d, lessons, output_size, samples
from cnnlib.check import check
from cnnlib.exercises.prediction import Prediction, forget
from cnnlib.lessons.convolution import design, function, predictions
from cnnlib.lessons.convolution import exercises as questions
from cnnlib.lessons.convolution.detectors import drawn_seven

ONES = [[-1, -1, 1], [-1, 1, -1], [1, -1, -1]]
"""A kernel for the diagonal that needs no threshold."""


def hint_for(exercise_id, answer):
    return check(exercise_id, answer).message


def test_the_notebook_has_five_predictions_and_seven_exercises():
    ids = [exercise.id for exercise in lessons.exercises_of("convolution")]
    assert ids == [f"convolution-predict-{number}" for number in range(1, 6)] + [
        f"convolution-{number}" for number in range(1, 8)
    ]
    assert list(RIGHT) == list(SECRETS) == ids


GRADED = [each.id for each in lessons.exercises_of("convolution") if not isinstance(each, Prediction)]


@pytest.mark.parametrize("exercise_id", [key for key in GRADED if key != "convolution-5"])
def test_no_feedback_on_a_wrong_answer_tells_the_answer(exercise_id):
    candidates = [*range(-3, 30), 3.5, 1000, "text", (1, 2), *[(r, c) for r in range(9) for c in range(9)]]
    candidates += [np.eye(3), np.ones((3, 3)), samples.KERNELS["Gaussian blur"]]
    candidates += [{"kernel": kernel, "bias": bias} for kernel in samples.KERNELS.values() for bias in (-9, 0, 1)]
    for answer in candidates:
        feedback = check(exercise_id, answer, hint=3)
        shown = re.sub(r"Hint \d of \d:|What is asked for here .*", "", feedback.message)
        assert feedback.status == "right" or not re.search(SECRETS[exercise_id], shown), (answer, shown)


# The predictions.


def test_numbers_in_predict_1():
    image, kernel = samples.toy_input(), samples.toy_kernel()
    window = image[1:4, 0:3]
    assert window.tolist() == [[0, 1, 2], [3, 0, 1], [2, 3, 0]], "the rows in the second hint"
    products = window * kernel
    assert predictions.bottom_left() == products.sum() == 6
    assert products[products > 0].tolist() == [2 * 1, 1 * 2, 2 * 1], "the three in the last hint"
    assert kernel[window == 3].tolist() == [0, 0], "both threes meet a weight of 0"
    assert typical("convolution-predict-1") == [
        window.sum() * kernel.sum(),
        window.sum(),
        window.sum() + kernel.sum(),
        conv2d(image, kernel)[0, 0],
        conv2d(image, kernel)[0, 1],
        products.max(),
        (window @ kernel).sum(),
        (window * kernel[::-1, ::-1]).sum(),
    ]


def test_numbers_in_predict_2():
    assert (output_size(7, 3), output_size(10, 3)) == (5, 8)
    assert (2, 3) == (7 // 3, 10 // 3) and (2, 3) in typical("convolution-predict-2"), "without touching"
    assert output_size(3, 3) == 1 and "there is one" in hint_for("convolution-predict-2", (4, 7))
    assert output_size(4, 3) == 2 and "4×4 image, which gave 2×2" in hint_for("convolution-predict-2", (6, 9))
    assert "rows come first" in hint_for("convolution-predict-2", (8, 5))


def test_the_man_s_back_is_negative_and_the_front_of_his_coat_positive():
    edges = conv2d(samples.camera(), samples.KERNELS["vertical edges"])
    top, bottom, left, right = predictions.BACK
    assert edges[top:bottom, left:right].min() < -3 and edges[top:bottom, left:right].max() < 1.1
    assert predictions.sign_at_the_back() == "b"
    assert edges[60:75, 25:50].max() > 0.5
    photo = samples.camera()
    assert photo[top:bottom, :5].mean() > 0.7 > 0.2 > photo[top:bottom, right : right + 8].mean(), "sky and coat"


def test_a_lower_bias_leaves_the_strongest():
    assert predictions.what_a_lower_bias_does() == "b"
    z = conv2d(drawn_seven(), predictions.BAR)
    assert 6 in z and 1 in z, "the sums in the last hint"


def test_brightness_does_not_count_if_the_weights_add_up_to_0():
    assert predictions.what_brightness_does() == "c"


def test_a_prediction_is_noted_and_answered_by_the_picture():
    forget()
    feedback = check("convolution-predict-1", 15)
    assert feedback.status == "noted" and "bottom left" in feedback.message
    said = lessons.find("convolution-predict-1").remark({"position": 2, "tap": None})
    assert said == "You predicted 15. That is the top left place. The window is one row further down. The answer is 6."
    forget()


# Exercises 1 and 2: two detectors.


def test_the_filters_of_the_notebook_find_what_the_text_says():
    seven = drawn_seven()
    z = conv2d(seven, predictions.BAR)
    assert z[0].tolist() == [4, 6, 6, 5, 5, 3] and z[1:].max() == 1
    slash = conv2d(seven, np.array(SLASH))
    assert slash[0, :5].max() == 1 and [slash[cell] for cell in design.DIAGONAL_CELLS] == [6, 6, 6]
    end = conv2d(seven, np.array(design.LEFT_END))
    assert end[design.BAR_END] == 2 and np.sort(end.ravel())[-2] == 1


def test_the_filter_finds_the_handwritten_stroke_at_two_biases():
    z = conv2d(samples.digit(7) / 16, np.array(SLASH))
    stroke = {(1, 4), (2, 3), (3, 3), (4, 2), (5, 2)}
    found = {bias: {tuple(map(int, cell)) for cell in np.argwhere(z + bias > 0)} for bias in np.arange(-8, 2.5, 0.5)}
    assert [bias for bias, cells in found.items() if cells == stroke] == [-2, -1.5]
    assert not found[-3]


@pytest.mark.parametrize("exercise_id, wanted", [("convolution-1", "diagonal"), ("convolution-2", "end")])
def test_a_design_is_judged_by_where_it_says_yes(exercise_id, wanted):
    rng = np.random.default_rng(0)
    wanted, free = design.WANTED[wanted], design.FREE[wanted]
    found = {True: 0, False: 0}
    for _ in range(2000):
        answer = {"kernel": rng.integers(-2, 3, (3, 3)), "bias": float(rng.integers(-4, 1))}
        yes = conv2d(drawn_seven(), answer["kernel"], answer["bias"]) > 0
        right = bool((yes == wanted)[~free].all())
        found[right] += 1
        assert (check(exercise_id, answer).status == "right") == right, answer
    assert found[False] > 1900


@pytest.mark.parametrize(
    ("exercise_id", "kernel", "bias"),
    [
        ("convolution-1", [[-1, 3, 1], [-1, 3, 2], [3, 1, -2]], -6),
        ("convolution-2", [[1, -1, -3], [-1, 1, 2], [-3, -1, -2]], -2),
    ],
)
def test_a_design_in_tenths_is_judged_as_one_in_whole_numbers(exercise_id, kernel, bias):
    """Sums that are 0 are so but for rounding."""
    assert check(exercise_id, {"kernel": kernel, "bias": bias}).status == "right"
    assert check(exercise_id, {"kernel": np.array(kernel) / 10, "bias": bias / 10}).status == "right"


def test_what_is_said_of_a_design_is_measured():
    said = check("convolution-1", {"kernel": SLASH, "bias": 0}).message
    assert said.startswith(
        "It says yes in 3 of the 3 cells that it should find, and in 2 other cells. The kernel can do"
    )
    said = check("convolution-2", {"kernel": design.LEFT_END, "bias": -3}).message
    assert said.startswith("It says yes in no cell.")
    assert "asks for too much" in said
    said = check("convolution-2", {"kernel": design.LEFT_END, "bias": 0}).message
    assert said.startswith("It says yes in that cell, and in 2 others.")
    assert "minus the bias is the threshold" in check("convolution-1", {"kernel": SLASH, "bias": -3}).message
    assert "which bias would it need?" in check("convolution-1", {"kernel": ONES, "bias": 0}).message


@pytest.mark.parametrize("exercise_id", ["convolution-1", "convolution-2"])
def test_a_design_with_a_blank_is_not_attempted(exercise_id):
    for answer in (
        {"kernel": [[-1, -1, ...], [-1, ..., -1], [..., -1, -1]], "bias": ...},
        {"kernel": [[-1, -1, ...], [-1, ..., -1], [..., -1, -1]], "bias": -3},
        {"kernel": SLASH, "bias": ...},
    ):
        assert check(exercise_id, answer).status == "blank"


# Exercise 3: the counter-example.


def test_numbers_of_the_hunt():
    kernel = samples.toy_kernel()
    assert questions._given(kernel) == 15 and kernel.sum() == 9 and questions._given(np.full((3, 3), 2)) == 18
    assert "gives 18, and the kernel's own pattern gives 15" in check("convolution-3", np.full((3, 3), 2)).message


def test_only_a_window_that_beats_the_pattern_without_its_likeness_refutes():
    rng = np.random.default_rng(1)
    kernel = samples.toy_kernel()
    for _ in range(500):
        window = rng.integers(0, 5, (3, 3))
        alike = np.std(window) and np.corrcoef(window.ravel(), kernel.ravel())[0, 1] > 1e-9
        right = (window * kernel).sum() > 15 and not alike
        assert (check("convolution-3", window).status == "right") == bool(right), window


def test_among_windows_of_equal_contrast_the_pattern_wins_if_the_weights_add_up_to_0():
    kernel = samples.toy_kernel()
    weights = kernel - kernel.mean()
    assert weights.sum() == 0 and (kernel * weights).sum() == 6 and kernel.mean() == 1
    assert (2 * kernel * weights).sum() == 12
    rng = np.random.default_rng(2)
    for _ in range(500):
        window = rng.normal(size=(3, 3))
        window = (window - window.mean()) / window.std() * kernel.std() + rng.normal()
        assert (window * weights).sum() < 6


def test_the_exercise_on_when_the_pattern_wins():
    for letter, kernel in questions.KERNELS.items():
        own, brighter = (kernel * kernel).sum(), ((kernel + 1) * kernel).sum()
        assert np.std(kernel + 1) == pytest.approx(np.std(kernel)), "the contrast stays"
        assert (brighter > own) == (letter != "b"), "light helps all but one"
    rng = np.random.default_rng(4)
    kernel = questions.KERNELS["b"]
    for _ in range(500):
        window = rng.normal(size=(3, 3))
        window = (window - window.mean()) / window.std() * kernel.std() + rng.normal()
        assert (window * kernel).sum() < (kernel * kernel).sum()
    gives = {letter: (make(kernel) * kernel).sum() for letter, make in questions.WINDOWS.items()}
    assert gives == {"d": 6, "e": 18, "f": -6} and (kernel * kernel).sum() == 6
    for letter in "abc":
        for window in "def":
            is_right = check("convolution-4", {"kernel": letter, "window": window}).status == "right"
            assert is_right == (letter + window == "be")


# Exercises 7 and 6.


def test_numbers_in_convolution_7():
    maps = output_size(28, 5)
    assert maps == 24
    assert typical("convolution-7") == [
        8 * 25,
        8 * 25 + 1,
        25 + 1,
        8 * 25 + 8 * maps**2,
        8 * (25 + 25),
        8 * (28 * 28 + 1),
        8 * (9 + 1),
    ]
    weight, bias = np.zeros((8, 1, 5, 5)), np.zeros(8)
    assert conv2d(np.zeros((1, 28, 28)), weight, bias).shape == (8, 24, 24)
    assert weight.size + bias.size == 208 and 4 * (9 + 1) == 40


def test_the_published_figure_is_wrong_in_six_cells():
    right = conv2d(questions.FIGURE_IMAGE, questions.FIGURE_KERNEL, padding=1, stride=2)
    assert right.tolist() == [[1, 5, 6], [7, 8, 3], [3, 10, 4]]
    wrong = {(int(row), int(column)) for row, column in np.argwhere(right != questions.FIGURE_PRINTED)}
    assert wrong == {tuple(map(int, answer)) for answer in RIGHT["convolution-6"]}
    assert set(typical("convolution-6")) == {(r, c) for r in range(3) for c in range(3)} - wrong
    assert "add up to 8, and the figure prints 10. In all, 6 of its 9 cells" in check("convolution-6", (1, 1)).message
    sums = {(0, 0): "only 1·1", (1, 0): "1·1 + 3·1 + 3·1", (2, 1): "3·2 + 1·1 + 3·1"}
    for (row, column), written in sums.items():
        window = np.pad(questions.FIGURE_IMAGE, 1)[2 * row : 2 * row + 3, 2 * column : 2 * column + 3]
        products = [(p, w) for p, w in zip(window.flat, questions.FIGURE_KERNEL.flat, strict=True) if p * w]
        assert " + ".join(f"{pixel}·{weight}" for pixel, weight in products) in written
        assert written in hint_for("convolution-6", (row, column))


# Exercise 5: write it.


def sized(size, cell=lambda window, k: (window * k).sum(), dtype=float):
    def wrong(x, k):
        result = np.zeros(size(x, k), dtype)
        for row, column in itertools.product(*map(range, result.shape)):
            result[row, column] = cell(x[row : row + k.shape[0], column : column + k.shape[1]], k)
        return result

    return wrong


def places(x, k):
    return x.shape[0] - k.shape[0] + 1, x.shape[1] - k.shape[1] + 1


def in_place(x, k):
    result = conv(x, k)
    x[0, 0] = 5
    return result


def return_in_the_loop(x, k):
    result = np.zeros(places(x, k))
    for row, column in itertools.product(*map(range, result.shape)):
        result[row, column] = (x[row : row + k.shape[0], column : column + k.shape[1]] * k).sum()
        return result


def return_after_a_row(x, k):
    result = np.zeros(places(x, k))
    for row in range(result.shape[0]):
        for column in range(result.shape[1]):
            result[row, column] = (x[row : row + k.shape[0], column : column + k.shape[1]] * k).sum()
        return result


def without_an_end(x, k):
    while True:
        pass


SUBTLY_WRONG = {
    "sizes from the rows alone": lambda x, k: conv(x, k)[:, : conv(x, k).shape[0]],
    "sizes from the columns alone": lambda x, k: conv(x, k)[: conv(x, k).shape[1]],
    "the kernel's rows for both": lambda x, k: conv(x, k)[:, : max(0, x.shape[1] - k.shape[0] + 1)],
    "a transposed map": lambda x, k: conv(x, k).T,
    "a transposed kernel": lambda x, k: conv(x, k.T),
    "rows of the kernel in reverse": lambda x, k: conv(x, k[::-1]),
    "columns of the kernel in reverse": lambda x, k: conv(x, k[:, ::-1]),
    "the kernel turned": lambda x, k: conv(x, k[::-1, ::-1]),
    "ReLU of the result": lambda x, k: np.maximum(conv(x, k), 0),
    "no signs": lambda x, k: np.abs(conv(x, k)),
    "signs of the image lost": lambda x, k: conv(np.abs(x), k),
    "the type of x": lambda x, k: conv(x, k).astype(x.dtype),
    "the type of k": lambda x, k: conv(x, k).astype(k.dtype) if k.dtype.kind == "i" else np.trunc(conv(x, k)),
    "no last row": lambda x, k: conv(x, k)[:-1],
    "no last place": sized(lambda x, k: (x.shape[0] - k.shape[0], x.shape[1] - k.shape[1])),
    "the mean of the products": sized(places, lambda window, k: (window * k).mean()),
    "a matrix product": sized(places, lambda window, k: (window @ k.T).sum()),
    "every second place": lambda x, k: conv(x, k)[::2, ::2],
    "right for 3×3 only": lambda x, k: conv(x, k) if k.shape == (3, 3) else conv(x, k) + 1,
    "its own input changed": in_place,
    "lists of wrong numbers": lambda x, k: (conv(x, k) + 1).tolist(),
    "return in the loop": return_in_the_loop,
    "return after a row": return_after_a_row,
    "rounded": lambda x, k: conv(x, k).round(),
}


@pytest.mark.parametrize("wrong", SUBTLY_WRONG.values(), ids=SUBTLY_WRONG)
def test_a_subtly_wrong_function_is_refused(wrong):
    assert check("convolution-5", wrong).status == "wrong"


def test_a_call_of_the_library_is_noticed():
    for ready_made in (lambda x, k: conv2d(x, k), lambda x, k: np.convolve(x.ravel(), k.ravel())):
        feedback = check("convolution-5", ready_made)
        assert feedback.status == "wrong" and "leaves the work to" in feedback.message


def test_typical_wrong_functions_get_their_hint_in_other_spellings_too():
    def three_by_three(x, k):
        return np.array(
            [[(x[r : r + 3, c : c + 3] * k).sum() for c in range(x.shape[1] - 2)] for r in range(x.shape[0] - 2)]
        )

    expected = {
        three_by_three: "3×3 kernels only",
        SUBTLY_WRONG["the type of x"]: "loses the fractions",
        (lambda x, k: conv(x, np.flip(k))): "turned by 180°",
        in_place: "It changed its own input, image",
        (lambda x, k: conv(x, k) + 3): "Is the bias of the loops above still in it?",
        SUBTLY_WRONG["ReLU of the result"]: "ReLU comes after a convolution",
        return_in_the_loop: "Only the first cell is filled",
        return_after_a_row: "Only the first row is filled",
    }
    for wrong, hint in expected.items():
        assert hint in hint_for("convolution-5", wrong), hint


def test_the_typical_wrong_functions_are_wrong_in_one_thing_only():
    x, k = np.arange(20.0).reshape(4, 5), np.array([[1.0, 2], [3, 5]])
    assert np.array_equal(function._conv_for_squares(x, k), conv(x, k))
    assert np.array_equal(function._conv_in_whole_numbers(x, k), conv(x, k))
    assert np.array_equal(function._conv_by_three(x, np.eye(3)), conv(x, np.eye(3)))
    assert np.array_equal(function._conv_as_large_as_x(x, k)[:-1, :-1], conv(x, k))
    assert np.array_equal(function._conv_without_the_last_place(x, k), conv(x, k)[:-1, :-1])


@pytest.mark.slow
def test_the_loops_of_the_notebook_as_they_are_and_a_transposed_map_get_a_true_hint():
    def the_two_loops(x, k):
        output = np.zeros((2, 2))
        for row in range(2):
            for column in range(2):
                output[row, column] = (x[row : row + 3, column : column + 3] * k).sum()
        return output

    assert "3×3 kernels only" not in check("convolution-5", without_an_end).message
    assert "belong to the 4×4 image" in check("convolution-5", the_two_loops).message
    assert "3×3 kernels only" not in check("convolution-5", lambda x, k: conv(x, k).T).message
