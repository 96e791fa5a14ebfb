"""Solutions to 08_receptive_field, each with a word on why. Try first: the hints of `check` lead you there step by step."""

# %% exercise:receptive-predict-1
# The cell reads three cells of the first map each way. They see the pixels 0–2, 1–3 and 2–4.
prediction = 5
check("receptive-predict-1", prediction)

# %% exercise:receptive-predict-2
# The blocks add 3, 6 and 12 to a single pixel: each pooling doubles the step of everything after it.
prediction = 22
check("receptive-predict-2", prediction)

# %% exercise:receptive-predict-3
# A side gets 64 from one map and 0 from the other, and 64 is above 0. A sum says "or".
prediction = "b"
check("receptive-predict-3", prediction)

# %% exercise:receptive-predict-4
# 3, 5 and 9 share a part: the lower bowl, open to the left.
prediction = 3
check("receptive-predict-4", prediction)

# %% exercise:receptive-1
# After the first pooling, jump is 2: the second convolution adds 4 steps of 2 pixels to the 6 that are there.
answer = dict(layer=3, size=14)
check("receptive-1", answer)

# %% exercise:receptive-2
# 1 + layers · (kernel_size − 1) = 13. Six layers of 3×3 have 54 weights, twelve of 2×2 have 48; three of 5×5 have 75.
answer = dict(layers=6, kernel_size=3)
check("receptive-2", answer)

# %% exercise:receptive-3
# The kernel with all its signs changed finds right edges. The second layer is the one of the text.
vertical, horizontal = samples.KERNELS["vertical edges"], samples.KERNELS["horizontal edges"]
middle = samples.KERNELS["identity"]
answer = dict(first=[-vertical, horizontal], second=[middle, middle], bias=-64)
check("receptive-3", answer)

# %% exercise:receptive-4
# maps[:, 9].max(axis=(1, 2)).argmax() is 63, and its largest cell is in row 2, column 3: rows 1–8, of which the image
# has 1–7, and columns 3–10, of which it has 3–7.
answer = dict(image=63, pixels=(7, 5))
check("receptive-4", answer)


# %% exercise:receptive-5
# A layer adds its border in steps as wide as the strides before it have made them. Its own stride counts afterwards.
def fields(kernel_sizes, strides):
    size, jump, sizes = 1, 1, []
    for kernel_size, stride in zip(kernel_sizes, strides):
        size = size + (kernel_size - 1) * jump
        jump = jump * stride
        sizes.append(size)
    return np.array(sizes)

check("receptive-5", fields)
