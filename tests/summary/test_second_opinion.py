"""The second opinion over what is added up: a disagreement returns the file, never the county."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import replace
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwt

from support.county import D01, D02, D03, D04, FORM, ROSTER, consistent, write
from support.edited import part_of, resaved, with_parts
from support.filled import find
from support.old_workbooks import as_xls, poor_xls
from support.other_workbooks import as_ods
from support.settled import files_in, plain_filings, returns_in
from support.tasks import DEADLY, deadly_second_look
from support.two_readers import turned
from xlreport.base.errors import InputError
from xlreport.base.finding import Finding
from xlreport.base.workers import Workers
from xlreport.form.form import Form
from xlreport.form.library import Library
from xlreport.form.sheet_names import CHECKS_SHEET
from xlreport.formats.calamine_reader import read_by_calamine
from xlreport.formats.second_reader import Difference, SecondReading, read_second
from xlreport.reading.one_return import Return
from xlreport.report.reports import write_reports
from xlreport.returns._cache import keep, open_cache
from xlreport.returns.packing import pack
from xlreport.returns.received import read_returns
from xlreport.returns.returns import Returns
from xlreport.settlement.file import File
from xlreport.summary import _second_opinion
from xlreport.summary._second_opinion import (
    Opinion,
    SecondLook,
    second_look,
    second_opinion,
    verify_returns,
)
from xlreport.summary.export import export
from xlreport.summary.summary import consolidate

HERE = Workers()


@pytest.fixture
def returns(tmp_path: Path) -> Returns:
    write(tmp_path, D01, consistent(1))
    write(tmp_path, D02, consistent(2))
    return read_returns(tmp_path)


def disagree(monkeypatch: pytest.MonkeyPatch, opinion: Opinion) -> None:
    monkeypatch.setattr(_second_opinion, "second_opinion", lambda *_: opinion)


def test_two_readers_agree_about_returns_as_they_are_written(returns: Returns) -> None:
    assert [] == list(verify_returns(files_in(returns), HERE))


def test_two_readers_agree_about_a_return_saved_by_another_program(tmp_path: Path) -> None:
    path = write(tmp_path, D01, consistent(1))
    openpyxl.load_workbook(BytesIO(path.read_bytes())).save(path)
    assert [] == list(verify_returns(files_in(read_returns(path)), HERE))


@pytest.mark.parametrize("is_same", [True, False])
def test_openpyxl_reads_what_calamine_and_our_own_reader_read_differently(
    returns: Returns, monkeypatch: pytest.MonkeyPatch, *, is_same: bool
) -> None:
    asked = []

    def read(data: bytes, *more: Any) -> SecondReading:
        asked.append(data)
        return read_second(data, *more)

    monkeypatch.setattr(_second_opinion, "read_second", read)
    item = files_in(returns)[0].item
    look = second_look(item)
    look = look if is_same else replace(look, fingerprint="of other cells")
    assert Opinion() == second_opinion(item.form, look)
    assert len(asked) == (0 if is_same else 1)


def test_a_disagreement_is_an_error_that_names_the_cell_and_all_readings(
    returns: Returns, monkeypatch: pytest.MonkeyPatch
) -> None:
    disagree(monkeypatch, Opinion(Difference("三", 5, 3, "10", "1"), third="10"))
    second = files_in(returns)[1]
    ((file, finding),) = verify_returns([second], HERE)
    assert file is second
    assert ("VERIFY", "error") == (finding.code, finding.severity)
    said = (
        "几种读取方法对 表三 D6 读出的内容不同：本软件读作“10”，openpyxl 读作“1”，"
        "calamine 读作“10”，不能采用这份报送件。"
    )
    assert said == finding.message


def test_a_file_without_a_second_opinion_is_said_to_be_read_once(
    returns: Returns, monkeypatch: pytest.MonkeyPatch
) -> None:
    disagree(monkeypatch, Opinion(refusal="打不开"))
    found = list(verify_returns(files_in(returns), HERE))
    assert [("D01.xlsx", "READ-ONCE", "warning"), ("D02.xlsx", "READ-ONCE", "warning")] == [
        (file.name, finding.code, finding.severity) for file, finding in found
    ]


def test_only_sheets_that_something_was_read_from_are_compared(
    returns: Returns, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Any] = []

    def look(_: Form, look: SecondLook) -> Opinion:
        seen.append(look.sheets)
        return Opinion()

    monkeypatch.setattr(_second_opinion, "second_opinion", look)
    first = files_in(returns)[0]
    item = replace(first.item, explanations={"T3-ID": "已核实"})
    assert [] == list(verify_returns([first, replace(first, item=item)], HERE))
    own = {"封面", "二", "三", "四", "文字部分"}
    assert [own, own | {CHECKS_SHEET}] == seen


def test_a_file_changed_since_it_was_read_is_refused(returns: Returns) -> None:
    path = returns.items[0].source.path
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(InputError, match=r"D01\.xlsx 在读取之后被改动"):
        list(verify_returns(files_in(returns)[:1], HERE))


@pytest.mark.parametrize("workers", [Workers(), Workers(2)])
def test_a_file_that_was_taken_away_since_it_was_read_is_told_of(
    returns: Returns, workers: Workers
) -> None:
    returns.items[1].source.path.unlink()
    with pytest.raises(InputError, match=r"D02\.xlsx 在读取之后被移走或改动"):
        list(verify_returns(files_in(returns), workers))


def test_progress_is_told_of_every_file(returns: Returns) -> None:
    told: list[tuple[int, int]] = []
    list(verify_returns(files_in(returns), HERE, lambda *given: told.append(given)))
    assert [(1, 2), (2, 2)] == told


def test_a_table_on_a_renamed_sheet_has_its_second_opinion_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, D01, consistent(1))
    (path,) = tmp_path.glob("*.xlsx")
    book = openpyxl.load_workbook(path)
    book["三"].title = "表三"
    book.save(path)
    asked: list[frozenset[str]] = []

    def noted(_: Form, look: SecondLook) -> Opinion:
        asked.append(look.sheets)
        return Opinion()

    monkeypatch.setattr(_second_opinion, "second_opinion", noted)
    returns = read_returns(tmp_path)
    assert [] == list(verify_returns(files_in(returns)[:1], HERE))
    assert {"表三"} == asked[0] & {"表三"}


# ---- the figures that are added up ---------------------------------------------------------------


def opinions(returns: Returns) -> list[tuple[str, str]]:
    found = verify_returns(files_in(returns), HERE)
    return [(finding.code, finding.place) for _, finding in found]


@pytest.mark.parametrize("index", [cell.index for cell in FORM.inputs][::14])
def test_a_figure_from_the_cache_that_the_file_does_not_hold_is_no_figure(
    tmp_path: Path, index: int
) -> None:
    write(tmp_path / "收回", D01, consistent(1))
    returns = read_returns(tmp_path / "收回", cache=tmp_path / "缓存")
    (item,) = returns_in(returns)
    values = list(item.values)
    values[index] = (values[index] or 0) + 1
    cache = open_cache(tmp_path / "缓存", Library(()), [])
    forged = replace(item, values=tuple(values), judged=tuple(values))
    keep(cache, forged, pack(forged))
    again = read_returns(tmp_path / "收回", cache=tmp_path / "缓存")
    assert tuple(values) == returns_in(again)[0].values
    position = item.positions[index]
    assert ("VERIFY", position.place) in opinions(again)
    assert [] == opinions(returns)


def test_a_total_from_the_cache_that_its_parts_do_not_give_is_no_total(tmp_path: Path) -> None:
    write(tmp_path, D01, consistent(1))
    returns = read_returns(tmp_path)
    (file,) = files_in(returns)
    index = find(FORM, "requests.received.total")
    values = list(file.item.values)
    values[index] = (values[index] or 0) + 1
    forged = replace(file, item=replace(file.item, values=tuple(values)))
    ((_, finding),) = verify_returns([forged], HERE)
    position = file.item.positions[index]
    assert ("VERIFY", position.address) == (finding.code, finding.cell)


@pytest.mark.parametrize("text", ["7", "7.0", "7e0", "8", "7.5", "0", "", "1E2", "-7", "70"])
def test_an_input_that_is_a_formula_counts_with_its_saved_result(tmp_path: Path, text: str) -> None:
    path = write(tmp_path, D01, consistent(1))
    index = find(FORM, "requests.received.natural_person")
    (item,) = returns_in(read_returns(path))
    address = item.positions[index].address
    pattern = rf'(<c r="{address}"[^>]*?)(?:/>|>.*?</c>)'.encode()
    formula = f"<f>3+4</f><v>{text}</v></c>".encode()
    data = path.read_bytes()
    path.write_bytes(
        with_parts(
            data, {part_of(data, "三"): lambda sheet: re.sub(pattern, rb"\1>" + formula, sheet)}
        )
    )
    returns = read_returns(path)
    assert [] == opinions(returns)
    (file,) = files_in(returns)
    values = list(file.item.values)
    values[index] = (values[index] or 0) + 1
    forged = replace(file, item=replace(file.item, values=tuple(values), unreadable=frozenset()))
    assert ["VERIFY"] == [finding.code for _, finding in verify_returns([forged], HERE)]


# ---- where openpyxl gives no opinion -------------------------------------------------------------


def grown(data: bytes) -> bytes:
    """Give a return with more blank rows than openpyxl is given to read."""
    rows = b"".join(b'<row r="%d"/>' % row for row in range(1001, 201_001))
    end = b"</sheetData>"
    return with_parts(data, {part_of(data, "三"): lambda sheet: sheet.replace(end, rows + end)})


def unnamed(data: bytes) -> bytes:
    """Give a return whose content type openpyxl does not know."""
    name = "[Content_Types].xml"
    return with_parts(data, {name: lambda old: old.replace(b"sheet.main+xml", b"main+xml")})


@pytest.mark.parametrize("make", [as_ods, grown, unnamed], ids=["ods", "too large", "unnamed"])
@pytest.mark.parametrize("index", [cell.index for cell in FORM.inputs][::40])
def test_calamine_compares_the_figures(
    tmp_path: Path, make: Callable[[bytes], bytes], index: int
) -> None:
    path = write(tmp_path, D01, consistent(1))
    path.write_bytes(make(path.read_bytes()))
    returns = read_returns(path)
    assert [] == opinions(returns)
    (file,) = files_in(returns)
    values = list(file.item.values)
    values[index] = (values[index] or 0) + 1
    forged = replace(file, item=replace(file.item, values=tuple(values)))
    ((_, finding),) = verify_returns([forged], HERE)
    assert ("VERIFY", file.item.positions[index].address) == (finding.code, finding.cell)


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (grown, "表页太大或标记太多，第二种读取方法没有读"),
        (unnamed, "第二种读取方法（openpyxl）打不开这个文件"),
        (as_ods, "这种格式只有一种读取方法"),
        (poor_xls, "这种格式只有一种读取方法"),
    ],
)
def test_where_no_second_reader_reads_a_file_the_reason_is_said(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    make: Callable[[bytes], bytes],
    reason: str,
) -> None:
    path = write(tmp_path, D01, consistent(1))
    path.write_bytes(make(path.read_bytes()))
    returns = read_returns(path)
    refused = SecondReading(refusal="calamine")
    monkeypatch.setattr(_second_opinion, "read_by_calamine", lambda *_: refused)
    monkeypatch.setattr(_second_opinion, "read_plain", lambda *_: None)
    ((_, finding),) = verify_returns(files_in(returns), HERE)
    assert ("READ-ONCE", reason) == (finding.code, finding.facts["reason"])


def test_bytes_that_calamine_cannot_read_give_no_opinion() -> None:
    assert "第二种读取方法（calamine）打不开这个文件" == read_by_calamine(b"x", ()).refusal


@pytest.mark.parametrize("number_format", ["yyyy-mm-dd", 'm"月"d"日"', "h:mm"])
def test_a_date_of_calamine_is_no_opinion_on_the_number_below_it(
    tmp_path: Path, number_format: str
) -> None:
    path = write(tmp_path, D01, consistent(1))
    (item,) = returns_in(read_returns(path))
    place = item.positions[find(FORM, "requests.received.natural_person")]

    def change(book: Any) -> None:
        book[place.sheet][place.address].number_format = number_format

    path.write_bytes(unnamed(resaved(path.read_bytes(), change)))
    returns = read_returns(path)
    asked_again = {find(FORM, "requests.received.natural_person")}
    assert asked_again == returns_in(returns)[0].unreadable
    assert [] == opinions(returns)


def test_a_number_that_calamine_takes_for_a_date_is_no_difference(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # gnumeric numbers its own formats from 50, where calamine knows the dates of Chinese Excel.
    monkeypatch.setattr(xlwt.Style, "FIRST_USER_DEFINED_NUM_FORMAT_IDX", 50)
    path = write(tmp_path, D01, consistent(1))
    (item,) = returns_in(read_returns(path))
    index = find(FORM, "requests.received.natural_person")
    place = item.positions[index]

    def change(book: xlwt.Workbook) -> None:
        style = xlwt.easyxf(num_format_str='0"件"')
        book.get_sheet(place.sheet).write(place.row, place.column, item.values[index], style)

    path.write_bytes(as_xls(path.read_bytes(), change))
    (file,) = files_in(read_returns(path))
    assert item.values[index] == file.item.values[index]
    reading = read_by_calamine(path.read_bytes(), ())
    assert reading.is_date(place.sheet, (place.row, place.column))
    assert [] == list(verify_returns([file], HERE))


# ---- by other processes --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def pool() -> Iterator[Executor]:
    """Give a caller's executor, of one process."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as executor:
        yield executor


@pytest.fixture
def doubtful(tmp_path: Path) -> Path:
    """Give a folder: one return read otherwise the second time, one right, one read once."""
    paths = [write(tmp_path, each, consistent(n)) for n, each in enumerate((D01, D02, D03), 1)]
    first, _, last = (path.read_bytes() for path in paths)
    paths[0].write_bytes(turned(first, "三"))
    paths[2].write_bytes(poor_xls(last))
    return tmp_path


def test_the_second_opinion_is_the_same_whoever_gives_it(doubtful: Path, pool: Executor) -> None:
    files = files_in(read_returns(doubtful))
    told: list[list[tuple[int, int]]] = []

    def found(workers: Workers) -> list[tuple[File[Return], Finding]]:
        told.append([])
        look = verify_returns(files, workers, lambda *given: told[-1].append(given))
        return list(look)

    here = found(HERE)
    expected = [(files[0], "VERIFY"), (files[2], "READ-ONCE")]
    assert expected == [(file, finding.code) for file, finding in here]
    assert here == found(Workers(2)) == found(Workers(executor=pool))
    assert [[(1, 3), (2, 3), (3, 3)]] * 3 == told


def test_a_summary_is_the_same_whoever_gives_the_second_opinion(
    doubtful: Path, pool: Executor
) -> None:
    returns = read_returns(doubtful, roster=ROSTER)
    here = consolidate(returns, name="某县")
    assert ["D02", "D03"] == [filing.department.code for filing in here.counted]
    for other in (
        consolidate(returns, name="某县", workers=2),
        consolidate(returns, name="某县", executor=pool),
    ):
        assert here.values == other.values
        assert plain_filings(here.counted) == plain_filings(other.counted)
        assert here.returns.found == other.returns.found


def test_what_is_handed_on_is_the_same_whoever_gives_the_second_opinion(
    doubtful: Path, pool: Executor, tmp_path: Path
) -> None:
    returns = read_returns(doubtful, roster=ROSTER)
    here, there = tmp_path / "这里", tmp_path / "别处"
    for place, executor in ((here, None), (there, pool)):
        place.mkdir()
        export(returns, place / "数据.csv", executor=executor)
        made = write_reports(returns, place / "报告", ending=".html", executor=executor)
        assert ["refused", "written", "refused"] == [str(each.state) for each in made]
    written, others = (
        {path.name: path.read_bytes() for path in place.rglob("*.*")} for place in (here, there)
    )
    assert 4 == len(written)
    assert written == others


def test_a_file_that_ends_workers_is_read_once_and_all_others_are_read_again(
    doubtful: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(doubtful, D04, consistent(4), name=f"{DEADLY}.xlsx")
    files = files_in(read_returns(doubtful))
    alone = list(verify_returns(files, HERE))
    assert [files[0], files[2]] == [file for file, _ in alone]
    monkeypatch.setattr(_second_opinion, "_look_again", deadly_second_look)
    killed = list(verify_returns(files, Workers(2)))
    assert alone == killed[:2]
    assert [(files[3], "READ-ONCE")] == [(file, finding.code) for file, finding in killed[2:]]


def test_a_file_changed_since_it_was_read_is_refused_by_a_worker_too(returns: Returns) -> None:
    path = returns.items[1].source.path
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(InputError, match=r"D02\.xlsx 在读取之后被改动"):
        list(verify_returns(files_in(returns), Workers(2)))
