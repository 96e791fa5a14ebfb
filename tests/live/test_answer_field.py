"""A field for an answer: what it shows, and what it says to what is typed."""

from cnnlib.exercises.feedback import Feedback
from cnnlib.live.answer_field import answer_field


def made(**more):
    """Return a field, its parts by name, and what it was asked to judge."""
    asked = []

    def judged(text, hints):
        asked.append((text, hints))
        return Feedback("padding-1", "wrong" if text else "blank", f"<{text}> with {hints} hints.")

    box = answer_field("padding-1", judged, hints=3, **more)
    line, comment = box.children[-2:]
    text, check, hint = line.children
    return box, text, check, hint, comment, asked


def test_it_says_at_once_what_to_do():
    box, text, _check, _hint, comment, asked = made()
    assert asked == [("", 0)] and text.value == ""
    assert "Not attempted yet." in comment.value
    assert len(box.children) == 2


def test_enter_judges_what_is_typed_and_each_letter_does_not():
    _box, text, _check, _hint, comment, asked = made()
    assert text.continuous_update is False
    text.value = "(4, 6)"
    assert asked[1:] == [("(4, 6)", 0)]
    assert "Not yet." in comment.value and "&lt;(4, 6)&gt; with 0 hints." in comment.value


def test_a_button_judges_too():
    _box, text, check, _hint, _comment, asked = made()
    text.value = "7"
    check.click()
    assert asked[-2:] == [("7", 0), ("7", 0)]


def test_each_press_gives_one_hint_more_and_the_last_stays():
    _box, _text, _check, hint, comment, asked = made()
    offered = []
    for _press in range(4):
        offered.append(hint.description)
        hint.click()
    assert offered == ["Hint 1 of 3", "Hint 2 of 3", "Hint 3 of 3", "Hint 3 of 3"]
    assert [hints for _text, hints in asked] == [0, 1, 2, 3, 3]
    assert "with 3 hints" in comment.value


def test_hints_stay_for_the_next_answer():
    _box, text, _check, hint, _comment, asked = made()
    hint.click()
    text.value = "5"
    assert asked[-1] == ("5", 1)


def test_a_screen_reader_hears_what_is_new_and_not_what_was_there():
    _box, text, _check, _hint, comment, _asked = made()
    assert 'role="alert"' not in comment.value
    text.value = "5"
    assert comment.value.startswith('<div role="alert"')


def test_its_parts_are_told_from_those_of_other_fields():
    _box, text, check, hint, _comment, _asked = made()
    assert text.description == "Your answer to padding-1:"
    assert check.tooltip == "Check the answer to padding-1" and hint.tooltip == "A hint for padding-1"


def test_it_shows_what_the_cell_says_of_the_answer_as_text():
    box, text, *_others = made(said="a: x < y   b: y < x\na letter", start="dict(size=...)")
    assert "a: x &lt; y   b: y &lt; x\na letter" in box.children[0].value
    assert text.value == "dict(size=...)"
