"""Pictures are the same to the byte whatever style, font or settings a user has, and matplotlib says nothing."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import matplotlib
import pytest
from every_panel import digest, every_panel
from matplotlib import rcParams, rcParamsDefault

from cnnlib.canvas.painters import PAINTERS
from cnnlib.canvas.style import own_style

ROOT = Path(__file__).parents[2]


def drawn(code, **environment):
    """Return what code prints in a fresh Python with other environment variables; it must leave stderr alone."""
    known = {name: value for name, value in os.environ.items() if not name.startswith(("MPL", "MATPLOTLIB", "XDG"))}
    path = os.pathsep.join([str(ROOT), str(ROOT / "tests" / "helpers")])
    run = subprocess.run(
        [sys.executable, "-c", code],
        env={**known, "PYTHONPATH": path, **environment},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert (run.returncode, run.stderr) == (0, "")
    return run.stdout.split()


OTHER_VALUES = [
    "True", "False", "7", "0.3", "red", "bold", "serif", "stix", "right", "top", "none", "3, 50, 2", "round", "o",
    "cycler('color', 'r')", "full", "12, 8", "circle", "x", "nearest", "both", "small", "custom", "it", "bf", "in",
    "miter", "round_numbers", "lower", "data", "serial",
]  # fmt: skip
"""Words of a matplotlibrc; each setting takes the first that it knows and that is not its own."""

OF_NO_DRAWING = (
    "animation",
    "axes3d",
    "contour",
    "date",
    "image",
    "macosx",
    "pdf",
    "pgf",
    "ps",
    "savefig",
    "text.latex",
)


def other_value(key):
    for word in OTHER_VALUES:
        try:
            if rcParamsDefault.validate[key](word) != rcParamsDefault[key]:
                return word
        except Exception:
            continue
    return None


def all_settings_changed():
    """Return the lines of a matplotlibrc that changes every setting of matplotlib that a drawing depends on."""
    keys = [key for key in rcParamsDefault if not key.startswith(("backend", "interactive", "path.effects"))]
    other = {key: other_value(key) for key in keys}
    assert [key for key, word in other.items() if word is None and not key.startswith(OF_NO_DRAWING)] == []
    return [f"{key}: {word}" for key, word in other.items() if word]


def test_the_picture_has_every_kind_of_panel():
    assert {type(panel) for panel in every_panel().panels} == set(PAINTERS)


@pytest.mark.slow
def test_a_matplotlibrc_and_a_home_that_cannot_be_written_change_nothing(tmp_path):
    lines = [*all_settings_changed(), "a line that is none", "axes.no_such_setting: 3", "font.size: huge"]
    (tmp_path / "matplotlibrc").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "file").touch()  # no folder can be made below a file, not even by root
    changed, unwritable = str(tmp_path / "matplotlibrc"), str(tmp_path / "file" / "below")
    code = "import every_panel, matplotlib; print(every_panel.digest(), matplotlib.rcParams['text.usetex'])"
    assert drawn(code, MATPLOTLIBRC=changed, MPLCONFIGDIR=unwritable) == [digest(), "True"]
    assert drawn("import cnnlib.canvas", HOME=unwritable) == []


@pytest.mark.slow
def test_styles_that_are_set_later_change_nothing_and_stay():
    code = """
import every_panel
import matplotlib.pyplot as plt
plt.switch_backend("agg")
plt.xkcd()
plt.style.use("dark_background")
plt.rc("font", family="no such font", size=30)
plt.rc("figure", dpi=300)
before = dict(plt.rcParams)
print(every_panel.digest(), dict(plt.rcParams) == before, len(plt.rcParams["path.effects"]))
plt.rcdefaults()
plt.rc("text", usetex=True)
print(every_panel.digest())
"""
    assert drawn(code) == [digest(), "True", "1", digest()]


@pytest.fixture
def wide_lines():
    with matplotlib.rc_context({"lines.linewidth": 7}):
        yield


def test_the_style_of_the_user_comes_back_after_an_error(wide_lines):
    with pytest.raises(ZeroDivisionError), own_style():
        assert rcParams["lines.linewidth"] == rcParamsDefault["lines.linewidth"]
        1 / 0  # noqa: B018
    assert rcParams["lines.linewidth"] == 7


def test_a_setting_that_is_changed_while_a_picture_is_drawn_stays(wide_lines):
    with own_style():
        rcParams["lines.linewidth"] = 9
    assert rcParams["lines.linewidth"] == 9


def test_two_threads_draw_in_turns_and_leave_the_style_of_the_user(wide_lines):
    first_is_in, second_is_in, first_may_go = threading.Event(), threading.Event(), threading.Event()

    def first():
        with own_style():
            first_is_in.set()
            first_may_go.wait(10)

    def second():
        with own_style():
            second_is_in.set()

    threads = [threading.Thread(target=work) for work in (first, second)]
    threads[0].start()
    assert first_is_in.wait(10)
    threads[1].start()
    assert not second_is_in.wait(0.05)
    first_may_go.set()
    for thread in threads:
        thread.join(10)
    assert second_is_in.is_set()
    assert rcParams["lines.linewidth"] == 7
