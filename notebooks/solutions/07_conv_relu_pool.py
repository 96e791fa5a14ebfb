"""Solutions to 07_conv_relu_pool, each with a word on why. Try first: the hints of `check` lead you there step by step."""

# %% exercise:stack-predict-1
# A 5×5 kernel takes 4 pixels each way: (6, 18, 26). ReLU changes no shape, and the pooling takes half.
prediction = (6, 9, 13)
check("stack-predict-1", prediction)

# %% exercise:stack-predict-2
# The sums are −6, −1, −3 and 1. Only the last is above 0.
prediction = [[0, 0], [0, 1]]
check("stack-predict-2", prediction)

# %% exercise:stack-predict-3
# A pixel, plus 5 − 1, plus 5 − 1.
prediction = 9
check("stack-predict-3", prediction)

# %% exercise:stack-1
# Each of the 24 filters has 8·25 weights, for it reads 8 channels, and one bias.
answer = 24 * (8 * 25 + 1)
check("stack-1", answer)

# %% exercise:stack-2
# The poolings make 28 → 14 → 7 by themselves. So the convolutions must keep the size: padding (kernel_size − 1) / 2.
answer = dict(kernel_size=3, padding=1)
check("stack-2", answer)

# %% exercise:stack-3
# 1 + layers · (kernel_size − 1) = 13, so the product is 12: 6·2, 3·4, 2·6, 4·3 and 12·1 all work.
answer = dict(layers=6, kernel_size=3)
check("stack-3", answer)

# %% exercise:stack-4
# 32 → 28 → 14 → 10 → 5 → 1: a 2×2 window does not fit on a (1, 1) map.
answer = 8
check("stack-4", answer)


# %% exercise:stack-5
# A layer adds its border in steps as wide as the strides before it have made them. Its own stride counts afterwards.
def fields(kernel_sizes, strides):
    size, jump, sizes = 1, 1, []
    for kernel_size, stride in zip(kernel_sizes, strides):
        size += (kernel_size - 1) * jump
        jump *= stride
        sizes.append(size)
    return np.array(sizes)

check("stack-5", fields)
