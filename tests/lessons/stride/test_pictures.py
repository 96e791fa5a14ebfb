"""Pictures of what a jumping window leaves out; and the numbers that notebook 04 states."""

import re
from itertools import product

import numpy as np
import pytest
from project_files import ROOT

from cnnlib import conv2d, coverage, max_pool2d, output_size, pad2d, samples
from cnnlib.engine.settings import SettingError
from cnnlib.lessons.stride.pictures import misfit_picture
from cnnlib.lessons.stride.subsampling import area_mean, subsampling_picture
from cnnlib.pictures.convolution import convolution_picture


def misfit(size=8, kernel_size=3, stride=2, padding=0, position=0):
    counts = coverage((size, size), kernel_size, stride=stride, padding=padding)
    return misfit_picture(counts, kernel_size, stride=stride, padding=padding, position=position)


def lost(picture):
    """Return the part of the caption that says what no window visits."""
    return picture.caption.split(". ", 1)[1].rpartition(" The window in ")[0]


def test_a_remainder_costs_the_last_row_and_the_last_column():
    picture = misfit()
    assert picture.caption == (
        "Input (8, 8) with padding 0 and kernel (3, 3) give output (3, 3) at stride 2. No window visits the last row "
        "and the last column. The window in row 0, column 0 reads 9 pixels of the image."
    )
    assert picture.formula.splitlines() == [
        "output height and width: ⌊(8 + 2·0 − 3) / 2⌋ + 1 = 3",
        "remainder: (8 + 2·0 − 3) mod 2 = 1; it would be 0 with size 7, kernel_size 2 or stride 1",
    ]
    marked = picture.panel("input").marked
    assert marked[7].all() and marked[:, 7].all() and not marked[:7, :7].any()
    assert picture.panel("output").values.tolist() == [[9] * 3] * 3


def test_where_it_fits_nothing_is_lost():
    picture = misfit(size=7)
    assert lost(picture) == "Every row and every column is visited."
    assert not picture.panel("input").marked.any() and not picture.panel("windows").marked.any()
    assert picture.panel("output").shape == (3, 3)
    assert picture.formula.endswith("mod 2 = 0, so nothing is left over")


def test_it_says_when_only_padding_is_lost():
    """The convolution arithmetic guide's own example: 6 pixels, kernel 3, stride 2, padding 1."""
    picture = misfit(size=6, padding=1)
    assert lost(picture) == "Only padding is lost: no window visits 1 row and 1 column of zeros."
    assert picture.panel("output").values[0].tolist() == [4, 6, 6]
    assert lost(misfit(size=5, kernel_size=1, stride=3, padding=1)) == (
        "No window visits 4 rows and 4 columns between the windows."
    ), "windows on the padding alone at both ends"


def test_gaps_are_there_although_the_division_comes_out_even():
    picture = misfit(size=8, kernel_size=2, stride=3)
    assert lost(picture) == "No window visits 2 rows and 2 columns between the windows."
    assert picture.formula.endswith("nothing is left over; but the stride 3 exceeds the kernel 2, which leaves gaps")
    assert np.flatnonzero(picture.panel("input").marked.all(axis=0)).tolist() == [2, 5]
    assert lost(misfit(size=12, kernel_size=1, stride=5)) == (
        "No window visits the last row and the last column. No window visits 8 rows and 8 columns between the windows."
    )
    assert lost(misfit(size=4, kernel_size=1, stride=2)) == (
        "No window visits the last row and the last column. No window visits 1 row and 1 column between the windows."
    )


def test_the_marked_cells_are_those_that_change_nothing():
    for size, kernel_size, stride, padding in np.ndindex(8, 4, 4, 3):
        size, kernel_size, stride = size + 4, kernel_size + 1, stride + 1
        picture = misfit(size, kernel_size, stride, padding)
        grid = picture.panel("input")
        ones = np.ones((kernel_size, kernel_size))
        for row, column in [(0, 0), (size // 2, size - 1), (size - 1, size - 1), (size - 2, 1)]:
            image = np.zeros((size, size))
            image[row, column] = 1
            visits = conv2d(image, ones, stride=stride, padding=padding).sum()
            assert grid.values[row + padding, column + padding] == visits
            assert grid.marked[row + padding, column + padding] == (visits == 0)
        inside = grid.marked[padding : padding + size, padding : padding + size]
        assert inside.any() == ("between the windows" in lost(picture) or "the last" in lost(picture))
        assert ("Only padding" in lost(picture)) == (grid.marked.any() and not inside.any())
        read = conv2d(np.ones((size, size)), ones, stride=stride, padding=padding)
        np.testing.assert_array_equal(picture.panel("output").values, read)


@pytest.mark.parametrize(
    ("settings", "reads"),
    [
        ({"size": 8, "kernel_size": 1, "stride": 3}, "reads 1 pixel of the image."),
        ({"size": 5, "kernel_size": 2, "padding": 1}, "reads 1 pixel of the image."),
        ({"size": 12, "kernel_size": 1, "stride": 5, "padding": 2}, "reads 0 pixels of the image."),
    ],
)
def test_one_pixel_is_no_pixels(settings, reads):
    assert misfit(**settings).caption.endswith(reads)


def test_windows_can_lie_on_padding_alone():
    picture = misfit(size=4, kernel_size=1, stride=1, padding=2)
    assert picture.panel("output").shape == (8, 8) and picture.panel("output").values[0, 0] == 0


def test_the_staircase_has_a_row_for_each_window():
    stairs = misfit(size=8, position=4).panel("windows")
    assert stairs.values.astype(int).tolist() == [
        [1, 1, 1, 0, 0, 0, 0, 0],
        [0, 0, 1, 1, 1, 0, 0, 0],
        [0, 0, 0, 0, 1, 1, 1, 0],
    ]
    assert stairs.frame == (0, 0, 0, 0) and misfit(size=8, padding=1).panel("windows").frame == (0, 0, 1, 1)
    assert stairs.picks["position"].tolist() == [[3] * 8, [4] * 8, [5] * 8], "windows of the chosen row"
    assert [outline.role for outline in stairs.outlines] == ["output", "kernel", "kernel", "kernel"]
    assert [np.flatnonzero(row).tolist() for row in stairs.marked] == [[7]] * 3


def test_picks_link_the_three_panels():
    picture = misfit(size=8, position=99)
    assert "The window in row 2, column 2 reads 9 pixels" in picture.caption
    window = picture.panel("input").outlines[0]
    assert (window.row, window.column, window.height, window.width) == (4, 4, 3, 3)
    assert picture.panel("input").picks["position"][3, 5] == 5
    assert picture.panel("output").picks["position"].tolist() == [[0, 1, 2], [3, 4, 5], [6, 7, 8]]


def test_what_does_not_fit_is_refused_with_a_repair():
    with pytest.raises(SettingError, match=r"kernel_size 5 does not fit: one side of the input is only 4 pixels long"):
        misfit(size=4, kernel_size=5)


def test_a_padding_can_be_among_the_settings_that_fit():
    assert misfit(size=5, stride=3, padding=1).formula.endswith(
        "mod 3 = 1; it would be 0 with size 4, kernel_size 4, stride 2 or padding 2"
    )


def test_every_suggestion_fits_and_is_within_the_controls_of_the_notebook():
    explorer = "size=(4, 10), kernel_size=(1, 5), stride=(1, 5), padding=(0, 2)"
    assert explorer in (ROOT / "notebooks" / "04_stride.ipynb").read_text(encoding="utf-8")
    ends = {"size": (4, 10), "kernel_size": (1, 5), "stride": (1, 5), "padding": (0, 2)}
    for values in product(*(range(least, most + 1) for least, most in ends.values())):
        settings = dict(zip(ends, values, strict=True))
        if settings["size"] + 2 * settings["padding"] < settings["kernel_size"]:
            continue
        suggestions = misfit(**settings).formula.partition("it would be 0 with ")[2]
        for name, value in re.findall(r"(\w+) (\d+)", suggestions):
            assert ends[name][0] <= int(value) <= ends[name][1], settings
            assert "nothing is left over" in misfit(**{**settings, name: int(value)}).formula, settings
    assert misfit(4, 1, 5, 2).formula.endswith("it would be 0 with size 7, kernel_size 3, stride 1 or padding 1")


def test_area_means_by_hand():
    image = np.arange(25.0).reshape(5, 5) ** 2
    assert area_mean(image, 3)[1, 1] == pytest.approx(image[np.ix_([2, 3, 4], [2, 3, 4])].mean())
    weights = np.outer([0.5, 1, 0.5], [0.5, 1, 0.5]) / 4
    assert area_mean(image, 2)[1, 1] == pytest.approx((image[1:4, 1:4] * weights).sum())
    np.testing.assert_array_equal(area_mean(image, 1), image)
    np.testing.assert_allclose(area_mean(np.ones((7, 9)), 4), np.ones((2, 3)))


def test_a_pattern_as_fine_as_the_stride_becomes_a_lie():
    stripes = np.tile([0.0, 1.0], (8, 4))
    picture = subsampling_picture(stripes, stripes[::2, ::2], stride=2)
    assert not picture.panel("output").values.any(), "all black"
    assert np.unique(picture.panel("mean").values).tolist() == [0.5], "fair: all grey"
    assert picture.formula == "mean of |output − mean of each area| = 0.5"
    assert picture.panel("output").note == "off by 0.5 on average"


def test_the_caption_counts_its_blurs():
    image = np.ones((6, 6))
    captions = [subsampling_picture(image, image[::2, ::2], stride=2, blurs=blurs).caption for blurs in range(3)]
    ends = ": (6, 6) becomes (3, 3), off by 0 on average."
    starts = ["Stride 2 without blur", "Stride 2 after 1 blur", "Stride 2 after 2 blurs"]
    assert captions == [start + ends for start in starts]
    blurred = subsampling_picture(image, image[::2, ::2], stride=2, blurs=2, blurred=image / 2).panel("input")
    assert blurred.title == "input (6, 6), blurred 2 times" and blurred.values.max() == 0.5


def test_a_pixel_that_is_no_number_stays_one():
    image = np.ones((6, 6))
    image[0, 0] = np.nan
    picture = subsampling_picture(image, image[::3, ::3], stride=3)
    assert "off by NaN" in picture.caption and np.isnan(picture.panel("output").values[0, 0])


@pytest.mark.parametrize("stride", [1, 2, 3, 4])
def test_a_cell_of_the_output_is_linked_to_the_pixel_that_was_kept(stride):
    image = np.arange(64.0 * 64).reshape(64, 64) / 64**2
    small = image[::stride, ::stride]
    for position in (0, small.size // 2, small.size - 1):
        picture = subsampling_picture(image, small, stride=stride, position=position)
        row, column = divmod(position, small.shape[1])
        pixel, cell = picture.panel("input").outlines[0], picture.panel("output").outlines[0]
        assert (cell.row, cell.column) == (row, column)
        assert image[pixel.row, pixel.column] == small[row, column]
        assert picture.panel("input").picks["position"][pixel.row, pixel.column] == position, "both ways"
        assert picture.caption.endswith(f"is the pixel in row {pixel.row}, column {pixel.column}.")
    assert not subsampling_picture(image, small, stride=stride).panel("input").outlines


def test_the_code_computes_the_small_image():
    image = images()["rings"][:, 1:65]
    for stride, blurs in ((3, 0), (2, 1), (3, 2)):
        expected = small(images()["rings"], stride, blurs, 1).panel("output").values
        picture = subsampling_picture(image, expected, stride=stride, blurs=blurs, name="rings", shift=1)
        *lines, last = picture.code.splitlines()
        known = {"conv2d": conv2d, "pad2d": pad2d, "samples": samples, "images": images()}
        exec("\n".join(lines), known)
        np.testing.assert_allclose(eval(last, known), expected)


def images():
    rows, columns = np.indices((64, 68))
    return {
        "tripod": samples.camera()[64:128, 44:112],
        "rings": 0.5 + 0.5 * np.cos(np.pi * (rows**2 + columns**2) / 136),
    }


def small(image, stride=3, blurs=0, shift=0):
    cut = blurred = image[:, shift : shift + 64]
    for _ in range(blurs):
        blurred = conv2d(pad2d(blurred, 1, mode="reflect"), samples.KERNELS["Gaussian blur"])
    result = conv2d(blurred, np.ones((1, 1)), stride=stride)
    return subsampling_picture(cut, result, stride=stride, blurs=blurs)


def error(picture):
    return float(picture.formula.split(" = ")[1])


@pytest.mark.parametrize("name", ["tripod", "rings"])
def test_the_errors_that_the_notebook_speaks_of(name):
    image = images()[name]
    errors = [error(small(image, blurs=blurs)) for blurs in range(6)]
    assert min(errors) == errors[2] < errors[1] < errors[0] and errors[2] < errors[3] < errors[4]
    assert error(small(image, stride=2, blurs=1)) == 0, "one blur is exactly the mean of each area"
    assert error(small(image, stride=1)) == 0


def test_the_change_under_a_shift_that_the_notebook_states():
    tripod = images()["tripod"]
    changes = []
    for blurs in (0, 2):
        before, after = [small(tripod, blurs=blurs, shift=shift).panel("output").values for shift in (0, 1)]
        changes.append(round(float(np.abs(after - before).mean()), 3))
    assert changes == [0.063, 0.016] and changes[1] / changes[0] == pytest.approx(1 / 4, abs=0.01)


def test_a_shift_by_the_stride_moves_the_small_image_one_cell_to_the_left():
    first, one, two, three = [small(images()["tripod"], shift=shift).panel("output").values for shift in range(4)]
    np.testing.assert_array_equal(three[:, :-1], first[:, 1:])
    for other in (one, two):
        assert np.abs(other[:, :-1] - first[:, 1:]).mean() > 0.03 and np.abs(other - first).mean() > 0.03


def test_a_blur_leaves_the_true_centre_of_the_rings_and_takes_the_others_away():
    contrasts = []
    for blurs in range(6):
        output = small(images()["rings"], blurs=blurs).panel("output").values
        places = [output[:6, :6], output[:6, 12:18], output[12:18, :6], output[12:18, 12:18]]
        contrasts.append([float(np.ptp(place)) for place in places])
    assert min(contrasts[0]) > 0.9, "four centres without a blur"
    assert all(true > 0.75 for true, *_others in contrasts)
    assert all(max(others) < 0.2 for _true, *others in contrasts[2:])


def test_pressing_a_cell_that_no_window_holds_shows_the_nearest_window():
    for settings in ({"size": 8, "stride": 3}, {"size": 10, "kernel_size": 2, "stride": 4}):
        grid = misfit(**settings).panel("input")
        kernel_size, stride = settings.get("kernel_size", 3), settings["stride"]
        count = output_size(settings["size"], kernel_size, stride=stride)
        centres = np.arange(count) * stride + (kernel_size - 1) / 2
        for row, column in np.argwhere(grid.marked):
            for place, pixel in zip(
                divmod(int(grid.picks["position"][row, column]), count), (row, column), strict=True
            ):
                assert abs(centres[place] - pixel) == np.abs(centres - pixel).min()


def test_the_book_s_seven_by_seven():
    toy, kernel = samples.toy_large(), samples.toy_kernel()
    output = conv2d(toy, kernel, stride=2)
    assert output.tolist() == [[15, 17, 15], [17, 15, 17], [15, 17, 15]]
    np.testing.assert_array_equal(output, conv2d(toy, kernel)[::2, ::2])
    assert [conv2d(toy, kernel, stride=stride).size for stride in (1, 2, 3)] == [25, 9, 4]
    picture = convolution_picture(toy, kernel, output, stride=2, position=1)
    assert picture.caption == (
        "Input (7, 7) with padding 0 and kernel (3, 3) give output (3, 3) at stride 2. The window in row 0, column 1 "
        "gives 17."
    )


@pytest.mark.parametrize(
    ("size", "kernel_size", "padding", "stride", "output"),
    [
        (7, 3, 0, 1, 5),
        (7, 3, 0, 2, 3),
        (5, 3, 1, 1, 5),
        (5, 3, 1, 2, 3),
        (227, 11, 0, 4, 55),
        (5, 3, 1, 3, 2),
        (10, 3, 0, 2, 4),
        (6, 3, 0, 4, 1),
    ],
)
def test_the_sizes_of_common_course_notes(size, kernel_size, padding, stride, output):
    assert output_size(size, kernel_size, padding=padding, stride=stride) == output


def test_what_the_notebook_says_to_try_is_there_to_be_seen():
    toy, kernel = samples.toy_large(), samples.toy_kernel()
    assert output_size(7, 3, stride=4) == 2 and coverage((7, 7), 3, stride=4)[0].tolist() == [1, 1, 1, 0, 1, 1, 1]
    assert coverage((7, 7), 3, stride=3)[0].tolist() == [1, 1, 1, 1, 1, 1, 0]
    assert conv2d(toy, kernel, stride=3).shape == (2, 2)
    assert [lost(misfit(size=size)).startswith("Every") for size in range(7, 13)] == [True, False] * 3
    assert all(lost(misfit(size=size)) == lost(misfit()) for size in (8, 10, 12))
    assert lost(misfit(size=8, kernel_size=3, stride=3)) == "No window visits the last 2 rows and columns."
    assert np.count_nonzero(coverage((8, 8), 1, stride=3)) == 9
    assert "the last row" in lost(misfit(9, 2, 3)) and "between" in lost(misfit(9, 2, 3))
    assert max_pool2d(np.ones((5, 5)), 2, stride=2, ceil_mode=True).shape == (3, 3)
    assert samples.camera().shape == (128, 128) and output_size(128, 3, stride=4, padding=1) ** 2 == 128**2 // 16


def test_the_four_ways_to_55():
    assert output_size(224, 11, stride=4) == 54 and (224 - 11) / 4 + 1 == 54.25
    assert 3 * 224 * 224 == 150_528
    assert {
        output_size(227, 11, stride=4),
        output_size(224, 11, stride=4, padding=2),
        output_size(224, 11, stride=4, padding=(1, 2)),
        output_size(224, 11, stride=4, ceil_mode=True),
    } == {55}


def test_half_of_a_size_is_not_always_what_stride_2_gives():
    sizes = range(7, 13)
    assert [output_size(size, 3, stride=2, padding=1) for size in sizes] == [-(-size // 2) for size in sizes]
    assert all(2 * output_size(size, 3, stride=2) < size for size in range(3, 100))
