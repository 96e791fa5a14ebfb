"""Pictures of what the border costs, and what padding does about it."""

import numpy as np

from cnnlib.engine.shapes import SettingError, output_size, resolve_padding
from cnnlib.messages import _, format_number, ngettext
from cnnlib.pictures.charts import Curves
from cnnlib.pictures.convolution import colouring_of, is_large, padded_panel
from cnnlib.pictures.panels import Grid, Outline, Sign
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.words import code_call, factor, shape


def layers_picture(maps, kernel_size, *, padding=0, most=12):
    """Show what a stack of convolutions leaves of an image.

    Parameters
    ----------
    maps : list of arrays (H, W)
        The image, and the output of each layer after it.
    kernel_size : int
    padding : int
        Per side, in every layer.
    most : int
        Layers up to which the curve is drawn.

    Returns
    -------
    Picture
        Panels ``input``, ``output`` (at the same scale) and ``sizes``.

    Raises
    ------
    SettingError
        If there is nothing to show.

    Examples
    --------
    >>> layers_picture([np.ones((8, 8)), np.ones((6, 6))], 3)
    1 layer of 3×3 kernels with padding 0: (8, 8) becomes (6, 6).
    """
    image, last, layers = maps[0], maps[-1], len(maps) - 1
    kept = (kernel_size - 1) // 2
    series = {}
    for each in sorted({0, kept, padding}):
        line = _sizes(image.shape[0], kernel_size, each, most)
        series[_("padding {padding}", padding=each)] = (np.arange(len(line)), line)
    curve = Curves(
        series,
        _("height after each layer"),
        _("layers"),
        _("height in pixels"),
        (-0.3, most + 0.3),
        (0, 2.5 * image.shape[0]),
        here=((layers, last.shape[0]),),
        legend="upper left",
        name="sizes",
        weight=1.3,
    )
    look = colouring_of(image)
    before = Grid(
        image,
        _("input {shape}", shape=shape(image)),
        name="input",
        scale="cells",
        numbers=not is_large(image),
        **look,
    )
    after = Grid(
        last,
        _("after {layers} layers {shape}", layers=layers, shape=shape(last)),
        name="output",
        role="output",
        scale="cells",
        numbers=not is_large(image),
        **look,
    )
    change = 2 * padding - (kernel_size - 1)
    caption = ngettext(
        "{layers} layer of {k}×{k} kernels with padding {padding}: {image} becomes {last}.",
        "{layers} layers of {k}×{k} kernels with padding {padding}: {image} becomes {last}.",
        layers,
        layers=layers,
        k=kernel_size,
        padding=padding,
        last=shape(last),
        image=shape(image),
    )
    sign = "+" if change > 0 else ""
    formula = _(
        "each layer: 2·{padding} − ({k} − 1) = {change} pixels",
        padding=padding,
        k=kernel_size,
        change=sign + format_number(change),
    )
    formula += f"\n{image.shape[0]} + {layers}·{factor(change)} = {last.shape[0]}"
    code = f"x = image\nfor _ in range({layers}):\n    x = " + code_call("conv2d", "x, kernel", padding=padding)
    return Picture([[before, after, curve]], caption, formula, code, heights=(310,))


def _sizes(side, kernel_size, padding, most):
    """Return the height after 0, 1, … layers, up to the last that fits."""
    sizes = [side]
    while len(sizes) <= most:
        try:
            sizes.append(output_size(sizes[-1], kernel_size, padding=padding))
        except SettingError:
            break
    return sizes


def coverage_picture(counts, kernel_size, *, padding=0, stride=1, pixel=0):
    """Show how many windows use each input pixel, and which outputs use the chosen one.

    Parameters
    ----------
    counts : int array, (H, W)
        ``coverage`` of the input with these options.
    kernel_size, padding, stride : int
    pixel : int
        The chosen input pixel, counted row by row; beyond the last it is the last.

    Returns
    -------
    Picture
        Panels ``input`` (its numbers are the counts; pressing a cell picks ``pixel``) and
        ``output`` (cells that use the pixel are marked and hold 1).

    Examples
    --------
    >>> from cnnlib import coverage
    >>> coverage_picture(coverage((4, 4), 3), 3, pixel=5).panel("output").values.tolist()
    [[1, 1], [1, 1]]
    """
    sides = resolve_padding(padding, kernel_size, stride=stride)
    pixel = min(max(0, int(pixel)), counts.size - 1)
    row, column = divmod(pixel, counts.shape[1])
    uses = np.outer(
        _users(row, counts.shape[0], kernel_size, stride, sides[0]),
        _users(column, counts.shape[1], kernel_size, stride, sides[1]),
    ).astype(int)
    left = Grid(
        counts,
        _("input {shape}: windows that use each pixel", shape=shape(counts)),
        name="input",
        limits=(0, max(1, kernel_size**2)),
        outlines=(Outline(row, column, role="kernel"),),
        picks={"pixel": np.arange(counts.size).reshape(counts.shape)},
        note=_("press or drag: choose a pixel"),
    )
    right = Grid(
        uses,
        _("output {shape}: cells that use it", shape=shape(uses)),
        name="output",
        role="output",
        limits=(0, 1),
        marked=uses.astype(bool),
    )
    least, most = int(counts.min()), int(counts.max())
    if least == most:
        spread = ngettext("every pixel is used {most} time", "every pixel is used {most} times", most, most=most)
    else:
        spread = ngettext(
            "the least used pixel is in {least} window, the most used in {most}",
            "the least used pixel is in {least} windows, the most used in {most}",
            least,
            least=least,
            most=most,
        )
    caption = _(
        "With a {k}×{k} kernel and padding {padding}, the pixel in row {row}, column {column} is used by "
        "{used} of {cells} output cells; {spread}.",
        k=kernel_size,
        padding=padding,
        row=row,
        column=column,
        used=int(uses.sum()),
        cells=uses.size,
        spread=spread,
    )
    formula = _(
        "windows over this pixel: {down} from top to bottom × {across} from left to right = {used}",
        down=int(uses.any(axis=1).sum()),
        across=int(uses.any(axis=0).sum()),
        used=int(uses.sum()),
    )
    code = code_call("coverage", f"{shape(counts)}, {kernel_size}", padding=padding, stride=stride)
    return Picture([[left, Sign("→"), right]], caption, formula, code, heights=(330,))


def _users(index, size, kernel_size, stride, sides):
    """Return, for each window along one axis, whether it holds the pixel `index`."""
    count = output_size(size, kernel_size, stride=stride, padding=sides)
    starts = np.arange(count) * stride - sides[0]
    return (starts <= index) & (index < starts + kernel_size)


def border_picture(image, output, truth, *, padding, mode="zeros"):
    """Show what a padding mode makes of the border, against what was really there.

    Parameters
    ----------
    image : array, (H, W)
        Before padding.
    output : array, (H, W)
        The convolution of the padded image.
    truth : array, (H, W)
        The same convolution with the pixels that really lie around the image.
    padding : int
    mode : str
        What the padding holds: ``"zeros"``, ``"reflect"`` or ``"edge"``.

    Returns
    -------
    Picture
        Panels ``input`` (padded), ``output`` and ``difference`` (output − truth).

    Examples
    --------
    >>> border_picture(np.ones((3, 3)), np.zeros((3, 3)), np.ones((3, 3)), padding=1)
    Padding 1 with zeros: in the border, 1 wide, the output is off by 1 on average.
    """
    look = colouring_of(image)
    difference = output - truth
    band = np.ones(difference.shape, bool)
    band[padding : difference.shape[0] - padding, padding : difference.shape[1] - padding] = False
    error = float(np.abs(difference[band]).mean()) if band.any() else 0.0
    sides = resolve_padding(padding)
    panels = [
        padded_panel(image, sides, mode=mode, numbers=False, scale="cells"),
        Grid(
            output,
            _("output {shape}", shape=shape(output)),
            name="output",
            role="output",
            numbers=False,
            scale="cells",
            **look,
        ),
        Grid(
            difference,
            _("output − truth {shape}", shape=shape(difference)),
            name="difference",
            role="difference",
            colours="signed",
            limits=(-0.5, 0.5),
            numbers=False,
            scale="cells",
            note=_("blue: too dark, red: too bright"),
        ),
    ]
    caption = _(
        "Padding {padding} with {mode}: in the border, {padding} wide, the output is off by {error} on average.",
        padding=padding,
        mode=mode,
        error=format_number(error, 3),
    )
    formula = _("mean of |output − truth| in the border = {error}", error=format_number(error, 3))
    code = code_call("conv2d", code_call("pad2d", "image", padding=padding, mode=mode) + ", kernel")
    return Picture([panels], caption, formula, code, heights=(330,))
