"""The questions of the notebooks are those that the exercises judge; and a question that asks for another is seen."""

import ast
import re

import nbformat
import notebook_rules as rules
import numpy as np
import pytest
import questions
import refresh
from notebook_rules import ROOT
from questions import Asked, Named

from cnnlib import lessons
from cnnlib.exercises.prediction import Prediction

LESSONS = {path.stem[3:]: nbformat.read(path, as_version=4) for path in rules.NOTEBOOKS}
ASKED = {each: (lesson, asked) for lesson in LESSONS for each, asked in questions.table("ASKED", lesson).items()}

each_question = pytest.mark.parametrize("exercise_id", ASKED)


@pytest.mark.parametrize(("prefix", "lesson"), lessons.PREFIXES.items())
def test_every_question_is_worked_out_or_has_something_in_its_place(prefix, lesson):
    asked, elsewise = (questions.table(name, lesson) for name in ("ASKED", "ELSEWISE"))
    assert asked.keys() | elsewise.keys() == {exercise.id for exercise in lessons.exercises_of(prefix)}
    assert not asked.keys() & elsewise.keys()
    assert all(elsewise.values())


def text_and_values(exercise_id):
    lesson, asked = ASKED[exercise_id]
    text = questions.question_of(LESSONS[lesson], exercise_id)
    return asked, text, questions.values_in(asked, text)


@each_question
def test_the_answer_to_the_question_of_the_notebook_is_right(exercise_id):
    asked, text, values = text_and_values(exercise_id)
    answer = questions.answer_of(asked, values, text)
    assert answer is not None, f"the question contradicts itself: {values}"
    assert questions.is_right(lessons.find(exercise_id), answer), f"{values} leads to {answer}, which is refused"


def refused(exercise_id, asked, values, text):
    """Whether a question with these values is seen to be another: it has no answer, or one that is refused."""
    try:
        answer = questions.answer_of(asked, values, text)
        return not questions.is_right(lessons.find(exercise_id), answer)
    except Exception:  # sizes that do not fit each other, a cell that is not there, an answer of another kind
        return True


def changed(value):
    """Yield values close to one: each number in it one or two more, one less, twice or half of it."""
    if isinstance(value, tuple | list):
        for place, part in enumerate(value):
            for other in changed(part):
                yield type(value)([*value[:place], other, *value[place + 1 :]])
    else:
        yield from (value + 1, value - 1, value + 2, value * 2, value // 2)


@each_question
def test_another_value_in_the_question_is_seen(exercise_id):
    asked, text, values = text_and_values(exercise_id)
    unseen = [
        f"{name}={value}"
        for name, value in values.items()
        if name not in asked.loose
        and not any(refused(exercise_id, asked, values | {name: other}, text) for other in changed(value))
    ]
    assert unseen == []


def constants(code):
    """Return the numbers that stand in code, outside of texts."""
    values = (node.value for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Constant))
    return {value for value in values if isinstance(value, int | float) and not isinstance(value, bool)}


def named_by(lesson, exercise_id):
    """Return the numbers of a prediction's setting, or else those in the module of an exercise; a share in % too."""
    exercise = lessons.find(exercise_id)
    if isinstance(exercise, Prediction):
        return {number for value in exercise.setting.values() for number in each_number(value)}
    modules = (path.read_text("utf-8") for path in (ROOT / "cnnlib" / "lessons" / lesson).glob("*.py"))
    [code] = [code for code in modules if f'"{exercise_id}"' in code]
    found = constants(code)
    return found | {100 * number for number in found if 0 < number < 1}


def each_number(value):
    """Return the numbers in a value."""
    return [] if isinstance(value, str) else np.ravel(value).tolist()


NAMED = {
    **{each: (lesson, asked.words, asked.loose) for each, (lesson, asked) in ASKED.items() if asked.loose},
    **{
        each: (lesson, entry.words, None)
        for lesson in LESSONS
        for each, entry in questions.table("ELSEWISE", lesson).items()
        if isinstance(entry, Named)
    },
}


@pytest.mark.parametrize("exercise_id", NAMED)
def test_a_value_that_does_not_tell_the_answer_is_named_by_the_exercise(exercise_id):
    lesson, words, names = NAMED[exercise_id]
    values = questions.values_in(Named(words, ""), questions.question_of(LESSONS[lesson], exercise_id))
    said = {number for name, value in values.items() if names is None or name in names for number in each_number(value)}
    assert said and said <= named_by(lesson, exercise_id)


# What is planted in the words of a question.


def complaint(exercise_id, old, planted):
    """Return what is wrong with a question in which something was changed."""
    lesson, asked = ASKED[exercise_id]
    text = questions.question_of(LESSONS[lesson], exercise_id)
    assert old in text
    text = text.replace(old, planted)
    try:
        values = questions.values_in(asked, text)
        answer = questions.answer_of(asked, values, text)
    except (LookupError, ValueError) as error:
        return repr(error)
    return "" if questions.is_right(lessons.find(exercise_id), answer) else f"{values} leads to {answer}"


@pytest.mark.parametrize(
    ("exercise_id", "old", "planted"),
    [
        ("padding-1", "9 columns", "8 columns"),
        ("padding-1", "(3, 5)", "(5, 3)"),
        ("padding-predict-1", "(4, 4)", "(5, 5)"),
        ("stride-4", "the stride is 5", "the stride is 4"),
        ("stride-5", "0, 0, 1, 1", "0, 1, 1, 0"),
        ("channels-1", "(64, 32, 32)", "(64, 32, 28)"),
        ("channels-1", "(64, 5, 5)", "(32, 5, 5)"),
        ("channels-4", "18 50 64", "18 51 64"),
        ("pooling-1", "−2  −5   1   2", "−2  −5   1   7"),
        ("why-3", "(10, 9) → 262", "(10, 9) → 289"),
        ("convolution-6", "printed = np.array([[1, 6", "printed = np.array([[2, 6"),
        ("training-2", "|b|97|95|92|", "|b|97|93|92|"),
        ("learning-2", "[2, 6, 1, 7]", "[2, 6, 1, 1]"),
        ("im2col-2", "[5, 3, 0, 8]", "[5, 3, 1, 8]"),
        ("stack-3", "Conv2d(12, 24, 5)", "Conv2d(6, 24, 5)"),
        ("receptive-5", "3, 4, 8, 10", "3, 4, 8, 12"),
        ("padding-1", "Now you: the image", "Now you: a picture"),
    ],
)
def test_what_is_planted_in_a_question_is_seen(exercise_id, old, planted):
    assert complaint(exercise_id, old, old) == ""
    assert complaint(exercise_id, old, planted)


@pytest.mark.parametrize(
    ("words", "values"),
    [
        ("is {size}, the kernel {kernel}", {"size": (7, 7), "kernel": (3, 3)}),
        ("{count} windows … with {bias}.", {"count": 3, "bias": -0.5}),
        ("kernel 3×3. … holds {rows}.", {"rows": [[1, 2], [3, -4]]}),
    ],
)
def test_values_are_read_where_the_words_name_them(words, values):
    text = "The image is **(7, 7)**, the\nkernel 3×3. Three windows meet it, with −0.5. It holds [[1, 2],\n [3, −4]]."
    assert questions.values_in(Asked(words, None), text) == values


def test_words_that_are_not_in_the_question_or_there_twice_are_an_error():
    for words in ("padding {padding}", "{number} and"):
        with pytest.raises(LookupError, match="times in the question"):
            questions.values_in(Asked(words, None), "3 and 4 and 5")


# What a cell says of the form of an answer.

CELLS = {
    refresh.exercise_id(cell): cell.source
    for notebook in LESSONS.values()
    for cell in notebook.cells
    if refresh.exercise_id(cell)
}
EXAMPLE = re.compile(r"#.*(?:such as|numbers:) (.+)$", re.MULTILINE)


def example_of(source):
    """Return the example of an answer that a cell gives, or None."""
    found = EXAMPLE.search(source)
    if found is None or "..." in found[1] or "answer = {" in source or "answer = dict(" in source:
        return None
    return eval(found[1].split(" is fine")[0], {})


FORMS = {each: example for each, source in CELLS.items() if (example := example_of(source)) is not None}


@pytest.mark.parametrize("exercise_id", FORMS)
def test_the_example_of_an_answer_has_its_form_and_is_not_right(exercise_id):
    exercise = lessons.find(exercise_id)
    value = exercise.read(FORMS[exercise_id])
    assert exercise.examine(value) is not None


def test_most_cells_that_ask_for_more_than_a_number_give_an_example():
    assert len(FORMS) >= 25


DEFINITION = re.compile(r"^def (\w+)\((.*)\):", re.MULTILINE)


@pytest.mark.parametrize("exercise_id", [each for each, source in CELLS.items() if DEFINITION.search(source)])
def test_a_function_is_asked_for_as_it_is_tried(exercise_id):
    [(name, arguments)] = DEFINITION.findall(CELLS[exercise_id])
    first, *_others = lessons.find(exercise_id).read(lambda *values: 0)
    assert list(first.arguments) == arguments.split(", ")
    [notebook] = [each for each in LESSONS.values() if exercise_id in rules.exercise_ids(each)]
    prose = questions.question_of(notebook, exercise_id).partition("def ")[0]
    assert set(re.findall(rf"`{name}\(([a-z_, ]+)\)`", prose)) <= {arguments}
    assert f"{name}(" in prose or "blank" in prose
