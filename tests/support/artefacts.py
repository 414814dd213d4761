"""One file of every kind that people see, of a small made-up county in its second year."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from shutil import copyfile

import xlreport as xr
from xlreport.commands._demo_figures import demo_departments, demo_values
from xlreport.layout.field import Field, FieldKind
from xlreport.outgoing.template import build_template
from xlreport.writing.content import Value

YEAR = 2026
NAME = "盐池县"
_CODES = _RIGHT, _BLANK, _WRONG, _MISSING = "D01", "D02", "D10", "X06"
_UNUSUAL = ("proactive", "licences", "decisions"), ("proactive", "penalties", "decisions")
_SENTENCE = "本年度主动公开政府信息并答复全部申请，没有因公开引起的复议和诉讼。"
_LONGEST = 2_000  # characters: a text that a clerk may type whole


@dataclass(frozen=True)
class _County:
    """What the files are made of: this year's returns and their sum, last year's summary."""

    folder: Path
    returns: xr.Returns
    summary: xr.Summary
    last: Path

    def send_back(self, path: Path) -> None:
        copies = xr.annotate(self.returns, self.folder / "退回")
        next(copy for copy in copies if _WRONG in copy.name).rename(path)

    def acknowledge(self, path: Path) -> None:
        board = xr.board(self.returns, name=NAME)
        xr.write_receipts(board, self.folder / "回执")[0].rename(path)

    def report(self, path: Path) -> None:
        xr.write_report(self.summary, path, partial=True, verify=False)


_MAKERS: Mapping[str, Callable[[_County, Path], object]] = {
    "return.xlsx": lambda made, path: copyfile(_return_of(made.folder, YEAR, _RIGHT), path),
    "findings.xlsx": lambda made, path: xr.write_findings(made.returns, path),
    "summary.xlsx": lambda made, path: xr.write_summary(made.summary, path),
    "sent back.xlsx": _County.send_back,
    "receipt.xlsx": _County.acknowledge,
    "decisions.xlsx": lambda made, path: xr.write_decisions(made.returns, path),
    "comparison.xlsx": lambda made, path: xr.write_comparison(
        xr.compare(made.summary, made.last), path
    ),
    "history.xlsx": lambda made, path: xr.write_history(
        xr.history([made.last], this=made.summary), path
    ),
    "report.docx": _County.report,
    "page.html": _County.report,
    "figures.html": lambda made, path: xr.write_figures(
        made.summary, path, partial=True, verify=False
    ),
    "board.html": lambda made, path: xr.write_findings(made.returns, path),
}
ARTEFACTS = tuple(_MAKERS)


def make_artefacts(folder: Path, names: Sequence[str] = ARTEFACTS) -> list[Path]:
    """Write the files of these names into a folder; return their paths."""
    chosen = [each for each in demo_departments() if each.code in _CODES]
    roster = xr.Roster("名录.csv", tuple(chosen))
    for who in chosen:
        for year in (YEAR - 1, YEAR) if who.code != _MISSING else ():
            path = _return_of(folder, year, who.code)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(_filled(who, year))
    last = folder / "last.xlsx"
    before = xr.read_returns(folder / str(YEAR - 1), roster=roster)
    xr.write_summary(xr.consolidate(before, name=NAME, verify=False), last)
    returns = xr.read_returns(folder / str(YEAR), roster=roster, last_year=last)
    made = _County(folder, returns, xr.consolidate(returns, name=NAME, verify=False), last)
    for name in names:
        _MAKERS[name](made, folder / name)
    return [folder / name for name in names]


def _return_of(folder: Path, year: int, code: str) -> Path:
    return folder / str(year) / f"{code}.xlsx"


def _filled(who: xr.Department, year: int) -> bytes:
    """Fill in a department's template: one has blanks, some a wrong figure, all long texts."""
    form = xr.load_form("ogi-2021")
    values: dict[int, Value] = demo_values(form, replace(who, code=f"{who.code}{year}"))
    if who.code == _BLANK:
        values = {
            index: value for index, value in values.items() if form.cells[index].table != "requests"
        }
    if year == YEAR and who.code in (_RIGHT, _BLANK):
        for slip in (form.index[each] for each in _UNUSUAL):
            values[slip] = 100 * int(str(values[slip])) + 1000
    if who.code == _WRONG:
        slip = form.index["requests", "received", "natural_person"]
        values[slip] = int(str(values[slip])) + 1
    text = (_SENTENCE * (_LONGEST // len(_SENTENCE) + 1))[:_LONGEST]
    fields = {Field(FieldKind.TEXT, each.key): text for each in form.texts if not each.standing}
    return build_template(form, year=year, department=who, values=values, fields=fields)
