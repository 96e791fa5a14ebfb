"""05_convolution_3d의 풀이와 이유. 먼저 풀어 보세요. `check`의 힌트가 한 걸음씩 이끌어 줍니다."""

# %% exercise:channels-predict-1
# 자리는 가로 6 − 2 + 1 = 5개, 세로 5 − 2 + 1 = 4개, 깊이 4 − 4 + 1 = 1개
prediction = 4 * 5
check("channels-predict-1", prediction)

# %% exercise:channels-predict-2
# 필터의 편향은 하나이고, 합을 구한 다음에 더한다: 16 + 16 − 10 = 22
prediction = 22
check("channels-predict-2", prediction)

# %% exercise:channels-predict-3
# 필터 하나가 맵 하나를 만들므로 필터 네 개는 맵 네 개를 만든다. 행과 열: 128 − 3 + 1 = 126
prediction = (4, 126, 126)
check("channels-predict-3", prediction)

# %% exercise:channels-predict-4
# 필터 하나에 가중치 3·5·5 = 75개와 편향 1개, 모두 76개가 있다. 필터는 6개이다
prediction = 6 * (3 * 5 * 5 + 1)
check("channels-predict-4", prediction)

# %% exercise:channels-predict-5
# 빨강과 초록은 전부 더하고, 주황색 털에는 뺄 파랑이 적다
prediction = "b"
check("channels-predict-5", prediction)

# %% exercise:channels-1
# 필터 128개는 맵 128개를 만든다. 크기: 32 + 2·1 − 5 + 1 = 30
answer = (128, 30, 30)
check("channels-1", answer)

# %% exercise:channels-2
# 부분합은 [[19, 25], [37, 43]]과 [[37, 47], [67, 77]]이다. 필터는 둘을 더한다
answer = [[56, 72], [104, 120]]
check("channels-2", answer)

# %% exercise:channels-3
# 맵이 16개 나오려면 필터가 16개여야 한다. 1×1 커널은 패딩 없이도 크기가 그대로이고, 매개변수는 16·(64 + 1) = 1,040개이다
answer = dict(filters=16, kernel_size=1, padding=0, parameters=16 * (64 + 1))
check("channels-3", answer)

# %% exercise:channels-4
# 21 + 29 + 12 = 62인데 50이라고 적혀 있다. 파랑이 빠졌다
answer = (1, 2)
check("channels-4", answer)

# %% exercise:channels-5
# 회색: 빨강 + 초록 + 파랑 = 0. 주황: 빨강 + 0.5·초록 = 0이므로 초록은 −2·빨강이고, 나머지인 파랑은 다시 빨강과 같다
answer = [1, -2, 1]
check("channels-5", answer)


# %% exercise:channels-6
# 채널마다 제 커널을 쓴다. 합은 편향에서 시작하므로 편향은 한 번만 들어간다
def read_channels(x, weight, bias):
    total = bias
    for channel, kernel in zip(x, weight):
        total = total + conv2d(channel, kernel)
    return total

check("channels-6", read_channels)
