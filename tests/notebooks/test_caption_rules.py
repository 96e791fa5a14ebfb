"""Captions and films that are wrong on purpose: the comparison with what was recomputed sees each."""

import captions
import explorer_rules
import numpy as np
import pytest

from cnnlib.engine.settings import SettingError
from cnnlib.explore import cells_of, editable, explore
from cnnlib.pictures import Grid, Picture

IMAGE = np.arange(15.0).reshape(3, 5)


def picture(caption):
    return Picture([[Grid(IMAGE, "pixels (3, 5)", name="pixels")]], caption=caption)


def pixel_explorer(said="The pixel holds {value}.", only=None):
    """Return an explorer of the pixels; at the place `only`, it says 99."""

    def show(scale=1, position=0):
        value = 99 if only in (position, (scale, position)) else scale * int(IMAGE.flat[position])
        return picture(said.format(value=value))

    return explore(show, scale=(1, 3), position=cells_of("pixels"))


def pixel(values, _namespace):
    return f"The pixel holds {values['scale'] * values['position']}."


def complaints(explorer, facts):
    return explorer_rules.complaints(explorer, {}, facts), explorer_rules.wrong_captions(explorer, {}, facts)


def test_a_true_caption_is_no_complaint():
    assert complaints(pixel_explorer(), pixel) == ([], [])


@pytest.mark.parametrize("said", ["The pixel holds {value}. It is the largest.", "A pixel holds {value}.", "{value}"])
def test_a_text_is_the_whole_caption(said):
    painted, unpainted = complaints(pixel_explorer(said), pixel)
    assert len(painted) >= 9 and len(unpainted) == 45 and "should say 'The pixel holds 0.'" in painted[0]


def test_facts_may_look_at_what_was_measured():
    def facts(_values, _namespace):
        return lambda said: said if said.startswith("The pixel") else "a pixel"

    assert complaints(pixel_explorer(), facts) == ([], [])
    painted, _unpainted = complaints(pixel_explorer("A pixel holds {value}."), facts)
    assert "it says 'A pixel holds 0.' and should say 'a pixel'" in painted[0]


def test_one_wrong_place_between_the_corners_is_seen():
    assert IMAGE.flat[6] not in (0, 4, 7, 10, 14), "neither a corner nor the centre"
    painted, unpainted = complaints(pixel_explorer(only=(2, 6)), pixel)
    assert painted == [] and len(unpainted) == 1
    assert unpainted[0].startswith("{'scale': 2, 'position': 6}: it says 'The pixel holds 99.'")


def test_numbers_that_could_be_typed_are_tried():
    def show(cells=IMAGE):
        return picture(f"{int((cells == cells.round()).all())} of 1")

    def facts(values, _namespace):
        return "1 of 1"

    assert [len(each) for each in complaints(explore(show, cells=editable(IMAGE)), facts)] == [0, 2]


def test_a_refusal_that_was_not_expected_is_seen():
    def show(size=1, position=0):
        if size == 3:
            raise SettingError("size is 3, but two is the most: use size=2.")
        return picture("0")

    explorer = explore(show, size=(1, 3), position=cells_of("pixels"))
    assert all(each for each in complaints(explorer, lambda values, _namespace: "0"))
    assert complaints(explorer, lambda values, _namespace: "0" if values["size"] < 3 else None) == ([], [])


@pytest.mark.parametrize(
    ("said", "seen"),
    [
        (["step 0", "step 1"], None),
        (["step 0", "step 2"], "{'count': 2}, picture 1: 'step 1' should be 'step 2'"),
        (["step 0", "step 1", "step 2"], "{'count': 2}: the film ends before picture 2, 'step 2'"),
    ],
)
def test_a_film_is_held_against_its_facts(said, seen):
    def film(count):
        for step in range(count):
            yield picture(f"step {step}")

    found = captions.complaints_of_film(film, lambda _namespace: [({"count": 2}, said)], {})
    assert list(found) == ([seen] if seen else [])
