"""The exercises of ``01_why_convolution``: find a pixel again, count, choose settings, write a shuffle.

What is right is computed here from the formulas that the notebook teaches.
``tests/lessons/why_convolution/test_experiment.py`` compares the numbers in the hints with the engine.
"""

from cnnlib.engine.layers import Conv2d, Layer, Linear
from cnnlib.exercises.answers import cell, choice, settings, whole_number
from cnnlib.exercises.exercise import Exercise, Misconception, equals, satisfies
from cnnlib.lessons.why_convolution.function import SHUFFLE_ALL
from cnnlib.messages import _


def _size(layer: Layer) -> int:
    return sum(parameter.size for parameter in layer.parameters.values())


def _affine(side: int, neurons: int) -> int:
    """Parameters of an Affine layer on a square image with one channel."""
    return neurons * (side * side + 1)


def _target() -> int:
    return _size(Conv2d(1, 20, 5))


def _counted(answer: dict[str, int]) -> str:
    if answer["side"] < 1 or answer["neurons"] < 1:
        return _("Both must be at least 1.")
    return _("Your layer has {count} parameters.", count=_affine(**answer))


def _is_as_many(answer: dict[str, int]) -> bool:
    return min(answer.values()) > 0 and _affine(**answer) == _target()


EXERCISES = (
    Exercise(
        id="why-predict-1",
        read=whole_number,
        examine=equals(lambda: 6 * 8 + 3),
        misconceptions=(
            Misconception(30, _("That is the place if the image is read column after column, or row and column swap.")),
            Misconception(52, _("You counted from 1. The first pixel of the line is number 0.")),
            Misconception(48, _("That is where the row begins. The pixel stands a little further right.")),
            Misconception(18, _("You multiplied row and column. Row 0 would then always give number 0.")),
            Misconception(9, _("You added row and column. A whole row lies between two pixels below each other.")),
            Misconception(43, _("You went down one row too few. Row 6 has six rows above it: rows 0 to 5.")),
        ),
        first=_("Count how many pixels come before it: first whole rows, then those in its own row."),
        hints=(
            _("Each row that lies above the pixel comes before it in the line, as a whole."),
            _("Six rows lie above row 6, and each of them has eight pixels."),
            _("In its own row, the pixels in the columns 0, 1 and 2 come first."),
        ),
        praise=_("Six rows of 8 pixels come first, and three pixels of its own row: 6·8 + 3 = 51."),
    ),
    Exercise(
        id="why-predict-2",
        read=whole_number,
        examine=equals(lambda: 2 * 1 + 0 * 4 + 5 * 3 + 1),
        misconceptions=(
            Misconception(17, _("That is the sum of the products. What is added to it at the end?")),
            Misconception(14, _("Only the pixels moved in your answer. Each weight moves along with its pixel.")),
            Misconception(13, _("Only the pixels moved, and the bias is missing. Each weight moves with its pixel.")),
            Misconception(57, _("You added up pixels, added up weights, and multiplied. Multiply pairs first.")),
            Misconception(16, _("You added all the numbers. Each pixel meets its weight by a product.")),
            Misconception(0, _("Do you mean that nothing can be said? Work it out: three products and a bias.")),
        ),
        first=_("Write the three pairs of pixel and weight below each other, and multiply."),
        hints=(
            _("The pixel 5 has the weight 3, before and after. The two move together."),
            _("The products are 5·3, 2·1 and 0·4. In which order they are added does not matter."),
            _("Add the three products, and then the bias once."),
        ),
        praise=_("5·3 + 2·1 + 0·4 + 1 = 18, as before: the same products, added in another order."),
    ),
    Exercise(
        id="why-predict-3",
        read=choice(
            a=("about 1", "1"),
            b=("about 0.95", "as before", "0.95"),
            c=("about 0.5", "0.5"),
            d=("about 0", "0"),
            e=("about -1", "-1"),
        ),
        examine=equals(lambda: "d"),
        misconceptions=(
            Misconception(
                "a", _("That would mean that the pixel beside it tells a pixel exactly. Not even the photo has that.")
            ),
            Misconception("b", _("The pixels are the same, but not the pairs. Who stands beside whom now?")),
            Misconception("c", _("That is what half of the likeness would be. Is there any reason why some is left?")),
            Misconception("e", _("That would mean bright always beside dark. A shuffle does not sort.")),
        ),
        first=_("Take one pixel. What does it tell about the one that the shuffle put beside it?"),
        hints=(
            _("In the photograph, neighbours are alike because they show the same thing: sky, coat, grass."),
            _("After the shuffle, the pixel beside it may come from anywhere in the photograph."),
            _("Correlation says how well one pixel tells the other. A stranger tells how much?"),
        ),
        praise=_("The pixel beside it may come from anywhere, so it tells nothing."),
    ),
    Exercise(
        id="why-predict-4",
        read=whole_number,
        examine=equals(lambda: _size(Linear(28 * 28, 10))),
        misconceptions=(
            Misconception(7840, _("Those are the weights. Each neuron has something else that is learned.")),
            Misconception(7841, _("One bias for the whole layer? Each neuron has its own.")),
            Misconception(785, _("That is one neuron with its bias. The layer has ten.")),
            Misconception(290, _("A neuron has a weight for each pixel, not for each column.")),
            Misconception(15680, _("You counted a bias for each weight. A neuron has one for all of them.")),
            Misconception(100, _("Did you count 3×3 filters? A neuron has a weight for each pixel of the image.")),
            Misconception(650, _("That is for an (8, 8) image. This one has more pixels.")),
        ),
        first=_("Count one neuron first: its weights, and its bias."),
        hints=(
            _("How many pixels does a (28, 28) image have? Each of them has a weight in each neuron."),
            _("28·28 is 784. To these weights of a neuron, add its bias."),
            _("There are ten neurons, and they share nothing."),
        ),
        praise=_("10 · (784 + 1) = 7850: a weight for each pixel and one bias, in each neuron."),
    ),
    Exercise(
        id="why-1",
        read=whole_number,
        examine=equals(lambda: _size(Linear(32 * 32, 50))),
        misconceptions=(
            Misconception(51200, _("Those are the weights. Each neuron has something else that is learned.")),
            Misconception(51201, _("One bias for the whole layer? Each neuron has its own.")),
            Misconception(52224, _("You counted a bias for each pixel. Each neuron has one.")),
            Misconception(1025, _("That is one neuron with its bias. The layer has fifty.")),
            Misconception(1650, _("A neuron has a weight for each pixel, not for each column.")),
            Misconception(102400, _("You counted a bias for each weight. A neuron has one for all of them.")),
            Misconception(500, _("Did you count 3×3 filters? A neuron has a weight for each pixel of the image.")),
        ),
        first=_("Count one neuron first: its weights, and its bias."),
        hints=(
            _("How many pixels does a (32, 32) image have? Each of them is an input of each neuron."),
            _("To the weights of a neuron, add its bias. The worked example did the same with 64 + 1."),
            _("A neuron has 1024 weights and 1 bias, and there are fifty neurons."),
        ),
        praise=_("50 · (1024 + 1) = 51250. A layer of 50 filters of 3×3 would have 500, on any image."),
    ),
    Exercise(
        id="why-2",
        read=cell(28, 28),
        examine=equals(lambda: divmod(100, 28)),
        misconceptions=(
            Misconception((16, 3), _("Row and column are swapped. The row comes first.")),
            Misconception((4, 16), _("You counted the rows from 1. The first row is row 0.")),
            Misconception((3, 15), _("You counted the line from 1. Its first number is number 0.")),
            Misconception((3, 17), _("You counted the columns from 1. The first column is column 0.")),
            Misconception((4, 17), _("You counted rows and columns from 1. The first pixel is (0, 0).")),
            Misconception((10, 10), _("That multiplies row and column. But 28 pixels stand in a row, not ten.")),
            Misconception((12, 4), _("That is for an image with 8 columns. This one has 28.")),
        ),
        first=_("How many whole rows of 28 fit into the 100 pixels that come before it?"),
        hints=(
            _("100 pixels come before it: numbers 0 to 99. They fill some rows, and part of another."),
            _("Three rows are 84 pixels, and four would be 112."),
            _("What is left of 100 after the whole rows are taken off? Python knows: divmod."),
        ),
        praise=_("Three rows are 84 pixels, and 16 more stand before it in its own row: 3·28 + 16 = 100."),
    ),
    Exercise(
        id="why-3",
        read=settings(side=whole_number, neurons=whole_number),
        examine=satisfies(_is_as_many, _counted),
        misconceptions=(
            Misconception(
                {"side": 28, "neurons": 20},
                _("As many neurons as filters, but the neurons have a weight for each pixel. Make the image smaller."),
                when=lambda answer: answer["neurons"] == 20 and answer["side"] > 5,
            ),
            Misconception(
                {"side": 4, "neurons": 20},
                _("As many neurons as filters, but now each neuron has fewer weights than a filter."),
                when=lambda answer: answer["neurons"] == 20 and answer["side"] in (1, 2, 3, 4),
            ),
            Misconception(
                {"side": 10, "neurons": 5},
                _("Are the biases in your count? That would be right if there were none."),
                when=lambda answer: min(answer.values()) > 0 and answer["neurons"] * answer["side"] ** 2 == 500,
            ),
            Misconception(
                {"side": 28, "neurons": 10},
                _("Too many. Each neuron has a weight for each pixel: try a smaller image or fewer neurons."),
                when=lambda answer: min(answer.values()) > 0 and _affine(**answer) > _target(),
            ),
            Misconception(
                {"side": 3, "neurons": 10},
                _("Too few. Try a larger image, or more neurons."),
                when=lambda answer: min(answer.values()) > 0 and _affine(**answer) < _target(),
            ),
        ),
        first=_("Less than that would be no image, or no layer."),
        hints=(
            _("First the filters: each has 25 weights and one bias."),
            _("A neuron has side·side weights and one bias. So neurons · (side·side + 1) must be that number."),
            _("When would one neuron have exactly as many weights as one filter?"),
        ),
        praise=lambda answer: _(
            "{neurons} · ({side}·{side} + 1) = {count}, and so is 20 · (5·5 + 1).", **answer, count=_target()
        ),
    ),
    Exercise(
        id="why-4",
        read=choice(
            a=("the number of parameters", "parameters"),
            b=("brightness", "how bright an image is"),
            c=("correlation", "the correlation"),
            d=("the best affine network",),
        ),
        examine=equals(lambda: "c"),
        misconceptions=(
            Misconception("a", _("There are 64 pixels before and after, so each neuron has as many weights.")),
            Misconception("b", _("A mean adds up all the pixels. Does it matter in which order?")),
            Misconception("d", _("Each Affine network has a twin with shuffled weights that gives the same answers.")),
        ),
        first=_("Which of the four has to do with who stands beside whom?"),
        hints=(
            _("A shuffle keeps every pixel, and gives it another place."),
            _("So whatever does not ask for places stays as it was."),
            _("Three of the four do not ask for places: two are counts or sums, one has a twin."),
        ),
        praise=_("Only it asks who stands beside whom. It drops to about 0, and a CNN loses what it relies on."),
    ),
    SHUFFLE_ALL,
)
