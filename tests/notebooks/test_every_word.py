"""Whatever a notebook shows passes through the catalogue: in a language that nobody speaks, no English is left."""

import ast
import contextlib
import io
import random
import re
from unittest import mock

import explorer_rules
import pseudo
import pytest
from matplotlib.backends.backend_agg import RendererAgg
from notebook_rules import NOTEBOOKS
from refresh import exercise_id, read_notebook

from cnnlib import Sequential, lessons
from cnnlib.canvas import Canvas
from cnnlib.canvas.lettering import Letters
from cnnlib.check import check
from cnnlib.engine.settings import SettingError
from cnnlib.exercises.feedback import Feedback
from cnnlib.exercises.prediction import Prediction
from cnnlib.live.labels import labels
from cnnlib.pictures import Picture

MOST_SETTINGS, MOST_PAINTED = 12, 2
"""Settings of one explorer that are looked at, and that are painted; drawn at random, always the same."""


@contextlib.contextmanager
def painted():
    """Yield a list to which every text is added that is painted meanwhile, by the canvas or by matplotlib's axes."""
    texts, add, draw = [], Letters.add, RendererAgg.draw_text

    def noting(self, text, *args, **options):
        texts.append(text)
        return add(self, text, *args, **options)

    def noting_too(self, gc, x, y, text, *args, **options):
        texts.append(text)
        return draw(self, gc, x, y, text, *args, **options)

    with mock.patch.object(Letters, "add", noting), mock.patch.object(RendererAgg, "draw_text", noting_too):
        yield texts


def run_and_shown(notebook):
    """Run a notebook; return its explorers, and what its other cells show: pictures are painted."""
    namespace, shown = {"__name__": "__main__"}, []
    with explorer_rules.collected() as made:
        for cell in notebook.cells:
            if cell.cell_type != "code":
                continue
            tree = ast.parse(cell.source)
            last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
            exec(compile(tree, cell.id, "exec"), namespace)
            value = eval(compile(ast.Expression(last.value), cell.id, "eval"), namespace) if last else None
            if isinstance(value, Picture):
                Canvas().draw(value)
                shown += [value.caption, value.formula]
            elif isinstance(value, Sequential | Feedback):
                shown.append(str(value))
    return made, shown


def names_on_the_page(explorer):
    """Return the words of an explorer's controls."""
    for control in explorer._controls.values():
        if control.widget is not None:
            yield control.widget.description
            yield from (str(label) for label, _value in getattr(control.widget, "_options_full", ()))
    yield from explorer._presets


def words_of(explorer):
    """Return what an explorer says at some of its settings, without its line of code."""
    settings = list(explorer.settings())
    for values in random.Random(0).sample(settings, min(len(settings), MOST_SETTINGS)):
        told = explorer_rules.told_at(explorer, values)
        yield from [told.message] if told.message else [told.picture.caption, told.picture.formula]
    for values in random.Random(1).sample(settings, min(len(settings), MOST_PAINTED)):
        with contextlib.suppress(SettingError):
            explorer.set(**values)
    explorer.set(**explorer._starts())
    shown = explorer.view.shown
    yield from [shown["alt"], shown["caption"], shown["formula"], shown["where"]]
    yield from (panel["label"] for panel in shown["panels"])


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_word_of_a_notebooks_pictures_and_controls_escapes(path):
    with pseudo.spoken(), painted() as texts, contextlib.redirect_stdout(io.StringIO()) as printed:
        explorers, shown = run_and_shown(read_notebook(path))
        said = [text for explorer in explorers for text in [*names_on_the_page(explorer), *words_of(explorer)]]
    known = pseudo.CODE | {"answer", "prediction", "check"}
    shown = [pseudo.IN_CODE.sub("", text) for text in shown]
    assert not {text: words for text in [*said, *texts, *shown] if (words := pseudo.escaped(text, known))}
    assert not pseudo.escaped(printed.getvalue(), pseudo.CODE | pseudo.PRINTED)


def feedback_on(exercise):
    """Return what is said of an exercise: its typical wrong answers, hints and praise, and answers of a wrong kind."""
    for answer, _hint in exercise.typical_wrong:
        if not callable(answer):
            yield check(exercise.id, answer, hint=3)
    for answer in (..., "x", 2.5, [1, [2]], {}, float("nan"), (1, 2, 3, 4), True):
        yield check(exercise.id, answer)
    if isinstance(exercise, Prediction):
        yield exercise.note(exercise.right())
        yield exercise.remark(dict(exercise.setting))


def names_in_cells():
    """Return exercise → the names in its cell of code."""
    cells = (cell for path in NOTEBOOKS for cell in read_notebook(path).cells)
    return {exercise: set(re.findall(r"\w+", cell.source)) for cell in cells if (exercise := exercise_id(cell))}


@pytest.mark.parametrize("prefix", lessons.PREFIXES)
def test_no_word_of_the_feedback_escapes(prefix):
    """Of code, the names in the exercise's own cell are left, and what the learner gave."""
    names = names_in_cells()
    with pseudo.spoken():
        for exercise in lessons.exercises_of(prefix):
            for feedback in feedback_on(exercise):
                text = pseudo.IN_CODE.sub("", str(feedback))
                assert not pseudo.escaped(text, pseudo.CODE | {"answer", "prediction"} | names[exercise.id]), text


def test_no_word_of_the_buttons_escapes():
    with pseudo.spoken():
        assert not [text for text in labels().values() if pseudo.escaped(pseudo.PLACEHOLDER.sub("", text))]
