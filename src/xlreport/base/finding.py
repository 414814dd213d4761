"""Findings (审核问题): the messages to a department about its return.

A finding names its cells, the values seen and expected, and what to do. Its sentences come
from the catalogue (`catalogue.toml`), so each is written once and all can be read on one page.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from importlib.resources import files

from xlreport.base.cell_reference import CellReference
from xlreport.base.period import Period
from xlreport.base.public import public
from xlreport.base.sign import Sign
from xlreport.base.text import one_line

_ABOUT_FORM = frozenset({"FORM-UNKNOWN", "FORM-REPLACED", "EDITION", "S-EDITION", "WRONG-YEAR"})
LONGEST_QUOTE = 120  # characters; official paths are shorter


@public
class Severity(StrEnum):
    """How serious a finding is: an error, a warning or a notice."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def chinese(self) -> str:
        """The word a clerk sees."""
        return {"error": "错误", "warning": "警告", "info": "提示"}[self.value]

    @property
    def sign(self) -> Sign:
        """The mark and the colours of the word."""
        return {"error": Sign.OPEN, "warning": Sign.DOUBT, "info": Sign.ASIDE}[self.value]

    @property
    def marked(self) -> str:
        """The word behind its mark: × 错误."""
        return self.sign.before(self.chinese)

    @property
    def rank(self) -> int:
        """The position in a list that begins with the most serious; errors have 0."""
        return {"error": 0, "warning": 1, "info": 2}[self.value]


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """One entry of the catalogue: sentences with {placeholders}, advice, and example facts."""

    code: str
    severity: Severity
    zh: str
    advice_zh: str
    en: str
    advice_en: str
    example: Mapping[str, str]


@public
@dataclass(frozen=True, slots=True)
class Finding:
    """A finding about one return; the first of `cells` is the likeliest to be wrong.

    `facts` fill the placeholders of the catalogue's sentence for `code`; `rule` is the id of
    the form's rule or check, or empty. Where `code` is the id of a check, `entry` is the code of
    the sentence in the catalogue. `answer` is the clerk's explanation (核实说明) as typed, and
    `answer_code` the key of the form's standard explanation that it is, or begins with. `waiver`
    says who approved a warning and why; it is empty for one that is not approved. A finding is
    `replaced` if another file is used instead of its own: it is listed, but needs no action.
    `about` is the key of the table or list that it is about as a whole.
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
    period: Period | None = None
    answer: str = ""
    waiver: str = ""
    replaced: bool = False
    entry: str = ""
    about: str = ""
    department_code: str = ""
    answer_code: str = ""

    __repr__ = one_line(
        lambda it: (
            f"{it.code} {it.severity.value}: {it.department} {it.file} "
            f"{it.sheet}{'!' if it.cell else ''}{it.cell}"
        )
    )

    @property
    def year(self) -> int | None:
        """The year of the return."""
        return self.period.year if self.period else None

    @property
    def catalogued(self) -> str:
        """The code of the finding's sentence in the catalogue."""
        return self.entry or self.code

    @property
    def is_open_error(self) -> bool:
        """Whether this is an error that somebody must correct."""
        return self.severity is Severity.ERROR and not self.replaced

    @property
    def sheet(self) -> str:
        """The sheet of the first cell, empty for a finding about the whole file."""
        return self.cells[0].sheet if self.cells else ""

    @property
    def cell(self) -> str:
        """The A1 address of the first cell, empty for a finding about the whole file."""
        return self.cells[0].cell if self.cells else ""

    @property
    def place(self) -> str:
        """The first cell as a sentence calls it, 表三 D6; empty without a cell."""
        return self.cells[0].place if self.cells else ""

    @property
    def path(self) -> str:
        """The official path of the first cell."""
        return self.cells[0].path if self.cells else ""

    @property
    def seen(self) -> str:
        """The content of the first cell, as typed."""
        return self.cells[0].value if self.cells else ""

    @property
    def table(self) -> str:
        """The key of the table or list of the first cell, or of the finding as a whole."""
        return (self.cells[0].table if self.cells else "") or self.about

    @property
    def row(self) -> str:
        """The key of the row of the first cell, empty for what is no cell of a table."""
        return self.cells[0].row if self.cells else ""

    @property
    def column(self) -> str:
        """The key of the column of the first cell, of a table or list."""
        return self.cells[0].column if self.cells else ""

    @property
    def line(self) -> int | None:
        """The number of the line of the first cell in its list, from 1; None outside of lists."""
        return self.cells[0].line if self.cells else None

    @property
    def message(self) -> str:
        """The Chinese sentence that describes the finding."""
        entry = catalogue()[self.catalogued]
        return self._reworded(entry.zh).format_map(self._placeholders())

    @property
    def advice(self) -> str:
        """The Chinese sentence that says what to do."""
        if "own_advice" in self.facts:  # of a form's check
            return self.facts["own_advice"]
        entry = catalogue()[self.catalogued]
        return self._reworded(entry.advice_zh).format_map(self._placeholders())

    @property
    def english(self) -> str:
        """The English sentence and advice, for programmers and logs."""
        entry = catalogue()[self.catalogued]
        return f"{entry.en} {entry.advice_en}".strip().format_map(self._placeholders())

    @property
    def remarks(self) -> tuple[str, ...]:
        """Chinese remarks: the explanation, the approval, and that the file is not used."""
        answer = f"单位核实说明：{' '.join(self.answer.split())}" if self.answer else ""
        idle = self.replaced and self.severity is not Severity.INFO
        settled = "这个文件没有采用，此项不计" if idle else ""
        return tuple(filter(None, (answer, self.waiver, settled)))

    @property
    def full_message(self) -> str:
        """The Chinese sentence, followed by the remarks in brackets."""
        return "".join([self.message, *(f"（{quotable(remark)}）" for remark in self.remarks)])

    def _reworded(self, sentence: str) -> str:
        """Return a sentence of the catalogue in the words for the period of the return."""
        return self.period.kind.reword(sentence) if self.period else sentence

    def _placeholders(self) -> dict[str, str]:
        texts = {
            "sheet": self.sheet,
            "cell": self.cell,
            "at": self.place,
            "path": self.cells[0].labels if self.cells else "",
            "seen": self.seen,
            "expected": self.expected,
            "difference": self.difference,
            "count": str(len(self.cells)),
            "own": "",
            "others": "" if len(self.cells) < 2 else f"等{len(self.cells)}处",
            **self.facts,
        }
        return {name: quotable(text) for name, text in texts.items()}


def quotable(text: str) -> str:
    """Make text of a return fit for a sentence: printable, on one line, at most 120 characters."""
    plain = "".join(sign if sign.isprintable() else " " for sign in text).strip()
    return plain if len(plain) <= LONGEST_QUOTE else f"{plain[:LONGEST_QUOTE]}…"


def listed(names: Sequence[str], *, most: int = 10, counter: str = "个") -> str:
    """List the first names, each `quotable`, and how many there are where that is not all."""
    more = f"等 {len(names)} {counter}" if len(names) > most else ""
    return "、".join(map(quotable, names[:most])) + more


@cache
def catalogue() -> Mapping[str, CatalogueEntry]:
    """Load the catalogue of findings: entries by code, in the order of the file."""
    text = files("xlreport.base").joinpath("catalogue.toml").read_text(encoding="utf-8")
    return {
        code: CatalogueEntry(code=code, **{**entry, "severity": Severity(entry["severity"])})
        for code, entry in tomllib.loads(text).items()
    }


def make_finding(code: str, /, *cells: CellReference, **facts: str) -> Finding:
    """Make a finding with the severity that the catalogue gives its code."""
    return Finding(code, catalogue()[code].severity, cells, facts)


def attribute_finding(
    finding: Finding,
    *,
    file: str,
    department: str,
    department_code: str,
    form: str,
    period: Period | None,
    replaced: bool = False,
) -> Finding:
    """Copy a finding with the file, department, form id and period of its return."""
    return replace(
        finding,
        file=file,
        department=department,
        department_code=department_code,
        form=form,
        period=period,
        replaced=replaced,
    )


def findings_about(key: str, findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield findings that are about a table or list as a whole, by its key."""
    for finding in findings:
        yield replace(finding, about=key)


def sort_findings(findings: Iterable[Finding]) -> list[Finding]:
    """Order findings by file, the most serious first, and within a file the same.

    Files that are not used come last. A finding that a file has the wrong form precedes all
    others about that file.
    """
    listed = list(findings)
    # A file's name is not enough: a used file and a replaced one may have the same name.
    worst: dict[tuple[bool, str], int] = {}
    for finding in listed:
        file = finding.replaced, finding.file
        worst[file] = min(worst.get(file, 9), finding.severity.rank)
    numbers = {file: number for number, file in enumerate(worst)}

    def sort_key(finding: Finding) -> tuple[int | bool, ...]:
        file = finding.replaced, finding.file
        return finding.replaced, worst[file], numbers[file], *rank_in_file(finding)

    return sorted(listed, key=sort_key)


def is_about_form(finding: Finding) -> bool:
    """Tell whether a file has the wrong form or year, so that nothing else counts.

    Such a finding says itself which workbook is to be filled in.
    """
    return finding.catalogued in _ABOUT_FORM


def rank_in_file(finding: Finding) -> tuple[bool, int]:
    """Return the sort key of a finding among those about its file."""
    return not is_about_form(finding), finding.severity.rank
