"""Solutions to 05_convolution_3d, each with a word on why. Try first: the hints of `check` lead there step by step."""

# %% exercise:channels-predict-1
# One filter makes one map, whatever it reads. The rows and columns: 8 − 3 + 1 = 6.
prediction = (1, 6, 6)
check("channels-predict-1", prediction)

# %% exercise:channels-predict-2
# The filter has one bias, added after the sum: 13 + 22 + 15 − 7 = 43.
prediction = 43
check("channels-predict-2", prediction)

# %% exercise:channels-predict-3
# One filter has 3·5·5 = 75 weights and one bias, 76 in all; there are 16 of them.
prediction = 16 * (3 * 5 * 5 + 1)
check("channels-predict-3", prediction)

# %% exercise:channels-1
# 10 filters make 10 maps. The size: 32 + 2·2 − 5 + 1 = 32.
answer = (10, 32, 32)
check("channels-1", answer)

# %% exercise:channels-2
# The partials are [[19, 25], [37, 43]] and [[37, 47], [67, 77]]; a filter adds them.
answer = [[56, 72], [104, 120]]
check("channels-2", answer)

# %% exercise:channels-3
# 16 maps need 16 filters. A 1×1 kernel keeps the size without padding and costs 16·(64 + 1) = 1040 parameters.
answer = dict(filters=16, kernel_size=1, padding=0)
check("channels-3", answer)

# %% exercise:channels-4
# 21 + 29 + 12 = 62, but 50 is printed: blue was left out.
answer = (1, 2)
check("channels-4", answer)

# %% exercise:channels-5
# The weights add up to 0, so a grey pixel gives 0. On orange: 1·1 + 0·0.5 − 1·0 = 1.
answer = [1, 0, -1]
check("channels-5", answer)


# %% exercise:channels-6
# Each channel with its own kernel; the total starts at the bias, so that it goes in once.
def read_channels(x, weight, bias):
    total = bias
    for channel, kernel in zip(x, weight):
        total = total + conv2d(channel, kernel)
    return total

check("channels-6", read_channels)
