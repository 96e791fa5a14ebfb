"""A convolution as a matrix and its transpose: worked out by hand, and compared with the engine's own functions."""

import naive_reference
import numpy as np
import pytest

from cnnlib import conv2d, conv_transpose2d, samples
from cnnlib.lessons.variants import as_matrix, matrices_picture

X, NINE = samples.toy_input(), np.arange(1, 10).reshape(3, 3)
FEW = np.array([[1, 0, 2], [0, 0, 0], [0, 3, 0]])


def picture(kernel=NINE, image=X, **options):
    return matrices_picture(image, np.asarray(kernel), as_matrix(kernel, image.shape), **options)


def test_a_matrix_worked_out_by_hand():
    assert as_matrix([[1, 2], [3, 4]], (2, 3)).tolist() == [[1, 2, 0, 3, 4, 0], [0, 1, 2, 0, 3, 4]]
    assert as_matrix(NINE, (4, 4))[2].tolist() == [0, 0, 0, 0, 1, 2, 3, 0, 4, 5, 6, 0, 7, 8, 9, 0]


@pytest.mark.parametrize(("size", "kernel"), [((4, 4), (3, 3)), ((5, 3), (2, 3)), ((3, 6), (3, 1)), ((2, 2), (2, 2))])
def test_the_matrix_convolves_and_its_transpose_is_the_transposed_convolution(size, kernel):
    rng = np.random.default_rng(0)
    x, k = rng.normal(size=size), rng.normal(size=kernel)
    matrix, y = as_matrix(k, size), conv2d(x, k)
    naive = naive_reference.conv2d(x[None, None], k[None, None], None, (1, 1), ((0, 0), (0, 0)), (1, 1), 1)[0, 0]
    np.testing.assert_allclose((matrix @ x.reshape(-1)).reshape(y.shape), naive, atol=1e-12)
    np.testing.assert_allclose((matrix.T @ y.reshape(-1)).reshape(size), conv_transpose2d(y, k), atol=1e-12)


def test_the_same_nine_weights_are_in_every_row():
    matrix = as_matrix(NINE, (4, 4))
    assert matrix.shape == (4, 16) and matrix.T.shape == (16, 4)
    assert all(row[row != 0].tolist() == list(range(1, 10)) for row in matrix)


@pytest.mark.parametrize("position", range(4))
def test_a_cell_is_tied_to_its_row_and_to_its_column(position):
    shown = picture(position=position)
    (row,), (column,) = shown.panel("matrix").outlines, shown.panel("transpose").outlines
    assert (row.row, row.column, row.height, row.width) == (position, 0, 1, 16)
    assert (column.row, column.column, column.height, column.width) == (0, position, 16, 1)
    np.testing.assert_array_equal(shown.panel("matrix").values[position], shown.panel("transpose").values[:, position])
    (window,), (stamp,) = shown.panel("input").outlines, shown.panel("back").outlines
    assert (window.row, window.column) == divmod(position, 2) and (window.height, window.width) == (3, 3)
    assert window == stamp
    stamped = shown.panel("transpose").values[:, position].reshape(4, 4)
    assert np.argwhere(stamped).tolist()[0] == [window.row, window.column], "the column, cut into rows, is the stamp"


def test_pressing_leads_from_each_panel_to_the_cell():
    shown = picture()
    assert shown.panel("output").picks["position"].tolist() == [[0, 1], [2, 3]]
    assert shown.panel("matrix").picks["position"][:, 7].tolist() == [0, 1, 2, 3]
    assert shown.panel("transpose").picks["position"][7].tolist() == [0, 1, 2, 3]
    assert shown.panel("input").picks["position"][0].tolist() == [0, 0, 1, 1]


def test_other_rows_and_columns_are_covered_until_they_are_asked_for():
    hidden = picture(position=2, whole=False)
    assert hidden.panel("matrix").covered.all(axis=1).tolist() == [True, True, False, True]
    assert hidden.panel("transpose").covered.all(axis=0).tolist() == [True, True, False, True]
    assert not picture(position=2).panel("matrix").covered.any()


def test_caption_and_formula_follow_the_cell():
    shown = picture(position=2)
    assert shown.caption == (
        "The cell of y in row 1, column 0 holds 64. Row 2 of W is 0 except in columns 4, 5, 6, "
        "8, 9, 10, 12, 13 and 14. Column 2 of W.T holds the same numbers."
    )
    assert shown.formula.splitlines() == [
        "y = W @ x.reshape(-1): here 0·1 + 1·2 + 2·3 + 3·4 + 0·5 + 1·6 + 2·7 + 3·8 + 0·9 = 64",
        "z = W.T @ y.reshape(-1): the cell of y stamps 64 times its column",
    ]
    assert picture(position=99).caption == picture(position=3).caption
    assert "Row 0 of W is 0 except in columns 0 and 1. " in picture([[1, 2]], np.ones((1, 3))).caption


@pytest.mark.parametrize("kernel", [NINE, np.eye(3), -NINE, np.zeros((3, 3)), 0.5 * np.ones((3, 3))])
def test_its_code_computes_z(kernel):
    shown = picture(kernel)
    found = eval(shown.code, {"as_matrix": as_matrix, "np": np})
    np.testing.assert_allclose(found.reshape(4, 4), shown.panel("back").values)


def test_colours_show_what_is_below_0_and_do_not_depend_on_the_cell():
    assert picture(-NINE).panel("output").colours == "signed"
    assert picture(NINE - 9).panel("back").values.min() == 0, "minus times minus"
    assert picture().panel("output").colours == "tint"
    assert len({picture(position=position).panel("back").limits for position in range(4)}) == 1


# What the notebook says


def test_the_shape_comes_back_and_the_numbers_do_not():
    assert "brings back" not in picture(FEW).caption
    assert "brings back" not in picture(np.zeros((3, 3))).caption, "zeros that meet by chance do not count"
    assert picture(FEW).panel("back").values.max() < 100, "two digits, which can be read"
    assert picture().panel("back").shape == X.shape


@pytest.mark.parametrize("cell", list(np.ndindex(3, 3)))
def test_a_single_1_brings_four_numbers_back(cell):
    one = np.zeros((3, 3))
    one[cell] = 1
    back = picture(one).panel("back").values
    places = np.zeros((4, 4), bool)
    places[cell[0] : cell[0] + 2, cell[1] : cell[1] + 2] = True
    np.testing.assert_array_equal(back[places], X[places])
    assert (back[~places] == 0).all()
