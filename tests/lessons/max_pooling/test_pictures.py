"""Pictures of pooling: windows, channels, downsampling, nudges; and the numbers of notebook 06."""

import numpy as np
import pytest

from cnnlib import (
    avg_pool2d,
    conv2d,
    coverage,
    max_pool2d,
    output_size,
    pad2d,
    samples,
)
from cnnlib.canvas import Canvas
from cnnlib.engine.shapes import SettingError
from cnnlib.lessons.max_pooling.comparisons import downsampling_picture, pooled_channels_picture
from cnnlib.lessons.max_pooling.pictures import pooling_picture, winners
from cnnlib.lessons.max_pooling.shift import NUDGES, share_that_stays, shift_picture
from cnnlib.pictures.panels import Grid

TOY, DIGIT = samples.toy_channels()[0], samples.digit(3)
PHOTO = samples.camera()[16:80, 36:100]
DOT = np.zeros((8, 8))
DOT[3, 3] = 9
NARROW, WIDE = np.tile([0, 9], (4, 2)), np.tile([0, 0, 9, 9], (4, 1))


def pooled(image=TOY, kernel_size=2, **options):
    shown = {name: options.pop(name) for name in ("position", "uses") if name in options}
    return pooling_picture(image, max_pool2d(image, kernel_size, **options), kernel_size, **options, **shown)


def test_the_book_s_example_is_written_out():
    picture = pooled(position=1)
    assert picture.panel("output").values.tolist() == [[2, 3], [4, 2]]
    assert picture.formula.splitlines() == [
        "output height and width: (4 + 2·0 − 2) / 2 + 1 = 2",
        "max(1, 0, 2, 3) = 3: it stands in row 1, column 3 of the image",
    ]
    assert picture.code == "max_pool2d(image, 2)"
    assert picture.caption == (
        "Max pooling, 2×2 windows, stride 2, padding 0: (4, 4) becomes (2, 2); the window in row 0, column 1 gives 3."
    )


@pytest.mark.parametrize(
    ("kernel_size", "options"),
    [
        (2, {}),
        (3, {"stride": 1}),
        (3, {"stride": 2, "padding": 1}),
        (2, {"stride": 3}),
        (4, {"stride": 2, "padding": 2}),
    ],
)
def test_window_winner_and_cell_belong_together(kernel_size, options):
    output = max_pool2d(DIGIT, kernel_size, **options)
    for position in range(output.size):
        picture = pooled(DIGIT, kernel_size, **options, position=position)
        panel = picture.panel("input")
        window, winner = panel.outlines
        (cell,) = picture.panel("output").outlines
        under = panel.values[window.row : window.row + window.height, window.column : window.column + window.width]
        assert under.shape == (kernel_size, kernel_size)
        assert under.max() == panel.values[winner.row, winner.column] == output[cell.row, cell.column]
        assert panel.marked[winner.row, winner.column]
        assert cell.row * output.shape[1] + cell.column == position


def test_the_first_of_equal_maxima_is_the_winner():
    won, places = winners(np.ones((2, 4)), 2)
    assert won.tolist() == [[True, False, True, False], [False] * 4] and places.tolist() == [[0, 2]]


def test_the_frame_of_a_max_pooling_is_minus_infinity_and_never_wins():
    picture = pooled(np.full((4, 4), -1.0), padding=1, position=0)
    assert np.isneginf(picture.panel("input").values[0]).all() and picture.panel("input").frame == (1, 1, 1, 1)
    assert not picture.panel("input").marked[0].any()
    assert (picture.panel("output").values == -1).all()
    assert picture.formula.splitlines()[1].startswith("max(−∞, −∞, −∞, −1) = −1: it stands in row 0, column 0")
    assert picture.code == "max_pool2d(image, 2, padding=1)"


def test_the_frame_of_an_average_pooling_is_zeros_that_count():
    image = np.full((2, 2), 4.0)
    picture = pooling_picture(image, avg_pool2d(image, 2, padding=1), 2, padding=1, kind="average", position=0)
    assert picture.formula.splitlines()[1] == "(0 + 0 + 0 + 4) / 4 = 1"
    assert picture.panel("input").marked is None and picture.code == "avg_pool2d(image, 2, padding=1)"


def test_negative_numbers_stand_in_brackets_where_they_are_added():
    image = np.array([[1.0, -2.0], [0.0, 3.0]])
    picture = pooling_picture(image, avg_pool2d(image, 2), 2, kind="average", position=0)
    assert picture.formula.splitlines()[1] == "(1 + (−2) + 0 + 3) / 4 = 0.5"


def test_the_uses_of_each_pixel_are_its_windows():
    picture = pooled(DIGIT, 3, stride=2, uses=True)
    np.testing.assert_array_equal(picture.panel("uses").values, coverage((8, 8), 3, stride=2))
    assert "pixels in no window: 15, in more than one: 24" in picture.caption
    assert "pixels in no window: 48, in more than one: 0" in pooled(DIGIT, 1, stride=2, uses=True).caption


@pytest.mark.parametrize("padding", [0, 1])
def test_pressing_a_pixel_chooses_the_same_window_in_input_and_uses(padding):
    picture = pooled(DIGIT, 3, stride=2, padding=padding, uses=True, position=99)
    inner = picture.panel("input").picks["position"][padding : padding + 8, padding : padding + 8]
    np.testing.assert_array_equal(picture.panel("uses").picks["position"], inner)
    last = picture.panel("output").values.size - 1
    assert picture.panel("output").picks["position"].max() == last
    (cell,) = picture.panel("output").outlines
    assert (cell.row + 1) * (cell.column + 1) == last + 1


def test_a_nan_wins_its_window_and_is_shown():
    image = np.array([[1.0, np.nan], [2.0, 3.0]])
    picture = pooled(image, position=0)
    assert picture.caption.endswith("gives NaN.")
    assert "max(1, NaN, 2, 3) = NaN" in picture.formula
    Canvas().draw(picture)


def test_colours_of_a_map_depend_on_no_setting():
    edges = conv2d(DIGIT, samples.KERNELS["vertical edges"], padding=1)
    for image in (TOY, DIGIT, edges, np.full((8, 8), -1.0)):
        limits = {
            pooled(image, k, stride=s).panel(name).limits
            for k in (1, 2, 3)
            for s in (1, 2)
            for name in ("input", "output")
        }
        assert len(limits) == 1


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"kernel_size": 5}, "kernel_size 5 does not fit"),
        ({"kernel_size": 2, "padding": 2}, "it could lie in the padding alone"),
    ],
)
def test_impossible_settings_are_explained(settings, sentence):
    with pytest.raises(SettingError, match=sentence):
        pooled(**settings)


def test_every_channel_has_its_own_winners():
    cube = samples.toy_channels()
    picture = pooled_channels_picture(cube, max_pool2d(cube, 2), 2, position=0)
    outputs = [picture.panel(f"{name} pooled").values.tolist() for name in ("red", "green", "blue")]
    assert outputs == [[[2, 3], [4, 2]], [[3, 6], [6, 4]], [[3, 3], [4, 4]]]
    places = [(p.outlines[1].row, p.outlines[1].column) for p in map(picture.panel, ("red", "green", "blue"))]
    assert places == [(0, 1), (0, 0), (1, 0)]
    assert picture.formula.splitlines()[1] == "green: max(3, 0, 1, 2) = 3"
    assert picture.caption.endswith("in row 0, column 0 the largest is 2 in red, 3 in green, 3 in blue.")


def test_muting_a_channel_changes_its_own_output_alone():
    cube = samples.toy_channels()
    muted = cube.copy()
    muted[1] = 0
    changed = (max_pool2d(cube, 2) != max_pool2d(muted, 2)).any(axis=(1, 2))
    assert changed.tolist() == [False, True, False]
    weight = np.ones((2, 3, 3, 3))
    assert (conv2d(cube, weight) != conv2d(muted, weight)).any(axis=(1, 2)).all()


def downsampled(image, kernel, **options):
    kernel = np.asarray(kernel, float)
    return downsampling_picture(
        image, kernel, max_pool2d(image, 2), avg_pool2d(image, 2), conv2d(image, kernel, stride=2), **options
    )


def test_the_three_ways_to_read_a_window_are_written_out():
    picture = downsampled(DIGIT, [[1, 0], [0, 0]], position=5)
    assert picture.formula.splitlines() == [
        "max(1, 13, 2, 15) = 15",
        "(1 + 13 + 2 + 15) / 4 = 7.75",
        "1·1 + 13·0 + 2·0 + 15·0 = 1",
    ]
    np.testing.assert_array_equal(picture.panel("convolution").values, DIGIT[::2, ::2])


def test_an_average_pooling_is_a_convolution_and_a_max_pooling_is_none():
    picture = downsampled(PHOTO, np.full((2, 2), 0.25))
    np.testing.assert_allclose(picture.panel("convolution").values, picture.panel("mean").values)
    left, right = np.array([[1, 0], [0, 0]]), np.array([[0, 1], [0, 0]])
    assert [int(max_pool2d(each, 2)[0, 0]) for each in (left, right, left + right)] == [1, 1, 1]


def test_max_brightens_and_the_average_keeps_the_brightness():
    assert max_pool2d(PHOTO, 2).mean() > PHOTO.mean() + 0.04
    assert avg_pool2d(PHOTO, 2).mean() == pytest.approx(PHOTO.mean())
    red = samples.chelsea()[0]
    dark = [round(float(100 * (values < 0.2).mean()), 1) for values in (red, max_pool2d(red, 4))]
    assert dark == [2.7, 0.3], "the cat's dark pixels, in the text of the notebook"


def shifted(image, kernel_size=2, pool=max_pool2d, **options):
    return shift_picture(image, lambda x: pool(x, kernel_size), **options)


def test_three_of_eight_nudges_leave_a_bright_pixel_in_its_window():
    compass = shifted(DOT).panel("compass").values
    assert compass.tolist() == [[100, 100, 0], [100, 100, 0], [0, 0, 0]]
    for row in range(2, 4):
        for column in range(2, 4):
            one = np.zeros((8, 8))
            one[row, column] = 9
            values = shifted(one).panel("compass").values
            assert (values == 100).sum() - 1 == 3, "the middle is no nudge"
            assert share_that_stays(one, np.roll(one, 1, axis=1)) == 0


@pytest.mark.parametrize(
    ("image", "kernel_size", "stay", "plain"), [(DIGIT, 2, 24, 7), (DIGIT, 4, 53, 7), (PHOTO, 2, 28, 16)]
)
def test_the_shares_that_the_notebook_states(image, kernel_size, stay, plain):
    caption = shifted(image, kernel_size).caption
    assert f"over the 8 directions {stay} % stay, and without pooling {plain} % of the pixels" in caption


def test_what_the_notebook_says_of_average_pooling():
    assert "over the 8 directions 2 % stay" in shifted(DIGIT, pool=avg_pool2d).caption
    assert "0.06, which is 11 % of the mean value" in shifted(PHOTO).formula
    assert "0.05, which is 12 % of the mean value" in shifted(PHOTO, pool=avg_pool2d).formula
    assert max_pool2d(DIGIT, 4).shape == (2, 2)


def test_larger_windows_keep_more_of_the_digit_and_of_the_photograph():
    for image in (DIGIT, PHOTO):
        shares = [np.delete(shifted(image, k).panel("compass").values.ravel(), 4).mean() for k in (1, 2, 3, 4)]
        assert shares == sorted(shares)


def test_narrow_stripes_stay_and_wide_ones_do_not():
    assert (shifted(NARROW).panel("compass").values == 100).all()
    assert (NARROW != np.roll(NARROW, 1, axis=1)).all(), "every pixel changes"
    assert shifted(WIDE).caption.startswith("Moved right by one pixel: 2 of 4 pooled cells keep their value")
    assert "0 of 4 pooled cells keep their value" in shifted(TOY).caption


def test_a_single_largest_pixel_survives_three_nudges_wherever_it_stands():
    random = np.random.default_rng(0)
    for _ in range(50):
        image = random.permutation(16).reshape(4, 4)
        assert (shifted(image).panel("compass").values > 0).sum() - 1 >= 3


def test_a_nudge_by_the_stride_moves_the_map_by_a_cell():
    for shift in ((0, 2), (2, 0), (-2, 4)):
        moved = max_pool2d(np.roll(PHOTO, shift, axis=(0, 1)), 2)
        cells = np.roll(max_pool2d(PHOTO, 2), (shift[0] // 2, shift[1] // 2), axis=(0, 1))
        np.testing.assert_array_equal(moved, cells)
    one = max_pool2d(np.roll(PHOTO, 1, axis=1), 2) == max_pool2d(PHOTO, 2)
    assert round(float(one.mean()), 2) == 0.38, "the first measurement against the misunderstandings"


def test_the_difference_is_after_minus_before():
    for nudge, move in enumerate(NUDGES):
        picture = shifted(DIGIT, nudge=nudge)
        np.testing.assert_array_equal(picture.panel("moved").values, np.roll(DIGIT, move, axis=(0, 1)))
        difference = picture.panel("after").values - picture.panel("before").values
        np.testing.assert_array_equal(picture.panel("difference").values, difference)
    assert not shifted(DIGIT, nudge=4).panel("difference").values.any()
    assert shifted(DIGIT, nudge=99).code == "np.roll(image, (1, 1), axis=(0, 1))"


def test_blank_paper_stays_blank():
    blank = np.zeros((4, 4))
    picture = shifted(blank)
    assert (picture.panel("compass").values == 100).all()
    assert "0 of 0 pooled cells" in picture.caption
    assert "none is counted" in picture.formula and "0 / 0" not in picture.formula


def test_the_middle_of_the_compass_is_no_nudge():
    assert shifted(DIGIT, nudge=4).caption.startswith("Not moved: 12 of 12 pooled cells keep their value")


def test_before_and_after_stand_below_the_image_before_and_after():
    above, below = shifted(DIGIT).rows
    assert [panel.name for panel in above if isinstance(panel, Grid)] == ["input", "moved", "compass"]
    assert [panel.name for panel in below if isinstance(panel, Grid)] == ["before", "after", "difference"]


@pytest.mark.parametrize("edits", [None, "image"])
def test_a_picture_of_a_nudge_is_drawn(edits):
    picture = shifted(NARROW, edits=edits)
    assert picture.panel("input").edits == edits
    assert picture.panel("compass").picks["nudge"].tolist() == np.arange(9).reshape(3, 3).tolist()
    Canvas().draw(picture)


def test_the_small_facts_of_the_notebook():
    assert output_size(25, 2, stride=2) == 12 and output_size(25, 2, stride=2, ceil_mode=True) == 13
    assert max_pool2d(DIGIT, 3, stride=2).shape == (3, 3) and max_pool2d(DIGIT, 2).shape == (4, 4)
    minus = np.full((2, 2), -1.0)
    assert (max_pool2d(minus, 2, padding=1) == -1).all() and not max_pool2d(pad2d(minus, 1), 2).any()
    assert 16 * 16 * 9 + 16 == 2320
    with pytest.raises(SettingError):
        max_pool2d(TOY, 5)
