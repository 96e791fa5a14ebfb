"""Solutions to 03_padding, each with a word on why. Try first: the hints of `check` lead you there step by step."""

# %% exercise:padding-predict-1
# Padding 2 makes a row of 4 pixels 8 long, and a window of 3 has 8 − 3 + 1 = 6 places on it.
prediction = (6, 6)
check("padding-predict-1", prediction)

# %% exercise:padding-predict-2
# Each layer costs 4 pixels. Nine layers leave 40 − 9·4 = 4, and a 5×5 kernel does not fit on 4.
prediction = 9
check("padding-predict-2", prediction)

# %% exercise:padding-predict-3
# A window of 3 covers the first pixel if it starts one before it or on it: 2 rows of windows, and 2 columns.
prediction = 4
check("padding-predict-3", prediction)

# %% exercise:padding-predict-4
# Zeros are black, and the blur mixes them in.
prediction = "a"
check("padding-predict-4", prediction)

# %% exercise:padding-predict-5
# A 4×4 kernel takes 3 rows off, and *same* gives them back: one at the top, two at the bottom.
prediction = 3
check("padding-predict-5", prediction)

# %% exercise:padding-1
# Rows: 5 + 2·1 − 3 + 1 = 5. Columns: 9 + 2·1 − 5 + 1 = 7.
answer = (5, 7)
check("padding-1", answer)

# %% exercise:padding-2
# In the corner, 2×2 of the nine pixels are in the image: four ones and five zeros.
answer = 4 / 9
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
# Stacked layers: the size stays. A measurement: no padding at all. An equal say: every pixel meets every weight.
answer = ["same", "valid", "full"]
check("padding-5", answer)


# %% exercise:padding-6
# The frame is what is left of the zeros when the image has been put into the middle.
def pad(x, p):
    rows, columns = x.shape
    padded = np.zeros((rows + 2 * p, columns + 2 * p), dtype=x.dtype)
    padded[p:p + rows, p:p + columns] = x
    return padded

check("padding-6", pad)
