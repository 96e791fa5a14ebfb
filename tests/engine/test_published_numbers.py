"""Worked examples that others have published, whole. Convolution here is cross-correlation."""

import numpy as np
import pytest

from cnnlib import avg_pool2d, conv2d, conv2d_backward, conv_transpose2d, coverage, im2col, max_pool2d, output_size


def shows(found, expected):
    np.testing.assert_array_equal(found, expected)


class TestDeepLearningFromScratch:
    """Chapter 7."""

    X = np.array([[1, 2, 3, 0], [0, 1, 2, 3], [3, 0, 1, 2], [2, 3, 0, 1]])
    K = np.array([[2, 0, 1], [0, 1, 2], [1, 0, 2]])
    CHANNELS = np.array(
        [
            [[1, 2, 1, 0], [0, 1, 2, 3], [3, 0, 1, 2], [2, 4, 0, 1]],
            [[3, 0, 6, 5], [1, 2, 2, 3], [2, 6, 1, 0], [4, 5, 4, 1]],
            [[1, 0, 2, 3], [3, 1, 0, 2], [2, 3, 4, 0], [4, 2, 1, 3]],
        ]
    )

    @pytest.mark.parametrize(
        ("named", "expected"),
        [
            ({}, [[15, 16], [6, 15]]),
            ({"bias": 3}, [[18, 19], [9, 18]]),
            ({"padding": 1}, [[7, 12, 10, 2], [4, 15, 16, 10], [10, 6, 15, 6], [8, 10, 4, 3]]),
            ({"padding": 1, "stride": 2}, [[7, 10], [10, 15]]),
        ],
    )
    def test_convolution(self, named, expected):
        shows(conv2d(self.X, self.K, **named), expected)

    def test_the_flipped_kernel_is_true_convolution(self):
        shows(conv2d(self.X, np.flip(self.K)), [[11, 12], [10, 11]])

    def test_gradients(self):
        grad_x, grad_weight, grad_bias = conv2d_backward(np.ones((2, 2)), self.X, self.K)
        shows(grad_x, [[2, 2, 1, 1], [2, 3, 4, 3], [1, 2, 5, 4], [1, 1, 2, 2]])
        shows(grad_weight, [[4, 8, 8], [4, 4, 8], [8, 4, 4]])
        shows(grad_bias, 4)

    def test_stride_on_seven_by_seven(self):
        x = [np.roll(np.resize([1, 2, 3, 0], 8), row)[:7] for row in range(7)]
        shows(x[:2], [[1, 2, 3, 0, 1, 2, 3], [0, 1, 2, 3, 0, 1, 2]])
        shows(conv2d(x, self.K, stride=2), [[15, 17, 15], [17, 15, 17], [15, 17, 15]])

    def test_max_pooling_keeps_the_channels(self):
        shows(max_pool2d(self.CHANNELS, 2), [[[2, 3], [4, 2]], [[3, 6], [6, 4]], [[3, 3], [4, 4]]])

    @pytest.mark.parametrize(
        ("filters", "partials", "total"),
        [
            (
                [[[2, 3], [4, 2]], [[3, 6], [5, 2]], [[4, 4], [1, 2]]],
                [
                    [[10, 15, 16], [15, 10, 21], [22, 19, 10]],
                    [[18, 50, 64], [37, 50, 29], [72, 57, 25]],
                    [[9, 9, 24], [24, 15, 12], [28, 32, 23]],
                ],
                [[37, 74, 104], [76, 75, 62], [122, 108, 58]],
            ),
            ([K] * 3, [[[13, 16], [6, 16]], [[22, 19], [24, 15]], [[15, 10], [23, 16]]], [[50, 45], [53, 47]]),
        ],
    )
    def test_a_filter_adds_up_its_channels(self, filters, partials, total):
        shows(conv2d(self.CHANNELS, np.array(filters)[None])[0], total)
        shows(conv2d(self.CHANNELS, np.array(filters)[:, None], groups=3), partials)
        shows(np.sum(partials, axis=0), total)

    @pytest.mark.parametrize(("n", "rows"), [(1, 9), (10, 90)])
    def test_im2col_has_one_window_a_row_in_the_book(self, n, rows):
        x = np.arange(n * 3 * 7 * 7).reshape(n, 3, 7, 7)
        columns = im2col(x, 5)
        assert columns.shape == (n, 75, 9)
        book = columns.transpose(0, 2, 1).reshape(-1, 75)
        assert book.shape == (rows, 75)
        shows(book[0], x[0, :, :5, :5].reshape(-1))
        shows(book[-1], x[-1, :, 2:, 2:].reshape(-1))


class TestDiveIntoDeepLearning:
    X = np.arange(9).reshape(3, 3)
    K = np.array([[0, 1], [2, 3]])

    @pytest.mark.parametrize(
        ("named", "expected"),
        [
            ({}, [[19, 25], [37, 43]]),
            ({"padding": 1}, [[0, 3, 8, 4], [9, 19, 25, 10], [21, 37, 43, 16], [6, 7, 8, 0]]),
            ({"padding": 1, "stride": (3, 2)}, [[0, 8], [6, 8]]),
        ],
    )
    def test_convolution(self, named, expected):
        shows(conv2d(self.X, self.K, **named), expected)

    def test_channels_in_and_out(self):
        x = np.stack([self.X, self.X + 1])
        filters = np.stack([np.stack([self.K + i, self.K + i + 1]) for i in range(3)])
        shows(conv2d(x, filters), [[[56, 72], [104, 120]], [[76, 100], [148, 172]], [[96, 128], [192, 224]]])

    def test_edges(self):
        x = np.ones((6, 8))
        x[:, 2:6] = 0
        shows(conv2d(x, [[1, -1]]), [[0, 1, 0, 0, 0, -1, 0]] * 6)
        shows(conv2d(x.T, [[1, -1]]), np.zeros((8, 5)))

    def test_pooling(self):
        shows(max_pool2d(self.X, 2, stride=1), [[4, 5], [7, 8]])
        shows(avg_pool2d(self.X, 2, stride=1), [[2, 3], [5, 6]])
        x = np.arange(16).reshape(4, 4)
        shows(max_pool2d(x, 3, padding=1, stride=2), [[5, 7], [13, 15]])
        shows(max_pool2d(x, (2, 3), stride=(2, 3), padding=(0, 1)), [[5, 7], [13, 15]])

    @pytest.mark.parametrize(
        ("kernel", "named", "expected"),
        [
            ((3, 3), {"padding": 1}, (8, 8)),
            ((5, 3), {"padding": (2, 1)}, (8, 8)),
            ((3, 3), {"padding": 1, "stride": 2}, (4, 4)),
            ((3, 5), {"padding": (0, 1), "stride": (3, 4)}, (2, 2)),
        ],
    )
    def test_shapes_of_eight_by_eight(self, kernel, named, expected):
        assert conv2d(np.ones((8, 8)), np.ones(kernel), **named).shape == expected

    def test_lenet(self):
        x = np.ones((1, 1, 28, 28))
        shapes = []
        for layer in (
            lambda x: conv2d(x, np.ones((6, 1, 5, 5)), padding=2),
            lambda x: avg_pool2d(x, 2),
            lambda x: conv2d(x, np.ones((16, 6, 5, 5))),
            lambda x: avg_pool2d(x, 2),
        ):
            x = layer(x)
            shapes.append(x.shape[1:])
        assert shapes == [(6, 28, 28), (6, 14, 14), (16, 10, 10), (16, 5, 5)]


class TestAGuideToConvolutionArithmetic:
    X = np.array([[3, 3, 2, 1, 0], [0, 0, 1, 3, 1], [3, 1, 2, 2, 3], [2, 0, 0, 2, 2], [2, 0, 0, 0, 1]])
    K = np.array([[0, 1, 2], [2, 2, 0], [0, 1, 2]])

    def test_figures(self):
        shows(conv2d(self.X, self.K), [[12, 12, 17], [10, 17, 19], [9, 6, 14]])
        shows(conv2d(self.X, self.K, padding=1, stride=2), [[6, 17, 3], [8, 17, 13], [6, 4, 4]])
        shows(max_pool2d(self.X, 3, stride=1), [[3, 3, 3], [3, 3, 3], [3, 2, 3]])

    @pytest.mark.parametrize(
        ("i", "p", "k", "s", "d", "o"),
        [
            (4, 0, 3, 1, 1, 2),
            (5, 2, 4, 1, 1, 6),
            (5, 1, 3, 1, 1, 5),
            (5, 2, 3, 1, 1, 7),
            (5, 0, 3, 2, 1, 2),
            (5, 1, 3, 2, 1, 3),
            (6, 1, 3, 2, 1, 3),
            (7, 0, 3, 1, 2, 3),
        ],
    )
    def test_sizes_and_the_way_back(self, i, p, k, s, d, o):
        """o′ = s(i′ − 1) + a + k − 2p, where a = (i + 2p − k) mod s, brings back the input's size."""
        x, weight = np.ones((i, i)), np.ones((k, k))
        assert conv2d(x, weight, padding=p, stride=s, dilation=d).shape == (o, o)
        a = (i + 2 * p - (d * (k - 1) + 1)) % s
        back = conv_transpose2d(np.ones((o, o)), weight, padding=p, stride=s, dilation=d, output_padding=a)
        assert back.shape == (i, i)

    def test_the_last_row_and_column_of_six_are_never_used(self):
        """Size 6, padding 1, stride 2: the last of the 8 padded pixels is left over, and it is padding."""
        shows(coverage(6, 3, padding=1, stride=2)[-1], [1, 2, 1, 2, 1, 1])
        x = np.pad(np.ones((6, 6)), 1)
        changed = x.copy()
        changed[-1, :] = changed[:, -1] = 100
        shows(conv2d(x, self.K, stride=2), conv2d(changed, self.K, stride=2))

    def test_the_published_figure_that_is_wrong(self):
        """Issue 17 of the figures' repository."""
        x = [[2, 2, 3, 3, 3], [0, 1, 3, 0, 3], [2, 3, 0, 1, 3], [3, 3, 2, 1, 2], [3, 3, 0, 2, 3]]
        kernel = [[2, 0, 1], [1, 0, 0], [0, 1, 1]]
        right = conv2d(x, kernel, padding=1, stride=2)
        shows(right, [[1, 5, 6], [7, 8, 3], [3, 10, 4]])
        printed = np.array([[1, 6, 5], [7, 10, 9], [7, 10, 8]])
        shows(right == printed, [[1, 0, 0], [1, 0, 0], [0, 1, 0]])


class TestCourseNotes:
    @pytest.mark.parametrize(
        ("w", "f", "p", "s", "expected"),
        [
            (7, 3, 0, 1, 5),
            (7, 3, 0, 2, 3),
            (5, 3, 1, 1, 5),
            (5, 3, 1, 2, 3),
            (227, 11, 0, 4, 55),
        ],
    )
    def test_sizes(self, w, f, p, s, expected):
        assert output_size(w, f, padding=p, stride=s) == expected

    def test_misfits_round_down(self):
        assert output_size(5, 3, padding=1, stride=3) == 2
        assert output_size(10, 3, stride=2) == 4


class TestTraps:
    def test_a_plane_of_minus_one_stays_minus_one(self):
        shows(max_pool2d([[-1, -1], [-1, -1]], 2, stride=2, padding=1), [[-1, -1], [-1, -1]])

    def test_coverage(self):
        shows(coverage(4, 3), [[1, 2, 2, 1], [2, 4, 4, 2], [2, 4, 4, 2], [1, 2, 2, 1]])
        padded = coverage(4, 3, padding=1)
        assert padded[0, 0] == padded[0, 3] == padded[3, 0] == padded[3, 3] == 4
        assert (padded[1:3, 1:3] == 9).all()
        assert (coverage(4, 3, padding=2) == 9).all()

    def test_ceil_mode(self):
        assert output_size(25, 2, stride=2) == 12
        assert output_size(25, 2, stride=2, ceil_mode=True) == 13
        assert max_pool2d(np.ones((3, 3)), 2, stride=2, padding=1, ceil_mode=True).shape == (2, 2)

    def test_the_first_window_times_the_kernel_as_matrices_is_something_else(self):
        x, kernel = TestDeepLearningFromScratch.X, TestDeepLearningFromScratch.K
        shows(x[:3, :3] @ kernel, [[5, 2, 11], [2, 1, 6], [7, 0, 5]])
        assert (x[:3, :3] * kernel).sum() == 15
