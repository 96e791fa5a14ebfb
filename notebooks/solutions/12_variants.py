"""Solutions to 12_variants, each with a word on why. Try first: the hints of `check` lead you there step by step."""

# %% exercise:variants-predict-1
# The weights of a row meet the pixels 0, 3 and 6, so the window spans 7 pixels: 7 − 7 + 1 = 1.
prediction = (1, 1)
check("variants-predict-1", prediction)

# %% exercise:variants-predict-2
# All 8 filters are there. Each reads the 8 / 4 = 2 channels of its group.
prediction = (8, 2, 3, 3)
check("variants-predict-2", prediction)

# %% exercise:variants-predict-3
# The last of four stamps starts at 3 · 3 = 9, and is 4 wide.
prediction = (13, 13)
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

# %% exercise:variants-5
# x has 16 maps, so there are 16 filters. A 5×5 kernel takes 4 pixels off each axis: 2 on each side.
answer = dict(filters=16, padding=2)
check("variants-5", answer)
