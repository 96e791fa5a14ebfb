"""The first cell of a notebook fetches `cnnlib`, and nothing that is loaded already is changed by that."""

import json

import nbformat
import notebook_rules as rules
import refresh
from colab.installing import pip


def test_nothing_else_is_installed_or_changed(wheel, tmp_path):
    pip("install", "--quiet", "--dry-run", f"--report={tmp_path / 'report.json'}", wheel)
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert [each["metadata"]["name"] for each in report["install"]] == ["cnnlib"]


def test_the_first_cell_fetches_it_for_the_cells_that_follow(wheel, notebook_folder, tmp_path, monkeypatch):
    notebook = refresh.read_notebook(notebook_folder / "00_start_here.ipynb")
    first = rules.code_cells(notebook)[0]
    assert first.source.startswith(rules.INSTALL)
    first.source = first.source.replace(f"git+https://github.com/{rules.REPOSITORY}", str(wheel))
    # Into a folder, so that the environment stays as it is; pip would install anew there what is loaded.
    for name, value in {"PIP_TARGET": tmp_path, "PYTHONPATH": tmp_path, "PIP_NO_DEPS": "1"}.items():
        monkeypatch.setenv(name, str(value))
    assert not list(tmp_path.iterdir())
    refresh.execute(notebook, notebook_folder)
    assert (tmp_path / "cnnlib").is_dir() and refresh.complaints(notebook) == []


def test_where_it_is_there_the_first_cell_shows_nothing(installed, notebook_folder, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(installed))
    cells = rules.code_cells(refresh.read_notebook(notebook_folder / "03_padding.ipynb"))[:1]
    notebook = nbformat.v4.new_notebook(cells=cells)
    refresh.execute(notebook, notebook_folder)
    assert notebook.cells[0].outputs == []
