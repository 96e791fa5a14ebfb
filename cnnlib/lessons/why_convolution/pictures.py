"""Pictures of what flattening loses: neighbours, a fixed shuffle, how alike pixels are, and what weights cost."""

import numpy as np

from cnnlib.engine.shapes import SettingError
from cnnlib.messages import _, format_number
from cnnlib.pictures.charts import Bars, Curves
from cnnlib.pictures.convolution import colouring_of
from cnnlib.pictures.panels import Grid, Maps, Outline
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.sources import source
from cnnlib.pictures.words import shape


def neighbours(position, size):
    """Return the pixels above, left, right and below of a pixel, all counted row by row.

    Parameters
    ----------
    position : int
    size : (int, int)
        Rows and columns of the image.

    Returns
    -------
    list of int
        Fewer than four at the border.

    Examples
    --------
    >>> neighbours(5, (4, 4)), neighbours(0, (4, 4))
    ([1, 4, 6, 9], [1, 4])
    """
    row, column = divmod(position, size[1])
    around = ((row - 1, column), (row, column - 1), (row, column + 1), (row + 1, column))
    return [r * size[1] + c for r, c in around if 0 <= r < size[0] and 0 <= c < size[1]]


def flattening_picture(image, flat, *, position=0):
    """Show where a pixel and its neighbours stand when an image is flattened.

    Parameters
    ----------
    image : array, (H, W)
    flat : array, (H · W,)
        ``image.reshape(-1)``.
    position : int
        The pixel to look at, counted row by row; beyond the last it is the last.

    Returns
    -------
    Picture
        Panels ``input`` and ``flat``; pressing a cell of either picks ``position``.

    Examples
    --------
    >>> image = np.arange(16).reshape(4, 4)
    >>> flattening_picture(image, image.reshape(-1), position=5).formula
    'index = row · columns + column = 1·4 + 1 = 5; neighbours: 1, 4, 6, 9'
    """
    position, (row, column), near, words = _place(image, position)
    look = colouring_of(image)
    numbers = np.arange(image.size)
    panels = [
        _panel(
            image,
            _("input {shape}", shape=shape(image)),
            "input",
            numbers.reshape(image.shape),
            position,
            near,
            role="input",
            **look,
        ),
        _panel(
            flat.reshape(1, -1),
            _("flat {shape}", shape=shape(flat)),
            "flat",
            numbers[None],
            position,
            near,
            role="output",
            **look,
        ),
    ]
    caption = _(
        "The pixel in row {row}, column {column} becomes number {index} of {count}; its neighbours become {near}.",
        row=row,
        column=column,
        index=position,
        count=image.size,
        near=words,
    )
    formula = _(
        "index = row · columns + column = {row}·{columns} + {column} = {index}; neighbours: {near}",
        row=row,
        columns=image.shape[1],
        column=column,
        index=position,
        near=words,
    )
    return Picture(
        [panels[:1], panels[1:]], caption, formula, source(image, "image") + ".reshape(-1)", heights=(280, 130)
    )


def shuffling_picture(image, shuffled, order, *, position=0):
    """Show an image beside its pixels in another order, and where a pixel and its neighbours went.

    Parameters
    ----------
    image, shuffled : array, (H, W)
    order : array of int, (H · W,)
        Pixel k of `shuffled`, counted row by row, is pixel ``order[k]`` of `image`.
    position : int
        A pixel of `image`, counted row by row; beyond the last it is the last.

    Returns
    -------
    Picture
        Panels ``input`` and ``shuffled``; pressing a cell of either picks ``position``.

    Examples
    --------
    >>> image = np.array([[1, 2], [3, 4]])
    >>> shuffling_picture(image, np.array([[4, 3], [2, 1]]), np.array([3, 2, 1, 0])).caption
    'The pixel in row 0, column 0 went to row 1, column 1; of its 2 neighbours, 2 are still beside it.'
    """
    position, (row, column), near, _words = _place(image, position)
    places, order = np.argsort(order), np.asarray(order)
    went, moved = int(places[position]), [int(places[each]) for each in near]
    beside = len(set(moved) & set(neighbours(went, image.shape)))
    look = colouring_of(image)
    numbers = np.arange(image.size)
    panels = [
        _panel(
            image,
            _("in order {shape}", shape=shape(image)),
            "input",
            numbers.reshape(image.shape),
            position,
            near,
            role="input",
            **look,
        ),
        _panel(
            shuffled,
            _("shuffled {shape}", shape=shape(shuffled)),
            "shuffled",
            order.reshape(image.shape),
            went,
            moved,
            role="input",
            **look,
        ),
    ]
    to = divmod(went, image.shape[1])
    are = _("{count} is still beside it") if beside == 1 else _("{count} are still beside it")
    caption = _(
        "The pixel in row {row}, column {column} went to row {to_row}, column {to_column}; of its {all} "
        "neighbours, {are}.",
        row=row,
        column=column,
        to_row=to[0],
        to_column=to[1],
        all=len(near),
        are=are.format(count=beside),
    )
    formula = _(
        "order[{went}] = {position}: number {position} of the image becomes number {went}", went=went, position=position
    )
    return Picture([panels], caption, formula, "image.reshape(-1)[order].reshape(image.shape)", heights=(330,))


def gallery_picture(images, shuffled):
    """Show images, and the same images with their pixels in another order.

    Parameters
    ----------
    images, shuffled : array, (N, H, W)

    Returns
    -------
    Picture
        Panels ``in order`` and ``shuffled``.

    Examples
    --------
    >>> gallery_picture(np.zeros((2, 8, 8)), np.zeros((2, 8, 8)))
    2 digits in order, and the same digits with their 64 pixels shuffled, all in the same way.
    """
    look = {"columns": 5, "colours": "grey", "role": "input", "limits": (0, 16)}
    panels = [
        Maps(values, f"{title} {shape(values)}", name=name, **look)
        for values, title, name in ((images, _("in order"), "in order"), (shuffled, _("shuffled"), "shuffled"))
    ]
    caption = _(
        "{count} digits in order, and the same digits with their {pixels} pixels shuffled, all in the same way."
    )
    return Picture([panels], caption.format(count=len(images), pixels=images[0].size), heights=(240,))


def distance_picture(image, distance, curves, chosen):
    """Show an image, its copy that starts some pixels further right, and how much the two agree.

    Parameters
    ----------
    image : array, (H, W)
    distance : int
        From each pixel to its partner, which stands to its right.
    curves : dict of str to array, (D,)
        Name of an image → the correlation at the distances 1, 2, … D.
    chosen : str
        Which of them `image` is.

    Returns
    -------
    Picture
        Panels ``pixels``, ``partners`` and ``correlation``.

    Examples
    --------
    >>> distance_picture(np.ones((2, 4)), 1, {"photo": np.array([0.5, 0.25])}, "photo")
    In the photo, pixels 1 apart have a correlation of 0.5.
    """
    look = {"colours": "grey", "limits": (0, 1), "numbers": False, "scale": "cells"}
    left, right = image[:, :-distance], image[:, distance:]
    value, farthest = curves[chosen][distance - 1], max(map(len, curves.values()))
    images = [
        Grid(left, _("pixels {shape}", shape=shape(left)), name="pixels", **look),
        Grid(
            right,
            _("partners {shape}", shape=shape(right)),
            name="partners",
            note=_("what stands {distance} further right", distance=distance),
            **look,
        ),
    ]
    curve = Curves(
        {name: (np.arange(1, len(points) + 1), points) for name, points in curves.items()},
        _("how alike"),
        _("distance in pixels"),
        _("correlation"),
        (0, farthest),
        (-0.2, 1),
        here=((distance, value),),
        name="correlation",
    )
    words = format_number(value, 3)
    caption = _(
        "In the {name}, pixels {distance} apart have a correlation of {value}.",
        name=chosen,
        distance=distance,
        value=words,
    )
    formula = _("correlation at the distance {distance} = {value}", distance=distance, value=words)
    code = f"np.corrcoef(image[:, :-{distance}].ravel(), image[:, {distance}:].ravel())[0, 1]"
    return Picture([images, [curve]], caption, formula, code, heights=(330, 250), across=2)


def parameters_picture(side, affine, convolution, *, neurons=8, kernel_size=3, largest=64):
    """Show the parameters of an Affine layer and of a convolution as the image grows.

    Parameters
    ----------
    side : int
        Rows and columns of the image, which has one channel.
    affine, convolution : int
        Parameters of the two layers at this side.
    neurons : int
        Neurons of the one, and filters of the other.
    kernel_size : int
    largest : int
        Side at the right end of the axis.

    Returns
    -------
    Picture
        Panels ``parameters`` and ``both``.

    Raises
    ------
    SettingError
        If the filter does not fit into the image.

    Examples
    --------
    >>> parameters_picture(8, 520, 80)
    On an (8, 8) image, 8 Affine neurons have 520 parameters, 6.5 times as many as 8 filters of 3×3, which have 80.
    """
    if side < kernel_size:
        raise SettingError(
            _(
                "side is {side}, but a {size}×{size} filter does not fit into a ({side}, {side}) image. "
                "Use a side of at least {size}.",
                side=side,
                size=kernel_size,
            )
        )
    sides, bias = np.arange(1, largest + 1), _("(bias)")
    fitting = sides[sides >= kernel_size]
    top = 10.0 ** np.ceil(np.log10(neurons * (largest**2 + 1)))
    names = _("Affine"), _("convolution")
    line = Curves(
        {
            names[0]: (sides, neurons * (sides**2 + 1)),
            names[1]: (fitting, np.full(len(fitting), neurons * (kernel_size**2 + 1))),
        },
        _("parameters as the image grows"),
        _("side of the image"),
        _("parameters"),
        (0, largest),
        (10, top),
        log=True,
        here=((side, affine), (side, convolution)),
        legend="lower right",
        name="parameters",
    )
    bars = Bars(
        names,
        [affine, convolution],
        _("now: {affine} and {convolution}", affine=f"{affine:,}", convolution=f"{convolution:,}"),
        _("parameters"),
        (10, top),
        log=True,
        name="both",
        role="difference",
        weight=0.7,
    )
    article = _("an") if str(side)[0] == "8" or side in (11, 18) else _("a")
    ratio = affine / convolution
    many = _("as many as") if affine == convolution else _("{ratio} times as many as", ratio=format_number(ratio, 1))
    caption = _(
        "On {article} ({side}, {side}) image, {neurons} Affine neurons have {affine} parameters, {many} "
        "{neurons} filters of {size}×{size}, which have {convolution}.",
        article=article,
        side=side,
        neurons=neurons,
        affine=f"{affine:,}",
        many=many,
        size=kernel_size,
        convolution=f"{convolution:,}",
    )
    formula = "\n".join(
        [
            _(
                "Affine: {neurons} · ({side}·{side} + 1 {bias}) = {affine}",
                neurons=neurons,
                side=side,
                affine=f"{affine:,}",
                bias=bias,
            ),
            _(
                "convolution: {neurons} · ({size}·{size} + 1 {bias}) = {convolution}",
                neurons=neurons,
                size=kernel_size,
                convolution=f"{convolution:,}",
                bias=bias,
            ),
        ]
    )
    code = f"Linear({side} * {side}, {neurons}), Conv2d(1, {neurons}, {kernel_size})"
    return Picture([[line, bars]], caption, formula, code, heights=(310,))


def _place(image, position):
    """Return a pixel within the image, its row and column, its neighbours, and these in words."""
    position = min(max(0, int(position)), image.size - 1)
    near = neighbours(position, image.shape)
    return position, divmod(position, image.shape[1]), near, ", ".join(map(str, near))


def _panel(values, title, name, numbers, position, near, **look):
    """Return a grid in which a pixel is framed and its neighbours are framed and marked."""
    columns = values.shape[1]
    marked = np.zeros(values.shape, bool)
    marked.flat[near] = True
    outlines = [Outline(*divmod(each, columns), role="plain") for each in near]
    outlines.append(Outline(*divmod(position, columns), role="kernel"))
    return Grid(values, title, name=name, outlines=outlines, marked=marked, picks={"position": numbers}, **look)
