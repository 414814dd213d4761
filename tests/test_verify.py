"""The second opinion over what is added up: a disagreement returns the file, never the county."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from test_returns import D01, D02, consistent, write
from xlreport import _verify
from xlreport._data_sheet import DATA_SHEET
from xlreport._errors import InputError
from xlreport._returns import Returns, read_returns
from xlreport._second_opinion import Difference
from xlreport._verify import verify_returns


@pytest.fixture
def returns(tmp_path: Path) -> Returns:
    write(tmp_path, D01, consistent(1))
    write(tmp_path, D02, consistent(2))
    return read_returns(tmp_path)


def disagree(monkeypatch: pytest.MonkeyPatch, found: list[Difference] | None) -> None:
    monkeypatch.setattr(_verify, "differences", lambda *_: found)


def test_two_readers_agree_about_returns_as_they_are_written(returns: Returns) -> None:
    assert [] == list(verify_returns(returns.items, [0, 1]))


def test_two_readers_agree_about_a_return_saved_by_another_program(tmp_path: Path) -> None:
    path = write(tmp_path, D01, consistent(1))
    openpyxl.load_workbook(BytesIO(path.read_bytes())).save(path)
    assert [] == list(verify_returns(read_returns(path).items, [0]))


def test_a_disagreement_is_an_error_that_names_the_cell_and_both_readings(
    returns: Returns, monkeypatch: pytest.MonkeyPatch
) -> None:
    disagree(monkeypatch, [Difference("三", 5, 3, "10", "1"), Difference("三", 6, 3, "2", "3")])
    ((number, finding),) = verify_returns(returns.items, [1])
    assert (1, "VERIFY", "error") == (number, finding.code, finding.severity)
    assert "两种读取方法对 三!D6 读出的内容不同：“10”与“1”，这份报送件没有计入。" == finding.message


def test_a_file_without_a_second_opinion_is_said_to_be_read_once(
    returns: Returns, monkeypatch: pytest.MonkeyPatch
) -> None:
    disagree(monkeypatch, None)
    found = list(verify_returns(returns.items, [0, 1]))
    assert [(0, "READ-ONCE", "info"), (1, "READ-ONCE", "info")] == [
        (number, finding.code, finding.severity) for number, finding in found
    ]


def test_only_the_form_s_own_sheets_are_compared(
    returns: Returns, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Any] = []

    def look(*given: Any) -> list[Difference]:
        seen.append(given[2])
        return []

    monkeypatch.setattr(_verify, "differences", look)
    assert [] == list(verify_returns(returns.items, [0]))
    assert [True] == [sheets >= {"封面", "二", "三", "四", "文字部分"} for sheets in seen]
    assert [set()] == [sheets & {"_xlreport", DATA_SHEET} for sheets in seen]


def test_a_file_changed_since_it_was_read_is_refused(returns: Returns) -> None:
    path = returns.items[0].source.path
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(InputError, match=r"D01\.xlsx 在读取之后被改动"):
        list(verify_returns(returns.items, [0]))


def test_progress_is_told_of_every_file(returns: Returns) -> None:
    told: list[tuple[int, int]] = []
    list(verify_returns(returns.items, [0, 1], lambda done, total: told.append((done, total))))
    assert [(1, 2), (2, 2)] == told


def test_a_table_on_a_renamed_sheet_has_its_second_opinion_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, D01, consistent(1))
    (path,) = tmp_path.glob("*.xlsx")
    book = openpyxl.load_workbook(path)
    book["三"].title = "表三"
    book.save(path)
    asked: list[set[str]] = []

    def noted(_: bytes, __: object, sheets: set[str]) -> list[Difference]:
        asked.append(sheets)
        return []

    monkeypatch.setattr(_verify, "differences", noted)
    returns = read_returns(tmp_path)
    assert [] == list(verify_returns(returns.items, [0]))
    assert {"表三"} == asked[0] & {"表三"}
