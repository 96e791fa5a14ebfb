"""Pictures of what flattening loses: neighbours, a fixed shuffle, the permutation lab, and what pixels share."""

import numpy as np

from cnnlib.messages import _, format_number
from cnnlib.pictures.convolution import look_of
from cnnlib.pictures.panels import Maps
from cnnlib.pictures.picture import Bars, Curves, Grid, Outline, Picture
from cnnlib.pictures.sources import source
from cnnlib.pictures.words import shape
from cnnlib.shapes import output_size


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
    look = look_of(image)
    numbers = np.arange(image.size)
    panels = [
        _panel(image, _("input {shape}").format(shape=shape(image)), "input", numbers.reshape(image.shape), position,
               near, role="input", **look),
        _panel(flat.reshape(1, -1), _("flat {shape}").format(shape=shape(flat)), "flat", numbers[None], position, near,
               role="output", **look),
    ]
    caption = _("The pixel in row {row}, column {column} becomes number {index} of {count}; its neighbours become "
                "{near}.").format(row=row, column=column, index=position, count=image.size, near=words)
    formula = _("index = row · columns + column = {row}·{columns} + {column} = {index}; neighbours: {near}").format(
        row=row, columns=image.shape[1], column=column, index=position, near=words)
    return Picture([panels[:1], panels[1:]], caption, formula, source(image, "image") + ".reshape(-1)",
                   heights=(280, 130))


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
    look = look_of(image)
    numbers = np.arange(image.size)
    panels = [
        _panel(image, _("in order {shape}").format(shape=shape(image)), "input", numbers.reshape(image.shape), position,
               near, role="input", **look),
        _panel(shuffled, _("shuffled {shape}").format(shape=shape(shuffled)), "shuffled", order.reshape(image.shape),
               went, moved, role="input", **look),
    ]
    to = divmod(went, image.shape[1])
    are = _("{count} is still beside it") if beside == 1 else _("{count} are still beside it")
    caption = _("The pixel in row {row}, column {column} went to row {to_row}, column {to_column}; of its {all} "
                "neighbours, {are}.").format(row=row, column=column, to_row=to[0], to_column=to[1], all=len(near),
                                             are=are.format(count=beside))
    formula = _("order[{went}] = {position}: number {position} of the image becomes number {went}").format(
        went=went, position=position)
    return Picture([panels], caption, formula, "image.reshape(-1)[order].reshape(image.shape)", heights=(330,))


def gallery_picture(images, shuffled):
    """Show images, and below each the same pixels in another order.

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
    2 digits in order, and below each the same 64 pixels, all shuffled in the same way.
    """
    look = {"columns": len(images), "colours": "grey", "role": "input", "limits": (0, 16)}
    rows = [[Maps(values, f"{title} {shape(values)}", name=name, **look)]
            for values, title, name in ((images, _("in order"), "in order"), (shuffled, _("shuffled"), "shuffled"))]
    caption = _("{count} digits in order, and below each the same {pixels} pixels, all shuffled in the same way.")
    return Picture(rows, caption.format(count=len(images), pixels=images[0].size), heights=(170, 170))


def lab_picture(accuracies):
    """Show how many held-out digits the networks of the permutation lab read wrong.

    Parameters
    ----------
    accuracies : array, (2, 2, S)
        Of the Affine network and of the CNN; with the pixels in order and shuffled; for S seeds.

    Returns
    -------
    Picture
        Panel ``wrong``: a mean for each of the four.

    Examples
    --------
    >>> print(lab_picture(np.full((2, 2, 3), 0.95)).formula.splitlines()[0])
    Affine, in order: 5 % wrong, from 5 to 5 over 3 seeds
    """
    wrong = 100 * (1 - np.asarray(accuracies, float))
    names = [(_("Affine"), _("in order")), (_("Affine"), _("shuffled")), (_("CNN"), _("in order")),
             (_("CNN"), _("shuffled"))]
    runs = wrong.reshape(4, -1)
    means = [format_number(each.mean()) for each in runs]
    bars = Bars([f"{network},\n{order}" for network, order in names], runs.mean(axis=1),
                _("held-out digits read wrong, mean of {seeds} runs").format(seeds=runs.shape[1]), "%", (0, 6),
                name="wrong", role="output")
    caption = _("Shuffling the pixels takes the Affine network from {one} % to {two} % of the digits read wrong, and "
                "the CNN from {three} % to {four} %.").format(one=means[0], two=means[1], three=means[2], four=means[3])
    lines = [_("{network}, {order}: {mean} % wrong, from {low} to {high} over {seeds} seeds").format(
        network=network, order=order, mean=mean, low=format_number(run.min()), high=format_number(run.max()),
        seeds=len(run)) for (network, order), mean, run in zip(names, means, runs, strict=True)]
    return Picture([[bars]], caption, "\n".join(lines), "100 * (1 - recorded()[..., -1].mean(axis=2))", heights=(300,))


def run_picture(accuracies, recorded, *, network, order, seed, live):
    """Show one run of the permutation lab, beside the recorded ones of the same network and order.

    Parameters
    ----------
    accuracies : sequence of float
        Held-out accuracies of this run, one an epoch so far.
    recorded : array, (S, E)
        Of S seeds, after each of E epochs.
    network, order : str
        What is trained, on what.
    seed : int
        Which of the seeds this run has.
    live : bool
        Whether it is trained now; otherwise it is the recorded one.

    Returns
    -------
    Picture
        Panels ``wrong`` and ``seeds``.

    Examples
    --------
    >>> run_picture([0.9, 0.95], np.full((3, 2), 0.95), network="cnn", order="shuffled", seed=1, live=False)
    Recorded: cnn, shuffled, seed 1, after 2 of 2 epochs, 5 % of the held-out digits are read wrong.
    """
    wrong, known = 100 * (1 - np.asarray(accuracies, float)), 100 * (1 - np.asarray(recorded, float))
    epochs = known.shape[1]
    numbers = np.arange(1, epochs + 1)
    final = known[:, -1].copy()
    final[seed] = wrong[-1]
    curves = Curves({_("this run"): (numbers[: len(wrong)], wrong), _("mean of the recorded runs"): (
        numbers, known.mean(axis=0))}, _("held-out digits read wrong"), _("epochs"), "%", (0, epochs), (0, 30),
        here=((len(wrong), wrong[-1]),) if wrong[-1] <= 30 else (), name="wrong")
    bars = Bars([str(each) for each in range(len(final))], final, _("each seed; hatched: this run"), "%", (0, 6),
                chosen=seed, name="seeds", role="output", weight=0.6)
    caption = (_("Live") if live else _("Recorded")) + _(
        ": {network}, {order}, seed {seed}, after {epoch} of {epochs} epochs, {wrong} % of the held-out digits are "
        "read wrong.").format(network=network, order=order, seed=seed, epoch=len(wrong), epochs=epochs,
                              wrong=format_number(wrong[-1]))
    formula = _("mean of the {seeds} recorded runs after {epochs} epochs: {mean} % wrong").format(
        seeds=len(known), epochs=epochs, mean=format_number(known[:, -1].mean()))
    return Picture([[curves, bars]], caption, formula, f"train({network!r}, {order!r}, seed={seed})", heights=(300,),
                   progress=len(wrong) / epochs if live else None)


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
    panels = [
        Grid(left, _("pixels {shape}").format(shape=shape(left)), name="pixels", **look),
        Grid(right, _("partners {shape}").format(shape=shape(right)), name="partners",
             note=_("what stands {distance} further right").format(distance=distance), **look),
        Curves({name: (np.arange(1, len(points) + 1), points) for name, points in curves.items()},
               _("correlation"), _("distance in pixels"), _("correlation"), (0, farthest), (-0.2, 1),
               here=((distance, value),), name="correlation", weight=0.9),
    ]
    words = format_number(value, 3)
    caption = _("In the {name}, pixels {distance} apart have a correlation of {value}.").format(
        name=chosen, distance=distance, value=words)
    formula = _("correlation at the distance {distance} = {value}").format(distance=distance, value=words)
    code = f"np.corrcoef(image[:, :-{distance}].ravel(), image[:, {distance}:].ravel())[0, 1]"
    return Picture([panels], caption, formula, code, heights=(350,), across=2)


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
    output_size(side, kernel_size)
    sides, bias = np.arange(1, largest + 1), _("(bias)")
    fitting = sides[sides >= kernel_size]
    top = 10.0 ** np.ceil(np.log10(neurons * (largest**2 + 1)))
    names = _("Affine"), _("convolution")
    line = Curves(
        {names[0]: (sides, neurons * (sides**2 + 1)),
         names[1]: (fitting, np.full(len(fitting), neurons * (kernel_size**2 + 1)))},
        _("parameters as the image grows"), _("side of the image"), _("parameters"), (0, largest), (10, top), log=True,
        here=((side, affine), (side, convolution)), legend="lower right", name="parameters")
    bars = Bars(names, [affine, convolution], _("now: {affine} and {convolution}").format(
        affine=f"{affine:,}", convolution=f"{convolution:,}"), _("parameters"), (10, top), log=True, name="both",
        role="kernel", weight=0.7)
    article = _("an") if str(side)[0] == "8" or side in (11, 18) else _("a")
    ratio = affine / convolution
    many = _("as many as") if affine == convolution else _("{ratio} times as many as").format(
        ratio=format_number(ratio, 1))
    caption = _("On {article} ({side}, {side}) image, {neurons} Affine neurons have {affine} parameters, {many} "
                "{neurons} filters of {size}×{size}, which have {convolution}.").format(
        article=article, side=side, neurons=neurons, affine=f"{affine:,}", many=many, size=kernel_size,
        convolution=f"{convolution:,}")
    formula = "\n".join([
        _("Affine: {neurons} · ({side}·{side} + 1 {bias}) = {affine}").format(
            neurons=neurons, side=side, affine=f"{affine:,}", bias=bias),
        _("convolution: {neurons} · ({size}·{size} + 1 {bias}) = {convolution}").format(
            neurons=neurons, size=kernel_size, convolution=f"{convolution:,}", bias=bias),
    ])
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
