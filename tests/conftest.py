"""What the tests share: LibreOffice, the forms, a department, filled workbooks."""

from __future__ import annotations

import gc
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from support.both_proofs import hold_proofs_together
from support.departments import make_department
from support.office import close_office, save_as
from xlreport.form.form import Form
from xlreport.form.load import load_form
from xlreport.office.roster import Department

_REQUIRED = "XLREPORT_REQUIRE_LIBREOFFICE"

# The programs that tests start would each compile the package anew, half of their time.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# By itself Python looks for garbage in circles 700 new objects at a time, an eighth of the tests'
# time; what is left open is still found, later.
gc.set_threshold(50_000, 20, 100)

# By itself hypothesis fails an example that takes 200 ms, and a test that makes them slowly.
settings.register_profile("any", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs LibreOffice where there is none, saying so; a CI run asks for it to fail."""
    if shutil.which("soffice") or os.environ.get(_REQUIRED):
        return
    reason = "LibreOffice (soffice) is not installed; install it to run this test"
    for item in items:
        if item.get_closest_marker("libreoffice"):
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session", autouse=True)
def _both_proofs() -> Iterator[None]:
    """Hold what commands prove of returns to what pandera proves of frames, in every test."""
    with pytest.MonkeyPatch.context() as patch:
        hold_proofs_together(patch)
        yield


@pytest.fixture(scope="session", autouse=True)
def _office_ends() -> Iterator[None]:
    """End the LibreOffice that tests have started, after the last of them."""
    yield
    close_office()


@pytest.fixture(scope="session")
def convert(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Give a function that saves a file in another format by LibreOffice, the real program.

    It takes the file, the format and, where the file's name does not tell, the filter to open by.
    """

    def run(path: Path, extension: str, opened_by: str = "") -> Path:
        folder = tmp_path_factory.mktemp("converted")
        save_as([path], extension, folder, opened_by)
        return folder / f"{path.stem}.{extension.partition(':')[0]}"

    return run


@pytest.fixture(scope="session")
def form_2021() -> Form:
    """Give the edition in force."""
    return load_form("ogi-2021")


@pytest.fixture(scope="session")
def form_2019() -> Form:
    """Give the edition before it."""
    return load_form("ogi-2019")


@pytest.fixture
def department() -> Department:
    """Give a department of a county."""
    return make_department("D05", "盐池县退役军人事务局")
