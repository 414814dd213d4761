"""No such duty (无此项职责): the cells that a department without a duty does not fill in."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from enum import StrEnum
from functools import cache

from xlreport.form.computed import parts_of_computed
from xlreport.form.form import Form
from xlreport.form.parts import Duty

NO_DUTY = "无此项职责"
NO_DUTY_MARK = "/"  # in a cell of a published table


class Missing(StrEnum):
    """Why a value is missing."""

    NO_DUTY = "no duty"
    BLANK = "blank"
    NOT_ADDED = "not added"


@cache
def cells_without(form: Form, keys: frozenset[str]) -> frozenset[int]:
    """Return the cells, by index, that a department without these duties does not have.

    A total or share of which no part is left is one of them.
    """
    cells = {index for duty in form.duties if duty.key in keys for index in duty.cells}
    parts = parts_of_computed(form.balances, form.shares) if cells else {}
    shares = (share.cell for share in form.shares)
    for index in (*form.fill_order, *shares):
        if parts and cells.issuperset(parts[index]):
            cells.add(index)
    return frozenset(cells)


def with_implied(form: Form, keys: frozenset[str]) -> frozenset[str]:
    """Add the duties that are parts of these: without 行政处罚 there is no 行政拘留 either."""
    cells = cells_without(form, keys)
    return keys | {duty.key for duty in form.duties if cells.issuperset(duty.cells)}


def tables_without(form: Form, keys: frozenset[str]) -> frozenset[str]:
    """Return the keys of the tables that have no cell left without these duties."""
    without = cells_without(form, keys)
    return frozenset(
        table.key for table in form.tables if all(c.index in without for c in table.cells)
    )


def find_duty(form: Form, word: str) -> Duty | None:
    """Find a duty by its name or key, in any width and case; None if the form has no such duty."""
    wanted = _plain(word)
    for duty in form.duties:
        if wanted in (_plain(duty.key), _plain(duty.name)):
            return duty
    return None


def unknown_duties(form: Form, words: Iterable[str]) -> list[str]:
    """List the words that name no duty of a form."""
    return [word for word in words if find_duty(form, word) is None]


def name_duties(form: Form, keys: frozenset[str]) -> str:
    """Name duties in the order of the form file, with 、 between them."""
    return "、".join(duty.name for duty in form.duties if duty.key in keys)


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
