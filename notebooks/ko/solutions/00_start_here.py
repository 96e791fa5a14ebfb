"""00_start_here의 풀이와 이유. 먼저 풀어 보세요. `check`의 힌트가 한 걸음씩 이끌어 줍니다."""

# %% exercise:start-predict-1
# 스캔한 숫자와 똑같이, 먼저 잉크를 잘라 내고 크게 늘려 가운데로 옮긴다. 위치와 크기는 남지 않는다
prediction = "b"
check("start-predict-1", prediction)

# %% exercise:start-predict-2
# 소프트맥스는 합으로 나누므로 열 확률의 합은 언제나 1이다. "숫자가 아님"이라는 답은 없다
prediction = "c"
check("start-predict-2", prediction)

# %% exercise:start-predict-3
# 나란한 ReLU의 두 칸: 첫째 칸은 가로로 3픽셀을 보고, 둘째 칸이 1픽셀을 더한다. 세로도 마찬가지다
prediction = 4
check("start-predict-3", prediction)

# %% exercise:start-predict-4
# 셋 가운데 둘은 9이고, 2순위가 9이다. 나머지 하나는 5인데, 1순위가 9, 2순위가 3이다
prediction = 2
check("start-predict-4", prediction)

# %% exercise:start-1
# 필터가 여덟 개이므로 맵도 여덟 개이고, 패딩 덕분에 맵마다 크기가 숫자 이미지와 같다: 8 · 8 · 8
answer = 512
check("start-1", answer)

# %% exercise:start-2
# 맵의 가운데에 있는 칸은 7×7픽셀을 본다. 다른 곳에서는 윈도우의 일부가 맵 밖에 있다
answer = 49
check("start-2", answer)

# %% exercise:start-3
# 확률 열 개는 열 숫자를 서로 비교할 뿐이다. "숫자가 아님"이라는 답은 없다
answer = "b"
check("start-3", answer)
