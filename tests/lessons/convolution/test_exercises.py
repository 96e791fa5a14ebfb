"""The numbers in the exercises of ``02_convolution`` are what the engine computes, and its checks judge fairly."""

import re

import numpy as np
import pytest
from lessons.convolution.right_answers import RIGHT, SECRETS, SMEAR, conv
from right_answers import typical

from cnnlib import conv2d, lessons, output_size, samples
from cnnlib.check import check
from cnnlib.lessons.convolution import exercises as questions
from cnnlib.lessons.convolution import function, predictions


def hint_for(exercise_id, answer):
    return check(exercise_id, answer).message


def test_the_notebook_has_four_predictions_and_five_exercises():
    assert [exercise.id for exercise in lessons.exercises_of("convolution")] == list(RIGHT)


@pytest.mark.parametrize("exercise_id", [key for key in RIGHT if key != "convolution-5"])
def test_no_feedback_on_a_wrong_answer_tells_the_answer(exercise_id):
    candidates = [*range(-3, 30), 3.5, 1000, "text", (1, 2), *[(r, c) for r in range(9) for c in range(9)]]
    candidates += [np.eye(3), np.ones((3, 3)), samples.KERNELS["Gaussian blur"]]
    for answer in candidates:
        feedback = check(exercise_id, answer, hint=3)
        shown = re.sub(r"Hint \d of \d:|What is asked for here .*", "", feedback.message)
        assert feedback.status == "right" or not re.search(SECRETS[exercise_id], shown), (answer, shown)


def test_numbers_in_predict_1():
    window, kernel = predictions.WINDOW, predictions.KERNEL
    assert window.tolist() == [[1, 0, 2], [3, 1, 0], [0, 2, 1]]
    assert kernel.tolist() == [[0, 1, 2], [1, 1, 0], [0, 0, 3]]
    products = window * kernel
    assert typical("convolution-predict-1") == [
        window.sum() * kernel.sum(),
        window.sum() + kernel.sum(),
        window.sum(),
        (window @ kernel).sum(),
        (window * kernel[::-1, ::-1]).sum(),
        products.max(),
        (window * kernel.T).sum(),
    ]
    assert sorted(products[products > 0]) == sorted([2 * 2, 3 * 1, 1 * 1, 1 * 3]), "the four in the last hint"


def test_numbers_in_predict_2():
    assert (output_size(7, 3), output_size(10, 3)) == (5, 8)
    assert typical("convolution-predict-2")[3] == (7 // 3, 10 // 3), "side by side without touching"
    assert output_size(3, 3) == 1 and "there is one" in hint_for("convolution-predict-2", (4, 7))
    assert output_size(4, 3) == 2 and "4×4 image, which gave 2×2" in hint_for("convolution-predict-2", (6, 9))


def test_numbers_in_predict_3():
    image, kernel = np.full((5, 5), 9), np.zeros((3, 3))
    assert np.unique(conv2d(image, kernel, 7)).tolist() == [7]
    ones = conv2d(image, np.ones((3, 3)))[0, 0]
    assert typical("convolution-predict-3") == [0, 9 * 7, 9 + 7, ones + 7, ones]


def test_numbers_in_predict_4():
    kernel = np.arange(1, 10).reshape(3, 3)
    image = np.zeros((5, 5))
    image[2, 2] = 1
    assert conv2d(image, kernel).tolist() == [[9, 8, 7], [6, 5, 4], [3, 2, 1]] == kernel[::-1, ::-1].tolist()
    assert typical("convolution-predict-4") == [
        kernel[0, 0],
        kernel[1, 1],
        image[0, 0],
        kernel.sum(),
        kernel[0, 2],
        kernel[2, 0],
    ]
    flipped_one_way = [conv2d(image, kernel[::-1])[0, 0], conv2d(image, kernel[:, ::-1])[0, 0]]
    assert flipped_one_way == [3, 7]


def test_numbers_in_convolution_1():
    maps = output_size(28, 5)
    assert maps == 24
    assert typical("convolution-1") == [
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
    assert weight.size + bias.size == 208


def test_a_single_1_moves_the_image_as_the_hints_say():
    image, middle = samples.digit(3), samples.digit(3)[1:-1, 1:-1]
    words = {
        (2, 1): "moves up",
        (1, 2): "to the left",
        (1, 0): "to the right",
        (0, 0): "down, but also to the right",
        (0, 2): "down, but also to the left",
        (2, 2): "up and to the left",
        (2, 0): "up and to the right",
    }
    for (row, column), said in words.items():
        kernel = np.zeros((3, 3))
        kernel[row, column] = 1
        moved = conv2d(image, kernel)
        down, right = 1 - row, 1 - column
        # Where a pixel of the middle went: `down` rows down and `right` columns to the right.
        assert np.array_equal(np.roll(middle, (down, right), (0, 1))[1:-1, 1:-1], moved[1:-1, 1:-1])
        told = {("down", 1): down == 1, ("up", 1): down == -1, ("left", 1): right == -1, ("right", 1): right == 1}
        assert all((word in said) == holds for (word, _), holds in told.items())
        assert said in hint_for("convolution-2", (row, column))


def test_the_design_is_judged_by_what_comes_out():
    image, target = samples.digit(3), questions._smear(samples.digit(3))
    assert np.allclose(conv2d(image, SMEAR), target)
    assert check("convolution-3", [[0, 0, 0], [0.33, 0.34, 0.33], [0, 0, 0]]).status == "right"
    for kernel in typical("convolution-3"):
        away = np.abs(conv2d(image, np.array(kernel, float)) - target).max()
        assert away > questions.CLOSE_ENOUGH
    assert "is 1.13." in hint_for("convolution-3", [[0, 0, 0], [0.3, 0.3, 0.3], [0, 0, 0]])
    sums = [np.sum(kernel) for kernel in typical("convolution-3")]
    assert sums[1] == 3 and sums[2] < 1 and round(sums[6], 9) == 0.9
    assert "too bright" in hint_for("convolution-3", typical("convolution-3")[1])


def test_the_published_figure_is_wrong_in_six_cells():
    right = conv2d(questions.FIGURE_IMAGE, questions.FIGURE_KERNEL, padding=1, stride=2)
    assert right.tolist() == [[1, 5, 6], [7, 8, 3], [3, 10, 4]]
    wrong = {(int(row), int(column)) for row, column in np.argwhere(right != questions.FIGURE_PRINTED)}
    assert wrong == {tuple(map(int, answer)) for answer in RIGHT["convolution-4"]}
    assert set(typical("convolution-4")) == {(r, c) for r in range(3) for c in range(3)} - wrong
    assert "add up to 8, and the figure prints 10. In all, 6 of its 9 cells" in check("convolution-4", (1, 1)).message
    sums = {(0, 0): "only 1·1", (1, 0): "1·1 + 3·1 + 3·1", (2, 1): "3·2 + 1·1 + 3·1"}
    for (row, column), written in sums.items():
        window = np.pad(questions.FIGURE_IMAGE, 1)[2 * row : 2 * row + 3, 2 * column : 2 * column + 3]
        products = [(p, w) for p, w in zip(window.flat, questions.FIGURE_KERNEL.flat, strict=True) if p * w]
        assert " + ".join(f"{pixel}·{weight}" for pixel, weight in products) in written
        assert written in hint_for("convolution-4", (row, column))


def test_typical_wrong_functions_get_their_hint_in_other_spellings_too():
    def three_by_three(x, k):
        return np.array(
            [[(x[r : r + 3, c : c + 3] * k).sum() for c in range(x.shape[1] - 2)] for r in range(x.shape[0] - 2)]
        )

    def truncated(x, k):
        return conv(x, k).astype(int)

    def true_convolution(x, k):
        return conv(x, np.flip(k))

    def in_place(x, k):
        result = conv(x, k)
        x[0, 0] = 5
        return result

    expected = {
        three_by_three: "3×3 kernels only",
        truncated: "loses the fractions",
        true_convolution: "turned by 180°",
        in_place: "It changed its own input, x",
    }
    for wrong, hint in expected.items():
        assert hint in hint_for("convolution-5", wrong), wrong.__name__


def test_the_typical_wrong_functions_are_wrong_in_one_thing_only():
    x, k = np.arange(20.0).reshape(4, 5), np.array([[1.0, 2], [3, 5]])
    assert np.array_equal(function._conv_for_squares(x, k), conv(x, k))
    assert np.array_equal(function._conv_in_whole_numbers(x, k), conv(x, k))
    assert np.array_equal(function._conv_by_three(x, np.eye(3)), conv(x, np.eye(3)))
    assert np.array_equal(function._conv_as_large_as_x(x, k)[:-1, :-1], conv(x, k))
    assert np.array_equal(function._conv_without_the_last_place(x, k), conv(x, k)[:-1, :-1])


def test_the_loops_of_the_notebook_as_they_are_and_a_transposed_map_get_a_true_hint():
    def the_six_lines(x, k):
        output = np.zeros((2, 2))
        for row in range(2):
            for column in range(2):
                output[row, column] = (x[row : row + 3, column : column + 3] * k).sum()
        return output

    assert "belong to the 4×4 image" in check("convolution-5", the_six_lines).message
    assert "3×3 kernels only" not in check("convolution-5", lambda x, k: conv2d(x, k).T).message
