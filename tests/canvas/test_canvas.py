"""Pixels: what is painted, where, and that only what changed is painted anew."""

import io
import threading
from unittest import mock

import numpy as np
import pytest
from PIL import Image

from cnnlib.canvas import Canvas, saved_png
from cnnlib.canvas.colours import cell_colours, rgb, text_colours
from cnnlib.canvas.grids import COVER
from cnnlib.canvas.indexed import encode_indexed
from cnnlib.canvas.layout import NARROW
from cnnlib.canvas.painters import paint_panel
from cnnlib.canvas.png import encode_png
from cnnlib.pictures import Bars, Curves, Dots, Grid, Maps, Outline, Picture, Sign
from cnnlib.pictures.palette import GHOST, ROLES, TINTS


def picture(values=((0.0, 1.0), (2.0, 3.0)), **changes):
    values = np.array(values, float)
    left = Grid(values, f"input {values.shape}", name="input", limits=(0, 3), scale="cells", **changes)
    right = Grid(values[:1], "output (1, 2)", name="output", role="output", limits=(0, 3), scale="cells")
    return Picture([[left, Sign("="), right]], caption="Two grids.", formula="1 + 1 = 2\n2 + 2 = 4", code="f(x)")


def decoded(png):
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))


def cell_pixels(canvas, pixels, name, row, column):
    """Return the pixels of a cell, without its lines."""
    place = next(place for place in canvas.geometry() if place["name"] == name)
    wide, tall = canvas.size
    x, y = (place["x"] + column * place["cell_width"]) * wide, (place["y"] + row * place["cell_height"]) * tall
    width, height = place["cell_width"] * wide, place["cell_height"] * tall
    return pixels[round(y) : round(y + height), round(x) : round(x + width), :3]


@pytest.mark.parametrize("channels", [3, 4])
@pytest.mark.parametrize("level", [1, 9])
def test_another_decoder_reads_our_png(channels, level):
    pixels = np.random.default_rng(0).integers(0, 256, (7, 5, channels), dtype=np.uint8)
    read = np.asarray(Image.open(io.BytesIO(encode_png(pixels, level))))
    np.testing.assert_array_equal(read, pixels)


def test_the_picture_is_opaque():
    assert Canvas().paint(picture())[:, :, 3].min() == 255


def test_cells_have_the_colour_of_their_value():
    canvas = Canvas()
    pixels = canvas.paint(picture())
    corner = cell_pixels(canvas, pixels, "input", 0, 0)
    full = cell_pixels(canvas, pixels, "input", 1, 1)
    assert (corner[6, 6] == 255).all()
    assert tuple(full[6, 6]) == rgb(TINTS["input"])


@pytest.mark.parametrize("rows", [3, 60, 100, 120, 400])
def test_marks_fit_into_cells_of_any_size(rows):
    marked = np.ones((rows, 3), bool)
    with_marks = Canvas().paint(picture(np.zeros((rows, 3)), marked=marked)).copy()
    assert (with_marks != Canvas().paint(picture(np.zeros((rows, 3))))).any() == (rows <= 100)


def test_a_covered_cell_shows_neither_its_colour_nor_its_number():
    covered = [[False, False], [False, True]]
    canvas = Canvas()
    pixels = canvas.paint(picture([[0, 1], [2, 3]], covered=covered)).copy()
    assert tuple(cell_pixels(canvas, pixels, "input", 1, 1)[6, 6]) == rgb(COVER)
    np.testing.assert_array_equal(pixels, Canvas().paint(picture([[0, 1], [2, 1]], covered=covered)))


def test_the_same_scale_means_the_same_size_of_cells():
    canvas = Canvas()
    canvas.paint(picture())
    one, other = canvas.geometry()
    assert (one["cell_width"], one["cell_height"]) == (other["cell_width"], other["cell_height"])


def test_what_was_painted_in_steps_is_what_is_painted_at_once():
    canvas = Canvas()
    stages = [
        picture(),
        picture(outlines=(Outline(0, 0),)),
        picture(frame=(1, 0, 0, 0)),
        picture(np.zeros((5, 5))),
        picture(marked=[[True, False], [False, True]]),
        picture(covered=[[True, False], [False, True]]),
        picture([[np.nan, -1], [7, 0]]),
        picture(),
    ]
    for stage in stages:
        stepwise = canvas.paint(stage).copy()
        np.testing.assert_array_equal(stepwise, Canvas().paint(stage))


def test_a_panel_that_did_not_change_is_not_painted_again(monkeypatch):
    canvas = Canvas()
    canvas.paint(picture())
    painted = []

    def listening(pen, panel, place):
        painted.append(panel.name)
        paint_panel(pen, panel, place)

    monkeypatch.setattr("cnnlib.canvas.paint_panel", listening)
    canvas.paint(picture(outlines=(Outline(0, 0),)))
    assert painted == ["input"]


@pytest.mark.parametrize(("width", "ratio"), [(960, 1), (600, 2), (599, 1), (300, 3), (440, 1.25)])
def test_the_size_depends_on_the_page_and_not_on_the_values(width, ratio):
    canvas = Canvas(width, ratio)
    sizes = set()
    for values in (np.zeros((1, 1)), np.zeros((2, 9)), np.zeros((130, 130))):
        canvas.paint(picture(values))
        sizes.add(canvas.size)
    assert len(sizes) == 1
    assert canvas.size[0] == round(width * ratio)


@pytest.mark.parametrize("width", [280, NARROW - 1, NARROW, 960])
@pytest.mark.parametrize("shape", [(1, 1), (3, 40), (40, 3), (128, 128), (700, 900)])
def test_cells_stay_inside_the_picture(width, shape):
    canvas = Canvas(width)
    canvas.paint(picture(np.zeros(shape)))
    for place in canvas.geometry():
        assert place["x"] >= 0 and place["y"] >= 0
        assert place["x"] + place["cols"] * place["cell_width"] <= 1 + 1e-9
        assert place["y"] + place["rows"] * place["cell_height"] <= 1 + 1e-9


def test_a_panel_that_fails_leaves_no_wrong_pixels_behind(monkeypatch):
    canvas = Canvas()
    canvas.paint(picture())

    def failing(pen, panel, place):
        paint_panel(pen, panel, place)
        raise RuntimeError("half painted")

    monkeypatch.setattr("cnnlib.canvas.paint_panel", failing)
    with pytest.raises(RuntimeError):
        canvas.paint(picture(np.zeros((5, 5))))
    monkeypatch.undo()
    np.testing.assert_array_equal(canvas.paint(picture()), Canvas().paint(picture()))


@pytest.mark.parametrize(("values", "shown"), [([[12.25, 3.5]], True), ([[0.25, 0.5]], True), ([[1e9, 1.0]], False)])
def test_decimals_go_before_numbers_do(values, shown):
    canvas = Canvas()
    wide = np.tile(values, (12, 6))
    empty = canvas.paint(picture(wide, numbers=False)).copy()
    assert (canvas.paint(picture(wide)) != empty).any() == shown


def test_a_narrow_page_stacks_the_panels():
    wide, narrow = Canvas(NARROW), Canvas(NARROW - 1)
    wide.paint(picture())
    narrow.paint(picture())
    (left, right), (top, bottom) = wide.geometry(), narrow.geometry()
    assert right["x"] > left["x"] + 2 * left["cell_width"]
    assert bottom["y"] > top["y"] + 2 * top["cell_height"]


def test_a_narrow_page_keeps_as_many_panels_side_by_side_as_a_picture_asks_for():
    grids = [Grid(np.zeros((4, 4)), "input (4, 4)", name=f"grid {number}") for number in range(3)]
    row = [grids[0], Sign("+"), *grids[1:]]
    canvas = Canvas(400)
    canvas.paint(Picture([row], caption="Three grids.", heights=(300,), across=2))
    one, two, three = canvas.geometry()
    assert two["y"] == one["y"] and two["x"] == pytest.approx(one["x"] + 0.5)
    middles = [place["x"] + 2 * place["cell_width"] for place in (one, three)]
    assert middles[1] == pytest.approx(middles[0] + 0.25, abs=0.01)
    assert three["y"] > one["y"] + 4 * one["cell_height"]
    canvas.paint(Picture([row], caption="Three grids.", heights=(150,), across=4))
    assert len({place["y"] for place in canvas.geometry()}) == 1
    assert canvas.size == (400, 150)


def test_padding_is_hatched_and_its_numbers_stay_clear():
    canvas = Canvas()
    plain = canvas.paint(picture(np.zeros((4, 4)))).copy()
    hatched = canvas.paint(picture(np.zeros((4, 4)), frame=(1, 0, 0, 0)))
    changed = (plain != hatched).any(axis=2)
    place = canvas.geometry()[0]
    rows, _columns = np.nonzero(changed)
    first, last = place["y"] * canvas.size[1], (place["y"] + place["cell_height"]) * canvas.size[1]
    assert changed.sum() > 100
    assert rows.min() >= first - 1 and rows.max() <= last + 1
    cell = cell_pixels(canvas, changed[..., None].repeat(3, axis=2), "input", 0, 1)
    middle = cell[cell.shape[0] // 3 : -cell.shape[0] // 3, cell.shape[1] // 3 : -cell.shape[1] // 3]
    assert cell.any() and not middle.any()


@pytest.mark.parametrize(("size", "colours", "lined"), [(16, "grey", True), (17, "grey", False), (17, "signed", True)])
def test_a_photograph_has_no_lines_between_its_pixels(size, colours, lined):
    values = np.full((size, size), 0.25)
    panel = Grid(values, "photo", name="photo", colours=colours, limits=(0, 1), numbers=False)
    canvas = Canvas()
    inside = cell_pixels(canvas, canvas.paint(Picture([[panel]], caption="One photograph.")), "photo", 3, 3)
    assert inside.shape[0] > 9
    found = len(np.unique(inside.reshape(-1, 3), axis=0))
    assert found == (2 if lined else 1)


def test_an_outline_is_drawn_in_the_colour_of_its_role():
    canvas = Canvas()
    pixels = canvas.paint(picture(outlines=(Outline(1, 0, role="kernel"),)))
    cell = cell_pixels(canvas, pixels, "input", 1, 0)
    assert tuple(cell[cell.shape[0] // 2, 1]) == rgb(ROLES["kernel"])


def test_signed_values_are_white_at_zero_whatever_the_limits():
    colours = cell_colours(Grid([[-2.0, 0.0, 4.0]], "output (1, 3)", colours="signed", limits=(-2, 4)))
    assert colours[0, 1].min() > 240
    assert colours[0, 2, 0] > colours[0, 2, 2] and colours[0, 0, 2] > colours[0, 0, 0]


def test_values_outside_the_limits_and_nan_have_a_colour():
    colours = cell_colours(Grid([[-9.0, 9.0, np.nan, np.inf]], "x (1, 4)", colours="grey", limits=(0, 1)))
    assert colours[0, 0].tolist() == [0, 0, 0] and colours[0, 1].tolist() == [255, 255, 255]
    assert colours[0, 2].tolist() == colours[0, 3].tolist() == [255, 214, 214]


def test_ink_is_dark_and_paper_is_white():
    paper, ink = cell_colours(Grid([[0.0, 16.0]], "x (1, 2)", colours="ink", limits=(0, 16)))[0]
    assert paper.tolist() == [255, 255, 255] and ink.max() < 40


def test_minus_infinity_has_the_colour_of_the_lowest_value():
    for scale in ("tint", "grey", "signed"):
        lowest, infinite = cell_colours(Grid([[-2.0, -np.inf]], "x (1, 2)", colours=scale, limits=(-2, 1)))[0]
        assert infinite.tolist() == lowest.tolist()


def contrast(one, other):
    """WCAG 2 contrast of two colours of 0–255."""

    def luminance(colour):
        parts = np.asarray(colour) / 255
        linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
        return linear @ [0.2126, 0.7152, 0.0722]

    light, dark = sorted([luminance(one), luminance(other)], reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colours", ["tint", "grey", "ink", "signed", "activation"])
@pytest.mark.parametrize("role", ROLES)
def test_numbers_and_titles_can_be_read(colours, role):
    values = np.linspace(-1 if colours == "signed" else 0, 1, 60)[None]
    cells = cell_colours(Grid(values, "x (1, 60)", role=role, colours=colours, limits=(values.min(), 1)))
    inks = text_colours(cells)
    assert min(contrast(cell, rgb(ink)) for cell, ink in zip(cells[0], inks[0], strict=True)) >= 4.5
    assert contrast(rgb(ROLES[role]), (255, 255, 255)) >= 4.5


def test_a_logarithmic_axis_gives_each_factor_of_ten_the_same_room():
    def top_of_line(level):
        line = Curves({"a": ([0, 1], [level, level])}, "", "x", "y", (0, 1), (1, 1000), log=True)
        column = Canvas(600).paint(Picture([[line]], caption=""))[:, 300, :3]
        return int(np.argwhere((column < 200).any(axis=1))[0, 0])

    assert top_of_line(10) - top_of_line(100) == pytest.approx((280 - 32 - 44) / 3, abs=2)
    bars = Bars(("a", "b"), [1, 1000], "", "y", (0.1, 1000), log=True)
    assert Canvas(600).paint(Picture([[bars]], caption="")).min() < 200


def test_charts_show_what_they_are_given():
    curves = Curves(
        {"a": ([0, 1], [0, 1]), "b": ([0, 1], [1, 0])}, "loss", "step", "loss", (0, 1), (0, 1), here=((0.5, 0.5),)
    )
    bars = Bars(("a", "b"), [1, 2], "counts", "count", (0, 3), chosen=1)
    canvas = Canvas()
    first = canvas.paint(Picture([[curves, bars]], caption="Charts.")).copy()
    again = canvas.paint(Picture([[curves, Bars(("a", "b"), [3, 2], "counts", "count", (0, 3))]], caption="")).copy()
    half = first.shape[1] // 2
    np.testing.assert_array_equal(first[:, : half - 5], again[:, : half - 5])
    assert (first[:, half:] != again[:, half:]).any()
    blue, orange = rgb(ROLES["input"]), rgb(ROLES["kernel"])
    for colour in (blue, orange):
        assert (first[:, :half, :3] == colour).all(axis=2).sum() > 50


def test_a_saved_picture_carries_formula_and_code_below_it():
    height = Canvas(900, 2).paint(picture()).shape[0]
    saved = decoded(saved_png(picture()))
    assert saved.shape[1] == 1800
    footer = saved[height:]
    assert footer.shape[0] == 2 * (3 * 20 + 10)
    for line in range(3):
        assert (footer[40 * line : 40 * line + 40] < 100).any()


def test_a_saved_picture_carries_a_note_above_it():
    plain, noted = decoded(saved_png(picture())), decoded(saved_png(picture(), note="A saved picture."))
    tall = 2 * (20 + 8 + 10)
    band, rest = noted[:tall], noted[tall:]
    assert (band < 100).any() and (band[:, 0] == 240).all() and band.max() == 240
    # The table of colours has to serve the band, too: single pixels at the edge of a letter may be a shade off.
    assert rest.shape == plain.shape and np.abs(rest.astype(int) - plain).max() <= 16


def test_a_note_that_is_wider_than_the_picture_goes_on_below():
    plain, noted = decoded(saved_png(picture())), decoded(saved_png(picture(), note="one\n" + "word " * 20))
    band = noted[: noted.shape[0] - plain.shape[0]]
    lines = (band.min(axis=(1, 2)) < 100).astype(int)
    assert (np.diff(lines) == 1).sum() == 3  # 100 letters, of which 73 have room


def test_a_saved_picture_carries_its_words_above_it():
    plain, told = decoded(saved_png(picture())), decoded(saved_png(picture(), words="What is to be seen.\nA remark."))
    tall = 2 * (2 * (15 + 8) + 10)
    words, rest = told[:tall], told[tall:]
    assert (words < 100).any() and (words[:, 0] == 255).all()
    assert rest.shape == plain.shape and np.abs(rest.astype(int) - plain).max() <= 16


def test_of_a_setting_that_is_impossible_the_picture_before_is_kept_pale_and_alone():
    canvas = Canvas(900, 2.0)
    pixels = canvas.paint(picture())[:, :, :3].astype(int)
    pale = decoded(saved_png(picture(), dimmed=True)).astype(int)
    assert pale.shape == pixels.shape, "the formula is of another setting"
    assert (pale == 255).all(axis=2)[(pixels == 255).all(axis=2)].all()
    assert np.abs((255 - pale) - 0.35 * (255 - pixels)).max() <= 8


def test_a_picture_of_few_colours_is_kept_exactly():
    pixels = np.random.default_rng(0).integers(0, 256, (256, 3), dtype=np.uint8)[
        np.arange(300 * 7).reshape(300, 7) % 256
    ]
    np.testing.assert_array_equal(decoded(encode_indexed(pixels)), pixels)


def test_of_many_colours_the_frequent_ones_are_kept_and_the_others_come_close():
    grey = np.arange(256, dtype=np.uint8)
    blended = np.stack(np.broadcast_arrays(grey[:, None], grey[None], np.uint8(128)), axis=-1)  # 65,536 colours
    red = np.full((256, 256, 3), (200, 0, 0), np.uint8)
    read = decoded(encode_indexed(np.concatenate([red, blended])))
    np.testing.assert_array_equal(read[:256], red)
    # 255 colours on a square of 256 by 256: one within some 8 steps each way of any other, and twice that at the edge.
    assert np.abs(read[256:].astype(int) - blended).max() <= 16


def test_saving_twice_gives_the_same_bytes():
    assert saved_png(picture()) == saved_png(picture())


def test_many_threads_can_draw():
    canvas, results = Canvas(), {}
    stages = [picture(np.full((2, 2), value)) for value in range(4)]

    def draw(index):
        results[index] = [decoded(canvas.draw(stages[index])) for _ in range(5)]

    threads = [threading.Thread(target=draw, args=(index,)) for index in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for index, images in results.items():
        expected = Canvas().paint(stages[index])[:, :, :3]
        for image in images:
            np.testing.assert_array_equal(image, expected)


def test_bars_stand_on_kept_axes_as_on_new_ones():
    canvas = Canvas()
    for heights, chosen in [([1, 2], 1), ([3, 0.5], None), ([0, float("nan")], 0), ([-1, 2], 1)]:
        picture = Picture([[Bars(("a", "b"), heights, "counts", "count", (-1, 3), chosen=chosen)]], caption="Bars.")
        np.testing.assert_array_equal(canvas.paint(picture), Canvas().paint(picture))


def test_curves_on_kept_axes_look_as_on_new_ones():
    canvas = Canvas()
    for y in ([0.5, 1], [0, 2], [1, float("nan")], [1e30, 0.5], [float("inf"), 0.5]):
        curves = Curves({"a": ([0, 1], y)}, "loss", "steps", "loss", (0, 1), (0, 2), here=((0, 0.5),))
        picture = Picture([[curves]], caption="Curves.")
        np.testing.assert_array_equal(canvas.paint(picture), Canvas().paint(picture))


def test_a_ghost_is_thin_grey_and_below_the_line_of_this_run():
    def shades(y, ghost):
        curves = Curves(
            {"a": ([0, 1], y)}, "", "x", "y", (0, 1), (0, 4), roles=("plain",), ghosts={"a": ([0, 1], ghost)}
        )
        middle = Canvas().paint(Picture([[curves]], caption="Lines."))[32:230, 450, :3]
        return [int((middle == rgb(colour)).all(axis=1).sum()) for colour in (ROLES["plain"], GHOST)]

    thick, thin = shades([1, 1], [3, 3])
    assert thick > thin >= 1
    assert shades([1, 1], [1, 1]) == [thick, 0]
    assert contrast(rgb(GHOST), (255, 255, 255)) >= 3


def test_curves_of_other_roles_or_with_ghosts_of_no_line_are_mistakes():
    for options in ({"roles": ("plain", "plain")}, {"roles": ("pink",)}, {"ghosts": {"b": ([0], [0])}}):
        with pytest.raises(ValueError, match="Curves"):
            Curves({"a": ([0], [0])}, "", "x", "y", (0, 1), (0, 1), **options)


def test_a_chosen_map_has_an_outline_of_the_colour_that_is_asked_for():
    def outlined(**options):
        maps = Maps(np.zeros((2, 2, 2)), "maps", 2, chosen=1, colours="ink", role="input", **options)
        pixels = Canvas().paint(Picture([[maps]], caption="Maps."))[32:, 450:, :3]
        return {name for name in ("kernel", "plain") if (pixels == rgb(ROLES[name])).all(axis=2).any()}

    assert outlined() == {"kernel"} and outlined(chosen_role="plain") == {"plain"}


@pytest.mark.parametrize(("log", "limits", "value"), [(False, (0, 4), 1), (True, (1, 10_000), 10)])
def test_a_curve_runs_at_the_height_of_its_values(log, limits, value):
    curves = Curves({"a": ([0, 1], [value, value])}, "loss", "steps", "loss", (0, 1), limits, log=log)
    pixels = Canvas().paint(Picture([[curves]], caption="A curve."))[..., :3]
    rows = np.flatnonzero((pixels[:, 450] == rgb(ROLES["input"])).all(axis=1))
    tall = 280 - 32 - 44
    assert abs(rows.mean() - (280 - 44 - tall / 4)) <= 1.5, "a quarter of the way up"


def test_a_bar_is_as_high_as_its_value():
    bars = Bars(("a", "b", "c"), [0, 1, 2], "counts", "count", (0, 4))
    pixels = Canvas().paint(Picture([[bars]], caption="Bars."))[..., :3]
    tall = 280 - 32 - 44
    columns = [54 + round((900 - 54 - 16) * (index + 0.5) / 3) for index in range(3)]
    found = [int((pixels[32:234, column] == rgb(ROLES["plain"])).all(axis=1).sum()) for column in columns]
    assert found == pytest.approx([0, tall / 4, tall / 2], abs=2)


def in_colour(pixels, colour):
    """Return the rows and the columns in which a colour is found."""
    found = (pixels[..., :3] == rgb(colour)).all(axis=2)
    return np.flatnonzero(found.any(axis=1)), np.flatnonzero(found.any(axis=0))


def test_a_dot_is_as_high_as_its_value_and_in_the_column_of_its_label():
    dots = Dots(("a", "b", "c"), [[], [1], []], "runs", "count", (0, 4), role="output")
    rows, columns = in_colour(Canvas().paint(Picture([[dots]], caption="Dots."))[32:], ROLES["output"])
    tall = 280 - 32 - 44
    assert abs(32 + rows.mean() - (280 - 44 - tall / 4)) <= 1.5
    assert abs(columns.mean() - (54 + (900 - 54 - 16) / 2)) <= 1.5


def test_equal_dots_are_side_by_side_and_a_marked_one_is_a_ring():
    def painted(**options):
        return Canvas().paint(Picture([[Dots(("a",), [[1, 1, 1]], "", "y", (0, 4), role="output", **options)]], ""))

    plain, marked = painted(), painted(here=((0, 1),))
    found = [(pixels[..., :3] == rgb(ROLES["output"])).all(axis=2).sum() for pixels in (plain, marked)]
    assert found[1] == pytest.approx(found[0] * 2 / 3, rel=0.05)
    with pytest.raises(ValueError, match="1 columns for 2 labels"):
        Dots(("a", "b"), [[1]], "runs", "y", (0, 4))


def test_dots_beyond_the_axis_are_left_out():
    dots = Dots(("a",), [[5, -1, float("nan")]], "", "y", (0, 4), role="output")
    pixels = Canvas().paint(Picture([[dots]], caption="Dots."))
    assert not (pixels[..., :3] == rgb(ROLES["output"])).all(axis=2).any()


def test_thousands_on_an_axis_have_commas():
    def painted(limits):
        return Canvas().paint(Picture([[Bars(("a",), [0], "", "y", limits)]], caption="Bars."))[40:230, :54, :3]

    with mock.patch("cnnlib.canvas.charts.THOUSAND", float("inf")):
        without = [painted((0, 4)), painted((0, 4000))]
    assert np.array_equal(painted((0, 4)), without[0])
    assert not np.array_equal(painted((0, 4000)), without[1])


def test_a_note_has_room_below_two_lines_of_labels():
    """Charts without one, or with one line of labels, are as they were."""

    def lowest_axis(chart):
        pixels = Canvas().paint(Picture([[chart]], caption="A chart."))[..., :3]
        return int(np.flatnonzero((pixels < 100).all(axis=2).sum(axis=1) > 300).max())

    for label, note, higher in (("a", "", 0), ("a", "b", 0), ("a\nb", "", 0), ("a\nb", "c", 14)):
        plain, chart = (Dots((label,), [[]], "", "y", (0, 4), note=each) for each in ("", note))
        assert lowest_axis(plain) - lowest_axis(chart) == higher
