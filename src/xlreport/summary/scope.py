"""How many departments a summary covers, so that part of a county is not published as all of it.

A number on a website carries no note about the departments missing from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from xlreport.formats.any_format import read_workbook
from xlreport.formats.container import Unreadable
from xlreport.formats.sources import read_again
from xlreport.layout.layout import COVER_SHEET
from xlreport.layout.share import Share, read_share
from xlreport.layout.stamp import StampKind
from xlreport.layout.summary import SHARE_CAPTION, SUMMARY_SHEETS
from xlreport.reading.one_return import Return, Unread
from xlreport.returns.returns import Returns
from xlreport.returns.status import OPEN_STATUSES, DepartmentStatus
from xlreport.summary._why_left_out import shorten
from xlreport.summary.summary import Summary


def left_out_sentence(source: Returns | Summary) -> str:
    """Return the sentence on how many departments a summary covers, and who is left out.

    `source` is a summary, or the returns read from a summary's file: then its cover is read. The
    sentence is empty where nobody is left out, as for a return that is no summary.
    """
    if isinstance(source, Summary):
        if len(source.counted) == source.expected:
            return ""
        names = {status.chinese: _names(source, status) for status in OPEN_STATUSES}
        return _sentence(Share(len(source.counted), source.expected), names)
    sentences = (_left_out_of(item) for item in source.items)
    return "；".join(sentence for sentence in sentences if sentence)


def scope_mark(source: Returns | Summary) -> str:
    """Return the mark on a report that leaves departments out, empty where nobody is left out."""
    sentence = left_out_sentence(source)
    covered = sentence.replace("汇总只含", "本稿只含", 1)
    return f"【{covered}；请补齐后重新生成，确定按此公布的删去本段】" if sentence else ""


def _names(summary: Summary, status: DepartmentStatus) -> str:
    filings = summary.returns.settlement.filings
    names = [f.department.name for f in filings if f.status is status and f.department.counted]
    return f"{len(names)} 个：{shorten(names)}" if names else ""


def share_of(item: Return) -> Share | None:
    """Return how many departments a summary covers by its cover; None where that is unknown."""
    return read_share(_cover_lines(item).get(SHARE_CAPTION, ""))


def _left_out_of(item: Unread | Return) -> str:
    if isinstance(item, Unread) or item.stamp is None:
        return ""
    if item.stamp.kind is not StampKind.SUMMARY:
        return ""
    lines = _cover_lines(item)
    share = read_share(lines.get(SHARE_CAPTION, ""))
    if share is None:
        return f"从汇总表封面的“{SHARE_CAPTION}”看不出含多少个单位"
    if share.counted == share.expected:
        return ""
    names = {status.chinese: lines.get(status.chinese, "") for status in OPEN_STATUSES}
    return _sentence(share, names)


def _cover_lines(item: Return) -> Mapping[str, str]:
    """Map the captions on a summary's cover to the text of the next filled cell in their row."""
    try:
        package = read_workbook(read_again(item.source, item.sha256), skip=SUMMARY_SHEETS)
    except Unreadable:
        return {}
    lines: dict[str, str] = {}
    for sheet in package.sheets:
        texts = sorted(sheet.cells.items()) if sheet.name == COVER_SHEET else []
        filled = [((row, column), raw.text) for (row, column), raw in texts if raw.text]
        for ((row, _), caption), ((beside, _), text) in pairwise(filled):
            if row == beside:
                lines.setdefault(caption, text)
    return lines


def _sentence(share: Share, names: Mapping[str, str]) -> str:
    named = "；".join(f"{status} {who}" for status, who in names.items() if who not in ("", "无"))
    return f"汇总只含 {share} 个单位{f'（{named}）' if named else ''}"
