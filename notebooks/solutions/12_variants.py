"""Solutions to 12_variants, each with a word on why. Try first: the hints of `check` lead you there step by step."""

# %% exercise:variants-predict-1
# The weights stand on pixels 0, 4 and 8, so the window spans 9 pixels: 16 − 9 + 1 = 8.
prediction = (8, 8)
check("variants-predict-1", prediction)

# %% exercise:variants-predict-2
# All 24 filters are there. Each reads the 12 / 4 = 3 channels of its group.
prediction = (24, 3, 3, 3)
check("variants-predict-2", prediction)

# %% exercise:variants-predict-3
# The last of five stamps starts at 3 · 4 = 12, and is 4 wide.
prediction = (16, 16)
check("variants-predict-3", prediction)

# %% exercise:variants-predict-4
# Images and channels stay. The mean is taken over the 7 · 9 pixels.
prediction = (4, 10)
check("variants-predict-4", prediction)

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
def stamp(x, k, s):
    result = np.zeros((s * (x.shape[0] - 1) + k.shape[0], s * (x.shape[1] - 1) + k.shape[1]))
    for row in range(x.shape[0]):
        for column in range(x.shape[1]):
            result[row * s:row * s + k.shape[0], column * s:column * s + k.shape[1]] += x[row, column] * k
    return result

check("variants-3", stamp)

# %% exercise:variants-4
# 32 means go in, 5 classes come out: 32 · 5 weights and 5 biases. The pooling has no parameters.
answer = 165
check("variants-4", answer)
