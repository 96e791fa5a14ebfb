"""A box of cells with a smaller box in it: where its corners are, and what is painted."""

import numpy as np
import pytest

from cnnlib.canvas import Canvas
from cnnlib.canvas.colours import rgb
from cnnlib.canvas.solids import cells, project, sides
from cnnlib.pictures.palette import ROLES, TINTS
from cnnlib.pictures.panels import Outline
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.solids import Solid

LAYERS = ("red", "green", "blue", "difference")


def solid(size=(3, 5, 6), block=None, **options):
    return Solid(size, f"image {size}", LAYERS[: size[0]], name="image", block=block, deepest=4, **options)


def painted(panel, width=1000):
    """Return pixels and a function: x and y in cells from the top left of the front → the colour there."""
    canvas = Canvas(width)
    pixels = canvas.paint(Picture([[panel]], caption="A box."))[:, :, :3].copy()
    (place,) = canvas.geometry()
    wide, tall = canvas.size
    above, left = panel.front

    def colour(x, y):
        across = (place["x"] + (left + x) * place["cell_width"]) * wide
        down = (place["y"] + (above + y) * place["cell_height"]) * tall
        return tuple(int(part) for part in pixels[round(down), round(across)])

    return pixels, colour


@pytest.mark.parametrize(
    ("corner", "seen"),
    [
        ((0, 0, 0), (0, 0)),
        ((0, 5, 6), (6, 5)),
        ((1, 0, 0), (0.55, -0.4)),
        ((3, 5, 6), (6 + 1.65, 5 - 1.2)),
        ((4, 1, 2), (2 + 2.2, 1 - 1.6)),
    ],
)
def test_a_channel_further_back_is_seen_further_right_and_up(corner, seen):
    assert project(corner) == pytest.approx(seen)


@pytest.mark.parametrize(
    ("channels", "block", "hull"),
    [
        # (left, top, right, bottom) of the whole block, in cells from the top left of the front
        (3, Outline(0, 0, 3, 3), (0, -1.2, 3 + 1.65, 3)),
        (3, Outline(1, 1, 3, 3), (1, 1 - 1.2, 4 + 1.65, 4)),
        (3, Outline(2, 3, 3, 3), (3, 2 - 1.2, 6 + 1.65, 5)),
        (1, Outline(0, 0, 5, 5), (0, -0.4, 5 + 0.55, 5)),
        (4, Outline(3, 4, 2, 2), (4, 3 - 1.6, 6 + 2.2, 5)),
        (4, Outline(4, 5, 1, 1), (5, 4 - 1.6, 6 + 2.2, 5)),
    ],
)
def test_the_corners_of_a_block(channels, block, hull):
    for faces in (sides(channels, block), cells(channels, block)):
        points = np.concatenate([face.points() for face in faces])
        assert (*points.min(axis=0), *points.max(axis=0)) == pytest.approx(hull)


def test_the_front_of_a_block_is_where_it_stands():
    (front,) = (face for face in sides(3, Outline(1, 2, 2, 3)) if face.side == "front")
    assert front.points().tolist() == [[2, 1], [5, 1], [5, 3], [2, 3]]
    (top,) = (face for face in sides(2, Outline(1, 2, 2, 3)) if face.side == "top")
    assert top.points().ravel() == pytest.approx([2, 1, 5, 1, 5 + 1.1, 1 - 0.8, 2 + 1.1, 1 - 0.8])
    (right,) = (face for face in sides(2, Outline(1, 2, 2, 3)) if face.side == "right")
    assert right.points().ravel() == pytest.approx([5, 1, 5, 3, 5 + 1.1, 3 - 0.8, 5 + 1.1, 1 - 0.8])


def test_a_side_has_a_cell_for_each_number_that_is_seen():
    found = [(cell.side, cell.channel) for cell in cells(4, Outline(0, 0, 5, 6))]
    assert found.count(("front", 0)) == 5 * 6
    assert all(found.count(("top", c)) == 6 and found.count(("right", c)) == 5 for c in range(4))
    assert len(found) == 30 + 4 * 11


@pytest.mark.parametrize("width", [480, 1000])
@pytest.mark.parametrize(("row", "column"), [(0, 0), (1, 1), (2, 3)])
def test_the_block_is_painted_at_its_place(width, row, column):
    _pixels, colour = painted(solid(block=Outline(row, column, 3, 3)), width)
    for y in range(5):
        for x in range(6):
            inside = row <= y < row + 3 and column <= x < column + 3
            assert (colour(x + 0.5, y + 0.5) == rgb(TINTS["kernel"])) is inside


def test_each_channel_is_a_layer_in_its_own_tint():
    _pixels, colour = painted(solid((4, 5, 6)))
    assert colour(2.5, 2.5) == rgb(TINTS["red"])
    for channel, layer in enumerate(LAYERS):
        x, y = project((channel + 0.5, 2.5, 6))
        shade = np.array(colour(x, y))
        assert all(np.minimum(rgb(TINTS[layer]), rgb(ROLES[layer])) <= shade + 1)
        assert all(shade <= np.array(rgb(TINTS[layer])) + 1), layer
    assert colour(*project((4.4, 2.5, 6))) == (255, 255, 255), "there is no fifth"
    assert painted(solid((2, 5, 6)))[1](*project((2.5, 2.5, 6))) == (255, 255, 255)


@pytest.mark.parametrize(
    ("row", "column", "covered"),
    [(0, 0, ["right"]), (1, 1, ["right", "top"]), (0, 3, []), (2, 3, ["top"])],
)
def test_a_side_of_the_block_is_seen_through_glass_unless_it_is_at_the_surface(row, column, covered):
    _pixels, colour = painted(solid(block=Outline(row, column, 3, 3)))
    tint, ink = np.array(rgb(TINTS["kernel"])), np.array(rgb(ROLES["kernel"]))
    bare = {"top": (255 + 2 * tint) // 3, "right": (ink + 2 * tint) // 3}
    # The middle of a cell of channel 0, which is seen before the front of the image ends, or at its surface.
    places = {"top": project((0.5, row, column + 1.5)), "right": project((0.5, row + 1.5, column + 3))}
    seen = [side for side, place in sorted(places.items()) if np.abs(bare[side] - colour(*place)).max() > 3]
    assert seen == covered


def test_the_glass_is_on_what_is_seen_beyond_the_front_too():
    _pixels, colour = painted(solid((4, 5, 6), block=Outline(1, 2, 3, 3)))
    tint, ink = np.array(rgb(TINTS["kernel"])), np.array(rgb(ROLES["kernel"]))
    above, beside = project((3.5, 1, 2.5)), project((3.5, 2.5, 5))
    assert above[1] < 0 and beside[0] > 6
    assert np.abs((255 + 2 * tint) // 3 - colour(*above)).max() > 3
    assert np.abs((ink + 2 * tint) // 3 - colour(*beside)).max() > 3


@pytest.mark.parametrize("width", [300, 480, 1000])
@pytest.mark.parametrize("size", [(1, 1, 1), (4, 5, 6), (4, 1, 9)])
def test_any_box_fits(size, width):
    pixels, _colour = painted(solid(size, block=Outline(0, size[2] - 1)), width)
    assert (pixels[-3:] == 255).all() and (pixels[:, -3:] == 255).all() and (pixels[:, :3] == 255).all()


def test_only_the_front_can_be_pressed():
    panel = solid((1, 2, 3))
    picks = panel.at_front(np.arange(6).reshape(2, 3))
    assert panel.front == (2, 1) and picks.shape == panel.shape
    assert picks[2:4, 1:4].tolist() == [[0, 1, 2], [3, 4, 5]] and (picks >= 0).sum() == 6


@pytest.mark.parametrize("size", [(1, 5, 6), (4, 5, 6)])
def test_more_channels_move_nothing_on_the_page(size):
    assert (solid(size).shape, solid(size).front) == (solid().shape, solid().front)


@pytest.mark.parametrize(
    ("size", "options", "says"),
    [
        ((5, 2, 2), {}, "room for 4 channels"),
        ((1, 0, 2), {}, "room for 4 channels"),
        ((2, 2, 2), {"block": Outline(1, 0, 2, 2)}, "not within its front"),
        ((2, 2, 2), {"block": Outline(0, -1)}, "not within its front"),
    ],
)
def test_a_box_that_does_not_hold_together_is_refused(size, options, says):
    with pytest.raises(ValueError, match=says):
        solid(size, **options)
    with pytest.raises(ValueError, match="for 2 channels"):
        Solid((2, 2, 2), "image", ["red"], deepest=4)
