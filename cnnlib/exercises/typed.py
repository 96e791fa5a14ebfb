"""What is typed into a field, read as a cell would read it, and nothing of it is run.

A page without cells, such as one of Voila, has a field for an answer. There is no notebook behind it whose names could
be meant, so a name is the word that it is: ``a`` is the choice "a".
"""

import ast
import operator
import warnings

LONGEST = 1000
"""Letters that are read: no answer of a notebook is as long."""

ARITHMETIC = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}
"""How two numbers may be put together. No power: a few digits of it would fill the memory."""


def typed_answer(text: str) -> object:
    """Read a number, a word, or tuples, lists and dictionaries of them.

    Parameters
    ----------
    text : str
        What was typed. A fraction such as ``1 / 3`` is a number, and ``dict(padding=1)`` is a dictionary.

    Returns
    -------
    object
        The value; of a text that is none, the text itself, so that ``check`` can say what it asks for.

    Examples
    --------
    >>> typed_answer("(4, 6)"), typed_answer("1 / 4"), typed_answer("a"), typed_answer("dict(size=3, padding=...)")
    ((4, 6), 0.25, 'a', {'size': 3, 'padding': Ellipsis})
    >>> typed_answer("open('a file')"), typed_answer("four by six")
    ("open('a file')", 'four by six')
    """
    text = text.strip()[:LONGEST]
    try:
        # A minus of the page's own sentences can be copied from there.
        return plain_value(text.replace("−", "-"))
    except (ValueError, TypeError, SyntaxError, ArithmeticError, MemoryError, RecursionError):
        return text


def plain_value(code: str) -> object:
    """Return the value of code that is nothing but a plain value; any other raises.

    Parameters
    ----------
    code : str
        One expression of Python.

    Returns
    -------
    object
        A number, a word, ``...``, or tuples, lists and dictionaries of them.

    Raises
    ------
    ValueError, TypeError, SyntaxError, ArithmeticError, MemoryError, RecursionError
        If it is more than that, or no code at all.

    Examples
    --------
    >>> plain_value('{"side": ..., "neurons": 2 * 5}')
    {'side': Ellipsis, 'neurons': 10}
    """
    with warnings.catch_warnings(action="ignore"):  # Python warns of odd code on stderr
        tree = ast.parse(code, mode="eval")
    return ast.literal_eval(_Plain().visit(tree.body))


class _Plain(ast.NodeTransformer):
    """Write a fraction as its number, ``dict(…)`` as a dictionary and a name as a word."""

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return ast.Constant(node.id)

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        work = ARITHMETIC.get(type(node.op))
        left, right = (ast.literal_eval(self.visit(side)) for side in (node.left, node.right))
        if work is None or not all(type(side) in (int, float) for side in (left, right)):
            raise ValueError("not a sum, product or quotient of numbers")
        return ast.Constant(work(left, right))

    def visit_Call(self, node: ast.Call) -> ast.expr:
        is_dict = isinstance(node.func, ast.Name) and node.func.id == "dict" and not node.args
        names = [keyword.arg for keyword in node.keywords]
        if not is_dict or None in names:
            raise ValueError("not a dictionary")
        return ast.Dict([ast.Constant(name) for name in names], [self.visit(each.value) for each in node.keywords])
