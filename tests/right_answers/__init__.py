"""Right answers to the exercises: one module a notebook, named like its file of exercises.

Each has ``RIGHT``, id → right answers in the forms that learners type, and ``SECRETS``, id → what no text of the
exercise may contain: the answer, in digits, in words, or as code. What is right stands here and in no hint.
"""

import importlib
import pkgutil


def collected(name):
    """Return one table, ``"RIGHT"`` or ``"SECRETS"``, of all notebooks together: id → its entry."""
    tables = {}
    for module in pkgutil.iter_modules(__path__):
        tables |= getattr(importlib.import_module(f"{__name__}.{module.name}"), name)
    return tables
