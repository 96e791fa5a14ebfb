"""The pictures of what one filter does, and the numbers that the prose of ``02_convolution`` states."""

import numpy as np
import pytest

from cnnlib import conv2d, relu, samples
from cnnlib.engine.settings import SettingError
from cnnlib.lessons.convolution import exercises as questions
from cnnlib.lessons.convolution.detectors import (
    contest_picture,
    contrast_of,
    detector_picture,
    drawn_seven,
    window_picture,
)
from cnnlib.lessons.convolution.pictures import as_fully_connected, figure_picture, matrix_picture, products_picture
from cnnlib.lessons.convolution.predictions import BAR

IMAGE, KERNEL = samples.toy_input(), samples.toy_kernel()
KERNELS = samples.KERNELS


def step(position=0, tap=None):
    return products_picture(IMAGE, KERNEL, conv2d(IMAGE, KERNEL), position=position, tap=tap)


def photo(kernel="outline", position=0):
    image, kernel = samples.camera(), KERNELS[kernel]
    return window_picture(image, kernel, conv2d(image, kernel), position=position)


def detector(image=None, kernel=BAR, bias=0.0, position=0):
    image = drawn_seven() if image is None else image
    z = conv2d(image, kernel, bias)
    return detector_picture(image, kernel, bias, z, relu(z), position=position)


def contest(window, weights=KERNEL, **options):
    return contest_picture(window, weights, ((window * weights).sum(), (KERNEL * weights).sum()), **options)


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


@pytest.mark.parametrize("position", range(4))
def test_the_map_is_covered_where_the_window_has_not_been(position):
    covered = step(position).panel("output").covered
    assert covered.ravel().tolist() == [place > position for place in range(4)]


def test_a_weight_is_followed_into_the_window_and_into_the_products():
    picture = step(position=2, tap=8)
    for name in ("kernel", "products"):
        assert [(each.row, each.column) for each in picture.panel(name).outlines] == [(2, 2)]
        assert picture.panel(name).picks["tap"].tolist() == [[0, 1, 2], [3, 4, 5], [6, 7, 8]]
    assert (picture.panel("input").outlines[-1].row, picture.panel("input").outlines[-1].column) == (3, 2)
    assert picture.formula.splitlines()[-1] == "the weight in row 2, column 2 meets the value 0: it adds 0·2 to the sum"


def test_input_and_output_pick_the_position():
    picture = step()
    assert picture.panel("output").picks["position"].tolist() == [[0, 1], [2, 3]]
    assert set(picture.panel("input").picks["position"].ravel()) == {0, 1, 2, 3}


def test_a_position_beyond_the_last_is_the_last():
    assert step(99).caption == step(3).caption and photo(position=10**6).caption == photo(position=126**2 - 1).caption
    assert detector(position=99).formula == detector(position=35).formula
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


# A photograph.


@pytest.mark.parametrize("kernel", KERNELS)
@pytest.mark.parametrize("position", [0, 125, 10402, 126**2 - 1])
def test_the_enlarged_window_holds_the_pixels_under_the_kernel(kernel, position):
    picture = photo(kernel, position)
    row, column = divmod(position, 126)
    pixels = samples.camera()[row : row + 3, column : column + 3]
    assert np.array_equal(picture.panel("window").values, pixels)
    assert picture.panel("output").values[row, column] == pytest.approx((pixels * KERNELS[kernel]).sum())
    frame = picture.panel("input").outlines[0]
    assert frame.row <= row and frame.row + frame.height >= row + 3, "around the window, not on it"
    assert (frame.row < row) == (row > 0) and frame.column + frame.width <= 128


def test_an_outline_is_seen_on_the_photograph():
    output = photo().panel("output")
    assert output.limits[1] == pytest.approx(np.percentile(np.abs(output.values), 99)) and output.limits[1] < 2.1
    assert photo("box blur").panel("output").colours == "grey"


def test_the_photograph_in_words():
    image = samples.camera()
    assert np.abs(conv2d(image, KERNELS["outline"])).argmax() == 10402, "where the explorer starts"
    assert KERNELS["box blur"].sum() == pytest.approx(1) and KERNELS["outline"].sum() == 0
    sky = image[2:20, 90:120]
    assert np.abs(conv2d(sky, KERNELS["box blur"]) - sky[1:-1, 1:-1]).max() < 0.08
    assert np.abs(conv2d(sky, KERNELS["outline"])).mean() < 0.1
    tripod = image[70:120, 60:90]
    steps = [np.abs(np.diff(conv2d(tripod, KERNELS[name]))).mean() for name in ("identity", "box blur")]
    assert steps[1] < 0.6 * steps[0]


# A detector.


def test_a_detector_says_yes_above_its_threshold():
    assert detector().caption == "With a bias of 0, the filter says yes in 14 of 36 cells."
    picture = detector(bias=-4.0)
    assert picture.caption == "With a bias of −4, the filter says yes in 4 of 36 cells."
    assert picture.panel("z output").values[0].tolist() == [0, 2, 2, 1, 1, -1]
    assert np.array_equal(picture.panel("a output").values, relu(picture.panel("z output").values))
    assert picture.panel("bias").values.tolist() == [[-4]] and picture.panel("kernel").edits == "kernel"


def test_a_sum_that_is_0_but_for_rounding_is_no_yes():
    """Tenths that cancel out leave some 1e-17, which is shown as 0."""
    whole = np.array([[0.0, 0, 0], [1, 2, -3], [0, 0, 0]])
    tenths = np.array([[0, 0, 0], [0.1, 0.2, -0.3], [0, 0, 0]])
    assert (detector(kernel=tenths).panel("z output").values > 0).sum() > (conv2d(drawn_seven(), whole) > 0).sum()
    assert detector(kernel=whole).caption == detector(kernel=tenths).caption


def test_ink_is_dark_and_activations_have_their_colours():
    for image in (drawn_seven(), samples.digit(7) / 16):
        picture = detector(image)
        assert (picture.panel("input").colours, picture.panel("input").limits) == ("ink", (0, 1))
        z, a = picture.panel("z output"), picture.panel("a output")
        assert (z.colours, a.colours) == ("signed", "activation"), "dark blue is 0, as in all maps of activations"
        assert a.limits == (0, z.limits[1]) and z.picks.keys() == a.picks.keys() == {"position"}


def test_the_line_of_code_computes_what_is_seen():
    for image in (drawn_seven(), samples.digit(7) / 16):
        for kernel in (BAR, np.array([[0.5, -1, 0], [2, 1.5, 2], [0, 0, -1]])):
            picture = detector(image, kernel, -1.5)
            names = {"relu": relu, "conv2d": conv2d, "samples": samples, "np": np, "drawn_seven": drawn_seven}
            assert np.allclose(eval(picture.code, names), picture.panel("a output").values)


def test_a_single_bias_moves_every_cell_alike():
    before, after = (detector(bias=bias).panel("z output").values for bias in (0.0, 1.5))
    assert np.unique(after - before).tolist() == [1.5]


def test_the_drawn_seven_in_words():
    seven, z = drawn_seven(), conv2d(drawn_seven(), BAR)
    assert z[0, 0] == 4 and z[0, 1] == 6, "the first cell and the next"
    assert seven[0:3, 0:3].sum() == 2 and seven[0:3, 1:4].sum() == 3


# A contest.


def test_a_flat_window_beats_the_kernel_s_own_pattern():
    said = contest(KERNEL).caption
    assert said == "This window gives 15, and the kernel's own pattern gives 15. Both give the same."
    assert contest(np.full((3, 3), 2.0)).caption.startswith(
        "This window gives 18, and the kernel's own pattern gives 15"
    )
    assert contest(np.ones((3, 3))).caption.endswith(" This window gives less.")


def test_without_a_sum_of_weights_light_does_not_count():
    weights = KERNEL - KERNEL.mean()
    for brighter in range(4):
        picture = contest(KERNEL + brighter, weights, brighter=brighter)
        assert picture.caption.startswith("This window gives 6, and the kernel's own pattern gives 6")
        assert picture.panel("kernel").note == "weights add up to 0"
        assert picture.panel("window").title == (f"window + {brighter} (3, 3)" if brighter else "window (3, 3)")
    assert contest(np.full((3, 3), 2.0), weights).caption.startswith("This window gives 0,")


def test_the_contest_tells_the_contrast():
    assert contest(2 * KERNEL).formula.splitlines()[1] == (
        "contrast of this window: 1.63; of the kernel's own pattern: 0.82"
    )
    assert contrast_of(np.full((3, 3), 2.0)) == 0


# As a fully connected layer.


@pytest.mark.parametrize("size", [(4, 4), (5, 3), (3, 6)])
def test_the_fully_connected_layer_computes_the_map(size):
    rng = np.random.default_rng(0)
    image, kernel = rng.normal(size=size), rng.normal(size=(3, 2))
    weights = as_fully_connected(kernel, size)
    assert np.allclose(weights @ image.reshape(-1), conv2d(image, kernel).reshape(-1))


def test_the_matrix_in_words():
    nine = np.arange(1, 10).reshape(3, 3)
    weights = as_fully_connected(nine, (4, 4))
    assert weights.shape == (4, 16) and weights.size == 64 and (weights == 0).sum() == 28
    assert all(row[row > 0].tolist() == list(range(1, 10)) for row in weights)
    first = [int(row.argmax() - 10) for row in weights]  # the 9 is the largest; in row 0 it is at 10
    assert first == [0, 1, 4, 5], "by one; by three where the window starts a new row"
    assert matrix_picture(nine, weights).panel("weights").values.shape == (4, 16)


# The published figure.


def test_the_figure_is_shown_as_printed_and_its_sums_stay_open():
    picture = figure(4)
    assert picture.panel("output").values.tolist() == [[1, 6, 5], [7, 10, 9], [7, 10, 8]]
    assert picture.panel("output").title == "printed (3, 3)"
    assert picture.panel("input").title == "input (5, 5), framed (7, 7)"
    assert picture.formula == "1·2 + 3·0 + 0·1 + 3·1 + 0·0 + 1·0 + 3·0 + 2·1 + 1·1 = ?\nthe figure prints 10"
    assert picture.caption == "The window in row 1, column 1; the figure prints 10."


@pytest.mark.parametrize("position", range(9))
def test_what_is_written_out_is_what_is_right(position):
    terms = figure(position).formula.splitlines()[0].removesuffix(" = ?").split(" + ")
    right = conv2d(questions.FIGURE_IMAGE, questions.FIGURE_KERNEL, padding=1, stride=2)
    assert sum(np.prod([int(part) for part in term.split("·")]) for term in terms) == right.flat[position]


# What else the notebook says.


def test_the_toy_example_in_words():
    window = IMAGE[0:3, 0:3]
    assert (window * KERNEL).sum() == 15 and (window @ KERNEL).sum() == 39
    assert 15 not in window @ KERNEL
    assert IMAGE[2:, 2:].ravel().tolist() == [1, 2, 0, 1], "what the bottom right weight meets"
    assert conv2d(IMAGE, KERNEL).tolist() == [[15, 16], [6, 15]]
    assert conv2d(IMAGE, KERNEL, 3).tolist() == [[18, 19], [9, 18]]


def test_the_row_of_bright_and_dark_in_words():
    assert conv2d([[1.0, 1, 0, 0, 1]], [[1, -1]]).tolist() == [[0, 1, 0, -1]]
