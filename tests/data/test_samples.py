"""The bundled data is what its sources say, and no cell can damage it for the next one."""

import hashlib
import importlib
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnlib import samples
from cnnlib.data import digits
from cnnlib.data.files import FOLDER
from cnnlib.engine.settings import SettingError

ROOT = Path(__file__).parents[2]
CHECKSUMS = {
    ("digits", "images"): "8f26b2bd9d135c256808f68f14fdabddde6d9c7f869ae419704b051f0f14b3b3",
    ("digits", "labels"): "8ba4f891220f5e4c9c819638d1602d74b83618f167043c6da52a2a247841ddf0",
    ("camera", "image"): "973c1f05a356373b9a38190c15b77c036d06571d6cfb70648c9168e6f435da6d",
    ("chelsea", "image"): "1eadad538fafd38c934c602adb6458d34ffb1daf2b0ecf7804c12c00a4501f66",
}
TOYS = [samples.toy_input, samples.toy_kernel, samples.toy_large, samples.toy_channels]


@pytest.mark.parametrize("name, key", CHECKSUMS)
def test_the_bundled_arrays_are_unchanged(name, key):
    with np.load(FOLDER / f"{name}.npz", allow_pickle=False) as file:
        array = file[key]
    assert array.dtype == np.uint8
    assert hashlib.sha256(array.tobytes()).hexdigest() == CHECKSUMS[name, key]


def test_the_files_are_small_and_each_has_its_licence():
    files = set(FOLDER.glob("*.npz"))
    copied = {FOLDER / f"{name}.npz" for name, _ in CHECKSUMS}
    assert copied <= files
    assert sum(path.stat().st_size for path in copied) < 105_000
    assert all(path.stat().st_size < 40_000 for path in files - copied), "recorded by this project's own tools"
    headings = re.findall(r"^## (.+)$", (FOLDER / "LICENSES.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert all(any(heading.startswith(f"{path.name} — CC") for heading in headings) for path in copied)
    assert all(any(path.name in heading for heading in headings) for path in files)


def test_the_script_rebuilds_the_same_arrays():
    pytest.importorskip("sklearn")
    pytest.importorskip("skimage")
    rebuild_data = importlib.import_module("rebuild_data")
    for name, arrays in rebuild_data.rebuild().items():
        assert rebuild_data.is_same(FOLDER / f"{name}.npz", arrays), name


def test_importing_loads_no_data_and_no_drawing():
    code = (
        "import sys; import cnnlib.samples; from cnnlib.data.files import load;"
        "assert load.cache_info().currsize == 0;"
        "assert not {'matplotlib', 'ipywidgets', 'anywidget', 'PIL'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def test_digits():
    images, labels = samples.digits()
    assert images.shape == (1797, 8, 8) and images.dtype == np.uint8
    assert labels.shape == (1797,) and labels.dtype == np.uint8
    assert images.min() == 0 and images.max() == 16
    assert np.bincount(labels).tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]
    assert samples.digits()[0] is images, "the second call reads no file"


def test_digits_split_is_a_stratified_partition():
    images, labels = samples.digits()
    train_images, train_labels, test_images, test_labels = samples.digits_split(seed=3)
    assert train_images.shape == (1437, 8, 8) and test_images.shape == (360, 8, 8)
    assert len(train_labels) == 1437 and len(test_labels) == 360

    together = np.concatenate([train_images, test_images]).reshape(1797, 64)
    both = np.column_stack([np.concatenate([train_labels, test_labels]), together])
    everything = np.column_stack([labels, images.reshape(1797, 64)])
    assert sorted(map(bytes, both)) == sorted(map(bytes, everything))

    exact = np.bincount(labels) * 360 / 1797
    assert np.all(np.abs(np.bincount(test_labels) - exact) < 1)
    assert len(set(train_labels[:50].tolist())) == 10, "shuffled, not sorted by label"


def test_digits_split_depends_on_the_seed_alone():
    again = [samples.digits_split(seed=seed)[3] for seed in (0, 0, 1)]
    assert np.array_equal(again[0], again[1])
    assert not np.array_equal(again[0], again[2])
    assert np.array_equal(again[0], samples.digits_split()[3])


def test_digits_split_stays_the_same_on_every_machine_and_numpy():
    parts = samples.digits_split(seed=0)
    digest = hashlib.sha256(b"".join(part.tobytes() for part in parts)).hexdigest()
    assert digest == "09fac7d55bf2e089e463acb2db077f7806b497a07839fdd4cbbe87a2f219ab83"


@given(st.lists(st.integers(1, 500), min_size=1, max_size=12), st.floats(0, 1))
def test_shares_are_rounded_proportions(counts, part):
    counts = np.array(counts)
    total = int(part * counts.sum())
    shares = digits._shares(counts, total)
    assert shares.sum() == total
    assert np.all(np.abs(shares - counts * total / counts.sum()) < 1)
    assert np.all((0 <= shares) & (shares <= counts))


def test_digit_is_the_image_with_that_label():
    images, labels = samples.digits()
    seven = samples.digit(7, 2)
    assert seven.shape == (8, 8) and seven.dtype == np.float64
    assert np.array_equal(seven, images[np.flatnonzero(labels == 7)[2]])
    assert np.array_equal(samples.digit(np.int64(7), index=np.uint8(2)), seven)
    seven[:] = -1
    assert samples.digit(7, 2).min() == 0


@pytest.mark.parametrize(
    "arguments, words",
    [
        ((10,), ["label is 10", "0 to 9"]),
        ((-1,), ["label is -1", "Use 0 or more"]),
        ((8, 174), ["index is 174", "174 images of the digit 8", "0 to 173"]),
        ((8, -1), ["index is -1", "Use 0 or more"]),
        (("3",), ["label is '3'", "whole number"]),
        ((3, 0.5), ["index is 0.5", "whole number"]),
        ((None,), ["label is None", "whole number"]),
    ],
)
def test_digit_says_the_rule_and_the_repair(arguments, words):
    with pytest.raises(SettingError) as error:
        samples.digit(*arguments)
    assert all(word in str(error.value) for word in words), error.value


@pytest.mark.parametrize("seed", [-1, 0.5, "a", None])
def test_a_seed_is_a_whole_number(seed):
    with pytest.raises(SettingError, match=r"seed is .* Use 0 or more"):
        samples.digits_split(seed=seed)


@pytest.mark.parametrize("photograph, shape", [(samples.camera, (128, 128)), (samples.chelsea, (3, 128, 128))])
def test_photographs(photograph, shape):
    image = photograph()
    assert image.shape == shape and image.dtype == np.float64
    assert 0 <= image.min() < 0.1 and 0.8 < image.max() <= 1
    image[:] = 2
    assert photograph().max() <= 1


def test_toy_grids_are_the_book_s():
    assert samples.toy_input().tolist() == [[1, 2, 3, 0], [0, 1, 2, 3], [3, 0, 1, 2], [2, 3, 0, 1]]
    assert samples.toy_kernel().tolist() == [[2, 0, 1], [0, 1, 2], [1, 0, 2]]
    large = samples.toy_large()
    assert large[0].tolist() == [1, 2, 3, 0, 1, 2, 3]
    assert all(np.array_equal(large[row][1:], large[row - 1][:-1]) for row in range(1, 7))
    assert set(large.ravel()) == {0, 1, 2, 3}
    channels = samples.toy_channels()
    assert channels.shape == (3, 4, 4)
    assert channels.sum(axis=(1, 2)).tolist() == [23, 45, 31]
    assert channels[:, 3].tolist() == [[2, 4, 0, 1], [4, 5, 4, 1], [4, 2, 1, 3]]


@pytest.mark.parametrize("toy", TOYS)
def test_toy_grids_are_fresh_copies(toy):
    grid = toy()
    assert grid.dtype == np.float64
    grid[:] = 99
    assert toy().max() < 10


def test_shared_arrays_are_read_only():
    for array in (*samples.digits(), *samples.KERNELS.values()):
        with pytest.raises(ValueError, match="read-only"):
            array[:] = 0
    with pytest.raises(TypeError):
        samples.KERNELS["mine"] = np.ones((3, 3))


def test_kernels_do_what_their_names_say():
    kernels = samples.KERNELS
    assert all(kernel.shape == (3, 3) and kernel.dtype == np.float64 for kernel in kernels.values())

    flat = np.full((3, 3), 7.0)
    answers = {name: round(float((flat * kernel).sum()), 12) for name, kernel in kernels.items()}
    keep = ["identity", "box blur", "Gaussian blur", "sharpen", "emboss"]
    silent = ["vertical edges", "horizontal edges", "outline"]
    assert [answers[name] for name in keep] == [7] * 5, "what keeps brightness sums to 1"
    assert [answers[name] for name in silent] == [0] * 3, "what finds edges sums to 0"
    assert sorted(keep + silent) == sorted(kernels)

    brighter_to_the_right = np.tile([0.0, 0.0, 1.0], (3, 1))
    assert (brighter_to_the_right * kernels["vertical edges"]).sum() == 4
    assert (brighter_to_the_right * kernels["horizontal edges"]).sum() == 0
    assert (brighter_to_the_right.T * kernels["horizontal edges"]).sum() == 4
    assert (brighter_to_the_right.T * kernels["vertical edges"]).sum() == 0
