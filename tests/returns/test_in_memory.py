"""Returns from memory: bytes, binary file objects and archives, and files written into memory."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

import xlreport as xr
from support.county import D01, D02, consistent, write, wrong
from support.departments import make_department
from xlreport.base.files import zip_members
from xlreport.office.roster import Roster

ROSTER = Roster("名录.csv", (D01, D02))


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Give a right and a wrong return."""
    folder = tmp_path_factory.mktemp("收回")
    write(folder, D01, consistent(1))
    write(folder, D02, wrong(2))
    return sorted(folder.iterdir())


@pytest.fixture(scope="module")
def contents(files: list[Path]) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in files}


@pytest.fixture(scope="module")
def from_disk(files: list[Path]) -> xr.Returns:
    return xr.read_returns(files, roster=ROSTER)


def test_contents_by_name_are_read_as_the_files_are(
    contents: dict[str, bytes], from_disk: xr.Returns
) -> None:
    returns = xr.read_returns(contents, roster=ROSTER)
    assert from_disk.found == returns.found
    assert from_disk.data.equals(returns.data)
    assert [file.name for file in from_disk.settlement.files] == [*contents]


def test_an_archive_in_memory_is_read_as_its_members_are(
    contents: dict[str, bytes], from_disk: xr.Returns
) -> None:
    archive = zip_members(contents.items())
    for given in (archive, {"收回.zip": archive}, io.BytesIO(archive)):
        returns = xr.read_returns(given, roster=ROSTER)
        assert from_disk.data.equals(returns.data)
        assert [f.code for f in from_disk.found] == [f.code for f in returns.found]
    assert {f"第1个文件 › {name}" for name in contents} == {
        f.name for f in returns.settlement.files
    }


def test_a_file_object_is_read_once_and_known_by_its_name(files: list[Path]) -> None:
    with files[0].open("rb") as opened:
        returns = xr.read_return(opened)
    assert files[0].name == returns.settlement.files[0].name
    nameless = xr.read_return(files[0].read_bytes())
    assert "第1个文件" == nameless.settlement.files[0].name
    assert returns["requests"].equals(nameless["requests"])


def test_paths_and_contents_may_be_mixed(files: list[Path]) -> None:
    returns = xr.read_returns([files[0], files[1].read_bytes()], roster=ROSTER)
    assert [files[0].name, "第2个文件"] == [file.name for file in returns.settlement.files]


def test_earlier_figures_may_be_in_memory(files: list[Path]) -> None:
    last = xr.read_returns(files[0], year=2027, last_year=files[0].read_bytes())
    assert last.before == xr.read_returns(files[0], year=2027, last_year=files[0]).before


def test_the_cache_holds_what_was_read_from_memory(
    contents: dict[str, bytes], from_disk: xr.Returns, tmp_path: Path
) -> None:
    for _ in range(2):
        returns = xr.read_returns(contents, roster=ROSTER, cache=tmp_path / "缓存")
        assert from_disk.data.equals(returns.data)
    assert 2 == len([*(tmp_path / "缓存").iterdir()])


def test_what_is_read_from_memory_is_added_up_and_sent_back(contents: dict[str, bytes]) -> None:
    returns = xr.read_returns(contents, roster=ROSTER)
    assert 1 == len(xr.consolidate(returns, name="某县").counted)  # read again by a second reader
    archive = io.BytesIO()
    (name,) = xr.annotate(returns, archive)
    with zipfile.ZipFile(archive) as opened:
        assert [str(name)] == opened.namelist()
        assert 2 == xr.read_return(opened.read(str(name))).items[0].revision


def test_what_gives_no_bytes_is_refused() -> None:
    with pytest.raises(xr.InputError, match="按文字打开"):
        xr.read_returns(io.StringIO("x"))
    closed = io.BytesIO()
    closed.close()
    with pytest.raises(xr.InputError, match="读不出来"):
        xr.read_return(closed)
    with pytest.raises(xr.InputError, match="不是一份报送件"):
        xr.read_return(zip_members([("甲.xlsx", b"1"), ("乙.xlsx", b"2")]))
    with pytest.raises(TypeError, match=r"应是.*不是 int"):
        xr.read_returns(5)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="应是"):
        xr.read_returns({"甲.xlsx": 5})


def test_what_is_written_into_a_file_object_is_what_a_file_gets(tmp_path: Path) -> None:
    form = xr.load_form("ogi-2021")
    department = make_department("D01")
    path = xr.write_template(form, tmp_path / "D01.xlsx", year=2026, department=department)
    buffer = io.BytesIO()
    assert Path() == xr.write_template(form, buffer, year=2026, department=department)
    assert path.read_bytes() == buffer.getvalue()
    folder = xr.write_templates(form, ROSTER, folder=tmp_path / "发放", year=2026)
    archive = io.BytesIO()
    names = xr.write_templates(form, ROSTER, folder=archive, year=2026)
    assert [file.name for file in folder] == [str(name) for name in names]
    with zipfile.ZipFile(archive) as opened:
        assert [file.read_bytes() for file in folder] == [opened.read(str(n)) for n in names]


def test_summary_report_and_roster_are_written_into_file_objects(
    from_disk: xr.Returns,
) -> None:
    summary = xr.consolidate(from_disk, name="某县", verify=False)
    book, page, roster = io.BytesIO(), io.BytesIO(), io.BytesIO()
    xr.write_summary(summary, book)
    assert book.getvalue().startswith(b"PK")
    xr.write_report(summary, page, ending=".html", partial=True)
    assert b"<html" in page.getvalue()
    xr.write_roster(roster, ROSTER.departments)
    assert roster.getvalue().startswith("\ufeff单位代码".encode())


def test_a_file_object_that_takes_no_bytes_is_an_error_of_writing() -> None:
    with pytest.raises(xr.OutputError, match="写不进去"):
        xr.write_roster(io.StringIO())  # type: ignore[arg-type]
