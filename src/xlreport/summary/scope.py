"""How many departments a summary covers, so that part of a county is not published as all of it.

A number on a website carries no note about the departments missing from it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import groupby, pairwise

from xlreport.base.sign import Sign
from xlreport.desk.board import board
from xlreport.form.sheet_names import BOARD_SHEET, COVER_SHEET, SUMMARY_SHEETS
from xlreport.formats.any_format import read_workbook
from xlreport.formats.cell import RawSheet
from xlreport.formats.container import Unreadable
from xlreport.formats.sources import read_again
from xlreport.layout.share import Share, read_share
from xlreport.layout.stamp import StampKind
from xlreport.layout.summary_cover import SHARE_CAPTION
from xlreport.reading.one_return import Return, Unread
from xlreport.returns.returns import Returns
from xlreport.summary._why_left_out import shorten
from xlreport.summary.summary import Summary


def left_out_sentence(source: Returns | Summary) -> str:
    """Return the sentence on how many departments a summary covers, and who is left out.

    `source` is a summary, or the returns read from a summary's file: then its cover and its board
    are read. The sentence is empty where nobody is left out, as for a return that is no summary.
    """
    if isinstance(source, Summary):
        if len(source.counted) == source.expected:
            return ""
        names = [(line.word, line.department.name) for line in board(source.returns).lacking]
        return _sentence(Share(len(source.counted), source.expected), names)
    sentences = (_left_out_of(item) for item in source.items)
    return "；".join(sentence for sentence in sentences if sentence)


def scope_mark(source: Returns | Summary) -> str:
    """Return the mark on a report that leaves departments out, empty where nobody is left out."""
    sentence = left_out_sentence(source)
    covered = sentence.replace("汇总只含", "本稿只含", 1)
    return f"【{covered}；请补齐后重新生成，确定按此公布的删去本段】" if sentence else ""


def share_of(item: Return) -> Share | None:
    """Return how many departments a summary covers by its cover; None where that is unknown."""
    return read_share(_beside(_sheets(item).get(COVER_SHEET), SHARE_CAPTION))


def _left_out_of(item: Unread | Return) -> str:
    if isinstance(item, Unread) or item.stamp is None:
        return ""
    if item.stamp.kind is not StampKind.SUMMARY:
        return ""
    sheets = _sheets(item)
    share = read_share(_beside(sheets.get(COVER_SHEET), SHARE_CAPTION))
    if share is None:
        return f"从汇总表封面的“{SHARE_CAPTION}”看不出含多少个单位"
    if share.counted == share.expected:
        return ""
    return _sentence(share, _listed_as_lacking(sheets.get(BOARD_SHEET)))


def _sheets(item: Return) -> Mapping[str, RawSheet]:
    """Read the cover and the board of a summary, by their names."""
    skipped = SUMMARY_SHEETS - {BOARD_SHEET}
    try:
        package = read_workbook(read_again(item.source, item.sha256), skip=skipped)
    except Unreadable:
        return {}
    return {sheet.name: sheet for sheet in package.sheets}


def _texts(sheet: RawSheet | None) -> list[list[tuple[int, str]]]:
    """List the filled cells of each row of a sheet, each with its column."""
    cells = sorted(sheet.cells.items()) if sheet is not None else []
    rows = groupby(cells, key=lambda each: each[0][0])
    return [[(at[1], raw.text) for at, raw in row if raw.text] for _, row in rows]


def _beside(sheet: RawSheet | None, caption: str) -> str:
    """Return the text of the next filled cell in the row of a caption."""
    for row in _texts(sheet):
        for (_, text), (_, beside) in pairwise(row):
            if text == caption:
                return beside
    return ""


def _listed_as_lacking(sheet: RawSheet | None) -> list[tuple[str, str]]:
    """List word and name of each department that a summary's list says is not added up.

    The list has been the same since version 0.1, but for the sign before the word.
    """
    columns: dict[str, int] = {}
    lacking = []
    for row in _texts(sheet):
        if not columns:
            headings = {text: column for column, text in row}
            columns = headings if headings.keys() >= {_NAME, _STATUS, _COUNTED} else {}
            continue
        texts = dict(row)
        if texts.get(columns[_COUNTED]) == _NOT:
            word = texts.get(columns[_STATUS], "")
            lacking.append((_SIGN.sub("", word), texts.get(columns[_NAME], "")))
    return lacking


_NAME, _STATUS, _COUNTED, _NOT = "单位名称", "状态", "计入汇总", "否"
_SIGN = re.compile(f"^[{''.join(sign.mark for sign in Sign)}] ")


def _sentence(share: Share, lacking: Sequence[tuple[str, str]]) -> str:
    """Say how many departments a summary covers; `lacking` are words and names of the others."""
    names: dict[str, list[str]] = defaultdict(list)
    for word, name in lacking:
        names[word].append(name)
    named = "；".join(f"{word} {len(who)} 个：{shorten(who)}" for word, who in names.items())
    return f"汇总只含 {share} 个单位{f'（{named}）' if named else ''}"
