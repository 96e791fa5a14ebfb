"""Solutions to 09_learning_filters, each with a word on why. Try first: the hints of `check` lead you there."""

# %% exercise:learning-predict-1
# Only the bottom right cell counts, so the gradient of the kernel is the window there.
prediction = [[4, 3], [6, 2]]
check("learning-predict-1", prediction)

# %% exercise:learning-predict-2
# 0.5 − 0.1 · (−2): a negative gradient makes the weight grow.
prediction = 0.7
check("learning-predict-2", prediction)

# %% exercise:learning-predict-3
# Each step jumps over the valley and lands higher up, where the slope, and so the next step, is larger still.
prediction = "c"
check("learning-predict-3", prediction)

# %% exercise:learning-1
# The bias is added to every cell, so it gets the sum of the output gradient: 1 − 2 + 3 + 4.
answer = 6
check("learning-1", answer)

# %% exercise:learning-2
# Four kernels, laid down one pixel apart and added up. The middle pixel gets 1 + 2 + 3 + 4.
answer = [[1, 3, 2], [4, 10, 6], [3, 7, 4]]
check("learning-2", answer)

# %% exercise:learning-3
# Faster than 0.5 and still stable. From about 1.35 on, the steps overshoot too far.
answer = 1
check("learning-3", answer)

# %% exercise:learning-4
# That weight met the pixels 1 and 3: 1·1 + 2·3 = 7. The printed 4 is 1·1 + 1·3.
answer = (1, 2)
check("learning-4", answer)


# %% exercise:learning-5
# Each place adds its window, times its gradient. `conv2d(x, gradient)` is the same.
def kernel_gradient(x, gradient):
    rows, columns = x.shape[0] - gradient.shape[0] + 1, x.shape[1] - gradient.shape[1] + 1
    result = np.zeros((rows, columns))
    for i in range(gradient.shape[0]):
        for j in range(gradient.shape[1]):
            result += gradient[i, j] * x[i:i + rows, j:j + columns]
    return result

check("learning-5", kernel_gradient)
