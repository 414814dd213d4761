"""What the tests of several pages begin with."""

from __future__ import annotations

from pathlib import Path

import pytest

from xlreport.commands._demonstration import run_demo


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run the demonstration once for all pages; a test that changes it takes a copy."""
    return run_demo(tmp_path_factory.mktemp("pages") / "demonstration").folder
