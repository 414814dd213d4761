"""What a process of the library's own sets for itself."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator

import pytest

from xlreport.base.process import prepare_process


@pytest.fixture(autouse=True)
def _as_before(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "8")  # so that it is restored
    monkeypatch.delenv("OPENBLAS_NUM_THREADS")
    thresholds = gc.get_threshold()
    yield
    gc.set_threshold(*thresholds)


def test_a_command_starts_no_threads_for_linear_algebra() -> None:
    prepare_process()
    assert "1" == os.environ["OPENBLAS_NUM_THREADS"]


def test_a_number_of_threads_that_the_user_chose_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "4")
    prepare_process()
    assert "4" == os.environ["OPENBLAS_NUM_THREADS"]


def test_a_command_looks_for_cycles_less_often_but_does() -> None:
    prepare_process()
    assert 50_000 == gc.get_threshold()[0]
    assert gc.isenabled()
