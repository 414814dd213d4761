"""What the clerk's guide puts in quotation marks stands in the workbooks that clerks open."""

from __future__ import annotations

import html
import re
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

import xlreport as xr
from support.county import D01, FORM, consistent, write
from support.filled import find
from xlreport.desk.board import board
from xlreport.form.load import load_form
from xlreport.guides.source import guide_text
from xlreport.office.roster import Roster
from xlreport.outgoing.receipt import write_receipts
from xlreport.outgoing.template import build_template
from xlreport.writing.content import Value

# Words of Excel and WPS, of speech, and of what differs from one workbook to another.
ELSEWHERE = {
    *("启用编辑", "受保护的视图", "单元格受保护", "选择性粘贴 → 数值"),
    *("第几条", "退回件", "√ 可以报送，有几处请核实"),
}


def texts_in(data: bytes) -> str:
    """Join all XML of a workbook as one text."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        parts = [package.read(name) for name in package.namelist() if name.endswith(".xml")]
    return html.unescape("".join(part.decode("utf-8") for part in parts))


def returned(folder: Path, wrong: dict[int, Value]) -> xr.Returns:
    """Write the return of one department, right but for what is given, and check it."""
    write(folder, D01, {**consistent(1), **wrong})
    return xr.read_returns(folder, roster=Roster("", (D01,)))


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Give all that stands in templates, in an annotated copy and in a receipt."""
    folder = tmp_path_factory.mktemp("clerk")
    others = map(load_form, ("ogi-2021+ogi-supplement", "enforcement-2021", "ogi-register"))
    wrong: dict[int, Value] = {find(FORM, "requests.received.natural_person"): 999}
    (receipt,) = write_receipts(board(returned(folder / "right", {})), folder / "回执")
    (copy,) = xr.annotate(returned(folder / "wrong", wrong), folder / "退回")
    books = [
        build_template(FORM, year=2026, department=D01, last=[0] * len(FORM.cells)),
        *(build_template(form) for form in (FORM, *others)),
        *(path.read_bytes() for path in (receipt, copy)),
    ]
    return "".join(map(texts_in, books))


def test_every_name_that_the_guide_quotes_is_one_that_a_workbook_shows(shown: str) -> None:
    quoted = dict.fromkeys(re.findall("“([^“”]+)”", guide_text("clerk")))
    assert [] == [name for name in quoted if name not in shown and name not in ELSEWHERE]


def test_nothing_is_excused_that_the_guide_no_longer_quotes() -> None:
    quoted = set(re.findall("“([^“”]+)”", guide_text("clerk")))
    assert set() == ELSEWHERE - quoted
