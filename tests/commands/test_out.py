"""`--out` of every command: what is no file is never written over, and each refusal is said."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from support.command_line import CODES, run, write_return
from support.county import filling
from support.departments import make_department
from support.offices_list import FIRST, HEADER, as_csv
from xlreport import (
    consolidate,
    export,
    load_form,
    read_return,
    read_returns,
    write_report,
    write_roster,
    write_summary,
)
from xlreport.commands.main import main

posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")

COUNTY = "收回 --roster 单位名录.csv"
WAYS = {
    "roster": (".csv", "roster --out {}"),
    "check as text": (".txt", f"check {COUNTY} --out {{}}"),
    "check as json": (".json", f"check {COUNTY} --out {{}}"),
    "check as csv": (".csv", f"check {COUNTY} --out {{}}"),
    "check as a workbook": (".xlsx", f"check {COUNTY} --out {{}}"),
    "remind": (".txt", f"check {COUNTY} --remind {{}}"),
    "remind as csv": (".csv", f"check {COUNTY} --remind {{}}"),
    "consolidate": (".xlsx", f"consolidate {COUNTY} --name 县 --out {{}}"),
    "consolidate anew": (".xlsx", f"consolidate {COUNTY} --name 县 --overwrite --out {{}}"),
    "export": (".csv", f"export {COUNTY} --out {{}}"),
    "export as json": (".json", f"export {COUNTY} --out {{}}"),
    "compare as text": (".txt", "compare 收回 上年 --out {}"),
    "compare as json": (".json", "compare 收回 上年 --out {}"),
    "compare as csv": (".csv", "compare 收回 上年 --out {}"),
    "compare as a workbook": (".xlsx", "compare 收回 上年 --out {}"),
    "migrate": (".xlsx", "migrate D09.xlsx --to ogi-2021 --out {}"),
    "report": (".html", "report 汇总.xlsx --out {}"),
    "report in Word": (".docx", "report 汇总.xlsx --out {}"),
    "import": (".xlsx", "import 报告.html --out {}"),
    "decisions": (".csv", f"decisions {COUNTY} --out {{}}"),
    "history": (".csv", "history 上年 收回 --out {}"),
    "history as a workbook": (".xlsx", "history 上年 收回 --out {}"),
    "published": (".csv", "published 报告.html --returns 收回 --out {}"),
    "published as a workbook": (".xlsx", "published 报告.html --returns 收回 --out {}"),
    "figures": (".html", "report 汇总.xlsx --format figures --out {}"),
    "guide in Word": (".docx", "guide clerk --out {}"),
    "guide as a page": (".html", "guide officer --out {}"),
    "register": (".xlsx", "register 台账.csv --year 2026 --out {}"),
}
FOLDERS = {
    "template": f"template ogi-2021 --year 2026 {COUNTY[3:]} --out {{}}",
    "one template": "template ogi-2021 --year 2026 --out {}",
    "one template and the guide": "template ogi-2021 --year 2026 --guide --out {}",
    "templates and the guide": f"template ogi-2021 --year 2026 --guide {COUNTY[3:]} --out {{}}",
    "annotate": f"check {COUNTY} --annotate {{}}",
    "demo": "demo --out {}",
    "fill": f"fill ogi-2021 --data 平台.csv --year 2026 {COUNTY[3:]} --out {{}}",
}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the files that the commands read."""
    root = tmp_path_factory.mktemp("out")
    form = load_form("ogi-2021")
    write_roster(root / "单位名录.csv", [make_department(code) for code in CODES])
    for seed, code in enumerate(CODES):
        write_return(root / "收回", form, code, filling(seed))
    values = {form.index["requests", "received", "natural_person"]: "1"}
    write_return(root / "收回", form, "D01", values=values)
    write_return(root / "上年", form, "D02", filling(1), year=2025)
    write_return(root, load_form("ogi-2019"), "D09")
    returns = read_return(root / "收回" / "D02.xlsx")
    write_summary(consolidate(returns, name="县"), root / "汇总.xlsx")
    write_report(returns, root / "报告.html")
    (root / "台账.csv").write_bytes(as_csv([HEADER, FIRST]))
    figures = "code,proactive.fees.fees_amount\nD01,25.1\n"
    (root / "平台.csv").write_text(figures, encoding="utf-8")
    return root


@pytest.fixture(autouse=True)
def here(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(place)


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def words(command: str, out: str) -> list[str]:
    return [word.format(out) for word in command.split()]


def make_pipe(path: Path) -> None:
    os.mkfifo(path)


TARGETS: dict[str, tuple[Callable[[Path], object], str]] = {
    "folder": (Path.mkdir, "这是一个文件夹"),
    "pipe": (make_pipe, "这是一个管道"),
    "link to a device": (lambda path: path.symlink_to("/dev/null"), "这是一个链接"),
    "dangling link": (lambda path: path.symlink_to("没有"), "这是一个链接"),
}
OF_POSIX = [pytest.param(target, marks=posix) for target in TARGETS if target != "folder"]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("target", ["folder", *OF_POSIX])
def test_what_is_no_file_is_never_written_over(way: str, target: str, tmp_path: Path) -> None:
    make, said = TARGETS[target]
    ending, command = WAYS[way]
    out = tmp_path / f"结果{ending}"
    make(out)
    before = out.lstat()
    result = run(*words(command, str(out)))
    assert (2, True) == (result.exit_code, f"{out.name} 无法写入：{said}" in result.stderr)
    assert (before.st_mode, before.st_ino, [out.name]) == (
        out.lstat().st_mode,
        out.lstat().st_ino,
        names_in(tmp_path),
    )


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("length", [256, 300, 5000])
def test_too_long_a_name_is_refused_in_a_sentence(way: str, length: int, tmp_path: Path) -> None:
    ending, command = WAYS[way]
    name = "a" * (length - len(ending)) + ending
    result = run(*words(command, str(tmp_path / name)))
    limit, instead = (
        ("路径太长", "离盘符较近的") if os.name == "nt" else ("名称太长", "较短的、不含特殊符号的")
    )
    assert (2, True) == (result.exit_code, limit in result.stderr)
    assert f"请换一个{instead}文件" in result.stderr
    assert [] == names_in(tmp_path)


@pytest.mark.parametrize("way", FOLDERS)
@pytest.mark.parametrize(
    "target", ["long", "file", *(pytest.param(each, marks=posix) for each in ("device", "pipe"))]
)
def test_what_is_no_folder_is_refused_in_a_sentence(way: str, target: str, tmp_path: Path) -> None:
    device = Path("/dev/null")
    out = tmp_path / ("名" * 300 if target == "long" else "出")
    if target == "device":
        out = device
    elif target == "file":
        out.touch()
    elif target == "pipe":
        make_pipe(out)
    before = names_in(tmp_path)
    result = run(*words(FOLDERS[way], str(out)))
    assert 2 == result.exit_code
    assert result.stderr.splitlines()[-1].startswith("无法完成：")
    # Wine makes a folder of any length, which no Windows does.
    assert before == names_in(tmp_path) or (os.name, way) == ("nt", "demo")
    assert target != "device" or device.is_char_device()


@pytest.mark.parametrize("way", WAYS)
def test_a_folder_that_is_missing_is_made(way: str, tmp_path: Path) -> None:
    ending, command = WAYS[way]
    out = tmp_path / "没有" / "这个" / f"结果{ending}"
    result = run(*words(command, str(out)))
    assert result.exit_code in (0, 1)
    assert out.is_file()


@pytest.mark.skipif(sys.platform != "linux", reason="there root too is refused")
@pytest.mark.parametrize("way", WAYS)
def test_a_folder_that_cannot_be_written_is_told(way: str) -> None:
    ending, command = WAYS[way]
    result = run(*words(command, f"/proc/self/结果{ending}"))
    assert 2 == result.exit_code
    assert f"结果{ending} 无法写入（" in result.stderr


READ_BY = {
    "roster": "check 收回 --roster {}",
    "returns": "check {}",
    "last year": "check 收回 --last-year {}",
    "waivers": "check 收回 --waivers {}",
    "a form": "check 收回 --form {}",
    "a form drawn": "forms {}",
    "a form of templates": "template {} --year 2026 --out 出",
    "an annex": "template ogi-2021 --year 2026 --with {} --out 出",
    "a theme": "template ogi-2021 --year 2026 --theme {} --out 出",
    "a theme of a report": "report 汇总.xlsx --theme {} --out 出.docx",
    "a text": "report 汇总.xlsx --text {} --out 出.docx",
    "a summary": "report {} --out 出.docx",
    "this year": "compare {} 收回",
    "last year compared": "compare 收回 {}",
    "a return to migrate": "migrate {} --to ogi-2021 --out 出.xlsx",
    "a register": "register {}",
    "a return to count into": "register 台账.csv --year 2026 --into {}",
    "figures": f"fill ogi-2021 --data {{}} {COUNTY[3:]} --year 2026 --out 出",
    "a theme of a guide": "guide clerk --theme {} --out 出.docx",
    "a report to import": "import {} --out 出.xlsx",
    "cache": "check 收回 --cache {}",
    "roster of templates": "template ogi-2021 --year 2026 --roster {} --out 出",
}


@pytest.mark.parametrize("option", READ_BY)
@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".toml", ".txt"])
def test_too_long_a_name_to_read_is_refused_in_a_sentence(option: str, ending: str) -> None:
    result = run(*words(READ_BY[option], "名" * 300 + ending))
    answers = (1, "" if os.name == "nt" else "名称太长") if option == "cache" else (2, "无法完成")
    assert (answers[0], True) == (result.exit_code, answers[1] in result.stderr)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such a name")
@pytest.mark.parametrize("ending", [".csv", ".json"])
def test_an_export_under_a_name_in_gbk_bytes_is_written(ending: str, tmp_path: Path) -> None:
    out = tmp_path / f"{os.fsdecode('数据'.encode('gbk'))}{ending}"
    returns = read_returns("收回")
    assert out == export(returns, out)
    assert out.exists()


def test_every_command_that_writes_is_tried() -> None:
    tried = {command.split()[0] for command in (*(c for _, c in WAYS.values()), *FOLDERS.values())}
    assert set(main.commands) - {"forms"} == tried
