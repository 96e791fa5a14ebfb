"""Solutions to 01_why_convolution, each with a word on why. Try first: the hints of `check` lead you there step by step."""

# %% exercise:why-predict-1
# Six whole rows of 8 pixels come first, then three pixels of its own row.
prediction = 6 * 8 + 3
check("why-predict-1", prediction)

# %% exercise:why-predict-2
# Each pixel keeps its weight, so the products are the same: 5·3 + 2·1 + 0·4, and the bias 1.
prediction = 18
check("why-predict-2", prediction)

# %% exercise:why-predict-3
# The pixel beside it may come from anywhere in the photograph, so it tells nothing.
prediction = "d"
check("why-predict-3", prediction)

# %% exercise:why-predict-4
# Each neuron has a weight for each of the 784 pixels, and one bias.
prediction = 10 * (28 * 28 + 1)
check("why-predict-4", prediction)

# %% exercise:why-1
# Each neuron has a weight for each of the 1024 pixels, and one bias.
answer = 50 * (32 * 32 + 1)
check("why-1", answer)

# %% exercise:why-2
# Three rows of 28 are 84 pixels; 16 more stand before it in its own row.
answer = divmod(100, 28)
check("why-2", answer)

# %% exercise:why-3
# On a (5, 5) image a neuron has 25 weights and a bias, just like a filter. Others: side 8 with 8 neurons, 3 with 52.
answer = {"side": 5, "neurons": 20}
check("why-3", answer)

# %% exercise:why-4
# A count, a mean and the best Affine network do not ask who stands beside whom. The correlation does.
answer = "c"
check("why-4", answer)


# %% exercise:why-5
# Flat images first, one in each row; then the order picks from the second axis; then the shape comes back.
def shuffle_all(images, order):
    flat = images.reshape(len(images), -1)
    return flat[:, order].reshape(images.shape)

check("why-5", shuffle_all)
