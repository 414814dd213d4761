"""Files made to do harm: each is told of within bounds of work and 300 MB; the others are read.

They are read one after the other by one process whose memory is limited, as a batch is; what a
file announces in its directory and how its XML is bounded is tested in formats/test_xlsx.py.
"""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pytest

from support.departments import make_department
from support.edited import filled_template, part_of, with_parts
from support.filled import fill_form
from support.hostile_files import FORM, NAMES, right, workbooks
from support.work import PATIENCE, Work
from xlreport import InputError, consolidate, read_returns
from xlreport.form.sheet_names import INSTRUCTIONS_SHEET
from xlreport.formats.sources import find_sources

MEGABYTES = 300

READ_ALL = f"""
import json, resource, sys
from functools import partial
from pathlib import Path
resource.setrlimit(resource.RLIMIT_AS, ({MEGABYTES} << 20, {MEGABYTES} << 20))
sys.path.append({str(Path(__file__).parents[1])!r})
from support.work import counted
from xlreport.reading.one_return import Return
from xlreport.reading.reader import read_source
from xlreport.formats.sources import find_sources
answers, sources = {{}}, find_sources([Path(sys.argv[1])])
read_source(sources[-1])  # what is made once for a form is no work of a file
for source in sources:
    found, work = counted(partial(read_source, source))
    codes = [finding.code for finding in found.findings]
    answers[source.name] = codes, isinstance(found, Return), work.calls, work.inflated
print(json.dumps(answers))
"""


@dataclass(frozen=True)
class Answer:
    """What was said of a file, whether it was read, and what that cost."""

    codes: tuple[str, ...]
    is_read: bool
    work: Work


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Answer]:
    """Let one process of little memory read all of them, and a right one behind them."""
    folder = tmp_path_factory.mktemp("收回")
    for name, hostile in workbooks().items():
        (folder / name).write_bytes(hostile.data)
    (folder / "龘.xlsx").write_bytes(right())
    run = [sys.executable, "-c", READ_ALL, str(folder)]
    found = json.loads(subprocess.check_output(run, timeout=PATIENCE))
    return {
        # The lock of a sheet stands behind its rows, and not all of a million are looked at.
        name: Answer(tuple(c for c in codes if c != "UNPROTECTED"), is_read, Work(*work))
        for name, (codes, is_read, *work) in found.items()
    }


posix = pytest.mark.skipif(sys.platform != "linux", reason="memory is limited by the system")


@posix
def test_every_hostile_workbook_is_told_of_or_read_and_so_is_the_one_behind_them(
    answers: Mapping[str, Answer],
) -> None:
    expected = {name: hostile.codes for name, hostile in workbooks().items()} | {"龘.xlsx": ()}
    assert expected == {name: answer.codes for name, answer in answers.items()}
    assert {name: not codes for name, codes in expected.items()} == {
        name: answer.is_read for name, answer in answers.items()
    }


@posix
@pytest.mark.parametrize("name", NAMES)
def test_no_hostile_workbook_costs_much_work(name: str, answers: Mapping[str, Answer]) -> None:
    bound, work = workbooks()[name].bound, answers[name].work
    assert work.calls < bound.calls
    assert work.inflated < bound.inflated


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
    # The zipfile of Windows takes a backslash for a slash.
    drive = "C:/盘符.xlsx" if os.name == "nt" else "C:\\盘符.xlsx"
    assert {
        "../../上级.xlsx": set(),
        "/绝对.xlsx": set(),
        drive: set(),
        "链接.xlsx": {"FILE-PASSED-OVER"},
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


# ---- what is not read cannot do harm later ------------------------------------------------------


def test_a_damaged_sheet_that_is_not_read_stops_no_county(tmp_path: Path) -> None:
    data = with_parts(right(), {part_of(right(), INSTRUCTIONS_SHEET): b"<worksheet"})
    (tmp_path / "a.xlsx").write_bytes(data)
    summary = consolidate(read_returns(tmp_path), name="某县")
    assert fill_form(FORM, 1).items() <= dict(enumerate(summary.values)).items()
