"""06_max_pooling의 풀이와 이유. 먼저 풀어 보세요. `check`의 힌트가 한 걸음씩 이끌어 줍니다."""

# %% exercise:pooling-predict-1
# 폭이 3인 윈도우 둘이 한 행의 8픽셀 가운데 6픽셀을 차지하고, 세 번째는 들어가지 않는다
prediction = (2, 2)
check("pooling-predict-1", prediction)

# %% exercise:pooling-predict-2
# 맵은 하나씩 따로 풀링되므로, 끈 채널은 자기 맵만 0으로 만든다
prediction = "b"
check("pooling-predict-2", prediction)

# %% exercise:pooling-predict-3
# 칸당 변화는 평균 3.52(풀링 없음), 3.56(최대 풀링 뒤)
prediction = "b"
check("pooling-predict-3", prediction)

# %% exercise:pooling-predict-4
# 오른쪽, 아래, 오른쪽 아래로 밀면 윈도우 안에 머문다. 윈도우에 다른 칸이 셋 있기 때문
prediction = 3
check("pooling-predict-4", prediction)

# %% exercise:pooling-predict-5
# 패딩은 −∞이고, −∞는 어떤 수에도 진다
prediction = "c"
check("pooling-predict-5", prediction)

# %% exercise:pooling-1
# 음수도 윈도우의 최댓값일 수 있다. −3, −1, −2, −5에서는 −1, −7, −6, −8, −9에서는 −6
answer = [[-1, 4], [6, -6]]
check("pooling-1", answer)

# %% exercise:pooling-2
# 25 // 3 = 8행, 30 // 3 = 10열이고, 채널은 하나씩 따로
answer = (16, 8, 10)
check("pooling-2", answer)

# %% exercise:pooling-3
# 필터 32개에 각각 가중치 3·3·3개와 편향 하나. 풀링에는 학습할 것이 없다
answer = 32 * (3 * 3 * 3 + 1)
check("pooling-3", answer)

# %% exercise:pooling-4
# 9 하나가 움직이면 픽셀 16개 가운데 2개가 바뀐다. 윈도우를 벗어나면 겨우 4칸 가운데 2칸이 바뀐다.
# 1 두 개는 픽셀을 조금만 바꾼다
answer = [[1, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0], [0, 9, 1, 0]]
check("pooling-4", answer)

# %% exercise:pooling-5
# 윈도우에 든 픽셀은 −4, −2, −7, −8. 틀은 −∞이므로 −2가 이긴다. 적힌 0은 0으로 두른 틀에서 나왔다
answer = (2, 2)
check("pooling-5", answer)


# %% exercise:pooling-6
# 한 칸씩 차례로: 칸 (i, j)의 윈도우는 행 2·i, 열 2·j에서 시작한다
def max_pool(x):
    rows, columns = x.shape[0] // 2, x.shape[1] // 2
    pooled = np.zeros((rows, columns), dtype=x.dtype)
    for i in range(rows):
        for j in range(columns):
            pooled[i, j] = x[2 * i:2 * i + 2, 2 * j:2 * j + 2].max()
    return pooled

check("pooling-6", max_pool)
