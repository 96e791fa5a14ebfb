"""What ``03_padding`` lets the learner predict, before the notebook shows anything like it."""

from cnnlib.engine.shapes import output_size
from cnnlib.engine.windows import coverage
from cnnlib.exercises.answers import shape, whole_number
from cnnlib.exercises.exercise import Exercise, Misconception, equals
from cnnlib.messages import _


def _width_after(width: int, kernel_size: int, *, layers: int) -> int:
    for _layer in range(layers):
        width = output_size(width, kernel_size)
    return width


PREDICTIONS = (
    Exercise(
        id="padding-predict-1",
        read=shape(2),
        examine=equals(lambda: (output_size(6, 3), output_size(6, 3))),
        misconceptions=(
            Misconception(
                (6, 6),
                _("That would keep the size. But a window that hangs over the edge is not allowed without padding."),
            ),
            Misconception(
                (3, 3),
                _("You took off the whole kernel. Try that on a (3, 3) input: one window fits, not zero."),
            ),
            Misconception(
                (5, 5),
                _("You took off 1. A 3×3 window reaches one pixel to both sides of its middle."),
            ),
            Misconception(
                (2, 2),
                _(
                    "That many windows fit side by side without touching. "
                    "But the window moves by one pixel at a time, so neighbouring windows overlap."
                ),
            ),
            Misconception(
                (8, 8),
                _("That is larger than the input. Every window starts on a pixel of its own inside the input."),
            ),
        ),
        first=_("Count where a window can start along one row: at column 0, at column 1, and so on."),
        hints=(
            _("Take one row of 6 pixels. The window is 3 wide. Its left edge can stand on column 0."),
            _("The window must end inside the row, at column 5 at the latest. Where is its left edge then?"),
            _("The left edge can stand on every column from 0 to 3. Count them. Rows work the same way."),
        ),
        praise=_("The left edge of a window can stand on the columns 0 to 3: 6 − 3 + 1 = 4. Rows likewise."),
    ),
    Exercise(
        id="padding-predict-2",
        read=whole_number,
        examine=equals(lambda: _width_after(28, 3, layers=5)),
        misconceptions=(
            Misconception(
                28, _("Without padding every layer shrinks the image. After the first, it is 26 pixels wide.")
            ),
            Misconception(26, _("That is the width after the first layer. Four more follow.")),
            Misconception(
                23,
                _("You took off 1 pixel per layer. A 3×3 kernel takes one at the left and one at the right."),
            ),
            Misconception(
                13,
                _("You took off 3 pixels per layer. But on a row of 3 pixels, a 3×3 kernel leaves one over."),
            ),
            Misconception(8, _("You took off 4 pixels per layer. That is what a 5×5 kernel takes.")),
            Misconception(10, _("That many pixels are lost. The question is how many are left.")),
        ),
        first=_("Go layer by layer. What leaves the first layer enters the second."),
        hints=(
            _("One layer first. How many windows of 3 pixels start on a row of 28 pixels?"),
            _("One layer takes off one pixel at the left and one at the right."),
            _("Five layers take off five times as much as one. Take that from 28."),
        ),
        praise=_("Every layer takes 2 pixels: 28 → 26 → 24 → 22 → 20 → 18."),
    ),
    Exercise(
        id="padding-predict-3",
        read=whole_number,
        examine=equals(lambda: coverage(5, 5, padding=2)[0, 0]),
        misconceptions=(
            Misconception(
                1,
                _("That is so without padding. With padding 2, a window may also start outside, on the zeros."),
            ),
            Misconception(25, _("All 25 windows use the pixel in the middle. Some of them miss the corner.")),
            Misconception(4, _("That is so for a 3×3 kernel with padding 1. This kernel is larger.")),
            Misconception(3, _("That many places reach the corner along one row. A window can also move up and down.")),
            Misconception(
                6,
                _("You added the places across and the places down. Each one across goes with each one down."),
            ),
            Misconception(5, _("Five windows fit in one row. Some of them start to the right of the corner.")),
        ),
        first=_("Ask where the left edge of a window may stand, so that the window still covers column 0."),
        hints=(
            _("With padding 2, the left edge of a window can stand on the columns −2, −1, 0, 1 and 2."),
            _("Which of these windows cover column 0? One that starts at column 1 does not."),
            _("As many places reach row 0 from top to bottom. Each one across goes with each one down: multiply."),
        ),
        praise=_(
            "A window that starts at column −2, −1 or 0 reaches the corner, and the same goes for "
            "rows: 3 · 3 = 9. "
            "The pixel in the middle is used 25 times."
        ),
    ),
)
