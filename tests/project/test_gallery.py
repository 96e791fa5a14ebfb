"""The recorded explorers of the site's first page: complete, and the same as the notebooks' own."""

import dataclasses
import functools
import io
import itertools
import json
import re

import build_gallery
import explorer_rules
import nbformat
import numpy as np
import pytest
import record_gallery
import repository
from packed_runs import unpacked
from PIL import Image
from project_files import ROOT, read

from cnnlib.canvas import Canvas
from cnnlib.canvas.indexed import encode_indexed

pytestmark = pytest.mark.slow

ENTRIES = {entry["notebook"]: entry for entry in record_gallery.listed()}
EVERY = 5
"""Of so many pictures, one is painted anew."""


@functools.cache
def own_explorer(name):
    """Return the explorer of the notebook itself."""
    notebook = nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=4)
    function = ENTRIES[name]["function"]
    return next(each for each in explorer_rules.explorers_of(notebook) if each._function.__name__ == function)


@functools.cache
def read_record(gallery, name, size="wide"):
    """Return a recorded explorer and its pixels."""
    told = json.loads((gallery / "gallery" / f"{name}-{size}.json").read_text(encoding="utf-8"))
    return told, (gallery / "gallery" / f"{name}-{size}.bin").read_bytes()


def value_of(control, mark):
    """Return the value of a notebook's control with a mark."""
    if control.widget is None or isinstance(mark, str):
        presets = [preset[control.name] for preset in own_presets(control) if control.name in preset]
        arrays = [control.accept(each) for each in [control.start, *presets] if isinstance(each, np.ndarray)]
        return next((each for each in arrays if control.mark(each) == mark), mark)
    return next(each for each in [*control.choices(), *control.rest()] if control.mark(each) == mark)


def own_presets(control):
    owners = [own_explorer(name) for name in ENTRIES]
    return [preset for each in owners if control in each._controls.values() for preset in each._presets.values()]


def own_state(name, told, marks):
    """Return what the notebook's explorer shows at the marks of a recorded one."""
    explorer = own_explorer(name)
    values = {each: value_of(explorer._controls[each], mark) for each, mark in zip(told["names"], marks, strict=True)}
    return record_gallery.state_at(explorer, {**explorer._starts(), **values})


def test_every_notebook_has_an_explorer_there():
    assert sorted(ENTRIES) == sorted(path.stem for path in (ROOT / "notebooks").glob("[0-9]*.ipynb"))


@pytest.mark.parametrize("name", ENTRIES)
def test_it_says_what_the_notebooks_own_says(gallery, name):
    told, _pixels = read_record(gallery, name)
    for marks, found in told["entries"]:
        own = own_state(name, told, marks)
        if own.picture is None:
            assert isinstance(found, str) and found.split(".")[0] == own.message.split(".")[0], marks
            continue
        content = told["pictures"][found]["content"]
        said = own.picture.caption, own.picture.formula, own.picture.code, own.stage.where
        assert (content["caption"], content["formula"], content["code"]) == said[:3], marks
        assert content["alt"] == own.picture.caption and not content["message"] and not content["dimmed"]
        assert all(content["at"][each] == own.stage.at[each] for each in told["names"]), marks


@pytest.mark.parametrize("name", ENTRIES)
@pytest.mark.parametrize("size", record_gallery.SIZES)
def test_its_pixels_are_those_of_the_notebooks_own(gallery, name, size):
    told, pixels = read_record(gallery, name, size)
    canvas = Canvas(*record_gallery.SIZES[size])
    shown = {found: marks for marks, found in told["entries"] if not isinstance(found, str)}
    for number in sorted(shown)[::EVERY]:
        picture = own_state(name, told, shown[number]).picture
        # What needs Python to be typed into says nothing of it.
        rows = [[dataclasses.replace(p, edits=None, note="") if p.edits else p for p in row] for row in picture.rows]
        expected = encode_indexed(canvas.paint(dataclasses.replace(picture, rows=rows))[:, :, :3])
        start, length = told["pictures"][number]["png"]
        recorded = np.asarray(Image.open(io.BytesIO(pixels[start : start + length])).convert("RGB"))
        np.testing.assert_array_equal(recorded, np.asarray(Image.open(io.BytesIO(expected)).convert("RGB")))


@pytest.mark.parametrize("name", ENTRIES)
def test_nothing_that_a_hand_can_do_is_missing(gallery, name):
    told, _pixels = read_record(gallery, name)
    names, known = told["names"], {json.dumps(marks) for marks, _found in told["entries"]}

    def is_there(at, changes):
        return json.dumps([{**at, **changes}[each] for each in names]) in known

    moved = {each["name"]: each["marks"] for each in told["controls"]}
    for values in itertools.product(*moved.values()):
        assert is_there(told["toolbar"]["reset"], dict(zip(moved, values, strict=True)))
    for picture in told["pictures"]:
        content = picture["content"]
        at, steps = content["at"], told["toolbar"]["steps"]
        for control, marks in moved.items():
            assert all(is_there(at, {control: mark}) for mark in marks)
        for preset in [told["toolbar"]["reset"], *told["toolbar"]["presets"].values()]:
            assert is_there(at, preset)
        assert all(is_there(at, {steps: place}) for place in range(content["cells"] if steps else 0))
        for panel in content["panels"]:
            assert not panel.get("edits") and not panel.get("draws")
            marks = {each: unpacked(runs) for each, runs in (panel.get("values") or {}).items()}
            for place in range(panel["rows"] * panel["cols"] if marks else 0):
                picked = {each: listed[place] for each, listed in marks.items()}
                assert is_there(at, {each: mark for each, mark in picked.items() if mark is None or mark >= 0})


def test_padding_has_the_sliders_of_the_notebook_and_one_impossible_setting(gallery):
    told, _pixels = read_record(gallery, "03_padding")
    assert [(each["name"], each["marks"]) for each in told["controls"]] == [
        ("kernel_size", [1, 2, 3, 4, 5]),
        ("padding", [0, 1, 2, 3]),
    ]
    refused = [marks for marks, found in told["entries"] if isinstance(found, str)]
    assert refused == [[5, 0]], "a 5×5 window has no place on a (4, 4) image, and on every other setting it has one"


def test_the_page_has_each_question_and_ways_to_the_notebook(gallery):
    page = (gallery / "index.html").read_text(encoding="utf-8")
    assert "{{" not in page.replace("{{}}", "")
    questions = dict(re.findall(r"\[(\d\d_\w+)\]\(\S+\) \| ([^|]+) \|", read("README.md")))
    for name, entry in ENTRIES.items():
        assert entry["question"] == questions[name]
        assert all(address.replace("&", "&amp;") in page for address in build_gallery.links(name).values())


HANGUL = re.compile("[가-힣]")


def test_the_page_is_there_in_korean(gallery):
    """All of its sentences, its links to the Korean notebooks, and a way from each page to the other."""
    korean, english = ((gallery / folder / "index.html").read_text(encoding="utf-8") for folder in ("ko", "."))
    assert '<html lang="ko">' in korean and '<a href="../" lang="en"' in korean
    assert '<html lang="en">' in english and '<a href="ko/" lang="ko" hreflang="ko">한국어</a>' in english
    assert not re.search(r"\{_|_\}|\{\{\w", korean + english)
    for name, entry in ENTRIES.items():
        assert entry["question"] not in korean and f"path=ko/{name}.ipynb" in korean
        assert all(address.replace("&", "&amp;") in korean for address in build_gallery.links(name, "ko").values())
    words = re.findall(r"<(?:h1|h2|p|figcaption)[^>]*>([^<]+)<", korean)
    assert len(words) > 3 * len(ENTRIES) and all(
        HANGUL.search(text) for text in words if re.search("[a-z]{3} [a-z]", text)
    )


@pytest.mark.parametrize("name", ENTRIES)
def test_what_is_recorded_in_korean_is_said_in_korean(gallery, name):
    (korean, _pixels), (english, _other) = read_record(gallery / "ko", name), read_record(gallery, name)
    assert [marks for marks, _found in korean["entries"]] == [marks for marks, _found in english["entries"]]
    for picture in korean["pictures"]:
        assert HANGUL.search(picture["content"]["caption"])
    assert all(HANGUL.search(found) for _marks, found in korean["entries"] if isinstance(found, str))
    assert all(HANGUL.search(text) for text in korean["labels"].values())


@pytest.mark.parametrize("folder", [".", "ko"])
def test_before_the_first_picture_comes_little(gallery, folder):
    gallery = gallery / folder
    first = next(iter(ENTRIES))
    files = ["index.html", "gallery/gallery.css", "gallery/gallery.js", f"gallery/{first}-wide.png"]
    assert sum((gallery / file).stat().st_size for file in files) <= 300_000


def test_links_name_the_repository_that_builds_the_page(monkeypatch):
    monkeypatch.setenv("GITHUB_REPOSITORY", "somebody/their-copy")
    ways = build_gallery.links("03_padding")
    assert ways["on Colab"].endswith("/github/somebody/their-copy/blob/main/notebooks/03_padding.ipynb")
    assert ways["on Binder"].startswith("https://mybinder.org/v2/gh/somebody/their-copy/HEAD?")


def test_the_notebooks_of_the_site_name_the_repository_that_builds_it(monkeypatch, tmp_path):
    monkeypatch.setenv("GITHUB_REPOSITORY", "somebody/their-copy")
    repository.copy_notebooks(tmp_path / "notebooks")
    text = (tmp_path / "notebooks/03_padding.ipynb").read_text(encoding="utf-8")
    assert text.count("somebody/their-copy") == 3 and repository.written() not in text
    monkeypatch.delenv("GITHUB_REPOSITORY")
    repository.copy_notebooks(tmp_path / "as written")
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        assert (tmp_path / "as written" / path.name).read_bytes() == path.read_bytes()
