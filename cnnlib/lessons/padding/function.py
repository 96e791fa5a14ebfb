"""``padding-5``, write ``pad(x, p)``: what must hold of it, and how it typically goes wrong."""

import numpy as np

from cnnlib.exercises.exercise import Exercise, Misconception
from cnnlib.exercises.trials import Property, function, passes
from cnnlib.messages import _


def _is_framed(result, x, p):
    return result.shape == (x.shape[0] + 2 * p, x.shape[1] + 2 * p)


def _holds_x(result, x, p):
    return np.array_equal(_inside(result, x, p), x)


def _has_zero_frame(result, x, p):
    frame = np.array(result)
    _inside(frame, x, p)[...] = 0
    return not frame.any()


def _inside(result, x, p):
    return result[p : p + x.shape[0], p : p + x.shape[1]]


def _always_shaped(*rules):
    """Whether one of the rules (rows, columns, p → shape) tells the shape of every result with p "
    "> 0.
    """

    def when(outcomes):
        return any(
            all(
                np.shape(outcome.returned) == rule(*outcome.arguments["x"].shape, outcome.arguments["p"])
                for outcome in outcomes
                if outcome.arguments["p"]
            )
            for rule in rules
        )

    return when


def _well_framed(outcome):
    return isinstance(outcome.returned, np.ndarray) and _is_framed(outcome.returned, **outcome.arguments)


def _fails_without_padding_only(outcomes):
    return all(_well_framed(outcome) == bool(outcome.arguments["p"]) for outcome in outcomes)


def _fails_off_the_square_only(outcomes):
    return all(
        _well_framed(outcome) == (np.ptp(outcome.arguments["x"].shape) == 0)
        for outcome in outcomes
        if outcome.arguments["p"]
    )


def _repeats_into_the_frame(outcomes):
    return all(
        _well_framed(outcome) and _holds_x(outcome.returned, **outcome.arguments) for outcome in outcomes
    ) and not all(_has_zero_frame(outcome.returned, **outcome.arguments) for outcome in outcomes)


def _pad_one_side(x, p):
    padded = np.zeros((x.shape[0] + p, x.shape[1] + p), x.dtype)
    padded[p:, p:] = x
    return padded


def _pad_rows_only(x, p):
    return np.pad(x, ((p, p), (0, 0)))


def _pad_by_erasing(x, p):
    padded = np.zeros_like(x)
    padded[p : x.shape[0] - p, p : x.shape[1] - p] = x[p : x.shape[0] - p, p : x.shape[1] - p]
    return padded


def _pad_with_negative_ends(x, p):
    padded = np.zeros((x.shape[0] + 2 * p, x.shape[1] + 2 * p), x.dtype)
    padded[p:-p, p:-p] = x
    return padded


def _pad_rows_and_columns_swapped(x, p):
    padded = np.zeros((x.shape[1] + 2 * p, x.shape[0] + 2 * p), x.dtype)
    padded[p : p + x.shape[0], p : p + x.shape[1]] = x
    return padded


def _pad_with_edges(x, p):
    return np.pad(x, p, mode="edge")


PAD = Exercise(
    id="padding-5",
    read=function(
        "pad",
        {"x": np.array([[1, 2], [3, 4]], np.int64), "p": 1},
        {"x": np.array([[5, -1, 3], [2, 7, 4]], np.int64), "p": 1},
        {"x": np.array([[5, -1, 3], [2, 7, 4]], np.int64), "p": 2},
        {"x": np.array([[5, -1, 3], [2, 7, 4]], np.int64), "p": 0},
        {"x": np.array([[-1], [2], [-3]], np.int64), "p": 3},
        {"x": np.array([[0.5, -1.5, 2.5]], np.float32), "p": 1},
    ),
    examine=passes(
        Property(
            _("Each of the four sides should get p more: p rows above, p below, p columns left, p right."),
            _is_framed,
        ),
        Property(_("x should stand in the middle, with every number as it was."), _holds_x),
        Property(_("The frame around x should be zeros, nothing else."), _has_zero_frame),
    ),
    misconceptions=(
        Misconception(
            _pad_one_side,
            _("Only one end of every row and column was padded. p is counted per side, so both ends get p."),
            when=_always_shaped(lambda rows, columns, p: (rows + p, columns + p)),
        ),
        Misconception(
            _pad_rows_only,
            _("Only one of the two axes was padded. The frame goes all around."),
            when=_always_shaped(
                lambda rows, columns, p: (rows + 2 * p, columns),
                lambda rows, columns, p: (rows, columns + 2 * p),
            ),
        ),
        Misconception(
            _pad_by_erasing,
            _("The result is as large as x, so numbers of x were lost. Padding adds a frame outside of x."),
            when=_always_shaped(lambda rows, columns, p: (rows, columns)),
        ),
        Misconception(
            _pad_with_negative_ends,
            _("It works for every p but 0. Does a slice end at −p? With p = 0 that is :-0, which is empty."),
            when=_fails_without_padding_only,
        ),
        Misconception(
            _pad_rows_and_columns_swapped,
            _("It works for squares only. x.shape is (rows, columns), and so is the shape of the result."),
            when=_fails_off_the_square_only,
        ),
        Misconception(
            _pad_with_edges,
            _("The frame holds other numbers than 0. Copies of the border are another padding mode."),
            when=_repeats_into_the_frame,
        ),
    ),
    first=_("Work through this input on paper, then compare with what came out."),
    hints=(
        _("The size first. Take x with 2 rows and 3 columns, and p = 1: draw the frame, count rows and columns."),
        _("Begin with an array of zeros, in the size of the result. Then put x into it."),
        _("x goes into the rows that start at p, as many as x has. Its columns likewise. Do not end a slice at −p."),
    ),
    praise=_("Zeros on all four sides, x unchanged in the middle. conv2d does the same first when padding is set."),
)
