"""Shared by tests: settled."""

from __future__ import annotations

from xlreport.reading.one_return import Return
from xlreport.returns.returns import Returns, check_and_settle


def settled(items: list[Return]) -> Returns:
    return check_and_settle(items, roster=None, year=None, before=None, prefer={})
