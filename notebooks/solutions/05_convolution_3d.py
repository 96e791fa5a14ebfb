"""Solutions to 05_convolution_3d, each with a word on why. Try first: the hints of `check` lead there step by step."""

# %% exercise:channels-predict-1
# Side by side 6 − 2 + 1 = 5 places, below each other 5 − 2 + 1 = 4, and in depth 4 − 4 + 1 = 1.
prediction = 4 * 5
check("channels-predict-1", prediction)

# %% exercise:channels-predict-2
# The filter has one bias, added after the sum: 16 + 16 − 10 = 22.
prediction = 22
check("channels-predict-2", prediction)

# %% exercise:channels-predict-3
# One filter makes one map, so four make four. The rows and columns: 128 − 3 + 1 = 126.
prediction = (4, 126, 126)
check("channels-predict-3", prediction)

# %% exercise:channels-predict-4
# One filter has 3·5·5 = 75 weights and one bias, 76 in all; there are 6 of them.
prediction = 6 * (3 * 5 * 5 + 1)
check("channels-predict-4", prediction)

# %% exercise:channels-predict-5
# Red and green are added in full, and orange fur has little blue to take away.
prediction = "b"
check("channels-predict-5", prediction)

# %% exercise:channels-1
# 128 filters make 128 maps. The size: 32 + 2·1 − 5 + 1 = 30.
answer = (128, 30, 30)
check("channels-1", answer)

# %% exercise:channels-2
# The partials are [[19, 25], [37, 43]] and [[37, 47], [67, 77]]; a filter adds them.
answer = [[56, 72], [104, 120]]
check("channels-2", answer)

# %% exercise:channels-3
# 16 maps need 16 filters. A 1×1 kernel keeps the size without padding and costs 16·(64 + 1) = 1,040 parameters.
answer = dict(filters=16, kernel_size=1, padding=0, parameters=16 * (64 + 1))
check("channels-3", answer)

# %% exercise:channels-4
# 21 + 29 + 12 = 62, but 50 is printed: blue was left out.
answer = (1, 2)
check("channels-4", answer)

# %% exercise:channels-5
# Grey: red + green + blue = 0. Orange: red + 0.5·green = 0, so green is −2·red, and blue is what is left: red again.
answer = [1, -2, 1]
check("channels-5", answer)


# %% exercise:channels-6
# Each channel with its own kernel; the total starts at the bias, so that it goes in once.
def read_channels(x, weight, bias):
    total = bias
    for channel, kernel in zip(x, weight):
        total = total + conv2d(channel, kernel)
    return total

check("channels-6", read_channels)
