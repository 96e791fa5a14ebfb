"""Solutions to 11_im2col, each with a word on why. Try first: the hints of `check` lead you there step by step."""

# %% exercise:im2col-predict-1
# A window has 2·2 = 4 numbers, and fits in 3·3 = 9 places.
prediction = (4, 9)
check("im2col-predict-1", prediction)

# %% exercise:im2col-predict-2
# Each filter is a row of the weights, and gives a row of the product. The columns hold the image alone.
prediction = "b"
check("im2col-predict-2", prediction)

# %% exercise:im2col-predict-3
# Python runs the line of the loop for each window: that takes far longer than nine multiplications.
prediction = "c"
check("im2col-predict-3", prediction)

# %% exercise:im2col-predict-4
# Nearly every pixel is copied 11·11 = 121 times, and those near the border less often: 102.83 times in all.
prediction = "c"
check("im2col-predict-4", prediction)

# %% exercise:im2col-predict-5
# The pixel is in two windows. Each brings back its 3, and col2im adds them up.
prediction = 3 + 3
check("im2col-predict-5", prediction)

# %% exercise:im2col-1
# 3·5·5 = 75 numbers in a window, 60·60 windows, 4 bytes a number.
answer = 75 * 60 * 60 * 4
check("im2col-1", answer)

# %% exercise:im2col-2
# Its window is 3 0 above 2 6, so it should read 3, 0, 2, 6. It was read from top to bottom: 3, 2, 0, 6.
answer = 7
check("im2col-2", answer)

# %% exercise:im2col-3
# Each filter becomes a row. Each row of the product is a map, laid out.
def to_maps(weight, columns, height, width):
    filters = len(weight)
    return (weight.reshape(filters, -1) @ columns).reshape(filters, height, width)

check("im2col-3", to_maps)

# %% exercise:im2col-4
# Collect the windows as rows, in reading order. Turning rows into columns is the last step.
def to_columns(x, k):
    windows = []
    for row in range(x.shape[0] - k + 1):
        for column in range(x.shape[1] - k + 1):
            windows.append(x[row:row + k, column:column + k].ravel())
    return np.array(windows).T

check("im2col-4", to_columns)

# %% exercise:im2col-5
# The pixel is in 2·2 windows. Each brings back its 2, and col2im adds them up.
# Loops and product multiply equally often, and columns take more memory: what is saved is Python's calls.
answer = {"pixel": 2 * 2 * 2, "speed": "b"}
check("im2col-5", answer)
