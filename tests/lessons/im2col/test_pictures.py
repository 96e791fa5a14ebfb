"""The pictures of im2col: what they hold by hand, their links, their words, and the notebook's own numbers."""

from pathlib import Path

import nbformat
import numpy as np
import pytest

from cnnlib import SettingError, col2im, conv2d, coverage, im2col, samples
from cnnlib.canvas import Canvas
from cnnlib.lessons.im2col.cost import columns_bytes, memory_picture
from cnnlib.lessons.im2col.pictures import columns_picture
from cnnlib.lessons.im2col.product import matrix_product_picture
from cnnlib.lessons.im2col.race import race_picture
from cnnlib.lessons.im2col.way_back import col2im_picture
from cnnlib.lessons.im2col.windows import Windows, check_fit

TOY, KERNEL = samples.toy_input(), samples.toy_kernel()
BATCH = np.stack([samples.toy_channels(), samples.toy_channels()[::-1]])


def toy(**options):
    return columns_picture(TOY, im2col(TOY, 3), 3, **options)


def batch(images=2, channels=3, **options):
    chosen = BATCH[:images, :channels]
    return columns_picture(chosen, im2col(chosen, 2), 2, most=(2, 3), **options)


def product(filters=1, **options):
    weight = np.stack([KERNEL, samples.KERNELS["vertical edges"], samples.KERNELS["sharpen"]])[:filters, None]
    columns = im2col(TOY, 3)
    return matrix_product_picture(TOY, weight, columns, weight.reshape(filters, -1) @ columns, **options)


def places(panel):
    return [(each.row, each.column, each.height, each.width) for each in panel.outlines]


def test_a_window_and_its_column_hold_the_same_numbers():
    for position in range(4):
        picture = toy(position=position)
        window, column = picture.panel("input").outlines[0], picture.panel("columns").outlines[0]
        pixels = TOY[window.row : window.row + 3, window.column : window.column + 3]
        assert picture.panel("columns").values[:, column.column].tolist() == pixels.ravel().tolist()
        assert (column.row, column.height, column.width) == (0, 9, 1)
        assert picture.panel("places").outlines[0].row * 2 + picture.panel("places").outlines[0].column == position


def test_words_of_the_columns():
    picture = toy(position=1, tap=5)
    assert picture.caption == (
        "The 3×3 windows of the input become a (9, 4) array; column 1 is the window in row 0, "
        "column 1: 2, 3, 0, 1, 2, 3, 0, 1, 2."
    )
    assert picture.formula.splitlines() == [
        "rows: 3·3 = 9; columns: 2·2 = 4 windows",
        "9·4 = 36 numbers, copied from 16 pixels",
        "row 5, column 1 of the columns: pixel in row 1, column 3, 3",
    ]
    assert picture.code == "im2col(samples.toy_input(), 3)"


def test_pressing_any_cell_of_the_columns_finds_the_pixel_it_was_copied_from():
    counted = np.arange(16).reshape(4, 4)
    for kernel_size in (1, 2, 3, 4):
        columns = im2col(counted, kernel_size)
        picks = columns_picture(counted, columns, kernel_size).panel("columns").picks
        for cell in np.ndindex(*columns.shape):
            position, tap = int(picks["position"][cell]), int(picks["tap"][cell])
            picture = columns_picture(counted, columns, kernel_size, position=position, tap=tap)
            _window, pixel = picture.panel("input").outlines
            assert 4 * pixel.row + pixel.column == columns[cell]
            assert places(picture.panel("columns"))[1] == (*cell, 1, 1)


def test_pressing_the_middle_of_a_window_picks_its_column():
    picks = columns_picture(samples.toy_large(), im2col(samples.toy_large(), 3), 3).panel("input").picks["position"]
    assert picks[1:-1, 1:-1].tolist() == np.arange(25).reshape(5, 5).tolist()
    assert toy().panel("places").picks["position"].tolist() == [[0, 1], [2, 3]] == toy().panel("places").values.tolist()


def test_what_lies_beyond_is_the_last():
    assert "column 3 is" in toy(position=99).caption and "column 0 is" in toy(position=-5).caption
    assert places(toy(tap=99).panel("columns"))[1][0] == 8


def test_a_batch_keeps_its_images_apart_and_stacks_its_channels():
    picture = batch(position=4, tap=5)
    assert picture.caption.startswith("The images (2, 3, 4, 4) become columns (2, 12, 9): in each image, 9 windows")
    assert picture.panel("columns 1").title == "columns of image 1 (12, 9)"
    names = ("input", "input 0 1", "input 0 2")
    column = np.concatenate([picture.panel(name).values[1:3, 1:3].ravel() for name in names])
    assert picture.panel("columns").values[:, 4].tolist() == column.tolist()
    framed = [len(picture.panel(name).outlines) for name in names]
    assert framed == [1, 2, 1], "the pixel of row 5 is in channel 1"
    assert picture.formula.splitlines()[1:] == [
        "2·12·9 = 216 numbers, copied from 96 pixels; some books stack the windows as rows: (18, 12)",
        "row 5, column 4 of the columns: channel 1, row 1, column 2, 2",
    ]


@pytest.mark.parametrize(("images", "channels"), [(1, 1), (1, 3), (2, 2)])
def test_what_is_not_there_leaves_its_place_empty(images, channels):
    picture = batch(images, channels)
    sizes = {(len(each.rows[0]), len(each.rows), each.heights) for each in (picture, batch())}
    assert len(sizes) == 1, "the picture keeps its size"
    titles = [panel.title for panel in picture.panels]
    assert ("no image 1" in titles) == (images < 2) and ("no x[0, 2] (4, 4)" in titles) is False
    assert ("no x[0, 2]" in titles) == (channels < 3)
    assert f"({images}, {channels}, 4, 4)" in picture.caption


def test_the_published_shapes_of_the_book():
    ten = np.arange(10 * 3 * 7 * 7).reshape(10, 3, 7, 7)
    assert im2col(ten[:1], 5)[0].T.shape == (9, 75)
    assert np.concatenate([columns.T for columns in im2col(ten, 5)]).shape == (90, 75)
    assert im2col(ten, 5).shape == (10, 75, 9)


def test_a_kernel_that_does_not_fit_is_refused():
    with pytest.raises(SettingError, match="kernel_size 5 does not fit"):
        im2col(TOY, 5)
    with pytest.raises(SettingError, match="kernel_size"):
        columns_picture(TOY, np.ones((25, 1)), 5)


def test_a_printed_figure_says_what_it_prints_and_what_should_stand_there():
    wrong = im2col(TOY, 3)
    wrong[0, 1] = 7
    picture = columns_picture(TOY, wrong, 3, position=1, tap=0, printed=True)
    assert picture.caption == (
        "For the window in row 0, column 1, the figure prints column 1: 7, 3, 0, 1, 2, 3, 0, 1, 2."
    )
    assert picture.formula.splitlines()[-1] == "row 0, column 1 of the columns belongs to the pixel in row 0, column 1"
    assert picture.code == "" and picture.panel("columns").title == "printed (9, 4)"


def test_a_pixel_that_is_no_number_is_shown_as_such():
    image = np.where(TOY == 0, np.nan, TOY)
    assert columns_picture(image, im2col(image, 3), 3).caption.endswith("1, 2, 3, NaN, 1, 2, 3, NaN, 1.")


def test_the_book_s_convolution_is_row_times_column():
    picture = product(position=2)
    assert picture.panel("product").values.tolist() == [[15, 16, 6, 15]]
    assert picture.panel("map").values.tolist() == [[15, 16], [6, 15]]
    assert picture.formula.splitlines() == [
        "(1, 9) @ (9, 4) → (1, 4)",
        "0·2 + 1·0 + 2·1 + 3·0 + 0·1 + 1·2 + 2·1 + 3·0 + 0·2 = 6",
    ]
    assert picture.caption == (
        "Weights (1, 9) times columns (9, 4) give (1, 4); row 0 times column 2 is 6, the map's cell in row 1, column 0."
    )


def test_row_and_column_meet_in_the_product():
    picture = product(3, position=3, chosen=1, tap=6)
    assert places(picture.panel("product")) == [(1, 3, 1, 1)]
    assert places(picture.panel("weights")) == [(1, 0, 1, 9), (1, 6, 1, 1)]
    assert places(picture.panel("columns")) == [(0, 3, 9, 1), (6, 3, 1, 1)]
    assert places(picture.panel("input")) == [(1, 1, 3, 3), (3, 1, 1, 1)]
    assert picture.formula.splitlines()[-1] == "term 6 of the sum: pixel 3 times weight (−1)"
    assert np.array_equal(picture.panel("map").values, conv2d(TOY, samples.KERNELS["vertical edges"]))


def test_colours_depend_on_no_slider():
    weights = [product(filters).panel("weights").limits for filters in (1, 2, 3)]
    maps = [product(filters).panel("product").limits for filters in (1, 2, 3)]
    stacks = [batch(*sizes).panel("columns").limits for sizes in ((1, 1), (1, 2), (2, 3))]
    images = [col2im_picture(im2col(TOY, k), TOY, k).panel("image").limits for k in (1, 2, 3, 4)]
    assert weights == [(-6, 6)] * 3 and maps == [(-27, 27)] * 3 and stacks == [(0, 9)] * 3 and images == [(0, 12)] * 4
    assert {panel.limits for panel in batch().panels if panel.name.startswith(("input", "columns"))} == {(0, 9)}


def test_every_panel_of_the_product_picks_what_belongs_to_it():
    picture = product(2)
    assert picture.panel("product").picks["chosen"].tolist() == [[0] * 4, [1] * 4]
    assert picture.panel("product").picks["position"].tolist() == [[0, 1, 2, 3]] * 2
    assert picture.panel("weights").picks["tap"].tolist() == [list(range(9))] * 2
    assert picture.panel("weights").picks["chosen"][:, 0].tolist() == [0, 1]
    assert picture.panel("map").picks["position"].tolist() == [[0, 1], [2, 3]]
    clamped = product(1, chosen=5, position=99, tap=50)
    assert places(clamped.panel("product")) == [(0, 3, 1, 1)] and places(clamped.panel("columns"))[1][0] == 8


@pytest.mark.parametrize(("side", "kernel_size", "channels"), [(8, 3, 1), (32, 5, 3), (128, 3, 1), (8, 8, 64)])
def test_the_memory_is_what_the_columns_take(side, kernel_size, channels):
    taken = im2col(np.zeros((channels, side, side)), kernel_size).nbytes
    assert columns_bytes(side, kernel_size, channels) == taken
    picture = memory_picture(side, kernel_size, channels=channels)
    assert f"= {taken:,} bytes" in picture.formula.splitlines()[0]
    assert picture.panel("memory").here == ((kernel_size, taken / (8 * channels * side**2)),)
    assert eval(picture.code) == taken


def test_memory_limits_hold_every_setting_and_a_kernel_that_does_not_fit_is_refused():
    for side in (8, 32, 128, 512):
        for channels in (1, 3, 64):
            panel = memory_picture(side, 1, channels=channels).panel("memory")
            values = np.concatenate([np.asarray(y, float) for _x, y in panel.series.values()])
            assert panel.y_limits[0] < values.min() and values.max() < panel.y_limits[1]
    with pytest.raises(SettingError, match="kernel_size 9 does not fit: the 9×9 window is larger than the 8×8 image"):
        memory_picture(8, 9)
    with pytest.raises(SettingError, match="Use a kernel_size of 4 or less"):
        check_fit(4, 5)


def test_the_axis_of_the_memory_follows_the_side_alone():
    tops = {side: {memory_picture(side, k).panel("memory").y_limits[1] for k in (1, 3, 8)} for side in (8, 128)}
    assert all(len(each) == 1 for each in tops.values())
    assert tops[8].pop() < 10 < 100 < tops[128].pop()
    assert memory_picture(8, 3).caption.startswith("All columns of a (1, 8, 8) image at 3×3 take 2,592 bytes, 5.06")


def test_a_race_counts_before_it_is_run_and_keeps_its_size():
    start, run = race_picture(128, {}), race_picture(128, {"loops": 0.2, "one product": 0.0005})
    assert (
        start.caption
        == "No time is measured yet. Multiplications: loops 142,884; columns alone 0; one product 142,884."
    )
    assert start.panel("multiplications").values.tolist() == [9 * 126 * 126, 0, 9 * 126 * 126]
    assert run.caption == "loops 200 ms, one product 0.5 ms. The loops take 400 times as long as one product."
    assert Canvas().paint(start).shape == Canvas().paint(run).shape
    assert run.panel("times").values.tolist() == [200, 0.5] and run.panel("times").labels[0] == "loops\n200 ms"


@pytest.mark.parametrize("kernel_size", [1, 2, 3, 4])
def test_every_cell_of_the_columns_goes_back_to_its_pixel(kernel_size):
    columns = im2col(TOY, kernel_size)
    image = col2im(columns, (4, 4), kernel_size)
    counts = coverage((4, 4), kernel_size)
    for pixel in range(16):
        picture = col2im_picture(columns, image, kernel_size, pixel=pixel)
        panel = picture.panel("columns")
        assert panel.marked.sum() == counts.flat[pixel] == len(panel.outlines)
        assert panel.values[panel.marked].sum() == image.flat[pixel]
        assert np.array_equal(panel.picks["pixel"] == pixel, panel.marked)
        terms, total = picture.formula.splitlines()[0].split(" = ")
        assert sum(map(float, terms.split(" + "))) == float(total)


def test_words_of_the_way_back():
    picture = col2im_picture(im2col(TOY, 2), col2im(im2col(TOY, 2), (4, 4), 2), 2, pixel=6)
    assert picture.caption == "Of the 36 cells of the columns, 4 belong to the pixel in row 1, column 2; the sum is 8."
    assert picture.formula == "2 + 2 + 2 + 2 = 8\nfrom columns 1, 2, 4, 5 of 9"
    assert places(picture.panel("image")) == [(1, 2, 1, 1)]
    assert "row 3, column 3" in col2im_picture(im2col(TOY, 2), TOY, 2, pixel=99).caption


def test_a_pixel_in_a_single_window_is_told_in_the_singular():
    picture = col2im_picture(np.ones((4, 9)), col2im(np.ones((4, 9)), (4, 4), 2), 2, pixel=0)
    assert picture.caption == "Of the 36 cells of the columns, 1 belongs to the pixel in row 0, column 0; the sum is 1."
    assert picture.formula == "1 = 1\nfrom column 0 of 9"


def test_windows_are_counted_in_reading_order():
    windows = Windows((5, 7), (2, 3))
    assert windows.places == (4, 5) and windows.count == 20
    assert windows.corner(6) == (1, 1) and windows.tap(4) == (0, 1, 1) and windows.tap(7) == (1, 0, 1)


def test_numbers_in_the_notebook_s_prose():
    photo = samples.camera()
    assert round(im2col(photo, 3).nbytes / photo.nbytes, 2) == 8.72
    assert im2col(photo, 3).shape == (9, 15876)
    counted = im2col(np.arange(16).reshape(4, 4), 2)
    assert ((counted == 5).any(axis=0).sum(), (counted == 0).any(axis=0).sum()) == (4, 1)
    assert [im2col(TOY, k).shape for k in (1, 2, 3, 4)] == [(1, 16), (4, 9), (9, 4), (16, 1)]
    ratios = [columns_bytes(128, k) / photo.nbytes for k in (3, 4)]
    assert ratios[0] < 10 and round(ratios[1], 2) == 15.26
    assert "take 69.8 MiB" in memory_picture(128, 3, channels=64).caption and 64 * photo.nbytes == 8 * 2**20
    assert [columns_bytes(8, k) / columns_bytes(8, 1) for k in (4, 5, 6, 8)] == [6.25, 6.25, 5.0625, 1]
    assert im2col(np.ones((2, 3, 6, 6)), 3).shape == (2, 27, 16)
    assert "take 1.09 MiB" in memory_picture(128, 3).caption
    back = col2im(np.ones((9, 4)), (4, 4), 3)
    assert np.array_equal(back, coverage((4, 4), 3))
    unchanged = [k for k in (1, 2, 3, 4) if np.array_equal(col2im(im2col(TOY, k), (4, 4), k), TOY)]
    assert unchanged == [1, 4]
    assert TOY[:3, :3] @ KERNEL == pytest.approx(np.array([[5, 2, 11], [2, 1, 6], [7, 0, 5]]))


def test_what_the_notebook_s_cells_show_is_what_its_prose_says():
    path = Path(__file__).resolve().parents[3] / "notebooks" / "11_im2col.ipynb"
    cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]

    def printed(word):
        (cell,) = [cell for cell in cells if word in cell.source]
        return cell.outputs[0].get("text") or cell.outputs[0].data["text/plain"]

    assert printed("def by_loops") == "True"
    assert printed("by_hand").splitlines()[-1] == "True"
