"""What ``00_start_here`` prints as a choice is read as that choice, whether its letter or its words are typed."""

import re

import nbformat
import pytest
import refresh

from cnnlib import lessons
from cnnlib.exercises.refusals import WrongKind

CELLS = nbformat.read(refresh.NOTEBOOKS / "00_start_here.ipynb", as_version=4).cells


def printed_choices(exercise_id):
    """Return letter → words, from the text before the cell of an exercise."""
    place = next(
        index for index, cell in enumerate(CELLS) if f"exercise:{exercise_id}" in cell.metadata.get("tags", ())
    )
    text = " ".join(CELLS[place - 1].source.split())
    return dict(re.findall(r"\b([a-d])\) (.+?)(?= · [b-d]\) |$)", text))


@pytest.mark.parametrize(("exercise_id", "answer"), [("start-1", (8, 8, 8)), ("start-2", [7, 7])])
def test_numbers_that_have_to_be_multiplied_are_not_taken_for_another_kind(exercise_id, answer):
    with pytest.raises(WrongKind, match=f"You gave {len(answer)} numbers, and one is asked for. Multiply them."):
        lessons.find(exercise_id).read(answer)


@pytest.mark.parametrize("exercise_id", ["start-predict-1", "start-predict-2", "start-3"])
def test_a_choice_is_read_as_it_is_printed(exercise_id):
    choices, read = printed_choices(exercise_id), lessons.find(exercise_id).read
    assert len(choices) >= 3
    assert {letter: read(words) for letter, words in choices.items()} == {letter: letter for letter in choices}
    assert {read(letter) for letter in choices} == set(choices)
