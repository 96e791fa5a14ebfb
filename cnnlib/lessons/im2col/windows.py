"""The windows of an image and the cells of its columns: which belongs to which."""

from dataclasses import dataclass

from cnnlib.engine.settings import SettingError
from cnnlib.engine.shapes import output_size
from cnnlib.engine.types import Array, Pair
from cnnlib.messages import _
from cnnlib.pictures.convolution import window_picks
from cnnlib.pictures.panels import Outline


def check_fit(side: int, kernel_size: int) -> None:
    """Refuse a window that is larger than a square image; in this notebook there is no padding to speak of.

    Raises
    ------
    SettingError
        If the window does not fit.

    Examples
    --------
    >>> check_fit(4, 4)
    >>> try:
    ...     check_fit(4, 5)
    ... except SettingError as error:
    ...     print(error.problem)
    kernel_size 5 does not fit: the 5×5 window is larger than the 4×4 image.
    """
    if kernel_size > side:
        raise SettingError(
            _(
                "kernel_size {k} does not fit: the {k}×{k} window is larger than the {side}×{side} image.",
                k=kernel_size,
                side=side,
            ),
            _("Use a kernel_size of {side} or less.", side=side),
        )


@dataclass(frozen=True)
class Windows:
    """The windows of an image in the order of their columns, for stride 1 without padding.

    Parameters
    ----------
    size : (int, int)
        Height and width of the image.
    kernel : (int, int)

    Examples
    --------
    >>> windows = Windows((4, 4), (3, 3))
    >>> windows.places, windows.corner(3), windows.tap(5)
    ((2, 2), (1, 1), (0, 1, 2))
    """

    size: Pair
    kernel: Pair

    @property
    def places(self) -> Pair:
        """How many windows there are, one above the other and side by side."""
        (height, width), (kernel_height, kernel_width) = self.size, self.kernel
        return output_size(height, kernel_height), output_size(width, kernel_width)

    @property
    def count(self) -> int:
        """How many windows there are in all: as many as columns."""
        return self.places[0] * self.places[1]

    def corner(self, position: int) -> Pair:
        """Return the row and column of a window's top left pixel."""
        return divmod(position, self.places[1])

    def tap(self, row: int) -> tuple[int, int, int]:
        """Return (channel, row, column) in the kernel of a row of the columns."""
        channel, inside = divmod(row, self.kernel[0] * self.kernel[1])
        return (channel, *divmod(inside, self.kernel[1]))

    def outline(self, position: int) -> Outline:
        """Return the outline of a window in the image."""
        return Outline(*self.corner(position), *self.kernel)

    def pixel_outline(self, position: int, row: int) -> Outline:
        """Return the outline of the pixel that a row of a column is copied from."""
        top, left = self.corner(position)
        _channel, down, across = self.tap(row)
        return Outline(top + down, left + across, role="plain")

    def picks(self) -> Array:
        """Return, for each pixel of the image, the window that is centred nearest to it."""
        return window_picks(self.size, self.kernel, (1, 1), self.places)
