"""Where the engine and PyTorch differ on purpose: each difference with its reason, held from both sides.

What is not listed here, and is in :data:`peers.cases.COUNTS`, is compared with random cases. Not in the engine, so not
compared: batch normalisation, adaptive pooling to other sizes than 1×1, gradients of a transposed convolution.
"""

import numpy as np
import pytest
import torch
from peers.cases import COUNTS, LEAST_COMPUTED

import cnnlib

F = torch.nn.functional

NAN = np.nan


def test_at_least_twenty_thousand_cases_are_computed_by_both():
    """Each family's own test holds that it draws this many, and that both compute this share of them."""
    assert sum(COUNTS.values()) * LEAST_COMPUTED >= 20_000


def image(*shape, dtype=np.float64):
    return np.arange(np.prod(shape)).reshape(shape).astype(dtype)


ONLY_OURS = {
    "(H, W): a single image of one channel is what the first notebooks hold": (
        lambda: cnnlib.conv2d(image(4, 4), image(2, 2)),
        lambda: F.conv2d(torch.ones(4, 4), torch.ones(2, 2)),
        RuntimeError,
    ),
    "padding per side: 'same' with an even kernel needs it": (
        lambda: cnnlib.conv2d(image(1, 4, 4), image(1, 1, 2, 2), padding=((0, 1), (0, 1))),
        lambda: F.conv2d(torch.ones(1, 4, 4), torch.ones(1, 1, 2, 2), padding=((0, 1), (0, 1))),
        TypeError,
    ),
    "float32 with float64: the wider type is taken, as NumPy does": (
        lambda: cnnlib.conv2d(image(1, 4, 4, dtype=np.float32), image(1, 1, 2, 2)),
        lambda: F.conv2d(torch.ones(1, 4, 4), torch.ones(1, 1, 2, 2).double()),
        RuntimeError,
    ),
    "a padding of more than half of the window: each window still has a pixel": (
        lambda: cnnlib.max_pool2d(image(1, 4, 4), 3, padding=2),
        lambda: F.max_pool2d(torch.ones(1, 4, 4), 3, padding=2),
        RuntimeError,
    ),
    "a mean of a dilated window": (
        lambda: cnnlib.avg_pool2d(image(1, 5, 5), 2, dilation=2),
        lambda: F.avg_pool2d(torch.ones(1, 5, 5), 2, dilation=2),
        TypeError,
    ),
    'a transposed convolution with "same": it takes back what conv2d with the same settings does': (
        lambda: cnnlib.conv_transpose2d(image(4, 4), image(3, 3), padding="same"),
        lambda: F.conv_transpose2d(torch.ones(1, 4, 4), torch.ones(1, 1, 3, 3), padding="same"),
        TypeError,
    ),
}
"""Reason → what the engine computes, the same for PyTorch, and how that refuses it."""


@pytest.mark.parametrize("reason", ONLY_OURS)
def test_what_only_the_engine_takes(reason):
    ours, theirs, error = ONLY_OURS[reason]
    assert np.isfinite(ours()).all()
    with pytest.raises(error):
        theirs()


ONLY_THEIRS = {
    "an image without channels holds no pixels": (
        lambda: cnnlib.conv2d(np.ones((1, 0, 4, 4)), np.ones((2, 0, 3, 3))),
        lambda: F.conv2d(torch.ones(1, 0, 4, 4), torch.ones(2, 0, 3, 3)),
        "holds no pixels",
    ),
    "a softmax of no classes": (
        lambda: cnnlib.softmax(np.ones((2, 0))),
        lambda: F.softmax(torch.ones(2, 0), -1),
        "no classes",
    ),
    "a softmax of a single number": (
        lambda: cnnlib.softmax(1.0),
        lambda: F.softmax(torch.tensor(1.0), -1),
        "no classes",
    ),
    "the mean loss of no samples is NaN in PyTorch": (
        lambda: cnnlib.cross_entropy(np.ones((0, 2)), np.ones(0, int)),
        lambda: F.cross_entropy(torch.ones(0, 2), torch.ones(0).long()),
        "at least one of each",
    ),
    "a single sample needs its axis": (
        lambda: cnnlib.cross_entropy(np.ones(2), 1),
        lambda: F.cross_entropy(torch.ones(2), torch.tensor(1)),
        "scores has the shape",
    ),
    "the label −100, which PyTorch leaves out, is no class": (
        lambda: cnnlib.cross_entropy(np.ones((2, 2)), [-100, 1]),
        lambda: F.cross_entropy(torch.ones(2, 2), torch.tensor([-100, 1])),
        "from 0 to 1",
    ),
    "probabilities in place of labels": (
        lambda: cnnlib.cross_entropy(np.ones((2, 2)), np.full((2, 2), 0.5)),
        lambda: F.cross_entropy(torch.ones(2, 2), torch.full((2, 2), 0.5)),
        "labels has the shape",
    ),
    "more than two axes in a fully connected layer: images are to be flattened": (
        lambda: cnnlib.linear(np.ones((4, 2, 3)), np.ones((1, 3))),
        lambda: F.linear(torch.ones(4, 2, 3), torch.ones(1, 3)),
        "Flatten",
    ),
    "a dilated window that steps over the image: PyTorch's maximum is −∞": (
        lambda: cnnlib.max_pool2d(np.ones((1, 1)), 2, padding=1, dilation=2),
        lambda: F.max_pool2d(torch.ones(1, 1, 1), 2, padding=1, dilation=2),
        "without a tap on the image",
    ),
    "nothing left of a transposed convolution: PyTorch does not look where there is no image": (
        lambda: cnnlib.conv_transpose2d(np.ones((0, 1, 2, 1)), np.ones((1, 1, 2, 2)), padding=1),
        lambda: F.conv_transpose2d(torch.ones(0, 1, 2, 1), torch.ones(1, 1, 2, 2), padding=1),
        "nothing is left",
    ),
    "output_padding as large as the stride: PyTorch does not look where there is no image": (
        lambda: cnnlib.conv_transpose2d(np.ones((0, 1, 2, 2)), np.ones((1, 1, 2, 2)), output_padding=1),
        lambda: F.conv_transpose2d(torch.ones(0, 1, 2, 2), torch.ones(1, 1, 2, 2), output_padding=1),
        "output_padding is 1",
    ),
}
"""Reason → what the engine refuses, the same for PyTorch, and words of the refusal."""


@pytest.mark.parametrize("reason", ONLY_THEIRS)
def test_what_only_pytorch_takes(reason):
    ours, theirs, words = ONLY_THEIRS[reason]
    with pytest.raises(cnnlib.SettingError, match=words):
        ours()
    assert isinstance(theirs(), torch.Tensor)


def test_integers_become_floats_where_they_are_multiplied_and_stay_where_they_are_chosen():
    """PyTorch keeps them, and rounds a mean down."""
    x = image(1, 3, 3, dtype=np.int64)
    assert cnnlib.conv2d(x, image(1, 1, 2, 2, dtype=np.int64)).dtype == np.float64
    assert F.conv2d(torch.from_numpy(x), torch.ones(1, 1, 2, 2).long()).dtype == torch.int64
    assert cnnlib.avg_pool2d([[0, 1]], (1, 2)).tolist() == [[0.5]]
    assert F.avg_pool2d(torch.tensor([[[0, 1]]]), (1, 2)).tolist() == [[[0]]]
    assert cnnlib.max_pool2d(x, 2).dtype == np.int64


def test_half_precision_becomes_float64():
    """The engine computes with two types only; PyTorch keeps float16."""
    x, weight = image(1, 3, 3, dtype=np.float16), image(1, 1, 2, 2, dtype=np.float16)
    assert cnnlib.conv2d(x, weight).dtype == np.float64
    assert F.conv2d(torch.from_numpy(x), torch.from_numpy(weight)).dtype == torch.float16


def test_of_several_nans_in_a_window_the_first_counts_as_of_all_equal_maxima():
    """PyTorch takes the last: to it, each NaN is larger than what came before."""
    x = np.array([[1, NAN], [NAN, 2]])
    assert cnnlib.max_pool2d(x, 2, return_indices=True)[1].tolist() == [[1]]
    assert F.max_pool2d(torch.from_numpy(x)[None], 2, return_indices=True)[1].tolist() == [[[2]]]


def test_relu_passes_no_gradient_to_a_nan_which_is_not_positive():
    """PyTorch stops it where the output is at most 0, and passes it to a NaN."""
    x = np.array([NAN, -1, 0, 1])
    assert cnnlib.relu_backward(np.full(4, 5.0), x).tolist() == [0, 0, 0, 5]
    given = torch.from_numpy(x).requires_grad_()
    (theirs,) = torch.autograd.grad(F.relu(given), given, torch.full((4,), 5.0).double())
    assert theirs.tolist() == [5, 0, 0, 5]


def test_descent_has_momentum_unless_it_is_switched_off():
    """A default for small networks that are trained for seconds; PyTorch's is 0."""
    layer = cnnlib.Linear(1, 1, bias=False, dtype=float)
    layer.parameters["weight"][...] = 0
    optimizer = cnnlib.SGD(layer, 1)
    parameter = torch.zeros(1, 1, dtype=torch.float64, requires_grad=True)
    theirs = torch.optim.SGD([parameter], 1)
    for _ in range(2):
        layer.gradients, parameter.grad = {"weight": np.ones((1, 1))}, torch.ones(1, 1).double()
        optimizer.step()
        theirs.step()
    assert layer.parameters["weight"] == pytest.approx(-1 - 1.9)
    assert parameter.item() == -2
