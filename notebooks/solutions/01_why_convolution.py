"""Solutions to 01_why_convolution, each with a word on why. Try first: the hints of `check` lead you there step by step."""

# %% exercise:why-predict-1
# Six whole rows of 8 pixels come first, then three pixels of its own row.
prediction = 6 * 8 + 3
check("why-predict-1", prediction)

# %% exercise:why-1
# Number 7 ends row 0, and number 8 begins row 1. The ends of all rows but the last will do: 7, 15, 23, 31, 39, 47, 55.
answer = 7
check("why-1", answer)

# %% exercise:why-predict-2
# A filter looks at pixels that are side by side, and only the CNN has filters.
prediction = "c"
check("why-predict-2", prediction)

# %% exercise:why-2
# Each weight moves with its pixel: 3 belongs to 5, 1 to 2, and 4 to 6.
answer = [3, 1, 4]
check("why-2", answer)

# %% exercise:why-predict-3
# Ink meets other weights in an Affine network; in a CNN too, but only at its end.
prediction = "c"
check("why-predict-3", prediction)

# %% exercise:why-predict-4
# A filter has the same weights everywhere, a neuron has a weight of its own for each pixel.
prediction = "b"
check("why-predict-4", prediction)

# %% exercise:why-predict-5
# Twice as many rows and twice as many columns: four times as many pixels, and weights.
prediction = "c"
check("why-predict-5", prediction)

# %% exercise:why-3
# 10 * 28 + 9 is 289. 262 is 9 * 28 + 10: row and column were swapped.
answer = 262
check("why-3", answer)

# %% exercise:why-4
# index = row * columns + column, and the map has two columns.
answer = 1 * 2 + 1
check("why-4", answer)

# %% exercise:why-5
# On a (5, 5) image a neuron has 25 weights and a bias, just like a filter. Others: side 8 with 8 neurons, 3 with 52.
answer = {"side": 5, "neurons": 20}
check("why-5", answer)

# %% exercise:why-6
# 2 and 6 are side by side in both, 6 and 5 only before the shuffle.
answer = [6, 5]
check("why-6", answer)


# %% exercise:why-7
# Flat images first, one in each row; then the order picks from the second axis; then the shape comes back.
def shuffle_all(images, order):
    flat = images.reshape(len(images), -1)
    return flat[:, order].reshape(images.shape)

check("why-7", shuffle_all)
