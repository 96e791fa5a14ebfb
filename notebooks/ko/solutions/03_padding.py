"""03_padding의 풀이와 이유. 먼저 풀어 보세요. `check`의 힌트가 한 걸음씩 이끌어 줍니다."""

# %% exercise:padding-predict-1
# 패딩 2를 쓰면 4픽셀인 행이 8픽셀이 되고, 그 위에 너비가 3인 윈도우를 놓을 자리는 8 − 3 + 1 = 6개이다
prediction = (6, 6)
check("padding-predict-1", prediction)

# %% exercise:padding-predict-2
# 계층마다 4픽셀이 줄어든다. 계층 아홉 개를 지나면 40 − 9·4 = 4픽셀이 남고, 4픽셀에는 5×5 커널이 들어가지 않는다
prediction = 9
check("padding-predict-2", prediction)

# %% exercise:padding-predict-3
# 크기가 3인 윈도우는 첫 픽셀이나 그 하나 앞에서 시작하면 첫 픽셀을 덮는다. 그런 자리가 가로로 2곳, 세로로 2곳이다
prediction = 4
check("padding-predict-3", prediction)

# %% exercise:padding-predict-4
# 0은 검정이고, 블러는 검정을 섞어 넣는다
prediction = "a"
check("padding-predict-4", prediction)

# %% exercise:padding-predict-5
# 4×4 커널은 3행을 줄이고, *same*은 이것을 되돌려 준다. 위에 한 행, 아래에 두 행이다
prediction = 3
check("padding-predict-5", prediction)

# %% exercise:padding-1
# 행: 5 + 2·1 − 3 + 1 = 5, 열: 9 + 2·1 − 5 + 1 = 7
answer = (5, 7)
check("padding-1", answer)

# %% exercise:padding-2
# 모서리에서는 픽셀 9개 가운데 2×2개가 이미지 안에 있다. 1이 네 개, 0이 다섯 개이다
answer = 4 / 9
check("padding-2", answer)

# %% exercise:padding-3
# 28 + 2·패딩 − 커널 + 1 = 24에서 커널 = 5 + 2·패딩이다. 패딩이 1이면 7, 2이면 9로 이어진다
answer = dict(kernel_size=7, padding=1)
check("padding-3", answer)

# %% exercise:padding-4
# 모서리 픽셀도 커널의 반대쪽 모서리까지 가중치 25개와 모두 만나야 한다. 그래서 패딩 = 커널 − 1이다
answer = 4
check("padding-4", answer)

# %% exercise:padding-5
# 쌓은 계층에서는 크기가 그대로이다. 측정에서는 패딩이 없다. 똑같은 영향을 미치려면 모든 픽셀이 모든 가중치와 만나야 한다
answer = ["same", "valid", "full"]
check("padding-5", answer)


# %% exercise:padding-6
# 이미지를 가운데에 넣고 남은 0이 틀이다
def pad(x, p):
    rows, columns = x.shape
    padded = np.zeros((rows + 2 * p, columns + 2 * p), dtype=x.dtype)
    padded[p:p + rows, p:p + columns] = x
    return padded

check("padding-6", pad)
