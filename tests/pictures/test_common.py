"""What several lessons draw: the digits that a network reads wrong."""

import numpy as np

from cnnlib.canvas import Canvas
from cnnlib.pictures import mistakes_picture

IMAGES = np.linspace(0, 1, 3 * 64).reshape(3, 1, 8, 8)


def test_the_right_digit_has_a_tick_and_no_hatching():
    picture = mistakes_picture(IMAGES, np.array([3, 4, 5]), np.eye(10)[[3, 9, 0]], chosen=1)
    bars = picture.panel("probabilities")
    assert [label for label in bars.labels if "✓" in label] == ["5 ✓"] and bars.labels[5] == "5 ✓"
    assert bars.chosen == 0 and bars.note == "✓: the right digit · dark: the winner"
    assert picture.caption.startswith(
        "2 of 3 digits are read wrong. The one in the dark frame shows 5 and was read as 0"
    )


def test_digits_are_ink_on_paper_and_the_chosen_one_has_a_dark_frame():
    picture = mistakes_picture(IMAGES, np.array([3, 4, 5]), np.eye(10)[[3, 9, 0]], chosen=99)
    mistakes = picture.panel("mistakes")
    assert mistakes.colours == picture.panel("digit").colours == "ink"
    assert mistakes.chosen == 1 and mistakes.chosen_role == "plain" and "dark frame" in picture.panel("digit").title
    assert mistakes.picks["chosen"].tolist() == [[0, 1, -1, -1]]
    Canvas().draw(picture)


def test_before_one_is_pressed_no_digit_and_no_bar_tell_anything():
    picture = mistakes_picture(IMAGES, np.array([3, 4, 5]), np.eye(10)[[3, 9, 0]], chosen=None)
    assert picture.panel("mistakes").chosen is None and not picture.panel("digit").values.any()
    bars = picture.panel("probabilities")
    assert not bars.values.any() and bars.chosen is None and bars.labels == tuple("0123456789")
    assert picture.caption == "2 of 3 digits are read wrong. Press one."
    Canvas().draw(picture)


def test_a_probability_of_nearly_one_is_not_written_as_one():
    scores = np.log([[0.003, 0.995, 0.002]])
    picture = mistakes_picture(IMAGES[:1], np.array([0]), scores)
    assert picture.caption.endswith("with probability 0.995; 0 got 0.003.")


def test_no_mistakes_is_a_picture_too():
    picture = mistakes_picture(IMAGES[:1], np.array([3]), np.eye(10)[[3]])
    assert picture.caption == "All 1 digits are read right."
    assert sum(picture.heights) == sum(mistakes_picture(IMAGES[:1], np.array([4]), np.eye(10)[[3]]).heights)
    Canvas().draw(picture)
