"""Pictures of what a jumping window leaves out: rows and columns that it never visits, and fine detail."""

from dataclasses import replace

import numpy as np

from cnnlib.engine.convolution import conv2d
from cnnlib.engine.padding import pad2d
from cnnlib.engine.repairs import leftover, nearest_settings
from cnnlib.engine.shapes import output_size
from cnnlib.engine.windows import coverage
from cnnlib.messages import _, format_number
from cnnlib.pictures.convolution import colouring_of, is_large, window_picks
from cnnlib.pictures.panels import Grid, Outline
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.words import code_call, shape, size_formula


def misfit_picture(counts, kernel_size, *, stride=1, padding=0, position=0):
    """Show which rows and columns no window visits, and what rounding up would do about it.

    Parameters
    ----------
    counts : int array, (N, N)
        ``coverage`` of the input with these options.
    kernel_size, stride, padding : int
    position : int
        The output cell to look at, counted row by row; beyond the last it is the last.

    Returns
    -------
    Picture
        Panels ``input`` (padded; its numbers are the counts, what no window visits is marked), ``windows``
        (the windows along one row, each in a row of its own, and below them those that rounding up
        adds), ``output`` and ``ceil`` (the output rounded down and up; a cell holds how many pixels of the
        image its window reads). Pressing a cell picks ``position``.

    Raises
    ------
    SettingError
        If no window fits.

    Examples
    --------
    >>> misfit_picture(coverage((8, 8), 3, stride=2), 3, stride=2).caption.split("; ")[1]
    'no window visits the last row and the last column'
    """
    size = len(counts)
    lost = _Lost(size, kernel_size, stride, padding)
    position = min(max(0, int(position)), lost.floor**2 - 1)
    row, column = divmod(position, lost.floor)
    cells = np.arange(lost.floor**2).reshape(lost.floor, lost.floor)
    top = [_visits(lost, row, column), _windows(lost, row, column)]
    bottom = [_output(lost, row, column, cells), _rounded_up(lost, cells)]
    pixels = lost.pixels(lost.floor)
    count = pixels[row] * pixels[column]
    read = _("1 pixel") if count == 1 else _("{count} pixels", count=count)
    caption = _(
        "Input ({size}, {size}) with padding {padding} and kernel ({k}, {k}) give output ({output}, {output}) "
        "at stride {stride}; {lost}; the window in row {row}, column {column} reads {read} of the "
        "image.",
        size=size,
        padding=padding,
        k=kernel_size,
        stride=stride,
        output=lost.floor,
        lost=lost.sentence(),
        row=row,
        column=column,
        read=read,
    )
    formula = "\n".join(
        [
            _(
                "floor (a convolution): {formula}",
                formula=size_formula(size, kernel_size, lost.floor, stride, padding, padding),
            ),
            _ceil_formula(lost),
            _fit(lost),
        ]
    )
    code = code_call("coverage", f"({size}, {size}), {kernel_size}", padding=padding, stride=stride)
    return Picture([top, bottom], caption, formula, code, heights=(320, 240))


class _Lost:
    """Along one axis: how many windows there are, and which pixels of the padded input none of them visits."""

    def __init__(self, size, kernel_size, stride, padding):
        self.size, self.kernel_size, self.stride, self.padding = size, kernel_size, stride, padding
        settings = {"stride": stride, "padding": padding}
        self.floor = output_size(size, kernel_size, **settings)
        # Rounding up is for pooling alone, and a pool's padding is smaller than its window.
        self.can_pool = padding < kernel_size
        self.ceil = output_size(size, kernel_size, ceil_mode=True, **settings) if self.can_pool else self.floor
        self.padded = size + 2 * padding
        self.at_end = leftover(size, kernel_size, **settings)
        visits = coverage((1, self.padded), (1, kernel_size), stride=(1, stride))[0]
        self.unvisited = visits == 0
        image = self.unvisited[padding : padding + size]
        self.of_padding = int(self.unvisited.sum() - image.sum())
        # What is left over at the end is padding first, and image only beyond it.
        self.image_at_end = min(size, max(0, self.at_end - padding))
        self.image_in_gaps = int(image.sum()) - self.image_at_end

    def pixels(self, count):
        """How many pixels of the image each of the first `count` windows reads, along one axis."""
        starts = np.arange(count) * self.stride - self.padding
        return np.maximum(0, np.minimum(starts + self.kernel_size, self.size) - np.maximum(starts, 0))

    def sentence(self):
        """What no window visits, in words."""
        parts = []
        if self.image_at_end == 1:
            parts.append(_("the last row and the last column"))
        elif self.image_at_end:
            parts.append(_("the last {count} rows and columns", count=self.image_at_end))
        if self.image_in_gaps == 1:
            parts.append(_("1 row and 1 column between the windows"))
        elif self.image_in_gaps:
            parts.append(_("{count} rows and {count} columns between the windows", count=self.image_in_gaps))
        if parts:
            return _("no window visits {what}", what=_(", nor ").join(parts))
        if self.of_padding == 1:
            return _("only padding is lost: no window visits 1 row and 1 column of zeros")
        if self.of_padding:
            return _(
                "only padding is lost: no window visits {count} rows and {count} columns of zeros",
                count=self.of_padding,
            )
        return _("every row and every column is visited")


def _visits(lost, row, column):
    padded = coverage((lost.padded, lost.padded), lost.kernel_size, stride=lost.stride)
    title = _("input {shape}: visits", shape=(lost.size, lost.size))
    if lost.padding:
        title = _("input {shape}, padded {padded}: visits", shape=(lost.size, lost.size), padded=shape(padded))
    kernel = (lost.kernel_size, lost.kernel_size)
    window = Outline(row * lost.stride, column * lost.stride, *kernel, role="kernel")
    picks = window_picks(padded.shape, kernel, (lost.stride, lost.stride), (lost.floor, lost.floor))
    return Grid(
        padded,
        title,
        name="input",
        frame=(lost.padding,) * 4,
        marked=padded == 0,
        outlines=(window,),
        picks={"position": picks},
        note=_("0 and a marked corner: no window comes here"),
    )


def _windows(lost, row, column):
    """Return the staircase: one row for each window along a row of the input, hatched beyond its end."""
    wide = max(lost.padded, (lost.ceil - 1) * lost.stride + lost.kernel_size)
    covered, marked = np.zeros((lost.ceil, wide)), np.zeros((lost.ceil, wide), bool)
    for window in range(lost.ceil):
        covered[window, window * lost.stride : window * lost.stride + lost.kernel_size] = 1
    marked[: lost.floor, : lost.padded] = lost.unvisited
    picks = np.full(covered.shape, -1)
    picks[: lost.floor] = (row * lost.floor + np.arange(lost.floor))[:, None]
    outlines = [
        Outline(window, window * lost.stride, 1, lost.kernel_size, role="kernel" if window < lost.floor else "plain")
        for window in range(lost.ceil)
    ]
    chosen = Outline(column, 0, 1, lost.padded, role="output")
    return Grid(
        covered,
        _("windows along one row {shape}", shape=shape(covered)),
        name="windows",
        role="kernel",
        frame=(0, 0, lost.padding, wide - lost.padded + lost.padding),
        marked=marked,
        numbers=False,
        outlines=(chosen, *outlines),
        picks={"position": picks},
        note=_("each row is one window; black: only rounding up adds it"),
    )


def _output(lost, row, column, cells):
    pixels = np.outer(lost.pixels(lost.floor), lost.pixels(lost.floor))
    return Grid(
        pixels,
        _("floor: output {shape}", shape=shape(pixels)),
        name="output",
        role="output",
        limits=(0, 25),
        outlines=(Outline(row, column, role="output"),),
        picks={"position": cells},
        scale="outputs",
        note=_("pixels of the image in each window"),
    )


def _rounded_up(lost, cells):
    pixels = np.outer(lost.pixels(lost.ceil), lost.pixels(lost.ceil))
    added = np.ones(pixels.shape, bool)
    added[: lost.floor, : lost.floor] = False
    picks = np.full(pixels.shape, -1)
    picks[: lost.floor, : lost.floor] = cells
    return Grid(
        pixels,
        _("ceil: output {shape}", shape=shape(pixels)),
        name="ceil",
        role="difference",
        limits=(0, 25),
        marked=added,
        picks={"position": picks},
        scale="outputs",
        note=_("marked: cells that only rounding up adds"),
    )


def _ceil_formula(lost):
    if not lost.can_pool:
        return _("ceil: only pooling can round up, and its padding must be smaller than its window")
    up = -(-(lost.padded - lost.kernel_size) // lost.stride) + 1
    formula = f"⌈({lost.size} + 2·{lost.padding} − {lost.kernel_size}) / {lost.stride}⌉ + 1 = {up}"
    if up == lost.ceil:
        return _("ceil (pooling, if asked for): {formula}", formula=formula)
    return _(
        "ceil (pooling, if asked for): {formula}; the last window would hold no pixel of the image and is "
        "dropped, so {size}",
        formula=formula,
        size=lost.ceil,
    )


def _fit(lost):
    """Say what remains of the division, and which settings nearby leave nothing."""
    division = f"({lost.size} + 2·{lost.padding} − {lost.kernel_size}) mod {lost.stride}"
    if not lost.at_end:
        even = _("remainder: {division} = 0, so the division comes out even", division=division)
        if lost.stride > lost.kernel_size:
            even += _(
                "; but the stride {stride} exceeds the kernel {kernel}, which leaves gaps",
                stride=lost.stride,
                kernel=lost.kernel_size,
            )
        return even
    words = {
        "input_size": _("an input of {value}"),
        "kernel_size": _("kernel_size {value}"),
        "stride": _("stride {value}"),
        "padding": _("padding {value}"),
    }
    found = nearest_settings(lost.size, lost.kernel_size, stride=lost.stride, padding=lost.padding, exact=True)
    fitting = [words[name].format(value=value) for each in found for name, value in each.items() if name in words]
    listed = _(" or ").join(filter(None, [", ".join(fitting[:-1]), fitting[-1]]))
    return _(
        "remainder: {division} = {rest}; it would be 0 with {settings}",
        division=division,
        rest=lost.at_end,
        settings=listed,
    )


def subsampling_picture(image, small, *, stride, blurs=0):
    """Show a small image, and beside it what a fair one looks like: the mean of each area.

    Parameters
    ----------
    image : array, (H, W)
    small : array, (H_out, W_out)
        One pixel in `stride` of it along each axis, beginning with the first.
    stride : int
    blurs : int
        How often the image was blurred before.

    Returns
    -------
    Picture
        Panels ``input``, ``output`` and ``mean``: at each pixel that was kept, the mean of the
        stride × stride area around it.

    Examples
    --------
    >>> stripes = np.tile([0.0, 1.0], (8, 4))
    >>> subsampling_picture(stripes, stripes[::2, ::2], stride=2)
    Stride 2 after 0 blurs makes (4, 4) of (8, 8); its pixels are off by 0.5 on average from the mean of their areas.
    """
    image, small = np.asarray(image), np.asarray(small)
    fair = area_mean(image, stride)
    error = float(np.abs(small - fair).mean())
    look = {**colouring_of(image), "numbers": not is_large(image)}
    left = Grid(image, _("input {shape}", shape=shape(image)), name="input", **look)
    middle = Grid(
        small,
        _("output {shape}", shape=shape(small)),
        name="output",
        role="output",
        note=_("off by {error} on average", error=format_number(error, 3)),
        **look,
    )
    right = replace(
        middle,
        values=fair,
        name="mean",
        role="difference",
        note=_("what a fair small image shows"),
        title=_("mean of each area {shape}", shape=shape(fair)),
    )
    words = (
        _(
            "Stride {stride} after {blurs} blur makes {small} of {image}; its pixels are off by {error} on average "
            "from the mean of their areas."
        )
        if blurs == 1
        else _(
            "Stride {stride} after {blurs} blurs makes {small} of {image}; its pixels are off by {error} on average "
            "from the mean of their areas."
        )
    )
    caption = words.format(
        stride=stride, blurs=blurs, small=shape(small), image=shape(image), error=format_number(error, 3)
    )
    formula = _("mean of |output − mean of each area| = {error}", error=format_number(error, 3))
    code = code_call("conv2d", f"{'blurred' if blurs else 'image'}, np.ones((1, 1))", stride=stride)
    return Picture([[left, middle, right]], caption, formula, code, heights=(330,))


def area_mean(image, stride):
    """Return, at every stride-th pixel, the mean of the stride × stride area around its centre.

    An even area reaches half into the pixels at its border, which count half. Beyond the image's
    border lies its mirror image.

    Examples
    --------
    >>> area_mean(np.array([[0.0, 4, 8, 4], [0, 4, 8, 4]]), 2)
    array([[2., 6.]])
    """
    weights = np.ones(stride + 1 - stride % 2)
    if stride % 2 == 0:
        weights[[0, -1]] = 0.5
    kernel = np.outer(weights, weights) / stride**2
    return conv2d(pad2d(image, stride // 2, mode="reflect"), kernel, stride=stride)
