"""Picture of the permutation lab: one run of it, and where five runs of each network end."""

from collections.abc import Iterator, Sequence

import numpy as np

from cnnlib.engine.types import Array
from cnnlib.lessons.why_convolution.experiment import NETWORKS, ORDERS, recorded, recorded_run, train
from cnnlib.messages import N_, _, format_number, pgettext
from cnnlib.pictures.charts import Curves, Dots
from cnnlib.pictures.picture import Picture

HIGHEST, HIGHEST_AT_THE_END = 30, 6
"""Per cent misread at the top of the axes: while a network learns, and when it has learned."""

SHORT_NAMES = {"affine": N_("Affine"), "cnn": N_("CNN")}
"""Network → what it is called in pictures, before it is translated."""


def run_picture(
    accuracies: Sequence[float] | Array,
    network: str,
    order: str,
    seed: int,
    *,
    live: bool = True,
    known: Array | None = None,
) -> Picture:
    """Show one run of the permutation lab, beside the ends of the recorded ones.

    Parameters
    ----------
    accuracies : sequence of float
        Held-out accuracies of this run so far, one for each epoch.
    network, order : str
        What is trained, and on what.
    seed : int
        Which of the seeds this run has.
    live : bool
        Whether the network is being trained now; otherwise the run is the recorded one.
    known : array, (2 networks, 2 orders, S seeds, E epochs), optional
        All recorded runs; by default those of :func:`~cnnlib.lessons.why_convolution.experiment.recorded`.

    Returns
    -------
    Picture
        Panels ``ends`` and ``wrong``. The runs on shuffled digits are among the ends only where `order` is "shuffled".

    Examples
    --------
    >>> run_picture([0.9, 0.95], "cnn", "in order", 1, known=np.full((2, 2, 3, 2), 0.95))
    Live: CNN, in order, seed 1: after 2 of 2 epochs it misreads 5 % of the held-out digits.
    """
    wrong, recorded_wrong = percent_wrong(accuracies), percent_wrong(recorded() if known is None else known)
    mine = NETWORKS.index(network), ORDERS.index(order)
    epoch, epochs = len(wrong), recorded_wrong.shape[-1]
    ends = recorded_wrong[..., -1]
    now = [wrong[-1]] if live else []
    shown = ORDERS if order == "shuffled" else ORDERS[:1]
    dots = Dots(
        [*(f"{_(SHORT_NAMES[name])},\n{_(each)}" for name in NETWORKS for each in ORDERS), _("live run")],
        [*(ends[i, j] if each in shown else [] for i in range(2) for j, each in enumerate(ORDERS)), now],
        _("held-out digits misread"),
        "%",
        (0, HIGHEST_AT_THE_END),
        here=((2 * mine[0] + mine[1], seed),),
        name="ends",
        role="output",
        note=_("a dot: one recorded seed · line: their mean · ring: the seed that you chose"),
    )
    numbers = np.arange(1, epochs + 1)
    curves = Curves(
        {
            _("this run"): (numbers[:epoch], wrong),
            _("mean of the recorded runs"): (numbers, recorded_wrong[mine].mean(axis=0)),
        },
        _("misread after each epoch"),
        _("epochs"),
        "%",
        (0, epochs),
        (0, HIGHEST),
        roles=("output", "plain"),
        here=((epoch, wrong[-1]),) if wrong[-1] <= HIGHEST else (),
        name="wrong",
        role="output",
    )
    caption = _(
        "{kind}: {network}, {order}, seed {seed}: after {epoch} of {epochs} epochs it misreads {wrong} % of the "
        "held-out digits.",
        kind=pgettext("run", "Live") if live else pgettext("run", "Recorded"),
        network=_(SHORT_NAMES[network]),
        order=_(order),
        seed=seed,
        epoch=epoch,
        epochs=epochs,
        wrong=format_number(wrong[-1]),
    )
    return Picture(
        [[dots, curves]],
        caption,
        "\n".join(_means(recorded_wrong[:, ORDERS.index(each), :, -1], each) for each in shown),
        f"train_live({network!r}, {order!r}, seed={seed})",
        heights=(300,),
        progress=epoch / epochs if live else None,
    )


def train_live(network: str = "cnn", order: str = "in order", seed: int = 0) -> Iterator[Picture]:
    """Train a network, and yield a picture after each epoch: a film.

    Parameters
    ----------
    network, order, seed
        As for :func:`~cnnlib.lessons.why_convolution.experiment.train`.

    Returns
    -------
    generator of Picture
        Those of :func:`run_picture`.
    """
    accuracies = []
    for record in train(network, order, seed=seed):
        assert record.held_out is not None  # it is trained with held-out digits
        accuracies.append(record.held_out)
        yield run_picture(accuracies, network, order, seed)


def recorded_picture(network: str = "cnn", order: str = "in order", seed: int = 0) -> Picture:
    """Show a recorded run of the permutation lab, as :func:`run_picture` shows one that goes on.

    Examples
    --------
    >>> print(recorded_picture().formula)
    in order, mean of the 5 recorded runs: Affine misreads 1.94 %, CNN 2 %
    """
    return run_picture(recorded_run(network, order, seed), network, order, seed, live=False)


def _means(wrong: Array, order: str) -> str:
    """Write the means of both networks on digits in one order; `wrong` has the shape (2, S)."""
    affine, cnn = (format_number(mean) for mean in wrong.mean(axis=1))
    return _(
        "{order}, mean of the {seeds} recorded runs: Affine misreads {affine} %, CNN {cnn} %",
        order=_(order),
        seeds=wrong.shape[1],
        affine=affine,
        cnn=cnn,
    )


def percent_wrong(accuracies: Sequence[float] | Array) -> Array:
    """Return how many per cent are misread."""
    return 100 * (1 - np.asarray(accuracies, float))
