"""Pictures of the permutation lab: what a shuffle costs two networks, and one run of it."""

import numpy as np

from cnnlib.messages import _, format_number
from cnnlib.pictures.charts import Bars, Curves
from cnnlib.pictures.picture import Picture


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
    names = [
        (_("Affine"), _("in order")),
        (_("Affine"), _("shuffled")),
        (_("CNN"), _("in order")),
        (_("CNN"), _("shuffled")),
    ]
    runs = wrong.reshape(4, -1)
    means = [format_number(each.mean()) for each in runs]
    bars = Bars(
        [f"{network},\n{order}" for network, order in names],
        runs.mean(axis=1),
        _("held-out digits read wrong, mean of {seeds} runs", seeds=runs.shape[1]),
        "%",
        (0, 6),
        name="wrong",
        role="output",
    )
    caption = _(
        "Shuffling the pixels takes the Affine network from {one} % to {two} % of the digits read wrong, and "
        "the CNN from {three} % to {four} %.",
        one=means[0],
        two=means[1],
        three=means[2],
        four=means[3],
    )
    lines = [
        _(
            "{network}, {order}: {mean} % wrong, from {low} to {high} over {seeds} seeds",
            network=network,
            order=order,
            mean=mean,
            low=format_number(run.min()),
            high=format_number(run.max()),
            seeds=len(run),
        )
        for (network, order), mean, run in zip(names, means, runs, strict=True)
    ]
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
    curves = Curves(
        {_("this run"): (numbers[: len(wrong)], wrong), _("mean of the recorded runs"): (numbers, known.mean(axis=0))},
        _("held-out digits read wrong"),
        _("epochs"),
        "%",
        (0, epochs),
        (0, 30),
        here=((len(wrong), wrong[-1]),) if wrong[-1] <= 30 else (),
        name="wrong",
    )
    bars = Bars(
        [str(each) for each in range(len(final))],
        final,
        _("each seed; hatched: this run"),
        "%",
        (0, 6),
        chosen=seed,
        name="seeds",
        role="output",
        weight=0.6,
    )
    caption = (_("Live") if live else _("Recorded")) + _(
        ": {network}, {order}, seed {seed}, after {epoch} of {epochs} epochs, {wrong} % of the held-out digits are "
        "read wrong.",
        network=network,
        order=order,
        seed=seed,
        epoch=len(wrong),
        epochs=epochs,
        wrong=format_number(wrong[-1]),
    )
    formula = _(
        "mean of the {seeds} recorded runs after {epochs} epochs: {mean} % wrong",
        seeds=len(known),
        epochs=epochs,
        mean=format_number(known[:, -1].mean()),
    )
    return Picture(
        [[curves, bars]],
        caption,
        formula,
        f"train({network!r}, {order!r}, seed={seed})",
        heights=(300,),
        progress=len(wrong) / epochs if live else None,
    )
