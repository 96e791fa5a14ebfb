"""The engine against PyTorch, forward and gradients: `make test-peers`.

Small whole numbers in float64 wherever a function only adds and multiplies: every sum is exact
whatever its order, so both have to agree to the last bit.
"""

import itertools

import numpy as np
import pytest
import torch

import cnnlib
import cnnlib.samples
from cnnlib.engine.training import train_step

F = torch.nn.functional

EPS = np.finfo(float).eps


def integers(rng, shape):
    return rng.integers(-4, 5, shape).astype(float)


def torch_gradients(function, arrays, grad):
    """Call `function` on tensors; return its output and the gradients by each of them."""
    tensors = [torch.from_numpy(array).requires_grad_() for array in arrays]
    out = function(*tensors)
    return out.detach().numpy(), [g.numpy() for g in torch.autograd.grad(out, tensors, torch.from_numpy(grad))]


CONVOLUTIONS = [
    (kernel, stride, padding, dilation, groups)
    for kernel, stride, padding, dilation, groups in itertools.product(
        [(1, 1), (2, 2), (3, 3), (2, 3), (4, 1)],
        [(1, 1), (2, 2), (1, 3)],
        [(0, 0), (1, 1), (2, 0), "same"],
        [(1, 1), (2, 1)],
        [1, 2, 4],
    )
    if not (padding == "same" and stride != (1, 1))
]


@pytest.mark.filterwarnings("ignore:Using padding='same' with even kernel lengths")
def test_convolution_and_its_gradients():
    assert len(CONVOLUTIONS) >= 300
    for index, (kernel, stride, padding, dilation, groups) in enumerate(CONVOLUTIONS):
        rng = np.random.default_rng(index)
        arrays = integers(rng, (2, 4, 7, 8)), integers(rng, (8, 4 // groups, *kernel)), integers(rng, 8)
        options = {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups}
        case = str((kernel, options))
        out = cnnlib.conv2d(*arrays, **options)
        grad = integers(rng, out.shape)
        expected, expected_grads = torch_gradients(lambda *t, o=options: F.conv2d(*t, **o), arrays, grad)
        np.testing.assert_array_equal(out, expected, err_msg=case)
        for found, wanted in zip(cnnlib.conv2d_backward(grad, *arrays[:2], **options), expected_grads, strict=True):
            np.testing.assert_array_equal(found, wanted, err_msg=case)


def test_transposed_convolution():
    for index, (kernel, stride, padding, dilation, groups) in enumerate(CONVOLUTIONS):
        if padding == "same":
            continue
        rng = np.random.default_rng(index)
        arrays = integers(rng, (2, 4, 5, 6)), integers(rng, (4, 2, *kernel)), integers(rng, 2 * groups)
        extra = tuple(min(1, max(s, d) - 1) for s, d in zip(stride, dilation, strict=True))
        options = {
            "stride": stride,
            "padding": padding,
            "dilation": dilation,
            "groups": groups,
            "output_padding": extra,
        }
        expected = F.conv_transpose2d(*map(torch.from_numpy, arrays), **options).numpy()
        np.testing.assert_array_equal(cnnlib.conv_transpose2d(*arrays, **options), expected, err_msg=str(options))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_convolution_of_real_numbers(dtype):
    """Two different orders of adding K products differ by at most 2 γ · Σ|x·w| (Higham, 3.1)."""
    rng = np.random.default_rng(0)
    x, weight = rng.standard_normal((4, 16, 28, 28)).astype(dtype), rng.standard_normal((32, 16, 3, 3)).astype(dtype)
    terms, unit = 16 * 9, float(np.finfo(dtype).eps) / 2
    bound = 2 * terms * unit * cnnlib.conv2d(abs(x).astype(float), abs(weight).astype(float), padding=1)
    found = cnnlib.conv2d(x, weight, padding=1)
    expected = F.conv2d(*map(torch.from_numpy, (x, weight)), padding=1).numpy()
    assert found.dtype == expected.dtype
    assert (abs(found - expected) <= bound).all()


POOLS = [
    (kernel, stride, padding, dilation, ceil_mode)
    for kernel, stride, padding, dilation, ceil_mode in itertools.product(
        [(1, 1), (2, 2), (3, 3), (2, 3)],
        [(1, 1), (2, 2), (3, 2)],
        [(0, 0), (1, 1), (0, 1)],
        [(1, 1), (2, 2)],
        [False, True],
    )
    if all(2 * p <= k for p, k in zip(padding, kernel, strict=True))  # PyTorch's rule is stricter than ours
]


def test_max_pool_its_indices_and_its_gradient():
    assert len(POOLS) >= 90
    for index, (kernel, stride, padding, dilation, ceil_mode) in enumerate(POOLS):
        rng = np.random.default_rng(index)
        x = integers(rng, (2, 3, 7, 8))
        x[0, 0, 2, 3] = np.nan
        x[0, 1, :3, :3] = -np.inf
        options = {"stride": stride, "padding": padding, "dilation": dilation, "ceil_mode": ceil_mode}
        tensor = torch.from_numpy(x).requires_grad_()
        out, where = F.max_pool2d(tensor, kernel, **options, return_indices=True)
        found, indices = cnnlib.max_pool2d(x, kernel, **options, return_indices=True)
        case = str((kernel, options))
        np.testing.assert_array_equal(found, out.detach().numpy(), err_msg=case)
        np.testing.assert_array_equal(indices, where.numpy(), err_msg=case)
        grad = integers(rng, found.shape)
        (expected,) = torch.autograd.grad(out, tensor, torch.from_numpy(grad))
        found = cnnlib.max_pool2d_backward(grad, x, kernel, **options)
        np.testing.assert_array_equal(found, expected.numpy(), err_msg=case)


@pytest.mark.parametrize("count_include_pad", [True, False])
def test_avg_pool_and_its_gradient(count_include_pad):
    for index, (kernel, stride, padding, dilation, ceil_mode) in enumerate(POOLS):
        if dilation != (1, 1):
            continue  # PyTorch's has none
        rng = np.random.default_rng(index)
        x = integers(rng, (2, 3, 7, 8))
        options = {"stride": stride, "padding": padding, "ceil_mode": ceil_mode, "count_include_pad": count_include_pad}
        out = cnnlib.avg_pool2d(x, kernel, **options)
        grad = integers(rng, out.shape)
        expected, (expected_grad,) = torch_gradients(lambda t, k=kernel, o=options: F.avg_pool2d(t, k, **o), [x], grad)
        # Exact sums, one rounded division; the gradient adds up at most 9 rounded shares of at most 4.
        np.testing.assert_allclose(out, expected, rtol=EPS, atol=0)
        found = cnnlib.avg_pool2d_backward(grad, x, kernel, **options)
        np.testing.assert_allclose(found, expected_grad, rtol=0, atol=9 * 4 * 9 * EPS)


@pytest.mark.parametrize("name", ["softmax", "log_softmax"])
@pytest.mark.parametrize("axis", [0, -1])
def test_softmax_and_its_gradient(name, axis):
    rng = np.random.default_rng(0)
    x, grad = rng.standard_normal((5, 7)), rng.standard_normal((5, 7))
    expected, (expected_grad,) = torch_gradients(lambda t: getattr(F, name)(t, dim=axis), [x], grad)
    found = getattr(cnnlib, name)(x, axis=axis)
    # Sums of at most 7 terms, an exponential and a logarithm: some 20 roundings of numbers of at most 8.
    np.testing.assert_allclose(found, expected, rtol=0, atol=20 * 8 * EPS)
    found_grad = getattr(cnnlib, f"{name}_backward")(grad, found, axis=axis)
    np.testing.assert_allclose(found_grad, expected_grad, rtol=0, atol=40 * abs(grad).sum() * EPS)


@pytest.mark.parametrize("optimizer", ["SGD", "Adam"])
def test_a_network_takes_the_same_steps(optimizer):
    """Ten batches of real digits, in float64: rounding differs, and each step passes it on."""
    x, labels, _, _ = cnnlib.samples.digits_split(seed=0)
    x, labels = x[:320, None] / 16, labels[:320].astype(np.int64)
    ours = cnnlib.Sequential(
        cnnlib.Conv2d(1, 8, 3, padding=1, dtype=float),
        cnnlib.ReLU(),
        cnnlib.MaxPool2d(2),
        cnnlib.Conv2d(8, 16, 3, padding=1, dtype=float),
        cnnlib.ReLU(),
        cnnlib.AvgPool2d(2),
        cnnlib.Flatten(),
        cnnlib.Linear(64, 10, dtype=float),
        seed=0,
    )
    nn = torch.nn
    theirs = nn.Sequential(
        nn.Conv2d(1, 8, 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(8, 16, 3, padding=1),
        nn.ReLU(),
        nn.AvgPool2d(2),
        nn.Flatten(),
        nn.Linear(64, 10),
    ).double()
    with torch.no_grad():
        for name, parameter in theirs.named_parameters():
            parameter.copy_(torch.from_numpy(ours.state()[name]))
    if optimizer == "SGD":
        our_optimizer = cnnlib.SGD(ours, 0.05, momentum=0.9)
        their_optimizer = torch.optim.SGD(theirs.parameters(), 0.05, momentum=0.9)
    else:
        our_optimizer, their_optimizer = cnnlib.Adam(ours, 0.003), torch.optim.Adam(theirs.parameters(), 0.003)
    for start in range(0, 320, 32):
        batch, target = x[start : start + 32], labels[start : start + 32]
        loss, _ = train_step(ours, batch, target, our_optimizer)
        their_optimizer.zero_grad()
        their_loss = F.cross_entropy(theirs(torch.from_numpy(batch)), torch.from_numpy(target))
        their_loss.backward()
        their_optimizer.step()
        assert loss == pytest.approx(their_loss.item(), rel=1e6 * EPS)
    # A step multiplies differences at most some ten times; 1e6 eps leaves room for six such factors of ten.
    for name, parameter in theirs.named_parameters():
        np.testing.assert_allclose(ours.state()[name], parameter.detach().numpy(), rtol=0, atol=1e6 * EPS)
