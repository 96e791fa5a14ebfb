"""What ``08_receptive_field`` asks to predict: how far a cell sees, where a sum fires, what a deep filter finds."""

from functools import cache

import numpy as np

from cnnlib.data.digits import digits_split
from cnnlib.data.reader import load_reader
from cnnlib.data.toys import KERNELS
from cnnlib.engine.network import Sequential
from cnnlib.engine.receptive import receptive_field
from cnnlib.exercises.answers import choice, number
from cnnlib.exercises.exercise import Misconception, equals
from cnnlib.exercises.prediction import Prediction
from cnnlib.lessons.receptive_field.corners import box
from cnnlib.lessons.receptive_field.patches import strongest_patches
from cnnlib.messages import N_, _

SECOND, FILTER = 5, 12
"""The reader's layers up to its second ReLU, and the filter that is asked about."""

PLACES = {
    "a": N_("only at the corner"),
    "b": N_("along the left and the top side"),
    "c": N_("nowhere"),
    "d": N_("all around the box"),
}
"""The choices of ``receptive-predict-3``."""


def field_of(layers: int, kernel_size: int) -> int:
    """The receptive field of equal convolutions with stride 1."""
    return receptive_field([{"kernel_size": kernel_size}] * layers).size


def field_of_blocks(blocks: int) -> int:
    """The receptive field of blocks of a 3×3 convolution and a 2×2 pooling."""
    return receptive_field([{"kernel_size": 3, "padding": 1}, {"kernel_size": 2, "stride": 2}] * blocks).size


@cache
def digits_of_the_filter() -> int:
    """From how many different digits the strongest patches of the filter come."""
    *_others, images, labels = digits_split()
    network = Sequential(*load_reader().layers[:SECOND])
    strongest, _places, _responses = strongest_patches(images, network, FILTER)
    return len(np.unique(labels[strongest]))


PREDICTIONS = (
    Prediction(
        id="receptive-predict-1",
        read=number,
        examine=equals(lambda: field_of(2, 3)),
        misconceptions=(
            Misconception(
                3,
                N_("That is what the second kernel covers of the first map. Each of those cells sees 3 pixels itself."),
            ),
            Misconception(
                6, N_("The two windows overlap: neighbouring cells of the first map share two of their three pixels.")
            ),
            Misconception(
                9, N_("The sizes do not multiply. Neighbouring windows overlap, so each layer only adds a border.")
            ),
            Misconception(25, N_("That is the number of pixels in the whole square. The question was about one side.")),
            Misconception(4, N_("The border grows on both sides: one pixel at each end, not one in all.")),
        ),
        first=N_("The second kernel reads 3 cells of the first map, and their windows start one pixel apart."),
        hints=(
            N_("The cell reads 3 cells in each row of the first map. Each of them reads 3 pixels in each row."),
            N_("The first of the three reads the pixels 0, 1 and 2. The next one starts one pixel later."),
            N_("Where does the third one start, and which pixel is its last? Count from pixel 0 to that one."),
        ),
        praise=N_("The three cells that it reads see the pixels 0–2, 1–3 and 2–4."),
        setting={"layers": 2, "kernel_size": 3, "pool": 1},
        right=lambda: field_of(2, 3),
    ),
    Prediction(
        id="receptive-predict-2",
        read=number,
        examine=equals(lambda: field_of_blocks(3)),
        misconceptions=(
            Misconception(
                16,
                N_("That adds 6 again. But the third block's cells lie twice as far apart, so it adds twice as much."),
            ),
            Misconception(
                13, N_("That adds 3, as the first block did. But after two poolings, one step is four pixels wide.")
            ),
            Misconception(
                12,
                N_(
                    "That adds what a 3×3 kernel adds on the image. Here it reads a map whose cells lie 4 pixels apart."
                ),
            ),
            Misconception(20, N_("Doubling is close. It is what a block adds that doubles: first 3, then 6, then 12.")),
            Misconception(28, N_("Not yet the whole image: there is a little left on each side.")),
        ),
        first=N_(
            "The first block adds 3 to a single pixel, and the second adds 6. What a block adds doubles each time."
        ),
        hints=(
            N_("One pixel, then 4, then 10: how much does each block add?"),
            N_("Before the third block, neighbouring cells lie 4 pixels apart. Before the second, it was 2."),
            N_("So the third block adds twice what the second one added."),
        ),
        praise=N_("The blocks add 3, 6 and 12: each pooling doubles the step of everything after it."),
        setting={"blocks": 3, "kernel_size": 3, "pool": 2},
        right=lambda: field_of_blocks(3),
    ),
    Prediction(
        id="receptive-predict-3",
        read=choice(
            a=("corner", "only at the corner"),
            b=("sides", "along both sides", "along the left and the top side"),
            c=("nowhere",),
            d=("all", "around", "all around the box"),
        ),
        examine=equals(lambda: "b"),
        misconceptions=(
            Misconception(
                "a",
                N_("The corner gets the most, 96. But a side gets 64, which is above 0: either edge alone is enough."),
            ),
            Misconception("c", N_("Neither map holds anything below 0, so nothing is taken away. Every edge counts.")),
            Misconception(
                "d",
                N_("The right and the bottom side gave negative numbers, and the first layer's ReLU removed those."),
            ),
        ),
        first=N_("Add the two maps in your mind. Where is the sum above 0?"),
        hints=(
            N_("With a 1 in the middle, a kernel copies its map. So the second layer adds the two maps."),
            N_("Look at a cell halfway down the left side. What do the two maps hold there?"),
            N_("It holds 64 in one map and 0 in the other. Is the sum above 0?"),
        ),
        praise=N_("A sum says “this edge or that edge”. To say “and”, it needs a bias."),
        setting={
            "image": box(),
            "left_kernel": KERNELS["identity"],
            "top_kernel": KERNELS["identity"],
            "bias": 0,
        },
        right=lambda: "b",
        words=lambda letter: f"{letter} ({_(PLACES[letter])})",
        todo=N_("Now double-click the middle cell of top_kernel in the picture below, type 1, and press Enter."),
    ),
    Prediction(
        id="receptive-predict-4",
        read=number,
        examine=equals(digits_of_the_filter),
        misconceptions=(
            Misconception(
                1,
                N_("A filter of the second layer does not wait for one digit. It waits for a part that several share."),
            ),
            Misconception(2, N_("Close. What they share is the lower bowl, open to the left.")),
            Misconception(10, N_("Not every digit has such a part. These share the lower bowl, open to the left.")),
        ),
        first=N_("Those digits share a part: the lower bowl, open to the left."),
        hints=(
            N_("A cell of the second layer sees at most 7×7 of the 8×8 pixels: enough for a large part of a digit."),
            N_("It has 8 maps of edges and strokes to put together, in a 3×3 window."),
            N_("So it finds a part of a digit. The same part may be in several digits, but in all ten?"),
        ),
        praise=N_("They share a part: the lower bowl, open to the left."),
        setting={"layer": 2, "filter": FILTER},
        right=digits_of_the_filter,
    ),
)
