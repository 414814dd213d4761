"""Several files of one department: what is said where they differ, and where they do not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from xlreport.base.cell_reference import CellReference
from xlreport.base.finding import LONGEST_QUOTE, Finding, Severity, make_finding
from xlreport.form.form import Form, with_dependents
from xlreport.office.decision_line import NAME, as_csv_line, row_of
from xlreport.office.decisions import HEADINGS, Decision, DecisionKind
from xlreport.reading.one_return import Return
from xlreport.settlement.differences import differences, figures_of
from xlreport.settlement.file import AnyFile, File
from xlreport.settlement.status import FileStatus

Settled = dict[AnyFile, File[Return]]
"""The files of one department, each mapped to its copy with the final status and findings."""


def with_findings(file: File[Return], *findings: Finding) -> File[Return]:
    """Copy a file with more findings."""
    return replace(file, findings=(*file.findings, *findings)) if findings else file


def with_status(file: File[Return], status: FileStatus, *findings: Finding) -> File[Return]:
    """Copy a file with its final status and the findings about that."""
    return replace(file, status=status, findings=(*file.findings, *findings))


def conflicting(rivals: Sequence[File[Return]], different: Sequence[File[Return]]) -> Settled:
    """Use none of several files; `different` are those with other figures than the first.

    The first one tells in what the first of the others differs, for both of them and for those
    that are like the first; any other tells in what it differs from the first.
    """
    first, correction = rivals[0], suspected_correction(rivals)

    def finding(file: File[Return]) -> Finding:
        if file is first:
            return _conflict(first, different[0], correction)
        if file in different[1:]:
            return _conflict(file, first, correction)
        return make_finding("CONFLICT-TOLD", other=first.name)

    return {file: with_status(file, FileStatus.CONFLICTING, finding(file)) for file in rivals}


def duplicates(rivals: Sequence[File[Return]]) -> Settled:
    """Use the first of several files with the same figures."""
    first, *others = rivals
    finding = make_finding("DUPLICATE", other=first.name)
    settled: Settled = {file: with_status(file, FileStatus.DUPLICATE, finding) for file in others}
    unchanged = _unchanged(first, others[-1].item) if others else None
    return {first: with_findings(first, *filter(None, [unchanged])), **settled}


def saved_later(file: File[Return], of_use: File[Return]) -> Finding | None:
    """Make the warning about a return with other figures that was saved after the used one.

    Whatever was saved is later than a copy that nobody has worked on.
    """
    item, used = file.item, of_use.item
    unsaved = any(finding.code == "UNANSWERED" for finding in used.findings)
    if (
        item.period != used.period
        or figures_of(item) == figures_of(used)
        or not item.modified > used.modified
        or not (used.modified or unsaved)
    ):
        return None
    what = differences(used, item)
    facts = {"code": of_use.code, "changes": what.changes(item), "rest": what.rest}
    for which, each in (("used", used), ("later", item)):
        saved = f"保存于 {moment_of(each.modified)}" if each.modified else "没有保存过"
        facts |= {which: each.file, f"{which}_saved": saved}
        facts[f"{which}_revision"] = str(each.revision)
    return make_finding("SUPERSEDED-LATER", **facts)


def revised(used: File[Return], others: Sequence[File[Return]]) -> Finding | None:
    """Make the finding about a new revision: what it changed unasked, or that it changed nothing.

    `others` are the files that it supersedes; it is compared with the last one of its period.
    """
    before = [file for file in others if file.item.period == used.item.period]
    if not before:
        return None
    last = max(before, key=lambda file: (file.item.revision, file.item.modified))
    if figures_of(last.item) == figures_of(used.item):
        return _unchanged(used, last.item)
    what = differences(last.item, used.item)
    asked = _asked(last)
    unasked = [index for index in what.cells if index not in asked]
    if last.item.form is not used.item.form or not (unasked or what.others):
        return None
    answered = len(what.cells) - len(unasked)
    return make_finding(
        "REVISED",
        *_references(used.item, unasked),
        other=last.name,
        asked="除退回时指出的以外，还" if asked else "",
        changes=what.changes(used.item, unasked),
        rest=f"退回时指出的改了{answered}格，{what.rest}" if answered else what.rest,
    )


def suspected_correction(rivals: Sequence[File[Return]]) -> File[Return] | None:
    """Return the file saved last if it has no errors and each that differs from it has some.

    None where a file has no saving time, since the order is then unknown.
    """
    newest = max(rivals, key=lambda file: file.item.modified)
    figures = figures_of(newest.item)
    others = [file for file in rivals if figures_of(file.item) != figures]
    is_right = not _errors(newest) and all(
        _errors(file) and newest.item.modified > file.item.modified > "" for file in others
    )
    return newest if others and is_right else None


def moment_of(modified: str) -> str:
    """Format a saving time to the minute: 2027-01-08 10:00."""
    return modified[:16].replace("T", " ") or "时间不详"


def _conflict(file: File[Return], other: File[Return], correction: File[Return] | None) -> Finding:
    """Make the finding about one of two files; changes are told from the older to the newer."""
    one, two, order = file.item, other.item, "本文件→另一份"
    if one.modified and two.modified and one.modified != two.modified:
        order = "先保存的→后保存的"
        if one.modified > two.modified:
            one, two = two, one
    what = differences(one, two)
    return make_finding(
        "CONFLICT",
        *_references(file.item, what.cells),
        saved=_saved(file),
        other=other.name,
        other_saved=_saved(other),
        code=file.code,
        order=order,
        changes=what.changes(file.item),
        rest=what.rest,
        suspicion=_suspicion(file, other, correction),
        **_correction_facts(correction),
    )


def _saved(file: File[Return]) -> str:
    """Say in brackets when a file was saved; nothing where it does not say so."""
    return f"（保存于 {moment_of(file.item.modified)}）" if file.item.modified else ""


def _suspicion(file: File[Return], other: File[Return], correction: File[Return] | None) -> str:
    """Return the sentence that one of the two looks like a correction, empty where none does."""
    if correction is None:
        return ""
    wrong = other if file is correction else file
    return f"疑似更正：{wrong.name} 有{_errors(wrong)}处错误，后保存的 {correction.name} 没有错误。"


def _correction_facts(correction: File[Return] | None) -> dict[str, str]:
    """Return the name of the file that looks like a correction, and the decision to use it."""
    if correction is None:
        return {"correction": "", "confirmed": "", "decision": ""}
    decision = Decision(
        DecisionKind.USE, correction.code, digest=correction.item.sha256, reason="疑似更正"
    )
    row = {**row_of(decision), NAME: correction.department}
    named = as_csv_line({**row, HEADINGS["file"]: correction.name}).strip()
    return {
        "correction": correction.name,
        "confirmed": "确认是更正的，把这一行加到处理意见，并填上决定人和日期：",
        # A sentence has no room for a long name, and the digest goes before it.
        "decision": named if len(named) <= LONGEST_QUOTE else as_csv_line(row).strip(),
    }


def _unchanged(used: File[Return], other: Return) -> Finding | None:
    """Make the finding that a file with errors was sent again with the same figures."""
    count = _errors(used)
    if not count:
        return None
    texts = "、".join(differences(other, used.item).texts)
    also = f"（只改了{texts}）" if texts else ""
    if other.sha256 and other.sha256 == used.item.sha256:
        also = "（就是同一个文件）"
    return make_finding("UNCHANGED", other=other.file, errors=str(count), also=also)


def _errors(file: File[Return]) -> int:
    return sum(finding.severity is Severity.ERROR for finding in file.findings)


def _asked(file: File[Return]) -> set[int]:
    """Collect the cells that errors and warnings of a file name, and what those totals add up."""
    form = file.item.form
    named = {
        form.index.get((cell.table, cell.row, cell.column), -1)
        for finding in file.findings
        if finding.severity is not Severity.INFO
        for cell in finding.cells
    }
    return {*named, *_parts(form, named)}


def _parts(form: Form, totals: set[int]) -> Iterator[int]:
    """Yield the cells from which a total of `totals` is computed."""
    wanted = totals & form.fills.keys()
    for cell in form.inputs if wanted else ():
        if not wanted.isdisjoint(with_dependents(form, [cell.index])):
            yield cell.index


def _references(item: Return, cells: Sequence[int]) -> Iterator[CellReference]:
    """Refer to cells of a file; a published page has no addresses."""
    return (item.reference(index) for index in cells if item.positions)
