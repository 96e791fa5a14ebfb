"""09_learning_filters의 풀이와 이유. 먼저 풀어 보세요. `check`의 힌트가 이끌어 줍니다."""

# %% exercise:learning-predict-1
# 첫 번째 가중치는 왼쪽 위 자리에서 1을, 오른쪽 위 자리에서 2를 만나고, 두 칸이 모두 손실에 들어간다
prediction = 3
check("learning-predict-1", prediction)

# %% exercise:learning-predict-2
# 풀링은 4를 첫 번째 칸에 넘긴다(ReLU를 지나면 네 칸이 모두 0이다). 하지만 그곳의 z는 −1이어서 ReLU가 닫혀 있다
prediction = [[0, 0], [0, 0]]
check("learning-predict-2", prediction)

# %% exercise:learning-predict-3
# 첫 스텝은 0에서 3으로 간다. 2에 있는 바닥을 지나치지만 바닥에 더 가까워진다. 바닥까지의 거리는 스텝마다 절반이 된다
prediction = "b"
check("learning-predict-3", prediction)

# %% exercise:learning-hunt
# 6에서 경사는 20이다. 그래서 0.35 · 20 = 7만큼 가는 스텝은 곡선이 평평한 −1에 떨어진다
answer = {"start": 6, "learning_rate": 0.35}
check("learning-hunt", answer)

# %% exercise:learning-predict-4
# 대부분의 방향은 완만해서 그쪽으로는 학습한다. 가장 가파른 방향에서는 아주 작은 오차가 스텝마다 두 배가 된다
prediction = "c"
check("learning-predict-4", prediction)

# %% exercise:learning-1
# 36, 9, 9, 36의 평균은 22.5이므로 곡률은 45이다
answer = 2 / 45
check("learning-1", answer)

# %% exercise:learning-2
# z는 [[1, −6], [−1, 4]]이다. 4만 ReLU를 통과해서 이기므로, 커널이 받는 것은 2 × 오른쪽 아래 윈도우이다
answer = [[10, 8, 2], [12, 2, 14], [4, 8, 2]]
check("learning-2", answer)

# %% exercise:learning-3
# 모멘텀이 없으면 어떤 학습률로도 되지 않는다. 0.9이면 완만한 방향에서 스텝이 길어진다
answer = {"learning_rate": 0.5, "momentum": 0.9}
check("learning-3", answer)

# %% exercise:learning-4
# 그 가중치는 픽셀 1과 3을 만났다. 1·1 + 2·3 = 7이다. 적힌 4는 1·1 + 1·3이다
answer = (1, 2)
check("learning-4", answer)


# %% exercise:learning-5
# 자리마다 윈도우에 그 자리의 기울기를 곱해 더한다. `conv2d(x, gradient)`가 하는 일도 이와 같다
def kernel_gradient(x, gradient):
    rows, columns = x.shape[0] - gradient.shape[0] + 1, x.shape[1] - gradient.shape[1] + 1
    result = np.zeros((rows, columns))
    for i in range(gradient.shape[0]):
        for j in range(gradient.shape[1]):
            result += gradient[i, j] * x[i:i + rows, j:j + columns]
    return result

check("learning-5", kernel_gradient)
