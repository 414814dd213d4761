"""A summary is proved or not published: what was changed in it is an error wherever it is used."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from support.changed_summaries import CHANGES, with_text, without_code
from support.command_line import run
from support.county import D01, D02, FORM, ROSTER, carried, county, filling, write
from support.edited import read, resaved
from support.filled import as_return
from support.office import save_as
from support.work import PATIENCE
from xlreport import (
    InputError,
    Roster,
    Summary,
    compare,
    consolidate,
    export,
    read_returns,
    write_report,
    write_roster,
)
from xlreport.summary.book.book import build_summary

CITY = Roster("名录.csv", (replace(D01, code="X", name="某县"),))
PROOFS = {"SUMMARY-UNPROVED", "SUMMARY-SHARE", "SUMMARY-CHANGED", "SUMMARY-OLD"}


def made(folder: Path, roster: Roster = ROSTER, *, year: int = 2026) -> bytes:
    write(folder, D01, carried(3, 0), year=year)
    write(folder, D02, carried(2, 0), year=year)
    returns = read_returns(folder, roster=roster)
    return build_summary(consolidate(returns, name="某县", code="X", verify=False))


@pytest.fixture(scope="module")
def right(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return made(tmp_path_factory.mktemp("县"))


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Make the summary of the year before, of the same county."""
    return made(tmp_path_factory.mktemp("上年"), year=2025)


@pytest.fixture(scope="module")
def received(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the returns that `right` adds up."""
    folder = tmp_path_factory.mktemp("本年")
    made(folder)
    return folder


def proofs(data: bytes) -> set[str]:
    return {finding.code for finding in read(data).findings} & PROOFS


@pytest.mark.parametrize("name", CHANGES)
def test_a_summary_that_was_changed_is_used_for_nothing(
    tmp_path: Path, right: bytes, before: bytes, name: str
) -> None:
    path = tmp_path / "汇总.xlsx"
    path.write_bytes(CHANGES[name](right))
    returns = read_returns(path, roster=CITY)
    errors = {finding.code for finding in returns.found if finding.is_open_error} & PROOFS
    assert errors
    assert "returned for correction" == returns.status["status"][0]
    with pytest.raises(InputError, match="不能据此发布"):
        write_report(returns, tmp_path / "报告.html", partial=True)
    with pytest.raises(InputError, match="没有一份可以导出"):
        export(returns, tmp_path / "数据.csv")
    with pytest.raises(InputError, match="没有一份可以计入"):
        consolidate(returns, name="某市")
    last = tmp_path / "上年.xlsx"
    last.write_bytes(before)
    with pytest.raises(InputError, match=r"汇总\.xlsx"):
        compare(path, last)
    assert {"汇总.xlsx", "上年.xlsx"} == {each.name for each in tmp_path.iterdir()}


@pytest.mark.parametrize("name", CHANGES)
def test_a_summary_of_last_year_that_was_changed_is_not_compared_with(
    tmp_path: Path, right: bytes, before: bytes, received: Path, name: str
) -> None:
    last, this = tmp_path / "上年.xlsx", tmp_path / "本年.xlsx"
    last.write_bytes(CHANGES[name](before))
    this.write_bytes(right)
    with pytest.raises(InputError, match=r"上年\.xlsx"):
        compare(this, last)
    with pytest.raises(InputError, match=r"上年\.xlsx"):
        read_returns(received, last_year=last)


def test_the_commands_say_what_to_do_and_write_nothing(tmp_path: Path, right: bytes) -> None:
    path, roster = tmp_path / "汇总.xlsx", tmp_path / "名录.csv"
    path.write_bytes(CHANGES["the share"](right))
    write_roster(roster, CITY.departments)
    advice = "请向报送的地方要汇总时生成的原文件；改动过的，请从各单位报送件重新汇总。"
    out = tmp_path / "out"
    for status, *words in (
        (2, "report", path, "--partial", "--out", out.with_suffix(".docx")),
        (2, "export", path, "--out", out.with_suffix(".csv")),
        (2, "consolidate", path, "--roster", roster, "--name", "市", "--out", f"{out}.xlsx"),
    ):
        assert status == run(*words).exit_code
    result = run("check", path, "--roster", roster)
    assert 1 == result.exit_code
    assert advice in result.stdout
    assert {"汇总.xlsx", "名录.csv"} == {each.name for each in tmp_path.iterdir()}


# ---- what still proves ---------------------------------------------------------------------------


def test_a_summary_that_nobody_touched_proves(right: bytes) -> None:
    assert set() == proofs(right)


def test_a_summary_that_openpyxl_saved_again_proves(right: bytes) -> None:
    assert set() == proofs(resaved(right))


@pytest.mark.libreoffice
@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_a_summary_that_libreoffice_saved_again_proves(
    tmp_path: Path, right: bytes, ending: str
) -> None:
    path = tmp_path / "汇总.xlsx"
    path.write_bytes(right)
    save_as([path], ending, tmp_path / "out")
    assert set() == proofs((tmp_path / "out" / f"汇总.{ending}").read_bytes())


@pytest.mark.skipif(shutil.which("ssconvert") is None, reason="needs gnumeric (ssconvert)")
def test_a_summary_that_gnumeric_saved_again_proves(tmp_path: Path, right: bytes) -> None:
    path, out = tmp_path / "汇总.xlsx", tmp_path / "again.xlsx"
    path.write_bytes(right)
    subprocess.run(["ssconvert", path, out], check=True, capture_output=True, timeout=PATIENCE)
    assert set() == proofs(out.read_bytes())


NAMES = [
    *("甲 局", "乙\u3000局", "丙&局", "丁<局>", "＃戊局"),
    *("己'局", '"庚"局', "辛局 ", "壬/局", "癸_x0041_局"),
]


@pytest.mark.parametrize("seed", range(10))
def test_every_summary_proves_and_not_by_the_code_of_another(seed: int) -> None:
    first, second = (county_of(NAMES[seed], number) for number in (seed, seed + 1))
    assert set() == proofs(build_summary(first))
    second.__dict__["stamp"] = first.stamp  # consistent throughout, but of other figures
    assert {"SUMMARY-CHANGED"} == proofs(build_summary(second))


def county_of(name: str, seed: int) -> Summary:
    items = [
        as_return(FORM, filling(number), code=f"00{number}", name=name, year=2026)
        for number in (seed, seed + 5)
    ]
    return county([replace(item, sha256=f"{seed}" * 64) for item in items])


# ---- version 0.1.0 -------------------------------------------------------------------------------


def test_a_summary_without_a_check_code_is_warned_of_and_not_published(
    tmp_path: Path, right: bytes
) -> None:
    path = tmp_path / "汇总.xlsx"
    path.write_bytes(without_code(right))
    returns = read_returns(path, roster=CITY)
    assert {"SUMMARY-OLD"} == {finding.code for finding in returns.found} & PROOFS
    assert "accepted with warnings" == returns.status["status"][0]
    assert 1 == len(consolidate(returns, name="某市").counted)
    assert export(returns, tmp_path / "数据.csv").exists()
    with pytest.raises(InputError, match=r"不能据此发布：这份汇总表是 0\.1\.0 版生成的"):
        write_report(returns, tmp_path / "报告.html", partial=True)


@pytest.mark.parametrize("share", ["4／4", "3／4", "1／4"])
def test_a_summary_without_a_check_code_is_held_to_the_rows_of_its_share(
    tmp_path: Path, right: bytes, share: str
) -> None:
    changed = with_text("2／4", share)(with_text("2／4 个单位（未报送2个）", share)(right))
    assert {"SUMMARY-SHARE", "SUMMARY-OLD"} == proofs(without_code(changed))
    path = tmp_path / "汇总.xlsx"
    path.write_bytes(without_code(changed))
    with pytest.raises(InputError, match="没有一份可以计入"):
        consolidate(read_returns(path, roster=CITY), name="某市")


def test_a_comparison_with_one_says_so(
    tmp_path: Path, right: bytes, before: bytes, received: Path
) -> None:
    last, this = tmp_path / "上年.xlsx", tmp_path / "本年.xlsx"
    last.write_bytes(without_code(before))
    this.write_bytes(right)
    result = run("compare", this, last)
    assert 0 == result.exit_code
    line = "上年.xlsx 是 0.1.0 版生成的汇总表，没有校验码，不能证明没有改动过；请核对主要数字。"
    assert line in result.stderr.splitlines()
    assert line in run("check", received, "--last-year", last).stderr.splitlines()
