"""The exercises of ``12_variants``: subtly wrong functions are refused, and its numbers are the engine's."""

import numpy as np
import pytest
from lessons.variants.right_answers import stamp, stamp_by_weights

from cnnlib import Conv2d, Linear, conv2d, conv_transpose2d, global_avg_pool2d, linear, samples
from cnnlib.check import check
from cnnlib.lessons.variants import as_matrix, ends


def added(x, k, s, rows=None, columns=None):
    """Stamp into a result of this size; what does not fit is cut off."""
    whole = np.zeros((99, 99))
    for row, column in np.ndindex(x.shape):
        whole[row * s : row * s + k.shape[0], column * s : column * s + k.shape[1]] += x[row, column] * k
    height, width = s * (x.shape[0] - 1) + k.shape[0], s * (x.shape[1] - 1) + k.shape[1]
    return whole[: rows or height, : columns or width]


def truncated(x, k, s):
    return added(x, k, s).astype(x.dtype)


WRONG = {
    "abs of x": lambda x, k, s: added(abs(x), k, s),
    "abs of k": lambda x, k, s: added(x, abs(k), s),
    "abs of the result": lambda x, k, s: abs(added(x, k, s)),
    "ReLU of the result": lambda x, k, s: np.maximum(added(x, k, s), 0),
    "in the type of x": truncated,
    "sizes from the rows alone": lambda x, k, s: added(x, k, s, columns=s * (x.shape[0] - 1) + k.shape[0]),
    "sizes from the columns alone": lambda x, k, s: added(x, k, s, rows=s * (x.shape[1] - 1) + k.shape[1]),
    "transposed": lambda x, k, s: added(x, k, s).T,
    "turned kernel": lambda x, k, s: added(x, k[::-1, ::-1], s),
    "mirrored kernel": lambda x, k, s: added(x, k[:, ::-1], s),
    "one row too many": lambda x, k, s: added(x, k, s, rows=s * x.shape[0] + k.shape[0]),
    "stride 2 always": lambda x, k, s: added(x, k, 2),
    "a convolution": lambda x, k, s: x,
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_subtly_wrong_stamps_are_refused(wrong):
    assert check("variants-3", wrong).status == "wrong"


@pytest.mark.parametrize("right", [stamp, stamp_by_weights, added])
def test_right_stamps_pass(right):
    assert check("variants-3", right).status == "right"


def test_the_library_does_not_write_the_stamp():
    feedback = check("variants-3", lambda x, k, s: conv_transpose2d(x, k, stride=s))
    assert feedback.status != "right" and "Spell it out" in feedback.message


@pytest.mark.parametrize("filters", range(-1, 20))
@pytest.mark.parametrize("padding", range(-1, 6))
@pytest.mark.parametrize("weights", [0, 1, -1, 0.5])
def test_a_residual_needs_the_shape_of_x_and_weights_of_0_to_give_it_back(filters, padding, weights):
    feedback = check("variants-5", {"filters": filters, "padding": padding, "weights": weights})
    assert (feedback.status == "right") == ((filters, padding, weights) == (16, 2, 0))


def test_weights_of_0_do_give_x_back():
    x = np.arange(16.0 * 9 * 7).reshape(16, 9, 7)
    for value, gives_back in ((0.0, True), (1.0, False)):
        fx = conv2d(x, np.full((16, 16, 5, 5), value), padding=2)
        assert fx.shape == x.shape and np.array_equal(x + fx, x) == gives_back
    assert conv2d(np.ones((1, 9, 9)), np.ones((1, 1, 5, 5)))[0, 0, 0] == 25, "a sum of the window, as the hint says"


def test_a_class_map_worked_out_by_the_engine():
    maps, weights = np.array([[[4.0, 0], [2, 0]], [[0, 6], [0, 2]]]), np.array([[2.0, -1]])
    by_filter = conv2d(maps, weights[:, :, None, None])[0]
    score = linear(global_avg_pool2d(maps)[None], weights, np.array([3.0]))[0, 0]
    assert by_filter.tolist() == ends.right_map().tolist() == [[8, -6], [4, -2]] and score == 4
    assert Linear(2, 1).parameters["weight"].size == 2
    assert Linear(2 * 50 * 70, 1).parameters["weight"].size == 7000


@pytest.mark.parametrize(
    "change", [{"map": [[8, -6], [4, 2]]}, {"map": [[8, 4], [-6, -2]]}, {"score": 5}, {"weights": 3}, {"weights": 0}]
)
def test_each_part_of_a_class_map_must_be_right(change):
    feedback = check("variants-4", {"map": [[8, -6], [4, -2]], "score": 4, "weights": 2, **change})
    assert feedback.status == "wrong" and f"Look again at: {next(iter(change))}." in feedback.message


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"weights": 3}, "The bias is no weight"),
        ({"weights": 3500}, "That is how many cells one map has"),
        ({"weights": 12}, "once each map has become its mean"),
        ({"score": 5}, "Work out the score from the class map"),
        ({"map": [[8, 4], [-6, -2]]}, "Rows and columns are swapped"),
        ({"map": [[8, 1], [1, 1]], "weights": 12}, "First multiply each map"),
    ],
)
def test_the_hint_is_about_the_first_part_that_is_wrong(change, said):
    feedback = check("variants-4", {"map": [[8, -6], [4, -2]], "score": 4, "weights": 2, **change})
    assert said in feedback.message


def test_a_class_map_of_another_shape_is_told_so():
    assert "(2, 2)" in check("variants-4", {"map": [8, -6, 4, -2], "score": 4, "weights": 2}).message


def test_numbers_in_the_matrix_prediction():
    starts = [int(row.argmax()) for row in as_matrix(np.ones((3, 3)), (4, 4))]
    assert starts == [0, 1, 4, 5]


def test_what_the_notebook_says_of_depthwise_separable_convolution():
    layers = Conv2d(8, 8, 3, groups=8), Conv2d(8, 8, 1), Conv2d(8, 8, 3)
    depthwise, mixing, full = (sum(each.size for each in layer.parameters.values()) for layer in layers)
    assert (depthwise, mixing, depthwise + mixing, full) == (80, 72, 152, 584)


@pytest.mark.parametrize("size", range(1, 6))
def test_resized_and_convolved_ones_are_even_away_from_the_border_whatever_the_kernel(size):
    doubled = np.ones((4, 4)).repeat(2, axis=0).repeat(2, axis=1)
    for kernel in (np.ones((size, size)), np.arange(size**2).reshape(size, size)):
        assert np.ptp(conv2d(doubled, kernel)) == 0, "no window meets the border"


def test_equally_many_stamps_are_not_equal_numbers():
    """The notebook says that cells get equally many stamps; with unequal weights the numbers differ."""
    assert np.ptp(conv_transpose2d(np.ones((4, 4)), np.array([[1, 2], [3, 4]]), stride=2)) > 0


def test_what_the_notebook_says_of_stamps_and_the_border():
    inside = {
        size: np.ptp(conv_transpose2d(np.ones((4, 4)), np.ones((size, size)), stride=2)[2:-2, 2:-2])
        for size in range(1, 6)
    }
    assert [size for size, spread in inside.items() if spread == 0] == [2, 4]
    three = conv_transpose2d(np.ones((4, 4)), np.ones((3, 3)), stride=2)
    assert set(np.unique(three)) == {1, 2, 4}
    assert conv_transpose2d(np.ones((4, 4)), np.ones((4, 4)), stride=2).shape == (10, 10)
    assert conv_transpose2d(np.ones((4, 4)), np.ones((4, 4)), stride=2, padding=1).shape == (8, 8)
    assert conv_transpose2d(np.array([[1, 2]]), np.array([[1, 10, 100]]), stride=2).tolist() == [[1, 10, 102, 20, 200]]


def test_what_the_notebook_says_of_the_residual_sum():
    x = samples.toy_input()
    np.testing.assert_array_equal(x + conv2d(x, np.zeros((3, 3)), padding=1), x)
    with pytest.raises(ValueError, match="broadcast"):
        x + conv2d(x, np.zeros((3, 3)))


def test_a_row_with_blanks_is_not_attempted():
    def stamp_row(x, k, s):
        result = np.zeros(...)
        for i in range(len(x)):
            result[...:...] += x[i] * k
        return result

    assert check("variants-6", stamp_row).status == "blank"


def row(size, start, stop):
    def stamp_row(x, k, s):
        result = np.zeros(size(x, k, s))
        for i in range(len(x)):
            result[start(i, k, s) : stop(i, k, s)] += x[i] * k
        return result

    return stamp_row


def right_size(x, k, s):
    return s * (len(x) - 1) + len(k)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (row(lambda x, k, s: s * len(x), lambda i, k, s: s * i, lambda i, k, s: s * i + len(k)), "as long as k"),
        (row(lambda x, k, s: s * len(x) + len(k), lambda i, k, s: s * i, lambda i, k, s: s * i + len(k)), "reach from"),
        (row(right_size, lambda i, k, s: s * i, lambda i, k, s: s * (i + 1)), "as long as k"),
        (row(right_size, lambda i, k, s: i, lambda i, k, s: i + len(k)), "one cell apart"),
        (
            row(lambda x, k, s: len(x) * len(k), lambda i, k, s: len(k) * i, lambda i, k, s: len(k) * (i + 1)),
            "side by side",
        ),
        (lambda x, k, s: conv_transpose2d(x[None], k[None], stride=s)[0], "Spell it out"),
    ],
)
def test_a_row_in_wrong_ways(answer, said):
    feedback = check("variants-6", answer)
    assert feedback.status == "wrong" and said in feedback.message


def returning_inside(x, k, s):
    result = np.zeros((s * (len(x) - 1) + len(k), s * (len(x[0]) - 1) + len(k[0])))
    for i, j in np.ndindex(x.shape):
        result[i * s : i * s + len(k), j * s : j * s + len(k[0])] += x[i, j] * k
        return result


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (returning_inside, "Is return inside a loop"),
        (lambda x, k, s: np.pad(stamp(x, k, s), ((0, s), (0, s))), "too long by s"),
    ],
)
def test_a_stamp_in_two_more_wrong_ways(answer, said):
    assert said in check("variants-3", answer).message
