"""Reads marks that are told in runs, as the page does; see ``cnnlib.live.runs``."""


def unpacked(runs):
    """Return the marks of runs, one for each cell."""
    marks = []
    for run in runs:
        marks += [run[0] + run[1] * place for place in range(run[2])] if isinstance(run, list) else [run]
    return marks
