"""Findings (审核问题): what is said to a department about its return.

A finding names its place, the values seen and expected, and what to do. Its sentences come
from the catalogue (`catalogue.toml`), so they stand once and can be read as one page.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from importlib.resources import files

from xlreport.base.text import one_line

_ABOUT_FORM = frozenset({"FORM-UNKNOWN", "FORM-REPLACED", "EDITION", "S-EDITION"})
_LONGEST_QUOTE = 120  # characters; official paths are shorter


class Severity(StrEnum):
    """Says what a finding means for the return: error, warning or notice."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def chinese(self) -> str:
        """Give the word a clerk sees."""
        return {"error": "错误", "warning": "警告", "info": "提示"}[self.value]

    @property
    def rank(self) -> int:
        """Give the place in a list that shows the gravest first."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True)
class CellReference:
    """Is one cell of a finding: sheet and A1 address as in the file, official path, text seen.

    `side` is "left" or "right" of a relation, "last" for last year's figure, else empty.
    """

    sheet: str
    cell: str
    path: str
    value: str
    side: str = ""


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """Is one line of the catalogue: sentences with {named} places, advice, and an example."""

    code: str
    severity: Severity
    zh: str
    advice_zh: str
    en: str
    advice_en: str
    example: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Finding:
    """Is one finding about one return; `cells` starts with the likeliest culprit.

    `facts` fill the named places of the catalogue's sentence for `code`; `rule` is the id of
    the form's rule, or empty. `answer` is the clerk's explanation (核实说明) as typed; `waiver`
    says who has approved a warning and why, and is empty where nobody has. One about a file in
    whose place another is used is `replaced`: it is listed, and nobody need act on it.
    """

    code: str
    severity: Severity
    cells: tuple[CellReference, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)
    rule: str = ""
    expected: str = ""
    difference: str = ""
    department: str = ""
    file: str = ""
    form: str = ""
    year: int | None = None
    answer: str = ""
    waiver: str = ""
    replaced: bool = False

    __repr__ = one_line(
        lambda it: (
            f"{it.code} {it.severity.value}: {it.department} {it.file} "
            f"{it.sheet}{'!' if it.cell else ''}{it.cell}"
        )
    )

    @property
    def is_open_error(self) -> bool:
        """Tell whether this is an error that somebody must mend."""
        return self.severity is Severity.ERROR and not self.replaced

    @property
    def sheet(self) -> str:
        """Give the sheet of the first cell, empty for a finding about the whole file."""
        return self.cells[0].sheet if self.cells else ""

    @property
    def cell(self) -> str:
        """Give the A1 address of the first cell, empty for a finding about the whole file."""
        return self.cells[0].cell if self.cells else ""

    @property
    def path(self) -> str:
        """Give the official path of the first cell."""
        return self.cells[0].path if self.cells else ""

    @property
    def seen(self) -> str:
        """Give what stands in the first cell, as typed."""
        return self.cells[0].value if self.cells else ""

    @property
    def message(self) -> str:
        """Render the Chinese sentence: what was seen where."""
        return catalogue()[self.code].zh.format_map(self._places())

    @property
    def advice(self) -> str:
        """Render the Chinese sentence that says what to do."""
        return catalogue()[self.code].advice_zh.format_map(self._places())

    @property
    def english(self) -> str:
        """Render the English sentence and advice, for programmers and logs."""
        entry = catalogue()[self.code]
        return f"{entry.en} {entry.advice_en}".strip().format_map(self._places())

    @property
    def remarks(self) -> tuple[str, ...]:
        """List in Chinese what is explained and approved, and whether the file is not used."""
        answer = f"单位核实说明：{' '.join(self.answer.split())}" if self.answer else ""
        idle = self.replaced and self.severity is not Severity.INFO
        settled = "这个文件没有采用，此项不计" if idle else ""
        return tuple(filter(None, (answer, self.waiver, settled)))

    @property
    def full_message(self) -> str:
        """Render the Chinese sentence with the remarks behind it, in brackets."""
        return "".join([self.message, *(f"（{quotable(remark)}）" for remark in self.remarks)])

    def _places(self) -> dict[str, str]:
        places = {
            "sheet": self.sheet,
            "cell": self.cell,
            "path": self.path,
            "seen": self.seen,
            "expected": self.expected,
            "difference": self.difference,
            "count": str(len(self.cells)),
            "others": "" if len(self.cells) < 2 else f"等{len(self.cells)}处",
            **self.facts,
        }
        return {name: quotable(text) for name, text in places.items()}


def quotable(text: str) -> str:
    """Make text of a return fit for a sentence: one line, no control characters, not too long."""
    plain = "".join(sign if sign.isprintable() else " " for sign in text).strip()
    return plain if len(plain) <= _LONGEST_QUOTE else f"{plain[:_LONGEST_QUOTE]}…"


@cache
def catalogue() -> Mapping[str, CatalogueEntry]:
    """Load the catalogue of findings: code → entry, in the order of the file."""
    text = files("xlreport.base").joinpath("catalogue.toml").read_text(encoding="utf-8")
    return {
        code: CatalogueEntry(code=code, **{**entry, "severity": Severity(entry["severity"])})
        for code, entry in tomllib.loads(text).items()
    }


def make_finding(code: str, /, *cells: CellReference, **facts: str) -> Finding:
    """Make a finding with the catalogue's severity for its code."""
    return Finding(code, catalogue()[code].severity, cells, facts)


def located(
    finding: Finding,
    *,
    file: str,
    department: str,
    form: str,
    year: int | None,
    replaced: bool = False,
) -> Finding:
    """Copy a finding with the file, department, form id and year it belongs to."""
    whose = replace(finding, file=file, department=department, form=form)
    return replace(whose, year=year, replaced=replaced)


FINDING_FIELDS = (
    *("code", "severity", "department", "file", "sheet", "cell", "path", "seen", "expected"),
    *("difference", "message", "advice", "rule", "form", "year", "answer", "waiver"),
    "replaced",
)


def finding_row(finding: Finding) -> dict[str, object]:
    """Give a finding's fields by the stable names of JSON and frames, without its cells."""
    row = {name: getattr(finding, name) for name in FINDING_FIELDS}
    return {**row, "severity": finding.severity.value}


def sort_findings(findings: Iterable[Finding]) -> list[Finding]:
    """Order findings for reading: files with the gravest first, within a file the same.

    Files that are not used come last, also where two folders hold files of one name. Before all
    else about a file it is said that its form is not the right one.
    """
    listed = list(findings)
    gravest: dict[tuple[bool, str], int] = {}
    for finding in listed:
        file = finding.replaced, finding.file
        gravest[file] = min(gravest.get(file, 9), finding.severity.rank)
    places = {file: place for place, file in enumerate(gravest)}

    def place(finding: Finding) -> tuple[int | bool, ...]:
        file = finding.replaced, finding.file
        return finding.replaced, gravest[file], places[file], *place_within_file(finding)

    return sorted(listed, key=place)


def place_within_file(finding: Finding) -> tuple[bool, int]:
    """Give the sort key of a finding among those of its file."""
    return finding.code not in _ABOUT_FORM, finding.severity.rank
