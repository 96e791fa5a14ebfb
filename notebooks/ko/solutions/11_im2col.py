"""11_im2col의 풀이와 이유. 먼저 풀어 보세요. `check`의 힌트가 한 걸음씩 이끌어 줍니다."""

# %% exercise:im2col-predict-1
# 윈도우 하나에 수가 2·2 = 4개 있고, 들어갈 자리는 3·3 = 9곳이다
prediction = (4, 9)
check("im2col-predict-1", prediction)

# %% exercise:im2col-predict-2
# 필터마다 가중치의 행이 하나 있고, 행렬 곱의 행이 하나 나온다. 열 행렬에는 이미지만 들어 있다
prediction = "b"
check("im2col-predict-2", prediction)

# %% exercise:im2col-predict-3
# 파이썬은 윈도우마다 반복문 안의 줄을 실행한다. 곱셈 아홉 번보다 훨씬 오래 걸린다
prediction = "c"
check("im2col-predict-3", prediction)

# %% exercise:im2col-predict-4
# 거의 모든 픽셀이 11·11 = 121번 복사되고, 가장자리 근처의 픽셀은 더 적게 복사된다. 모두 합치면 102.83배
prediction = "c"
check("im2col-predict-4", prediction)

# %% exercise:im2col-predict-5
# 픽셀은 윈도우 두 개에 들어 있다. 윈도우마다 3이 돌아오고, col2im이 더한다
prediction = 3 + 3
check("im2col-predict-5", prediction)

# %% exercise:im2col-1
# 윈도우 하나에 수가 3·5·5 = 75개, 윈도우는 60·60개, 수 하나는 4바이트
answer = 75 * 60 * 60 * 4
check("im2col-1", answer)

# %% exercise:im2col-2
# 윈도우는 위가 3 0, 아래가 2 6이니 3, 0, 2, 6이어야 한다. 위에서 아래로 읽어서 3, 2, 0, 6이 되었다
answer = 7
check("im2col-2", answer)

# %% exercise:im2col-3
# 필터 하나가 한 행이 된다. 행렬 곱의 한 행은 한 줄로 편 맵이다
def to_maps(weight, columns, height, width):
    filters = len(weight)
    return (weight.reshape(filters, -1) @ columns).reshape(filters, height, width)

check("im2col-3", to_maps)

# %% exercise:im2col-4
# 윈도우를 읽는 순서대로 행으로 모은다. 마지막에 행을 열로 바꾼다
def to_columns(x, k):
    windows = []
    for row in range(x.shape[0] - k + 1):
        for column in range(x.shape[1] - k + 1):
            windows.append(x[row:row + k, column:column + k].ravel())
    return np.array(windows).T

check("im2col-4", to_columns)

# %% exercise:im2col-5
# 픽셀은 윈도우 2·2개에 들어 있다. 윈도우마다 2가 돌아오고, col2im이 더한다.
# 반복문과 행렬 곱은 곱셈 횟수가 같고, 열 행렬은 메모리를 더 쓴다. 줄어드는 것은 파이썬의 호출이다
answer = {"pixel": 2 * 2 * 2, "speed": "b"}
check("im2col-5", answer)
