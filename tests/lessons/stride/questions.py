"""What the questions of ``04_stride`` ask."""

from questions import Asked, Named, output, unvisited

from cnnlib import samples


def that_visit_all(stride, size, wanted):
    """Return the smallest odd kernel, with its padding, that halves the size and leaves no pixel out."""
    return next(
        {"kernel_size": kernel, "padding": padding}
        for kernel in range(1, 12, 2)
        for padding in range(6)
        if output(size, kernel, padding, stride) == wanted and not unvisited(size[0], kernel, padding, stride)
    )


def stripes(period, count=40):
    """Return a row of stripes that repeats these pixels."""
    return [period[place % len(period)] for place in range(count)]


ASKED = {
    "stride-predict-1": Asked(
        "{size} went in, (3, 3) came out. … The stride is now {stride}, with the same image and kernel and no padding.",
        lambda size, stride: output(size, samples.toy_kernel().shape, stride=stride),
    ),
    "stride-predict-2": Asked(
        "An image is {size}, the kernel is {kernel}, the stride is {stride}. … How many of the {columns} columns",
        lambda size, kernel, stride, columns: (
            unvisited(size[1], kernel[1], stride=stride) if size == (columns, columns) and len({*kernel}) == 1 else None
        ),
    ),
    "stride-1": Asked(
        "an image has {rows} rows and {columns} columns. The kernel is {kernel}, the stride is {stride}, "
        "the padding is {padding}.",
        lambda rows, columns, kernel, stride, padding: output((rows, columns), kernel, padding, stride),
    ),
    "stride-2": Asked(
        "with padding {padding}, a {kernel} kernel turns {size} into {wanted} with `stride=...`",
        lambda padding, kernel, size, wanted: next(
            (stride for stride in range(1, 9) if output(size, kernel, padding, stride) == wanted), None
        ),
    ),
    "stride-3": Asked("At stride {stride}, a {size} image should become {wanted}.", that_visit_all),
    "stride-4": Asked(
        "An image is {size}, the kernel is {kernel}, the stride is {stride}, the padding is {padding}. "
        "How many of its {columns} columns",
        lambda size, kernel, stride, padding, columns: (
            unvisited(size[1], kernel[1], padding, stride)
            if size == (columns, columns) and len({*kernel}) == 1
            else None
        ),
    ),
    "stride-5": Asked(
        "stripes: {a}, {b}, {c}, {d}, {e}, … A 1×1 kernel with weight {weight} copies every {step} pixel. … "
        "{count} output",
        lambda a, b, c, d, e, weight, step, count: (
            [weight * pixel for pixel in stripes([a, b, c, d])[: step * count : step]] if e == a else None
        ),
    ),
    "stride-6": Asked(
        "the mean of itself and the next {others}. What are the first {count} output cells now?",
        lambda others, count: [
            sum(stripes([0, 0, 1, 1])[place : place + others + 1]) / (others + 1) for place in range(0, 3 * count, 3)
        ],
    ),
}

ELSEWISE = {
    "stride-predict-3": Named(
        "does the small image show at stride {stride}, without a blur?", "one centre or more: what the picture shows"
    ),
    "stride-7": "a function: its trials are images, kernels and strides",
}
