"""Many layers in a row, with and without the sum: what is measured is what the notebook says."""

import naive_reference
import numpy as np
import pytest

from cnnlib import SettingError, avg_pool2d, samples
from cnnlib.check import check
from cnnlib.exercises.prediction import forget
from cnnlib.lessons import find
from cnnlib.lessons.variants import residual, residual_picture, through_layers
from cnnlib.lessons.variants.residual import MOST_LAYERS, as_shown, likeness, stages

SEED = residual.SEED
PHOTO = avg_pool2d(samples.chelsea(), 2)


def weights_of(layers, scale=1.0):
    rng = np.random.default_rng(residual.SEED)
    return [scale * rng.standard_normal((3, 3, 3, 3)) * np.sqrt(2 / 27) for _ in range(layers)]


@pytest.mark.parametrize("with_sum", [False, True])
def test_two_layers_worked_out_by_loops(with_sum):
    x = expected = PHOTO[:, 20:26, 10:17]
    for weight in weights_of(2, 0.5):
        fx = np.maximum(naive_reference.conv2d(expected[None], weight, None, (1, 1), ((1, 1), (1, 1)), (1, 1), 1)[0], 0)
        expected = expected + fx if with_sum else fx
    np.testing.assert_allclose(through_layers(x, 2, scale=0.5, residual=with_sum), expected, atol=1e-12)


@pytest.mark.parametrize("layers", [0, 1, MOST_LAYERS])
def test_with_weights_of_0_the_sum_passes_x_on_unchanged_and_alone_nothing_is_left(layers):
    np.testing.assert_array_equal(through_layers(PHOTO, layers, scale=0, residual=True), PHOTO)
    alone = through_layers(PHOTO, layers, scale=0)
    assert np.array_equal(alone, PHOTO) if layers == 0 else not alone.any()


def test_stages_are_one_more_than_layers_and_x_is_left_alone():
    before = PHOTO.copy()
    assert len(list(stages(PHOTO, 7, residual=True))) == 8
    np.testing.assert_array_equal(PHOTO, before)
    with pytest.raises(SettingError, match="layers"):
        through_layers(PHOTO, -1)


def test_likeness_by_hand():
    assert likeness(np.array([0.0, 1, 2]), np.array([0.0, 1, 0])) == 0
    assert likeness(np.array([0.0, 1]), np.array([5.0, 2])) == pytest.approx(-1)
    assert likeness(PHOTO, 3 * PHOTO + 2) == pytest.approx(1)
    assert likeness(PHOTO, 0 * PHOTO) == 0


def test_caption_formula_and_curve_follow_the_setting():
    picture = residual_picture(PHOTO, 20, scale=0.02, residual=True)
    assert picture.caption == (
        "After 20 layers of x + f(x), with weights times 0.02, the likeness to x is 0.99. The mean brightness is "
        "0.52, and that of x is 0.43."
    )
    assert picture.formula.splitlines() == [
        "f(x) = relu(conv2d(x, 0.02 · weight, padding=1))",
        "x ← x + f(x), 20 times",
        "likeness 0.99, brightness 0.52 (x: 0.43)",
    ]
    x, y = picture.panel("likeness").series["likeness"]
    assert (
        x.tolist() == list(range(21)) and y[0] == pytest.approx(1) and picture.panel("likeness").here == ((20, y[-1]),)
    )
    assert "likeness to x is 0. The mean brightness is 0," in residual_picture(PHOTO, 20, scale=0.02).caption
    assert "likeness to x is 0. The mean brightness is 1," in residual_picture(PHOTO, 20, residual=True).caption
    assert "After 1 layer of f(x) alone, with weights times 1," in residual_picture(PHOTO, 1).caption
    assert (
        "the likeness to x is 1. The mean brightness is 0.43, and that of x is 0.43."
        in residual_picture(PHOTO, 0).caption
    )


@pytest.mark.parametrize("scale", [0, 0.02, 0.1, 0.5, 1])
@pytest.mark.parametrize("with_sum", [False, True])
def test_nothing_leaves_the_axes_and_the_code_computes_the_picture(scale, with_sum):
    picture = residual_picture(PHOTO, 20, scale=scale, residual=with_sum)
    curve = picture.panel("likeness")
    (_, y), (low, high) = curve.series["likeness"], curve.y_limits
    assert low < y.min() and y.max() < high
    found = eval(picture.code, {"through_layers": through_layers, "photo": PHOTO})
    np.testing.assert_allclose(np.clip(found, 0, 1).transpose(1, 2, 0), picture.panel("output").values, atol=0.5 / 255)


# What the notebook says


def shown_likeness(layers=20, **options):
    """The likeness of what is seen after 20 layers, or fewer, and its mean brightness."""
    seen = as_shown(through_layers(PHOTO, layers, **options))
    return likeness(as_shown(PHOTO), seen), seen.mean()


def test_it_opens_on_something_that_is_not_the_cat():
    assert "likeness to x is −0.1." in residual_picture(PHOTO, 2).caption


@pytest.mark.parametrize("seed", range(20))
def test_what_the_notebook_says_holds_for_other_random_weights(monkeypatch, seed):
    monkeypatch.setattr(residual, "SEED", seed)
    assert shown_likeness(10, scale=0.1) == (0, 0), "black"
    like, bright = shown_likeness(10, scale=0.1, residual=True)
    assert like < 1 and bright > as_shown(PHOTO).mean() + 0.1, "not exactly the cat, but brighter"
    assert like > 0.9 or seed != SEED, "with the notebook's own it is the cat, plainly"
    like, bright = shown_likeness(scale=1, residual=True)
    assert abs(like) < 0.01 and bright > 0.995, "all white"
    assert shown_likeness(scale=0, residual=True)[0] == pytest.approx(1)


@pytest.mark.parametrize(("answer", "said"), [("a", "Without the sum"), ("b", "passes x on"), ("c", "adds up")])
def test_the_picture_answers_each_prediction(answer, said):
    forget()
    asked = find("variants-predict-5")
    assert check(asked.id, answer).status == "noted"
    assert said in asked.remark({"layers": 10, "scale": 0.1, "residual": True})
    assert asked.remark({"layers": 9, "scale": 0.1, "residual": True}) == ""
    forget()
