"""Random convolutions, transposed convolutions and columns against PyTorch: equal to the last bit.

PyTorch's way to compute a convolution is not ours, but where a number is not finite, both multiply it by all that it
meets: so a NaN has to be in the same places, too.
"""

import numpy as np
import pytest
import torch
from peers.cases import (
    LAYOUTS,
    ORDERS,
    PADDINGS,
    Case,
    Tally,
    agree,
    answer,
    arrays_stored,
    as_pair,
    draw_cases,
    draw_layout,
    draw_memory,
    draw_padding,
    draw_size,
    frame,
    sides,
    tensor,
    unchanged,
    whole_numbers,
    with_one_that_is_not_finite,
)

import cnnlib

F = torch.nn.functional
pytestmark = pytest.mark.filterwarnings("ignore:Using padding='same' with even kernel lengths")


def draw_channels(rng):
    """Channels, filters and groups; a grouping that cannot work once in a while."""
    groups = int(rng.choice([1, 1, 1, 2, 3, 4]))
    channels, filters = (groups * rng.integers(1, 4, 2)).tolist()
    if rng.random() < 0.3:
        channels = filters = groups  # each channel a filter of its own
    return channels, filters, int(rng.integers(1, 4)) if rng.random() < 0.03 else groups


def draw_convolution(rng):
    dtype = rng.choice([np.float32, np.float64])
    channels, filters, groups = draw_channels(rng)
    front, layout = draw_layout(rng, channels)
    kernel = as_pair(draw_size(rng, 1, 4))
    padding, form = draw_padding(rng, 4)
    stride = 1 if form == "same" and rng.random() < 0.9 else draw_size(rng, 1, 3)
    settings = {"stride": stride, "padding": padding, "dilation": draw_size(rng, 1, 2), "groups": groups}
    features = {layout, f"padding {form}", str(np.dtype(dtype))}
    x = with_one_that_is_not_finite(rng, whole_numbers(rng, (*front, *rng.integers(1, 12, 2)), dtype), features)
    plane = layout == "(H, W)"
    filters = 1 if plane else filters
    shape = kernel if plane else (filters, max(1, channels // groups), *kernel)
    bias = whole_numbers(rng, () if plane and rng.random() < 0.5 else (filters,), dtype)
    bias = None if rng.random() < 0.3 else bias
    weight = with_one_that_is_not_finite(rng, whole_numbers(rng, shape, dtype), features)
    arrays = arrays_stored(rng, features, x=x, weight=weight, bias=bias)
    if 0 in x.shape:
        features.add("empty")
    if channels == groups == filters > 1:
        features.add("depthwise")
    arrays["memory"], memory = draw_memory(rng)
    arrays["rng"] = rng
    return Case(arrays, settings, features | {memory})


def their_conv2d(x, weight, bias, settings):
    settings = dict(settings)
    if not isinstance(settings["padding"], str):
        per_side = sides(settings["padding"], (1, 1), (1, 1))
        if all(before == after for before, after in per_side):
            settings["padding"] = per_side[0][0], per_side[1][0]
        else:
            x, settings["padding"] = frame(x, per_side), 0
    return F.conv2d(x, weight, bias, **settings)


def test_convolution_and_its_gradients():
    tally = Tally("convolution")
    for case in draw_cases("convolution", draw_convolution):
        x, weight, bias = (case.arrays[name] for name in ("x", "weight", "bias"))
        axes = 3 if x.ndim == 2 else x.ndim
        tensors = [tensor(x, axes).requires_grad_(), tensor(weight, 4).requires_grad_()]
        if bias is not None:
            tensors.append(tensor(bias, 1).requires_grad_())
        untouched = unchanged(case.arrays)
        theirs = answer(lambda t=tensors, c=case: their_conv2d(*t, *[None] * (3 - len(t)), c.settings))
        with case.arrays["memory"]:
            ours = answer(lambda a=(x, weight, bias), c=case: cnnlib.conv2d(*a, **c.settings))
            assert (ours is None) == (theirs is None), f"only one refuses: {case}"
            if ours is None:
                tally.add(case, refused=True)
                continue
            agree(ours, theirs, case, "output")
            rng = case.arrays["rng"]
            grad = arrays_stored(rng, case.features, grad=whole_numbers(rng, ours.shape, ours.dtype))["grad"]
            with_input = bool(rng.random() < 0.8)
            found = cnnlib.conv2d_backward(grad, x, weight, **case.settings, input_gradient=with_input)
        expected = torch.autograd.grad(theirs, tensors, tensor(grad).reshape(theirs.shape))
        if with_input:
            agree(found[0], expected[0], case, "gradient by x")
        else:
            assert found[0] is None
        agree(found[1], expected[1], case, "gradient by weight")
        if bias is not None:
            agree(found[2].reshape(-1), expected[2], case, "gradient by bias")
            assert found[2].shape == (() if x.ndim == 2 else (len(weight),))
        assert untouched(), f"an argument was changed: {case}"
        tally.add(case)
    tally.check(
        *LAYOUTS,
        *ORDERS,
        *(f"padding {form}" for form in PADDINGS),
        *("float32", "float64", "empty", "not finite", "depthwise", "usual memory", "several bands", "one band"),
    )


def draw_transposed(rng):
    dtype = rng.choice([np.float32, np.float64])
    channels, filters, groups = draw_channels(rng)
    front, layout = draw_layout(rng, channels)
    kernel = as_pair(draw_size(rng, 1, 4))
    padding, form = draw_padding(rng, 2)
    stride = 1 if form == "same" else draw_size(rng, 1, 3)
    settings = {"stride": stride, "padding": padding, "dilation": draw_size(rng, 1, 3), "groups": groups}
    settings["output_padding"] = draw_size(rng, 0, 2) if rng.random() < 0.4 else 0
    features = {layout, f"padding {form}", str(np.dtype(dtype))}
    x = whole_numbers(rng, (*front, *rng.integers(1, 7, 2)), dtype)
    plane = layout == "(H, W)"
    per_group = 1 if plane else max(1, filters // groups)
    shape = kernel if plane else (channels, per_group, *kernel)
    bias = None if rng.random() < 0.3 else whole_numbers(rng, (per_group * (1 if plane else groups),), dtype)
    arrays = arrays_stored(rng, features, x=x, weight=whole_numbers(rng, shape, dtype), bias=bias)
    if 0 in x.shape:
        features.add("empty")
    if as_pair(settings["output_padding"]) != (0, 0):
        features.add("output padding")
    arrays["memory"], memory = draw_memory(rng)
    return Case(arrays, settings, features | {memory})


def their_conv_transpose2d(x, weight, bias, settings):
    """PyTorch's takes one padding for both sides and no words: elsewhere its whole plane is cut by hand.

    Of an empty batch it checks neither the size nor output_padding (see test_differences.py): so ask for one image too.
    """
    if not len(x):
        their_conv_transpose2d(torch.zeros(1, *x.shape[1:], dtype=x.dtype), weight, bias, settings)
    settings = dict(settings)
    dilation = as_pair(settings["dilation"])
    (top, bottom), (left, right) = sides(settings["padding"], weight.shape[2:], dilation)
    if top == bottom and left == right:
        settings["padding"] = top, left
        plane = F.conv_transpose2d(x, weight, bias, **settings)
    else:
        settings["padding"] = 0
        plane = F.conv_transpose2d(x, weight, bias, **settings)
        height, width = plane.shape[-2:]
        plane = plane[..., top : max(top, height - bottom), left : max(left, width - right)]
    if 0 in plane.shape[-2:]:
        raise RuntimeError("nothing is left")
    return plane


def test_transposed_convolution():
    tally = Tally("transposed convolution")
    for case in draw_cases("transposed convolution", draw_transposed):
        x, weight, bias = (case.arrays[name] for name in ("x", "weight", "bias"))
        tensors = tensor(x, 3 if x.ndim == 2 else x.ndim), tensor(weight, 4), tensor(bias)
        untouched = unchanged(case.arrays)
        theirs = answer(lambda t=tensors, c=case: their_conv_transpose2d(*t, c.settings))
        with case.arrays["memory"]:
            ours = answer(lambda a=(x, weight, bias), c=case: cnnlib.conv_transpose2d(*a, **c.settings))
        assert (ours is None) == (theirs is None), f"only one refuses: {case}"
        if ours is not None:
            agree(ours, theirs, case, "output")
        assert untouched(), f"an argument was changed: {case}"
        tally.add(case, refused=ours is None)
    tally.check(
        *LAYOUTS,
        *ORDERS,
        *(f"padding {form}" for form in PADDINGS),
        *("float32", "float64", "empty", "output padding", "usual memory", "several bands"),
    )


def draw_columns(rng):
    dtype = rng.choice([np.float32, np.float64])
    channels = int(rng.integers(1, 4))
    front, layout = draw_layout(rng, channels)
    padding, form = draw_padding(rng, 3)
    kernel = draw_size(rng, 1, 4)
    stride = 1 if form == "same" else draw_size(rng, 1, 3)
    settings = {"kernel_size": kernel, "stride": stride, "padding": padding, "dilation": draw_size(rng, 1, 2)}
    features = {layout, f"padding {form}", str(np.dtype(dtype))}
    arrays = arrays_stored(rng, features, x=whole_numbers(rng, (*front, *rng.integers(1, 12, 2)), dtype))
    if 0 in arrays["x"].shape:
        features.add("empty")
    arrays["rng"] = rng
    return Case(arrays, settings, features)


def test_columns_and_their_way_back():
    tally = Tally("im2col")
    for case in draw_cases("im2col", draw_columns):
        x, rng, settings = case.arrays["x"], case.arrays["rng"], case.settings
        kernel, dilation = as_pair(settings["kernel_size"]), as_pair(settings["dilation"])
        per_side = sides(settings["padding"], kernel, dilation)
        options = {"kernel_size": kernel, "stride": settings["stride"], "dilation": dilation}
        framed = frame(tensor(x, 3), per_side)
        theirs = answer(lambda f=framed, o=options: F.unfold(f, **o))
        ours = answer(lambda a=x, s=settings: cnnlib.im2col(a, **s))
        assert (ours is None) == (theirs is None), f"only one refuses: {case}"
        tally.add(case, refused=ours is None)
        if ours is None:
            continue
        agree(ours, theirs, case, "columns")
        (top, bottom), (left, right) = per_side
        height, width = framed.shape[-2:]
        inside = np.s_[..., top : height - bottom, left : width - right]
        columns = arrays_stored(rng, case.features, columns=whole_numbers(rng, ours.shape, ours.dtype))["columns"]
        theirs = F.fold(tensor(columns), (height, width), **options)[inside]
        agree(cnnlib.col2im(columns, x.shape, **settings), theirs, case, "image")
        ones = torch.ones(1, height, width)
        theirs = F.fold(F.unfold(ones, **options), (height, width), **options)[inside].long()
        agree(cnnlib.coverage(x.shape[-2:], **settings), theirs, case, "coverage")
        agree(cnnlib.windows(x, **settings).reshape(ours.shape).astype(ours.dtype), tensor(ours), case, "windows")
    features = (*LAYOUTS, *ORDERS, *(f"padding {form}" for form in PADDINGS), "float32", "float64", "empty")
    tally.check(*features)
