"""Random poolings and frames against PyTorch: equal to the last bit.

Where PyTorch has no such setting (padding per side or wider, a dilated mean), the image is framed by hand.
"""

import numpy as np
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
    draw_padding,
    draw_size,
    frame,
    pooling_memory,
    sides,
    tensor,
    unchanged,
    whole_numbers,
)

import cnnlib

F = torch.nn.functional

COUNTED = 144
"""What every number of pixels of a window up to 4×4 divides: the mean of multiples of it is a whole number."""


def draw_pooling_settings(rng, padding, form):
    kernel = draw_size(rng, 1 if rng.random() < 0.3 else 2, 4)
    stride = 1 if form == "same" else (None, draw_size(rng, 1, 4))[rng.integers(2)]
    dilation = draw_size(rng, 1, 3) if rng.random() < 0.3 else 1
    return {"stride": stride, "padding": padding, "dilation": dilation, "ceil_mode": bool(rng.random() < 0.4)}, kernel


def resolved(settings, kernel):
    """Return kernel, stride, dilation and padding per side, and whether PyTorch's own pooling takes this padding."""
    kernel, dilation = as_pair(kernel), as_pair(settings["dilation"])
    stride = kernel if settings["stride"] is None else as_pair(settings["stride"])
    per_side = sides(settings["padding"], kernel, dilation)
    spans = [d * (k - 1) + 1 for k, d in zip(kernel, dilation, strict=True)]
    own = all(before == after <= size // 2 for (before, after), size in zip(per_side, kernel, strict=True))
    return kernel, stride, dilation, per_side, spans, own


def wider_than_the_window(settings, kernel):
    _, _, _, per_side, spans, _ = resolved(settings, kernel)
    return any(max(pixels) >= reach for pixels, reach in zip(per_side, spans, strict=True))


def draw_pooling(rng, dtypes, times):
    dtype = np.dtype(dtypes[rng.integers(len(dtypes))])
    padding, form = draw_padding(rng, int(rng.integers(1, 3)))
    settings, kernel = draw_pooling_settings(rng, padding, form)
    front, layout = draw_layout(rng, int(rng.integers(1, 4)))
    features = {layout, f"padding {form}", str(dtype)}
    own = resolved(settings, kernel)[-1]
    if not own:
        settings["ceil_mode"] = False  # by PyTorch's rule no window starts in the far padding, which it would not see
        features.add("framed by hand")
    least = 1 if rng.random() < 0.3 else 4
    x = whole_numbers(rng, (*front, *rng.integers(least, 12, 2)), np.int64, times)
    x = (abs(x) + 1 if dtype.kind == "u" else x).astype(dtype)
    features.update(name for name, is_so in {"empty": 0 in x.shape, "ceil": settings["ceil_mode"]}.items() if is_so)
    return Case({"x": x, "kernel": kernel, "rng": rng}, settings, features)


def draw_max_pooling(rng):
    case = draw_pooling(rng, [np.float32, np.float64, np.float32, np.float64, np.int64, np.int32, np.uint8, np.int8], 1)
    case.arrays |= arrays_stored(rng, case.features, x=case.arrays["x"])
    x = case.arrays["x"]
    if x.dtype.kind != "f" or not x.size or not x.flags.writeable:
        return case
    if rng.random() < 0.2:
        x[..., rng.integers(x.shape[-2]), rng.integers(x.shape[-1])] = (
            np.nan
        )  # one only: of two, PyTorch takes the last
        case.features.add("NaN")
    # A frame of −∞ and the image itself may tie: then the image wins, which a frame made by hand cannot tell.
    plain = "framed by hand" not in case.features and as_pair(case.settings["dilation"]) == (1, 1)
    if plain and rng.random() < 0.2:
        x[(rng.random(x.shape) < 0.4) & ~np.isnan(x)] = -np.inf
        case.features.add("−∞")
    return case


def their_max_pool2d(x, kernel, settings):
    """Maxima, and their places in the image."""
    kernel, stride, dilation, per_side, _, own = resolved(settings, kernel)
    (top, _), (left, right) = per_side
    width = x.shape[-1]
    if own:
        return F.max_pool2d(x, kernel, stride, (top, left), dilation, settings["ceil_mode"], return_indices=True)
    lowest = -torch.inf if x.is_floating_point() else torch.iinfo(x.dtype).min
    out, places = F.max_pool2d(frame(x, per_side, lowest), kernel, stride, 0, dilation, return_indices=True)
    rows = places.div(left + width + right, rounding_mode="floor") - top
    return out, rows * width + places % (left + width + right) - left


def test_max_pooling_its_places_and_its_gradient():
    tally = Tally("max pooling")
    for case in draw_cases("max pooling", draw_max_pooling):
        x, kernel, rng = (case.arrays[name] for name in ("x", "kernel", "rng"))
        given = tensor(x, 3)
        untouched = unchanged(case.arrays)
        theirs = answer(lambda g=given, c=case: their_max_pool2d(g, c.arrays["kernel"], c.settings))
        ours = answer(lambda a=x, c=case: cnnlib.max_pool2d(a, c.arrays["kernel"], **c.settings, return_indices=True))
        if theirs is not None and (wider_than_the_window(case.settings, kernel) or beside(case)):
            assert ours is None, f"a window beside the image: {case}"
            theirs = None
        assert (ours is None) == (theirs is None), f"only one refuses: {case}"
        if ours is None:
            tally.add(case, refused=True)
            continue
        found, places = ours
        agree(found.astype(found.dtype.newbyteorder("=")), theirs[0], case, "maxima")
        agree(places, theirs[1], case, "places")
        grad = whole_numbers(rng, found.shape, np.float32 if x.dtype.itemsize == 4 else np.float64)
        grad = arrays_stored(rng, case.features, grad=grad)["grad"]
        real = given.to(tensor(grad).dtype).requires_grad_()
        out = their_max_pool2d(real, kernel, case.settings)[0]
        (expected,) = torch.autograd.grad(out, real, tensor(grad).reshape(out.shape))
        with pooling_memory(rng):
            output = found if rng.random() < 0.5 else None
            found = cnnlib.max_pool2d_backward(grad, x, kernel, **case.settings, output=output)
        agree(found, expected, case, "gradient")
        assert untouched(), f"an argument was changed: {case}"
        tally.add(case)
    tally.check(
        *LAYOUTS,
        *ORDERS,
        *(f"padding {form}" for form in PADDINGS),
        *("float32", "float64", "int64", "int32", "uint8", "int8", "empty", "ceil", "NaN", "−∞", "framed by hand"),
    )


def beside(case):
    """Whether a window has no tap on the image: dilated, it steps over it. PyTorch answers −∞, which is no pixel."""
    x, kernel, settings = case.arrays["x"], case.arrays["kernel"], case.settings
    on_image = torch.zeros(1, 1, *x.shape[-2:])
    out = answer(lambda: their_max_pool2d(on_image, kernel, settings))
    return out is not None and bool(torch.isneginf(out[0]).any())


def draw_average_pooling(rng):
    case = draw_pooling(rng, [np.float32, np.float64], COUNTED)
    case.settings["count_include_pad"] = bool(rng.random() < 0.5)
    case.features.add("all count" if case.settings["count_include_pad"] else "pixels count")
    if as_pair(case.settings["dilation"]) != (1, 1):
        case.settings["ceil_mode"] = False  # PyTorch has neither a dilated mean nor columns that hang over
        case.features.add("dilated")
    case.arrays |= arrays_stored(rng, case.features, x=case.arrays["x"])
    return case


def their_avg_pool2d(x, kernel, settings):
    kernel, stride, dilation, per_side, _, own = resolved(settings, kernel)
    if own and dilation == (1, 1):
        padding = per_side[0][0], per_side[1][0]
        return F.avg_pool2d(x, kernel, stride, padding, settings["ceil_mode"], settings["count_include_pad"])
    planes, ones = x.reshape(-1, 1, *x.shape[-2:]), torch.ones(1, 1, *x.shape[-2:], dtype=x.dtype)
    columns, counts = (F.unfold(frame(t, per_side), kernel, dilation, 0, stride) for t in (planes, ones))
    taps = kernel[0] * kernel[1] if settings["count_include_pad"] else counts.sum(dim=1)
    height = (x.shape[-2] + sum(per_side[0]) - dilation[0] * (kernel[0] - 1) - 1) // stride[0] + 1
    if (counts.sum(dim=1) == 0).any():
        raise RuntimeError("a window beside the image")
    return (columns.sum(dim=1) / taps).reshape(*x.shape[:-2], height, counts.shape[2] // height)


def test_average_pooling_and_its_gradient():
    tally = Tally("average pooling")
    for case in draw_cases("average pooling", draw_average_pooling):
        x, kernel, rng = (case.arrays[name] for name in ("x", "kernel", "rng"))
        given = tensor(x, 3).requires_grad_()
        untouched = unchanged(case.arrays)
        theirs = answer(lambda g=given, c=case: their_avg_pool2d(g, c.arrays["kernel"], c.settings))
        ours = answer(lambda a=x, c=case: cnnlib.avg_pool2d(a, c.arrays["kernel"], **c.settings))
        if wider_than_the_window(case.settings, kernel):
            assert ours is None, f"a window in the padding alone: {case}"
            theirs = None
        assert (ours is None) == (theirs is None), f"only one refuses: {case}"
        if ours is None:
            tally.add(case, refused=True)
            continue
        agree(ours, theirs, case, "means")
        grad = arrays_stored(rng, case.features, grad=whole_numbers(rng, ours.shape, ours.dtype, COUNTED))["grad"]
        (expected,) = torch.autograd.grad(theirs, given, tensor(grad).reshape(theirs.shape))
        agree(cnnlib.avg_pool2d_backward(grad, x, kernel, **case.settings), expected, case, "gradient")
        assert untouched(), f"an argument was changed: {case}"
        tally.add(case)
    tally.check(
        *LAYOUTS,
        *ORDERS,
        *(f"padding {form}" for form in PADDINGS),
        *("float32", "float64", "empty", "ceil", "all count", "pixels count", "dilated", "framed by hand"),
    )


def draw_global_pooling(rng):
    dtype = rng.choice([np.float32, np.float64])
    front, layout = draw_layout(rng, int(rng.integers(1, 4)))
    height, width = rng.integers(1, 12, 2).tolist()
    features = {layout, str(np.dtype(dtype))}
    x = whole_numbers(rng, (*front, height, width), dtype, height * width)
    grad = whole_numbers(rng, front, dtype, height * width)
    if 0 in x.shape:
        features.add("empty")
    return Case(arrays_stored(rng, features, x=x, grad=grad), {}, features)


def test_global_pooling_and_its_gradient():
    """Adaptive pooling to other sizes than 1×1 is not in the engine."""
    tally = Tally("global pooling")
    for case in draw_cases("global pooling", draw_global_pooling):
        x, grad = case.arrays["x"], case.arrays["grad"]
        given = tensor(x, 3).requires_grad_()
        theirs = F.adaptive_avg_pool2d(given, 1)
        agree(cnnlib.global_avg_pool2d(x), theirs[..., 0, 0], case, "means")
        (expected,) = torch.autograd.grad(theirs, given, tensor(grad).reshape(theirs.shape))
        agree(cnnlib.global_avg_pool2d_backward(grad, x), expected, case, "gradient")
        tally.add(case)
    tally.check(*LAYOUTS, *ORDERS, "float32", "float64", "empty")


MODES = {"zeros": "constant", "reflect": "reflect", "edge": "replicate"}
"""Our names of what a frame holds → PyTorch's."""


def draw_frame(rng):
    dtypes = [np.float32, np.float64, np.int64]
    front, layout = draw_layout(rng, int(rng.integers(1, 4)))
    padding, form = draw_padding(rng, 4)
    if isinstance(padding, str):
        padding, form = 1, "number"  # a frame has no kernel to tell how much "same" is
    dtype = np.dtype(dtypes[rng.integers(3)])
    mode = "zeros" if dtype.kind == "i" else list(MODES)[rng.integers(3)]
    features = {layout, f"padding {form}", str(dtype), mode}
    x = whole_numbers(rng, (*front, *rng.integers(1, 9, 2)), dtype)
    return Case(arrays_stored(rng, features, x=x), {"padding": padding, "mode": mode}, features)


def test_frames():
    tally = Tally("padding")
    for case in draw_cases("padding", draw_frame):
        x, (rows, columns) = case.arrays["x"], sides(case.settings["padding"], (1, 1), (1, 1))
        given, mode = tensor(x, 3), MODES[case.settings["mode"]]
        theirs = answer(lambda t=given, p=(*columns, *rows), m=mode: F.pad(t, p, mode=m))
        ours = answer(lambda a=x, c=case: cnnlib.pad2d(a, **c.settings))
        assert (ours is None) == (theirs is None), f"only one refuses: {case}"
        if ours is not None:
            agree(ours.astype(ours.dtype.newbyteorder("=")), theirs, case, "frame")
        tally.add(case, refused=ours is None)
    tally.check(*LAYOUTS, *ORDERS, *MODES, "padding number", "padding pair", "padding per side", "int64", "float32")
