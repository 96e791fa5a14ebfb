"""A prediction is noted, and answered by the picture at its setting."""

import numpy as np
import pytest

from cnnlib import lessons
from cnnlib.check import check
from cnnlib.engine.settings import SettingError
from cnnlib.exercises.answers import array, choice, shape, whole_number
from cnnlib.exercises.exercise import Misconception, equals
from cnnlib.exercises.prediction import Prediction, forget, worded
from cnnlib.explore import explore
from cnnlib.pictures import Grid, Picture

SIZE = Prediction(
    id="test-predict-1",
    read=shape(2),
    examine=equals(lambda: (4, 4)),
    misconceptions=(Misconception((2, 2), "Neighbouring windows overlap."),),
    first="Count the places.",
    hints=("Count.", "Count along a row.", "The left edge can be on columns 0 to 3."),
    praise="The window has four places each way.",
    setting={"kernel_size": 3, "padding": 0},
    right=lambda: (4, 4),
)


@pytest.fixture(autouse=True)
def known(monkeypatch):
    """Let the id be found like that of a lesson, and let nothing be noted before or after."""
    find = lessons.find
    monkeypatch.setattr(lessons, "find", lambda each: SIZE if each == SIZE.id else find(each))
    forget()
    yield
    forget()


def show(kernel_size=2, padding=1, rounded=False):
    if kernel_size > 3:
        raise SettingError(f"kernel_size is {kernel_size}, but 3 is the most.", "Use 3.")
    return Picture([[Grid([[kernel_size]], "cell (1, 1)", name="cell")]], caption=f"Kernel {kernel_size}.")


def explorer(**options):
    return explore(show, kernel_size=(1, 5), padding=(0, 3), rounded=False, predicted=SIZE.id, **options)


def test_a_prediction_is_noted_and_not_judged():
    for answer in ((4, 4), [2, 2]):
        feedback = check(SIZE.id, answer)
        assert feedback.status == "noted"
    said = repr(check(SIZE.id, (2, 2)))
    expected = "● Noted. You predict (2, 2). Now set kernel_size = 3 and padding = 0 in the picture below."
    assert said.replace("\n", " ") == expected


def test_the_picture_answers_a_right_one():
    lab = explorer()
    check(SIZE.id, np.array([4, 4]))
    assert lab.set(kernel_size=3).caption == "Kernel 3."
    answered = "Kernel 3.\nYou predicted (4, 4), and that is right. The window has four places each way."
    assert lab.set(padding=0).caption == answered
    assert lab.view.shown["caption"] == lab.view.shown["alt"] == answered
    assert lab.set(kernel_size=2).caption == "Kernel 2."


@pytest.mark.parametrize(("answer", "hint"), [((2, 2), "Neighbouring windows overlap."), ((5, 5), "Count the places.")])
def test_the_picture_answers_a_wrong_one(answer, hint):
    lab = explorer()
    check(SIZE.id, answer)
    caption = lab.set(kernel_size=3, padding=0).caption
    assert caption == f"Kernel 3.\nYou predicted {answer}. {hint} The answer is (4, 4)."


def test_nothing_is_said_where_nothing_was_predicted():
    lab = explorer()
    for blank in (..., "four", (4,)):
        assert check(SIZE.id, blank).status in ("blank", "wrong")
    assert lab.set(kernel_size=3, padding=0).caption == "Kernel 3."


def test_the_last_prediction_counts():
    lab = explorer()
    check(SIZE.id, (2, 2))
    check(SIZE.id, (4, 4))
    assert "that is right" in lab.set(kernel_size=3, padding=0).caption


def test_hints_are_there_before_the_experiment():
    assert "Hint 1 of 3: Count." in check(SIZE.id, (2, 2), hint=1).message
    assert "hint=1" not in check(SIZE.id, (2, 2)).message


def test_an_impossible_setting_answers_too():
    impossible = Prediction(**{**vars(SIZE), "id": SIZE.id, "setting": {"kernel_size": 5}})
    lab = explorer()
    lab.remarks = (impossible,)
    impossible.note((2, 2))
    with pytest.raises(SettingError):
        lab.set(kernel_size=5)
    assert lab.message.endswith(
        "Set kernel_size to 3. You predicted (2, 2). Neighbouring windows overlap. The answer is (4, 4)."
    )


def test_a_film_answers_at_its_end():
    def film(kernel_size=3):
        for part in (0.0, 0.5, 1.0):
            yield Picture([[Grid([[part]], "cell (1, 1)", name="cell")]], caption=f"Part {part}.", progress=part)

    lab = explore(film, kernel_size=(1, 3), share=1)
    lab.remarks = (Prediction(**{**vars(SIZE), "setting": {"kernel_size": 3}}),)
    check(SIZE.id, (4, 4))
    lab.start()
    captions = []
    while lab.advance():
        captions.append(lab.picture.caption)
    assert [caption.count("predicted") for caption in captions] == [0, 0, 1]


def test_an_unknown_prediction_is_refused():
    with pytest.raises(TypeError, match="padding-99"):
        explore(show, kernel_size=(1, 5), predicted="padding-99")


def test_what_to_do_is_a_sentence():
    def todo(setting):
        return Prediction(**{**vars(SIZE), "setting": setting}).note((1, 1)).partition(". ")[2]

    assert todo({"rounded": True}) == "Now switch rounded on in the picture below."
    expected = "Now set image = digit, padding = 2 and rounded = off in the picture below."
    assert todo({"image": "digit", "padding": 2, "rounded": False}) == expected


def test_values_are_written_as_readers_return_them():
    values = [whole_number(3.0), choice(a=("yes",))("Yes"), array(1, 2)([[0.5, -1]])]
    assert [worded(each) for each in values] == ["3", "a", "[[0.5, −1]]"]
