"""Solutions to 07_conv_relu_pool, each with a word on why. Try first: the hints of `check` lead you there step by step."""

# %% exercise:stack-predict-1
# Every sum changes its sign. 13 of the 36 were below 0 and none was 0, so 36 − 13 are below 0 now.
prediction = 23
check("stack-predict-1", prediction)

# %% exercise:stack-predict-2
# A cell differs if its 3×3 window holds a number below 0. At the left, five windows hold none.
prediction = "b"
check("stack-predict-2", prediction)

# %% exercise:stack-predict-3
# The same filters slide over a larger image. There is no height and no width in filters · (weights + 1).
prediction = 5888
check("stack-predict-3", prediction)

# %% exercise:stack-predict-4
# Each weight of a convolution works at every place: 242,560 multiplications against 89,400.
prediction = "c"
check("stack-predict-4", prediction)

# %% exercise:stack-1
# Each of the 24 filters has 8·25 weights, for it reads 8 channels, and one bias.
answer = 24 * (8 * 25 + 1)
check("stack-1", answer)

# %% exercise:stack-2
# (24, 8, 8) comes out. Each of these cells takes 8·25 products.
answer = 24 * 8 * 8 * 8 * 25
check("stack-2", answer)

# %% exercise:stack-3
# 32 → 28 → 14 → 10 → 5 → 1: a 2×2 window does not fit on a (1, 1) map.
answer = 9
check("stack-3", answer)

# %% exercise:stack-4
# 3·(a + 2b) + 1·(b + 2c) = 3a + 7b + 2c.
answer = [3, 7, 2]
check("stack-4", answer)

# %% exercise:stack-5
# The differences are −3 and 4. ReLU leaves 0 and 4, and the second kernel adds them.
answer = 4
check("stack-5", answer)


# %% exercise:stack-6
# Both counts need the weights of one filter. The parameters need the filters, the multiplications all cells that come out.
def costs(input_shape, filters, kernel_size, padding):
    channels, height, width = input_shape
    weights = channels * kernel_size * kernel_size
    rows = height + 2 * padding - kernel_size + 1
    columns = width + 2 * padding - kernel_size + 1
    return filters * (weights + 1), filters * rows * columns * weights

check("stack-6", costs)

# %% exercise:stack-7
# The convolutions keep 156 and 2,416 parameters. 56 → 52 → 26 → 22 → 11, so Linear reads 16·11·11 numbers.
answer = 156 + 2416 + 10 * (16 * 11 * 11 + 1)
check("stack-7", answer)
