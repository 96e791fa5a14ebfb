"""The patches of real digits to which a filter of a trained network responds most."""

from dataclasses import replace

import numpy as np

from cnnlib.data.digits import network_input
from cnnlib.engine.layers import Conv2d
from cnnlib.engine.network import Sequential
from cnnlib.engine.receptive import ReceptiveField, receptive_field
from cnnlib.engine.settings import SettingError
from cnnlib.engine.types import Array, Pair
from cnnlib.lessons.receptive_field.tracing import INK, seen_of
from cnnlib.messages import _, format_number
from cnnlib.pictures.cells import within
from cnnlib.pictures.networks import window_settings
from cnnlib.pictures.panels import Grid, Maps, Outline
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.words import shape

PATCHES = 12
"""How many patches are shown, each from another image."""

STRONGEST = 6.0
"""The end of the maps' colour scale: about what the bundled network reaches."""


def patches_picture(images: Array, labels: Array, network: Sequential, *, filter: int, patch: int = 0) -> Picture:
    """Show the patches that make a filter respond most, and where one of them is in its image.

    Parameters
    ----------
    images : array, (N, 8, 8)
        Digits of 0 to 16. Each gives one patch: that of the filter's largest cell.
    labels : array of int, (N,)
        Which digit each image shows.
    network : Sequential
        The layers of a trained network up to the ReLU after the filter's convolution.
    filter : int
        The number of the filter, from 0.
    patch : int
        One of the patches, from 0; beyond the last it is the last.

    Returns
    -------
    Picture
        Panels ``patches`` (pressing one picks ``patch``), ``digit`` and ``map``.

    Raises
    ------
    SettingError
        If the convolution has no such filter.

    Examples
    --------
    >>> from cnnlib.data.reader import load_reader
    >>> from cnnlib.samples import digits_split
    >>> *_, images, labels = digits_split()
    >>> patches_picture(images, labels, Sequential(*load_reader().layers[:2]), filter=0)
    Filter 0 of convolution 1 has a field of 3×3. Its 12 strongest patches come from 3 of the ten digits: \
1 (10 patches), 3 (1), 6 (1). In the chosen digit (1), it sees 3×3 pixels and gives 2.47.
    """
    strongest, places, responses = strongest_patches(images, network, filter)
    field = receptive_field([window for window in map(window_settings, network.layers) if window is not None])
    cut = np.stack([_cut(images[index], field, at) for index, at in zip(strongest, places, strict=True)])
    patch = within(patch, len(strongest))
    index, at = strongest[patch], places[patch]
    patches = Maps(
        cut,
        _("strongest patches {shape}", shape=shape(cut)),
        columns=6,
        name="patches",
        role="input",
        weight=2.6,
        chosen=patch,
        labels=[f"{labels[each]}: {format_number(responses[each].max(), 1)}" for each in strongest],
        note=_("below each: its digit, and the response"),
        **INK,
    )
    seen = seen_of(images[index], field, at)
    digit = Grid(
        images[index],
        _("digit {label} {shape}", label=labels[index], shape=shape(images[index])),
        name="digit",
        numbers=False,
        outlines=(seen,),
        note=_("orange: the patch"),
        **INK,
    )
    feature_map = Grid(
        responses[index],
        _("map of filter {filter} {shape}", filter=filter, shape=shape(responses[index])),
        name="map",
        role="output",
        colours="activation",
        limits=(0.0, STRONGEST),
        digits=1,
        outlines=(Outline(*at, role="output"),),
        note=_("green frame: its largest cell"),
    )
    found, times = np.unique(labels[strongest], return_counts=True)
    order = np.argsort(-times, kind="stable")
    listed = [_("{digit} ({times} patches)", digit=found[order[0]], times=times[order[0]])]
    listed += [f"{found[each]} ({times[each]})" for each in order[1:]]
    caption = _(
        "Filter {filter} of convolution {number} has a field of {size}×{size}. Its {patches} strongest patches come "
        "from {count} of the ten digits: {digits}. In the chosen digit ({label}), it sees {height}×{width} "
        "pixels and gives {response}.",
        filter=filter,
        number=sum(isinstance(layer, Conv2d) for layer in network.layers),
        size=field.size,
        patches=len(strongest),
        count=len(found),
        digits=", ".join(listed),
        label=labels[index],
        height=seen.height,
        width=seen.width,
        response=format_number(responses[index].max()),
    )
    row = [replace(patches, picks={"patch": patches.positions()}), digit, feature_map]
    return Picture([row], caption, heights=(290,), across=(1, 2))


def strongest_patches(images: Array, network: Sequential, filter: int) -> tuple[Array, list[Pair], Array]:
    """Return the images to which a filter responds most, its largest cell in each, and all its maps.

    Parameters
    ----------
    images, network, filter
        As for :func:`patches_picture`.

    Returns
    -------
    strongest : array of int, (12,)
        Numbers of images, the strongest first.
    places : list of (int, int)
        Row and column of the largest cell of each of these.
    responses : array, (N, H, W)
        The filter's map of every image.

    Raises
    ------
    SettingError
        If the convolution has no such filter.
    """
    maps = network(network_input(images))
    count = maps.shape[1]
    if filter >= count:
        raise SettingError(
            _(
                "filter is {filter}, but this layer has {count} filters, 0 to {last}.",
                filter=filter,
                count=count,
                last=count - 1,
            ),
            _("Use a filter of at most {last}.", last=count - 1),
        )
    responses = maps[:, filter]
    strongest = np.argsort(-responses.max(axis=(1, 2)), kind="stable")[:PATCHES]
    return strongest, [_largest(responses[index]) for index in strongest], responses


def _largest(values: Array) -> Pair:
    """Return (row, column) of the largest cell."""
    row, column = np.unravel_index(int(values.argmax()), values.shape)
    return int(row), int(column)


def _cut(image: Array, field: ReceptiveField, at: Pair) -> Array:
    """Return the pixels that a cell sees; beyond the image they are paper, as the zeros of the padding are."""
    paper = np.pad(image, field.size)
    (top, bottom), (left, right) = ((first + field.size, stop + field.size) for first, stop in map(field.of, at))
    return paper[top:bottom, left:right]
