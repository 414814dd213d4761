"""`xlreport migrate`: what moves, what is lost, and what is refused."""

from __future__ import annotations

from pathlib import Path

from support.command_line import refused, run, write_return
from support.filled import cells_at
from xlreport import Form


def test_what_moves_without_loss_is_migrated_in_silence(nil_return: Path, tmp_path: Path) -> None:
    out = tmp_path / "转.xlsx"
    result = run("migrate", nil_return, "--to", "ogi-2021", "--out", out)
    assert (0, "") == (result.exit_code, result.stderr)
    said = "2019年版转为2021年版：转入 161 个数，没有对应栏目 0 个，需要补填 0 格。"
    assert f"已生成 {out}。{said}\n" == result.stdout


def test_what_is_lost_and_what_is_missing_is_told(tmp_path: Path, form_2019: Form) -> None:
    inputs = cells_at(form_2019, {"proactive.licences.items_last_year": 7})
    path, out = write_return(tmp_path, form_2019, "D09", inputs), tmp_path / "转.xlsx"
    result = run("migrate", path, "--to", "ogi-2021", "--out", out)
    assert 1 == result.exit_code
    assert f"已生成 {out}。" in result.stdout
    assert "没有对应栏目　原表二 B9　行政许可｜上一年项目数量　7项" in result.stderr
    assert "需要补填　表二 D6　行政规范性文件｜现行有效件数" in result.stderr
    assert 6 == len(result.stderr.splitlines())


def test_a_migrated_return_never_takes_the_place_of_a_file(nil_return: Path) -> None:
    before = nil_return.read_bytes()
    said = refused(run("migrate", nil_return, "--to", "ogi-2021", "--out", nil_return))
    assert f"{nil_return} 已经存在，为避免覆盖没有写入；请换一个文件名。" == said
    assert before == nil_return.read_bytes()


def test_a_file_that_cannot_be_read_is_not_migrated(tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").touch()
    args = ["migrate", tmp_path / "x.xlsx", "--to", "ogi-2021", "--out", tmp_path / "转.xlsx"]
    result = run(*args)
    assert (3, "") == (result.exit_code, result.stdout)
    assert "x.xlsx：文件是空的，大小为0字节。请重新发送已填好的报送表" in result.stderr
    assert not (tmp_path / "转.xlsx").exists()


def test_wrong_use_of_migrate_is_refused(nil_return: Path, tmp_path: Path) -> None:
    assert "须以 .xlsx 结尾" in refused(
        run("migrate", nil_return, "--to", "ogi-2021", "--out", tmp_path / "转.xls")
    )
    assert "没有“ogi-1999”这个报表格式" in refused(
        run("migrate", nil_return, "--to", "ogi-1999", "--out", tmp_path / "转.xlsx")
    )
