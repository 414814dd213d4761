"""Returns as frames: findings, departments, the figures that add up, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from xlreport.base.finding import Finding
from xlreport.base.finding_fields import FINDING_FIELDS, finding_row
from xlreport.checks.frames import OWNER, office_frame, table_frame, tidy_frame
from xlreport.checks.list_frames import list_frame
from xlreport.form.duties import Missing, cells_without
from xlreport.form.form import Form
from xlreport.form.open_list import join_lines
from xlreport.reading.one_return import Return
from xlreport.returns.reconciling import SourceMatch
from xlreport.settlement.file import Filing, lines_of

if TYPE_CHECKING:
    import pandas as pd


def findings_frame(found: Iterable[Finding]) -> pd.DataFrame:
    """Return findings as a frame, one row for each; with `period` where a return is not yearly."""
    import pandas as pd

    rows = [finding_row(finding) for finding in found]
    types = {"year": "Int64", "replaced": "bool", "line": "Int64"}
    columns = dict.fromkeys([*FINDING_FIELDS, *(name for row in rows for name in row)])
    return pd.DataFrame(rows, columns=[*columns]).astype(types)


def status_frame(filings: Iterable[Filing]) -> pd.DataFrame:
    """Return departments as a frame, one row for each."""
    import pandas as pd

    rows = [
        {
            **dict(zip(OWNER, _owner(filing), strict=True)),
            "status": filing.status.value,
            "file": filing.used.name if filing.used else "",
        }
        for filing in filings
    ]
    return pd.DataFrame(rows, columns=[*OWNER, "status", "file"])


def matches_frame(matches: Iterable[SourceMatch]) -> pd.DataFrame:
    """Return figures of second sources beside those of returns as a frame, one row for each."""
    import pandas as pd

    rows = [
        {
            "source": match.source,
            **dict(zip(OWNER, (match.department.code, match.department.name), strict=True)),
            "table": match.cell.table if match.cell else "",
            "row": match.cell.row if match.cell else "",
            "column": match.cell.column if match.cell else "",
            "what": match.what,
            "reported": match.reported,
            "given": match.given,
            "difference": match.difference,
            "unit": match.unit,
            "result": match.result.value,
            "why": match.why,
            "note": match.note,
        }
        for match in matches
    ]
    columns = ("table", "row", "column", "what", "reported", "given", "difference")
    end = ("unit", "result", "why", "note")
    return pd.DataFrame(rows, columns=["source", *OWNER, *columns, *end]).astype(
        dict.fromkeys(columns[-3:], "Float64")
    )


def data_frame(form: Form, filings: Sequence[Filing]) -> pd.DataFrame:
    """Return the tidy frame of the departments, each of which has a file that is used."""
    items = [filing.used.item for filing in filings if filing.used]
    owners = [_owner(filing) for filing in filings]
    rows = ([item.period for item in items], [item.values for item in items])
    frame: pd.DataFrame = tidy_frame(form, owners, *rows, [item.words for item in items])
    return frame


def _owner(filing: Filing) -> tuple[str, str]:
    """Return the code and the name of a department."""
    return filing.department.code, filing.department.name


def frame_of_table(form: Form, key: str, filings: Sequence[Filing]) -> pd.DataFrame:
    """Return the frame of a table or list of the departments, each of which has a file in use."""
    open_list = form.open_list(key)
    if open_list is not None:
        frame: pd.DataFrame = list_frame(open_list, lines_of(key, filings))
        return frame
    table = form.table(key)
    items = [filing.used.item for filing in filings if filing.used]
    owners = [_owner(filing) for filing in filings]
    words = [item.words for item in items]
    of_table: pd.DataFrame = table_frame(table, owners, [item.values for item in items], words)
    return of_table


def frames_of(item: Return, name: str) -> dict[str, pd.DataFrame]:
    """Return the official tables and the lists of one return by key: rows × columns."""
    frames = {
        table.key: office_frame(table, name, item.values, item.words) for table in item.form.tables
    }
    for each in item.form.lists:
        lines = join_lines([("", name, item.lists[each.key])] if each.key in item.lists else [])
        frame = list_frame(each, lines)
        is_summary = any(owner != name for _, owner in lines.owners)
        frames[each.key] = frame if is_summary else frame.droplevel(OWNER)
    return frames


def texts_frame(form: Form, filings: Sequence[Filing]) -> pd.DataFrame:
    """Return the narrative parts of used files as a frame, one row for each part of the form."""
    import pandas as pd

    rows = [
        (*_owner(filing), part.key, filing.used.item.texts.get(part.key) or None)
        for filing in filings
        if filing.used
        for part in form.texts
    ]
    return pd.DataFrame(rows, columns=[*OWNER, "part", "text"]).astype({"text": "string"})


def missing_frame(filings: Sequence[Filing]) -> pd.DataFrame:
    """Return the missing values of used files as a frame: where, and for which reason."""
    import pandas as pd

    rows = [
        (*_owner(filing), *where)
        for filing in filings
        if filing.used
        for where in _missing(filing.used.item)
    ]
    return pd.DataFrame(rows, columns=[*OWNER, "table", "row", "column", "reason"])


def _missing(item: Return) -> Iterator[tuple[str, str, str, str]]:
    without = cells_without(item.form, item.no_duties)
    for cell in item.form.cells:
        if item.values[cell.index] is None and cell.index not in item.words:
            reason = Missing.NO_DUTY if cell.index in without else Missing.BLANK
            yield cell.table, cell.row, cell.column, reason.value
