"""What the questions of ``10_training`` ask."""

import re
from math import ceil

from questions import Asked, Named, numbers


def rows_of(text):
    """Return the rows of a table of a question, below its head."""
    return [line.strip("|").split("|") for line in re.findall(r"^\|.+\|$", text, re.MULTILINE)][2:]


def released(text):
    """Return what to do with the networks of the table: learn, choose and report with different digits."""
    networks = {name: tuple(map(int, shares)) for name, *shares in rows_of(text)}
    chosen = max(networks, key=lambda name: networks[name][1])
    overfits = max(networks, key=lambda name: networks[name][0] - networks[name][1])
    return {"release": chosen, "overfits_most": overfits, "report": networks[chosen][2]}


def wrong_cell(digits, batch, others, text):
    """Return the one cell of the log that cannot be: steps are counted, and each digit is a share."""
    found = []
    for row, (epoch, steps, _loss, train, valid) in enumerate(rows_of(text)):
        right = [int(epoch) == row + 1, int(steps) == ceil(digits / batch) * (row + 1), True]
        right += [int(train) * digits % 100 == 0, int(valid) * others % 100 == 0]
        found += [(row, column) for column, fits in enumerate(right) if not fits]
    return found[0] if len(found) == 1 else None


def mistakes(count, text):
    """Return how many of the networks' readings are wrong, and the surest of these; they stand in the cell."""
    rows = [(name, numbers(rest)) for name, rest in re.findall(r"^# (\w) +(\d .+)$", text, re.MULTILINE)]
    wrong = {name: max(shares) for name, (shown, *shares) in rows if (1, 7, 9)[shares.index(max(shares))] != shown}
    surest = max(wrong, key=lambda name: wrong[name])
    return {"wrong": len(wrong), "surest": surest, "sure": wrong[surest]} if len(rows) == count else None


ASKED = {
    "training-1": Asked(
        "Now you: {digits} digits, mini-batches of {batch}, {epochs} epochs. How many steps?",
        lambda digits, batch, epochs: ceil(digits / batch) * epochs,
    ),
    "training-2": Asked("which overfits most, which accuracy (in %) do you report?", released),
    "training-4": Asked(
        "{digits} training digits, mini-batches of {batch}, {others} validation digits, accuracies in %.", wrong_cell
    ),
    "training-7": Asked("How many of these {count} are read wrong?", mistakes),
}

ELSEWISE = {
    "training-predict-1": Named("What does it do at {rate}?", "what a training comes to"),
    "training-predict-2": "what a training came to",
    "training-predict-3": Named("And from {digits}?", "what a training comes to"),
    "training-predict-4": Named("by more than ten points, with {digits} digits?", "what a training comes to"),
    "training-predict-5": "how sure the recorded network was",
    "training-3": Named(
        "read at least {share} % of the validation digits after only {epochs} epochs.",
        "the learner's own settings, trained",
    ),
    "training-5": "a function: its trials are images of several shapes",
    "training-6": "what two words are for",
}
