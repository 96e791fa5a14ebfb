"""exit() ends a function of the learner's, and not the notebook."""

import threading

import pytest

from cnnlib.engine.exits import exit_raises


def test_exit_raises_inside_and_is_afterwards_what_it_was(shell):
    with pytest.raises(SystemExit), exit_raises():
        shell.exit()
    assert shell.asked == 0
    shell.exit()
    assert shell.asked == 1


def test_a_call_inside_another_leaves_the_outer_one_safe(shell):
    with exit_raises():
        with exit_raises():
            pass
        with pytest.raises(SystemExit):
            shell.exit()
    shell.exit()
    assert shell.asked == 1


def test_threads_may_overlap(shell):
    first_is_in, first_may_go = threading.Event(), threading.Event()

    def first():
        with exit_raises():
            first_is_in.set()
            first_may_go.wait(10)

    thread = threading.Thread(target=first)
    thread.start()
    assert first_is_in.wait(10)
    with exit_raises():
        first_may_go.set()
        thread.join(10)
        with pytest.raises(SystemExit):
            shell.exit()
    shell.exit()
    assert shell.asked == 1


def test_where_no_shell_runs_nothing_is_touched(monkeypatch):
    monkeypatch.setattr("IPython.get_ipython", lambda: None)
    with exit_raises():
        pass
