"""The record of a trial with WPS (试填单) is a template like any other, and is read back."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

from support.edited import codes, read, typed
from support.filled import find
from support.mutated import findings_of
from xlreport.form.form import Form
from xlreport.form.load import load_form
from xlreport.layout.field import Field, FieldKind

ROOT: Final = Path(__file__).parents[2]
ENTRIES: Final = {
    "program.name": "WPS 表格",
    "program.version": "12.1.0.16120",
    "program.system": "Windows",
    "program.device": "电脑",
    "program.day": date(2026, 3, 5),
    "entries.first": 12,
    "entries.second": 30,
    "entries.money": 25.1,
    "entries.day": date(2026, 1, 5),
    "entries.share": 0.5556,
    "entries.letter": "乙",
    "entries.words": "盐池县（试填）",
}


@cache
def trial() -> Form:
    return load_form(ROOT / "examples" / "试填单.toml")


def recorded(**seen: tuple[str, str]) -> bytes:
    """Give the blank record of the folder of templates as a person filled it in and saved it."""
    form = trial()
    cells: dict[int | Field, Any] = {
        find(form, f"{name}.answer"): value for name, value in ENTRIES.items()
    }
    for row, (same, words) in seen.items():
        cells[find(form, f"seen.{row}.same")] = same
        if words:
            cells[find(form, f"seen.{row}.words")] = words
    cells[Field(FieldKind.CODE)] = "D01"
    cells[Field(FieldKind.DEPARTMENT)] = "信息中心"
    cells[Field(FieldKind.PERIOD)] = 2026
    data = (ROOT / "templates" / "试填单.xlsx").read_bytes()
    return typed(data, form, cells)


def test_what_a_person_saw_is_read_back() -> None:
    form = trial()
    item = read(recorded(opened=("是", ""), hidden=("否", "列出了 _xlreport")), form)
    names = ["program.version.answer", "entries.words.answer", "seen.hidden.words"]
    assert ["12.1.0.16120", "盐池县（试填）", "列出了 _xlreport"] == [
        item.seen[find(form, name)] for name in names
    ]
    assert ("D01", "信息中心", 2026) == (item.code, item.department, item.year)
    names = [*("entries.sum.answer", "entries.money.answer", "entries.share.answer")]
    names += [f"seen.{row}.same" for row in ("opened", "hidden", "saved")]
    assert [42, 25_100_000, 5556, 1, 0, None] == [item.values[find(form, name)] for name in names]
    assert [] == codes(item.findings)


def test_a_no_without_words_is_asked_for(tmp_path: Path) -> None:
    books = {"没写": recorded(locked=("否", "")), "写了": recorded(locked=("否", "改得了"))}
    found = findings_of(tmp_path, books, trial())
    assert [["T-SAID"], []] == [codes(findings) for findings in found.values()]
