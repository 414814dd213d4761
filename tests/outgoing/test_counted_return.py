"""A return is filled from a register where it is blank, and compared where it is filled."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from support.county_register import make_line
from support.offices_list import as_csv
from support.registers import register_form
from xlreport import (
    Department,
    InputError,
    OutputError,
    Register,
    Return,
    fill_return,
    load_form,
    read_register,
    read_return,
    write_return,
    write_template,
)

YEAR = 2026
WHO = Department("D05", "教育局")


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Register:
    lines = [
        make_line(1, date(2026, 3, 2), closed=date(2026, 3, 20), result="granted"),
        make_line(2, date(2026, 12, 21)),
        make_line(3, date(2026, 12, 22)),
    ]
    path = tmp_path_factory.mktemp("register") / "登记簿.xlsx"
    return read_register(
        write_return(register_form(), {"applications": lines}, path, department=WHO, year=YEAR)
    )


def write(path: Path, name: str = "ogi-2021", **figures: int) -> Path:
    data = {key.replace("__", "."): value for key, value in figures.items()}
    texts = {"overview": "全年总体情况。"}
    return write_return(load_form(name), data, path, texts=texts, department=WHO, year=YEAR)


def test_blank_tables_are_filled_in_a_new_file_and_all_else_is_kept(
    register: Register, tmp_path: Path
) -> None:
    path = write(tmp_path / "报送.xlsx", proactive__regulations__made=3)
    before = path.read_bytes()
    filling = fill_return(register, path, tmp_path / "已填.xlsx")
    assert (156, 2, (), ()) == (
        filling.cells, len(filling.filled), filling.compared, filling.differences,
    )  # fmt: skip
    assert before == path.read_bytes()
    returns = read_return(tmp_path / "已填.xlsx")
    requests = returns.department("教育局")["requests"]
    assert (3, 1, 2) == tuple(
        requests.loc[row, "natural_person"] for row in ("received", "granted", "carried_forward")
    )
    assert 0 == requests.loc["received", "research"]
    (item,) = returns.items
    assert isinstance(item, Return)
    assert ("全年总体情况。", "D05") == (item.texts["overview"], item.code)
    assert 3 == returns.department("教育局")["proactive"].loc["regulations", "made"]
    again = fill_return(register, tmp_path / "已填.xlsx", tmp_path / "再填.xlsx")
    assert (None, 0, ()) == (again.path, again.cells, again.differences)
    assert not os.path.lexists(tmp_path / "再填.xlsx")


def test_a_filled_table_stays_and_each_difference_names_the_lines_behind_it(
    register: Register, tmp_path: Path
) -> None:
    path = write(
        tmp_path / "报送.xlsx",
        requests__received__natural_person=2,
        requests__granted__natural_person=1,
        requests__carried_forward__natural_person=1,
    )
    filling = fill_return(register, path, tmp_path / "已填.xlsx")
    assert 1 == len(filling.compared) == len(filling.filled)
    first, second = map(str, filling.differences)
    assert first.startswith("表三 D6（一、本年新收政府信息公开申请数量｜自然人）填写")
    assert "填写的是“2”，登记簿中应为 3（登记编号“00001”、" in first
    assert "填写的是“1”，登记簿中应为 2（登记编号“00002”、“00003”）。" in second
    kept = read_return(tmp_path / "已填.xlsx").department("教育局")["requests"]
    assert 2 == kept.loc["received", "natural_person"]


def test_cells_that_were_sent_out_filled_are_compared_and_the_others_filled(
    register: Register, tmp_path: Path
) -> None:
    known = {"requests.carried_over.natural_person": 2, "requests.carried_over.research": 0}
    path = tmp_path / "报送.xlsx"
    write_template(load_form("ogi-2021"), path, year=YEAR, department=WHO, prefill=known)
    filling = fill_return(register, path, tmp_path / "已填.xlsx")
    assert 154 == filling.cells
    (difference,) = filling.differences
    said = "填写的是“2”，登记簿中应为 0（没有一条）。"
    assert str(difference).endswith(said)
    returns = read_return(tmp_path / "已填.xlsx")
    assert 2 == returns.department("教育局")["requests"].loc["carried_over", "natural_person"]
    assert "PREFILL-CHANGED" not in {finding.code for finding in returns.found}


def test_the_counts_of_the_edition_of_the_return_are_taken(tmp_path: Path) -> None:
    header = ("编号", "申请日期", "申请人性质", "补正告知日期", "答复日期", "办理结果")
    line = ("1", "2020-03-02", "公民", "2020-03-04", "2020-03-19", "逾期不补正")
    form = load_form("ogi-2019", annex="ogi-register")
    kept = read_register({"台账.csv": as_csv([header, line])}, form=form, year=2020)
    target = write_return(
        load_form("ogi-2019"), {}, tmp_path / "报送.xlsx", department=WHO, year=2020
    )
    filling = fill_return(kept, target, tmp_path / "已填.xlsx")
    assert 144 == filling.cells
    requests = read_return(tmp_path / "已填.xlsx").department("教育局")["requests"]
    assert 1 == requests.loc["otherwise_handled", "natural_person"]


def test_what_does_not_belong_together_is_refused(register: Register, tmp_path: Path) -> None:
    path, out = write(tmp_path / "报送.xlsx"), tmp_path / "已填.xlsx"
    later = read_register({"台账.csv": as_csv()}, year=2025)
    with pytest.raises(InputError, match="是 2026 年度的，登记簿是 2025 年度的"):
        fill_return(later, path, out)
    other = write_return(
        load_form("ogi-2021"),
        {},
        tmp_path / "D06.xlsx",
        department=Department("D06", "民政局"),
        year=YEAR,
    )
    with pytest.raises(InputError, match="单位代码是“D06”，登记簿的是“D05”"):
        fill_return(register, other, out)
    alone = write_return(
        load_form("ogi-supplement"), {}, tmp_path / "附表.xlsx", department=WHO, year=YEAR
    )
    with pytest.raises(InputError, match="没有由这个登记簿计数的格"):
        fill_return(register, alone, out)
    with pytest.raises(InputError, match="附有登记簿"):
        fill_return(register, Path(register.item.source.path), out)
    with pytest.raises(OutputError, match="已经存在"):
        fill_return(register, path, other)


def test_a_department_without_a_code_goes_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "民政局.xlsx"
    write_return(register_form(), {}, path, department="民政局", year=YEAR)
    with pytest.raises(InputError, match="的填报单位是“教育局”，登记簿的是“民政局”，不能填"):
        fill_return(read_register(path), write(tmp_path / "报送.xlsx"), tmp_path / "已填.xlsx")
