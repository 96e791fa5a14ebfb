"""Pictures of the permutation lab: what a shuffle costs two networks, and one run of it."""

from collections.abc import Sequence

import numpy as np

from cnnlib.engine.types import Array
from cnnlib.messages import _, format_number
from cnnlib.pictures.charts import Bars, Curves
from cnnlib.pictures.picture import Picture


def lab_picture(accuracies: Array) -> Picture:
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
    names = [
        (_("Affine"), _("in order")),
        (_("Affine"), _("shuffled")),
        (_("CNN"), _("in order")),
        (_("CNN"), _("shuffled")),
    ]
    wrong = _percent_wrong(accuracies).reshape(4, -1)
    means = [format_number(runs.mean()) for runs in wrong]
    bars = Bars(
        [f"{network},\n{order}" for network, order in names],
        wrong.mean(axis=1),
        _("held-out digits read wrong, mean of {seeds} runs", seeds=wrong.shape[1]),
        "%",
        (0, 6),
        name="wrong",
        role="output",
    )
    caption = _(
        "Shuffling the pixels takes the Affine network from {affine} % to {affine_shuffled} % of the digits read "
        "wrong, and the CNN from {cnn} % to {cnn_shuffled} %.",
        affine=means[0],
        affine_shuffled=means[1],
        cnn=means[2],
        cnn_shuffled=means[3],
    )
    lines = [
        _(
            "{network}, {order}: {mean} % wrong, from {low} to {high} over {seeds} seeds",
            network=network,
            order=order,
            mean=mean,
            low=format_number(runs.min()),
            high=format_number(runs.max()),
            seeds=len(runs),
        )
        for (network, order), mean, runs in zip(names, means, wrong, strict=True)
    ]
    return Picture([[bars]], caption, "\n".join(lines), "100 * (1 - recorded()[..., -1].mean(axis=2))", heights=(300,))


def run_picture(
    accuracies: Sequence[float] | Array, recorded: Array, *, network: str, order: str, seed: int, live: bool
) -> Picture:
    """Show one run of the permutation lab, beside the recorded ones of the same network and order.

    Parameters
    ----------
    accuracies : sequence of float
        Held-out accuracies of this run so far, one per epoch.
    recorded : array, (S, E)
        Of S seeds, after each of E epochs.
    network, order : str
        What is trained, and on what.
    seed : int
        Which of the seeds this run has.
    live : bool
        Whether the network is being trained now; otherwise the run is the recorded one.

    Returns
    -------
    Picture
        Panels ``wrong`` and ``seeds``.

    Examples
    --------
    >>> run_picture([0.9, 0.95], np.full((3, 2), 0.95), network="cnn", order="shuffled", seed=1, live=False)
    Recorded: cnn, shuffled, seed 1, after 2 of 2 epochs, 5 % of the held-out digits are read wrong.
    """
    wrong, recorded_wrong = _percent_wrong(accuracies), _percent_wrong(recorded)
    epoch, epochs = len(wrong), recorded_wrong.shape[1]
    numbers = np.arange(1, epochs + 1)
    at_the_end = recorded_wrong[:, -1].copy()
    at_the_end[seed] = wrong[-1]
    highest = 30
    series = {
        _("this run"): (numbers[:epoch], wrong),
        _("mean of the recorded runs"): (numbers, recorded_wrong.mean(axis=0)),
    }
    curves = Curves(
        series,
        _("held-out digits read wrong"),
        _("epochs"),
        "%",
        (0, epochs),
        (0, highest),
        here=((epoch, wrong[-1]),) if wrong[-1] <= highest else (),
        name="wrong",
    )
    bars = Bars(
        [str(each) for each in range(len(at_the_end))],
        at_the_end,
        _("each seed; hatched: this run"),
        "%",
        (0, 6),
        chosen=seed,
        name="seeds",
        role="output",
        weight=0.6,
    )
    caption = _(
        "{kind}: {network}, {order}, seed {seed}, after {epoch} of {epochs} epochs, {wrong} % of the held-out digits "
        "are read wrong.",
        kind=_("Live") if live else _("Recorded"),
        network=network,
        order=order,
        seed=seed,
        epoch=epoch,
        epochs=epochs,
        wrong=format_number(wrong[-1]),
    )
    formula = _(
        "mean of the {seeds} recorded runs after {epochs} epochs: {mean} % wrong",
        seeds=len(recorded_wrong),
        epochs=epochs,
        mean=format_number(recorded_wrong[:, -1].mean()),
    )
    return Picture(
        [[curves, bars]],
        caption,
        formula,
        f"train({network!r}, {order!r}, seed={seed})",
        heights=(300,),
        progress=epoch / epochs if live else None,
    )


def _percent_wrong(accuracies: Sequence[float] | Array) -> Array:
    return 100 * (1 - np.asarray(accuracies, float))
