"""check() answers whatever it is given, with the right kind of feedback, and never raises."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import hypothesis.extra.numpy as hnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lessons.padding.right_answers import pad, pad_with_loops

from cnnlib import conv2d, lessons, output_size
from cnnlib.check import check
from cnnlib.exercises import answers
from cnnlib.exercises.exercise import Exercise, Misconception, close_to, judge, satisfies
from cnnlib.exercises.feedback import Feedback, help_on
from cnnlib.exercises.outcomes import run
from cnnlib.exercises.refusals import NotAttempted, WrongKind
from cnnlib.exercises.trials import Property, function, passes

IDS = [exercise.id for exercise in lessons.exercises_of("padding")]


class Hostile:
    """An object that fails at everything that can be asked of it."""

    def __getattribute__(self, name):
        if name in ("__class__", "__dict__"):
            return super().__getattribute__(name)
        raise RuntimeError(name)

    def _fail(self, *arguments):
        raise RuntimeError("hostile")

    __eq__ = __hash__ = __repr__ = __str__ = __len__ = __iter__ = __call__ = __float__ = __int__ = __bool__ = _fail
    __index__ = __array__ = __getitem__ = __contains__ = _fail


class HostileInt(int):
    def __eq__(self, other):
        raise RuntimeError("hostile")

    __hash__ = int.__hash__


SELF_CONTAINING = []
SELF_CONTAINING.append(SELF_CONTAINING)

WEIRD = [
    True, False, "", "three", "4", b"4", 4j, float("nan"), float("inf"), -1, -0.0, 10**400, 1e308,
    (), [], {}, set(), (4,), (4, 4, 4), (4, "4"), (4, float("nan")), ((4, 4), (4, 4)), [[4, 4], [4]],
    range(2), np.nan, np.zeros((0, 0)), np.zeros((4, 4)), np.array(["a", "b"]), np.array([None, 4], object),
    np.array([np.nan, 4]), np.datetime64("2020-01-01"), np.ma.masked, {"kernel_size": 7}, {7: 1},
    {"kernel_size": 7, "padding": "one"}, {"kernel_size": 7, "padding": 1, "stride": 1},
    {"kernel_size": (7, 7, 7), "padding": 1}, {"kernel_size": 10**400, "padding": 10**300},
    {"kernel_size": -7, "padding": 1}, {"kernel_size": 0, "padding": -1},
    object(), Hostile, check, int, len, NotImplemented, Exception("x"),
]  # fmt: skip
# Hypothesis prints what it tries, and these cannot be printed.
TOO_WEIRD_TO_PRINT = [-(10**5000), (10**5000, 1), Hostile(), HostileInt(42), SELF_CONTAINING]


def returns(value):
    return lambda *arguments: value


def raises(error):
    def failing(x, p):
        raise error

    return failing


def endless(x, p):
    return endless(x, p)


def overflows(x, p):
    return x / 0 + np.sqrt(np.full(x.shape, -1.0))


JUNK_FUNCTIONS = [
    *(returns(value) for value in WEIRD + TOO_WEIRD_TO_PRINT),
    *(raises(error) for error in (ValueError("no"), RuntimeError(), SystemExit(1), StopIteration())),
    raises(MemoryError()), endless, overflows, lambda: 1, lambda x: x, lambda x, p, q: x, lambda *, x, p: x,
    returns(np.broadcast_to(np.zeros(1), (10**7, 10**7))), returns(np.full((4, 4), np.nan)),
    returns(iter([])),
    returns(np.full((4, 4), "text")), returns(np.full((4, 4), None)), returns(np.zeros((4, 4), complex)),
    returns(np.zeros((4, 4), [("a", int)])), lambda x, p: x.fill(0), lambda x, p: (x for _ in range(p)),
    print,
]  # fmt: skip


def assert_is_feedback(feedback, exercise_id):
    assert isinstance(feedback, Feedback)
    assert feedback.exercise == exercise_id
    assert feedback.status in ("blank", "noted", "wrong", "right")
    assert feedback.message
    assert repr(feedback) == repr(feedback)


@pytest.mark.parametrize("exercise_id", IDS)
def test_weird_answers_never_raise_and_are_wrong(exercise_id):
    for answer in WEIRD + TOO_WEIRD_TO_PRINT:
        feedback = check(exercise_id, answer, hint=2)
        assert_is_feedback(feedback, exercise_id)
        assert feedback.status != "right"


def test_junk_functions_never_raise_and_are_wrong():
    for answer in JUNK_FUNCTIONS:
        feedback = check("padding-6", answer)
        assert_is_feedback(feedback, "padding-6")
        assert feedback.status != "right"


SCALARS = st.one_of(
    st.none(), st.just(...), st.booleans(), st.integers(), st.floats(), st.complex_numbers(), st.text(),
    st.binary(), st.fractions(), st.decimals(), st.dates(), st.sampled_from(WEIRD),
)  # fmt: skip
ARRAYS = hnp.arrays(hnp.scalar_dtypes(), hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4))
ANYTHING = st.recursive(
    SCALARS | ARRAYS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.tuples(inner, inner),
        st.dictionaries(st.sampled_from(["kernel_size", "padding", "stride", 3]), inner, max_size=3),
    ),
    max_leaves=6,
)


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(st.sampled_from(IDS), ANYTHING)
def test_anything_gets_feedback(exercise_id, answer):
    assert_is_feedback(check(exercise_id, answer), exercise_id)


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(ANYTHING)
def test_any_result_of_a_function_gets_feedback(result):
    feedback = check("padding-6", returns(result))
    assert_is_feedback(feedback, "padding-6")
    assert feedback.status != "right"


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(IDS),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
        max_leaves=5,
    ),
)
def test_plain_answers_do_not_need_the_net(exercise_id, answer):
    """What the net under check() is for are hostile objects; plain values must be understood without it."""
    status, message = judge(lessons.find(exercise_id), answer)
    assert status in ("blank", "noted", "wrong", "right") and message


def test_weird_hints_never_raise_and_tell_which_there_are():
    for hint in (0, 4, -1, 1.5, "2", True, ..., [], np.array([1, 2]), Hostile(), 10**400):
        feedback = check("padding-2", 6, hint=hint)
        assert feedback.status == "wrong"
        assert "per side" in feedback.message
        assert "There are 3 hints: hint=1 tells a little, hint=3 the most." in feedback.message


def test_unknown_exercises_are_told_which_there_are():
    for exercise_id in ("paddin-2", "padding-9", "", None, 3, [], Hostile(), "x" * 10_000, ...):
        feedback = check(exercise_id, 3)
        assert feedback.status == "unknown"
        assert repr(feedback).startswith("✗ No such exercise.")
        assert all(known in feedback.message for known in IDS)


def test_a_misspelt_id_is_guessed():
    assert "Did you mean padding-2?" in check("paddin-2", 3).message


@pytest.mark.parametrize("exercise_id", IDS)
@pytest.mark.parametrize("blank", [..., None, "", "...", (..., ...), (4, ...), [None, 4], {"padding": ...}])
def test_blanks_are_not_attempted_yet(exercise_id, blank):
    feedback = check(exercise_id, blank)
    assert feedback.status == "blank"
    assert repr(feedback) == ("○ Not attempted yet. Put your answer in the place of the ... and run the cell again.")


def test_functions_that_still_hold_their_blank_are_not_attempted_yet():
    def ellipsis_alone(x, p): ...

    def documented(x, p):
        """Pad x with p zeros."""
        ...

    def passed(x, p):
        pass

    def returned(x, p):
        return ...

    def assigned(x, p):
        padded = ...
        return padded

    def stumbled_over(x, p):
        padded = np.zeros(...)
        return padded

    def forgotten(x, p):
        padded = ...  # noqa: F841

    for answer in (ellipsis_alone, documented, passed, returned, assigned, stumbled_over, forgotten):
        assert check("padding-6", answer).status == "blank", answer.__name__


@pytest.mark.parametrize("exercise_id", ["padding-6", "pooling-6", "stride-7"])
def test_an_index_that_is_no_whole_number_is_not_a_blank(exercise_id):
    feedback = check(exercise_id, lambda x, *others: x[len(x) / 2])
    assert feedback.status == "wrong" and "use // instead" in feedback.message


def test_a_blank_in_a_sum_a_size_or_a_type_is_a_blank():
    for stumbles in (lambda x, p: x.shape[0] + ..., lambda x, p: len(...), lambda x, p: np.zeros(3, ...)):
        assert check("padding-6", stumbles).status == "blank"


def test_a_forgotten_return_is_not_a_blank():
    def forgotten(x, p):
        pad_with_loops(x, p)

    feedback = check("padding-6", forgotten)
    assert feedback.status == "wrong"
    assert "Does it end with return?" in feedback.message


def test_an_ellipsis_as_an_index_is_not_a_blank():
    def all_cells(x, p):
        padded = np.zeros((len(x) + 2 * p, len(x[0]) + 2 * p))
        padded[p : len(x) + p, p : len(x[0]) + p] = x[...]

    def last_axis(x, p):
        padded = np.zeros((len(x) + 2 * p, len(x[0]) + 2 * p))
        for column in range(len(x[0])):
            padded[p : len(x) + p, p + column] = x[..., column]

    def stored(x, p):
        padded = np.zeros(x.shape)
        padded[...] = x

    for answer in (all_cells, last_axis, stored):
        assert "Does it end with return?" in check("padding-6", answer).message


def test_hints_come_one_after_the_other():
    shown = [check("padding-2", 6, hint=level).message for level in (1, 2, 3)]
    hints = lessons.find("padding-2").hints
    for level, message in enumerate(shown, start=1):
        assert [hint in message for hint in hints] == [number <= level for number in (1, 2, 3)]
        assert f"Hint {level} of 3: {hints[level - 1]}" in message
    assert "add hint=1" in check("padding-2", 6).message


def test_the_way_to_a_hint_names_what_the_cell_calls_the_answer():
    def pad(x, p):
        return x

    assert 'check("padding-2", answer, hint=1)' in check("padding-2", 6).message
    predicting = replace(lessons.find("padding-2"), id="padding-predict-9")
    assert 'check("padding-predict-9", prediction, hint=1)' in help_on(predicting, "wrong", None, 6)
    assert 'check("padding-6", pad, hint=1)' in check("padding-6", pad).message
    assert 'check("padding-6", answer, hint=1)' in check("padding-6", lambda x, p: x).message


def test_a_cell_outside_of_the_picture_is_named():
    message = check("pooling-5", (3, 0)).message
    assert "There is no cell (3, 0)." in message and "rows 0 to 2" in message


def test_the_input_that_fails_is_shown_grid_by_grid_if_it_has_three_axes():
    lines = check("channels-6", lambda x, weight, bias: conv2d(x[0], weight[0]) + bias).message.splitlines()
    start = lines.index("    [1]")
    assert lines[start - 1].startswith("    ") and lines[start + 1].startswith("    ")


def test_a_hint_can_be_asked_for_before_an_answer():
    feedback = check("padding-2", hint=1)
    assert feedback.status == "blank"
    assert lessons.find("padding-2").hints[0] in feedback.message


@pytest.mark.parametrize(
    "exercise_id, answer, words",
    [
        ("padding-1", "5 x 9", ["a shape: 2 whole numbers in parentheses", "is text"]),
        ("padding-1", (5,), ["a shape", "a row of 1 value"]),
        ("padding-1", 5, ["a shape", "a whole number"]),
        ("padding-1", (5, "9"), ["2 whole numbers", '"9" is text, not a number.']),
        ("padding-1", (5, 9.5), ["2 whole numbers", "9.5 is not a whole number."]),
        ("padding-1", (5, True), ["2 whole numbers", "True is a yes or no, not a number."]),
        ("padding-1", np.array([5, np.inf]), ["2 whole numbers", "inf is not a finite number."]),
        ("padding-1", (5, {}), ["2 whole numbers", "One of its values is a dictionary", "not a number."]),
        ("padding-1", ((5, 9), (5, 9)), ["a shape", "an array with the shape (2, 2)"]),
        ("padding-3", {"kernel_size": (7, "7"), "padding": 1}, ["kernel_size: ", '"7" is text, not a number.']),
        ("variants-predict-2", (24, 3, 3, "3"), ["4 whole numbers", '"3" is text, not a number.']),
        ("learning-2", [[1, 2], [3, 4]], ["shape (3, 3)", "an array with the shape (2, 2)"]),
        ("learning-2", [1, 2, 3], ["shape (3, 3)", "a row of 3 values"]),
        ("learning-2", [[1, 2, 3], [4, 5], [6, 7, 8]], ["shape (3, 3)", "a list whose parts differ in shape"]),
        ("learning-2", [[1, 2, 3], [4, "3", 6], [7, 8, 9]], ["shape (3, 3)", '"3" is text, not a number.']),
        ("learning-2", [[1, 2, 3], [4, 10**400, 6], [7, 8, 9]], ["shape (3, 3)", "too large"]),
        ("learning-2", np.full((3, 3), np.nan), ["shape (3, 3)", "nan is not a finite number."]),
        ("learning-4", (1, "2"), ["one cell", '"2" is text, not a number.']),
        ("learning-predict-3", "e", ['one of "a", "b", "c", "d", in quotes. What you gave is "e".']),
        ("learning-predict-3", "it\n goes " * 50, ['What you gave is "it goes it goes', '…".']),
        ("learning-predict-3", 3, ["in quotes", "a whole number"]),
        ("padding-1", np.zeros((3, 3)), ["a shape", "an array with the shape (3, 3)"]),
        ("padding-2", "6", ["one number", "without quotes", "is text"]),
        ("padding-2", True, ["one number", "True or False"]),
        ("padding-2", float("nan"), ["one number", "not a finite number"]),
        ("padding-4", 2.5, ["one whole number", "a number that is not whole"]),
        ("padding-3", (7, 1), ["a dictionary with exactly", "dict(kernel_size=…, padding=…)"]),
        ("padding-3", {"kernel": 7, "padding": 1}, ["exactly these settings", "kernel, padding"]),
        ("padding-3", {"kernel_size": "7", "padding": 1}, ["kernel_size: ", "one whole number", "is text"]),
        ("padding-6", np.zeros((4, 4)), ["the function itself", "pad, without parentheses", "an array"]),
        ("padding-6", "pad", ["the function itself", "is text"]),
    ],
)  # fmt: skip
def test_an_answer_of_the_wrong_kind_is_told_which_kind_is_asked_for(exercise_id, answer, words):
    feedback = check(exercise_id, answer)
    assert feedback.status == "wrong"
    assert all(word in feedback.message for word in words), feedback.message


@pytest.mark.parametrize("answer", [(5, "9"), (5, 9.5), (5, True), (5, float("nan")), (5, 4j)])
def test_a_value_that_does_not_fit_is_named_and_not_how_many_there_are(answer):
    assert "a row of 2 values" not in check("padding-1", answer).message


def test_a_long_text_is_cut():
    assert max(map(len, repr(check("learning-predict-3", "x" * 10_000)).splitlines())) <= 88


def test_the_first_failing_input_is_shown_with_what_came_out():
    message = check("padding-6", lambda x, p: pad(x, p) if x.shape == (2, 2) else x).message
    assert "The first input that fails: pad(x, 1)" in message
    assert "x has the shape (2, 3) and the type int64\n     5  −1   3\n     2   7   4\n" in message
    assert "What came out has the shape (2, 3)" in message
    assert "Each of the four sides" in message


def test_an_error_in_a_function_is_shown_and_nothing_is_raised():
    message = check("padding-6", raises(ValueError("my\nmistake"))).message
    assert "It stopped with ValueError: my mistake" in message
    assert "TypeError" in check("padding-6", lambda x: x).message


def test_a_function_that_changes_its_input_is_told_so_and_harms_nothing():
    def pads_and_erases(x, p):
        padded = pad_with_loops(x, p)
        x[:] = 0
        return padded

    for _ in range(2):
        feedback = check("padding-6", pads_and_erases)
        assert feedback.status == "wrong"
        assert "It changed its own input, x." in feedback.message
    assert check("padding-6", pad).status == "right"


def test_results_written_into_one_array_are_judged_as_they_were():
    buffer = np.full((20, 20), 99)

    def reusing(x, p):
        result = buffer[: x.shape[0] + 2 * p, : x.shape[1] + 2 * p]
        result[:] = pad_with_loops(x, p)
        return result

    message = check("padding-6", reusing).message
    assert "x has the shape (1, 3) and the type float32" in message, "its halves are cut, no other trial fails"


def test_warnings_of_a_function_do_not_reach_the_cell(recwarn, capfd):
    check("padding-6", overflows)
    assert len(recwarn) == 0
    assert capfd.readouterr().err == ""


def test_an_interrupt_is_not_swallowed():
    with pytest.raises(KeyboardInterrupt):
        check("padding-6", raises(KeyboardInterrupt()))


def test_feedback_says_its_status_in_words_and_keeps_lines_short():
    openings = {"blank": "○ Not attempted yet.", "right": "✓ Right.", "wrong": "✗ Not yet."}
    for status, opening in openings.items():
        assert repr(Feedback("padding-2", status, "So it is.")) == f"{opening} So it is."
    text = repr(check("padding-6", lambda x, p: x, hint=3))
    assert max(map(len, text.splitlines())) <= 88
    assert "\n    1  2\n    3  4\n" in text, "rows of numbers are not wrapped"


def test_importing_check_loads_no_exercises_and_no_drawing():
    code = (
        "import sys, cnnlib.check;"
        "loaded = {name for name in sys.modules if name.startswith('cnnlib.lessons.padding.exercises')};"
        "assert not loaded | {'matplotlib', 'ipywidgets', 'anywidget'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[2], check=True)


# The kinds of answer that later notebooks ask for.


def exercise_with(read, examine, *misconceptions):
    return Exercise("test-1", read, examine, misconceptions, "Look again.", ("a", "b", "c"), "So it is.")


def test_choices_are_read_by_letter_and_by_word():
    read = answers.choice(a=("it grows", "larger"), b=("it shrinks", "smaller"))
    assert [read(answer) for answer in ("a", "B.", "(b)", "It grows", "smaller!")] == [
        "a",
        "b",
        "b",
        "a",
        "b",
    ]
    for answer in ("c", 1, True, ["a"]):
        with pytest.raises(WrongKind, match='one of "a", "b", in quotes'):
            read(answer)
    with pytest.raises(NotAttempted):
        read(...)


def test_a_cell_is_read_within_its_picture():
    read = answers.cell(3, 4)
    assert read((2, 3)) == read([2.0, np.int8(3)]) == (2, 3)
    for answer in ((3, 0), (0, 4), (-1, 0), (1,), 5, "B2"):
        with pytest.raises(WrongKind, match="rows 0 to 2, columns 0 to 3"):
            read(answer)


def test_a_wrong_cell_can_have_a_misconception():
    exercise = exercise_with(
        answers.cell(3, 3),
        lambda value: None if value == (0, 2) else "",
        Misconception((2, 0), "Rows come first."),
        Misconception((1, 1), "That one is right in the figure.", when=lambda value: value == (1, 1)),
    )
    assert judge(exercise, [0, 2]) == ("right", "So it is.")
    assert judge(exercise, (2, 0)) == ("wrong", "Rows come first.")
    assert judge(exercise, np.array([1, 1])) == ("wrong", "That one is right in the figure.")
    assert judge(exercise, (2, 2)) == ("wrong", "Look again.")


def test_arrays_are_compared_with_tolerance():
    edges = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
    exercise = exercise_with(
        answers.array(3, 3), close_to(lambda: edges, tolerance=0.01), Misconception(edges.T, "Turned by 90°.")
    )
    assert judge(exercise, (edges + 0.009).tolist())[0] == "right"
    assert judge(exercise, edges.T) == ("wrong", "6 of the 9 numbers are not right yet. Turned by 90°.")
    assert judge(exercise, edges + np.eye(3) * [0, 1, 0])[1].startswith("1 of the 9 numbers is not right yet.")
    assert judge(exercise, edges + 1) == ("wrong", "None of the 9 numbers is right yet. Look again.")
    for answer in (edges[:2], "edges", [[1], [2, 3]], np.full((3, 3), np.nan), 7):
        assert "an array of numbers with the shape (3, 3)" in judge(exercise, answer)[1]


def test_numbers_are_compared_with_tolerance():
    exercise = exercise_with(answers.number, close_to(lambda: 1 / 3, tolerance=0.01))
    assert judge(exercise, 0.33)[0] == "right"
    assert judge(exercise, 0.3) == ("wrong", "Look again.")


def test_settings_that_cannot_work_are_wrong_and_the_engine_says_why():
    exercise = exercise_with(
        answers.whole_number,
        satisfies(lambda kernel_size: output_size(6, kernel_size) == 4, lambda kernel_size: "It fits."),
        Misconception(5, "Too large.", when=lambda kernel_size: output_size(6, kernel_size) < 4),
    )
    assert judge(exercise, 3)[0] == "right"
    assert judge(exercise, 5) == ("wrong", "It fits. Too large.")
    status, message = judge(exercise, 7)
    assert status == "wrong" and message.startswith("kernel_size 7 does not fit") and message.endswith("Look again.")


def test_functions_can_be_judged_by_any_property():
    exercise = exercise_with(
        function("double", {"x": np.array([1.0, 2.0])}, {"x": np.array([])}),
        passes(Property("It doubles.", lambda result, x: np.array_equal(result, 2 * x))),
        Misconception(np.square, "That is the square."),
    )
    assert judge(exercise, lambda x: x + x)[0] == "right"
    status, message = judge(exercise, lambda values: values**2)
    assert status == "wrong"
    assert message.endswith("It doubles.\nThat is the square.")


def test_outcomes_are_equal_if_nothing_tells_them_apart():
    trial = {"x": np.array([1.0])}
    same = [run("f", answer, trial) for answer in (lambda x: x * np.nan, lambda x: np.array([np.nan]))]
    assert same[0] == same[1]
    assert run("f", lambda x: x, trial) != run("f", lambda x: x.astype(np.float32), trial)
    assert run("f", lambda x: x, trial) != run("f", raises(ValueError()), trial)
    assert run("f", lambda x: 1 / 0, trial) == run("f", lambda x: {}[x.size], trial)
