"""Random fully connected layers, ReLU, softmax and cross-entropy against PyTorch.

What only adds and multiplies is equal to the last bit. Where exponentials and logarithms come in, the bound follows
from the rounding of each operation, to first order (Higham, "Accuracy and Stability of Numerical Algorithms", chapters
2–4; Blanchard, Higham and Higham, "Accurately computing the log-sum-exp and softmax functions", 2021). The scores are
whole numbers: the largest one is subtracted without rounding.
"""

import numpy as np
import torch
from peers.cases import (
    ORDERS,
    Case,
    Tally,
    agree,
    answer,
    arrays_stored,
    draw_cases,
    tensor,
    unchanged,
    whole_numbers,
    within,
)

import cnnlib
from cnnlib.engine.loss import loss_and_gradient

F = torch.nn.functional

EXP_ULPS = {"float32": 2.52 + 20, "float64": 1 + 1}
"""The most by which two exponentials differ, in units in the last place: NumPy's plus PyTorch's.

NumPy states 2.52 for its own float32 code (release notes of 1.17); PyTorch may use ``exp_u20``, of 20. In float64, both
take Intel's or SLEEF's functions, or the C library's, of at most 1.
"""
LOG_ULPS = {"float32": 3.83 + 1, "float64": 1 + 1}
"""The same for logarithms; NumPy's release notes of 1.17 state 3.83 for float32."""


def rounding(dtype):
    """Return the unit roundoff, and the two libraries' errors of exp and log together, as multiples of it."""
    unit = float(np.finfo(dtype).eps) / 2
    return unit, 2 * EXP_ULPS[np.dtype(dtype).name], 2 * LOG_ULPS[np.dtype(dtype).name]


def logarithm_bound(probabilities, dtype, axis):
    """How far apart two logarithms of a softmax can be, given the probabilities.

    The sum S of n exponentials, each off by e units, is off by e + n − 1 units for each library, which its logarithm
    passes on; log S itself, at most log n, by its own error; the difference from log S is rounded once.
    """
    unit, exp, log = rounding(dtype)
    count = probabilities.shape[axis]
    with np.errstate(divide="ignore"):
        size = np.abs(np.log(probabilities.astype(float)))
    size = np.where(np.isfinite(size), size, 0)
    return unit * (exp + 2 * (count - 1) + log * np.log(count) + 2 * size)


def probability_bound(dtype, count):
    """How far apart two probabilities can be, relative to them: exp above and below the line, the sum, the division."""
    unit, exp, _ = rounding(dtype)
    return unit * (2 * exp + 2 * count)


def draw_linear(rng):
    dtype = rng.choice([np.float32, np.float64])
    inputs, outputs = rng.integers(0 if rng.random() < 0.1 else 1, 9, 2).tolist()
    front = () if rng.random() < 0.3 else (int(rng.integers(0, 6)),)
    features = {f"{len(front) + 1} axes", str(np.dtype(dtype))}
    bias = None if rng.random() < 0.3 else whole_numbers(rng, (outputs,), dtype)
    x, weight = whole_numbers(rng, (*front, inputs), dtype), whole_numbers(rng, (outputs, inputs), dtype)
    grad = whole_numbers(rng, (*front, outputs), dtype)
    if 0 in x.shape or not outputs:
        features.add("empty")
    if bias is None:
        features.add("no bias")
    return Case(arrays_stored(rng, features, x=x, weight=weight, bias=bias, grad=grad), {}, features)


def test_linear_and_its_gradients():
    tally = Tally("linear")
    for case in draw_cases("linear", draw_linear):
        x, weight, bias, grad = case.arrays.values()
        tensors = [tensor(array).requires_grad_() for array in (x, weight, bias) if array is not None]
        untouched = unchanged(case.arrays)
        theirs = F.linear(*tensors)
        agree(cnnlib.linear(x, weight, bias), theirs, case, "output")
        expected = torch.autograd.grad(theirs, tensors, tensor(grad))
        found = cnnlib.linear_backward(grad, x, weight)
        for name, one, other in zip(("x", "weight", "bias"), found, expected, strict=False):
            agree(one, other, case, f"gradient by {name}")
        assert untouched(), f"an argument was changed: {case}"
        tally.add(case)
    tally.check(*ORDERS, "1 axes", "2 axes", "float32", "float64", "empty", "no bias")


def draw_relu(rng):
    dtype = np.dtype([np.float32, np.float64, np.int64, np.int8][rng.integers(4)])
    shape = tuple(rng.integers(0 if rng.random() < 0.2 else 1, 6, rng.integers(0, 5)).tolist())
    features = {f"{len(shape)} axes", str(dtype)}
    x, grad = whole_numbers(rng, shape, dtype), whole_numbers(rng, shape, np.float32 if dtype.kind == "f" else float)
    if dtype.kind == "f":
        x = np.where(rng.random(shape) < 0.05, dtype.type(rng.choice([np.inf, -np.inf, -0.0])), x)
        grad = np.where(rng.random(shape) < 0.05, rng.choice([np.inf, -np.inf, np.nan]), grad).astype(dtype)
    if 0 in shape:
        features.add("empty")
    return Case(arrays_stored(rng, features, x=np.asarray(x), grad=np.asarray(grad)), {}, features)


def test_relu_and_its_gradient():
    tally = Tally("relu")
    for case in draw_cases("relu", draw_relu):
        x, grad = case.arrays["x"], case.arrays["grad"]
        found = cnnlib.relu(x)
        agree(found.astype(found.dtype.newbyteorder("=")), F.relu(tensor(x)), case, "output")
        real = tensor(x).to(tensor(grad).dtype).requires_grad_()
        (expected,) = torch.autograd.grad(F.relu(real), real, tensor(grad))
        agree(cnnlib.relu_backward(grad, x), expected, case, "gradient")
        tally.add(case)
    tally.check(*ORDERS, *(f"{axes} axes" for axes in range(5)), "float32", "float64", "int64", "int8", "empty")


def draw_scores(rng, shape, dtype):
    """Whole numbers, close together or far apart; once in a while −∞, but never for all classes."""
    scores = rng.integers(-9, 10, shape) * rng.choice([1, 1, 1, 30]) + rng.choice([0, 1000])
    scores = scores.astype(dtype)
    if rng.random() < 0.1:
        scores[..., 1:][rng.random(scores[..., 1:].shape) < 0.3] = -np.inf
    return scores


def draw_softmax(rng):
    dtype = rng.choice([np.float32, np.float64])
    front = tuple(rng.integers(0 if rng.random() < 0.1 else 1, 5, rng.integers(0, 3)).tolist())
    classes = int(rng.integers(1, 40))
    x = draw_scores(rng, (*front, classes), dtype)
    axis = int(rng.integers(x.ndim))
    x, axis = np.moveaxis(x, -1, axis), axis - x.ndim * int(rng.integers(2))
    name = ("softmax", "log_softmax")[rng.integers(2)]
    features = {f"{x.ndim} axes", str(x.dtype), name, "axis from the end" if axis < 0 else "axis from the start"}
    if 0 in front:
        features.add("empty")
    if np.isneginf(x).any():
        features.add("−∞")
    grad = rng.standard_normal(x.shape).astype(dtype)
    orders = arrays_stored(rng, features, x=x)
    return Case({"x": x if np.isneginf(x).any() else orders["x"], "grad": grad}, {"name": name, "axis": axis}, features)


def test_softmax_its_logarithm_and_their_gradients():
    tally = Tally("softmax")
    for case in draw_cases("softmax", draw_softmax):
        x, grad, name, axis = *case.arrays.values(), case.settings["name"], case.settings["axis"]
        given = tensor(x).requires_grad_()
        theirs = getattr(F, name)(given, dim=axis)
        (expected,) = torch.autograd.grad(theirs, given, tensor(grad))
        found = getattr(cnnlib, name)(x, axis=axis)
        found_grad = getattr(cnnlib, f"{name}_backward")(grad, found, axis=axis)
        assert found.dtype == found_grad.dtype == theirs.detach().numpy().dtype
        shares = F.softmax(given.detach().double(), dim=axis).numpy()
        unit, exp, _ = rounding(x.dtype)
        tiny = np.finfo(x.dtype).tiny  # below it, numbers have fewer digits, and may be taken for 0
        count = x.shape[axis]
        size = np.abs(grad.astype(float))
        if name == "softmax":
            relative = probability_bound(x.dtype, count)
            within(found, theirs, relative * shares + 2 * tiny, case, "softmax")
            # share · (grad − Σ grad · share): two products, n sums and a difference, of shares that are off themselves.
            total = (size * shares).sum(axis=axis, keepdims=True)
            bound = shares * (size + total) * (2 * relative + 2 * unit * (count + 3)) + 8 * count * tiny
        else:
            absolute = logarithm_bound(shares, x.dtype, axis)
            within(found, theirs, absolute, case, "log_softmax")
            # grad − exp(output) · Σ grad: the exponential passes the output's error on, and adds its own.
            total = size.sum(axis=axis, keepdims=True)
            bound = shares * total * (absolute + unit * (exp + 2 * count + 2)) + 2 * unit * (size + shares * total)
            bound = bound + 2 * tiny * (total + 1)
        within(found_grad, expected, bound, case, f"gradient of {name}")
        tally.add(case)
    features = ("softmax", "log_softmax", "axis from the start", "axis from the end", "−∞", "empty", "1 axes", "3 axes")
    tally.check(*features, "float32", "float64", *ORDERS)


def draw_labelled(rng):
    dtype = rng.choice([np.float32, np.float64])
    count, classes = int(rng.integers(1, 20)), int(rng.integers(1, 20))
    scores = draw_scores(rng, (count, classes), dtype)
    kind = [np.int64, np.int32, np.uint8][rng.integers(3)]
    labels = rng.integers(0, classes + (rng.random() < 0.05), count).astype(kind)
    features = {str(scores.dtype), np.dtype(kind).name}
    with_infinity = np.isneginf(scores).any()
    features |= {"−∞"} if with_infinity else set()
    placed = arrays_stored(rng, features, scores=scores, labels=labels)
    return Case({"scores": scores if with_infinity else placed["scores"], "labels": placed["labels"]}, {}, features)


def their_cross_entropy(scores, labels):
    """PyTorch raises an IndexError for a label that is no class: a refusal as any other."""
    try:
        return F.cross_entropy(scores, labels)
    except IndexError as error:
        raise RuntimeError from error


def test_cross_entropy_and_its_gradient():
    tally = Tally("cross entropy")
    for case in draw_cases("cross entropy", draw_labelled):
        scores, labels = case.arrays.values()
        given, classes = tensor(scores).requires_grad_(), tensor(labels).long()
        theirs = answer(lambda g=given, c=classes: their_cross_entropy(g, c))
        ours = answer(lambda s=scores, n=labels: cnnlib.cross_entropy(s, n))
        assert (ours is None) == (theirs is None), f"only one refuses: {case}"
        tally.add(case, refused=ours is None)
        if ours is None:
            continue
        count, right = len(scores), (np.arange(len(scores)), np.array(labels, int))
        shares = F.softmax(given.detach().double(), dim=1).numpy()
        unit, exp, _ = rounding(scores.dtype)
        absolute = logarithm_bound(shares, scores.dtype, 1)
        losses = -F.log_softmax(given.detach().double(), dim=1).numpy()[right]
        # n − 1 sums and a division, in each library, of logarithms that are off themselves.
        with np.errstate(invalid="ignore"):
            bound = absolute[right].mean() + 2 * count * unit * np.abs(losses).mean()
        within(ours, theirs, bound, case, "loss")
        assert loss_and_gradient(scores, labels)[0] == ours, f"the loss of a step of training: {case}"
        (expected,) = torch.autograd.grad(theirs, given)
        found = cnnlib.cross_entropy_backward(scores, labels)
        assert found.dtype == expected.numpy().dtype
        # An exponential of a logarithm that is off, less 1 where the label is, divided by the samples.
        bound = shares * (absolute + unit * exp) + 4 * unit * (shares + 1) + 2 * np.finfo(scores.dtype).tiny
        within(found, expected, bound / count, case, "gradient")
    tally.check("float32", "float64", "int64", "int32", "uint8", "−∞", *ORDERS)
