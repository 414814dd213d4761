"""The blank workbooks of templates/ are those that the library builds today."""

from __future__ import annotations

import hashlib
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from xlreport import list_forms, load_form
from xlreport.outgoing.template import build_template

FOLDER = Path(__file__).parents[2] / "templates"


def parts(data: bytes) -> dict[str, bytes]:
    """Inflate the parts of a workbook; how they are deflated differs between machines."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("name", list_forms())
def test_the_blank_workbook_is_fresh_part_by_part(name: str) -> None:
    committed = parts((FOLDER / f"{name}.xlsx").read_bytes())
    built = parts(build_template(load_form(name)))
    assert list(built) == list(committed)
    assert [] == [part for part in built if built[part] != committed[part]]


def test_the_checksums_are_those_of_the_files() -> None:
    lines = (FOLDER / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    found = [
        f"{hashlib.sha256((FOLDER / f'{name}.xlsx').read_bytes()).hexdigest()}  {name}.xlsx"
        for name in list_forms()
    ]
    assert found == lines
