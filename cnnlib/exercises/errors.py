"""What to say to a function that stopped with an error: one sentence for each kind of error.

Nothing came out that could be compared with anything, so the exercise's own ``first``, "Work through this input on
paper", would not help. These sentences fit any exercise. What an error means in one exercise alone is a misconception
there.
"""

from cnnlib.messages import N_, _

KINDS = (
    (("Cannot cast ufunc",), N_("An array of whole numbers takes in no fractions. Make the zeros without dtype=int.")),
    (("Cannot interpret",), N_("A shape goes into parentheses of its own, as in np.zeros((10, 20)).")),
    (
        ("positional argument", "keyword-only argument", "missing required argument"),
        N_("A call and its def line must name the same number of arguments. Yours is called as shown above."),
    ),
    (
        ("NameError", "UnboundLocalError"),
        N_("Python does not know this name there. Is it spelled as before, and given a value inside the function?"),
    ),
    (
        ("only integers, slices", "'float' object cannot be interpreted"),
        N_("A whole number is needed there. Division with / gives a fraction: use // instead."),
    ),
    (("'NoneType'",), N_("Something there is None. Does the function that it comes from end with return?")),
    (("too many indices",), N_("This array has fewer axes than you index. Print its shape.")),
    (
        ("out of bounds", "index out of range"),
        N_("An index runs past the end of an array. Which loop goes on for longer than that array has cells?"),
    ),
    (
        ("inhomogeneous", "must have the same shape"),
        N_("What you put together has parts of different sizes. Does one of them hang over the edge?"),
    ),
    (("with a sequence",), N_("Only one number fits into a cell, and you put an array there.")),
    (("cannot reshape",), N_("The numbers must fill the new shape exactly. The error names both: compare.")),
    (
        ("broadcast", "mismatch"),
        N_("Two arrays of different shapes met. Print both shapes. Which of them is not what you expected?"),
    ),
    (
        ("negative dimensions",),
        N_("A size came out negative. Which of the two numbers should be taken from the other?"),
    ),
    (
        ("CheckInside",),
        N_("The line with check is indented, so it is part of the function. Move it to the left edge."),
    ),
    (("SystemExit",), N_("exit() would end the whole notebook. A function ends with return: leave exit() out.")),
    (
        ("RecursionError",),
        N_("It calls itself without end. In which case should it give back something without calling itself?"),
    ),
    (
        ("MemoryError", "array is too big", "Maximum allowed"),
        N_("No memory holds an array of that size. Print the shape before you make it."),
    ),
    (("read-only",), N_("This array only looks at the numbers of another one. Copy it first, with .copy().")),
    (("not callable",), N_("Round parentheses call a function. To pick from an array, use square brackets.")),
)
"""Parts of an error such as ``"IndexError: index 2 is out of bounds"``, and what to say; the first entry that fits."""

OTHER = N_("Make this call in a cell of its own: there, the error shows in which line it happened.")
"""What to say to all other errors."""


def word_on(error: str) -> str:
    """What to say to an error.

    Parameters
    ----------
    error : str
        Its type and its message.

    Returns
    -------
    str

    Examples
    --------
    >>> print(word_on("ValueError: negative dimensions are not allowed"))
    A size came out negative. Which of the two numbers should be taken from the other?
    """
    return _(next((said for words, said in KINDS if any(word in error for word in words)), OTHER))
