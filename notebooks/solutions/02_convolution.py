"""Solutions to 02_convolution, each with a word on why. Try first: the hints of `check` lead you there step by step."""

# %% exercise:convolution-predict-1
# Only four products are not zero: 2·2 + 3·1 + 1·1 + 1·3 = 11.
prediction = 11
check("convolution-predict-1", prediction)

# %% exercise:convolution-predict-2
# 7 − 3 + 1 = 5 places from top to bottom, 10 − 3 + 1 = 8 from left to right.
prediction = (5, 8)
check("convolution-predict-2", prediction)

# %% exercise:convolution-predict-3
# The nine products are zero, whatever the image holds. The bias is added once.
prediction = 7
check("convolution-predict-3", prediction)

# %% exercise:convolution-predict-4
# The window on the top left covers the rows and columns 0 to 2, so the dot lies in its bottom right corner.
prediction = 9
check("convolution-predict-4", prediction)

# %% exercise:convolution-1
# A filter has 5·5 weights and one bias, and the size of the image does not enter.
answer = 8 * (5 * 5 + 1)
check("convolution-1", answer)

# %% exercise:convolution-2
# Each cell must fetch the pixel above the middle of its window, so that what was above comes down.
answer = (0, 1)
check("convolution-2", answer)

# %% exercise:convolution-3
# Three equal weights that add up to 1, on the pixel and on its neighbours at the left and right.
answer = [[0, 0, 0], [1 / 3, 1 / 3, 1 / 3], [0, 0, 0]]
check("convolution-3", answer)

# %% exercise:convolution-4
# 1·2 + 3·1 + 2·1 + 1·1 = 8, and the figure prints 10. Five more cells are wrong: check any other.
answer = (1, 1)
check("convolution-4", answer)


# %% exercise:convolution-5
# The size of the window comes from k, and the number of places from both shapes.
def conv(x, k):
    rows, columns = x.shape[0] - k.shape[0] + 1, x.shape[1] - k.shape[1] + 1
    output = np.zeros((rows, columns))
    for row in range(rows):
        for column in range(columns):
            window = x[row:row + k.shape[0], column:column + k.shape[1]]
            output[row, column] = (window * k).sum()
    return output

check("convolution-5", conv)
