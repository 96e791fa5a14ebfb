"""What the captions of 02_convolution have to say: see ``tests/helpers/captions.py``."""

import numpy as np
from captions import number
from convolution_facts import convolution, in_brackets, padded, sum_of


def _window(image, kernel, position, stride=1):
    """Return (row, column) of a window, and its pixels."""
    side = len(kernel)
    columns = len(range(0, image.shape[1] - side + 1, stride))
    row, column = divmod(position, columns)
    top, left = row * stride, column * stride
    return (row, column), image[top : top + side, left : left + side]


def cell(values, namespace):
    """``show_cell``: the products of one window, and what they add up to."""
    image, kernel = namespace["image"], namespace["kernel"]
    (row, column), window = _window(image, kernel, values["position"])
    products = window * kernel
    caption = [
        f"The window in row {row}, column {column} and the kernel",
        f"make {products.size} products, which add up to {number(products.sum())}.",
    ]
    of_sizes, *formula = convolution(image, kernel, position=values["position"], tap=values["tap"])[1]
    assert of_sizes.startswith("output height and width")  # which this picture leaves out
    return caption, formula


def photo(values, namespace):
    """``show_photo``: one window of the photograph."""
    (row, column), window = _window(namespace["photo"], values["kernel"], values["position"])
    value = number((window * values["kernel"]).sum())
    return [f"The window in row {row}, column {column} gives {value}."], [sum_of(window, values["kernel"])]


def detector(values, namespace):
    """``show_detector``: in how many cells ReLU leaves something, and the sum of one of them."""
    image, kernel, bias = values["image"], values["kernel"], values["bias"]
    sums = [(_window(image, kernel, place)[1] * kernel).sum() + bias for place in range(36)]
    caption = [
        f"With a bias of {number(bias)},",
        f"the filter says yes in {sum(each > 0 and not np.isclose(each, 0) for each in sums)} of {len(sums)} cells.",
    ]
    return caption, [sum_of(_window(image, kernel, values["position"])[1], kernel, bias)]


def contest(values, namespace):
    """``show_contest``: what the window gives, and what the kernel gives on its own pattern."""
    pattern = namespace["kernel"]
    window = values["window"] + values["brighter"]
    weights = pattern - sum(pattern.flat) / pattern.size if values["zero_sum"] else pattern
    given, own = ((pixels * weights).sum() for pixels in (window, pattern))
    verdict = (
        "Both give the same." if np.isclose(given, own) else f"This window gives {'more' if given > own else 'less'}."
    )
    caption = [f"This window gives {number(given)}, and the kernel's own pattern gives {number(own)}. {verdict}"]
    contrasts = (number(np.sqrt(((each - each.mean()) ** 2).mean())) for each in (window, weights))
    of_window, of_pattern = contrasts
    return caption, [
        sum_of(window, weights),
        f"contrast of this window: {of_window}; of the kernel's own pattern: {of_pattern}",
    ]


def figure(values, namespace):
    """``show_figure``: what the figure prints, and the products that nobody has added up."""
    kernel, image = namespace["figure_kernel"], padded(namespace["figure_image"], 1, 1)
    (row, column), window = _window(image, kernel, values["position"], stride=2)
    printed = f"the figure prints {namespace['printed'][row, column]}"
    terms = (
        f"{number(pixel)}·{in_brackets(weight)}"
        for pixel, weight in zip(np.ravel(window), np.ravel(kernel), strict=True)
    )
    return [f"The window in row {row}, column {column}; {printed}."], [f"{' + '.join(terms)} = ? {printed}"]


CAPTIONS = {
    "show_cell": cell,
    "show_photo": photo,
    "show_detector": detector,
    "show_contest": contest,
    "show_figure": figure,
}
