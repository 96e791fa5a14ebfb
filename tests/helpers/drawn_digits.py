"""Handwritten forms of the ten digits as strokes, drawn with the explorer's own pen."""

from math import cos, radians, sin

import numpy as np

from cnnlib.explore import drawing
from cnnlib.live.controls import control_for


def _arc(row, column, tall, wide, start, end, points):
    """Points along an ellipse, in degrees from the right, counter-clockwise."""
    return [
        (row - tall * sin(radians(angle)), column + wide * cos(radians(angle)))
        for angle in np.linspace(start, end, points)
    ]


# (row, column) in a box of 1×1; one list of points for each stroke. Those called plain are what one would write first.
FORMS = {
    "0 plain": [_arc(0.5, 0.5, 0.5, 0.32, 90, 450, 24)],
    "0 narrow, slanted": [[(r, c + 0.25 * (0.5 - r)) for r, c in _arc(0.5, 0.5, 0.5, 0.25, 90, 450, 24)]],
    "1 plain": [[(0, 0.5), (1, 0.5)]],
    "1 with hook": [[(0.22, 0.3), (0, 0.55), (1, 0.55)]],
    "1 with hook and line": [[(0.22, 0.3), (0, 0.5), (1, 0.5)], [(1, 0.25), (1, 0.75)]],
    "2 plain": [[*_arc(0.27, 0.5, 0.27, 0.3, 160, -30, 12), (1, 0.18), (1, 0.85)]],
    "2 with loop": [[*_arc(0.25, 0.48, 0.25, 0.28, 170, -20, 12), (0.6, 0.6), (0.95, 0.2), (0.93, 0.45), (1, 0.85)]],
    "3 plain": [_arc(0.25, 0.45, 0.25, 0.27, 150, -90, 12) + _arc(0.74, 0.45, 0.26, 0.32, 90, -150, 14)],
    "3 with flat top": [[(0, 0.2), (0, 0.78), (0.4, 0.45), *_arc(0.7, 0.45, 0.3, 0.33, 80, -150, 14)]],
    "4 plain": [[(0, 0.25), (0.55, 0.2), (0.55, 0.85)], [(0.2, 0.65), (1, 0.65)]],
    "4 closed": [[(1, 0.62), (0, 0.62), (0.68, 0.12), (0.68, 0.9)]],
    "5 plain": [[(0, 0.8), (0, 0.25), (0.42, 0.22), *_arc(0.68, 0.46, 0.31, 0.34, 110, -150, 16)]],
    "5 of two strokes": [
        [(0.02, 0.28), (0.42, 0.25), *_arc(0.69, 0.45, 0.31, 0.32, 100, -145, 16)],
        [(0.02, 0.28), (0.02, 0.82)],
    ],
    "6 plain": [[(0, 0.68), (0.2, 0.4), (0.5, 0.22), (0.72, 0.2), *_arc(0.74, 0.48, 0.26, 0.28, 180, 540, 20)]],
    "6 straight": [[(0, 0.55), (0.35, 0.3), (0.7, 0.22), *_arc(0.75, 0.45, 0.25, 0.25, 170, 530, 20)]],
    "7 plain": [[(0, 0.2), (0, 0.8), (1, 0.4)]],
    "7 crossed": [[(0, 0.2), (0, 0.8), (1, 0.42)], [(0.5, 0.35), (0.5, 0.78)]],
    "8 plain": [_arc(0.25, 0.5, 0.25, 0.23, -90, 270, 20) + _arc(0.75, 0.5, 0.25, 0.29, 90, -270, 20)],
    "8 of one line": [
        [
            (0.12, 0.72),
            (0.02, 0.5),
            (0.13, 0.27),
            (0.32, 0.36),
            (0.5, 0.5),
            (0.68, 0.7),
            (0.85, 0.76),
            (1, 0.5),
            (0.86, 0.24),
            (0.68, 0.3),
            (0.5, 0.5),
            (0.32, 0.66),
            (0.12, 0.72),
        ]
    ],
    "9 plain": [[*_arc(0.27, 0.48, 0.27, 0.27, 0, 360, 20), (0.3, 0.75), (1, 0.7)]],
    "9 bowed": [[*_arc(0.27, 0.48, 0.27, 0.27, 20, 380, 20), (0.5, 0.74), (0.8, 0.68), (1, 0.4)]],
}

# (top, left, height, width) on the 32×32 cells of the panel.
PLACES = {
    "large": (2, 4, 28, 24),
    "middle": (6, 8, 20, 17),
    "small": (3, 3, 14, 12),
    "bottom right": (13, 15, 17, 14),
}


def strokes(form, place="large"):
    """Return the strokes of a form at a place, by its name or as a box: lists of (row, column) in cells."""
    top, left, height, width = PLACES.get(place, place)
    return [[(top + row * height, left + column * width) for row, column in stroke] for stroke in FORMS[form]]


def drawn(form, place="large"):
    """Return what the control holds after these strokes: (32, 32) of 0 and 1."""
    control = control_for("drawn", drawing((32, 32)), None)
    for stroke in strokes(form, place):
        control.put_stroke(stroke)
    return control.value
