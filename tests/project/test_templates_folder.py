"""The blank workbooks of templates/ are those that the library builds today."""

from __future__ import annotations

import hashlib
import re
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Final

import pytest

from xlreport import list_forms, load_form
from xlreport.base.workdays import known_years
from xlreport.form.measure import day_number
from xlreport.outgoing.template import build_template
from xlreport.writing import workdays_sheet

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "templates"
TRIAL = ROOT / "examples" / "试填单.toml"
FORMS: Final[tuple[str | Path, ...]] = (*list_forms(), TRIAL)


def name_of(form: str | Path) -> str:
    return form.stem if isinstance(form, Path) else form


def parts(data: bytes) -> dict[str, bytes]:
    """Inflate the parts of a workbook; how they are deflated differs between machines."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def last_known_year(workbook: bytes) -> int | None:
    """Return the last year whose working days a workbook carries, None where it has none."""
    found = re.search(rb'name="workdays_end">(\d+)<', workbook)
    return date.fromordinal(int(found[1]) - day_number(0)).year if found else None


@pytest.mark.parametrize("form", FORMS, ids=name_of)
def test_the_blank_workbook_is_fresh_part_by_part(
    form: str | Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    committed = parts((FOLDER / f"{name_of(form)}.xlsx").read_bytes())
    if last := last_known_year(committed["xl/workbook.xml"]):
        # A newer library of working days knows more years, which is no reason to build them anew.
        years = range(known_years().start, last + 1)
        monkeypatch.setattr(workdays_sheet, "known_years", lambda: years)
    built = parts(build_template(load_form(form)))
    assert list(built) == list(committed)
    assert [] == [part for part in built if built[part] != committed[part]]


def test_the_checksums_are_those_of_the_files() -> None:
    lines = (FOLDER / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    found = [
        f"{hashlib.sha256((FOLDER / f'{name}.xlsx').read_bytes()).hexdigest()}  {name}.xlsx"
        for name in (name_of(form) for form in FORMS)
    ]
    assert found == lines
