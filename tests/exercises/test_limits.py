"""A learner's function that never ends is stopped, and the notebook goes on."""

import gc
import threading
import time

import pytest

from cnnlib.check import check
from cnnlib.exercises.limits import TimeUp, call_within


@pytest.fixture(autouse=True)
def no_garbage_collection():
    """An exception that arrives while the collector calls back is reported by Python, and raised nowhere."""
    gc.disable()
    yield
    gc.enable()


def forever():
    while True:
        pass


def test_a_loop_without_end_is_stopped():
    begun = time.monotonic()
    with pytest.raises(TimeUp):
        call_within(0.1, forever)
    assert 0.1 <= time.monotonic() - begun < 5


def test_no_clause_for_ordinary_errors_catches_it():
    def careless():
        try:
            forever()
        except Exception:
            return "caught"

    with pytest.raises(TimeUp):
        call_within(0.05, careless)


def test_a_function_that_swallows_everything_is_interrupted_again():
    stopped = []

    def stubborn():
        for _ in range(3):
            try:
                forever()
            except BaseException as error:
                stopped.append(type(error))
        forever()

    with pytest.raises(TimeUp):
        call_within(0.05, stubborn)
    assert stopped == [TimeUp] * 3


def test_what_is_quick_enough_is_left_alone():
    assert call_within(5, sum, range(1000)) == 499500


def test_an_error_of_the_work_comes_through():
    with pytest.raises(ZeroDivisionError):
        call_within(5, divmod, 1, 0)


def test_no_interruption_comes_after_the_end():
    def just_so_long(seconds):
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            pass
        return "done"

    outcomes = set()
    for _ in range(100):
        try:
            outcomes.add(call_within(0.002, just_so_long, 0.002))
        except TimeUp:
            outcomes.add("stopped")
        for _ in range(2000):  # an interruption that is late would end this test
            pass
    assert outcomes <= {"done", "stopped"}
    assert not any(thread.name == "time limit" for thread in threading.enumerate())


def test_it_works_in_a_thread_of_its_own():
    seen = []

    def work():
        try:
            call_within(0.05, forever)
        except TimeUp:
            seen.append("stopped")

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(10)
    assert seen == ["stopped"]


@pytest.mark.slow
def test_check_stops_a_function_that_never_ends_and_says_so():
    def pad(x, p):
        while p < 100:
            p += 0
        return x

    begun = time.monotonic()
    feedback = check("padding-6", pad)
    assert feedback.status == "wrong"
    assert "had not ended after 3 seconds" in feedback.message and "every loop" in feedback.message
    assert time.monotonic() - begun < 8, "the first input that does not end is the last"


def test_check_survives_a_function_that_calls_itself_without_end():
    def pad(x, p):
        return pad(x, p)

    assert "RecursionError" in check("padding-6", pad).message
