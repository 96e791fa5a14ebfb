"""What the questions of ``01_why_convolution`` ask."""

import re

from questions import Asked, parameters, value_of


def times_as_many(small, neurons, count, large):
    """Return the letter of how many times as many parameters a layer has on a large image."""
    before, after = (neurons * (size[0] * size[1] + 1) for size in (small, large))
    return {1: "a", 2: "b", 4: "c", 16: "d"}.get(round(after / before)) if before == count else None


def moved_weights(a, b, c, p, q, r, bias, result, x, y, z):
    """Return the weights that move along with their pixels."""
    weight = {a: p, b: q, c: r}
    return [weight.get(pixel, 0) for pixel in (x, y, z)] if a * p + b * q + c * r + bias == result else None


def wrong_number(size, text):
    """Return the one number that is not that of its pixel; the pairs stand in the cell."""
    pairs = [(value_of(pixel), int(number)) for pixel, number in re.findall(r"(\(\d+, \d+\)) → (\d+)", text)]
    [wrong] = [number for (row, column), number in pairs if row * size[1] + column != number]
    return wrong


def number_of_an_edge(count, size, row, column, chosen, number, to_row, to_column):
    """Return which number of the line an edge is after its move."""
    start = chosen * size[0] * size[1]
    if start + row * size[1] + column != number or chosen >= count:
        return None
    return start + to_row * size[1] + to_column


def same_parameters(filters, kernel):
    """Return the smallest image, and so many neurons, that have the same number of parameters."""
    wanted = parameters(1, filters, kernel[0])
    sides = (side for side in range(2, 50) if wanted % (side * side + 1) == 0)
    return next(({"side": side, "neurons": wanted // (side * side + 1)} for side in sides), None)


def torn_apart(a, b, first, second, third, c, x, y, z):
    """Return the neighbours that are none after shuffling."""
    pairs = [{a, b}, {b, c}]
    if [first, second, third] != [a, b, b] or sorted((x, y, z)) != sorted((a, b, c)):
        return None
    [pair] = [pair for pair in pairs if pair not in ({x, y}, {y, z})]
    return sorted(pair)


ASKED = {
    "why-predict-1": Asked(
        "An {size} digit is flattened, too. Which number in the line does the pixel in row {row}, column {column}",
        lambda size, row, column: row * size[1] + column,
    ),
    "why-predict-5": Asked(
        "On a {small} image, {neurons} Affine neurons have {count} parameters. And on a {large} image?", times_as_many
    ),
    "why-1": Asked(
        "Find a counter-example in an {size} image: a k for which",
        lambda size: size[1] - 1 if size[0] == size[1] else None,
    ),
    "why-2": Asked(
        "reads the pixels {a}, {b}, {c} with the weights {p}, {q}, {r} and the bias {bias} says {result}. "
        "Shuffled, the pixels are {x}, {y}, {z}.",
        moved_weights,
    ),
    "why-3": Asked("A {size} image was flattened. Which of these numbers is wrong?", wrong_number),
    "why-4": Asked(
        "ends with {count} maps of {size}, flattened map after map. An edge in row {row}, column {column} of map "
        "{chosen} is number {number} of the line. The digit moves, and the edge moves to row {to_row}, "
        "column {to_column}.",
        number_of_an_edge,
        loose=("count",),
    ),
    "why-5": Asked("exactly as many parameters as in {filters} filters of {kernel}.", same_parameters),
    "why-6": Asked(
        "reads the pixels {a}, {b}, {c} of exercise 2 in pairs: {first} and {second}, then {third} and … "
        "can no such filter read in {x}, {y}, {z}?",
        torn_apart,
    ),
}

ELSEWISE = {
    "why-predict-2": "what a training came to",
    "why-predict-3": "what trained networks read",
    "why-predict-4": "what a picture shows, one of four",
    "why-7": "a function: its trials are images of several shapes",
}
