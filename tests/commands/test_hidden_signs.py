"""No command writes a hidden sign: neither to the terminal, nor to a CSV, JSON or text file.

The names of files and folders, departments, texts in cells, the roster and the waivers are full of
such signs: escapes of the terminal, marks of direction, line separators.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from support.command_line import YEAR, run
from support.departments import make_department
from support.filled import as_typed, cells_at
from xlreport import Form
from xlreport.base.text import visible
from xlreport.layout.field import Field, FieldKind
from xlreport.outgoing.template import build_template

# Windows takes these in names, and none of the others.
SIGNS = "\x7f\x9b\u202e\u2066\u200f\u2028\x85"
if sys.platform != "win32":
    SIGNS = f"\x1b[31m\x1b]0;x\x07\x08\r{SIGNS}"


@pytest.fixture
def folder(tmp_path: Path, form_2021: Form) -> Path:
    """Give a folder of returns with such names and texts: right, wrong, unread, and of others."""
    place = tmp_path / f"收{SIGNS}回"
    place.mkdir()
    cells = cells_at(form_2021, {"requests.received.natural_person": 1})
    typed = as_typed(form_2021, cells)
    for number in (1, 2):
        who = make_department(f"D0{number}")
        values = dict(typed)
        values[next(iter(values))] = f"1{SIGNS}2"
        fields = {Field(FieldKind.TEXT, form_2021.texts[0].key): f"甲{SIGNS}乙"}
        data = build_template(form_2021, year=YEAR, department=who, values=values, fields=fields)
        (place / f"{number}{SIGNS}.xlsx").write_bytes(data)
    other = replace(make_department("D03"), name="民政局", variants=())
    typed = as_typed(form_2021, cells_at(form_2021, {}))
    data = build_template(form_2021, year=YEAR, department=other, values=typed)
    (place / f"3{SIGNS}.xlsx").write_bytes(data)
    last = tmp_path / f"上{SIGNS}年"
    last.mkdir()
    data = build_template(form_2021, year=YEAR - 1, department=other, values=typed)
    (last / f"3{SIGNS}.xlsx").write_bytes(data)
    (place / f"坏{SIGNS}.xlsx").write_bytes(b"PK\x03\x04" + bytes(90))
    (place / f"空{SIGNS}.xls").write_bytes(b"")
    (place / f"信{SIGNS}.txt").write_text(f"一{SIGNS}", encoding="utf-8")
    return place


def commands(place: Path, last: Path, out: Path) -> Iterator[list[object]]:
    roster, waivers = out / f"名{SIGNS}录.csv", out / f"核{SIGNS}准.csv"
    lines = f'单位代码,单位名称\nD01,D01局\nD02,"D02{SIGNS}局"\nD03,民政局\n'
    roster.write_text(lines, encoding="utf-8", newline="")
    good = out / "名录.csv"
    good.write_text("单位代码,单位名称\nD01,D01局\nD02,D02局\nD03,民政局\n", encoding="utf-8")
    text = f'规则,单位代码,年度,理由,批准人,有效期至\nX{SIGNS},D01,2026,"理{SIGNS}",甲,\n'
    waivers.write_text(text, encoding="utf-8", newline="")
    for form in ("text", "json", "csv"):
        yield ["check", place, "--roster", good, "--format", form]
    for ending in ("csv", "json", "txt"):
        yield ["check", place, "--out", out / f"问题.{ending}"]
    yield ["check", place]
    yield ["check", place, "--roster", roster]
    yield ["check", place, "--roster", good, "--waivers", waivers]
    prefer = ["--prefer", f"D01=没有{SIGNS}.xlsx", "--out", out / "汇总.xlsx"]
    yield ["consolidate", place, "--roster", good, "--name", "某县", *prefer]
    yield ["check", place, "--roster", good, "--remind", out / "催报.csv"]
    yield ["check", place, "--roster", good, "--remind", out / "催报.txt"]
    yield ["check", place / f"没有{SIGNS}"]
    yield ["check", place, "--form", f"没有{SIGNS}"]
    named = ["--name", f"某{SIGNS}县", "--out", out / f"汇{SIGNS}总.xlsx"]
    yield ["consolidate", place, "--roster", good, *named]
    yield [
        "consolidate",
        place,
        "--roster",
        good,
        "--name",
        "某县",
        "--strict",
        "--out",
        out / "汇.xlsx",
    ]
    yield ["export", place, "--out", out / "数据.csv"]
    yield ["export", place, "--out", out / "数据.json"]
    yield ["compare", place, place]
    for ending in ("csv", "json", "txt"):
        yield ["compare", place, last, "--out", out / f"比较.{ending}"]
    yield [
        "migrate",
        next(place.glob("1*")),
        "--to",
        "ogi-2019",
        "--out",
        out / f"迁{SIGNS}移.xlsx",
    ]
    yield ["report", next(place.glob("1*")), "--out", out / f"报{SIGNS}告.html"]
    yield ["import", next(place.glob("坏*")), "--out", out / f"入{SIGNS}.xlsx"]
    yield ["template", "ogi-2021", "--year", "2026", "--roster", roster, "--out", out / "下发"]
    yield ["template", f"没有{SIGNS}", "--year", "2026", "--out", out / f"下{SIGNS}发.xlsx"]
    yield ["forms", f"没有{SIGNS}"]
    yield [f"命令{SIGNS}"]


def test_no_command_writes_a_hidden_sign(folder: Path, tmp_path: Path) -> None:
    written = {}
    last = tmp_path / f"上{SIGNS}年"
    for number, words in enumerate(commands(folder, last, tmp_path)):
        result = run(*words)
        written[f"{number} {words[0]}"] = result.stdout + result.stderr
    for path in tmp_path.iterdir():
        if path.suffix in (".csv", ".json", ".txt") and SIGNS not in path.name:
            text = path.read_text(encoding="utf-8-sig")
            written[visible(path.name)] = text.replace("\r\n", "\n")
    assert [] == [name for name, text in written.items() if visible(text) != text]
    assert "�" in "".join(written.values())
    files = ("催报.csv", "催报.txt", "数据.csv", "数据.json", "比较.csv", "比较.json", "比较.txt")
    made = {*files, "问题.csv", "问题.json", "问题.txt"}
    assert made <= written.keys()
