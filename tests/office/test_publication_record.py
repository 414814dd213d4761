"""The record of publications: written, changed by a spreadsheet program, read again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from xlreport import InputError, PublishedLine
from xlreport.base.period import Period
from xlreport.office.publication_record import digest_of_texts, read_record, write_record

LINE = PublishedLine(
    code="01",
    name="某县教育局",
    period=Period(2026),
    file="=网页.html",
    address="https://a.gov.cn/x",
    published=date(2027, 1, 20),
    first=date(2027, 1, 21),
    last=date(2027, 1, 25),
    changed=None,
    figures=("ogi-2021", "3", "-1", "空", "？", "T0123456789ab"),
    texts="T0123456789ab",
)


def test_a_record_reads_as_it_was_written(tmp_path: Path) -> None:
    lines = (LINE, replace(LINE, code="02", published=None, changed=date(2027, 1, 25), address=""))
    write_record(tmp_path / "记录.csv", lines)
    assert lines == read_record(tmp_path / "记录.csv")
    assert () == read_record(tmp_path / "没有.csv")


def test_days_as_a_spreadsheet_program_writes_them_are_read(tmp_path: Path) -> None:
    path = tmp_path / "记录.csv"
    write_record(path, [LINE])
    text = path.read_text("utf-8-sig").replace("2027-01-2", "2027/1/2")
    path.write_bytes(text.encode("gb18030"))
    assert (LINE,) == read_record(path)


def test_all_problems_are_named_with_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "记录.csv"
    write_record(path, [LINE, LINE, LINE])
    lines = path.read_text("utf-8-sig").splitlines()
    lines[2] = lines[2].replace("2027-01-25", "昨天").replace("2026", "明年")
    lines[3] = lines[3].replace("ogi-2021 3 -1", "ogi-2021 3 一")
    path.write_text("\n".join(lines), "utf-8")
    with pytest.raises(InputError) as caught:
        read_record(path)
    assert [
        "记录.csv：公布记录有 3 处问题，请改正后重试。",
        "第 3 行：最近看到“昨天”不是日期；请写成 2027-01-31。",
        "第 3 行：报告期“明年”无法识别；请写成 2026 或 2026Q1。",
        "第 4 行：各格数字被改动过，不能比较；请从备份恢复，或删除这一行。",
    ] == str(caught.value).split("\n")


def test_another_table_is_no_record(tmp_path: Path) -> None:
    (tmp_path / "名录.csv").write_text("单位代码,单位名称\n1,甲", "utf-8")
    with pytest.raises(InputError, match="公布记录的标题行须有这些列"):
        read_record(tmp_path / "名录.csv")


def test_the_digest_of_texts_is_no_number_and_knows_no_blanks() -> None:
    digest = digest_of_texts({"other": "无。", "overview": "概况"})
    assert digest.startswith("T")
    assert digest == digest_of_texts({"overview": "概 况\n", "other": "无。"})
    assert digest != digest_of_texts({"overview": "概况。", "other": "无。"})
