"""The picture of a race: the same convolution, computed in several ways."""

import timeit
from collections.abc import Callable, Mapping

from cnnlib.engine.shapes import output_size
from cnnlib.engine.threads import one_blas_thread
from cnnlib.engine.types import Array
from cnnlib.messages import _, format_count, format_number
from cnnlib.pictures.charts import Bars
from cnnlib.pictures.picture import Picture

WINDOW = 9
"""Weights of a 3×3 kernel: multiplications for each window."""

SHORTEST, LONGEST = 1e-3, 1e4
"""Milliseconds at the ends of the axis of times: a bar of the lower one is empty."""


@one_blas_thread()
def seconds(way: Callable[[Array, Array], Array], image: Array, kernel: Array) -> float:
    """Return the seconds that a way to convolve takes: the best of three, on one thread.

    Several threads would wait for each other on a busy machine, and on one of this size they win nothing.

    Examples
    --------
    >>> import numpy as np
    >>> seconds(lambda image, kernel: image, np.ones((4, 4)), np.ones((3, 3))) < 1
    True
    """
    return min(timeit.repeat(lambda: way(image, kernel), number=1, repeat=3))


def race_picture(side: int, seconds: Mapping[str, float]) -> Picture:
    """Show how many multiplications several ways to compute the same thing need, or how long they take.

    Parameters
    ----------
    side : int
        Height and width of the image; the windows are 3×3.
    seconds : dict of str to float
        Way → its time, "loops" and "one product" among them; empty if nothing is measured yet.

    Returns
    -------
    Picture
        The panel ``multiplications``, or the panel ``times``: in milliseconds, on an axis of factors of ten.

    Examples
    --------
    >>> race_picture(4, {})
    No time is measured yet. Multiplications: loops 36; columns alone 0; one product 36.
    >>> race_picture(4, {"loops": 0.2, "one product": 0.001})
    loops 200 ms, one product 1 ms. The loops take 200 times as long as one product.
    """
    if not seconds:
        multiplications = WINDOW * output_size(side, 3) ** 2
        counts = {_("loops"): multiplications, _("columns alone"): 0, _("one product"): multiplications}
        many = format_count(multiplications)
        bars = Bars(
            [f"{way}\n{format_count(count)}" for way, count in counts.items()],
            list(counts.values()),
            _("multiplications for one convolution"),
            _("multiplications"),
            (0, 1.1 * multiplications),
            name="multiplications",
            role="output",
        )
        caption = _(
            "No time is measured yet. Multiplications: loops {many}; columns alone 0; one product {many}.", many=many
        )
        return Picture([[bars]], caption, heights=(300,))
    bars = Bars(
        [f"{_(way)}\n{_milliseconds(each)}" for way, each in seconds.items()],
        [max(SHORTEST, 1000 * each) for each in seconds.values()],
        _("time for one convolution"),
        _("milliseconds"),
        (SHORTEST, LONGEST),
        log=True,
        name="times",
        role="output",
        note=_("each mark on the axis is ten times the one below"),
    )
    times = ", ".join(f"{_(way)} {_milliseconds(each)}" for way, each in seconds.items())
    factor = seconds["loops"] / max(seconds["one product"], 1e-9)
    caption = _(
        "{times}. The loops take {factor} times as long as one product.",
        times=times,
        factor=format_count(round(factor)) if factor >= 10 else format_number(factor, 1),
    )
    return Picture([[bars]], caption, heights=(300,))


def _milliseconds(seconds: float) -> str:
    return _("{time} ms", time=format_number(1000 * seconds, 1 if seconds > 1e-2 else 3))
