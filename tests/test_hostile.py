"""Files made to do harm: each is told of within two seconds and 300 MB, and the others are read.

They are read one after the other by one process whose memory is limited, as a batch is; what a
file announces in its directory and how its XML is bounded is tested in test_package.py.
"""

from __future__ import annotations

import json
import stat
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest

from conftest import make_department
from edited import filled_template, part_of, with_parts
from filled import fill_form
from xlreport import InputError, consolidate, read_returns
from xlreport._form_file import load_form
from xlreport._layout import INSTRUCTIONS_SHEET
from xlreport._sources import find_sources

SECONDS, MEGABYTES = 2, 300
FORM = load_form("ogi-2021")

READ_ALL = f"""
import json, resource, sys, time
from pathlib import Path
resource.setrlimit(resource.RLIMIT_AS, ({MEGABYTES} << 20, {MEGABYTES} << 20))
from xlreport._reader import read_source
from xlreport._sources import find_sources
answers = {{}}
for source in find_sources([Path(sys.argv[1])]):
    start = time.process_time()
    found = read_source(source)
    codes = [finding.code for finding in found.findings]
    answers[found.file] = codes, found.form is not None, time.process_time() - start
print(json.dumps(answers))
"""


@cache
def right() -> bytes:
    return filled_template(FORM, make_department("D01"))


def sheet_with(more: str, *, before: bool = False) -> bytes:
    """Give a return with XML put into a table: rows behind its own, or all else before them."""
    mark = "<sheetData>" if before else "</sheetData>"
    part = part_of(right(), "三")
    return with_parts(
        right(), {part: lambda old: old.replace(mark.encode(), f"{more}{mark}".encode(), 1)}
    )


def with_part(name: str, content: bytes) -> bytes:
    return with_parts(right(), {name: content})


def many_sheets() -> bytes:
    sheets = "".join(f'<sheet name="x{i}" sheetId="{i + 90}" r:id="rId1"/>' for i in range(4000))
    return with_parts(
        right(),
        {"xl/workbook.xml": lambda old: old.replace(b"</sheets>", f"{sheets}</sheets>".encode())},
    )


def bomb_of_entities() -> bytes:
    lines = [f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9)]
    bomb = f'<!DOCTYPE a [<!ENTITY a0 "ha">{"".join(lines)}]><a>&a9;</a>'
    return with_part("xl/worksheets/sheet1.xml", bomb.encode())


def lying_bomb() -> bytes:
    """Give a zip bomb whose directory says that its member is small."""
    data = bytearray(with_part("xl/worksheets/sheet1.xml", b"<a/>" + b" " * (100 << 20)))
    size = (4 + (100 << 20)).to_bytes(4, "little")
    assert data.count(size) == 2
    return bytes(data.replace(size, (60_000).to_bytes(4, "little")))


def overlapping() -> bytes:
    """Give a workbook whose members all lead to the same compressed bytes."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"<a/>" * (1 << 18))
        first = archive.infolist()[0]
        for number in range(2, 1500):
            again = zipfile.ZipInfo(f"xl/worksheets/sheet{number}.xml")
            for field in ("header_offset", "CRC", "compress_size", "file_size", "compress_type"):
                setattr(again, field, getattr(first, field))
            archive.filelist.append(again)
            archive.NameToInfo[again.filename] = again
    return target.getvalue()


@cache
def workbooks() -> Mapping[str, tuple[bytes, list[str]]]:
    """Give hostile workbooks by name, each with what must be said of it (none: it is read)."""
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    styled = "".join(f'<row r="{r}"><c r="A{r}" s="1"/></row>' for r in range(100, 600_000))
    wide = f'<row r="99">{"<c s=" + chr(34) + "1" + chr(34) + "/>"}</row>' * 900_000
    merge = '</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells><x>'
    hostile = ["FILE-HOSTILE"]
    return {
        "炸弹.xlsx": (with_part("xl/worksheets/sheet1.xml", b" " * (60 << 20)), hostile),
        "谎报.xlsx": (lying_bomb(), ["FILE-DAMAGED"]),
        "重叠.xlsx": (overlapping(), hostile),
        "实体.xlsx": (bomb_of_entities(), hostile),
        "外部.xlsx": (
            with_part(
                "xl/sharedStrings.xml",
                b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
            ),
            hostile,
        ),
        "范围.xlsx": (sheet_with('<dimension ref="A1:XFD1048576"/>', before=True), []),
        "远格.xlsx": (sheet_with(far), []),
        "空行.xlsx": (sheet_with(styled), []),
        "重行.xlsx": (sheet_with(wide), hostile),
        "合并.xlsx": (sheet_with(merge).replace(b"<x></sheetData>", b""), ["FILE-DAMAGED"]),
        "表多.xlsx": (many_sheets(), hostile),
        "图片.xlsx": (with_part("xl/media/image1.png", bytes(range(256)) * 4000), []),
    }


@pytest.fixture(scope="module")
def answers(
    tmp_path_factory: pytest.TempPathFactory,
) -> Mapping[str, tuple[list[str], bool, float]]:
    """Let one process of little memory read all of them, and a right one behind them."""
    folder = tmp_path_factory.mktemp("收回")
    for name, (data, _) in workbooks().items():
        (folder / name).write_bytes(data)
    (folder / "龘.xlsx").write_bytes(right())
    run = [sys.executable, "-c", READ_ALL, str(folder)]
    found: dict[str, tuple[list[str], bool, float]] = json.loads(
        subprocess.check_output(run, timeout=60)
    )
    return found


posix = pytest.mark.skipif(sys.platform != "linux", reason="memory is limited by the system")


@posix
def test_every_hostile_workbook_is_told_of_or_read_and_so_is_the_one_behind_them(
    answers: Mapping[str, tuple[list[str], bool, float]],
) -> None:
    expected = {name: codes for name, (_, codes) in workbooks().items()} | {"龘.xlsx": []}
    # The lock of a sheet stands behind its rows, and not all of a million are looked at.
    said = {
        name: [c for c in codes if c != "UNPROTECTED"] for name, (codes, _, _) in answers.items()
    }
    assert expected == said
    assert expected == {
        name: [] if read else expected[name] for name, (_, read, _) in answers.items()
    }


@posix
def test_no_hostile_workbook_takes_long(
    answers: Mapping[str, tuple[list[str], bool, float]],
) -> None:
    assert [] == [name for name, (_, _, seconds) in answers.items() if seconds > SECONDS]


# ---- archives of returns ------------------------------------------------------------------------


def link(target: str) -> tuple[zipfile.ZipInfo, bytes]:
    """Give a member that is a symbolic link, as a zip of Unix holds it."""
    info = zipfile.ZipInfo("链接.xlsx")
    info.create_system = 3
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info, target.encode()


def tricky_members() -> Iterator[tuple[zipfile.ZipInfo | str, bytes]]:
    yield "../../上级.xlsx", right()
    yield "/绝对.xlsx", right()
    yield "C:\\盘符.xlsx", right()
    yield link("/etc/passwd")
    yield "内层.zip", zipped(("a.xlsx", right()))
    yield "a" * 300 + ".xlsx", right()


def zipped(*members: tuple[zipfile.ZipInfo | str, bytes]) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for info, data in members:
            archive.writestr(info, data)
    return target.getvalue()


def found_in(path: Path) -> dict[str, set[str]]:
    """Give what is said of each member, but that they are all one department's."""
    found = read_returns(path)
    said: dict[str, set[str]] = {item.source.member: set() for item in found.items}
    for finding in found.found:
        if finding.code != "DUPLICATE":
            said[finding.file.partition(" › ")[2]].add(finding.code)
    return said


def test_a_path_in_an_archive_is_a_name_and_leads_nowhere(tmp_path: Path) -> None:
    path = tmp_path / "内" / "收回.zip"
    path.parent.mkdir()
    path.write_bytes(zipped(*tricky_members()))
    before = sorted(tmp_path.rglob("*"))
    assert {
        "../../上级.xlsx": set(),
        "/绝对.xlsx": set(),
        "C:\\盘符.xlsx": set(),
        "链接.xlsx": {"FILE-TEXT"},
        "内层.zip": {"FILE-ZIP"},
        "a" * 300 + ".xlsx": set(),
    } == found_in(path)
    assert before == sorted(tmp_path.rglob("*"))


def test_of_two_members_of_one_name_neither_is_taken_in_silence(tmp_path: Path) -> None:
    path = tmp_path / "收回.zip"
    other = filled_template(FORM, make_department("D02"), seed=2)
    with pytest.warns(UserWarning, match="Duplicate name"):
        path.write_bytes(zipped(("a.xlsx", right()), ("a.xlsx", other), ("b.xlsx", right())))
    assert {"a.xlsx": {"FILE-UNOPENED"}, "b.xlsx": set()} == found_in(path)
    assert "压缩包内有重名的文件" in read_returns(path).found[0].message


def test_an_archive_of_twenty_five_thousand_members_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "收回.zip"
    path.write_bytes(zipped(*((f"{number}.xlsx", b"") for number in range(25_000))))
    with pytest.raises(InputError, match="25000 个文件"):
        find_sources([path])


def test_a_bomb_in_an_archive_is_read_no_further_than_a_return_may_be_large(tmp_path: Path) -> None:
    path = tmp_path / "收回.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("炸弹.xlsx", bytes(200 << 20))
        archive.writestr("好.xlsx", right())
    assert {"炸弹.xlsx": {"FILE-LARGE"}, "好.xlsx": set()} == found_in(path)


def test_a_link_in_a_folder_that_leads_round_is_followed_no_further(tmp_path: Path) -> None:
    (tmp_path / "好.xlsx").write_bytes(right())
    (tmp_path / "环").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "断.xlsx").symlink_to(tmp_path / "没有")
    assert ["好.xlsx"] == [source.name for source in find_sources([tmp_path])]


# ---- what is not read cannot do harm later ------------------------------------------------------


def test_a_damaged_sheet_that_is_not_read_stops_no_county(tmp_path: Path) -> None:
    data = with_parts(right(), {part_of(right(), INSTRUCTIONS_SHEET): b"<worksheet"})
    (tmp_path / "a.xlsx").write_bytes(data)
    summary = consolidate(read_returns(tmp_path), name="某县")
    assert fill_form(FORM, 1).items() <= dict(enumerate(summary.values)).items()
