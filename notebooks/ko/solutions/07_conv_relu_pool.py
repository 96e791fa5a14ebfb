"""07_conv_relu_pool의 풀이와 이유. 먼저 풀어 보세요. `check`의 힌트가 한 걸음씩 이끌어 줍니다."""

# %% exercise:stack-predict-1
# 모든 합의 부호가 바뀐다. 36개 가운데 13개가 0보다 작았고 0은 없었으므로, 이제 36 − 13개가 0보다 작다
prediction = 23
check("stack-predict-1", prediction)

# %% exercise:stack-predict-2
# 3×3 윈도우에 0보다 작은 수가 있으면 칸이 달라진다. 왼쪽에는 그런 수가 없는 윈도우가 다섯 개 있다
prediction = "b"
check("stack-predict-2", prediction)

# %% exercise:stack-predict-3
# 같은 필터가 더 큰 이미지 위를 움직인다. 필터 수 · (가중치 수 + 1)에는 높이도 너비도 없다
prediction = 5888
check("stack-predict-3", prediction)

# %% exercise:stack-predict-4
# 합성곱의 가중치는 저마다 모든 자리에서 쓰인다. 242,560번 대 89,400번
prediction = "c"
check("stack-predict-4", prediction)

# %% exercise:stack-1
# 필터 24개는 채널 8개를 읽으므로 각각 가중치가 8·25개이고, 편향이 하나이다
answer = 24 * (8 * 25 + 1)
check("stack-1", answer)

# %% exercise:stack-2
# 출력은 (24, 8, 8)이고, 칸마다 곱셈이 8·25번이다
answer = 24 * 8 * 8 * 8 * 25
check("stack-2", answer)

# %% exercise:stack-3
# 32 → 28 → 14 → 10 → 5 → 1: 2×2 윈도우는 (1, 1) 맵에 들어가지 않는다
answer = 9
check("stack-3", answer)

# %% exercise:stack-4
# 3·(a + 2b) + 1·(b + 2c) = 3a + 7b + 2c.
answer = [3, 7, 2]
check("stack-4", answer)

# %% exercise:stack-5
# 차는 −3과 4이다. ReLU를 지나면 0과 4이고, 두 번째 커널이 둘을 더한다
answer = 4
check("stack-5", answer)


# %% exercise:stack-6
# 두 수 모두 필터 하나의 가중치 수로 구한다. 매개변수에는 필터 수가, 곱셈에는 출력의 칸 수가 더 필요하다
def costs(input_shape, filters, kernel_size, padding):
    channels, height, width = input_shape
    weights = channels * kernel_size * kernel_size
    rows = height + 2 * padding - kernel_size + 1
    columns = width + 2 * padding - kernel_size + 1
    return filters * (weights + 1), filters * rows * columns * weights

check("stack-6", costs)

# %% exercise:stack-7
# 합성곱의 매개변수는 156개와 2,416개 그대로이다. 56 → 52 → 26 → 22 → 11이므로 Linear는 16·11·11개의 수를 읽는다
answer = 156 + 2416 + 10 * (16 * 11 * 11 + 1)
check("stack-7", answer)
