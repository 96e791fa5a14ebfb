"""What all comparisons with PyTorch need: PyTorch, on one thread. Without it, there is nothing to run."""

from importlib.util import find_spec

import pytest

collect_ignore_glob = [] if find_spec("torch") else ["*.py"]


@pytest.fixture(autouse=True, scope="session")
def one_thread():
    """Keep PyTorch to one thread, as NumPy's linear algebra: more only cost time on arrays as small as these."""
    import torch

    torch.set_num_threads(1)


@pytest.fixture(autouse=True)
def sums_of_products():
    """Keep PyTorch to convolutions that multiply and add.

    oneDNN may choose transforms (Winograd's) on some processors, which are not exact for whole numbers.
    """
    import torch

    before = torch._C._get_mkldnn_enabled()
    torch._C._set_mkldnn_enabled(False)
    yield
    torch._C._set_mkldnn_enabled(before)
