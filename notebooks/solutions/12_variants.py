"""Solutions to 12_variants, each with a word on why. Try first: the hints of `check` lead you there step by step."""

# %% exercise:variants-predict-1
# The weights of a row meet the pixels 0, 3 and 6, so the window spans 7 pixels: 7 − 7 + 1 = 1.
prediction = (1, 1)
check("variants-predict-1", prediction)

# %% exercise:variants-predict-2
# All 8 filters are there. Each reads the 8 / 4 = 2 channels of its group.
prediction = (8, 2, 3, 3)
check("variants-predict-2", prediction)


# %% exercise:variants-6
# The last stamp starts at s·(cells − 1). Stamp i starts at s·i, and is as long as k.
def stamp_row(y, k, s):  # a row y, a row k, the stride s
    result = np.zeros(s * (len(y) - 1) + len(k))
    for i in range(len(y)):
        result[s * i : s * i + len(k)] += y[i] * k
    return result

check("variants-6", stamp_row)

# %% exercise:variants-predict-3
# The last of four stamps starts at 3 · 3 = 9, and is 4 wide: 13. Padding cuts one off on each side.
prediction = (11, 11)
check("variants-predict-3", prediction)

# %% exercise:variants-predict-4
# The window of this cell starts in row 1, column 0. A row of x has 4 pixels, so that is pixel 4.
prediction = 4
check("variants-predict-4", prediction)

# %% exercise:variants-predict-5
# x is part of the result of every layer, and each of 10 layers adds a little: the cat is brighter.
prediction = "b"
check("variants-predict-5", prediction)

# %% exercise:variants-predict-6
# On the left, an 8 is closed where a 3 is open. The map is blue there on average, mostly at the top.
prediction = "a"
check("variants-predict-6", prediction)

# %% exercise:variants-1
# The span must be 20 − 12 + 1 = 9, so dilation · (kernel_size − 1) = 8: 4 · 2, or 8 · 1.
answer = dict(kernel_size=3, dilation=4)
check("variants-1", answer)

# %% exercise:variants-2
# Depthwise: 16 · (1·3·3 + 1) = 160. Then 1×1: 32 · (16 + 1) = 544.
answer = 704
check("variants-2", answer)


# %% exercise:variants-3
# The last stamp starts at s·(cells − 1). Each stamp is added to what is there, so overlaps sum up.
def stamp(y, k, s):
    result = np.zeros((s * (y.shape[0] - 1) + k.shape[0], s * (y.shape[1] - 1) + k.shape[1]))
    for row in range(y.shape[0]):
        for column in range(y.shape[1]):
            result[row * s:row * s + k.shape[0], column * s:column * s + k.shape[1]] += y[row, column] * k
    return result

check("variants-3", stamp)

# %% exercise:variants-4
# 2·4 − 1·0 = 8, 2·0 − 1·6 = −6, 2·2 − 1·0 = 4, 2·0 − 1·2 = −2. The mean is 1, and 1 + 3 = 4. One weight for each map.
answer = dict(map=[[8, -6], [4, -2]], score=4, weights=2)
check("variants-4", answer)

# %% exercise:variants-5
# 16 maps as x has; a 5×5 kernel takes 4 pixels off each axis, 2 on each side; and f(x) must be 0.
answer = dict(filters=16, padding=2, weights=0)
check("variants-5", answer)
