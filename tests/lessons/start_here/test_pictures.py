"""The pictures of 00_start_here: what they hold, say and link, and how long an update takes."""

import time
from itertools import pairwise

import numpy as np
import pytest
from drawn_digits import drawn, strokes

from cnnlib import samples
from cnnlib.data.reader import load_reader
from cnnlib.explore import cells_of, drawing, explore
from cnnlib.lessons.start_here.experiment import digit_from_drawing, read_stages
from cnnlib.lessons.start_here.pictures import reader_picture
from cnnlib.lessons.start_here.stacks import structure_picture
from cnnlib.live.protocol import DrawRequest

READER = load_reader()


def picture_of(image, **options):
    return reader_picture(READER, read_stages(READER, image), **options)


def with_probabilities(values, **options):
    stages = read_stages(READER, samples.digit(3))
    return reader_picture(READER, [*stages[:-1], np.array(values)], **options)


def test_every_stage_has_its_panel_and_says_its_shape():
    picture = picture_of(samples.digit(7), drawn=np.zeros((32, 32)))
    titles = {panel.name: panel.title for panel in picture.panels if panel.name}
    assert titles == {
        "drawn": "draw here (32, 32)",
        "input": "input (1, 8, 8)",
        "probabilities": "probabilities (10,)",
        "filters": "filters (8, 1, 3, 3)",
        "conv": "convolution (8, 8, 8)",
        "relu": "ReLU (8, 8, 8)",
        "pool": "max pooling (8, 4, 4)",
        "second": "second convolution, then ReLU (16, 4, 4)",
    }


def test_the_panels_hold_what_the_layers_return():
    picture = picture_of(samples.digit(2))
    np.testing.assert_array_equal(picture.panel("input").values, samples.digit(2))
    np.testing.assert_array_equal(picture.panel("filters").values, READER.layers[0].parameters["weight"][:, 0])
    np.testing.assert_array_equal(picture.panel("relu").values, np.maximum(picture.panel("conv").values, 0))
    # The first row of each map, side by side: four maps of 4 columns in a row.
    corner = picture.panel("relu").values.reshape(8, 2, 16, 2).max(axis=(1, 3))
    np.testing.assert_array_equal(picture.panel("pool").values, corner)
    assert picture.panel("probabilities").values.sum() == pytest.approx(1)


def test_the_caption_names_the_winner():
    values = [0.02, 0, 0, 0, 0, 0, 0, 0.9, 0.08, 0]
    assert with_probabilities(values).caption == (
        "The network reads 7, with probability 0.90. Second comes 8, with 0.08."
    )
    assert with_probabilities(values, truth=7).caption.endswith("It was written as 7: right.")
    assert with_probabilities(values, truth=8).caption.endswith("It was written as 8: misread.")
    assert with_probabilities(values).panel("probabilities").chosen == 7


def test_what_is_nearly_certain_is_not_called_certain():
    caption = with_probabilities([0, 0.9999, 0.0001, 0, 0, 0, 0, 0, 0, 0]).caption
    assert "reads 1, with probability more than 0.99. Second comes 2, with less than 0.01." in caption


def test_all_ten_probabilities_are_listed():
    formula = with_probabilities([0.5, 0.25, 0.25, 0, 0, 0, 0, 0, 0, 0]).formula
    assert formula.startswith("0: 0.50   1: 0.25   2: 0.25   3: 0.00") and formula.count(":") == 10


def test_each_bar_has_its_number_but_one_that_is_nearly_nothing():
    bars = with_probabilities([0.5, 0.25, 0.246, 0.004, 0, 0, 0, 0, 0, 0]).panel("probabilities")
    assert bars.written == ("0.50", "0.25", "0.25", *7 * [""])


def test_limits_do_not_follow_the_digit_and_hold_nearly_all_numbers():
    images = samples.digits_split()[2]
    pictures = [picture_of(image) for image in images[:100]]
    for name in ("filters", "conv", "relu", "pool", "second"):
        assert len({picture.panel(name).limits for picture in pictures}) == 1
        values = np.stack([picture.panel(name).values for picture in pictures])
        low, high = pictures[0].panel(name).limits
        assert ((values >= low) & (values <= high)).mean() > 0.99


def test_the_paper_is_white_where_nothing_is_drawn():
    picture = picture_of(samples.digit(7), drawn=drawn("1 plain"))
    paper = picture.panel("drawn")
    assert paper.note == "press clear to use the slider"
    assert paper.draws == "drawn" and paper.values[0, 0] == 1 and paper.values[16, 16] == 0
    with pytest.raises(KeyError):
        picture_of(samples.digit(7)).panel("drawn")


def test_the_two_stacks():
    dense, cnn = ([block.label for block in row] for row in structure_picture().panel("stacks").rows)
    assert dense == ["digit", "Affine", "ReLU", "Affine", "ReLU", "Affine", "Softmax"]
    assert cnn == ["digit", "Conv", "ReLU", "Pool", "Conv", "ReLU", "Affine", "Softmax"]


def test_the_shapes_in_the_diagram_are_those_of_the_network():
    details = [block.detail for block in structure_picture().panel("stacks").rows[1]]
    rows = READER.rows()
    assert details[:6] == [str(READER.input_shape), *(str(row.output_shape) for row in rows[:5])]
    assert details[6] == "256 → 10" and rows[5].output_shape == (256,) and rows[6].output_shape == (10,)


def test_an_update_by_a_stroke_takes_less_than_50_ms():
    empty = np.zeros((32, 32))

    def show(drawn=empty, cell=1300):
        return picture_of(digit_from_drawing(drawn), drawn=drawn, cell=cell)

    cells = cells_of("conv", "relu", "pool", "second", "input", steps=False)
    explorer = explore(show, drawn=drawing((32, 32)), cell=cells)
    (stroke,), times = strokes("3 plain"), []
    for piece in pairwise(stroke):
        # Time of this process alone: other work on the machine is not what is measured.
        began = time.process_time()
        explorer._answer(DrawRequest("drawn", (piece,)))
        times.append(1000 * (time.process_time() - began))
    assert "reads 3" in explorer.picture.caption
    assert np.median(times) < 50, times
