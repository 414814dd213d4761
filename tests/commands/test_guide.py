"""The command that writes the guides, and the guide that lies beside the templates."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

import xlreport as xr
from support.command_line import refused, run
from support.departments import make_department


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    xr.write_roster("单位名录.csv", [make_department("D01"), make_department("D02")])


@pytest.mark.parametrize(
    ("which", "out", "begins"),
    [("clerk", "填报指南.docx", b"PK"), ("officer", "指南.HTML", b"<!DOCTYPE html>")],
)
def test_a_guide_is_written_and_named(which: str, out: str, begins: bytes) -> None:
    result = run("guide", which, "--out", out)
    assert (0, f"已生成 {out}。\n") == (result.exit_code, result.stdout)
    assert Path(out).read_bytes().startswith(begins)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("all", "--out", "指南.docx"), "没有指南“all”，请写 clerk（填报指南）或 officer"),
        (("clerk", "--out", "指南.txt"), "指南.txt：看不出要写成什么格式"),
        (("clerk", "--out", "有.docx"), "有.docx 已经存在，为避免覆盖没有写入"),
    ],
)
def test_what_cannot_be_written_is_refused_in_a_sentence(words: tuple[str, ...], said: str) -> None:
    Path("有.docx").write_bytes(b"mine")
    assert said in refused(run("guide", *words))
    assert {"有.docx", "单位名录.csv"} == {path.name for path in Path().iterdir()}
    assert b"mine" == Path("有.docx").read_bytes()


TEMPLATE = ("template", "ogi-2021", "--year", "2026", "--guide", "--out", "发放")


@pytest.mark.parametrize(("more", "files"), [((), 2), (("--roster", "单位名录.csv"), 3)])
def test_the_guide_lies_beside_the_templates(more: tuple[str, ...], files: int) -> None:
    result = run(*TEMPLATE, *more)
    assert 0 == result.exit_code
    assert f"已生成 {Path('发放', '填报指南.docx')}，请和模板一起发给填报单位。" in result.stdout
    assert files == len([*Path("发放").iterdir()])
    again = run(*TEMPLATE, *more)  # the same files may stand there
    assert 0 == again.exit_code


@pytest.mark.parametrize("more", [(), ("--roster", "单位名录.csv")])
def test_a_guide_that_the_office_has_changed_is_not_replaced_and_nothing_is_written(
    more: tuple[str, ...],
) -> None:
    changed = Path("发放", "填报指南.docx")
    changed.parent.mkdir()
    changed.write_bytes(b"changed")
    said = refused(run(*TEMPLATE, *more))
    assert f"{changed} 已经存在，内容不同，为避免覆盖，没有写入文件；请先把它改名" in said
    assert b"changed" == changed.read_bytes()
    assert [changed] == [*changed.parent.iterdir()]


@pytest.mark.parametrize("more", [(), ("--roster", "单位名录.csv")])
def test_a_folder_in_the_place_of_the_guide_is_told_before_anything_is_written(
    more: tuple[str, ...],
) -> None:
    folder = Path("发放", "填报指南.docx")
    folder.mkdir(parents=True)
    assert "填报指南.docx 无法写入：这是一个文件夹" in refused(run(*TEMPLATE, *more))
    assert [folder] == [*folder.parent.iterdir()]


@pytest.mark.parametrize("more", [(), ("--roster", "单位名录.csv")])
def test_the_guide_beside_the_templates_is_of_their_theme(more: tuple[str, ...]) -> None:
    Path("主题.toml").write_text('[report]\nbody = "楷体"\n', encoding="utf-8")
    run(*TEMPLATE, *more, "--theme", "主题.toml")
    same = xr.write_guide("clerk", "同.docx", theme="主题.toml").read_bytes()
    assert same == Path("发放", "填报指南.docx").read_bytes()
    assert same != xr.write_guide("clerk", "不同.docx").read_bytes()


def test_a_damaged_theme_is_told_before_anything_is_written() -> None:
    Path("主题.toml").write_text("fonts = [", encoding="utf-8")
    before = {*Path().iterdir()}
    for words in (("guide", "clerk", "--out", "指南.html"), TEMPLATE):
        assert "主题文件不能使用：主题.toml 第1行" in refused(run(*words, "--theme", "主题.toml"))
    assert before == {*Path().iterdir()}


def test_the_library_puts_a_guide_beside_the_templates_as_the_command_does() -> None:
    run(*TEMPLATE, "--roster", "单位名录.csv")
    form, roster = xr.load_form("ogi-2021"), xr.read_roster("单位名录.csv")
    guide = xr.write_guide("clerk", "填报指南.docx")
    written = xr.write_templates(form, roster, folder="库", year=2026, guide=guide)
    assert 2 == len(written)
    for path in Path("发放").iterdir():
        assert path.read_bytes() == Path("库", path.name).read_bytes()
    archive = BytesIO()
    xr.write_templates(form, roster, folder=archive, year=2026, guide=guide.read_bytes())
    assert {path.name for path in Path("库").iterdir()} == {*zipfile.ZipFile(archive).namelist()}
    with pytest.raises(xr.InputError, match=r"指南 没有\.docx"):
        xr.write_templates(form, roster, folder="又", year=2026, guide="没有.docx")
    assert not Path("又").exists()
