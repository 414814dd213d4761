"""The narratives of all departments in one Word file (文字汇编), to write the county's from."""

from __future__ import annotations

import os
from dataclasses import dataclass

from xlreport.base.arguments import checked
from xlreport.base.errors import InputError
from xlreport.base.files import refuse_target, write_file
from xlreport.base.finding import listed
from xlreport.base.memory import Target, target_path
from xlreport.form.parts import Text
from xlreport.office.theme import Theme, chosen_theme
from xlreport.report.file import report_ending
from xlreport.report.report import printable, split_paragraphs
from xlreport.report.word_document import add_mark, close_document, open_document
from xlreport.report.word_style import BODY, HEADING, SUBHEADING, TITLE
from xlreport.returns.returns import Returns

_ALIKE = "TEXT-ALIKE"
_KIND = "各单位文字汇编"
_ENDING = ".docx"
_SHORT = 30  # characters: texts such as 无 are printed once, with all who wrote them


@dataclass(frozen=True, slots=True)
class Entry:
    """What departments wrote in one part: their names, one text, and what it is alike to."""

    names: tuple[str, ...]
    paragraphs: tuple[str, ...]
    alike: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Collected:
    """One part of the narrative: its heading, what was written, and who wrote nothing."""

    heading: str
    entries: tuple[Entry, ...]
    blank: tuple[str, ...]


def collect_narratives(returns: Returns) -> tuple[Collected, ...]:
    """Collect the narrative parts of the departments that can be added up, part by part.

    A short text that several wrote alike is there once. A part that every report begins with in
    the same words is left out. Raises `InputError` where there is no return.
    """
    if returns.form is None or not returns.usable:
        raise InputError("没有可以采用的报送件，没有文字部分可以汇集。")
    return tuple(_collect(returns, text) for text in returns.form.texts if not text.standing)


def _collect(returns: Returns, part: Text) -> Collected:
    """Collect one part of the narrative in official order."""
    entries: dict[tuple[str, ...], Entry] = {}
    blank = []
    for number, filing in enumerate(returns.usable):
        used, name = filing.used, printable(filing.department.name)
        text = used.item.as_filed.texts.get(part.key, "") if used else ""
        paragraphs = split_paragraphs(text)
        if used is None or not paragraphs:
            blank.append(name)
            continue
        alike = tuple(
            f"{finding.facts['share']}与{finding.facts['other']}相同"
            for finding in used.findings
            if finding.code == _ALIKE and finding.facts["part"] == part.heading
        )
        is_short = len(text) <= _SHORT
        key = paragraphs if is_short else (str(number),)
        names = (*entries[key].names, name) if key in entries else (name,)
        entries[key] = Entry(names, paragraphs, alike)
    return Collected(part.heading.strip(), tuple(entries.values()), tuple(blank))


@checked
def write_narratives(
    returns: Returns,
    path: Target,
    *,
    theme: str | os.PathLike[str] | None = None,
) -> None:
    """Write the narratives of all departments that can be added up into one Word file.

    It has each part under its heading, department by department, names those who wrote nothing and
    those whose returns are not accepted, and tells whose text is alike to another's. `path` ends in
    .docx; `theme` is a theme file. Raises `InputError` where there is no return, and for another
    ending; `OutputError` where a file of this name exists or the file cannot be written.
    """
    put_narratives(returns, path, chosen_theme(theme))


def put_narratives(returns: Returns, path: Target, theme: Theme) -> None:
    """Write the narratives as `write_narratives` does, with a theme that was read already."""
    refuse_narratives(path)
    parts, period = collect_narratives(returns), returns.period
    if returns.form is None or period is None:
        raise InputError("这些报送件没有写明报告期，不能汇集文字部分。")
    title = f"{period.title}{returns.form.title}"
    document = open_document(f"{title}{_KIND}", "", period.year, theme)
    heading = document.add_paragraph(title, TITLE)
    heading.add_run().add_break()
    heading.add_run(_KIND)
    if lacking := _lacking(returns):
        add_mark(document, f"【本稿没有 {len(lacking)} 个单位：{'、'.join(lacking)}】")
    for part in parts:
        document.add_paragraph(part.heading, HEADING)
        for entry in part.entries:
            document.add_paragraph(listed(entry.names, counter="个单位"), SUBHEADING)
            for alike in entry.alike:
                add_mark(document, f"【{alike}】")
            for paragraph in entry.paragraphs:
                document.add_paragraph(paragraph, BODY)
        if part.blank:
            add_mark(document, f"没有文字的 {len(part.blank)} 个单位：{'、'.join(part.blank)}")
    write_file(path, close_document(document), overwrite=False)


def refuse_narratives(path: Target) -> None:
    """Raise `InputError` for a name under which the narratives cannot be written."""
    if report_ending(path, _ENDING) != _ENDING:
        raise InputError(f"{target_path(path)}：文字汇编是 Word 文件，请用 .docx 结尾。")
    refuse_target(path, overwrite=False)


def _lacking(returns: Returns) -> list[str]:
    """List the departments whose returns cannot be added up yet."""
    usable = {filing.department.code for filing in returns.usable}
    departments = [filing.department for filing in returns.settlement.filings]
    return [printable(each.name) for each in departments if each.code not in usable]
