"""The words on the page that are there before any picture: on buttons, in their names, and where no kernel answers."""

from cnnlib.messages import _


def labels() -> dict[str, str]:
    """Return the words by the names that the page's half calls them.

    Examples
    --------
    >>> labels()["save"]
    'Save PNG'
    """
    return {
        "back": _("Step back: the cell before"),
        "forward": _("Step forward: the next cell"),
        "play": _("Play"),
        "play_name": _("Play: visit one cell after the other"),
        "pause": _("Pause"),
        "pause_name": _("Pause playing"),
        "preset": _("Preset"),
        "reset": _("Reset"),
        "reset_name": _("Reset: put all controls back to the start"),
        "save": _("Save PNG"),
        "save_name": _("Save PNG: the picture as a file"),
        "start": _("Start"),
        "start_name": _("Start the film"),
        "resume": _("Continue"),
        "pause_film": _("Pause the film"),
        "stop": _("Stop"),
        "stop_name": _("Stop the film; its last picture stays"),
        "progress": _("How far the film has come"),
        "edit": _("New value of the cell in row {row}, column {column}"),
        "not_this": _("Not the picture of this setting, but the last one that worked: {caption}"),
        "restarted": _(
            "Python was restarted; this is the last picture. "
            "Run the cells from the top (Shift+Enter) to bring the controls back."
        ),
        "ended": _(
            "Python is not running any more; this is the last picture. "
            "Run the cells from the top (Shift+Enter) to bring the controls back."
        ),
        "away": _(
            "The connection to Python is lost; Jupyter is trying to reconnect. "
            "If this stays, start Jupyter again. Only if nothing happens then, reload this page."
        ),
        "cut": _(
            "Jupyter cannot be reached. Start it again, reload this page, and run the cells from the top (Shift+Enter)."
        ),
        "busy": _(
            "Python is busy; the picture will follow when it is done. To stop it, press ■ in the bar at the top of "
            "the notebook. If that does not help, restart the kernel (menu Kernel)."
        ),
        "lost": _(
            "Python has not answered. Wait a moment, then try again; "
            "if nothing changes, restart the kernel (menu Kernel)."
        ),
    }
