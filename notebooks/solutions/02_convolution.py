"""Solutions to 02_convolution, each with a word on why. Try first: the hints of `check` lead you there step by step."""

# %% exercise:convolution-predict-1
# Only three products are not zero: 2·1 + 1·2 + 2·1 = 6. Both threes meet a weight of 0.
prediction = 6
check("convolution-predict-1", prediction)

# %% exercise:convolution-predict-2
# 7 − 3 + 1 = 5 places from top to bottom, 10 − 3 + 1 = 8 from left to right.
prediction = (5, 8)
check("convolution-predict-2", prediction)

# %% exercise:convolution-predict-3
# The bright sky meets the negative weights on the left, and the dark coat adds next to nothing.
prediction = "b"
check("convolution-predict-3", prediction)

# %% exercise:convolution-predict-4
# Every number of z falls by 4. ReLU keeps those that were above 4.
prediction = "b"
check("convolution-predict-4", prediction)

# %% exercise:convolution-predict-5
# The sum changes by 3 times the sum of the weights, which is 0.
prediction = "c"
check("convolution-predict-5", prediction)

# %% exercise:convolution-1
# Positive weights where the stroke is, negative ones elsewhere. On the bar z is 1 at most, on the stroke 6.
answer = {"kernel": [[-1, -1, 2], [-1, 2, -1], [2, -1, -1]], "bias": -3}
check("convolution-1", answer)

# %% exercise:convolution-2
# Ink in the middle and on its right, paper everywhere else. At the end z is 2, and nowhere else more than 1.
answer = {"kernel": [[-1, -1, -1], [-1, 1, 1], [-1, -1, -1]], "bias": -1}
check("convolution-2", answer)

# %% exercise:convolution-3
# All weights are 0 or more and add up to 9, so nine equal pixels of 2 give 18. No pattern is needed.
answer = [[2, 2, 2], [2, 2, 2], [2, 2, 2]]
check("convolution-3", answer)

# %% exercise:convolution-4
# Only its weights add up to 0. Three times the pattern has three times the contrast, and gives three times as much.
answer = {"kernel": "b", "window": "e"}
check("convolution-4", answer)


# %% exercise:convolution-5
# The size of the window comes from the kernel, and the number of places from both shapes.
def conv(image, kernel):
    height, width = kernel.shape
    rows, columns = image.shape[0] - height + 1, image.shape[1] - width + 1
    output = np.zeros((rows, columns))
    for row in range(rows):
        for column in range(columns):
            window = image[row:row + height, column:column + width]
            output[row, column] = (window * kernel).sum()
    return output

check("convolution-5", conv)

# %% exercise:convolution-6
# 1·2 + 3·1 + 2·1 + 1·1 = 8, and the figure prints 10. Five more cells are wrong: check any other.
answer = (1, 1)
check("convolution-6", answer)

# %% exercise:convolution-7
# A filter has 5·5 weights and one bias, and the size of the image does not enter.
answer = 8 * (5 * 5 + 1)
check("convolution-7", answer)
