"""Whatever is written into a folder tells paths that are too long for Windows before the work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from support.county import FORM, ROSTER
from support.filled import as_return, cells_at
from support.settled import settled
from xlreport.base.errors import OutputError
from xlreport.base.finding import make_finding
from xlreport.desk.board import board
from xlreport.outgoing.copies import annotate
from xlreport.outgoing.filled import write_returns
from xlreport.outgoing.message_files import write_messages
from xlreport.outgoing.receipt import write_receipts
from xlreport.outgoing.templates import write_templates
from xlreport.report.reports import write_reports
from xlreport.returns.returns import Returns


def county() -> Returns:
    """Give a county of which D01 has reported, D02 must correct, D03 and D04 have not reported."""
    right, wrong = (as_return(FORM, cells_at(FORM, {}), code=code) for code in ("D01", "D02"))
    return settled([right, replace(wrong, findings=(make_finding("FILE-EMPTY"),))], ROSTER)


def seen() -> Any:
    return board(county(), now=datetime(2027, 1, 18))


FIGURES = pd.DataFrame({"code": ["D01"], "requests.received.natural_person": [3]})
WRITERS: dict[str, tuple[int, Callable[[Path], object]]] = {
    "templates": (4, lambda folder: write_templates(FORM, ROSTER, year=2026, folder=folder)),
    "filled returns": (
        1,
        lambda folder: write_returns(FORM, ROSTER, FIGURES, folder=folder, year=2026),
    ),
    "copies": (1, lambda folder: annotate(county(), folder)),
    "messages": (6, lambda folder: write_messages(seen(), folder)),
    "receipts": (1, lambda folder: write_receipts(seen(), folder)),
    "reports": (
        1,
        lambda folder: list(write_reports(county(), folder, ending=".html", verify=False)),
    ),
}


@pytest.mark.parametrize("kind", WRITERS)
def test_paths_that_are_too_long_are_told_before_the_work(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    count, write = WRITERS[kind]
    monkeypatch.setattr("xlreport.base.folder.is_too_long", lambda path: path.name.startswith("D0"))
    with pytest.raises(OutputError, match=rf"有 {count} 个文件的路径会超过259个字符.*，如 D0"):
        write(tmp_path / "文件夹")
    assert [] == list(tmp_path.iterdir())
