"""The exercises of ``02_convolution``: design detectors, refute a claim, write a function, find a wrong cell, count.

What is right is computed by the engine, not written down here.
``tests/lessons/convolution/test_exercises.py`` compares the numbers in the hints with the engine.
"""

from collections.abc import Callable

import numpy as np

from cnnlib import samples
from cnnlib.engine.convolution import conv2d
from cnnlib.engine.types import Array, Pair
from cnnlib.exercises.answers import array, cell, choice, settings, whole_number
from cnnlib.exercises.exercise import Exercise, Misconception, equals, satisfies
from cnnlib.lessons.convolution.design import DIAGONAL, LINE_END
from cnnlib.lessons.convolution.function import CONV
from cnnlib.lessons.convolution.predictions import PREDICTIONS
from cnnlib.messages import N_, _, format_number

FIGURE_IMAGE = np.array([[2, 2, 3, 3, 3], [0, 1, 3, 0, 3], [2, 3, 0, 1, 3], [3, 3, 2, 1, 2], [3, 3, 0, 2, 3]])
FIGURE_KERNEL = np.array([[2, 0, 1], [1, 0, 0], [0, 1, 1]])
FIGURE_PRINTED = np.array([[1, 6, 5], [7, 10, 9], [7, 10, 8]])
"""A figure as it was once published: issue 17 of the repository of "A guide to convolution arithmetic"."""


def _given(window: Array) -> float:
    """What the toy kernel makes of a window."""
    return float((window * samples.toy_kernel()).sum())


def likeness(window: Array) -> float:
    """How alike a window and the toy kernel are: their correlation, and 0 for a window without contrast."""
    if np.ptp(window) < 1e-9:
        return 0.0
    return float(np.corrcoef(window.ravel(), samples.toy_kernel().ravel())[0, 1])


def _beats_the_pattern(window: Array) -> bool:
    return _given(window) > _given(samples.toy_kernel()) + 1e-9


def _refutes(window: Array) -> bool:
    return _beats_the_pattern(window) and likeness(window) < 1e-9


def _say_what_it_gives(window: Array) -> str:
    return _("Your window gives {given}.", given=format_number(_given(window)))


def _praise_the_window(window: Array) -> str:
    return _(
        "Your window gives {given}, and the kernel's own pattern gives {own}. The weights add up to 9, so brightness "
        "alone raises the sum.",
        given=format_number(_given(window)),
        own=format_number(_given(samples.toy_kernel())),
    )


KERNELS = {
    "a": np.array([[2, 0, 1], [0, 1, 2], [1, 0, 2]]),
    "b": np.array([[1, 0, -1], [1, 0, -1], [1, 0, -1]]),
    "c": np.array([[0, 1, 0], [1, 1, 1], [0, 1, 0]]),
}
WINDOWS: dict[str, Callable[[Array], Array]] = {
    "d": lambda pattern: pattern + 1,
    "e": lambda pattern: pattern * 3,
    "f": lambda pattern: pattern[::-1, ::-1],
}
"""What the notebook offers: kernels, and windows made of a kernel's own pattern."""


def _its_pattern_wins(kernel: Array) -> bool:
    """Whether no window of the same contrast gives more than the kernel's own pattern: its weights add up to 0."""
    return abs(float(kernel.sum())) < 1e-9


def _gives_more(window: str, kernel: Array) -> bool:
    """Whether a kernel responds more to a window than to its own pattern."""
    return float((WINDOWS[window](kernel) * kernel).sum()) > float((kernel * kernel).sum()) + 1e-9


def _knows_when(answer: dict[str, str]) -> bool:
    kernel = KERNELS[answer["kernel"]]
    return _its_pattern_wins(kernel) and _gives_more(answer["window"], kernel)


def _parameters(filters: int, size: int) -> int:
    return filters * (size * size + 1)


def _is_wrong_in_the_figure(place: Pair) -> bool:
    right = conv2d(FIGURE_IMAGE, FIGURE_KERNEL, padding=1, stride=2)
    return bool(right[place] != FIGURE_PRINTED[place])


def _praise_the_find(place: Pair) -> str:
    right = conv2d(FIGURE_IMAGE, FIGURE_KERNEL, padding=1, stride=2)
    return _(
        "The products of that window add up to {right}, and the figure prints {printed}. "
        "In all, {count} of its 9 cells are wrong, and it was published like that.",
        right=format_number(right[place]),
        printed=FIGURE_PRINTED[place],
        count=int((right != FIGURE_PRINTED).sum()),
    )


EXERCISES = (
    *PREDICTIONS,
    DIAGONAL,
    LINE_END,
    Exercise(
        id="convolution-3",
        read=array(3, 3),
        examine=satisfies(_refutes, _say_what_it_gives),
        misconceptions=(
            Misconception(
                [[2, 0, 1], [0, 1, 2], [1, 0, 2]],
                N_("That is the kernel's own pattern. Which window gives more, without looking like it?"),
                when=lambda window: np.allclose(window, samples.toy_kernel()),
            ),
            Misconception(
                [[4, 0, 2], [0, 2, 4], [2, 0, 4]],
                N_("That beats 15, but it is still bright where the kernel's weights are large. So it looks like it."),
                when=_beats_the_pattern,
            ),
            Misconception(
                [[1, 1, 1], [1, 1, 1], [1, 1, 1]],
                N_("It does not look like the kernel, but it does not beat 15 yet. What raises every product?"),
                when=lambda window: likeness(window) < 1e-9,
            ),
        ),
        first=N_("It has to give more than 15. Try the window in the explorer first."),
        hints=(
            N_("No weight of this kernel is negative. So what does a bright pixel never do to the sum?"),
            N_("Each product grows with its pixel. A window needs no pattern at all for a large sum."),
            N_("Give all nine pixels the same number. The weights add up to 9: how large must that number be?"),
        ),
        praise=_praise_the_window,
    ),
    Exercise(
        id="convolution-4",
        read=settings(kernel=choice(**dict.fromkeys(KERNELS, ())), window=choice(**dict.fromkeys(WINDOWS, ()))),
        examine=satisfies(_knows_when),
        misconceptions=(
            Misconception(
                {"kernel": "a", "window": "e"},
                N_("Add 1 to each pixel of that kernel's pattern: the contrast stays. What happens to the sum?"),
                when=lambda answer: not _its_pattern_wins(KERNELS[answer["kernel"]]),
            ),
            Misconception(
                {"kernel": "b", "window": "d"},
                N_("The kernel is right. But what does more light add to the sum of such a kernel?"),
            ),
            Misconception(
                {"kernel": "b", "window": "f"},
                N_("The kernel is right. But turned, the bright pixels lie on the negative weights."),
            ),
        ),
        first=N_("Look at the sum of the weights, and at the contrast of the windows."),
        hints=(
            N_("First the kernel: for which one is more light no advantage?"),
            N_("Add up the weights of each kernel."),
            N_("Then the window: its contrast differs from the pattern's. Which of the three windows does that?"),
        ),
        praise=N_(
            "The weights add up to 0, so brightness adds nothing. Three times the contrast gives three times as much."
        ),
    ),
    CONV,
    Exercise(
        id="convolution-6",
        read=cell(3, 3),
        examine=satisfies(_is_wrong_in_the_figure),
        misconceptions=(
            Misconception((0, 0), N_("That cell is right: of its nine products, only 1·1 is not zero.")),
            Misconception((1, 0), N_("That cell is right: 1·1 + 3·1 + 3·1 is what the figure prints.")),
            Misconception((2, 1), N_("That cell is right: 3·2 + 1·1 + 3·1 is what the figure prints.")),
        ),
        first=N_("Choose a cell in the explorer, and add up the products that are written out."),
        hints=(
            N_(
                "The image lies in a frame of zeros, and the window moves by two pixels. The picture does that for you."
            ),
            N_("Most products are zero. Add up the others, and compare with what the figure prints."),
            N_("Three of the nine cells are right. Two of those three are in the first column."),
        ),
        praise=_praise_the_find,
    ),
    Exercise(
        id="convolution-7",
        read=whole_number,
        examine=equals(lambda: _parameters(8, 5)),
        misconceptions=(
            Misconception(200, N_("Those are the weights. Each filter has something else that is learned.")),
            Misconception(201, N_("One bias for the whole layer? Each filter has its own.")),
            Misconception(26, N_("That is one filter with its bias. The layer has eight of them.")),
            Misconception(
                4808,
                N_("You counted a bias for each of the 24×24 cells of each map. A filter has one for all of them."),
            ),
            Misconception(400, N_("You counted one bias for each weight. A filter has one for all of them.")),
            Misconception(
                6280,
                N_("You counted a weight for each of the 28×28 pixels. A filter has as many as its kernel has cells."),
            ),
            Misconception(80, N_("That is for 3×3 filters. These are 5×5.")),
        ),
        first=N_("Count one filter first: its weights, and its bias."),
        hints=(
            N_("How many cells does a 5×5 kernel have? Each of them is one weight."),
            N_("To the weights of a filter, add its bias. The size of the image does not matter."),
            N_("There are eight filters, and each has 25 weights and 1 bias."),
        ),
        praise=N_("8 · (25 + 1) = 208, for an image of any size."),
    ),
)
