"""The report as published: its title and its parts in official order, for any kind of file.

The Word file and the page are both written from this one value, so their content is the same.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from xlreport.base.errors import InputError
from xlreport.base.finding import Finding
from xlreport.base.period import Period
from xlreport.checks.nonlinear import narrative_findings
from xlreport.checks.statements import draft_sentences
from xlreport.form.check_kind import ABOUT_TEXTS
from xlreport.form.duties import NO_DUTY_MARK, cells_without, name_duties
from xlreport.form.form import Form
from xlreport.form.open_list import OpenList
from xlreport.form.parts import Table, Text
from xlreport.formats.sources import read_again
from xlreport.layout.stamp import StampKind
from xlreport.reading.one_return import Return, Unread
from xlreport.reading.sign_off import without_sign_off
from xlreport.reading.summary import open_departments
from xlreport.report.shown_table import Figures, ShownTable, show_table
from xlreport.returns.returns import Returns
from xlreport.summary.scope import left_out_sentence, scope_mark
from xlreport.summary.summary import Summary

# Warnings that are enough not to publish: one reader alone, a summary that nothing proves.
_NOT_PUBLISHED = frozenset({"READ-ONCE", "SUMMARY-OLD"})
# Control characters and surrogates, which XML, and so Word, does not allow.
_UNPRINTABLE = frozenset({"Cc", "Cs"})
_NONCHARACTERS = "\ufffe\uffff"


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a report: a table, or paragraphs.

    A `draft` was made from the figures. The opening sentence has no printed heading. `notes` are
    sentences below the table. An `unwritten` one has neither a table nor paragraphs.
    """

    key: str
    heading: str
    table: ShownTable | None = None
    paragraphs: tuple[str, ...] = ()
    draft: bool = False
    is_opening: bool = False
    notes: tuple[str, ...] = ()

    @property
    def unwritten(self) -> bool:
        """Whether somebody has still to write this part."""
        return self.table is None and not self.paragraphs


@dataclass(frozen=True, eq=False)
class Report:
    """A report: the name of its office, its period, its values and texts by cell, its sections.

    `mark` stands below the title of a report that leaves departments out. `findings` are what the
    checks of the form find in the texts beside these values. It is signed on a day (成文日期),
    None where that is not known yet.
    """

    form: Form
    name: str
    period: Period
    values: tuple[int | None, ...]
    sections: tuple[Section, ...]
    said: Mapping[int, str] = field(default_factory=dict)
    mark: str = ""
    findings: tuple[Finding, ...] = ()
    signed_on: date | None = None

    @cached_property
    def title(self) -> str:
        """The title as printed, such as 盐池县2026年政府信息公开工作年度报告."""
        return f"{self.name}{self.period.title}{self.form.title}"

    @cached_property
    def is_signed(self) -> bool:
        """Whether the last part ends with the name of the office already, as some type it."""
        paragraphs = self.sections[-1].paragraphs
        return len(without_sign_off(paragraphs, self.name)) < len(paragraphs)

    @property
    def day(self) -> str:
        """The day on which it is signed, as printed; empty where it is not known."""
        day = self.signed_on
        return f"{day.year}年{day.month}月{day.day}日" if day else ""


def make_report(
    source: Returns | Summary,
    texts: Mapping[str, str] | None = None,
    *,
    partial: bool = False,
    signed_on: date | None = None,
) -> Report:
    """Make the report of a summary, or of the one return that `source` holds.

    `texts` are narrative parts by key, which replace those of the return; `signed_on` is the day
    below the report. Raises `InputError` for
    more than one return, for a return that is not accepted or has no name or period, for a text
    that the form does not have, and without `partial` for a summary that leaves departments out.
    """
    content = _of_summary(source) if isinstance(source, Summary) else _only(source)
    form = content.form
    left_out = "" if partial else left_out_sentence(source)
    if left_out:
        raise InputError(
            f"{left_out}，没有生成公开报告。请待全部单位通过后重新汇总；"
            "确实要按现有单位公布的，加参数 partial。"
        )
    unknown = sorted(set(texts or {}) - {text.key for text in form.texts})
    if unknown:
        raise InputError(f"{form.name}没有名为 {'、'.join(unknown)} 的文字部分。")
    all_texts = {**form.standing, **content.texts, **(texts or {})}
    return Report(
        form=form,
        name=content.whole.office,
        period=content.period,
        values=tuple(content.whole.values),
        sections=tuple(_sections(content, all_texts)),
        said=content.whole.said,
        mark=printable(scope_mark(source)),
        findings=_text_findings(source, content, all_texts),
        signed_on=signed_on,
    )


def is_about_texts(form: Form, finding: Finding) -> bool:
    """Tell whether a finding is of a check of texts, which is judged anew for other texts."""
    return any(c.id == finding.code and c.kind in ABOUT_TEXTS for c in form.checks)


def _text_findings(
    source: Returns | Summary, content: _Content, texts: Mapping[str, str]
) -> tuple[Finding, ...]:
    """List what is found in the texts to be printed: as read, or anew where others are given."""
    form = content.form
    if isinstance(source, Returns) and texts == {**form.standing, **content.texts}:
        return tuple(finding for finding in source.found if is_about_texts(form, finding))
    written = {key: text for key, text in texts.items() if text.strip()}
    return tuple(narrative_findings(form, content.period, content.whole.values, written))


@dataclass(frozen=True, slots=True)
class _Content:
    """What a report takes from a summary or a return; `offices` are a summary's departments."""

    form: Form
    period: Period
    whole: Figures
    offices: Sequence[Figures]
    texts: Mapping[str, str]
    no_duties: frozenset[str]
    is_county: bool


def _of_summary(summary: Summary) -> _Content:
    items = [(filing.department.name, summary.item(filing)) for filing in summary.counted]
    return _Content(
        summary.form,
        summary.period,
        _figures(summary.name, summary, summary.no_duties),
        [_figures(name, item, item.no_duties) for name, item in items],
        texts={},
        no_duties=summary.no_duties,
        is_county=True,
    )


def _figures(office: str, source: Return | Summary, no_duties: frozenset[str]) -> Figures:
    """Return an office's figures; a cell of a duty that it does not have says so."""
    texts = {index: printable(text).strip() for index, text in source.said.items()}
    without = dict.fromkeys(cells_without(source.form, no_duties), NO_DUTY_MARK)
    return Figures(printable(office).strip(), source.values, texts | without)


def _only(source: Returns) -> _Content:
    """Return the content of the one return; raises `InputError` if it cannot be published."""
    if len(source.items) != 1:
        raise InputError(f"公开报告只能由一份报送件或汇总表生成，这里有 {len(source.items)} 份。")
    item = source.items[0]
    errors = [finding for finding in source.found if finding.is_open_error]
    if errors or isinstance(item, Unread):
        reason = f"{errors[0].message}{errors[0].advice}" if errors else ""
        raise InputError(f"{item.file} 有 {len(errors)} 处错误，不能据此发布：{reason}")
    for finding in source.found:
        if finding.code in _NOT_PUBLISHED:
            raise InputError(f"{item.file} 不能据此发布：{finding.message}{finding.advice}")
    if not item.department:
        raise InputError(f"{item.file} 没有写明单位名称，不能生成公开报告。")
    if item.period is None:
        raise InputError(f"{item.file} 没有写明{item.form.period.caption}，不能生成公开报告。")
    is_summary = item.stamp is not None and item.stamp.kind is StampKind.SUMMARY
    return _Content(
        item.form,
        item.period,
        _figures(item.department, item, item.no_duties),
        _departments(item) if is_summary else (),
        item.texts,
        no_duties=item.no_duties,
        is_county=is_summary,
    )


def _departments(item: Return) -> Sequence[Figures]:
    """Return the departments of a summary that was read, if its form publishes them.

    Raises `InputError` where the sheet of their data cannot be read.
    """
    if not any(table.by_department for table in item.form.tables):
        return ()
    try:
        data, _ = open_departments(read_again(item.source, item.sha256), item.form)
    except InputError as error:
        raise InputError(f"{item.file} {error}") from error
    return [
        Figures(printable(data.names[code]).strip(), values, data.said.get(code, {}))
        for code, values in data.rows.items()
    ]


def _sections(content: _Content, texts: Mapping[str, str]) -> list[Section]:
    """Return texts and tables in the order of the form file; lists are not published."""
    form, values = content.form, content.whole.values
    sections = []
    for each in form.sections:
        if isinstance(each, Text):
            sections.append(_narrative(form, each, texts.get(each.key, ""), values))
        elif not isinstance(each, OpenList):
            table = show_table(each, content.whole, content.offices)
            notes = _duty_notes(content, each)
            sections.append(Section(each.key, each.heading.strip(), table=table, notes=notes))
    return sections


def _duty_notes(content: _Content, table: Table) -> tuple[str, ...]:
    """Return the sentence on the duties of a table that the office does not have, if any."""
    cells = {cell.index for cell in table.cells}
    missing = [d for d in content.form.duties if d.key in content.no_duties]
    keys = frozenset(duty.key for duty in missing if cells.intersection(duty.cells))
    who = "各单位均" if content.is_county else "本单位"
    return (f"{who}无{name_duties(content.form, keys)}职责。",) if keys else ()


def _narrative(form: Form, text: Text, written: str, values: Sequence[int | None]) -> Section:
    """Return a narrative part as written; draft a blank one from the figures."""
    paragraphs = split_paragraphs(written)
    drafted = () if paragraphs else draft_sentences(form, values, text.key)
    return Section(
        text.key,
        text.heading.strip(),
        paragraphs=paragraphs or drafted,
        draft=bool(drafted),
        is_opening=not text.printed,
    )


def split_paragraphs(text: str) -> tuple[str, ...]:
    """Split a typed narrative into paragraphs, without blank lines and indents."""
    lines = (printable(line).strip(" \u3000\u00a0") for line in text.splitlines())
    return tuple(line for line in lines if line)


def printable(text: str) -> str:
    """Drop the characters that a page or a Word file cannot contain; replace a tab by a blank."""
    return "".join(
        character
        for character in text.replace("\t", " ")
        if unicodedata.category(character) not in _UNPRINTABLE and character not in _NONCHARACTERS
    )
