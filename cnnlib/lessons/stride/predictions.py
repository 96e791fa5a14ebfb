"""What ``04_stride`` lets the learner predict, before the notebook shows anything like it."""

from collections.abc import Callable

import numpy as np

from cnnlib.engine.shapes import output_size
from cnnlib.engine.windows import coverage
from cnnlib.exercises.answers import number, shape, whole_number
from cnnlib.exercises.exercise import Exercise, Misconception, equals
from cnnlib.messages import _


def _near(*values: float) -> Callable[[float], bool]:
    """Recognize one of these numbers, also when it is written with two digits only."""
    return lambda answer: any(abs(answer - value) < 0.01 for value in values)


def unvisited(size: int, kernel_size: int, *, stride: int, padding: int = 0) -> int:
    """How many columns of an image no window visits."""
    return int(np.sum(coverage((size, size), kernel_size, stride=stride, padding=padding).max(axis=0) == 0))


PREDICTIONS = (
    Exercise(
        id="stride-predict-1",
        read=shape(2),
        examine=equals(lambda: (output_size(9, 3, stride=2), output_size(9, 3, stride=2))),
        misconceptions=(
            Misconception(
                (7, 7), _("That is the shape with stride 1. This window skips every other place, across and down.")
            ),
            Misconception(
                (3, 3),
                _(
                    "Did you count the jumps? Before its first jump, the window already has a place. "
                    "Or do your windows stand side by side? These overlap by one column."
                ),
            ),
            Misconception(
                (5, 5),
                _(
                    "Half of the image, rounded up? Try a window that starts on column 8. "
                    "Of its three columns, only one lies inside."
                ),
            ),
            Misconception((6, 6), _("That is how many pixels the window can move. It crosses them in jumps of 2.")),
            Misconception(
                (8, 8), _("A window that starts on the last column but one hangs over the edge. And it jumps by 2.")
            ),
        ),
        first=_("Write down where a window can start along one row: column 0, column 2, and so on."),
        hints=(
            _("Take one row of 9 pixels, the columns 0 to 8. The first window starts on column 0."),
            _("The next one starts on column 2, and it overlaps the first by one column. How far can you go on?"),
            _("The last one must end on column 8, so it starts on column 6. Count the starts: 0, 2, and so on."),
        ),
        praise=_("Windows start on the columns 0, 2, 4 and 6: (9 − 3) / 2 jumps, and the first place. Rows likewise."),
    ),
    Exercise(
        id="stride-predict-2",
        read=number,
        examine=equals(lambda: output_size(12, 5, stride=2)),
        misconceptions=(
            Misconception(
                5,
                _(
                    "That is rounded up. Its last window would start on column 8 and end on column 12. "
                    "But the row ends on column 11."
                ),
            ),
            Misconception(
                4.5,
                _("No output has half a cell. What becomes of a window that lies inside only in part?"),
                when=_near(4.5, 3.5),
            ),
            Misconception(3, _("Those are the whole jumps. Before the first jump, the window already has a place.")),
            Misconception(
                6, _("Half of the row? The kernel needs room, too: the last windows would hang over the edge.")
            ),
            Misconception(8, _("That is so with stride 1. This window skips every other place.")),
            Misconception(2, _("That many windows stand side by side without touching. These jump by 2 and overlap.")),
        ),
        first=_("Count the columns on which a window starts, and check where each window ends."),
        hints=(
            _("The window is 5 wide and the row 12, so the window can move by 7 pixels."),
            _("How many whole jumps of 2 fit into 7 pixels? What is left of the 7 is too short for a jump."),
            _("Count the whole jumps, and add the place where the window stands before the first."),
        ),
        praise=_("7 pixels hold 3 whole jumps, and 3 + 1 = 4. The last column of the row is in no window."),
    ),
    Exercise(
        id="stride-predict-3",
        read=whole_number,
        examine=equals(lambda: unvisited(14, 2, stride=4)),
        misconceptions=(
            Misconception(
                0,
                _(
                    "Nothing is left over at the end, that is true. "
                    "But does a window that is 2 wide, and jumps by 4, touch the next one?"
                ),
            ),
            Misconception(2, _("That is one gap between two windows. How many gaps are there?")),
            Misconception(3, _("That is how many gaps there are. How many columns wide is each of them?")),
            Misconception(
                8,
                _("Those are the columns that are visited, or a gap too many: after the last window there is none."),
            ),
            Misconception(10, _("That is the width less one jump. Write the windows down, one by one.")),
            Misconception(12, _("That is how far the window can move. It stands still, too, and then it reads.")),
        ),
        first=_("Write down the two columns of each window: 0 and 1, then 4 and 5, and so on."),
        hints=(
            _("The first window holds the columns 0 and 1. The second starts 4 further on. What lies between them?"),
            _("The windows start on the columns 0, 4, 8 and 12. The last one ends on column 13, the image's last."),
            _("Between two neighbouring windows, the columns of one gap are left out. Count the gaps and multiply."),
        ),
        praise=_("Three gaps of two columns. An even division only says that nothing is left over at the end."),
    ),
)
