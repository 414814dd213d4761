"""Nothing is added up, exported or published on which two readers do not agree."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from support.command_line import run
from support.county import D01, D02, FORM, ROSTER, consistent, write
from support.departments import make_department
from support.made_up_form import load_made_up
from support.scenes import filled, written
from support.settled import returns_in
from support.two_readers import ORDERS, TURNS, Turn, turned
from xlreport import InputError, consolidate, export, read_returns, write_report
from xlreport.form.library import Library
from xlreport.returns._cache import keep, open_cache
from xlreport.returns.packing import pack
from xlreport.summary import _second_opinion
from xlreport.summary._second_opinion import Opinion

REGULATIONS = next(c.index for c in FORM.inputs if c.row == "regulations")
WAYS = [(sheet, turn) for sheet in ("封面", "二", "三", "四") for turn in TURNS]


@pytest.mark.parametrize(("sheet", "turn"), WAYS)
def test_what_consolidating_refuses_is_neither_published_nor_exported(
    tmp_path: Path, sheet: str, turn: Turn
) -> None:
    path = write(tmp_path, D01, consistent(1))
    path.write_bytes(turned(path.read_bytes(), sheet, turn))
    returns = read_returns(path)
    with pytest.raises(InputError, match="没有一份可以计入"):
        consolidate(returns, name="某县")
    with pytest.raises(InputError, match="不能据此发布：几种读取方法对"):
        write_report(returns, tmp_path / "报告.html")
    with pytest.raises(InputError, match="没有一份可以导出"):
        export(returns, tmp_path / "数据.csv")
    assert [path] == list(tmp_path.iterdir())


@pytest.mark.parametrize("sheet", ["封面", "二", "三", "四"])
@pytest.mark.parametrize("turn", ORDERS)
def test_the_order_of_rows_and_cells_makes_no_difference(
    tmp_path: Path, sheet: str, turn: Turn
) -> None:
    path = write(tmp_path, D01, consistent(1))
    before = consolidate(read_returns(path), name="某县")
    path.write_bytes(turned(path.read_bytes(), sheet, turn))
    after = consolidate(read_returns(path), name="某县")
    assert before.values == after.values
    assert [] == [finding.message for finding in after.returns.found]


def test_the_commands_refuse_it_with_its_reason(tmp_path: Path) -> None:
    path = write(tmp_path, D01, consistent(1))
    path.write_bytes(turned(path.read_bytes(), "三"))
    for command, name in (("report", "报告.html"), ("export", "数据.csv")):
        result = run(command, path, "--out", tmp_path / name)
        assert 2 == result.exit_code
        assert not (tmp_path / name).exists()
    assert "不能据此发布：几种读取方法对 表三 A1 " in run("report", path, "--out", "a.html").stderr


def test_only_the_department_that_is_read_differently_is_left_out_of_an_export(
    tmp_path: Path,
) -> None:
    first, _ = (write(tmp_path / "收回", who, consistent(n)) for n, who in enumerate((D01, D02), 1))
    first.write_bytes(turned(first.read_bytes(), "三"))
    out = tmp_path / "数据.csv"
    result = run("export", tmp_path / "收回", "--out", out)
    assert 1 == result.exit_code
    codes = {line.split(",")[0] for line in out.read_text(encoding="utf-8-sig").splitlines()[1:]}
    assert {"D02"} == codes


@pytest.mark.parametrize(
    "text",
    [
        *("15（万）", "15（不含乡镇）", "15 (估计)", "15（其中修订 3 件）", "15（上年结转）"),
        *("15件", "15项", "15个", "15 次", "15宗"),
    ],
)
def test_what_a_number_is_taken_out_of_is_said_before_it_is_published(
    tmp_path: Path, text: str
) -> None:
    values = consistent(1) | {REGULATIONS: text}
    path = write(tmp_path, D01, values)
    result = run("report", path, "--out", tmp_path / "报告.html")
    lines = [line for line in result.stderr.splitlines() if line.startswith("! 警告　")]
    assert any(f"填写的“{text}”读作 15" in line for line in lines)


def test_a_return_without_a_second_opinion_is_not_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path, D01, consistent(1))
    monkeypatch.setattr(_second_opinion, "second_opinion", lambda *_: Opinion(refusal="打不开"))
    with pytest.raises(InputError, match=r"D01\.xlsx 不能据此发布：.*打不开"):
        write_report(read_returns(path), tmp_path / "报告.html")


def test_a_return_read_once_is_added_up_with_a_warning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, D01, consistent(1))
    monkeypatch.setattr(_second_opinion, "second_opinion", lambda *_: Opinion(refusal="打不开"))
    summary = consolidate(read_returns(tmp_path, roster=ROSTER), name="某县")
    (filing,) = summary.counted
    assert "accepted with warnings" == filing.status.value


@pytest.mark.parametrize("index", sorted(FORM.fills)[::4])
def test_a_total_that_its_parts_do_not_give_is_not_added_up_even_unverified(
    tmp_path: Path, index: int
) -> None:
    """Whoever changes the cache can bring one, and `verify=False` does not look."""
    write(tmp_path / "收回", D01, consistent(1))
    (item,) = returns_in(read_returns(tmp_path / "收回", cache=tmp_path / "缓存"))
    values = list(item.values)
    values[index] = (values[index] or 0) + 1
    forged = replace(item, values=tuple(values))
    keep(open_cache(tmp_path / "缓存", Library(()), []), forged, pack(forged))
    returns = read_returns(tmp_path / "收回", cache=tmp_path / "缓存")
    with pytest.raises(InputError, match="汇总后的合计与各单位合计之和不一致"):
        consolidate(returns, name="某县", verify=False)


def test_a_return_of_another_edition_is_read_twice_before_it_is_migrated(tmp_path: Path) -> None:
    changes = (
        *(('id     = "made-up"', 'id     = "made-up-2"'), ("digital     电子资源\n", "")),
        *((" + digital", ""), ('"电子资源" = ["数字资源", "电子书"]\n', "")),
    )
    first, second = load_made_up(tmp_path), load_made_up(tmp_path, *changes)
    folder = written(
        tmp_path / "本年",
        [
            filled(form) | {"department": make_department(code)}
            for form, code in ((second, "D01"), (second, "D02"), (first, "D03"))
        ],
    )
    right = consolidate(read_returns(folder, forms=[first, second]), name="某县")
    assert ["D01", "D02", "D03"] == [filing.department.code for filing in right.counted]
    path = sorted(folder.iterdir())[2]
    (item,) = returns_in(read_returns(path, forms=[first]))
    sheet = item.positions[0].sheet
    path.write_bytes(turned(path.read_bytes(), sheet))
    summary = consolidate(read_returns(folder, forms=[first, second]), name="某县")
    assert ["D01", "D02"] == [filing.department.code for filing in summary.counted]
    found = {(f.department, f.code) for f in summary.returns.found}
    assert ("D03局", "VERIFY") in found
