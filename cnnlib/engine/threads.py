"""One thread for the matrix products of training.

The matrices of a small network are so small that handing parts of them to other threads takes longer than the
product itself; on a busy machine each product then waits for the slowest of these threads. So training holds the
linear algebra library (BLAS) to one thread, and gives it back its threads afterwards.

Measured on two cores (medians of turns that alternate): an epoch over 512 images of 28×28, with two layers of 5×5
filters, takes 1.0 s with two threads and 0.27 s with one; beside two busy programs, 3.3 s and 0.47 s. The products of
the digit network of the notebooks are below the size from which OpenBLAS uses threads: there it makes no difference.
"""

import functools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from threadpoolctl import ThreadpoolController

_limiting = threading.Lock()


@contextmanager
def one_blas_thread() -> Iterator[None]:
    """Hold BLAS to one thread inside a ``with`` block, or while a function runs that has it as a decorator.

    The number belongs to the whole process. The block that sets it restores it; a block that begins meanwhile, nested
    or on another thread, leaves it alone. Where no BLAS is found whose threads can be limited, as in a browser,
    nothing happens.

    Examples
    --------
    >>> with one_blas_thread():
    ...     print({library["num_threads"] for library in _blas().info()} - {1})
    set()
    """
    if not _limiting.acquire(blocking=False):
        yield
        return
    try:
        with _blas().limit(limits=1):
            yield
    finally:
        _limiting.release()


@functools.cache
def _blas() -> "ThreadpoolController":
    # Imported and looked for at the first step of training: the two take 50 ms, which importing the engine need not.
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController().select(user_api="blas")
