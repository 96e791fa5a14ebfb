"""Sizes, padding and receptive fields: formulas against counting, and what the errors say."""

import re
from itertools import product

import naive_reference as naive
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnlib import (
    ReceptiveField,
    SettingError,
    conv2d,
    leftover,
    nearest_settings,
    output_size,
    receptive_field,
    resolve_padding,
)

GRID = [
    (i, k, s, side, d, ceil)
    for i, k, s, side, d, ceil in product(
        (1, 2, 5, 6, 7), (1, 2, 3, 4), (1, 2, 3), ((0, 0), (1, 1), (0, 1), (2, 0)), (1, 2), (False, True)
    )
    if d * (k - 1) + 1 <= i + sum(side)
]


def test_the_size_is_what_counting_the_windows_gives():
    assert len(GRID) > 500
    for i, k, s, side, d, ceil in GRID:
        found = output_size(i, k, stride=s, padding=side, dilation=d, ceil_mode=ceil)
        assert found == naive.size(i, k, s, side, d, ceil), (i, k, s, side, d, ceil)


@pytest.mark.parametrize(
    ("i", "k", "s", "p", "d", "expected"),
    [
        # A guide to convolution arithmetic
        (4, 3, 1, 0, 1, 2),
        (5, 4, 1, 2, 1, 6),
        (5, 3, 1, 1, 1, 5),
        (5, 3, 1, 2, 1, 7),
        (5, 3, 2, 0, 1, 2),
        (5, 3, 2, 1, 1, 3),
        (6, 3, 2, 1, 1, 3),
        (7, 3, 1, 0, 2, 3),
        # course notes
        (7, 3, 1, 0, 1, 5),
        (7, 3, 2, 0, 1, 3),
        (5, 3, 1, 1, 1, 5),
        (5, 3, 2, 1, 1, 3),
        (227, 11, 4, 0, 1, 55),
        (224, 11, 4, 0, 1, 54),
        (5, 3, 3, 1, 1, 2),
        (10, 3, 2, 0, 1, 4),
        # Dive into Deep Learning: 8×8, and the axes of the non-square kernels
        (8, 3, 1, 1, 1, 8),
        (8, 5, 1, 2, 1, 8),
        (8, 3, 2, 1, 1, 4),
        (8, 3, 3, 0, 1, 2),
        (8, 5, 4, 1, 1, 2),
    ],
)
def test_published_sizes(i, k, s, p, d, expected):
    assert output_size(i, k, stride=s, padding=p, dilation=d) == expected


def test_lenet():
    sizes = [28]
    for kernel, stride, padding in ((5, 1, 2), (2, 2, 0), (5, 1, 0), (2, 2, 0)):
        sizes.append(output_size(sizes[-1], kernel, stride=stride, padding=padding))
    assert sizes == [28, 28, 14, 10, 5]


def test_sizes_round_down_and_ceil_mode_rounds_up():
    assert output_size(25, 2, stride=2) == 12
    assert output_size(25, 2, stride=2, ceil_mode=True) == 13
    # The third window would start in the padding: it is dropped.
    assert output_size(3, 2, stride=2, padding=1, ceil_mode=True) == 2
    assert output_size(2, 2, stride=2, padding=1, ceil_mode=True) == 2


@pytest.mark.parametrize("stride", [1, 2, 3])
def test_a_kernel_larger_than_the_input_is_an_error_at_every_stride(stride):
    with pytest.raises(SettingError, match="only 4 pixels long"):
        output_size(4, 5, stride=stride)


def test_the_message_names_value_rule_and_repair():
    with pytest.raises(SettingError) as error:
        output_size(4, 5)
    assert str(error.value) == (
        "kernel_size 5 does not fit: one side of the input is only 4 pixels long. "
        "Use a kernel_size of at most 4, or a padding of at least 1."
    )
    with pytest.raises(SettingError) as error:
        output_size(4, 3, padding=(0, 1), dilation=3)
    assert str(error.value) == (
        "kernel_size 3 with dilation 3 spans 7 pixels and does not fit: one side of the padded input is only 5 "
        "pixels long (0 + 4 + 1). "
        "Use a kernel_size of at most 2, a dilation of at most 2, or a padding of at least 2."
    )


@pytest.mark.parametrize(
    ("i", "k", "d", "side"),
    [
        (4, 5, 1, (0, 0)),
        (4, 3, 3, (0, 1)),
        (1, 9, 2, (3, 0)),
        (2, 4, 1, (0, 0)),
    ],
)
def test_the_repair_in_the_message_works_and_nothing_less_does(i, k, d, side):
    with pytest.raises(SettingError) as error:
        output_size(i, k, dilation=d, padding=side)
    repairs = dict(re.findall(r"(kernel_size|dilation|padding) of at (?:most|least) (\d+)", str(error.value)))
    kernel, padding, narrowest = int(repairs["kernel_size"]), int(repairs["padding"]), int(repairs.get("dilation", 0))
    if narrowest:
        assert output_size(i, k, dilation=narrowest, padding=side) >= 1
    assert output_size(i, kernel, dilation=d, padding=side) >= 1
    assert output_size(i, k, dilation=d, padding=padding) >= 1
    with pytest.raises(SettingError):
        output_size(i, kernel + 1, dilation=d, padding=side)
    with pytest.raises(SettingError):
        output_size(i, k, dilation=d, padding=padding - 1)
    with pytest.raises(SettingError):
        output_size(i, k, dilation=narrowest + 1, padding=side)


@pytest.mark.parametrize(
    "value",
    [
        True,
        2.0,
        float("nan"),
        float("inf"),
        "2",
        None,
        np.float64(2),
        np.array([2, 2]),
        1j,
    ],
)
@pytest.mark.parametrize("name", ["input_size", "kernel_size", "stride", "padding", "dilation"])
def test_only_whole_numbers_are_whole_numbers(name, value):
    with pytest.raises(SettingError, match="padding is|" + name):
        output_size(**{"input_size": 8, "kernel_size": 3, name: value})


@pytest.mark.parametrize("name", ["input_size", "kernel_size", "stride", "padding", "dilation"])
def test_numbers_out_of_range_are_named(name):
    lowest = 0 if name == "padding" else 1
    with pytest.raises(SettingError, match=f"{name} is {lowest - 1}, but it must be at least {lowest}"):
        output_size(**{"input_size": 8, "kernel_size": 3, name: lowest - 1})


@pytest.mark.parametrize("kind", [np.int64, np.int8, np.uint16])
def test_numpy_integers_are_integers(kind):
    size = output_size(kind(8), kind(3), stride=kind(2), padding=kind(1))
    assert size == 4
    assert type(size) is int
    assert conv2d(np.ones((4, 4)), np.ones((3, 3)), stride=kind(1), padding=(kind(1), kind(0))).shape == (4, 2)


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        (0, ((0, 0), (0, 0))),
        (2, ((2, 2), (2, 2))),
        ((1, 2), ((1, 1), (2, 2))),
        ([1, 2], ((1, 1), (2, 2))),
        (((1, 2), (3, 4)), ((1, 2), (3, 4))),
        ((1, (3, 4)), ((1, 1), (3, 4))),
        ([[0, 1], [2, 0]], ((0, 1), (2, 0))),
        (np.int32(1), ((1, 1), (1, 1))),
    ],
)
def test_every_form_of_padding(form, expected):
    assert resolve_padding(form) == expected


@pytest.mark.parametrize(
    "form",
    [
        (1,),
        (1, 2, 3),
        ((1, 2, 3), (1, 2)),
        (-1, 0),
        ((0, -1), (0, 0)),
        "full",
        {},
        0.5,
        (),
    ],
)
def test_any_other_form_of_padding_is_refused(form):
    with pytest.raises(SettingError, match="padding"):
        resolve_padding(form)


def test_same_puts_the_extra_one_after():
    assert resolve_padding("same", 3) == ((1, 1), (1, 1))
    assert resolve_padding("same", 4) == ((1, 2), (1, 2))
    assert resolve_padding("same", (2, 3), dilation=(3, 2)) == ((1, 2), (2, 2))
    assert resolve_padding("same", 1) == ((0, 0), (0, 0))


@given(st.integers(1, 30), st.integers(1, 9), st.integers(1, 4))
def test_same_keeps_the_size(pixels, kernel, dilation):
    assert output_size(pixels, kernel, padding="same", dilation=dilation) == pixels


def test_same_needs_stride_1_and_a_kernel():
    with pytest.raises(SettingError, match="stride is 2"):
        output_size(8, 3, stride=2, padding="same")
    with pytest.raises(SettingError, match="no kernel"):
        resolve_padding("same")


@given(st.integers(1, 12), st.integers(1, 6), st.integers(1, 5), st.integers(0, 3), st.integers(1, 3), st.booleans())
def test_nearest_settings_work_and_change_one_argument(pixels, kernel, stride, padding, dilation, exact):
    given_ = {"input_size": pixels, "kernel_size": kernel, "stride": stride, "padding": padding, "dilation": dilation}
    found = nearest_settings(**given_, exact=exact)
    for change in found:
        assert len(change) == 1
        assert change.items().isdisjoint(given_.items())
        assert output_size(**{**given_, **change}) >= 1
        assert not exact or leftover(**{**given_, **change}) == 0
    assert any("input_size" in change for change in found)
    if dilation * (kernel - 1) + 1 > pixels + 2 * padding and not exact:
        assert {name for change in found for name in change} >= {"kernel_size", "padding"}


def test_nearest_settings_of_the_classic_misfit():
    assert nearest_settings(10, 3, stride=2, exact=True) == [{"input_size": 9}, {"kernel_size": 2}, {"stride": 1}]


@given(st.integers(1, 20), st.integers(1, 6), st.integers(1, 5), st.integers(0, 3))
def test_leftover_pixels_are_those_after_the_last_window(pixels, kernel, stride, padding):
    if kernel > pixels + 2 * padding:
        return
    last = (output_size(pixels, kernel, stride=stride, padding=padding) - 1) * stride + kernel
    assert leftover(pixels, kernel, stride=stride, padding=padding) == pixels + 2 * padding - last


def test_receptive_field_of_one_layer_is_its_span():
    assert receptive_field([]) == ReceptiveField(1, 1, 0)
    assert receptive_field([{"kernel_size": 3, "stride": 2, "padding": 1, "dilation": 2}]) == ReceptiveField(5, 2, -1)
    assert receptive_field([{"kernel_size": 4, "padding": "same"}]) == ReceptiveField(4, 1, -1)


@pytest.mark.parametrize("seed", range(20))
def test_receptive_field_is_where_a_pixel_makes_a_difference(seed):
    """Count it: which output cells change when one pixel of a row changes?"""
    rng = np.random.default_rng(seed)
    layers = [
        {
            "kernel_size": int(rng.integers(1, 4)),
            "stride": int(rng.integers(1, 3)),
            "padding": int(rng.integers(0, 2)),
            "dilation": 1,
        }
        for _ in range(3)
    ]

    def network(x):
        for layer in layers:
            settings = {name: (int(name != "padding"), layer[name]) for name in ("stride", "padding", "dilation")}
            x = conv2d(x, np.ones((1, layer["kernel_size"])), **settings)
        return x

    field = receptive_field(layers)
    pixels = 24
    outputs = network(np.zeros((1, pixels))).shape[1]
    changes = np.array([network(np.eye(pixels)[[p]])[0] for p in range(pixels)])  # (pixel, output)
    for cell in range(outputs):
        seen = np.flatnonzero(changes[:, cell])
        first, stop = field.of(cell)
        if first >= 0 and stop <= pixels:
            assert (seen[0], seen[-1] + 1) == (first, stop)
        else:
            assert set(seen) <= set(range(first, stop))
