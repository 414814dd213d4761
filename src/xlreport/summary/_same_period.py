"""Two files of one department and period: what differs in them besides their cells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from xlreport.past.last_year_reader import code_of
from xlreport.reading.one_return import Return, Unread
from xlreport.returns.returns import Returns
from xlreport.settlement.differences import differences


def other_differences(
    earlier: Sequence[Unread | Return], current: Returns
) -> Iterator[tuple[str, str]]:
    """Yield the departments whose two files differ in more than cells, with what differs.

    A department with several files on the earlier side is left out: which one is meant is unknown.
    """
    before: dict[str, list[Return]] = defaultdict(list)
    for item in earlier:
        if isinstance(item, Return):
            before[code_of(item)].append(item)
    for filing in current.settlement.filings:
        used = filing.used.item if filing.used else None
        if used is None or len(before[code_of(used)]) != 1:
            continue
        what = differences(before[code_of(used)][0], used)
        if used.form is what.old.form and (what.others or what.texts):
            yield filing.department.name, "、".join((*what.others, *what.texts))
