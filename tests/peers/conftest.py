"""What all comparisons with PyTorch need."""

import pytest

torch = pytest.importorskip("torch")


@pytest.fixture(autouse=True, scope="session")
def one_thread():
    """PyTorch on one thread, as NumPy's linear algebra: more of them only cost time on arrays as small as these."""
    torch.set_num_threads(1)


@pytest.fixture(autouse=True)
def sums_of_products():
    """Keep PyTorch to convolutions that multiply and add.

    oneDNN may choose transforms (Winograd's) on some processors, which are not exact for whole numbers.
    """
    before = torch._C._get_mkldnn_enabled()
    torch._C._set_mkldnn_enabled(False)
    yield
    torch._C._set_mkldnn_enabled(before)
