"""Execute the notebooks from a clean kernel and save them as they are committed.

    python tools/refresh.py [NAME …]

Refreshing twice changes nothing: no widget state, no timings, no model ids, no version of whoever
refreshed last. A notebook whose cell raises, writes to stderr or prints a memory address is not saved,
and neither is one in which an exercise is filled in.
"""

import argparse
import io
import re
import sys
import tokenize
from collections.abc import Sequence
from pathlib import Path

import nbformat
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode
from traitlets import default

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"
LESSONS = "[0-9][0-9]_*.ipynb"
"""The notebooks that teach: the glossary, which has nothing to run, is none of them."""
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
EXERCISE_TAG = "exercise:"
BLANK = "..."
KEPT_CELL_METADATA = ("tags", "jupyter", "slideshow")
METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
"""What every notebook says of itself: nothing that depends on who executed it."""


class RefreshError(Exception):
    """A notebook that must not be saved, with a sentence that says why."""


class ThisPython(AsyncKernelManager):
    """A kernel of the Python that runs this tool, whichever kernels are installed elsewhere."""

    @default("kernel_spec_manager")
    def _only_the_native_one(self) -> KernelSpecManager:
        return KernelSpecManager(parent=self, kernel_dirs=[])


def read_notebook(path: Path) -> NotebookNode:
    """Read a notebook; one of an older format gets ids for its cells.

    Parameters
    ----------
    path : Path
        The ``.ipynb`` file.

    Returns
    -------
    nbformat.NotebookNode
        The notebook in format 4.5.
    """
    return nbformat.v4.upgrade(nbformat.read(path, as_version=4))


def exercise_id(cell: NotebookNode) -> str | None:
    """Return the exercise that a cell asks, such as ``padding-1``, or None."""
    for tag in cell.metadata.get("tags", ()):
        if tag.startswith(EXERCISE_TAG):
            return tag.removeprefix(EXERCISE_TAG)
    return None


def filled_exercises(notebook: NotebookNode) -> list[str]:
    """Return the ids of exercises whose cell has no blank left.

    Parameters
    ----------
    notebook : nbformat.NotebookNode

    Returns
    -------
    list of str
        In the notebook's order; empty as it should be.
    """
    asked = ((exercise_id(cell), cell.source) for cell in notebook.cells)
    return [exercise for exercise, source in asked if exercise is not None and not _has_blank(source)]


def _has_blank(source: str) -> bool:
    """Whether there is a blank in the code itself: those in a comment or a text do not count."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return any(token.string == BLANK for token in tokens)


def execute(notebook: NotebookNode, folder: Path) -> None:
    """Run every cell in a new kernel; the outputs are stored in the notebook itself.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        Changed in place.
    folder : Path
        Where the kernel starts: the notebook's own folder.

    Raises
    ------
    nbclient.exceptions.CellExecutionError
        If a cell raised.
    """
    NotebookClient(
        notebook,
        kernel_manager_class=ThisPython,
        extra_arguments=["--IPKernelApp.log_level=40"],  # errors only: not how the kernel is connected
        timeout=600,
        # On a busy machine an output may come late; it must not be left out without a word.
        iopub_timeout=60,
        raise_on_iopub_timeout=True,
        store_widget_state=False,
        record_timing=False,
        coalesce_streams=True,
        resources={"metadata": {"path": str(folder)}},
    ).execute()


def complaints(notebook: NotebookNode) -> list[str]:
    """Return what an executed notebook must not contain, one sentence each.

    Parameters
    ----------
    notebook : nbformat.NotebookNode

    Returns
    -------
    list of str
        Empty as it should be.
    """
    found = []
    for number, cell in enumerate(notebook.cells):
        for output in cell.get("outputs", ()):
            text = _text_of(output)
            if output.get("name") == "stderr":
                found.append(f"cell {number} writes to stderr: {text.strip()}")
            if re.search(r"\bat 0x[0-9a-f]{6,}", text):
                found.append(f"cell {number} shows a memory address, which is another one every time: {text.strip()}")
    return found


def _first_error(notebook: NotebookNode) -> str:
    """Return what the cell that raised is, and what it raised."""
    for number, cell in enumerate(notebook.cells):
        for output in cell.get("outputs", ()):
            if output.output_type == "error":
                return f"cell {number} raises {output.ename}: {output.evalue}\n\n{cell.source}"
    raise AssertionError("no cell raised")


def _text_of(output: NotebookNode) -> str:
    return output.get("text") or output.get("data", {}).get("text/plain", "")


def clean(notebook: NotebookNode) -> None:
    """Drop from an executed notebook what differs from run to run, in place.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
    """
    notebook.metadata = nbformat.from_dict(METADATA)
    for cell in notebook.cells:
        cell.metadata = nbformat.from_dict(
            {key: cell.metadata[key] for key in KEPT_CELL_METADATA if cell.metadata.get(key)}
        )
        for output in cell.get("outputs", ()):
            for part in ("data", "metadata"):
                # Without widget state a trusted notebook would show "model not found" instead of the picture.
                output.get(part, {}).pop(WIDGET_VIEW, None)


def refreshed(path: Path) -> str:
    """Return the text that a notebook's file should hold, executed and cleaned.

    Parameters
    ----------
    path : Path
        The ``.ipynb`` file; it is not changed.

    Returns
    -------
    str
        JSON, ending with a newline.

    Raises
    ------
    RefreshError
        If it must not be saved.
    """
    notebook = read_notebook(path)
    filled = filled_exercises(notebook)
    if filled:
        raise RefreshError(f"{path.name}: {', '.join(filled)} is filled in. Put {BLANK} back for the learner.")
    try:
        execute(notebook, path.parent)
    except CellExecutionError as error:
        raise RefreshError(f"{path.name}: {_first_error(notebook)}") from error
    found = complaints(notebook)
    if found:
        raise RefreshError("\n".join(f"{path.name}: {complaint}" for complaint in found))
    clean(notebook)
    nbformat.validate(notebook)
    return nbformat.writes(notebook).rstrip("\n") + "\n"


def refresh(path: Path) -> bool:
    """Execute a notebook and save it, unless that would change nothing.

    Parameters
    ----------
    path : Path
        The ``.ipynb`` file.

    Returns
    -------
    bool
        Whether the file changed.
    """
    text = refreshed(path)
    if text == path.read_text(encoding="utf-8"):
        return False
    path.write_text(text, encoding="utf-8", newline="\n")
    return True


def chosen(names: Sequence[str]) -> list[Path]:
    """Return the notebooks that were named on the command line, all of them where none was.

    Parameters
    ----------
    names : sequence of str
        Paths, or names such as ``03_padding``; ``ko/03_padding`` is the Korean one.

    Returns
    -------
    list of Path

    Raises
    ------
    RefreshError
        If there is no notebook of a name; the sentence lists those that there are.
    """
    paths = [*sorted(NOTEBOOKS.glob(LESSONS)), *sorted(NOTEBOOKS.glob(f"*/{LESSONS}"))]
    every = {path.relative_to(NOTEBOOKS).with_suffix("").as_posix(): path for path in paths}
    if not names:
        return list(every.values())
    wanted = [name.removeprefix("notebooks/").removesuffix(".ipynb") for name in names]
    unknown = [name for name, found in zip(names, wanted, strict=True) if found not in every]
    if unknown:
        raise RefreshError(f"There is no notebook {unknown[0]!r}. There are: {', '.join(every) or 'none'}.")
    return [every[name] for name in wanted]


def main(arguments: Sequence[str] | None = None) -> int:
    """Refresh the notebooks that are named, and say of each whether it changed."""
    parser = argparse.ArgumentParser(description="Execute the notebooks and save them as they are committed.")
    parser.add_argument("names", nargs="*", help="such as 03_padding; by default all of them")
    try:
        for path in chosen(parser.parse_args(arguments).names):
            print(f"{path.name}: {'saved' if refresh(path) else 'unchanged'}", flush=True)
    except RefreshError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
