"""Numbers in runs: what comes out is what went in, and a photograph's cells are few bytes."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from packed_runs import unpacked

from cnnlib.explore import cells_of, explore
from cnnlib.live.runs import runs_of
from cnnlib.pictures import Grid, Picture
from cnnlib.pictures.cells import positions

# Often at equal distances, as positions are.
NUMBERS = st.lists(
    st.one_of(
        st.lists(st.integers(-1, 5), max_size=3),
        st.builds(
            lambda first, distance, count: [first + distance * number for number in range(count)],
            st.integers(-1, 20),
            st.integers(-2, 2),
            st.integers(1, 9),
        ),
    ),
    max_size=6,
).map(lambda parts: [number for part in parts for number in part])


@given(NUMBERS)
def test_what_is_unpacked_is_what_was_packed(numbers):
    packed = runs_of(np.array(numbers, dtype=int))
    assert unpacked(packed) == numbers
    assert runs_of(numbers) == packed
    assert all(run[2] >= 3 for run in packed if isinstance(run, list))


@pytest.mark.parametrize(
    ("marks", "runs"),
    [
        ([], []),
        ([4], [4]),
        ([4, 5], [4, 5]),
        ([4, 5, 6], [[4, 1, 3]]),
        ([-1, -1, 0, 1, 2, 2], [-1, [-1, 1, 4], 2]),  # the first way that is found, not the shortest
        ([0, 3, 1, 2, 3], [0, 3, [1, 1, 3]]),
        ([9, 6, 3, 0], [[9, -3, 4]]),
        (["edges", "blur", "blur", "blur"], ["edges", "blur", "blur", "blur"]),
        ([0.5, 1.0, 1.5], [0.5, 1.0, 1.5]),
        ([0, "all", 2], [0, "all", 2]),
    ],
)
def test_runs_by_hand(marks, runs):
    assert runs_of(marks) == runs
    json.dumps(runs_of(np.array(marks)))


def test_the_cells_of_a_photograph_are_few_bytes():
    photograph = np.zeros((128, 128))
    explorer = explore(
        lambda position=0: Picture(
            [[Grid(photograph, "input (128, 128)", name="input", picks={"position": positions((128, 128))})]],
            caption=f"Position {position}.",
        ),
        position=cells_of("input"),
    )
    values = explorer.view.shown["panels"][0]["values"]["position"]
    assert unpacked(values) == list(range(128 * 128))
    assert len(json.dumps(values)) < 100


def test_a_menu_is_told_by_its_places():
    explorer = explore(
        lambda size="small": Picture(
            [[Grid(np.zeros((1, 4)), "sizes (1, 4)", name="sizes", picks={"size": [[0, 1, -1, 0]]})]],
            caption=f"{size}.",
        ),
        size={"small": 0, "large": 1},
    )
    assert unpacked(explorer.view.shown["panels"][0]["values"]["size"]) == [0, 1, -1, 0]
