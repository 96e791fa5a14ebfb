"""The pictures of what one filter does, and the numbers that the prose of ``02_convolution`` states."""

import numpy as np
import pytest

from cnnlib import conv2d, samples
from cnnlib.engine.shapes import SettingError
from cnnlib.lessons.convolution import exercises as questions
from cnnlib.lessons.convolution.pictures import figure_picture, flip_picture, products_picture, target_picture

IMAGE, KERNEL = samples.toy_input(), samples.toy_kernel()
TURNED = KERNEL[::-1, ::-1]
DIGIT = samples.digit(3)
KERNELS = samples.KERNELS


def step(position=0, tap=None):
    return products_picture(IMAGE, KERNEL, conv2d(IMAGE, KERNEL), position=position, tap=tap)


def flip(position=0, image=IMAGE, kernel=KERNEL):
    turned = kernel[::-1, ::-1]
    return flip_picture(image, kernel, conv2d(image, kernel), conv2d(image, turned), position=position)


def target(kernel, position=0):
    return target_picture(
        DIGIT, kernel, conv2d(DIGIT, kernel), questions._smear(DIGIT), position=position, edits="kernel"
    )


def figure(position=0):
    return figure_picture(
        questions.FIGURE_IMAGE,
        questions.FIGURE_KERNEL,
        questions.FIGURE_PRINTED,
        padding=1,
        stride=2,
        position=position,
    )


# One step: products and their sum.


def test_the_first_step_is_the_book_s():
    picture = step()
    assert picture.panel("products").values.tolist() == [[2, 0, 3], [0, 1, 4], [3, 0, 2]]
    assert picture.panel("products").note == "added up: 15"
    assert picture.caption == "The window in row 0, column 0 and the kernel make 9 products, which add up to 15."
    assert picture.formula == "1·2 + 2·0 + 3·1 + 0·0 + 1·1 + 2·2 + 3·1 + 0·0 + 1·2 = 15"


@pytest.mark.parametrize("position", range(4))
def test_the_products_of_each_step_add_up_to_its_cell(position):
    picture = step(position)
    assert picture.panel("products").values.sum() == picture.panel("output").values.flat[position]


def test_a_weight_is_followed_into_the_window_and_into_the_products():
    picture = step(position=2, tap=8)
    for name in ("kernel", "products"):
        assert [(each.row, each.column) for each in picture.panel(name).outlines] == [(2, 2)]
        assert picture.panel(name).picks["tap"].tolist() == [[0, 1, 2], [3, 4, 5], [6, 7, 8]]
    assert (picture.panel("input").outlines[-1].row, picture.panel("input").outlines[-1].column) == (3, 2)
    assert picture.formula.splitlines()[-1] == "the weight in row 2, column 2 meets pixel 0: it adds 0·2 to the sum"


def test_input_and_output_pick_the_position():
    picture = step()
    assert picture.panel("output").picks["position"].tolist() == [[0, 1], [2, 3]]
    assert set(picture.panel("input").picks["position"].ravel()) == {0, 1, 2, 3}


def test_a_position_beyond_the_last_is_the_last():
    assert step(99).caption == step(3).caption and flip(99).caption == flip(3).caption
    assert target(KERNELS["identity"], 99).formula == target(KERNELS["identity"], 35).formula
    assert figure(99).caption == figure(8).caption


def test_nan_stays_nan_in_products_and_sum():
    image = IMAGE.copy()
    image[0, 0] = np.nan
    picture = products_picture(image, KERNEL, conv2d(image, KERNEL))
    assert np.isnan(picture.panel("products").values[0, 0]) and "add up to NaN" in picture.caption
    assert np.isfinite(picture.panel("products").limits).all()


def test_a_kernel_that_does_not_fit_is_refused():
    with pytest.raises(SettingError, match="kernel"):
        products_picture(np.ones((2, 2)), KERNEL, np.ones((1, 1)))


# Flipped or not.


def test_the_flipped_kernel_gives_another_map():
    picture = flip()
    assert picture.panel("turned").values.tolist() == [[2, 0, 1], [2, 1, 0], [1, 0, 2]]
    assert picture.panel("output").values.tolist() == [[15, 16], [6, 15]]
    assert picture.panel("turned output").values.tolist() == [[11, 12], [10, 11]]
    assert picture.panel("difference").values.tolist() == [[4, 4], [-4, 4]]
    assert picture.caption.endswith(
        "gives 15 with the kernel as it is and 11 with the kernel turned by 180°; "
        "the two feature maps differ in 4 of 4 cells."
    )


def test_both_sums_are_written_out():
    plain, turned = flip(1).formula.splitlines()
    assert plain == "as it is: 2·2 + 3·0 + 0·1 + 1·0 + 2·1 + 3·2 + 0·1 + 1·0 + 2·2 = 16"
    assert turned == "turned by 180°: 2·2 + 3·0 + 0·1 + 1·2 + 2·1 + 3·0 + 0·1 + 1·0 + 2·2 = 12"


def test_every_map_of_the_comparison_is_linked():
    picture = flip()
    for name in ("difference", "output", "turned output"):
        assert picture.panel(name).picks["position"].tolist() == [[0, 1], [2, 3]]
        assert [(each.row, each.column) for each in picture.panel(name).outlines] == [(0, 0)]
    assert not picture.panel("kernel").picks and not picture.panel("turned").picks


def test_colours_of_the_two_maps_can_be_compared():
    for kernel in (KERNEL, *KERNELS.values()):
        picture = flip(kernel=np.array(kernel))
        one, other, difference = (picture.panel(name) for name in ("output", "turned output", "difference"))
        assert (one.colours, one.limits) == (other.colours, other.limits)
        assert difference.limits[0] <= difference.values.min() and difference.values.max() <= difference.limits[1]


# A target to reach.


def test_the_distance_to_the_target_is_measured():
    picture = target(KERNELS["identity"])
    assert picture.caption == "The feature map is up to 6.67 away from the target, in 32 of 36 cells by more than 0.25."
    away = picture.panel("output").values - picture.panel("target").values
    assert np.array_equal(picture.panel("difference").values, away)
    assert np.abs(away).max() == pytest.approx(20 / 3)
    assert picture.panel("kernel").edits == "kernel"
    assert picture.formula.endswith("= 8")


def test_at_the_target_no_cell_is_away():
    assert "in 0 of 36 cells" in target(np.array([[0, 0, 0], [1, 1, 1], [0, 0, 0]]) / 3).caption
    assert "0.25" in target(KERNELS["identity"]).caption and questions.CLOSE_ENOUGH == 0.25


def test_the_target_s_colours_are_the_image_s():
    picture = target(KERNELS["outline"])
    assert {picture.panel(name).limits for name in ("input", "output", "target")} == {(0, 16)}


# The published figure.


def test_the_figure_is_shown_as_printed_and_its_sums_stay_open():
    picture = figure(4)
    assert picture.panel("output").values.tolist() == [[1, 6, 5], [7, 10, 9], [7, 10, 8]]
    assert picture.panel("output").title == "printed (3, 3)"
    assert picture.panel("input").title == "input (5, 5), padded (7, 7)"
    assert picture.formula == "1·2 + 3·0 + 0·1 + 3·1 + 0·0 + 1·0 + 3·0 + 2·1 + 1·1 = ?\nthe figure prints 10"
    assert picture.caption == "The window in row 1, column 1; the figure prints 10."


@pytest.mark.parametrize("position", range(9))
def test_what_is_written_out_is_what_is_right(position):
    terms = figure(position).formula.splitlines()[0].removesuffix(" = ?").split(" + ")
    right = conv2d(questions.FIGURE_IMAGE, questions.FIGURE_KERNEL, padding=1, stride=2)
    assert sum(np.prod([int(part) for part in term.split("·")]) for term in terms) == right.flat[position]


# What the notebook says.


def test_the_toy_example_in_words():
    assert sorted(IMAGE[1:4, 0:3][KERNEL == 0]).count(3) == 2, "in the cell that holds 6 both threes meet a 0"
    assert conv2d(IMAGE, KERNEL)[1, 0] == 6 and (IMAGE[1:4, 0:3] == 3).sum() == 2
    assert IMAGE[2:, 2:].ravel().tolist() == [1, 2, 0, 1], "what the bottom right weight meets"
    negative = {bias: int((conv2d(IMAGE, KERNEL, bias) < 0).sum()) for bias in range(-20, 11)}
    assert [bias for bias, cells in negative.items() if cells == 1] == list(range(-15, -6))
    assert conv2d(IMAGE, KERNEL, -15).tolist() == [[0, 1], [-9, 0]]
    assert (IMAGE[:3, :3] @ KERNEL).tolist() == [[5, 2, 11], [2, 1, 6], [7, 0, 5]]


def test_the_photograph_in_words():
    photo = samples.camera()
    edges = conv2d(photo, KERNELS["vertical edges"])
    assert edges.argmax() == 5333, "where the explorer starts"
    rows = edges[60:75]  # his back at the left, the front of his coat at the right
    assert rows[:, :20].min() < -0.5 and rows[:, 25:50].max() > 0.5
    assert KERNELS["box blur"].sum() == pytest.approx(1) and KERNELS["sharpen"].sum() == 1
    assert KERNELS["outline"].sum() == 0
    sky = photo[2:20, 90:120]
    for name in ("box blur", "sharpen"):
        assert np.abs(conv2d(sky, KERNELS[name]) - sky[1:-1, 1:-1]).max() < 0.08
    steps = {name: np.abs(np.diff(conv2d(photo, KERNELS[name]))).mean() for name in ("identity", "box blur", "sharpen")}
    assert steps["box blur"] < 0.6 * steps["identity"] < steps["identity"] < steps["sharpen"] / 4


def test_the_digit_in_words():
    edges = conv2d(DIGIT, KERNELS["horizontal edges"])
    below, above = DIGIT[2:, 1:-1], DIGIT[:-2, 1:-1]
    strong = np.abs(edges) > 15
    assert (np.sign(edges)[strong] == np.sign(below - above)[strong]).mean() > 0.9
    right = np.zeros((3, 3))
    right[1, 2] = 1
    assert np.array_equal(conv2d(DIGIT, right), DIGIT[1:-1, 2:]), "each cell fetches its right neighbour"


def test_five_of_nine_kernels_do_not_care_about_flipping():
    alike = [name for name, kernel in {"book": KERNEL, **KERNELS}.items() if np.array_equal(kernel, kernel[::-1, ::-1])]
    assert alike == ["identity", "box blur", "Gaussian blur", "sharpen", "outline"]
    turned = conv2d(DIGIT, KERNELS["vertical edges"][::-1, ::-1])
    assert np.array_equal(turned, -conv2d(DIGIT, KERNELS["vertical edges"]))
    dot = np.zeros((5, 5))
    dot[2, 2] = 1
    assert np.array_equal(conv2d(dot, TURNED), KERNEL) and not np.array_equal(conv2d(dot, KERNEL), KERNEL)
