"""What of a notebook is a message, and that nothing else of it changes when it is translated."""

import nbformat
import pytest
from notebook_messages import (
    comments,
    markdown_parts,
    notebook_messages,
    translated_code,
    translated_markdown,
)
from refresh import NOTEBOOKS

EVERY = sorted(NOTEBOOKS.glob("*.ipynb"))


def messages(source):
    return [part.text for part in markdown_parts(source) if part.is_message]


@pytest.mark.parametrize("path", EVERY, ids=lambda path: path.stem)
def test_put_together_the_parts_are_the_source(path):
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "markdown":
            assert "".join(part.text for part in markdown_parts(cell.source)) == cell.source
            assert translated_markdown(cell.source, str) == cell.source
        else:
            assert translated_code(cell.source, str) == cell.source


def test_a_heading_a_paragraph_and_a_list_are_a_message_each():
    source = "## Recall\n\nOne line,\nand another.\n\n1. first\n   deeper\n2. second"
    assert messages(source) == ["## Recall", "One line,\nand another.", "1. first\n   deeper\n2. second"]


def test_each_row_of_a_table_is_a_message_but_the_rule_below_its_head():
    assert messages("| Term | In |\n| --- | --- |\n| bias | 02 |") == ["| Term | In |", "| bias | 02 |"]


@pytest.mark.parametrize(
    "source",
    [
        "$$a^2 = b$$",
        "```\nprint('words in code')\n```",
        "</details>",
        "1 + 2 = 3",
        "<small>[Colab](https://a) · [Kaggle](https://b)</small>",
    ],
)
def test_what_has_no_words_is_no_message(source):
    assert messages(source) == []


def test_the_words_for_those_who_do_not_see_a_picture_are_one():
    assert messages('<img src="a.gif"\nalt="A digit">') == ['<img src="a.gif"\nalt="A digit">']
    assert messages('<img src="a.gif" alt="">') == []


def test_a_formula_with_words_is_one():
    assert messages(r"$$\text{output} = 3$$") == [r"$$\text{output} = 3$$"]


def test_fenced_code_that_holds_empty_lines_stays_one_piece():
    source = "Before:\n\n```\nx = 1\n\n# words here\n```\n\nAfter."
    assert messages(source) == ["Before:", "After."]
    assert translated_markdown(source, str.upper) == "BEFORE:\n\n```\nx = 1\n\n# words here\n```\n\nAFTER."


def test_comments_of_several_lines_are_one_and_may_become_more_or_fewer():
    code = "# a: neither\n# b: both\nprediction = ...  # a letter\nif x:\n    # deep\n    y = '# no comment'\n"
    assert [comment.text for comment in comments(code)] == ["a: neither\nb: both", "a letter", "deep"]
    said = {"a: neither\nb: both": "하나", "a letter": "글자", "deep": "깊이\n둘째 줄"}
    expected = "# 하나\nprediction = ...  # 글자\nif x:\n    # 깊이\n    # 둘째 줄\n    y = '# no comment'\n"
    assert translated_code(code, said.__getitem__) == expected


def test_what_is_meant_for_a_tool_is_no_comment():
    assert comments("# %% exercise:padding-1\nx = 1  # noqa: F821\n") == []


def test_all_the_words_of_a_notebook_are_found():
    found = list(notebook_messages(nbformat.read(NOTEBOOKS / "03_padding.ipynb", as_version=4)))
    assert found[0] == "# 3 · Padding: why does my image shrink?"
    assert "on Colab and Kaggle, cnnlib is fetched first" in found
    assert not [text for text in found if "colab.research" in text]


def test_a_drawing_with_letters_has_a_message_for_each_line_with_words():
    source = "```text\npixels  1  0\n        2  3\n```\n\nAfter."
    assert messages(source) == ["pixels  1  0", "After."]
    assert translated_markdown(source, str.upper) == "```text\nPIXELS  1  0\n        2  3\n```\n\nAFTER."
