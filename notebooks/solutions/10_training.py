# Solutions to the exercises of 10_training.ipynb.

# %% exercise:training-predict-1
prediction = "c"  # the first steps are so long that they shut the ReLUs; from then on it guesses
check("training-predict-1", prediction)

# %% exercise:training-predict-2
prediction = "b"  # nearly all its sums are below 0: the ReLU is shut, and almost no gradient comes back
check("training-predict-2", prediction)

# %% exercise:training-predict-3
prediction = "c"  # it learns its hundred digits by heart, and new ones resemble them
check("training-predict-3", prediction)

# %% exercise:training-predict-4
prediction = "b"  # shifts add places, not ways of writing
check("training-predict-4", prediction)

# %% exercise:training-predict-5
prediction = "d"
check("training-predict-5", prediction)

# %% exercise:training-1
answer = 4 * 29  # 28 mini-batches of 50 and one of 37, in each of four epochs
check("training-1", answer)

# %% exercise:training-2
answer = {"release": "b", "overfits_most": "a", "report": 92}
check("training-2", answer)

# %% exercise:training-3
answer = {"learning_rate": 0.1, "batch_size": 4, "filters": 8}
check("training-3", answer)

# %% exercise:training-4
answer = (2, 1)  # 100 digits in mini-batches of 8 are 13 steps an epoch: 13, 26, 39, 52
check("training-4", answer)

# %% exercise:training-5
def shift(image, down, right):
    result = np.zeros_like(image)
    for i in range(image.shape[0]):
        for j in range(image.shape[1]):
            if 0 <= i + down < image.shape[0] and 0 <= j + right < image.shape[1]:
                result[i + down, j + right] = image[i, j]
    return result

check("training-5", shift)

# %% exercise:training-6
# Eight digits give a rough direction, but 135 steps an epoch. A shifted copy is in another place, and still of the same hand.
answer = {"mini_batch": "b", "shifts": "c"}
check("training-6", answer)

# %% exercise:training-7
# q is a 9 and read as 7, with 0.96; r is a 1 and read as 7, with 0.45. s is surest of all, but right.
answer = {"wrong": 2, "surest": "q", "sure": 0.96}
check("training-7", answer)
