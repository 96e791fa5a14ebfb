"""Predictions that a picture answers: noted before the experiment, and commented on when it has been made.

``check`` notes what the learner expects. The explorer below the prediction knows the setting that answers it; when the
learner gets there, the caption says what was predicted and what it is. So the experiment has the last word.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from cnnlib.exercises.exercise import Exercise, Value, praise, typical_hint
from cnnlib.messages import _, format_number, pgettext

_noted: dict[str, Value] = {}


def worded(value: Value) -> str:
    """Write a value that was predicted, as :func:`~cnnlib.exercises.answers.number` or another reader returns it.

    Examples
    --------
    >>> worded((4, 4)), worded(-0.5), worded("b"), worded(np.array([[1.0, 2.5]]))
    ('(4, 4)', '−0.5', 'b', '[[1, 2.5]]')
    """
    if isinstance(value, np.ndarray):
        return "[" + ", ".join(worded(each) for each in value) + "]"
    return format_number(value) if isinstance(value, int | float) else str(value)


def forget() -> None:
    """Forget what has been predicted so far, as a restart of the kernel does."""
    _noted.clear()


@dataclass(frozen=True, kw_only=True)
class Prediction(Exercise):
    """A question whose answer is seen in the explorer below it.

    Its ``praise`` is said after a right prediction, and the hint of a misconception, or ``first``, after a wrong one:
    both when the picture has given the answer.

    Parameters
    ----------
    setting : dict of str to object
        Control → its value where the picture gives the answer. Controls that are not named may have any value.
    right : callable
        Nothing → the right answer, computed by the engine, in the form in which ``read`` returns it.
    words : callable
        A value as read → how it is written.
    todo : str
        How to get to the setting, as a sentence; by default it names the controls and their values.
    **others
        As for :class:`~cnnlib.exercises.exercise.Exercise`.
    """

    setting: Mapping[str, Any]
    right: Callable[[], Value]
    words: Callable[[Value], str] = worded
    todo: str = ""

    def said(self, value: Value) -> str:
        """Write a value as it is written in sentences."""
        return _(self.words(value))

    def note(self, value: Value) -> str:
        """Remember what was predicted, and say how to find out."""
        _noted[self.id] = value
        todo = _(self.todo) or _todo(self.setting)
        return _("You predict {value}. {todo}", value=self.said(value), todo=todo)

    @property
    def noted(self) -> object:
        """What was predicted; None for nothing yet."""
        return _noted.get(self.id)

    def remark(self, values: Mapping[str, object]) -> str:
        """Say how the prediction compares with what is seen.

        Parameters
        ----------
        values : dict of str to object
            Control → its value now.

        Returns
        -------
        str
            Empty if nothing has been predicted, or if this setting does not give the answer.
        """
        if self.id not in _noted or not self.is_answered_at(values):
            return ""
        value = _noted[self.id]
        if self.examine(value) is None:
            return _(
                "You predicted {value}, and that is right. {praise}", value=self.said(value), praise=praise(self, value)
            )
        # The hint speaks of what was predicted ("That is …"), so it comes before what is right.
        return _(
            "You predicted {value}. {hint} The answer is {right}.",
            value=self.said(value),
            hint=typical_hint(self, value),
            right=self.said(self.right()),
        )

    def is_answered_at(self, values: Mapping[str, Any]) -> bool:
        """Whether the picture gives the answer at these values of the controls."""
        return all(name in values and np.array_equal(values[name], wanted) for name, wanted in self.setting.items())


def _todo(setting: Mapping[str, object]) -> str:
    """Write which controls to set to which values, as a sentence.

    Examples
    --------
    >>> _todo({"stride": 4})
    'Now set stride to 4 in the picture below.'
    >>> _todo({"size": 10, "bias": True, "mode": "edge"})
    'Now set size = 10, bias = on and mode = edge in the picture below.'
    """
    if len(setting) > 1:
        each = (_("{name} = {value}", name=_named(name), value=_written(value)) for name, value in setting.items())
        *others, last = each
        listed = _("{others} and {last}", others=", ".join(others), last=last)
        return _("Now set {settings} in the picture below.", settings=listed)
    ((name, value),) = setting.items()
    if not isinstance(value, bool):
        return _("Now set {name} to {value} in the picture below.", name=_named(name), value=_written(value))
    if value:
        return _("Now switch {name} on in the picture below.", name=_named(name))
    return _("Now switch {name} off in the picture below.", name=_named(name))


def _named(name: str) -> str:
    """Write a control as it is called on the page."""
    return pgettext("control", name)


def _written(value: Any) -> str:
    """Write the value of a control as it is shown on the page."""
    if isinstance(value, bool):
        return pgettext("switch", "on") if value else pgettext("switch", "off")
    return pgettext("option", value) if isinstance(value, str) else worded(value)
