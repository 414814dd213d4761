"""`xlreport published`: what it answers, what it writes, and how it ends."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.command_line import refused, run
from support.publications import page_of, save
from support.two_years import fill
from xlreport import Form


def test_the_command_answers_and_keeps_its_record(tmp_path: Path, form_2021: Form) -> None:
    returns = fill(tmp_path, 2026, D01=5)
    page = page_of(form_2021, "D1", title="2026年政府信息公开工作年度报告")
    pages, record = save(tmp_path / "网页", D01局=page), tmp_path / "记录.csv"
    result = run("published", pages, "--returns", returns, "--record", record)
    assert (1, True) == (result.exit_code, "× D01局　数字不同" in result.stdout)
    assert f"已写入公布记录 {record}" in result.stderr
    save(pages, D01局=page.replace(b">0<", b">6<"))
    out = tmp_path / "公布核对.txt"
    result = run("published", pages, "--returns", returns, "--record", record, "--out", out)
    assert ("", True) == (result.stdout, "公布后有改动 1" in result.stderr)
    assert "以后改动了" in out.read_text("utf-8-sig")


def test_a_department_that_has_not_published_counts_after_the_deadline(tmp_path: Path) -> None:
    returns, pages = fill(tmp_path, 2026, D01=5), save(tmp_path / "网页")
    for day, status in (("2999-01-31", 0), ("2000-01-31", 1)):
        result = run("published", pages, "--returns", returns, "--deadline", day)
        assert (status, "没有找到 1" in result.stdout) == (result.exit_code, True)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--out", "核对.docx"], "看不出要写成什么格式"),
        (["--record", "记录.xlsx"], "须以 .csv 结尾"),
        (["--out", "网页/核对.csv"], "下次会被当作报送件"),
    ],
)
def test_what_cannot_be_written_is_refused_before_reading(
    options: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(tmp_path / "网页")
    monkeypatch.chdir(tmp_path)
    assert said in refused(run("published", "网页", "--returns", "没有", *options))
