"""Returns of another form of the same departments, and the findings of the rules between both."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from xlreport.base.errors import InputError
from xlreport.base.finding import Finding
from xlreport.base.memory import Sources, gather
from xlreport.base.period import Period
from xlreport.checks.against import against_findings, are_bound
from xlreport.form.library import Library
from xlreport.formats.sources import find_sources
from xlreport.office.roster import Roster
from xlreport.reading.one_return import Return, Unread
from xlreport.reading.reader import read_source
from xlreport.settlement.file import AnyFile, File, is_return
from xlreport.settlement.settlement import receive, settle


def read_against(
    paths: Sources | None,
    library: Library,
    roster: Roster | None,
    period: Period | None,
    items: Iterable[Unread | Return],
) -> tuple[File[Return], ...]:
    """Read the returns of another form that are used, one for each department; none without paths.

    `items` is what is held against them. Raises `InputError` where nothing
    can be read, all is of another period, or no rule is between the forms.
    """
    if paths is None:
        return ()
    found = [read_source(source, library) for source in find_sources(gather(paths))]
    files = [receive(item, roster, number) for number, item in enumerate(found)]
    settlement = settle(files, roster=roster, period=period, prefer={})
    used = tuple(filing.used for filing in settlement.filings if filing.used)
    if not used:
        raise InputError("对照的报表中没有能采用的报送件；请核对参数 against 写的文件夹。")
    seen = sorted({file.item.period for file in used if file.item.period})
    if period is not None and seen and period not in seen:
        said = "、".join(each.spaced for each in seen)
        raise InputError(f"对照的报表是 {said}的，本次是 {period.spaced}的；请核对参数 against。")
    others = {file.item.form for file in used}
    forms = {item.form for item in items if isinstance(item, Return)}
    if forms and not any(are_bound(form, other) for form in forms for other in others):
        titles = "、".join(sorted(f"《{other.title}》" for other in others))
        raise InputError(
            f"对照的{titles}与本次的报表之间没有核对关系；请核对参数 against 写的文件夹。"
        )
    return used


Partners = Mapping[str, Sequence[Return]]
"""The returns by the code of their department."""


def partners_of(files: Sequence[AnyFile], against: Sequence[File[Return]]) -> Partners:
    """Map departments to the returns of `against`, else of `files`, to compare with."""
    partners: dict[str, list[Return]] = defaultdict(list)
    for file in against or files:
        if is_return(file) and file.owner is not None:
            partners[file.owner.code].append(file.item)
    return partners


def compare_forms(files: Sequence[AnyFile], partners: Partners) -> list[AnyFile]:
    """Copy files with the findings of rules between two forms of their department."""
    return [_compared(file, partners) if is_return(file) else file for file in files]


def other_forms(file: File[Return], partners: Partners) -> list[Return]:
    """List the returns of other forms that a file is held against: where there is just one."""
    if file.owner is None:
        return []
    others: dict[str, list[Return]] = defaultdict(list)
    for item in partners.get(file.owner.code, ()):
        if item.form is not file.item.form and item.period == file.item.period:
            others[item.form_id].append(item)
    return [items[0] for items in others.values() if len(items) == 1]


def _compared(file: File[Return], partners: Partners) -> File[Return]:
    findings: list[Finding] = []
    for item in other_forms(file, partners):
        findings += against_findings(file.item, item)
    return replace(file, findings=(*file.findings, *findings)) if findings else file
