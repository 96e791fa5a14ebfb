"""Solutions to 06_max_pooling, each with a word on why. Try first: the hints of `check` lead you there step by step."""

# %% exercise:pooling-predict-1
# Two windows of 3 take 6 of the 8 pixels of a row, and a third one does not fit.
prediction = (2, 2)
check("pooling-predict-1", prediction)

# %% exercise:pooling-predict-2
# Each map is pooled by itself, so a muted channel silences its own map alone.
prediction = "b"
check("pooling-predict-2", prediction)

# %% exercise:pooling-predict-3
# Without pooling a cell changes by 3.52 on average, after max pooling by 3.56.
prediction = "b"
check("pooling-predict-3", prediction)

# %% exercise:pooling-predict-4
# Right, down, and down and right stay inside the window: it has three other cells.
prediction = 3
check("pooling-predict-4", prediction)

# %% exercise:pooling-predict-5
# The padding is −∞, which loses against every number.
prediction = "c"
check("pooling-predict-5", prediction)

# %% exercise:pooling-1
# A negative number can be the largest of its window: −1 of −3, −1, −2, −5, and −6 of −7, −6, −8, −9.
answer = [[-1, 4], [6, -6]]
check("pooling-1", answer)

# %% exercise:pooling-2
# 25 // 3 = 8 rows, 30 // 3 = 10 columns, and every channel by itself.
answer = (16, 8, 10)
check("pooling-2", answer)

# %% exercise:pooling-3
# 32 filters of 3·3·3 weights and a bias each. The pooling has nothing to learn.
answer = 32 * (3 * 3 * 3 + 1)
check("pooling-3", answer)

# %% exercise:pooling-4
# A single 9 changes 2 of 16 pixels when it moves. When it leaves its window, it changes 2 of only 4 cells.
# The two 1s change the pixels by little.
answer = [[1, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0], [0, 9, 1, 0]]
check("pooling-4", answer)

# %% exercise:pooling-5
# Its window holds −4, −2, −7 and −8. The frame is −∞, so −2 wins; the printed 0 came out of a frame of zeros.
answer = (2, 2)
check("pooling-5", answer)


# %% exercise:pooling-6
# One cell after the other: the window of cell (i, j) begins at row 2·i and column 2·j.
def max_pool(x):
    rows, columns = x.shape[0] // 2, x.shape[1] // 2
    pooled = np.zeros((rows, columns), dtype=x.dtype)
    for i in range(rows):
        for j in range(columns):
            pooled[i, j] = x[2 * i:2 * i + 2, 2 * j:2 * j + 2].max()
    return pooled

check("pooling-6", max_pool)
