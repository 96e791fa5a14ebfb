"""``make refresh``: what it saves is the same every time, and what it refuses to save."""

import json

import nbformat
import pytest
import refresh

pytestmark = pytest.mark.slow

CODE = [
    "from IPython.display import Image, display\nimport ipywidgets, sys",
    "display(ipywidgets.IntSlider())\nprint('one')\nprint('two')",
    "6 * 7",
]


def write(folder, cells, **metadata):
    """Write a notebook in an old format: no cell ids, never executed, noise in its metadata."""
    notebook = {
        "nbformat": 4,
        "nbformat_minor": 4,
        "metadata": {"widgets": {"state": {}}, "language_info": {"name": "python", "version": "3.1.4"}, **metadata},
        "cells": [{"cell_type": "markdown", "metadata": {}, "source": "# A title"}, *cells],
    }
    path = folder / "small.ipynb"
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return path


def code(source, **metadata):
    return {"cell_type": "code", "metadata": metadata, "execution_count": None, "outputs": [], "source": source}


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    """A small notebook, refreshed once: its path, and what it holds."""
    exercise = code("answer = ...", tags=["exercise:small-1"], collapsed=True, execution={"iopub.status": "now"})
    path = write(tmp_path_factory.mktemp("notebooks"), [*map(code, CODE), code(CODE[1]), exercise])
    assert refresh.refresh(path)
    return path, json.loads(path.read_text(encoding="utf-8"))


def test_a_second_refresh_changes_nothing(saved):
    path, _ = saved
    before = path.read_bytes()
    assert not refresh.refresh(path)
    assert path.read_bytes() == before


def test_cells_are_executed_in_order_and_have_ids(saved):
    cells = saved[1]["cells"]
    assert [cell["execution_count"] for cell in cells if cell["cell_type"] == "code"] == [1, 2, 3, 4, 5]
    assert len({cell["id"] for cell in cells}) == len(cells)


def test_ids_of_cells_are_kept(tmp_path):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1", id="mine")])
    path = tmp_path / "small.ipynb"
    nbformat.write(notebook, path)
    assert [cell.id for cell in refresh.read_notebook(path).cells] == ["mine"]


def test_nothing_of_a_widget_or_of_this_machine_is_saved(saved):
    _, notebook = saved
    assert notebook["metadata"] == refresh.METADATA
    assert refresh.WIDGET_VIEW not in json.dumps(notebook)
    assert notebook["cells"][-1]["metadata"] == {"tags": ["exercise:small-1"]}
    shown, printed = notebook["cells"][2]["outputs"]
    assert list(shown["data"]) == ["text/plain"]
    assert printed["text"] == ["one\n", "two\n"]


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("1 / 0", "cell 1 raises ZeroDivisionError: division by zero"),
        ("import sys\nprint('a warning', file=sys.stderr)", "cell 1 writes to stderr: a warning"),
        ("object()", "cell 1 shows a memory address"),
    ],
)
def test_what_must_not_be_saved_is_refused(tmp_path, source, sentence):
    path = write(tmp_path, [code(source)])
    before = path.read_bytes()
    with pytest.raises(refresh.RefreshError, match=sentence):
        refresh.refresh(path)
    assert path.read_bytes() == before


def test_a_filled_exercise_is_refused(tmp_path):
    path = write(tmp_path, [code("answer = 4", tags=["exercise:small-1"])])
    with pytest.raises(refresh.RefreshError, match="small-1 is filled in"):
        refresh.refresh(path)


def test_an_unknown_name_is_a_sentence(capsys):
    assert refresh.main(["99_nothing"]) == 1
    assert "There is no notebook '99_nothing'. There are:" in capsys.readouterr().err
