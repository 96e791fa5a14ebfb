"""What every explorer of the notebooks sends ahead is what its settings give, to the byte."""

import explorer_rules
import nbformat
import notebook_rules as rules
import pytest

from cnnlib.engine.settings import SettingError
from cnnlib.live import ahead
from cnnlib.live.protocol import Near

pytestmark = pytest.mark.slow


def differences(content, shown):
    """Return the fields that differ; where several cells set the same, the cursor is on the one that was pressed."""
    panels = [[{**panel, "cursor": None} for panel in each["panels"]] for each in (content, shown)]
    return [name for name in content if name != "panels" and content[name] != shown[name]] + (
        ["panels"] if panels[0] != panels[1] else []
    )


@pytest.mark.parametrize("path", rules.NOTEBOOKS, ids=lambda path: path.stem)
def test_what_is_sent_ahead_is_what_the_kernel_gives_for_that_setting(path, monkeypatch):
    for limit in ("SLOW", "VERY_SLOW"):  # the processor may have other work, too
        monkeypatch.setattr(ahead, limit, 10.0)
    monkeypatch.setattr(ahead, "MOST", 8)  # the likeliest: each is drawn twice
    checked = 0
    for explorer in explorer_rules.explorers_of(nbformat.read(path, as_version=4)):
        told, drawn = [], []
        explorer.view.send = lambda message, buffers=(), told=told: told.append((message, [*buffers]))
        asked_of = explorer._previews._asked
        explorer._come_near(Near(held=0))
        original = explorer._previews._ahead._draw

        def draw(neighbour, original=original, drawn=drawn, asked_of=asked_of, told=told):
            before = len(told)
            result = original(neighbour)
            if len(told) > before:
                drawn.append((asked_of(neighbour)[0], *told[-1]))
            return result

        explorer._previews._ahead._draw = draw
        while explorer._previews._ahead.work():
            pass
        for values, message, buffers in drawn:
            try:
                explorer.set(**values)
            except SettingError:
                assert message["kind"] == "refused" and message["message"] == explorer.message
            else:
                if values.get("measure"):  # its caption has milliseconds
                    assert not explorer._previews.able, "another time each time: that is found out"
                    break
                assert message["kind"] == "ahead" and differences(message["content"], explorer.view.shown) == []
                assert buffers == [explorer.view.png] and message["sign"] == explorer.view.shown["sign"]
            checked += 1
        else:
            is_quiet = explorer._is_film or any(hasattr(control, "pen") for control in explorer._controls.values())
            assert explorer._previews.able is not is_quiet and bool(drawn) is not is_quiet
    assert checked
