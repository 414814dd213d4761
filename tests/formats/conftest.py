"""Workbooks saved in other formats, for the tests of formats."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def saved(
    convert: Callable[[Path, str], Path], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[bytes, str], bytes]:
    """Give a function that saves an .xlsx in another format by LibreOffice."""

    def save(data: bytes, extension: str) -> bytes:
        path = tmp_path_factory.mktemp("saved") / "报送表.xlsx"
        path.write_bytes(data)
        return convert(path, extension).read_bytes()

    return save
