"""What the questions of ``12_variants`` ask."""

import numpy as np
from questions import Asked, Named, block, numbers, output, parameters


def span(kernel, dilation):
    """Return how many pixels a window with gaps spans."""
    return dilation * (kernel - 1) + 1


def with_few_weights(size, wanted, most):
    """Return the largest kernel that turns one size into another with dilation, and has so few weights."""
    return next(
        {"kernel_size": kernel, "dilation": dilation}
        for kernel in range(int(most**0.5), 1, -1)
        for dilation in range(1, 20)
        if output(size, span(kernel, dilation)) == wanted
    )


def class_map(first, second, weight, other, bias, large):
    """Return the answer to the question of a class activation map."""
    combined = weight * np.array(first) + other * np.array(second)
    return {"map": combined, "score": combined.mean() + bias, "weights": len([first, second])} if all(large) else None


def stamp_row(y, k, s):
    """Return a row to which each cell has added the kernel, times itself."""
    result = np.zeros(s * (len(y) - 1) + len(k))
    for place, cell in enumerate(y):
        result[place * s : place * s + len(k)] += cell * np.array(k)
    return result


def stamped(first, second, a, b, c, stride, text):
    """Return the function where it does what the printed rows show."""
    kernel = np.array([a, b, c])
    shown = [numbers(line) for line in block(text)]
    added = stamp_row([first, second], kernel, stride).tolist()
    return stamp_row if shown == [(first * kernel).tolist(), (second * kernel).tolist(), added] else None


ASKED = {
    "variants-predict-1": Asked(
        "The image is {size}, the kernel {kernel}, and the dilation {dilation}.",
        lambda size, kernel, dilation: output(size, tuple(span(each, dilation) for each in kernel)),
    ),
    "variants-predict-2": Asked(
        "for {channels} channels, {filters} filters of {kernel} and {groups} groups",
        lambda channels, filters, kernel, groups: (filters, channels / groups, *kernel),
    ),
    "variants-predict-3": Asked(
        "With input {size}, kernel {kernel}, stride {stride} and padding {padding}, what is the output's shape",
        lambda size, kernel, stride, padding: tuple(
            stride * (each - 1) + wide - 2 * padding for each, wide in zip(size, kernel, strict=True)
        ),
    ),
    "variants-predict-4": Asked(
        "x is {size}, the kernel {kernel}. … bottom left cell hold it?",
        lambda size, kernel: (size[0] - kernel[0]) * size[1] if len(set(kernel)) == 1 else None,
    ),
    "variants-1": Asked(
        "Turn {size} into {wanted}, without padding and with at most {most} weights", with_few_weights, loose=("most",)
    ),
    "variants-2": Asked(
        "({kernel}, then {mix}) turns {channels} channels into {maps} maps.",
        lambda kernel, mix, channels, maps: (
            channels * (kernel[0] * kernel[1] + 1) + parameters(channels, maps, mix[0]) if mix == (1, 1) else None
        ),
    ),
    "variants-4": Asked(
        "The maps are {first} and {second}. A class has the weights {weight} and {other} and the bias {bias}.",
        lambda first, second, weight, other, bias: class_map(first, second, weight, other, bias, (50, 70)),
    ),
    "variants-5": Asked(
        "x is {size}, and f has {kernel} filters without bias or ReLU",
        lambda size, kernel: {"filters": size[0], "padding": kernel[0] // 2, "weights": 0},
    ),
    "variants-6": Asked("The cells {first} and {second}, the kernel {a}, {b}, {c}, stride {stride}:", stamped),
}

ELSEWISE = {
    "variants-predict-5": Named(
        "`scale` {scale} multiplies … Without the sum, {layers} layers leave a black picture.",
        "what a picture shows, one of three",
    ),
    "variants-predict-6": Named("which half counts against class {digit}?", "what a picture shows, one of three"),
    "variants-3": "a function: its trials are arrays, kernels and strides",
}
