"""The gradient on its way back through a pooling and a ReLU."""

import numpy as np
import pytest

from cnnlib import max_pool2d_backward, relu, relu_backward
from cnnlib.canvas import Canvas
from cnnlib.lessons.learning_filters.predictions import PLACED, Z
from cnnlib.lessons.learning_filters.way_back import way_back_picture


def way_back(z=Z, position=0, **options):
    grad_p = np.zeros((2, 2))
    grad_p.flat[position] = PLACED
    grad_a = max_pool2d_backward(grad_p, relu(z), 2)
    return way_back_picture(z, grad_p, grad_a, relu_backward(grad_a, z), position=position, **options)


def arrived(picture):
    return np.argwhere(picture.panel("grad_z").values).tolist()


def test_the_winner_gets_the_whole_gradient():
    picture = way_back(position=1)
    assert picture.panel("p").values.tolist() == [[3, 4], [5, 0]]
    assert arrived(picture) == [[0, 3]] and picture.panel("grad_z").values[0, 3] == 4
    assert picture.formula.splitlines() == [
        "pooling: max(0, 4, 1, 0) = 4, in row 0, column 3 of a: this cell gets the whole 4",
        "ReLU: z is 4 there, above 0: the gradient passes",
        "nudging each number of z gives grad_z, too",
    ]
    assert picture.caption == (
        "The gradient 4 in row 0, column 1 of grad_p reaches 1 cell of a; the ReLU lets it pass to 1 cell of z."
    )


def test_of_each_window_one_cell_hears_and_of_the_last_none():
    assert [arrived(way_back(position=place)) for place in range(4)] == [[[0, 0]], [[0, 3]], [[3, 0]], []]
    shut = way_back(position=3)
    assert shut.panel("grad_a").values[2, 2] == 4, "the first of four zeros wins"
    assert shut.formula.splitlines()[1:] == [
        "ReLU: z is −1 there, not above 0: the gradient stops",
        "nudging each number of z gives grad_z, too",
    ]
    assert shut.caption.endswith("reaches 1 cell of a; the ReLU lets it pass to no cell of z.")


@pytest.mark.parametrize("place", [(2, 2), (2, 3), (3, 2), (3, 3)])
def test_any_number_above_0_in_the_last_window_lets_it_through(place):
    z = Z.copy()
    z[place] = 0.5
    assert arrived(way_back(z, position=3)) == [list(place)]


def test_a_tie_goes_to_the_first_and_nudging_sees_the_corner():
    z = Z.copy()
    z[1, 1] = 3
    picture = way_back(z)
    assert arrived(picture) == [[0, 0]]
    assert picture.formula.endswith(
        "nudging differs by 2: at a tie, or at 0, the loss has a corner, and the two sides differ"
    )


def test_pressing_any_cell_chooses_its_window():
    picture = way_back(position=3, edits="z")
    assert picture.panel("grad_p").picks["position"].tolist() == [[0, 1], [2, 3]]
    for name in ("z", "a", "grad_z", "grad_a"):
        assert picture.panel(name).picks["position"].tolist() == [[0, 0, 1, 1]] * 2 + [[2, 2, 3, 3]] * 2
        assert (picture.panel(name).outlines[0].row, picture.panel(name).outlines[0].column) == (2, 2)
    assert picture.panel("a").marked.sum() == 4 and picture.panel("z").edits == "z"
    Canvas().draw(picture)


@pytest.mark.parametrize(("value", "arrives"), [(-1, 0), (0, 0), (0.01, 4), (3, 4)])
def test_the_number_that_lets_the_gradient_through_is_just_above_0(value, arrives):
    z, grad_p = Z.copy(), np.array([[0.0, 0.0], [0.0, 4.0]])
    assert z[3, 2] == -3
    z[3, 2] = value
    grad_z = relu_backward(max_pool2d_backward(grad_p, relu(z), 2), z)
    assert grad_z[3, 2] == grad_z.sum() == arrives
