"""What ``07_conv_relu_pool`` asks to predict; its explorers give the answers."""

import numpy as np

from cnnlib.data.digits import digit
from cnnlib.data.toys import KERNELS
from cnnlib.engine.activations import relu
from cnnlib.engine.convolution import conv2d
from cnnlib.exercises.answers import choice, whole_number
from cnnlib.exercises.exercise import Misconception, equals
from cnnlib.exercises.prediction import Prediction
from cnnlib.lessons.conv_relu_pool.building import affine_stack, build, convolutional_stack
from cnnlib.lessons.conv_relu_pool.rectified import merged_kernel
from cnnlib.messages import N_, _, format_count

EDGES, BLUR = KERNELS["vertical edges"], KERNELS["box blur"]

STACK = "Conv–ReLU–Pool stack"
"""What the second network of ``stack-predict-4`` is called."""


def set_to_zero() -> int:
    """How many cells of the digit's map ReLU sets to 0 if the kernel has the opposite signs."""
    return int((conv2d(digit(3), -EDGES) < 0).sum())


def how_many_differ() -> str:
    """Whether ReLU between two layers makes none (a), some (b) or all (c) of the digit's cells differ."""
    one = conv2d(digit(3), merged_kernel(EDGES, BLUR))
    different = ~np.isclose(conv2d(relu(conv2d(digit(3), EDGES)), BLUR), one)
    return "c" if different.all() else "b" if different.any() else "a"


def parameters_of_three_blocks() -> int:
    """The parameters of three blocks; no image's size is in them."""
    return sum(row.parameters for row in build(3).rows((1, 56, 56)))


def fewer_or_more() -> str:
    """Whether the second stack takes clearly fewer (a), about as many (b) or clearly more (c) multiplications."""
    networks = affine_stack(), convolutional_stack()
    affine, other = (sum(row.multiplications for row in network.rows((1, 28, 28))) for network in networks)
    return "a" if other < 0.8 * affine else "c" if other > 1.25 * affine else "b"


def _none_some_all(letter: str) -> str:
    return {"a": _("a) none"), "b": _("b) some"), "c": _("c) all")}[letter]


def _fewer_or_more(letter: str) -> str:
    return {"a": _("a) fewer"), "b": _("b) about as many"), "c": _("c) more")}[letter]


PREDICTIONS = (
    Prediction(
        id="stack-predict-1",
        read=whole_number,
        examine=equals(set_to_zero),
        setting={"image": digit(3), "kernel": -EDGES},
        right=set_to_zero,
        todo=N_("Now choose the kernel “opposite signs” in the picture below."),
        misconceptions=(
            Misconception(
                13, N_("With the weights, the sums change their signs: what was below 0 is above 0 now, and stays.")
            ),
            Misconception(0, N_("Some sums are below 0 now: those that were above 0 before.")),
            Misconception(36, N_("The cells that were below 0 are above 0 now, so ReLU leaves them as they are.")),
        ),
        first=N_("Every sum has changed its sign, so the cells that are set to 0 are those that stayed before."),
        hints=(
            N_("If every weight changes its sign, so does every product. And the sum of the products?"),
            N_("A cell that was below 0 is now above 0, and the other way round."),
            N_("13 of the 36 cells were below 0, and none is exactly 0. How many were above?"),
        ),
        praise=N_("The two kernels share the cells between them: each keeps the edges that the other loses."),
    ),
    Prediction(
        id="stack-predict-2",
        read=choice(a=("none", "none of them", "0"), b=("some", "some of them"), c=("all", "all of them", "16")),
        examine=equals(how_many_differ),
        setting={"first": EDGES, "second": BLUR, "rectify": True},
        right=how_many_differ,
        words=_none_some_all,
        todo=N_("Now switch rectify on in the picture below."),
        misconceptions=(
            Misconception(
                "a", N_("A window that held a number below 0 now holds a 0 in its place, so its sum has changed.")
            ),
            Misconception("c", N_("A window in which nothing was below 0 gives the same sum as before.")),
        ),
        first=N_("Only a window with a number below 0 notices the ReLU."),
        hints=(
            N_("A cell of the second layer reads a 3×3 window of the map between the two layers."),
            N_("It notices the ReLU only if a number below 0 is in that window."),
            N_("Look at “between” below. Is a number below 0 in every 3×3 window? In any?"),
        ),
        praise=N_("Only a window that holds a number below 0 notices the ReLU."),
    ),
    Prediction(
        id="stack-predict-3",
        read=whole_number,
        examine=equals(parameters_of_three_blocks),
        setting={"size": 56, "blocks": 3, "pooling": True},
        right=parameters_of_three_blocks,
        words=format_count,
        todo=N_("Now set size to 56 in the picture below, and leave the other controls as they are."),
        misconceptions=(
            Misconception(
                11_776, N_("The maps are twice as wide, but the filters are as they were: the same weights go further.")
            ),
            Misconception(
                23_552,
                N_("There are four times as many pixels, but the filters do not grow with them. The work does."),
            ),
            Misconception(
                508_032, N_("Those are the multiplications at size 28. A parameter is a number that can be learned.")
            ),
        ),
        first=N_("A filter is slid over the image, however large that is. Only its own weights are counted."),
        hints=(
            N_("A parameter is a weight or a bias of a filter. Is there one for each place in the image?"),
            N_("The second convolution has 16 filters, each of 8·3·3 weights and one bias."),
            N_("Look for the height and the width of the image in that product."),
        ),
        praise=N_("The image's size is not in filters · (weights + 1 bias), only in the multiplications."),
    ),
    Prediction(
        id="stack-predict-4",
        read=choice(a=("fewer", "less"), b=("about as many", "the same", "equal"), c=("more",)),
        examine=equals(fewer_or_more),
        setting={"network": STACK},
        right=fewer_or_more,
        words=_fewer_or_more,
        todo=N_("Now choose the network “Conv–ReLU–Pool stack” in the picture below."),
        misconceptions=(
            Misconception("a", N_("There are fewer weights, but each of them works at every place of a map.")),
            Misconception(
                "b", N_("In an Affine layer each weight works once. In a convolution it works at every place.")
            ),
        ),
        first=N_("Ask of each weight how often it is used for one image."),
        hints=(
            N_("How often is a weight of an Affine layer used for one image?"),
            N_("And a weight of the first convolution, whose maps are 24×24?"),
            N_("The first convolution has 150 weights, and each is used 576 times. Add the second one to that."),
        ),
        praise=N_("A weight of the first convolution is used 576 times for one image, one of an Affine layer once."),
    ),
)
