"""Pictures of pooling: windows, channels and nudges; and the numbers of notebook 06."""

import numpy as np
import pytest

from cnnlib import Conv2d, MaxPool2d, Sequential, avg_pool2d, conv2d, max_pool2d, output_size, samples
from cnnlib.canvas import Canvas
from cnnlib.engine.settings import SettingError
from cnnlib.lessons.max_pooling import measures
from cnnlib.lessons.max_pooling.channels import mute, pooled_channels_picture
from cnnlib.lessons.max_pooling.measures import cells_that_stay, changes, mean_change
from cnnlib.lessons.max_pooling.nudges import nudge_picture, shift_picture
from cnnlib.lessons.max_pooling.pictures import pooling_picture, winners
from cnnlib.pictures.charts import Bars
from cnnlib.pictures.panels import Grid

TOY, DIGIT = samples.toy_channels()[0], samples.digit(3)
PHOTO = samples.camera()[16:80, 36:100]
COLD = np.array([[-3, -8, -5, -6], [-7, -9, -4, -8], [-6, -2, -9, -7], [-5, -8, -6, -4]])
DOT = np.zeros((8, 8))
DOT[3, 3] = 9
NARROW, WIDE = np.tile([0, 9], (4, 2)), np.tile([0, 0, 9, 9], (4, 1))
UP_LEFT, UP, RIGHT, NOWHERE = 0, 1, 5, 4


def pooled(image=TOY, kernel_size=2, position=None, **options):
    return pooling_picture(image, max_pool2d(image, kernel_size, **options), kernel_size, position=position, **options)


def maxima(size):
    return lambda x: max_pool2d(x, size)


def test_the_book_s_example_is_written_out():
    picture = pooled(position=1)
    assert picture.panel("output").values.tolist() == [[2, 3], [4, 2]]
    assert picture.formula.splitlines() == [
        "output height and width: ⌊(4 + 2·0 − 2) / 2⌋ + 1 = 2",
        "max(1, 0, 2, 3) = 3",
    ]
    assert picture.code == "max_pool2d(image, 2)"
    assert picture.caption == (
        "Max pooling, 2×2 windows, stride 2, padding 0: (4, 4) becomes (2, 2). The window of row 0, column 1 keeps 3."
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
        picture = pooled(DIGIT, kernel_size, position, **options)
        panel = picture.panel("input")
        window, winner = panel.outlines
        (cell,) = picture.panel("output").outlines
        under = panel.values[window.row : window.row + window.height, window.column : window.column + window.width]
        assert under.shape == (kernel_size, kernel_size)
        assert under.max() == panel.values[winner.row, winner.column] == output[cell.row, cell.column]
        assert panel.marked[winner.row, winner.column]
        assert cell.row * output.shape[1] + cell.column == position


def test_pressing_chooses_a_window_and_beyond_the_last_it_is_the_last():
    picture = pooled(DIGIT, 3, 99)
    assert picture.panel("output").picks["position"].tolist() == [[0, 1], [2, 3]]
    assert picture.panel("input").picks["position"][0, 0] == 0
    assert picture.panel("input").picks["position"][7, 7] == 3
    (cell,) = picture.panel("output").outlines
    assert (cell.row, cell.column) == (1, 1)


def test_the_first_of_equal_maxima_is_the_winner():
    won, places = winners(np.ones((2, 4)), 2)
    assert won.tolist() == [[True, False, True, False], [False] * 4] and places.tolist() == [[0, 2]]


def test_the_frame_of_a_max_pooling_is_minus_infinity_and_never_wins():
    picture = pooled(COLD, padding=1, position=0)
    assert np.isneginf(picture.panel("input").values[0]).all() and picture.panel("input").frame == (1, 1, 1, 1)
    assert not picture.panel("input").marked[0].any()
    assert picture.panel("output").values[0, 0] == -3
    assert picture.formula.splitlines()[1] == "max(−∞, −∞, −∞, −3) = −3"
    assert picture.code == "max_pool2d(image, 2, padding=1)"


def test_a_nan_wins_its_window_and_is_shown():
    image = np.array([[1.0, np.nan], [2.0, 3.0]])
    picture = pooled(image, position=0)
    assert picture.caption.endswith("keeps NaN.")
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


def test_a_digit_is_dark_ink_on_light_paper():
    for picture in (pooled(DIGIT), shift_picture(DIGIT, 2)):
        grids = [panel for panel in picture.panels if isinstance(panel, Grid) and panel.name != "compass"]
        assert {panel.colours for panel in grids} == {"ink"}
    assert shift_picture(PHOTO, 2).panel("input").colours == "grey"


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
    assert places == [(0, 1), (0, 0), (1, 0)], "top right, top left, bottom left"
    assert picture.formula.splitlines()[1] == "green: max(3, 0, 1, 2) = 3"
    assert picture.caption.endswith("in row 0, column 0 the largest is 2 in red, 3 in green, 3 in blue.")


def test_muting_a_channel_changes_its_own_output_alone():
    cube = samples.toy_channels()
    muted = mute(cube, "green")
    changed = (max_pool2d(cube, 2) != max_pool2d(muted, 2)).any(axis=(1, 2))
    assert changed.tolist() == [False, True, False] and not muted[1].any()
    np.testing.assert_array_equal(mute(cube, "none"), cube)
    weight = np.ones((2, 3, 3, 3))
    assert (conv2d(cube, weight) != conv2d(muted, weight)).any(axis=(1, 2)).all(), "a filter mixes them"


def test_small_dark_things_get_lost_in_the_cat():
    for channel in samples.chelsea():
        assert (max_pool2d(channel, 4) < 0.2).mean() < (channel < 0.2).mean() / 2


def test_the_stroke_of_the_digit_gets_thicker():
    assert (DIGIT > 8).mean() == 0.25 and (max_pool2d(DIGIT, 2) > 8).mean() == 0.5
    assert DIGIT.size - 6 * 6 == 28 and max_pool2d(DIGIT, 3).shape == (2, 2)
    assert not max_pool2d(DIGIT, 2).all(), "there is a window that keeps a 0"


@pytest.mark.parametrize(
    ("image", "plain", "largest", "average"),
    [(DIGIT, 3.52, 3.56, 2.57), (PHOTO, 0.067, 0.057, 0.054), (samples.digit(8), 4.62, 3.42, 2.68)],
)
def test_the_changes_that_the_notebook_states(image, plain, largest, average):
    digits = 2 if plain > 1 else 3
    measured = [mean_change(image), mean_change(image, 2), mean_change(image, 2, "average")]
    assert [round(change, digits) for change in measured] == [plain, largest, average]
    picture = shift_picture(image, 2)
    assert picture.caption.endswith(
        f"{plain} without pooling, {largest} after max pooling, {average} after average pooling."
    )
    bars = picture.panel("changes")
    assert isinstance(bars, Bars)
    np.testing.assert_allclose(bars.values, measured)
    assert [label.splitlines()[1] for label in bars.labels] == [str(plain), str(largest), str(average)]


def test_the_measure_is_the_mean_of_eight_directions_counted_one_by_one():
    total = 0.0
    for down in (-1, 0, 1):
        for right in (-1, 0, 1):
            moved = np.roll(np.roll(DIGIT, down, axis=0), right, axis=1)
            total += np.abs(max_pool2d(moved, 2) - max_pool2d(DIGIT, 2)).mean()
    assert mean_change(DIGIT, 2) == pytest.approx(total / 8)


def test_the_other_numbers_of_the_shift_lab():
    assert round(1 - mean_change(PHOTO, 2) / mean_change(PHOTO), 2) == 0.15
    plain, largest = changes(DIGIT), changes(DIGIT, maxima(2))
    np.testing.assert_allclose(shift_picture(DIGIT, 1).panel("compass").values.ravel(), plain)
    shares = np.delete(largest / np.where(plain, plain, 1), NOWHERE)
    assert shares.argmin() == UP and [round(each[UP], 2) for each in (plain, largest)] == [2.81, 1.75]
    assert [round(each[UP_LEFT], 2) for each in (plain, largest)] == [3.59, 3.88]
    assert round(mean_change(DIGIT, 4), 2) == 1.59 and round(mean_change(DIGIT, 4, "average"), 2) == 1.93
    assert max_pool2d(DIGIT, 4).shape == (2, 2)
    for size in (2, 3):
        assert mean_change(DIGIT, size, "average") < mean_change(DIGIT, size), "the average damps more, but not at 4"
    assert avg_pool2d([[15, 0], [0, 0]], 2).item() == 15 / 4


def test_an_axis_does_not_depend_on_the_slider():
    limits = {shift_picture(image, 2).panel("changes").y_limits for image in (DIGIT, PHOTO)}
    for image in (DIGIT, PHOTO):
        limits -= {shift_picture(image, size).panel("changes").y_limits for size in (1, 2, 3, 4)}
        assert all(
            max(bars.values) <= bars.y_limits[1]
            for size in (1, 2, 3, 4)
            for bars in [shift_picture(image, size).panel("changes")]
        )
    assert not limits


def test_the_compass_shows_the_change_in_each_direction():
    picture = shift_picture(DIGIT, 2, nudge=UP)
    np.testing.assert_allclose(picture.panel("compass").values.ravel(), changes(DIGIT, maxima(2)))
    assert picture.panel("compass").picks["nudge"].tolist() == np.arange(9).reshape(3, 3).tolist()
    assert picture.caption.startswith(
        "The image has moved up by one pixel. A cell changes by 2.81 without pooling and by 1.75 after"
    )
    assert picture.formula.splitlines() == [
        "no pooling: change of a cell = mean of |moved − input| over 64 cells = 2.81",
        "max pooling: change of a cell = mean of |pooled after − pooled before| over 16 cells = 1.75",
    ]
    assert picture.code.splitlines()[1] == "after = np.roll(before, (-1, 0), axis=(0, 1))"
    assert shift_picture(DIGIT, 2, nudge=99).code.splitlines()[1] == "after = np.roll(before, (1, 1), axis=(0, 1))"
    assert shift_picture(DIGIT, 2, nudge=NOWHERE).caption.startswith(
        "The image has not moved. A cell changes by 0 without"
    )


def test_the_code_makes_the_image_that_is_shown():
    cube = mute(samples.toy_channels(), "blue")
    assert pooled_channels_picture(cube, max_pool2d(cube, 2), 2).code == (
        'max_pool2d(mute(samples.toy_channels(), "blue"), 2)'
    )
    assert pooled_channels_picture(cube + 1, max_pool2d(cube + 1, 2), 2).code == ""
    names = {"np": np, "samples": samples, "max_pool2d": max_pool2d, "avg_pool2d": avg_pool2d}
    for image in (DIGIT, PHOTO):
        for pool in ("max", "average"):
            picture = shift_picture(image, 3, pool=pool, nudge=UP)
            *before, last = picture.code.splitlines()
            exec("\n".join(before), names)
            np.testing.assert_array_equal(names["after"], picture.panel("moved").values)
            assert eval(last, names) == pytest.approx(picture.panel("compass").values[0, 1])
    assert shift_picture(DIGIT + 1, 2).code == ""
    np.testing.assert_array_equal(eval(pooled(DIGIT, 3).code, names), max_pool2d(DIGIT, 3))


@pytest.mark.parametrize("pool", ["max", "average"])
def test_each_image_is_beside_its_own_map(pool):
    for nudge, move in enumerate(measures.COMPASS):
        picture = shift_picture(DIGIT, 2, pool=pool, nudge=nudge)
        np.testing.assert_array_equal(picture.panel("moved").values, np.roll(DIGIT, move, axis=(0, 1)))
        for image, name in (("input", "before"), ("moved", "after")):
            expected = measures.POOLS[pool](picture.panel(image).values, 2)
            np.testing.assert_array_equal(picture.panel(name).values, expected)
    above, below = picture.rows
    assert [panel.name for panel in above if panel.name] == ["input", "before", "compass"]
    assert [panel.name for panel in below if panel.name] == ["moved", "after", "changes"]


def test_three_of_eight_nudges_leave_a_bright_pixel_in_its_window():
    for row in range(2, 4):
        for column in range(2, 4):
            one = np.zeros((8, 8))
            one[row, column] = 9
            assert (cells_that_stay(one) == 16).sum() - 1 == 3, "the middle is no nudge"


def test_narrow_stripes_stay_and_wide_ones_do_not():
    picture = nudge_picture(NARROW)
    assert (picture.panel("compass").values == 4).all()
    assert (NARROW != np.roll(NARROW, 1, axis=1)).all(), "every pixel changes"
    assert nudge_picture(WIDE).caption.startswith(
        "The image has moved right by one pixel. 2 of 4 pooled cells keep their value."
    )
    assert nudge_picture(TOY).caption.startswith(
        "The image has moved right by one pixel. 0 of 4 pooled cells keep their value."
    )
    assert nudge_picture(0 * NARROW).caption.endswith("All of them do in 8 of the 8 directions.")


def test_the_largest_pixel_survives_three_nudges_wherever_it_is():
    random = np.random.default_rng(0)
    for _ in range(50):
        image = random.permutation(16).reshape(4, 4)
        assert (cells_that_stay(image) > 0).sum() - 1 >= 3


def test_a_nudge_by_the_stride_moves_the_map_by_a_cell():
    for shift in ((0, 2), (2, 0), (-2, 4)):
        moved = max_pool2d(np.roll(PHOTO, shift, axis=(0, 1)), 2)
        cells = np.roll(max_pool2d(PHOTO, 2), (shift[0] // 2, shift[1] // 2), axis=(0, 1))
        np.testing.assert_array_equal(moved, cells)


@pytest.mark.parametrize("edits", [None, "image"])
def test_a_picture_of_a_nudge_is_drawn(edits):
    picture = nudge_picture(NARROW, edits=edits)
    assert picture.panel("input").edits == edits
    assert picture.panel("compass").picks["nudge"].tolist() == np.arange(9).reshape(3, 3).tolist()
    Canvas().draw(picture)


def test_the_map_of_negative_numbers():
    assert COLD[0, 0] == -3 and (COLD < 0).all() and COLD.max() == COLD[2, 1] == -2
    assert (max_pool2d(COLD, 2, stride=1) == -2).sum() == 4
    for kernel_size in (2, 3, 4):
        for stride in (1, 2, 3):
            for padding in range(min(3, kernel_size)):
                assert (max_pool2d(COLD, kernel_size, stride=stride, padding=padding) < 0).all(), "never a 0"
    with pytest.raises(SettingError, match="in the padding alone"):
        max_pool2d(COLD, 2, padding=2)


def test_the_small_facts_of_the_notebook():
    assert max_pool2d(TOY, 2).tolist() == [[2, 3], [4, 2]]
    layers = Sequential(Conv2d(3, 16, 3, padding=1), MaxPool2d(2), input_shape=(3, 32, 32))
    table = repr(layers)
    assert "448" in table and 16 * (3 * 3 * 3 + 1) == 448 and "(16, 16, 16)" in table
    assert output_size(25, 2, stride=2) == 12 and output_size(25, 2, stride=2, ceil_mode=True) == 13
    with pytest.raises(SettingError):
        max_pool2d(TOY, 5)
