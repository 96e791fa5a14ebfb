"""The bundled photographs."""

from cnnlib.data.files import load
from cnnlib.engine.types import Array


def camera() -> Array:
    """A real photograph in grey: a man with a camera on a tripod, on a lawn.

    Returns
    -------
    numpy.ndarray, shape (128, 128), float64
        Brightness, 0 (black) to 1 (white). A fresh copy.

    References
    ----------
    .. [1] Photograph by Lav Varshney, CC0, from scikit-image (``skimage.data.camera``).

    Examples
    --------
    >>> camera().shape
    (128, 128)
    """
    return load("camera")["image"] / 255


def chelsea() -> Array:
    """A real photograph in colour: the face of Chelsea the cat.

    Returns
    -------
    numpy.ndarray, shape (3, 128, 128), float64
        The channels red, green, blue, each 0 (none) to 1 (full). A fresh copy. For a
        matplotlib image, ``chelsea().transpose(1, 2, 0)`` puts the channels last.

    References
    ----------
    .. [1] Photograph by Stéfan van der Walt, CC0, from scikit-image (``skimage.data.chelsea``).

    Examples
    --------
    >>> chelsea().shape
    (3, 128, 128)
    """
    return load("chelsea")["image"] / 255
