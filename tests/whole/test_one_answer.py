"""One answer: reading, checking, consolidating and exporting never differ about a department.

What only a second reading finds differs, and is then named by those that read twice.
"""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from click.testing import Result

from support.command_line import run
from support.county import consistent
from support.departments import make_department
from support.edited import part_of, with_parts
from support.filled import as_typed, cells_at
from support.two_readers import cells_turned, rows_reversed, turned
from xlreport import Roster, consolidate, load_form, read_returns, read_roster, write_roster
from xlreport.form.form import Form
from xlreport.outgoing.template import build_template
from xlreport.settlement.status import DepartmentStatus

NEW, OLD = load_form("ogi-2021"), load_form("ogi-2019")
YEAR = 2026
COUNTED_OUT = "D90"
Maker = Callable[[Path, str], None]


def put(folder: Path, code: str, data: bytes, name: str = "") -> None:
    (folder / (name or f"{code}.xlsx")).write_bytes(data)


def built(code: str, seed: int = 1, form: Form = NEW, **more: object) -> bytes:
    options = {"values": consistent(seed, form), "year": YEAR, **more}
    return build_template(form, department=make_department(code), **options)  # type: ignore[arg-type]


def right(folder: Path, code: str) -> None:
    put(folder, code, built(code, int(code[1:])))


def nil(folder: Path, code: str) -> None:
    keys = frozenset(table.key for table in NEW.tables)
    put(folder, code, built(code, values={}, nil=keys))


def warned(folder: Path, code: str) -> None:
    values = consistent(2) | as_typed(NEW, cells_at(NEW, {}, None))
    values[NEW.index["proactive", "regulations", "in_force"]] = 2
    put(folder, code, built(code, values=values))


def wrong(folder: Path, code: str) -> None:
    values = consistent(3)
    values[NEW.index["requests", "received", "natural_person"]] = 999
    put(folder, code, built(code, values=values))


def conflicting(folder: Path, code: str) -> None:
    for number in (4, 5):
        put(folder, code, built(code, number), f"{code}_{number}.xlsx")


def twice(folder: Path, code: str) -> None:
    for number in (4, 5):
        put(folder, code, built(code, 6), f"{code}_{number}.xlsx")


def corrected(folder: Path, code: str) -> None:
    put(folder, code, built(code, 7), f"{code}_1.xlsx")
    put(folder, code, built(code, 8, revision=2), f"{code}_2.xlsx")


def missing(_: Path, __: str) -> None:
    """Send nothing."""


def of_another_edition(folder: Path, code: str) -> None:
    values = as_typed(OLD, cells_at(OLD, {"proactive.licences.items_last_year": 7}))
    put(folder, code, built(code, form=OLD, values=values))


def migrated(folder: Path, code: str) -> None:
    keys = frozenset(table.key for table in OLD.tables)
    put(folder, code, built(code, form=OLD, values={}, nil=keys))


def of_another_year(folder: Path, code: str) -> None:
    put(folder, code, built(code, 9, year=YEAR - 1))


def unreadable(folder: Path, code: str) -> None:
    put(folder, code, b"not a workbook")


def leftover(folder: Path, code: str) -> None:
    put(folder, code, built(code, 10), f"{code}.xlsx.crdownload")


def stranger(folder: Path, code: str) -> None:
    put(folder, code, built("X99", 11))


def in_another_order(folder: Path, code: str) -> None:
    data = turned(built(code, 12), "三", rows_reversed)
    put(folder, code, turned(data, "二", cells_turned))


def read_differently(folder: Path, code: str) -> None:
    put(folder, code, turned(built(code, 13), "三"))


def saved_as_text(folder: Path, code: str) -> None:
    data = built(code, 14)
    edit = re.compile(rb'(<c r="D6"[^>]*?)><v>(\d+)</v>')
    change = lambda xml: edit.sub(rb'\1 t="str"><v>\2</v>', xml)  # noqa: E731
    put(folder, code, with_parts(data, {part_of(data, "三"): change}))


COLLECTIONS: dict[str, list[Maker]] = {
    "all right": [right, right, right],
    "warnings and nil": [right, warned, nil],
    "one wrong": [right, wrong, right],
    "only wrong": [wrong, wrong],
    "conflicts": [right, conflicting, twice, corrected],
    "only a conflict": [conflicting],
    "missing": [right, missing, missing],
    "editions": [right, right, of_another_edition, migrated],
    "most of another edition": [right, of_another_edition, of_another_edition],
    "years": [right, right, of_another_year],
    "files that are none": [right, unreadable, leftover, stranger],
    "nothing but strangers": [stranger, unreadable],
    "odd files": [in_another_order, saved_as_text, right],
    "read differently": [right, read_differently, wrong],
    "only read differently": [read_differently],
    "everything": [
        *(right, warned, nil, wrong, conflicting, twice, corrected, missing, of_another_edition),
        *(migrated, of_another_year, unreadable, leftover, stranger, in_another_order),
        *(read_differently, saved_as_text, right),
    ],
}


class County:
    """A county whose departments have sent what their makers make, each its own."""

    def __init__(self, root: Path, makers: list[Maker]) -> None:
        self.folder, self.roster_file, self.out = root / "收回", root / "名录.csv", root / "出"
        self.folder.mkdir()
        codes = [f"D{number:02}" for number in range(1, len(makers) + 1)]
        for code, maker in zip(codes, makers, strict=True):
            maker(self.folder, code)
        put(self.folder, COUNTED_OUT, built(COUNTED_OUT, 20))
        departments = [make_department(code) for code in codes]
        write_roster(self.roster_file, [*departments, make_department(COUNTED_OUT, counted=False)])
        sent = zip(codes, makers, strict=True)
        self.differing = {code for code, maker in sent if maker is read_differently}

    @property
    def roster(self) -> Roster:
        return read_roster(self.roster_file)

    def run(self, command: str, *more: object) -> Result:
        return run(command, self.folder, "--roster", self.roster_file, *more)


@pytest.fixture(params=COLLECTIONS)
def county(request: pytest.FixtureRequest, tmp_path: Path) -> County:
    return County(tmp_path, COLLECTIONS[request.param])


def said(statuses: Counter[str]) -> str:
    words = {status.value: status.chinese for status in DepartmentStatus}
    parts = [f"{words[status]} {statuses[status]}" for status in words if statuses[status]]
    return f"单位 {statuses.total()} 个：{'，'.join(parts)}"


def test_every_way_gives_one_answer(county: County) -> None:
    returns = read_returns(county.folder, roster=county.roster)
    frame = returns.status
    read = dict(zip(frame["department_code"], frame["status"], strict=True))

    checked = json.loads(county.run("check", "--format", "json").stdout)
    assert read == {filing["code"]: filing["status"] for filing in checked["departments"]}
    errors = sum(f["severity"] == "error" for f in checked["findings"])
    assert errors == sum(returns.findings["severity"] == "error")
    assert f"\n{said(Counter(read.values()))}\n" in county.run("check").stdout

    added = ("accepted", "accepted with warnings", "nil return")
    held = {f"{code}局" for code, status in read.items() if status in added}
    assert held == set(returns.data["department"])

    decided = read | dict.fromkeys(county.differing, "returned for correction")
    counts = Counter(decided.values())
    usable = {code for code, status in decided.items() if status in added}

    book, data = county.out / "汇总.xlsx", county.out / "数据.csv"
    summed = county.run("consolidate", "--name", "县", "--out", book)
    exported = county.run("export", "--out", data)
    for result in (summed, exported):
        assert said(counts) in result.stderr.splitlines()
        for code in county.differing:
            assert f"× 错误　{code}局：几种读取方法对 表三 " in result.stderr
    assert exported.exit_code == (summed.exit_code if book.exists() else exported.exit_code)
    assert (data.exists(), book.exists()) == (bool(usable), bool(usable - {COUNTED_OUT}))
    if data.exists():
        assert {code: decided[code] for code in usable} == statuses_of(data)
    if not book.exists():
        assert "无法完成：" in summed.stderr
        return
    summary = consolidate(returns, name="县")
    assert decided == dict(
        summary.returns.status[["department_code", "status"]].to_numpy().tolist()
    )
    assert usable - {COUNTED_OUT} == {filing.department.code for filing in summary.counted}
    words = {status.value: status.chinese for status in DepartmentStatus}
    assert {code: words[status] for code, status in decided.items()} == statuses_on(book)
    assert summary.scope in summed.stdout
    for code in county.differing:
        assert f"{code}局几种读取方法读出的内容不同" in summary.scope


@pytest.mark.parametrize("collection", ["editions", "most of another edition"])
def test_another_edition_is_judged_alike_without_a_roster(tmp_path: Path, collection: str) -> None:
    county = County(tmp_path, COLLECTIONS[collection])
    returns = read_returns(county.folder)
    summary = consolidate(returns, name="县")
    decided = dict(returns.status[["department_code", "status"]].to_numpy().tolist())
    assert "returned for correction" in decided.values()
    assert decided == dict(
        summary.returns.status[["department_code", "status"]].to_numpy().tolist()
    )
    counted = {filing.department.name for filing in summary.counted}
    assert counted == set(returns.data["department"])


def statuses_of(data: Path) -> dict[str, str]:
    with data.open(encoding="utf-8-sig", newline="") as file:
        return {row["code"]: row["status"] for row in csv.DictReader(file)}


def statuses_on(book: Path) -> dict[str, str]:
    rows = openpyxl.load_workbook(book)["报送情况"].iter_rows(values_only=True)
    lines = [row for row in rows if re.fullmatch(r"D\d\d", str(row[0]))]
    return {str(row[0]): str(row[2])[2:] for row in lines}  # behind the sign


def test_a_preference_and_a_waiver_mean_the_same_to_every_command(tmp_path: Path) -> None:
    county = County(tmp_path, [right, conflicting, warned])
    waivers = tmp_path / "核准.csv"
    heading = "规则,单位代码,年度,理由,批准人,有效期至"
    waivers.write_text(f"{heading}\nT2-REG,D03,,已核实,张三,\n", encoding="utf-8")
    choice = ("--prefer", "D02=D02_4.xlsx", "--waivers", waivers)
    statuses = dict.fromkeys(("D01", "D02", "D03", COUNTED_OUT), "accepted")
    checked = json.loads(county.run("check", "--format", "json", *choice).stdout)
    found = {filing["code"]: filing["status"] for filing in checked["departments"]}
    book, data = county.out / "汇总.xlsx", county.out / "数据.csv"
    county.run("export", "--out", data, *choice)
    county.run("consolidate", "--name", "县", "--out", book, *choice)
    assert statuses == found == statuses_of(data)
    assert dict.fromkeys(statuses, "通过") == statuses_on(book)


OPEN: dict[str, tuple[Maker, str]] = {
    "a conflict": (conflicting, "数据冲突 1 个单位（D02局）"),
    "an error": (wrong, "退回修改 1 个单位（D02局）"),
    "nobody": (missing, "未报送 1 个单位（D02局）"),
    "another reading": (read_differently, "退回修改 1 个单位（D02局）"),
    "another edition": (of_another_edition, "退回修改 1 个单位（D02局）"),
    "a migrated return": (migrated, "报表版本不同 1 个单位（D02局）"),
    "an unreadable file": (unreadable, "无法读取 1 个文件"),
    "a stranger": (stranger, "不在名录 1 个文件"),
}


@pytest.mark.parametrize("matter", OPEN)
def test_strict_adds_up_nothing_while_anything_is_open(tmp_path: Path, matter: str) -> None:
    maker, sentence = OPEN[matter]
    county = County(tmp_path, [right, maker, right])
    out = county.out / "汇总.xlsx"
    result = county.run("consolidate", "--name", "县", "--strict", "--out", out)
    assert (True, False) == (sentence in result.stderr, out.exists())
    assert "无法完成：按 --strict 的要求没有汇总：" in result.stderr
    assert result.exit_code in (1, 3)
