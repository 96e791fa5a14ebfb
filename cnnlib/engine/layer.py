"""What all layers share: a function that remembers its input, so that gradients can find their way back.

Every layer has ``forward(x)``, ``backward(grad_output)``, named ``parameters`` and, after a
``backward``, ``gradients`` of the same names. :class:`cnnlib.engine.network.Sequential` chains them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from cnnlib.engine.types import Array, Shape

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike


def changed_settings(settings: Mapping[str, object], **defaults: object) -> str:
    """Return the settings that differ from their defaults, as they are written in a call.

    Examples
    --------
    >>> changed_settings({"stride": 2, "padding": 0}, stride=1, padding=0)
    ', stride=2'
    """
    return "".join(f", {name}={value!r}" for name, value in settings.items() if value != defaults[name])


# Annotations with np.random are texts: NumPy loads that module, 20 ms, when somebody first asks for it.
class Layer:
    """What all layers share; a layer without parameters has to define only `forward` and `backward`.

    A layer that is made of others, such as a network, names them in `layers`: then training, saving and counting find
    their parameters.

    Attributes
    ----------
    layers : tuple of Layer
        The layers inside it; none by default.
    parameters : dict of str to ndarray
        What training adjusts, by name.
    gradients : dict of str to ndarray
        Gradients of the loss by the parameters, from the last `backward`.
    """

    layers: tuple[Layer, ...] = ()

    def __init__(self) -> None:
        self.parameters: dict[str, Array] = {}
        self.gradients: dict[str, Array] = {}

    def forward(self, x: ArrayLike) -> Array:
        """Compute the output, and remember what `backward` needs."""
        raise NotImplementedError

    def backward(self, grad_output: ArrayLike) -> Array:
        """Set `gradients`, and return the gradient by the input, from that by the output of the last `forward`."""
        raise NotImplementedError

    def __call__(self, x: ArrayLike) -> Array:
        """Same as `forward`."""
        return self.forward(x)

    def initialize(self, rng: np.random.Generator) -> None:
        """Draw the parameters anew from a :class:`numpy.random.Generator`."""
        for layer in self.layers:
            layer.initialize(rng)

    def state(self) -> dict[str, Array]:
        """Return all parameters by name: the arrays, not copies.

        ``"0.weight"`` are the weights of the first layer inside, ``"0.1.weight"`` those of the second one inside that.
        """
        inside = {
            f"{number}.{name}": parameter
            for number, layer in enumerate(self.layers)
            for name, parameter in layer.state().items()
        }
        return {**self.parameters, **inside}

    def output_shape(self, shape: Shape) -> Shape:
        """Shape of one sample's output, for one sample's input of this shape."""
        return shape

    def multiplications(self, shape: Shape) -> int:
        """Multiplications of a forward pass, for one sample's input of this shape."""
        return 0

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"
