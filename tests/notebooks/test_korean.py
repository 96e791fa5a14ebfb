"""The Korean notebooks as committed, and what they say at every setting of every explorer and to every answer."""

import contextlib
import io
import re

import explorer_rules
import notebook_rules as rules
import pytest
import refresh
from pseudo import CODE, IN_CODE, LATIN, PRINTED
from right_answers import collected

from cnnlib import lessons
from cnnlib.check import check
from cnnlib.exercises.exercise import judge
from cnnlib.exercises.prediction import Prediction
from cnnlib.live.controls import control_name
from cnnlib.messages import language

KOREAN = sorted((refresh.NOTEBOOKS / "ko").glob(refresh.LESSONS))
SOLUTIONS = refresh.NOTEBOOKS / "ko" / "solutions"
HANGUL = re.compile(r"[가-힣]")

LATIN_OF_THE_EDITION = {
    # What learners see in code, and say as it is written there.
    *(
        "stride",
        "kernel_size",
        "dilation",
        "groups",
        "mode",
        "learning_rate",
        "momentum",
        "batch_size",
        "valid",
        "full",
    ),
    *(
        "coverage",
        "conv2d",
        "im2col",
        "col2im",
        "LeNet",
        "CNN",
        "Softmax",
        "NaN",
        "PNG",
        "Python",
        "MiB",
        "ms",
        "Enter",
    ),
    *("left_kernel", "top_kernel", "left", "top", "bias", "ReLU", "avg", "size", "jump", "col", "im", "dim", "loss"),
    *("max_pool", "Pool", "grad_p", "grad_z", "grad_a", "grad_k"),
}

notebooks = pytest.mark.parametrize("path", KOREAN, ids=lambda path: path.stem)
every_exercise = pytest.mark.parametrize(
    "exercise", [each for prefix in lessons.PREFIXES for each in lessons.exercises_of(prefix)], ids=lambda each: each.id
)

RULES = (
    rules.executed_in_order,
    rules.without_errors,
    rules.without_widget_state,
    rules.with_pictures,
    rules.without_repeated_pictures,
    rules.with_ordered_headings,
    rules.without_lists_by_accident,
    rules.self_contained,
    rules.without_base64_in_html,
    rules.compared_by_nbval,
    rules.with_blank_exercises,
)
"""What is asked of every saved notebook, and does not depend on the words of a language."""


@pytest.fixture
def korean():
    """Have everything said in Korean, as after a notebook's first cell."""
    language("ko")
    yield
    language("en")


def test_each_notebook_has_its_korean_twin():
    assert [path.name for path in KOREAN] == [path.name for path in rules.NOTEBOOKS]
    assert {path.name for path in SOLUTIONS.glob("*.py")} == {f"{path.stem}.py" for path in rules.NOTEBOOKS}


@notebooks
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_saved_notebook(path, rule, korean):
    found = rule(path.stem, refresh.read_notebook(path))
    assert not found, "\n".join(found)


@notebooks
def test_links_lead_to_files_and_to_the_twin(path):
    notebook = refresh.read_notebook(path)
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    targets = [target for target in re.findall(r"\]\(([^)\s#]+)", text) if ":" not in target]
    assert not [target for target in targets if not (path.parent / target).exists()]
    below = notebook.cells[0].source.split("\n\n")[1]
    assert f"[English](../{path.name})" in below and f"/notebooks/ko/{path.name}" in below
    assert f"[한국어](ko/{path.name})" in refresh.read_notebook(refresh.NOTEBOOKS / path.name).cells[0].source


@notebooks
def test_its_saved_words_are_korean(path):
    """What a picture says is saved with it, and so is the feedback on a blank."""
    for cell in rules.code_cells(refresh.read_notebook(path)):
        for output in cell.outputs:
            text = rules.shown_text(output)
            if "image/png" in output.get("data", {}) or "check(" in cell.source:
                assert HANGUL.search(text), text


def strange(text, names=frozenset()):
    """Return the Latin words of a text that are neither code nor said so in Korean."""
    known = CODE | LATIN_OF_THE_EDITION | PRINTED | names
    return [word for word in LATIN.findall(text) if word not in known]


@pytest.mark.slow
@notebooks
def test_every_setting_of_every_explorer_is_said_in_korean(path, korean):
    with contextlib.redirect_stdout(io.StringIO()):
        explorers = explorer_rules.explorers_of(refresh.read_notebook(path))
    assert explorers
    for explorer in explorers:
        for values in explorer.settings():
            told = explorer_rules.told_at(explorer, values)
            texts = [told.message] if told.message else [told.picture.caption]
            for text in texts:
                assert HANGUL.search(text) and not re.search(r"[{}]|  |\.\.$", text), (values, text)
                assert text.endswith((".", "?", ")", "!")), (values, text)
                assert not strange(text), (values, text)


@pytest.mark.slow
@notebooks
def test_controls_that_the_prose_names_in_korean_are_on_the_page(path, korean):
    notebook = refresh.read_notebook(path)
    with contextlib.redirect_stdout(io.StringIO()):
        explorers = explorer_rules.explorers_of(notebook)
    there = {control_name(name) for explorer in explorers for name in explorer._controls}
    assert there, "no control"
    for _cell, prose in rules.prose_of(notebook):
        named = {name for name in re.findall(r"`([^`\n]+)`", prose) if HANGUL.search(name)}
        assert named <= there, prose


@every_exercise
def test_a_wrong_answer_gets_the_same_hint_in_korean(exercise, korean):
    for answer, hint in exercise.typical_wrong:
        if isinstance(exercise, Prediction):
            value = exercise.read(answer)
            exercise.note(value)
            assert hint in exercise.remark(dict(exercise.setting)) or exercise.examine(value) is None
        else:
            status, message = judge(exercise, answer)
            assert status == "wrong" and hint in message
        assert HANGUL.search(hint)


@every_exercise
def test_a_right_answer_gets_korean_praise(exercise, korean):
    for answer in collected("RIGHT")[exercise.id]:
        status, message = judge(exercise, answer)
        assert status in ("right", "noted")
        assert HANGUL.search(message)
        feedback = str(check(exercise.id, answer))
        assert feedback.startswith(("○ 맞습니다.", "● 적어 두었습니다."))
        words = set(re.findall(r"\w+", repr(answer)))
        assert not strange(IN_CODE.sub("", feedback), words), feedback


def test_signs_mean_to_a_korean_reader_what_they_say(korean):
    """In Korean schools a circle marks what is right, and a tick what is wrong."""
    assert str(check("padding-2", ...)).startswith("… 아직 풀지 않았습니다.")
    assert str(check("padding-2", 1)).startswith("✗ 아직 아닙니다.")
    assert str(check("padding-2", 4 / 9)).startswith("○ 맞습니다.")


@pytest.mark.slow
@notebooks
def test_solutions_turn_every_check_green(path, korean):
    notebook = refresh.read_notebook(path)
    solutions = rules.read_solutions((SOLUTIONS / path.name.replace(".ipynb", ".py")).read_text(encoding="utf-8"))
    assert rules.stale_solutions(notebook, solutions) == []
    rules.fill_in(notebook, solutions)
    namespace = {"__name__": "__main__"}
    with contextlib.redirect_stdout(io.StringIO()):
        for cell in rules.code_cells(notebook):
            if not refresh.exercise_id(cell):
                exec(cell.source, namespace)
                continue
            before, _line, last = cell.source.rstrip().rpartition("\n")
            exec(before, namespace)
            said = str(eval(last, namespace))
            assert said.startswith(("○ 맞습니다.", "● 적어 두었습니다.")), said
