"""The findings of a return that depend on its period: what its lists give for it."""

from __future__ import annotations

from collections.abc import Iterator

from xlreport.base.finding import Finding
from xlreport.reading._register_findings import register_findings
from xlreport.reading.count_findings import count_findings
from xlreport.reading.one_return import Return


def period_findings(item: Return) -> Iterator[Finding]:
    """Yield the findings about cells that say another number, then about lines of registers.

    They are not those of a summary, whose cells are sums.
    """
    yield from count_findings(item)
    yield from register_findings(item)
