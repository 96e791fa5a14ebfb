"""Each notebook runs with what Colab has loaded, and shows there what is saved in it."""

import notebook_rules as rules
import pytest
import refresh


def shown(notebook):
    """Return what each cell shows in words."""
    return [(cell.id, [rules.shown_text(output) for output in cell.outputs]) for cell in rules.code_cells(notebook)]


@pytest.mark.parametrize("path", rules.NOTEBOOKS, ids=lambda path: path.stem)
def test_it_runs_and_shows_what_is_saved(path, installed, notebook_folder, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(installed))
    saved, notebook = refresh.read_notebook(path), refresh.read_notebook(path)
    refresh.execute(notebook, notebook_folder)
    assert refresh.complaints(notebook) == []
    assert shown(notebook) == shown(saved)
    pictures = [output.data for _cell, output in rules.outputs(notebook) if "image/png" in output.get("data", {})]
    assert len(pictures) == len(list(rules.pictures(saved))) > 0
    assert all(refresh.WIDGET_VIEW in data for data in pictures)
