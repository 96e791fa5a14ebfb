"""01_why_convolution의 풀이와 이유. 먼저 풀어 보세요. `check`의 힌트가 한 걸음씩 이끌어 줍니다."""

# %% exercise:why-predict-1
# 먼저 8픽셀짜리 행 여섯 개가 오고, 그다음 같은 행의 픽셀 세 개가 온다
prediction = 6 * 8 + 3
check("why-predict-1", prediction)

# %% exercise:why-1
# 7번은 0번 행의 끝이고, 8번은 1번 행의 시작이다. 마지막 행만 빼면 어느 행의 끝이든 답이 된다: 7, 15, 23, 31, 39, 47, 55
answer = 7
check("why-1", answer)

# %% exercise:why-predict-2
# 필터는 나란히 있는 픽셀을 보는데, 필터는 CNN에만 있다
prediction = "c"
check("why-predict-2", prediction)

# %% exercise:why-2
# 가중치는 저마다 자기 픽셀을 따라 옮겨 간다: 3은 5의, 1은 2의, 4는 6의 가중치이다
answer = [3, 1, 4]
check("why-2", answer)

# %% exercise:why-predict-3
# Affine 신경망에서는 잉크에 다른 가중치가 곱해진다. CNN에서도 그렇지만, 끝에서만 그렇다
prediction = "c"
check("why-predict-3", prediction)

# %% exercise:why-predict-4
# 필터의 가중치는 어디에서나 같고, 뉴런에는 픽셀마다 가중치가 따로 있다
prediction = "b"
check("why-predict-4", prediction)

# %% exercise:why-predict-5
# 행이 두 배, 열이 두 배이므로 픽셀도 가중치도 네 배이다
prediction = "c"
check("why-predict-5", prediction)

# %% exercise:why-3
# 10 * 28 + 9는 289이다. 262는 9 * 28 + 10이다. 행과 열이 뒤바뀌었다
answer = 262
check("why-3", answer)

# %% exercise:why-4
# index = row * columns + column이고, 맵의 열은 두 개이다
answer = 1 * 2 + 1
check("why-4", answer)

# %% exercise:why-5
# (5, 5) 이미지에서는 뉴런 하나에 필터 하나처럼 가중치 25개와 편향 하나가 있다. 다른 답: side 8과 neurons 8, side 3과 neurons 52
answer = {"side": 5, "neurons": 20}
check("why-5", answer)

# %% exercise:why-6
# 2와 6은 어느 쪽에서나 나란히 있고, 6과 5는 뒤섞기 전에만 나란히 있다
answer = [6, 5]
check("why-6", answer)


# %% exercise:why-7
# 먼저 이미지마다 한 행으로 편다. 그다음 order로 두 번째 축에서 고른다. 마지막으로 형상을 되돌린다
def shuffle_all(images, order):
    flat = images.reshape(len(images), -1)
    return flat[:, order].reshape(images.shape)

check("why-7", shuffle_all)
