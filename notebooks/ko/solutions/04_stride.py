"""04_stride의 풀이와 이유. 먼저 풀어 보세요. `check`의 힌트가 한 걸음씩 이끌어 줍니다."""

# %% exercise:stride-predict-1
# 윈도우는 0번 열과 3번 열에서 시작합니다. 6번 열에서 시작하는 윈도우는 가장자리 밖으로 나갑니다.
prediction = (2, 2)
check("stride-predict-1", prediction)

# %% exercise:stride-predict-2
# 윈도우에는 0번과 1번, 4번과 5번, 8번과 9번 열이 들어간다. 그 사이에 두 열짜리 틈이 두 개 있다
prediction = 4
check("stride-predict-2", prediction)

# %% exercise:stride-predict-3
# 스트라이드보다 촘촘한 고리는 성긴 고리로 바뀌고, 저마다 중심이 생긴다
prediction = "b"
check("stride-predict-3", prediction)

# %% exercise:stride-1
# 행: ⌊(9 + 4 − 3) / 2⌋ + 1 = 6. 열: ⌊(16 + 4 − 3) / 2⌋ + 1 = ⌊8.5⌋ + 1 = 9
answer = (6, 9)
check("stride-1", answer)

# %% exercise:stride-2
# 움직이는 거리 28 + 2·1 − 4 = 26픽셀을 13번에 뛴다. 한 번에 2픽셀
answer = 2
check("stride-2", answer)

# %% exercise:stride-3
# 32 + 2·패딩 − 커널은 30이나 31이어야 하고, 커널이 홀수이면 이 값도 홀수이다. 커널 3, 패딩 1이면 31이 된다
answer = dict(kernel_size=3, padding=1)
check("stride-3", answer)

# %% exercise:stride-4
# 윈도우에는 −1번부터 1번까지, 4번부터 6번까지, 9번부터 11번까지, 14번부터 16번까지의 열이 들어간다. 두 열짜리 틈이 세 개이고, 끝에 17, 18, 19번 열이 남는다
answer = 9
check("stride-4", answer)

# %% exercise:stride-5
# 0번, 3번, 6번, 9번, 12번 픽셀이 남는다. 줄무늬가 4픽셀마다 되풀이되므로 차례로 0번, 3번, 2번, 1번, 0번 픽셀과 같다
answer = [0, 1, 1, 0, 0]
check("stride-5", answer)

# %% exercise:stride-6
# 이어진 네 픽셀에는 언제나 1이 두 개 있다. 그래서 윈도우가 어디에서 시작하든 평균은 2 / 4이다
answer = [0.5, 0.5, 0.5, 0.5, 0.5]
check("stride-6", answer)


# %% exercise:stride-7
# 온전히 뛴 횟수에 첫 자리를 더한다. 칸 (행, 열)의 윈도우는 (행·s, 열·s)에서 시작한다
def conv(x, k, s):
    rows, columns = (x.shape[0] - k.shape[0]) // s + 1, (x.shape[1] - k.shape[1]) // s + 1
    result = np.zeros((rows, columns))
    for row in range(rows):
        for column in range(columns):
            window = x[row * s:row * s + k.shape[0], column * s:column * s + k.shape[1]]
            result[row, column] = (window * k).sum()
    return result

check("stride-7", conv)
