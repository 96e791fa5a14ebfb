"""Solutions to 11_im2col, each with a word on why. Try first: the hints of `check` lead you there step by step."""

# %% exercise:im2col-predict-1
# A window has 2·3 = 6 numbers. It fits in 5 − 2 + 1 = 4 places down and 7 − 3 + 1 = 5 across: 20 windows.
prediction = (6, 20)
check("im2col-predict-1", prediction)

# %% exercise:im2col-predict-2
# Four images; 2·3·3 = 18 numbers in a window that reaches through both channels; 4·4 = 16 windows.
prediction = (4, 18, 16)
check("im2col-predict-2", prediction)

# %% exercise:im2col-predict-3
# The product is (8, 196). A 3×3 window has 16 − 3 + 1 = 14 places along a side, and 196 is 14·14.
prediction = (8, 14, 14)
check("im2col-predict-3", prediction)

# %% exercise:im2col-predict-4
# The pixel lies in 2·2 windows. Each brings back its 2, and col2im adds them up.
prediction = 2 * 2 * 2
check("im2col-predict-4", prediction)

# %% exercise:im2col-1
# 3·5·5 = 75 numbers in a window, 60·60 windows, 4 bytes a number.
answer = 75 * 60 * 60 * 4
check("im2col-1", answer)

# %% exercise:im2col-2
# The images stay in front. Of each image, windows and numbers change places: its columns are the book's rows.
answer = (0, 2, 1)
check("im2col-2", answer)

# %% exercise:im2col-3
# Its window is 3 0 above 2 6, so it should read 3, 0, 2, 6. It was read from top to bottom: 3, 2, 0, 6.
answer = 7
check("im2col-3", answer)

# %% exercise:im2col-4
# One row of windows takes 27·510·8 = 110160 bytes. A band must not exceed 1 MiB, so the quotient is rounded down.
answer = 1048576 // (3 * 3 * 3 * 510 * 8)
check("im2col-4", answer)


# %% exercise:im2col-5
# Collect the windows as rows, in reading order. Turning rows into columns is the last step.
def to_columns(x, k):
    windows = []
    for row in range(x.shape[0] - k + 1):
        for column in range(x.shape[1] - k + 1):
            windows.append(x[row:row + k, column:column + k].ravel())
    return np.array(windows).T

check("im2col-5", to_columns)
