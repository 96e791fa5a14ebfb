"""The notebooks as committed: what is saved, what a learner can do with it, and that these tests see what is broken."""

import re

import captions
import explorer_rules
import nbformat
import notebook_rules as rules
import pytest
import refresh

from cnnlib import lessons
from cnnlib.engine.settings import SettingError
from cnnlib.exercises.prediction import Prediction

SOLUTIONS = rules.ROOT / "notebooks" / "solutions"

notebooks = pytest.mark.parametrize("path", rules.NOTEBOOKS, ids=lambda path: path.stem)


def read(path):
    return nbformat.read(path, as_version=4)


def prefix(path):
    """Return with what the ids of a notebook's exercises begin: ``channels`` for ``05_convolution_3d``."""
    ids = rules.exercise_ids(read(path))
    return re.sub(r"(-predict)?-\d+$", "", ids[0]) if ids else ""


def solutions_of(path):
    file = SOLUTIONS / f"{path.stem}.py"
    assert file.exists(), f"{path.stem} has no solutions: write notebooks/solutions/{file.name}"
    return rules.read_solutions(file.read_text(encoding="utf-8"))


@notebooks
@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.__name__)
def test_saved_notebook(path, rule):
    found = rule(path.stem, read(path))
    assert not found, "\n".join(found)


@notebooks
def test_exercises_are_those_of_the_library(path):
    known = lessons.exercises_of(prefix(path)) if prefix(path) in lessons.PREFIXES else ()
    assert set(rules.checked_ids(read(path))) == {exercise.id for exercise in known}


def test_every_exercise_file_has_its_notebook():
    assert set(lessons.PREFIXES) <= {prefix(path) for path in rules.NOTEBOOKS}


@notebooks
def test_solutions_belong_to_exercises(path):
    assert rules.stale_solutions(read(path), solutions_of(path)) == []


def test_the_map_shows_every_notebook():
    first, *others = rules.NOTEBOOKS
    said = first.read_text(encoding="utf-8")
    missing = [path.stem for path in others if f"]({path.name})" not in said]
    assert not missing, f"the map in {first.stem} lacks {missing}"


def test_so_many_presses_of_shift_enter_start_the_first_explorer():
    cells = read(rules.NOTEBOOKS[0]).cells
    words = {"three": 3, "four": 4, "five": 5}
    promised = words[re.search(r"\*\*Shift\+Enter\*\* (\w+) times", cells[0].source)[1]]
    first = next(number for number, cell in enumerate(cells) if cell.cell_type == "code")
    explorer = next(number for number, cell in enumerate(cells) if cell.source.startswith("explore("))
    assert promised == explorer - first + 1  # each press runs one cell, texts included


def test_every_solution_file_has_its_notebook():
    assert {path.stem for path in SOLUTIONS.glob("*.py")} <= {path.stem for path in rules.NOTEBOOKS}


@pytest.mark.slow
@notebooks
def test_with_the_solutions_every_check_is_right(path):
    notebook = refresh.read_notebook(path)
    rules.fill_in(notebook, solutions_of(path))
    refresh.execute(notebook, path.parent)
    assert rules.not_right(notebook) == []
    assert refresh.complaints(notebook) == []
    stale = rules.stale_pictures(read(path), notebook)
    assert not stale, "\n".join(stale)


def complaints_of(explorer, namespace, facts):
    found = explorer_rules.complaints(explorer, namespace, facts)
    return found if facts is None else [*found, *explorer_rules.wrong_captions(explorer, namespace, facts)]


@pytest.mark.slow
@notebooks
def test_every_setting_of_every_explorer(path):
    """Each gives a picture or a sentence; the line of code below it runs where it stands; its caption is true."""
    explorers = explorer_rules.explorers_where_they_stand(read(path))
    facts = [captions.facts_of(path.stem, explorer) for _namespace, explorer in explorers]
    found = [
        f"explorer {number}, {complaint}"
        for number, (namespace, explorer) in enumerate(explorers, start=1)
        for complaint in complaints_of(explorer, namespace, facts[number - 1])
    ]
    assert explorers
    assert None not in facts, f"explorer {facts.index(None) + 1} has no entry in captions.py"
    assert not found, "\n".join(found)


@pytest.mark.slow
@pytest.mark.parametrize(
    "path", [path for path in rules.NOTEBOOKS if captions.films_of(path.stem)], ids=lambda path: path.stem
)
def test_the_pictures_of_films_say_what_other_steps_lead_to(path):
    """The steps are taken again by other code, and what it finds is what the pictures have to say."""
    films, found = dict(captions.films_of(path.stem)), []
    for namespace, explorer in explorer_rules.explorers_where_they_stand(read(path)):
        film = explorer._function
        if explorer._is_film:
            found += captions.complaints_of_film(film, films.pop(film.__name__), namespace)
    assert not films
    assert not found, "\n".join(found)


@pytest.mark.slow
@notebooks
def test_predictions_are_answered_by_their_explorer_and_nowhere_before(path):
    notebook = read(path)
    saved = [rules.shown_text(output) for _cell, output in rules.outputs(notebook)]
    asked = {each for each in rules.exercise_ids(notebook) if isinstance(lessons.find(each), Prediction)}
    answered = set()
    for explorer in explorer_rules.explorers_of(notebook) if asked else ():
        start = explorer.values
        for prediction in explorer.remarks:
            answered.add(prediction.id)
            assert not prediction.is_answered_at(start), f"{prediction.id} is answered by the opening setting"
            for name, values in explorer._presets.items():
                assert not prediction.is_answered_at({**start, **values}), f"{prediction.id} is answered by {name!r}"
            caption = said_at(explorer, prediction)
            # A film opens on the same picture at every setting: it answers at its end.
            assert explorer._is_film or not any(caption in text for text in saved), f"{prediction.id} is answered"
            explorer.set(**start)
    assert answered == asked


def said_at(explorer, prediction):
    """Return what the explorer says at the setting that answers a prediction."""
    try:
        return explorer.set(**prediction.setting).caption
    except SettingError as refusal:
        return str(refusal)
