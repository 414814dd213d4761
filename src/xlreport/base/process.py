"""The process of a command, and of a worker of ours: what only a program of its own may set."""

from __future__ import annotations

import gc
import os

_YOUNG = 50_000  # objects made before cycles among them are looked for; Python's own choice is 700


def prepare_process() -> None:
    """Start no threads for linear algebra, and look for cyclic garbage less often.

    numpy starts a thread for each processor when it is loaded, for products of matrices, of which
    the library has none. It makes many small values that live as long as the process does, among
    which there is little to collect.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy is loaded
    gc.set_threshold(_YOUNG, *gc.get_threshold()[1:])
