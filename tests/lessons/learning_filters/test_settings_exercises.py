"""Two exercises of ``09_learning_filters`` that any working settings solve: what is said of them is true."""

import re

import numpy as np
import pytest

from cnnlib.check import check
from cnnlib.lessons.learning_filters.descent import descend
from cnnlib.lessons.learning_filters.settings_exercises import GOAL, loss_after, losses_of


@pytest.mark.parametrize("start", [0.5, 1, 1.5, 3, 4, 6])
@pytest.mark.parametrize("rate", [0.05, 0.2, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6])
def test_what_is_said_of_a_hunted_filter_is_true(start, rate):
    path = descend(start, rate, with_relu=True)
    feedback = check("learning-hunt", {"start": start, "learning_rate": rate})
    assert (feedback.status == "right") == (path[-1] <= 0)
    if feedback.status == "right":
        step = int(re.search(r"Step (\d+) jumps", feedback.message)[1])
        assert path[step] <= 0 < path[step - 1] and path[step:] == [path[step]] * (11 - step)
    else:
        assert "At brightness 1, after 10 steps w is" in feedback.message
        assert "it can still learn" in feedback.message


def test_a_filter_that_was_dead_from_the_start_is_no_find():
    for start in (0, -1):
        assert "before the first step" in check("learning-hunt", {"start": start, "learning_rate": 0.4}).message
    assert "downhill" in check("learning-hunt", {"start": 2, "learning_rate": -0.4}).message
    assert check("learning-hunt", {"start": 2, "learning_rate": 0.4}).status == "wrong", "it starts at the bottom"


def test_no_rate_gets_there_without_momentum():
    losses = [loss_after(rate) for rate in np.arange(0.02, 1.6, 0.02)]
    assert min(losses) > GOAL
    assert loss_after(0.5, 0.9) < GOAL and loss_after(1, 0.5) < GOAL
    said = check("learning-3", {"learning_rate": 1.3, "momentum": 0}).message
    assert "the loss is 0.0012 after 50 steps" in said and "Without momentum, no learning rate" in said


@pytest.mark.parametrize("rate", [0.1, 0.2, 0.5, 1, 1.3, 1.5, 2, 5])
@pytest.mark.parametrize("momentum", [0, 0.5, 0.9])
def test_every_pair_of_the_menus_is_judged_by_its_loss(rate, momentum):
    feedback = check("learning-3", {"learning_rate": rate, "momentum": momentum})
    assert (feedback.status == "right") == (loss_after(rate, momentum) < GOAL)
    losses = losses_of(rate, momentum)
    assert "still on its way down" not in feedback.message or losses[-1] == min(losses) > GOAL
    assert "swung out again" not in feedback.message or min(losses) < GOAL < losses[-1]
    assert "higher than it began" not in feedback.message or not losses[-1] < losses[0]


def test_what_a_pair_did_is_said():
    def said(rate, momentum):
        return check("learning-3", {"learning_rate": rate, "momentum": momentum}).message

    assert "swung out again" in said(1, 0.9) and "swung out again" in said(1.5, 0.9)
    assert "still on its way down" in said(0.5, 0.5) and "still on its way down" in said(0.1, 0.5)
    assert "ends higher than it began" in said(2, 0.5)
    assert "is 0.00091. At the same rate without momentum it is 0.01607." in said(0.5, 0.9)


def test_the_third_hint_leads_to_a_right_pair():
    assert [momentum for momentum in (0, 0.5, 0.9) if loss_after(2 * 0.5, momentum) < GOAL] == [0.5]
    praise = check("learning-3", {"learning_rate": 2, "momentum": 0.9}).message
    assert "At the same rate without momentum it is 2·10²⁷." in praise
    assert check("learning-3", {"learning_rate": 0.5, "momentum": 1}).status == "wrong"
