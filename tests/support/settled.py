"""Returns settled without a folder, and settlements in the form in which tests compare them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from xlreport.office.roster import Roster
from xlreport.reading.one_return import Return, Unread
from xlreport.returns.received import check_and_settle
from xlreport.returns.returns import Returns
from xlreport.settlement.file import AnyFile, File, Filing, Settlement, is_return, replace_used


def settled(items: Sequence[Unread | Return], roster: Roster | None = None) -> Returns:
    return check_and_settle(items, roster=roster, period=None, before=None, prefer={})


def return_of(item: Unread | Return) -> Return:
    """Take what was read for a return, which it must be."""
    assert isinstance(item, Return)
    return item


def returns_in(returns: Returns) -> list[Return]:
    return [return_of(item) for item in returns.items]


def files_in(returns: Returns) -> list[File[Return]]:
    return [file for file in returns.settlement.files if is_return(file)]


def plain_filings(filings: Sequence[Filing]) -> list[tuple[object, ...]]:
    """Give filings so that they are compared by their content."""
    return [(f.department, f.status, f.used and f.used.item) for f in filings]


def plain_settlement(settlement: Settlement) -> list[tuple[object, ...]]:
    """Give a settlement so that it is compared by its content."""
    files = [(f.item, f.owner, f.findings, f.status) for f in settlement.files]
    return [*files, *plain_filings(settlement.filings)]


def with_item(returns: Returns, item: Return) -> Returns:
    """Put another return in the place of the only one, as if it had been settled alike."""
    (file,) = files_in(returns)
    new: dict[AnyFile, File[Return]] = {file: replace(file, item=item)}
    return replace(returns, settlement=replace_used(returns.settlement, new))
