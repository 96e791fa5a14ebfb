"""The exercises are right, their hints are true, and none of them tells the answer."""

import re

import numpy as np
import pytest
import right_answers
from right_answers import said_in_the_end, texts, texts_before, works_out

from cnnlib import lessons
from cnnlib.check import check
from cnnlib.exercises import prediction

ALL = [exercise for notebook in lessons.PREFIXES for exercise in lessons.exercises_of(notebook)]
RIGHT, SECRETS = right_answers.collected("RIGHT"), right_answers.collected("SECRETS")


def test_ids_begin_with_their_notebook_and_are_unique():
    assert len({exercise.id for exercise in ALL}) == len(ALL)
    for notebook in lessons.PREFIXES:
        for exercise in lessons.exercises_of(notebook):
            assert exercise.id.startswith(f"{notebook}-")
            assert lessons.find(exercise.id) is exercise


@pytest.fixture(autouse=True)
def nothing_noted():
    """Forget the predictions of a test."""
    yield
    prediction.forget()


@pytest.mark.parametrize(
    "exercise_id", [None, 3, "", "padding", "padding-", "padding-99", "../padding-1", "exercise-1"]
)
def test_what_does_not_exist_is_not_found(exercise_id):
    assert lessons.find(exercise_id) is None


@pytest.mark.parametrize("exercise", ALL, ids=lambda exercise: exercise.id)
def test_every_exercise_is_complete(exercise):
    assert len(exercise.misconceptions) >= (2 if isinstance(exercise, prediction.Prediction) else 3)
    assert len(exercise.hints) == 3
    shown = texts(exercise)
    assert len(set(shown)) == len(shown), "every hint is a hint of its own"
    for text in shown:
        assert text == text.strip() and text[-1] in ".?", text
        assert max(map(len, re.split(r"(?<=[.?:]) ", text))) <= 110, "short sentences"


@pytest.mark.parametrize("exercise", ALL, ids=lambda exercise: exercise.id)
def test_each_typical_wrong_answer_gets_its_own_hint_first(exercise):
    assert exercise.typical_wrong
    for answer, hint in exercise.typical_wrong:
        status, said = said_in_the_end(exercise, answer)
        assert status == "wrong", answer
        assert hint in said
        assert not any(other in said for other in texts(exercise) if other != hint)


def test_every_exercise_has_its_right_answers():
    ids = {exercise.id for exercise in ALL}
    assert set(RIGHT) == ids and set(SECRETS) == ids, "see tests/lessons"


@pytest.mark.parametrize("exercise", ALL, ids=lambda exercise: exercise.id)
def test_no_text_tells_the_answer(exercise):
    secret = re.compile(SECRETS[exercise.id], re.IGNORECASE)
    for text in texts_before(exercise):
        assert not secret.search(text), text


WORKED_OUT = {"stack-5"}
"""What is asked for is the step after the arithmetic, which leaves that number as it is."""


@pytest.mark.parametrize("exercise", ALL, ids=lambda exercise: exercise.id)
def test_no_text_works_the_answer_out(exercise):
    given_away = [text for text in texts_before(exercise) if works_out(text, RIGHT[exercise.id][0])]
    assert bool(given_away) == (exercise.id in WORKED_OUT), given_away


@pytest.mark.parametrize(
    ("text", "answer", "seen"),
    [
        ("It is 6 / 2.", 3, True),
        ("Take (7 − 3 + 1) · 2 of them.", 10, True),
        ("It is 3·4 rows and 5 + 1 columns.", (12, 6), True),
        ("It is 3·4 rows.", (12, 6), False),
        ("Of 2×2 numbers.", 4, False),
        ("It is 3.", 3, False),  # the answer as it is: the pattern of the exercise's secret sees it
        ("Divide 1,024 / 4.", np.int64(256), True),
        ("It is 6 / 2.", "c", False),
    ],
)
def test_arithmetic_that_gives_an_answer_is_seen(text, answer, seen):
    assert works_out(text, answer) == seen


@pytest.mark.parametrize("exercise_id, answer", [(key, answer) for key in RIGHT for answer in RIGHT[key]])
def test_right_answers_are_right_in_every_form(exercise_id, answer):
    exercise = lessons.find(exercise_id)
    if isinstance(exercise, prediction.Prediction):
        status, said = said_in_the_end(exercise, answer)
        assert status == "right" and exercise.praise in said, said
        return
    feedback = check(exercise_id, answer)
    assert feedback.status == "right", feedback
    assert feedback.message and "hint" not in feedback.message.lower()
    assert check(exercise_id, answer, hint=2) == feedback, "whoever is right needs no hint"
