"""Solutions to 04_stride, each with a word on why. Try first: the hints of `check` lead you there step by step."""

# %% exercise:stride-predict-1
# Windows start at columns 0 and 3. From column 6, a window would hang over the edge.
prediction = (2, 2)
check("stride-predict-1", prediction)

# %% exercise:stride-predict-2
# The windows hold columns 0–1, 4–5 and 8–9. Two gaps of two columns are between them.
prediction = 4
check("stride-predict-2", prediction)

# %% exercise:stride-predict-3
# Rings that are finer than the stride turn into coarse ones, with centres of their own.
prediction = "b"
check("stride-predict-3", prediction)

# %% exercise:stride-1
# Rows: ⌊(9 + 4 − 3) / 2⌋ + 1 = 6. Columns: ⌊(16 + 4 − 3) / 2⌋ + 1 = ⌊8.5⌋ + 1 = 9.
answer = (6, 9)
check("stride-1", answer)

# %% exercise:stride-2
# 28 + 2·1 − 4 = 26 pixels of movement in 13 jumps: 2 each.
answer = 2
check("stride-2", answer)

# %% exercise:stride-3
# 32 + 2·padding − kernel must be 30 or 31, and with an odd kernel it is odd. With kernel 3 and padding 1 it is 31.
answer = dict(kernel_size=3, padding=1)
check("stride-3", answer)

# %% exercise:stride-4
# The windows hold −1 to 1, 4 to 6, 9 to 11, 14 to 16: three gaps of two columns, and 17, 18, 19 at the end.
answer = 9
check("stride-4", answer)

# %% exercise:stride-5
# Pixels 0, 3, 6, 9 and 12 are kept. The stripes repeat every four pixels, so these are like pixels 0, 3, 2, 1 and 0.
answer = [0, 1, 1, 0, 0]
check("stride-5", answer)

# %% exercise:stride-6
# Any four pixels in a row hold two ones, so each mean is 2 / 4, wherever the window starts.
answer = [0.5, 0.5, 0.5, 0.5, 0.5]
check("stride-6", answer)


# %% exercise:stride-7
# Whole jumps, and the first place; the window of cell (row, column) starts at (row·s, column·s).
def conv(x, k, s):
    rows, columns = (x.shape[0] - k.shape[0]) // s + 1, (x.shape[1] - k.shape[1]) // s + 1
    result = np.zeros((rows, columns))
    for row in range(rows):
        for column in range(columns):
            window = x[row * s:row * s + k.shape[0], column * s:column * s + k.shape[1]]
            result[row, column] = (window * k).sum()
    return result

check("stride-7", conv)
