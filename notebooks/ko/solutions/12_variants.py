"""12_variants의 풀이와 이유. 먼저 풀어 보세요. `check`의 힌트가 한 걸음씩 이끌어 줍니다."""

# %% exercise:variants-predict-1
# 한 행의 가중치가 픽셀 0, 3, 6과 만나므로 윈도우의 폭은 7픽셀이고, 7 − 7 + 1 = 1
prediction = (1, 1)
check("variants-predict-1", prediction)

# %% exercise:variants-predict-2
# 필터 8개는 그대로이고, 필터마다 자기 그룹의 채널을 8 / 4 = 2개씩 읽는다
prediction = (8, 2, 3, 3)
check("variants-predict-2", prediction)


# %% exercise:variants-6
# 마지막 도장은 s·(칸 수 − 1)에서 시작한다. i번 도장은 s·i에서 시작하고 길이는 k와 같다
def stamp_row(y, k, s):  # y와 k는 한 행짜리 배열, s는 스트라이드
    result = np.zeros(s * (len(y) - 1) + len(k))
    for i in range(len(y)):
        result[s * i : s * i + len(k)] += y[i] * k
    return result

check("variants-6", stamp_row)

# %% exercise:variants-predict-3
# 도장 네 개 중 마지막은 3 · 3 = 9에서 시작하고 너비가 4이므로 13, 패딩이 양쪽에서 하나씩 잘라 낸다
prediction = (11, 11)
check("variants-predict-3", prediction)

# %% exercise:variants-predict-4
# 이 칸의 윈도우는 행 1, 열 0에서 시작한다. x의 한 행은 4픽셀이므로 4번 픽셀이다
prediction = 4
check("variants-predict-4", prediction)

# %% exercise:variants-predict-5
# 모든 계층의 결과에 x가 들어 있고, 계층 10개가 저마다 조금씩 더한다. 그래서 고양이가 밝아진다
prediction = "b"
check("variants-predict-5", prediction)

# %% exercise:variants-predict-6
# 왼쪽에서 8은 닫혀 있고 3은 열려 있다. 그곳의 맵은 평균을 내면 파랗고, 위쪽이 특히 그렇다
prediction = "a"
check("variants-predict-6", prediction)

# %% exercise:variants-1
# 폭은 20 − 12 + 1 = 9여야 하므로 dilation · (kernel_size − 1) = 8이다. 곧 4 · 2 또는 8 · 1
answer = dict(kernel_size=3, dilation=4)
check("variants-1", answer)

# %% exercise:variants-2
# 깊이별: 16 · (1·3·3 + 1) = 160, 그다음 1×1: 32 · (16 + 1) = 544
answer = 704
check("variants-2", answer)


# %% exercise:variants-3
# 마지막 도장은 s·(칸 수 − 1)에서 시작한다. 도장은 그곳에 있던 값에 더하므로 겹치는 곳은 합이 된다
def stamp(y, k, s):
    result = np.zeros((s * (y.shape[0] - 1) + k.shape[0], s * (y.shape[1] - 1) + k.shape[1]))
    for row in range(y.shape[0]):
        for column in range(y.shape[1]):
            result[row * s:row * s + k.shape[0], column * s:column * s + k.shape[1]] += y[row, column] * k
    return result

check("variants-3", stamp)

# %% exercise:variants-4
# 2·4 − 1·0 = 8, 2·0 − 1·6 = −6, 2·2 − 1·0 = 4, 2·0 − 1·2 = −2. 평균은 1이고 1 + 3 = 4. 가중치는 맵마다 하나
answer = dict(map=[[8, -6], [4, -2]], score=4, weights=2)
check("variants-4", answer)

# %% exercise:variants-5
# 맵은 x처럼 16개. 5×5 커널에서 축마다 4픽셀이 줄어드니 양쪽에 2픽셀씩 붙인다. f(x)는 0이어야 한다
answer = dict(filters=16, padding=2, weights=0)
check("variants-5", answer)
