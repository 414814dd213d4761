"""The command that writes the reports of all departments of a folder, and their narratives."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.command_line import UNBALANCED, run, write_return
from support.filled import cells_at
from support.to_publish import text_of
from xlreport import Form


@pytest.fixture
def folder(tmp_path: Path, form_2021: Form) -> Path:
    """Give a folder of two returns, of which one is wrong."""
    folder = tmp_path / "收回"
    folder.mkdir()
    write_return(folder, form_2021, "D01")
    write_return(folder, form_2021, "D02", cells_at(form_2021, UNBALANCED))
    return folder


def test_all_that_is_accepted_is_written_and_the_rest_told(folder: Path, tmp_path: Path) -> None:
    out, narratives = tmp_path / "报告", tmp_path / "汇编.docx"
    day = ("--date", "2027-01-20")
    options = ("--out", out, "--format", "html", "--narratives", narratives, *day)
    result = run("report", folder, *options)
    said = [
        f"已在 {out} 生成 1 份报告，表格各项数据已读回核对。",
        f"已生成 {narratives}，含 1 个单位的文字部分。",
    ]
    assert (1, said) == (result.exit_code, result.stdout.splitlines())
    assert ["D01_D01局_2026_政府信息公开工作年度报告.html"] == [p.name for p in out.iterdir()]
    assert "没有文字，请补写：六、其他需要报告的事项（D01局）" in result.stderr
    assert "由数据生成的草稿" in result.stderr
    again = run("report", folder, "--out", out, "--format", "html", *day)
    assert f"已在 {out} 生成 0 份报告" in again.stdout
    assert "没有变化，仍是原来的文件：D01局。" in again.stderr
    (path,) = out.iterdir()
    assert text_of(path).endswith("D01局2027年1月20日")
    path.write_text("改过", encoding="utf-8")
    edited = run("report", folder, "--out", out, "--format", "html")
    assert "已有内容不同的文件，没有覆盖：D01局。" in edited.stderr
    assert "改过" == path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "请用 --out 写明报告写到哪里，或用 --narratives 写明文字汇编写到哪里"),
        (("--out", "报告.docx", "--narratives", "汇编.docx"), "请不写 --out，或用 --out 写文件夹"),
        (("--out", "报告", "--text", "文字.txt"), "--text 和 --partial 只用于一份报告"),
        (("--narratives", "汇编.html"), "文字汇编是 Word 文件，请用 .docx 结尾"),
        (("--out", "收回/报告"), "会被当作报送件"),
    ],
)
def test_options_that_do_not_go_together_are_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(folder.parent)
    result = run("report", "收回", *options)
    assert (2, "") == (result.exit_code, result.stdout)
    assert said in result.stderr
    assert [folder] == list(folder.parent.iterdir())


def test_a_folder_without_a_return_that_can_be_used_is_refused(
    tmp_path: Path, form_2021: Form
) -> None:
    folder = tmp_path / "收回"
    folder.mkdir()
    write_return(folder, form_2021, "D02", cells_at(form_2021, UNBALANCED))
    result = run("report", folder, "--out", tmp_path / "报告")
    assert 2 == result.exit_code
    assert "没有可以采用的报送件，没有生成报告。" in result.stderr
