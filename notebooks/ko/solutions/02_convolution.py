"""02_convolution의 풀이와 이유. 먼저 풀어 보세요. `check`의 힌트가 한 걸음씩 이끌어 줍니다."""

# %% exercise:convolution-predict-1
# 0이 아닌 곱은 셋뿐이다: 2·1 + 1·2 + 2·1 = 6. 두 3은 모두 0인 가중치와 만난다
prediction = 6
check("convolution-predict-1", prediction)

# %% exercise:convolution-predict-2
# 위에서 아래로 7 − 3 + 1 = 5자리, 왼쪽에서 오른쪽으로 10 − 3 + 1 = 8자리
prediction = (5, 8)
check("convolution-predict-2", prediction)

# %% exercise:convolution-predict-3
# 밝은 하늘은 왼쪽의 음의 가중치와 만나고, 어두운 코트가 합에 더하는 값은 거의 없다
prediction = "b"
check("convolution-predict-3", prediction)

# %% exercise:convolution-predict-4
# z의 값이 모두 4만큼 줄어든다. ReLU는 4보다 컸던 값만 남긴다
prediction = "b"
check("convolution-predict-4", prediction)

# %% exercise:convolution-predict-5
# 합은 가중치의 합의 3배만큼 변하는데, 가중치의 합이 0이다
prediction = "c"
check("convolution-predict-5", prediction)

# %% exercise:convolution-1
# 대각선 획이 있는 곳에는 양의 가중치, 나머지에는 음의 가중치. z는 가로획에서 최대 1, 대각선 획에서 6
answer = {"kernel": [[-1, -1, 2], [-1, 2, -1], [2, -1, -1]], "bias": -3}
check("convolution-1", answer)

# %% exercise:convolution-2
# 가운데와 그 오른쪽은 잉크, 나머지는 모두 종이. z는 끝에서 2이고, 다른 곳에서는 1을 넘지 않는다
answer = {"kernel": [[-1, -1, -1], [-1, 1, 1], [-1, -1, -1]], "bias": -1}
check("convolution-2", answer)

# %% exercise:convolution-3
# 가중치는 모두 0 이상이고 합이 9이므로, 아홉 픽셀이 모두 2이면 합이 18이다. 무늬는 필요 없다
answer = [[2, 2, 2], [2, 2, 2], [2, 2, 2]]
check("convolution-3", answer)

# %% exercise:convolution-4
# 가중치의 합이 0인 것은 이 커널뿐이다. 무늬를 3배로 하면 대비도 3배, 합도 3배이다
answer = {"kernel": "b", "window": "e"}
check("convolution-4", answer)


# %% exercise:convolution-5
# 윈도우의 크기는 커널에서, 자리의 개수는 두 형상에서 나온다
def conv(image, kernel):
    height, width = kernel.shape
    rows, columns = image.shape[0] - height + 1, image.shape[1] - width + 1
    output = np.zeros((rows, columns))
    for row in range(rows):
        for column in range(columns):
            window = image[row:row + height, column:column + width]
            output[row, column] = (window * kernel).sum()
    return output

check("convolution-5", conv)

# %% exercise:convolution-6
# 1·2 + 3·1 + 2·1 + 1·1 = 8인데 그림에는 10이 인쇄되어 있다. 틀린 칸이 다섯 개 더 있으니, 다른 칸도 확인해 볼 것
answer = (1, 1)
check("convolution-6", answer)

# %% exercise:convolution-7
# 필터 하나에 가중치 5·5개와 편향 하나가 있고, 이미지 크기는 식에 들어가지 않는다
answer = 8 * (5 * 5 + 1)
check("convolution-7", answer)
