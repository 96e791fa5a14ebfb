"""Training holds BLAS to one thread, and gives it back its threads."""

import threading

import numpy as np
import pytest
from threadpoolctl import ThreadpoolController, threadpool_info, threadpool_limits

from cnnlib import Linear, accuracy, fit
from cnnlib.engine import threads
from cnnlib.engine.network import Sequential
from cnnlib.engine.threads import one_blas_thread

X, LABELS = np.eye(4), np.arange(4)


def blas_threads():
    return {library["num_threads"] for library in threadpool_info() if library["user_api"] == "blas"}


@pytest.fixture(autouse=True)
def two_threads():
    """Give BLAS two threads, on a machine of one core, too."""
    if not blas_threads():
        pytest.skip("no BLAS whose threads can be counted")
    with threadpool_limits(limits=2, user_api="blas"):
        yield


class Watched(Linear):
    """A layer that notes how many threads BLAS has when it is used."""

    def __init__(self):
        super().__init__(4, 4)
        self.seen = []

    def forward(self, x):
        self.seen.append(blas_threads())
        return super().forward(x)

    def backward(self, grad_output):
        self.seen.append(blas_threads())
        return super().backward(grad_output)


def test_a_step_and_a_test_run_on_one_thread_and_nothing_else_does():
    layer = Watched()
    for _record in fit(Sequential(layer), X, LABELS, epochs=2, batch_size=2, held_out=(X, LABELS)):
        assert blas_threads() == {2}, "between two records the learner's own code has all threads"
    # Two epochs of two steps, forward and backward, each followed by a test.
    assert layer.seen == [{1}] * (2 * (2 * 2 + 1))
    accuracy(layer, X, LABELS)
    assert layer.seen[-1] == {1} and blas_threads() == {2}


def test_the_threads_are_back_when_training_is_stopped_or_fails():
    training = fit(Sequential(Watched()), X, LABELS, epochs=9)
    next(training)
    training.close()
    assert blas_threads() == {2}
    with pytest.raises(ValueError), one_blas_thread():
        raise ValueError
    assert blas_threads() == {2}


def test_nested_blocks_end_together():
    with one_blas_thread():
        with one_blas_thread():
            pass
        assert blas_threads() == {1}
    assert blas_threads() == {2}


def test_two_trainings_at_once_leave_the_threads_as_they_were():
    """The first to begin is the first to end: what the second found, one thread, must not be what stays."""
    begun, ended = threading.Event(), threading.Event()

    def second():
        with one_blas_thread():
            begun.set()
            ended.wait(10)

    other = threading.Thread(target=second)
    with one_blas_thread():
        other.start()
        assert begun.wait(10)
    ended.set()
    other.join()
    assert blas_threads() == {2}


def test_it_works_where_no_blas_is_found(monkeypatch):
    monkeypatch.setattr(threads, "_blas", lambda: ThreadpoolController().select(user_api="none"))
    (record,) = fit(Sequential(Linear(4, 4)), X, LABELS)
    assert record.step == 1
