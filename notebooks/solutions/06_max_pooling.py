"""Solutions to 06_max_pooling, each with a word on why. Try first: the hints of `check` lead you there step by step."""

# %% exercise:pooling-predict-1
# The stride is the window's size, 3. Down, 12 / 3 = 4 windows. Across, 6 windows take 18 of 20 pixels, and 2 are left.
prediction = (4, 6)
check("pooling-predict-1", prediction)

# %% exercise:pooling-predict-2
# Right, down, and right and down stay inside the window: it has three other cells.
prediction = 3
check("pooling-predict-2", prediction)

# %% exercise:pooling-predict-3
# Two pixels tie, and the first in reading order wins. It gets all of the gradient.
prediction = [[0, 5], [0, 0]]
check("pooling-predict-3", prediction)

# %% exercise:pooling-1
# A negative number can be the largest of its window: −1 of −3, −1, −2, −5, and −6 of −7, −6, −8, −9.
answer = [[-1, 4], [6, -6]]
check("pooling-1", answer)

# %% exercise:pooling-2
# Half as many rows, half as many columns, and every channel by itself.
answer = (16, 12, 12)
check("pooling-2", answer)

# %% exercise:pooling-3
# (13 − 3) / 2 + 1 = 6, and a window of 3 with steps of 2 shares a pixel with the next. A window of 8 with stride 1 works, too.
answer = dict(kernel_size=3, stride=2)
check("pooling-3", answer)

# %% exercise:pooling-4
# The largest number of each row stands in the first column: it leaves the left window, and comes in at the right one.
answer = [[9, 0, 0, 0], [9, 0, 0, 0], [9, 0, 0, 0], [9, 0, 0, 0]]
check("pooling-4", answer)

# %% exercise:pooling-5
# Its window holds −4, −2, −7 and −8. The frame is −∞, so −2 wins; the printed 0 came out of a frame of zeros.
answer = (2, 2)
check("pooling-5", answer)


# %% exercise:pooling-6
# Four arrays of one shape: the four corners of all windows. The slices end before an odd last row or column.
def max_pool(x):
    rows, columns = 2 * (x.shape[0] // 2), 2 * (x.shape[1] // 2)
    left = np.maximum(x[0:rows:2, 0:columns:2], x[1:rows:2, 0:columns:2])
    right = np.maximum(x[0:rows:2, 1:columns:2], x[1:rows:2, 1:columns:2])
    return np.maximum(left, right)

check("pooling-6", max_pool)
