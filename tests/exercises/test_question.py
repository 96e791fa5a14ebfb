"""A check on a page without cells, such as one of Voila: a field where a plain value is asked for, else a sentence."""

from types import SimpleNamespace

import notebook_rules as rules
import numpy as np
import pytest
import refresh
import right_answers

from cnnlib import lessons
from cnnlib.check import check
from cnnlib.exercises import prediction
from cnnlib.exercises.blank import blank_in
from cnnlib.exercises.question import Question, judge_typed

RIGHT = right_answers.collected("RIGHT")
WIDGET = "application/vnd.jupyter.widget-view+json"


def cells():
    """Return the code of each exercise in the notebooks, by its id."""
    found = {}
    for path in rules.NOTEBOOKS:
        for cell in rules.code_cells(refresh.read_notebook(path)):
            tags = cell.metadata.get("tags", [])
            found |= {tag.removeprefix("exercise:"): cell.source for tag in tags if tag.startswith("exercise:")}
    return found


CELLS = cells()
NOT_TYPED = {"learning-2", "receptive-3"}
"""Exercises that are made of arrays which the notebook has named; every other one without a field is a function."""


@pytest.fixture(autouse=True)
def nothing_noted():
    """Forget the predictions of a test."""
    yield
    prediction.forget()


@pytest.fixture
def voila(monkeypatch):
    """Be on a page of Voila, in a cell with this code: a function."""
    monkeypatch.setenv("VOILA_BASE_URL", "/")

    def run(source):
        history = SimpleNamespace(input_hist_raw=["", source])
        monkeypatch.setattr("IPython.get_ipython", lambda: SimpleNamespace(history_manager=history))

    return run


def test_a_blank_shows_a_field_with_what_the_cell_says(voila):
    voila('answer = ...  # a number; a fraction such as 1 / 3 is fine\ncheck("padding-2", answer)')
    question = check("padding-2", ...)
    assert isinstance(question, Question)
    assert repr(question) == "○ Not attempted yet. Type your answer and press Enter."
    assert question.blank.said == "a number; a fraction such as 1 / 3 is fine"
    assert list(question._repr_mimebundle_()) == [WIDGET]


def test_a_function_gets_a_sentence(voila):
    voila('def pad(x, p):\n    ...\n\ncheck("padding-6", pad)')

    def pad(x, p): ...

    feedback = check("padding-6", pad)
    assert not isinstance(feedback, Question)
    assert feedback.status == "blank" and "Open the notebook in Jupyter" in feedback.message


def test_an_answer_that_is_there_already_is_judged(voila):
    voila('check("padding-4", 4)')
    assert check("padding-4", 4).status == "right"


def test_without_the_code_of_the_cell_the_blank_decides(voila):
    voila("")
    assert isinstance(check("padding-2", ...), Question)


def test_where_there_are_cells_nothing_changes(monkeypatch):
    monkeypatch.delenv("VOILA_BASE_URL", raising=False)
    feedback = check("padding-2", ...)
    assert type(feedback) is not Question
    assert not hasattr(feedback, "_repr_mimebundle_")


def test_what_is_typed_is_judged_as_in_a_cell():
    asked = lessons.find("padding-2")
    assert judge_typed(asked, "4 / 9") == check("padding-2", 4 / 9)
    wrong = judge_typed(asked, "1")
    assert wrong.status == "wrong"
    assert check("padding-2", 1).message.startswith(wrong.message) and "hint=1" not in wrong.message
    assert judge_typed(asked, "1", 2) == check("padding-2", 1, hint=2)


@pytest.mark.parametrize("text", ["", "  ", "..."])
def test_an_empty_field_is_not_attempted(text):
    assert repr(judge_typed(lessons.find("padding-2"), text)).endswith("Type your answer and press Enter.")


def test_nothing_that_is_typed_is_an_error(monkeypatch):
    def broken(_answer):
        raise RuntimeError("a reader that fails")

    monkeypatch.setattr("cnnlib.exercises.question.judge", lambda exercise, answer: broken(answer))
    assert judge_typed(lessons.find("padding-2"), "3").status == "wrong"


def test_the_notebooks_ask_every_exercise_once():
    assert set(CELLS) == set(RIGHT)


@pytest.mark.parametrize("exercise_id", CELLS)
def test_each_exercise_has_a_field_for_its_answer_or_is_code(exercise_id):
    blank = blank_in(CELLS[exercise_id], exercise_id)
    answers = RIGHT[exercise_id]
    if callable(answers[0]) or exercise_id in NOT_TYPED:
        assert blank is None
        return
    assert blank is not None
    asked = lessons.find(exercise_id)
    assert judge_typed(asked, blank.start).status == "blank"
    for answer in map(plainly, answers):
        assert judge_typed(asked, text(answer)).status in ("right", "noted"), text(answer)


def text(answer):
    """Return an answer as somebody would type it: words without quotes."""
    return answer if isinstance(answer, str) else repr(answer)


def plainly(answer):
    """Return an answer with arrays as lists and with Python's own numbers."""
    if isinstance(answer, np.ndarray | np.generic):
        return answer.tolist()
    if isinstance(answer, dict):
        return {key: plainly(value) for key, value in answer.items()}
    return type(answer)(map(plainly, answer)) if isinstance(answer, tuple | list) else answer
