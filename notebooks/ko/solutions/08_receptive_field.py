"""08_receptive_field의 풀이와 이유. 먼저 풀어 보세요. `check`의 힌트가 한 걸음씩 이끌어 줍니다."""

# %% exercise:receptive-predict-1
# 이 칸은 첫 번째 맵에서 가로와 세로로 세 칸씩 읽는다. 그 세 칸은 픽셀 0–2, 1–3, 2–4를 본다
prediction = 5
check("receptive-predict-1", prediction)

# %% exercise:receptive-predict-2
# 블록은 1픽셀에 차례로 3, 6, 12를 더한다. 풀링을 지날 때마다 그 뒤의 간격이 모두 두 배가 된다
prediction = 22
check("receptive-predict-2", prediction)

# %% exercise:receptive-predict-3
# 변의 값은 한 맵에서 64, 다른 맵에서 0이고, 64는 0보다 크다. 합은 "또는"을 뜻한다
prediction = "b"
check("receptive-predict-3", prediction)

# %% exercise:receptive-predict-4
# 3, 5, 9에는 공통된 부분이 있다. 왼쪽이 트인 아래쪽 둥근 획이다
prediction = 3
check("receptive-predict-4", prediction)

# %% exercise:receptive-1
# 첫 번째 풀링을 지나면 jump는 2이다. 두 번째 합성곱은 이미 있는 6에 2픽셀 간격 4개를 더한다
answer = dict(layer=3, size=14)
check("receptive-1", answer)

# %% exercise:receptive-2
# 1 + layers · (kernel_size − 1) = 13이다. 3×3 계층 여섯 개는 가중치가 54개, 2×2 열두 개는 48개이고, 5×5 세 개는 75개이다
answer = dict(layers=6, kernel_size=3)
check("receptive-2", answer)

# %% exercise:receptive-3
# 모든 부호를 바꾼 커널은 오른쪽 에지를 찾는다. 두 번째 계층은 본문의 것과 같다
vertical, horizontal = samples.KERNELS["vertical edges"], samples.KERNELS["horizontal edges"]
middle = samples.KERNELS["identity"]
answer = dict(first=[-vertical, horizontal], second=[middle, middle], bias=-64)
check("receptive-3", answer)

# %% exercise:receptive-4
# maps[:, 9].max(axis=(1, 2)).argmax()는 63이고, 가장 큰 칸은 행 2, 열 3에 있다. 이 칸은 행 1–8을 보는데
# 이미지에 있는 것은 1–7이고, 열 3–10을 보는데 이미지에 있는 것은 3–7이다
answer = dict(image=63, pixels=(7, 5))
check("receptive-4", answer)


# %% exercise:receptive-5
# 계층이 넓히는 폭은 앞선 스트라이드가 벌려 놓은 간격으로 잰다. 그 계층의 스트라이드는 그다음에 들어간다
def fields(kernel_sizes, strides):
    size, jump, sizes = 1, 1, []
    for kernel_size, stride in zip(kernel_sizes, strides):
        size = size + (kernel_size - 1) * jump
        jump = jump * stride
        sizes.append(size)
    return np.array(sizes)

check("receptive-5", fields)
