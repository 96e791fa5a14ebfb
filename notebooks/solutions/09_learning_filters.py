"""Solutions to 09_learning_filters, each with a word on why. Try first: the hints of `check` lead you there."""

# %% exercise:learning-predict-1
# The first weight meets a 1 at the top left place and a 2 at the top right one, and both cells count.
prediction = 3
check("learning-predict-1", prediction)

# %% exercise:learning-predict-2
# The pooling hands the 4 to the first cell (all four are 0 after the ReLU). But z is −1 there: the ReLU is shut.
prediction = [[0, 0], [0, 0]]
check("learning-predict-2", prediction)

# %% exercise:learning-predict-3
# The first step goes from 0 to 3, past the bottom at 2, but closer to it: each distance is half the one before.
prediction = "b"
check("learning-predict-3", prediction)

# %% exercise:learning-hunt
# From 6 the slope is 20, so a step of 0.35 · 20 = 7 lands at −1, where the curve is flat.
answer = {"start": 6, "learning_rate": 0.35}
check("learning-hunt", answer)

# %% exercise:learning-predict-4
# Most directions are gentle, and there it learns. In the steepest one, a tiny error doubles at each step.
prediction = "c"
check("learning-predict-4", prediction)

# %% exercise:learning-1
# The mean of 36, 9, 9 and 36 is 22.5, so the curvature is 45.
answer = 2 / 45
check("learning-1", answer)

# %% exercise:learning-2
# z is [[1, −6], [−1, 4]]. Only the 4 passes the ReLU and wins, so the kernel gets 2 × the bottom right window.
answer = [[10, 8, 2], [12, 2, 14], [4, 8, 2]]
check("learning-2", answer)

# %% exercise:learning-3
# Without momentum no rate gets there. With 0.9, the steps grow along the gentle directions.
answer = {"learning_rate": 0.5, "momentum": 0.9}
check("learning-3", answer)

# %% exercise:learning-4
# That weight met the pixels 1 and 3: 1·1 + 2·3 = 7. The printed 4 is 1·1 + 1·3.
answer = (1, 2)
check("learning-4", answer)


# %% exercise:learning-5
# Each place adds its window, times its gradient. That is what `conv2d(x, gradient)` does, too.
def kernel_gradient(x, gradient):
    rows, columns = x.shape[0] - gradient.shape[0] + 1, x.shape[1] - gradient.shape[1] + 1
    result = np.zeros((rows, columns))
    for i in range(gradient.shape[0]):
        for j in range(gradient.shape[1]):
            result += gradient[i, j] * x[i:i + rows, j:j + columns]
    return result

check("learning-5", kernel_gradient)
