"""What is said of a setting besides what its picture says: remarks of predictions, and why there is no picture."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from cnnlib.engine.settings import SettingError
from cnnlib.live.controls import Control
from cnnlib.live.repairs import repair_sentence
from cnnlib.pictures.picture import Picture


class Remark(Protocol):
    """Something that has a word to say at some settings, such as a prediction at the one that answers it."""

    @property
    def id(self) -> str:
        """What it is called."""

    @property
    def noted(self) -> object:
        """What its word depends on, besides the controls' values."""

    def remark(self, values: Mapping[str, object]) -> str:
        """Return what to say at the controls' values; empty for nothing."""


class Remarks:
    """The words on a setting.

    Parameters
    ----------
    remarks : sequence of Remark
        Who may have a word to say.
    controls : dict of str to Control
        With which an impossible setting is repaired.
    call : callable
        Values of all controls → picture; it raises SettingError for an impossible setting.

    Examples
    --------
    >>> Remarks([], {}, call=dict).refusal(SettingError("A kernel of 9 is too large.", "Give 3."), {})
    'A kernel of 9 is too large. Give 3.'
    """

    def __init__(
        self,
        remarks: Sequence[Remark],
        controls: Mapping[str, Control],
        *,
        call: Callable[[Mapping[str, Any]], Picture],
    ) -> None:
        self.all, self._controls, self._call = tuple(remarks), controls, call

    @property
    def noted(self) -> list[object]:
        """What the words depend on, besides the controls' values."""
        return [each.noted for each in self.all]

    def refusal(self, error: SettingError, values: Mapping[str, object]) -> str:
        """Return the sentence on a setting that is impossible."""
        repair = repair_sentence(self._controls, values, self._call) or error.repair
        return " ".join(filter(None, [error.problem, repair, *self._said_of(values)]))

    def added_to(self, picture: Picture, values: Mapping[str, object]) -> Picture:
        """Return a picture with what there is to say of its setting."""
        if picture.progress is not None and picture.progress < 1:  # a film says it at its end
            return picture
        return picture.with_caption("\n".join([picture.caption, *self._said_of(values)]))

    def _said_of(self, values: Mapping[str, object]) -> list[str]:
        """Return what is said of a setting.

        Of several remarks it is the last: what was asked before was answered before, and would push the picture down.
        """
        return [said for each in self.all if (said := each.remark(values))][-1:]
