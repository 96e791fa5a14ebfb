"""What ``04_stride`` lets the learner predict; the explorer below each prediction answers it."""

import numpy as np

from cnnlib.engine.shapes import output_size
from cnnlib.engine.windows import coverage
from cnnlib.exercises.answers import choice, shape, whole_number
from cnnlib.exercises.exercise import Misconception, equals
from cnnlib.exercises.prediction import Prediction
from cnnlib.messages import N_

CENTRES = {"a": N_("a (one)"), "b": N_("b (more than one)"), "c": N_("c (none)")}
"""How many centres of rings the small image shows."""


def unvisited(size: int, kernel_size: int, *, stride: int, padding: int = 0) -> int:
    """Return how many columns of an image no window visits."""
    return int(np.sum(coverage((size, size), kernel_size, stride=stride, padding=padding).max(axis=0) == 0))


def _size_at_stride_3() -> tuple[int, int]:
    return (output_size(7, 3, stride=3),) * 2


def _columns_in_gaps() -> int:
    return unvisited(10, 2, stride=4)


PREDICTIONS = (
    Prediction(
        id="stride-predict-1",
        read=shape(2),
        examine=equals(_size_at_stride_3),
        right=_size_at_stride_3,
        setting={"stride": 3, "padding": 0},
        misconceptions=(
            Misconception((3, 3), N_("A third window would need columns 6 to 8. The image ends at column 6.")),
            Misconception((5, 5), N_("That is the shape at stride 1.")),
            Misconception((1, 1), N_("Before its first jump, the window already has a place. Count that, too.")),
            Misconception((4, 4), N_("4 is how many pixels the window can move. It crosses them in jumps of 3.")),
        ),
        first=N_("Write down the columns of each window: 0 to 2, then 3 to 5. Is there room for another?"),
        hints=(
            N_("One row first: columns 0 to 6. The first window starts at column 0."),
            N_("The second window starts at column 3. Where would a third one start, and where would it end?"),
            N_("The last window must end at column 6 or before. Count the windows that do."),
        ),
        praise=N_("Windows start at columns 0 and 3. From column 6, a window would hang over the edge."),
    ),
    Prediction(
        id="stride-predict-2",
        read=whole_number,
        examine=equals(_columns_in_gaps),
        right=_columns_in_gaps,
        setting={"size": 10, "kernel_size": 2, "stride": 4, "padding": 0},
        misconceptions=(
            Misconception(
                0, N_("Nothing is left over at the end, that is true. But a window 2 wide leaps over 2 columns.")
            ),
            Misconception(2, N_("That is one gap. There is a gap between each window and the next.")),
            Misconception(6, N_("6 columns are visited. Or did you count a gap after the last window? There is none.")),
            Misconception(8, N_("That is how far the window moves in all.")),
            Misconception(1, N_("Look at the rows of the picture's second panel: each is one window.")),
        ),
        first=N_("The windows hold columns 0–1, 4–5 and 8–9. The columns between them are in none."),
        hints=(
            N_("The first window holds columns 0 and 1. The second starts 4 further on."),
            N_("Write down the two columns of each window, up to column 9."),
            N_("Count the columns from 0 to 9 that you have not written down."),
        ),
        praise=N_("Two gaps of two columns. No remainder only means that nothing is left over at the end."),
    ),
    Prediction(
        id="stride-predict-3",
        read=choice(a=("one",), b=("more than one", "several"), c=("none",)),
        examine=equals(lambda: "b"),
        right=lambda: "b",
        words=CENTRES.__getitem__,
        setting={"image": "rings", "stride": 3, "blurs": 0},
        misconceptions=(
            Misconception("a", N_("That is so in the image. The other centres were made by the stride.")),
            Misconception("c", N_("Where the rings are wide, the stride keeps them, and the centre with them.")),
        ),
        first=N_("Count the places where rings close around a centre."),
        hints=(
            N_("Far from the centre, the rings are finer than three pixels. What does every third pixel show of them?"),
            N_("Think of wheels in films: only some moments are filmed, so they seem to turn backwards."),
            N_("Where the rings repeat every three pixels, every kept pixel meets them at the same place."),
        ),
        praise=N_("Rings that are finer than the stride turn into coarse ones that nobody drew."),
    ),
)
