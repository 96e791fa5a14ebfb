"""Random cases for the comparison with PyTorch: arrays in every layout of memory, settings in every form.

Each case is drawn from a seed of its own, the number of its family and its own: a case that fails can be drawn again
alone. Numbers are small and whole, so that sums and products are exact in float32, too, in whatever order they are
made: then both libraries have to agree to the last bit.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any
from unittest import mock

import numpy as np
import torch

from cnnlib.engine import bands, pooling
from cnnlib.engine.settings import SettingError

COUNTS = {
    "convolution": 8000,
    "transposed convolution": 3000,
    "im2col": 3000,
    "max pooling": 5000,
    "average pooling": 4000,
    "global pooling": 1000,
    "padding": 1500,
    "linear": 2000,
    "relu": 1500,
    "softmax": 2500,
    "cross entropy": 1500,
    "optimizers": 800,
    "networks": 700,
}
"""Family → how many of its cases are drawn; seven of eight are computed by both libraries."""

LEAST_COMPUTED = 0.75
"""Share of a family's cases that both libraries compute; in the others, both have to refuse the settings."""

Array = np.ndarray
Rng = np.random.Generator
Pair = tuple[int, int]

LAYOUTS = ("(H, W)", "(C, H, W)", "(N, C, H, W)")
ORDERS = ("C order", "Fortran order", "backwards", "every second", "one row repeated", "unaligned", "swapped bytes")
PADDINGS = ("number", "pair", "per side", "same", "valid")


@dataclass
class Case:
    """Arrays and settings for one call, and what is special about them."""

    arrays: dict[str, Any]
    settings: dict[str, Any]
    features: set[str] = field(default_factory=set)

    def __str__(self) -> str:
        shapes = {name: getattr(array, "shape", array) for name, array in self.arrays.items()}
        return f"{shapes} {self.settings} {sorted(self.features)}"


def draw_cases(family: str, draw: Callable[[Rng], Case]) -> Iterator[Case]:
    """Yield the cases of a family."""
    number = list(COUNTS).index(family)
    for index in range(COUNTS[family]):
        case = draw(np.random.default_rng((number, index)))
        case.features.add(f"{family} {index}")
        yield case


class Tally:
    """Counts the cases that both libraries computed or refused, and how often each feature was among them."""

    def __init__(self, family: str) -> None:
        self.family, self.computed, self.refused, self.features = family, 0, 0, Counter[str]()

    def add(self, case: Case, *, refused: bool = False) -> None:
        """Count a case: computed by both, or refused by both."""
        if refused:
            self.refused += 1
        else:
            self.computed += 1
            self.features.update(case.features)

    def check(self, *features: str) -> None:
        """Fail unless every case drawn was counted, most were computed, and each feature is in one of a hundred."""
        assert self.computed + self.refused == COUNTS[self.family]
        assert self.computed >= LEAST_COMPUTED * COUNTS[self.family]
        met = {feature: self.features[feature] for feature in features}
        assert min(met.values()) >= self.computed / 100, met


def whole_numbers(rng: Rng, shape: tuple[int, ...], dtype: Any = np.float64, times: int = 1) -> Array:
    """Draw numbers from −4 to 4, times a factor."""
    return np.asarray(rng.integers(-4, 5, shape) * times, dtype)


def with_one_that_is_not_finite(rng: Rng, array: Array, features: set[str]) -> Array:
    """Once in a while, put a NaN or an infinity in the place of a number."""
    if array.size and rng.random() < 0.05:
        array[tuple(rng.integers(array.shape))] = rng.choice([np.nan, np.inf, -np.inf])
        features.add("not finite")
    return array


def stored(rng: Rng, array: Array) -> tuple[Array, str]:
    """Return an array as it could lie in memory, and what that is called; only "one row repeated" changes numbers."""
    order = ORDERS[rng.integers(len(ORDERS))] if array.ndim and rng.random() < 0.6 else "C order"
    if order == "Fortran order":
        array = np.asfortranarray(array)
    elif order == "backwards":
        back = (slice(None, None, -1),) * array.ndim
        array = array[back].copy()[back]
    elif order == "every second":
        room = np.full([2 * length for length in array.shape], 99, array.dtype)
        every_second = room[(slice(None, None, 2),) * array.ndim]
        every_second[...] = array
        array = every_second
    elif order == "one row repeated":
        array = np.broadcast_to(array[..., :1, :] if array.ndim > 1 else array[:1], array.shape)
    elif order == "unaligned":
        room = np.zeros(array.nbytes + 1, np.uint8)
        unaligned = room[1:].view(array.dtype).reshape(array.shape)
        unaligned[...] = array
        array = unaligned
    elif order == "swapped bytes":
        array = array.astype(array.dtype.newbyteorder())
    return array, order


def arrays_stored(rng: Rng, features: set[str], **arrays: Array | None) -> dict[str, Any]:
    """Store each array in an order of its own; None stays None."""
    placed: dict[str, Any] = {}
    for name, array in arrays.items():
        if array is None:
            placed[name] = None
            continue
        placed[name], order = stored(rng, array)
        features.add(order)
    return placed


def draw_layout(rng: Rng, channels: int) -> tuple[tuple[int, ...], str]:
    """Draw the axes in front of the rows and columns: all three layouts if there is one channel."""
    layout = LAYOUTS[rng.integers(0 if channels == 1 else 1, 3)]
    front = {"(H, W)": (), "(C, H, W)": (channels,), "(N, C, H, W)": (int(rng.integers(0, 4)), channels)}[layout]
    return front, layout


def draw_size(rng: Rng, least: int, most: int) -> int | Pair:
    """Draw a setting as one number or as (height, width)."""
    first, second = rng.integers(least, most + 1, 2).tolist()
    return first if rng.random() < 0.5 else (first, second)


def as_pair(size: int | Pair) -> Pair:
    return size if isinstance(size, tuple) else (size, size)


def draw_padding(rng: Rng, most: int) -> tuple[Any, str]:
    """Draw a padding, and the name of its form."""
    form = PADDINGS[rng.integers(len(PADDINGS))]
    first, second, third, fourth = rng.integers(0, most + 1, 4).tolist()
    forms = {"number": first, "pair": (first, second), "per side": ((first, second), (third, fourth))}
    return forms.get(form, form), form


def sides(padding: Any, kernel: Pair, dilation: Pair) -> tuple[Pair, Pair]:
    """Return a padding in any form as ((top, bottom), (left, right)), as PyTorch's manual words it."""
    if padding == "valid":
        return (0, 0), (0, 0)
    if padding == "same":
        total = [d * (k - 1) for k, d in zip(kernel, dilation, strict=True)]
        return (total[0] // 2, total[0] - total[0] // 2), (total[1] // 2, total[1] - total[1] // 2)
    first, second = as_pair(padding)
    return as_pair(first), as_pair(second)


def frame(tensor: torch.Tensor, per_side: tuple[Pair, Pair], value: float = 0) -> torch.Tensor:
    """Pad an image per side, which few of PyTorch's functions can do themselves."""
    (top, bottom), (left, right) = per_side
    return torch.nn.functional.pad(tensor, (left, right, top, bottom), value=value)


def draw_memory(rng: Rng) -> tuple[Any, str]:
    """Draw how much the engine copies at a time: what is computed must not depend on it."""
    if rng.random() < 0.4:
        return nullcontext(), "usual memory"
    budget = int(rng.integers(64, 4000)) if rng.random() < 0.7 else bands.BAND
    name = "several bands" if budget < bands.BAND else "one band"
    return mock.patch.multiple(bands, ALL_AT_ONCE=0, BAND=budget, SMALL_PRODUCT=int(rng.choice([2000, 10**6]))), name


def pooling_memory(rng: Rng) -> Any:
    """Draw how many images a max pooling gives their gradients at a time."""
    return mock.patch.multiple(pooling, BAND=int(rng.choice([1, 1000, 1 << 20])))


def tensor(array: Array | None, axes: int | None = None) -> torch.Tensor | None:
    """Return a copy as a tensor, with axes of length 1 in front if it has fewer than `axes`."""
    if array is None:
        return None
    copied = np.array(array, array.dtype.newbyteorder("="), order="C")
    return torch.from_numpy(copied.reshape((1,) * ((axes or 0) - array.ndim) + array.shape))


def answer(function: Callable[[], Any]) -> Any:
    """Return what a call returns, or None if it refuses its arguments, in the way of either library."""
    try:
        return function()
    except (SettingError, RuntimeError) as refusal:
        assert isinstance(refusal, SettingError) or type(refusal) is RuntimeError, refusal
        return None


def agree(found: Any, expected: torch.Tensor, case: Case, what: str) -> None:
    """Fail unless two arrays have the same shape, type and numbers; a NaN is equal to a NaN."""
    wanted = expected.detach().numpy()
    wanted = wanted.reshape(wanted.shape[wanted.ndim - found.ndim :])  # without the axes that `tensor` put in front
    assert found.shape == wanted.shape, f"{what}: {found.shape}, not {wanted.shape}: {case}"
    assert found.dtype == wanted.dtype, f"{what}: {found.dtype}, not {wanted.dtype}: {case}"
    same = np.array_equal(found, wanted, equal_nan=found.dtype.kind == "f")
    assert same, f"{what}: {found}, not {wanted}: {case}"


def within(found: Any, expected: torch.Tensor, bound: Any, case: Case, what: str) -> None:
    """Fail unless numbers differ by no more than the bound; what is not finite has to be the same."""
    wanted = expected.detach().numpy()
    assert np.shape(found) == wanted.shape, f"{what}: {np.shape(found)}, not {wanted.shape}: {case}"
    with np.errstate(invalid="ignore"):
        difference = np.abs(np.asarray(found, float) - wanted.astype(float))
        close = np.isfinite(difference) & (difference <= bound)
        close |= (found == wanted) | (np.isnan(found) & np.isnan(wanted))
    assert np.all(close), f"{what}: {found}, not {wanted}, within {bound}: {case}"


def unchanged(arrays: dict[str, Any]) -> Callable[[], bool]:
    """Return a function that tells whether the arrays still hold what they hold now."""
    before = {name: array.tobytes() for name, array in arrays.items() if isinstance(array, np.ndarray)}
    return lambda: all(arrays[name].tobytes() == kept for name, kept in before.items())
