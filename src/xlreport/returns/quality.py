"""How the lines of registers were handled, by department."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from xlreport.base.period import Period
from xlreport.checks.frames import OWNER
from xlreport.form.open_list import OpenList
from xlreport.form.quality import Quality, named_figures, quality_of
from xlreport.settlement.file import Filing

if TYPE_CHECKING:
    import pandas as pd


def quality_by_department(
    open_list: OpenList, filings: Iterable[Filing], period: Period
) -> Mapping[tuple[str, str], Quality]:
    """Count how the lines of a list were handled, by code and name of the department.

    A department without a line is there, with zeros; a county is one department. There is nothing
    to count in a list without a limit.
    """
    found = {}
    for limit in open_list.limits[:1]:
        for filing in filings:
            lines = filing.used.item.lists.get(open_list.key) if filing.used else None
            if lines is not None:
                owner = filing.department.code, filing.department.name
                found[owner] = quality_of(limit, lines.entries, period)
    return found


def quality_frame(by_list: Mapping[str, Mapping[tuple[str, str], Quality]]) -> pd.DataFrame:
    """Return how the lines of lists with a limit were handled, one row for each department."""
    import pandas as pd

    rows = [
        {**dict(zip(OWNER, owner, strict=True)), "list": key, **dict(named_figures(quality))}
        for key, by_owner in by_list.items()
        for owner, quality in by_owner.items()
    ]
    names = [name for name, _ in named_figures(Quality())]
    types = {name: "Float64" if name == "median_days" else "int64" for name in names}
    return pd.DataFrame(rows, columns=[*OWNER, "list", *names]).astype(types)
