"""Solutions to 03_padding, each with a word on why. Try first: the hints of `check` lead you there step by step."""

# %% exercise:padding-predict-1
# A window of 3 can start in the columns 0 to 3 of 6: 6 − 3 + 1 = 4. The rows are the same.
prediction = (4, 4)
check("padding-predict-1", prediction)

# %% exercise:padding-predict-2
# Each layer costs 2 pixels, and there are five of them: 28 − 5·2 = 18.
prediction = 18
check("padding-predict-2", prediction)

# %% exercise:padding-predict-3
# A window of 5 holds the first pixel if it starts 2, 1 or 0 pixels before it: 3 rows of windows, and 3 columns.
prediction = 9
check("padding-predict-3", prediction)

# %% exercise:padding-1
# Rows: 5 + 2·1 − 3 + 1 = 5. Columns: 9 + 2·1 − 5 + 1 = 7.
answer = (5, 7)
check("padding-1", answer)

# %% exercise:padding-2
# The size stays if 2·padding = kernel − 1: 6 / 2 = 3 on each side.
answer = 3
check("padding-2", answer)

# %% exercise:padding-3
# 28 + 2·padding − kernel + 1 = 24 gives kernel = 5 + 2·padding: 7 with padding 1, 9 with padding 2, and so on.
answer = dict(kernel_size=7, padding=1)
check("padding-3", answer)

# %% exercise:padding-4
# Even the corner pixel must meet all 25 weights, the far corner of the kernel too: padding = kernel − 1.
answer = 4
check("padding-4", answer)


# %% exercise:padding-5
# The frame is what is left of the zeros when the image has been put into the middle.
def pad(x, p):
    rows, columns = x.shape
    padded = np.zeros((rows + 2 * p, columns + 2 * p), dtype=x.dtype)
    padded[p:p + rows, p:p + columns] = x
    return padded

check("padding-5", pad)
