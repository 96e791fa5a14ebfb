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
        "gone": _(
            "Python was restarted, and this is the picture from before. "
            "Run the cells again from the top (Shift+Enter) to bring it to life."
        ),
        "away": _("The connection to Python is lost. Jupyter tries to connect again; then the picture follows."),
        "busy": _(
            "Python is busy; the picture follows when it is done. "
            "To stop what runs, press ■ (interrupt). If that does not help, restart the kernel."
        ),
        "lost": _("Python has not answered. Move the control once more; if nothing happens, restart the kernel."),
    }
