# 10_training 연습 문제의 풀이.

# %% exercise:training-predict-1
prediction = "c"  # 처음 몇 스텝이 너무 커서 ReLU가 닫히고, 그 뒤로는 찍기만 한다
check("training-predict-1", prediction)

# %% exercise:training-predict-2
prediction = "b"  # 합이 거의 모두 0보다 작다. ReLU가 닫혀 있어 기울기가 거의 돌아오지 않는다
check("training-predict-2", prediction)

# %% exercise:training-predict-3
prediction = "c"  # 학습한 100개를 통째로 외우고, 새 숫자도 그 숫자와 닮았다
check("training-predict-3", prediction)

# %% exercise:training-predict-4
prediction = "b"  # 이동은 자리를 다양하게 할 뿐, 필체를 다양하게 하지는 않는다
check("training-predict-4", prediction)

# %% exercise:training-predict-5
prediction = "d"
check("training-predict-5", prediction)

# %% exercise:training-1
answer = 4 * 29  # 50개짜리 미니배치 28개와 37개짜리 하나를 네 에폭 동안
check("training-1", answer)

# %% exercise:training-2
answer = {"release": "b", "overfits_most": "a", "report": 92}
check("training-2", answer)

# %% exercise:training-3
answer = {"learning_rate": 0.1, "batch_size": 4, "filters": 8}
check("training-3", answer)

# %% exercise:training-4
answer = (2, 1)  # 숫자 100개를 8개씩 미니배치로 나누면 한 에폭은 13스텝: 13, 26, 39, 52
check("training-4", answer)

# %% exercise:training-5
def shift(image, down, right):
    result = np.zeros_like(image)
    for i in range(image.shape[0]):
        for j in range(image.shape[1]):
            if 0 <= i + down < image.shape[0] and 0 <= j + right < image.shape[1]:
                result[i + down, j + right] = image[i, j]
    return result

check("training-5", shift)

# %% exercise:training-6
# 숫자 여덟 개로는 방향이 거칠지만, 한 에폭에 135스텝을 간다. 이동시킨 사본은 다른 자리에 있을 뿐, 여전히 같은 사람의 글씨다
answer = {"mini_batch": "b", "shifts": "c"}
check("training-6", answer)

# %% exercise:training-7
# q는 9인데 7로 읽었고 확률은 0.96이다. r은 1인데 7로 읽었고 확률은 0.45이다. s는 가장 확신한 답이지만 맞다
answer = {"wrong": 2, "surest": "q", "sure": 0.96}
check("training-7", answer)
