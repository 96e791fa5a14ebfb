"""Solutions to 00_start_here, each with a word on why. Try first: the hints of `check` lead you there step by step."""

# %% exercise:start-predict-1
# The ink is cut out, enlarged and centred first, as it was done with the scans. Place and size are gone.
prediction = "b"
check("start-predict-1", prediction)

# %% exercise:start-predict-2
# Softmax divides by the total, so the ten always share out 1. There is no answer for "this is no digit".
prediction = "c"
check("start-predict-2", prediction)

# %% exercise:start-predict-3
# Two cells of ReLU side by side: the first sees 3 pixels across, and the second adds one. Down it is the same.
prediction = 4
check("start-predict-3", prediction)

# %% exercise:start-predict-4
# Two of the three are a 9, and 9 comes second. The third is a 5, and there it says 9, then 3.
prediction = 2
check("start-predict-4", prediction)

# %% exercise:start-1
# Eight filters make eight maps, and with padding each is as large as the digit: 8 · 8 · 8.
answer = 512
check("start-1", answer)

# %% exercise:start-2
# In the middle of a map, the cell sees 7×7 pixels. A part of its window is outside the maps everywhere else.
answer = 49
check("start-2", answer)

# %% exercise:start-3
# The ten probabilities compare ten digits with each other. There is no answer for "this is no digit".
answer = "b"
check("start-3", answer)
