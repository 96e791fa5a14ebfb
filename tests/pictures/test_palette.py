"""The palette by number: which colour is whose, and how far apart they are, for eyes with a cone less, too."""

import itertools
import re
from math import atan2, degrees

import explorer_rules
import numpy as np
import project_files
import pytest
from colour_vision import VISIONS, apart, ciede2000, contrast, lab, linear

from cnnlib.canvas import Canvas
from cnnlib.canvas.charts import LINES
from cnnlib.canvas.colours import rgb
from cnnlib.pictures import Grid, Outline, Picture
from cnnlib.pictures.palette import BLOCKS, ROLES, TINTS

STEPS_APART = 10
"""The least CIEDE2000 between two roles: ten of the steps that can just be told apart side by side."""

LOOK_ALIKE = {
    ("red", "green"): {"deuteranopia"},
    ("kernel", "red"): {"deuteranopia", "tritanopia"},
    ("kernel", "green"): {"protanopia", "deuteranopia"},
    ("input", "blue"): {"protanopia", "deuteranopia", "tritanopia"},
    ("input", "green"): {"tritanopia"},
    ("output", "green"): {"tritanopia"},
    ("input", "output"): {"tritanopia"},
    ("input", "padding"): {"protanopia", "deuteranopia"},
    ("padding", "blue"): {"protanopia"},
}
"""Two roles → the eyes to which they are fewer steps apart.

The channels of a photograph are red, green and blue whatever they look like, and each panel's title says which it is;
padding is hatched. Of the other roles, only input and output look alike, and only where the cone for blue is missing,
which is so for one person in some ten thousand: the titles of their panels tell them.
"""

DOCUMENTED = re.findall(
    r"^\| `(\w+)` \| (\w+) \| `(#[0-9a-f]{6})` \|", project_files.read("CONTRIBUTING.md"), re.MULTILINE
)
"""(role, name of its colour, code), from the table in CONTRIBUTING.md."""

NAMED = {"red": "#e50000", "orange": "#f97306", "green": "#15b01a", "blue": "#0343df", "purple": "#7e1e9c"}
"""What most people call by these names: the answers to Munroe's survey (xkcd, 2010)."""


def hue(code):
    """The direction of a colour in the plane of CIELAB, in degrees."""
    _, a, b = lab(linear(code))
    return degrees(atan2(b, a))


def chroma(code):
    return np.hypot(*lab(linear(code))[1:])


def turned(one, other):
    """How many degrees lie between the hues of two colours."""
    return abs((hue(one) - hue(other) + 180) % 360 - 180)


SHARMA = [
    ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
    ((50, 3.1571, -77.2803), (50, 0, -82.7485), 2.8615),
    ((50, -1.3802, -84.2814), (50, 0, -82.7485), 1.0000),
    ((50, 0, 0), (50, -1, 2), 2.3669),
    ((50, 2.49, -0.001), (50, -2.49, 0.0009), 7.1792),
    ((50, 2.49, -0.001), (50, -2.49, 0.0011), 7.2195),
    ((50, -0.001, 2.49), (50, 0.0009, -2.49), 4.8045),
    ((50, 2.5, 0), (50, 0, -2.5), 4.3065),
    ((50, 2.5, 0), (73, 25, -18), 27.1492),
    ((50, 2.5, 0), (56, -27, -3), 31.9030),
    ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
    ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
]
"""Pairs of Sharma, Wu and Dalal (2005), table 1, with their distances to four decimals."""


@pytest.mark.parametrize(("one", "other", "distance"), SHARMA)
def test_the_distance_is_the_published_one(one, other, distance):
    assert ciede2000(one, other) == pytest.approx(distance, abs=0.00005)
    assert ciede2000(other, one) == pytest.approx(distance, abs=0.00005)


def test_the_eyes_are_the_published_ones():
    """White is white and black black to all; a missing cone loses what it alone told apart."""
    for vision, matrix in VISIONS.items():
        np.testing.assert_allclose(matrix.sum(axis=1), 1, atol=2e-6, err_msg=vision)
        assert apart("#ffffff", "#000000", vision) == pytest.approx(100, abs=0.01)
    assert lab(linear("#ffffff")) == pytest.approx((100, 0, 0), abs=1e-9)
    for vision, pair in {
        "protanopia": ("#b34a00", "#2b7a1e"),
        "deuteranopia": ("#b34a00", "#2b7a1e"),
        "tritanopia": ("#0067a5", "#00735c"),
    }.items():
        assert apart(*pair, vision) < apart(*pair, "all cones") / 3


def test_each_role_has_the_colour_of_the_documented_table():
    assert {role: code for role, _name, code in DOCUMENTED} == ROLES


@pytest.mark.parametrize(("role", "name", "code"), DOCUMENTED)
def test_the_colour_is_what_the_notebooks_call_it(role, name, code):
    """They say "orange frame": of the plain names, the one nearest in hue, or grey."""
    if name == "grey":
        assert chroma(code) < 1
    else:
        assert chroma(code) > 20
        assert min(NAMED, key=lambda each: turned(NAMED[each], code)) == name


def test_any_two_roles_are_told_apart_but_for_those_listed():
    """With all cones every two roles are far apart; with two, all but those for which something else stands."""
    close = {}
    for pair in itertools.combinations(ROLES, 2):
        eyes = {vision for vision in VISIONS if apart(*map(ROLES.get, pair), vision) < STEPS_APART}
        if eyes:
            close[pair] = eyes
    assert close == LOOK_ALIKE


def test_roles_that_look_alike_to_some_differ_in_their_titles():
    def picture(second, role="output"):
        left, right = (Grid([[1.0]], title, role=kind) for title, kind in (("input (1, 1)", "input"), (second, role)))
        return Picture([[left, right]], "Two panels.")

    assert explorer_rules.told_by_colour_alone(picture("output (1, 1)")) == []
    assert explorer_rules.told_by_colour_alone(picture("input (1, 1)", role="input")) == []
    assert len(explorer_rules.told_by_colour_alone(picture("input (1, 1)"))) == 1
    assert len(explorer_rules.told_by_colour_alone(picture(" "))) == 1


def test_curves_differ_in_their_lines_too():
    assert len({style for _role, style in LINES}) == len(LINES)


@pytest.mark.parametrize("role", ROLES)
def test_text_in_the_colour_of_a_role_can_be_read_on_white(role):
    assert contrast(ROLES[role], "#ffffff") >= 4.5


@pytest.mark.parametrize("shades", [TINTS, BLOCKS], ids=["tints", "blocks"])
def test_the_light_shades_of_a_role_have_its_hue(shades):
    """Of all roles with a hue, none is nearer to it than the role itself; what is grey stays so."""
    coloured = [role for role in shades if chroma(ROLES[role]) > 1]
    for role, code in shades.items():
        assert apart(code, "#ffffff", "all cones") < apart(ROLES[role], "#ffffff", "all cones")
        if role not in coloured:
            assert chroma(code) < 1
        else:
            assert min(coloured, key=lambda each: turned(ROLES[each], code)) == role


def test_any_two_tints_are_told_apart():
    """Cells of two roles can lie side by side; what they hold is written on them, and above them."""
    for pair in itertools.combinations(TINTS, 2):
        assert apart(*map(TINTS.get, pair), "all cones") >= STEPS_APART, pair


@pytest.mark.parametrize(("role", "name", "code"), DOCUMENTED)
def test_frames_and_outlines_are_painted_in_the_colour_of_their_role(role, name, code):
    other = "kernel" if role != "kernel" else "input"
    frame = Grid(np.zeros((4, 4)), "cells (4, 4)", role=role, numbers=False)
    window = Grid(np.zeros((4, 4)), "cells (4, 4)", role=other, numbers=False, outlines=[Outline(1, 1, 2, 2, role)])
    plain = Grid(np.zeros((4, 4)), "cells (4, 4)", role=other, numbers=False)

    def painted(grid):
        pixels = Canvas(400).paint(Picture([[grid]], "Cells."))[:, :, :3]
        return int((pixels == rgb(code)).all(axis=2).sum())

    assert painted(frame) > 4 * 50
    assert painted(window) > painted(plain) + 4 * 50
