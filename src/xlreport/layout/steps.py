"""The steps in which a return is filled in, as its cover numbers them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from xlreport.form.form import Form
from xlreport.form.open_list import OpenList
from xlreport.form.parts import Table, Text

_FIRST_CIRCLED, _CIRCLED = 0x2460, 20  # ① to ⑳


class StepKind(StrEnum):
    """What a step is about."""

    IDENTITY = "identity"
    TABLE = "table"
    COUNTED = "counted table"
    LIST = "list"
    TEXTS = "texts"
    CHECKS = "checks"
    PRINT = "print"
    SEND = "send"


@dataclass(frozen=True, slots=True)
class Step:
    """One step, numbered from 1; `section` is the table or list that it is about."""

    number: int
    kind: StepKind
    section: Table | OpenList | None = None

    @property
    def numeral(self) -> str:
        """Return the number in a circle, as far as there are such characters."""
        return (
            chr(_FIRST_CIRCLED + self.number - 1) if self.number <= _CIRCLED else str(self.number)
        )


@cache
def steps_of(form: Form) -> tuple[Step, ...]:
    """List the steps of a form in the order of its sheets."""
    found: list[tuple[StepKind, Table | OpenList | None]] = [(StepKind.IDENTITY, None)]
    for section in form.sections:
        if isinstance(section, OpenList):
            found.append((StepKind.LIST, section))
        elif not isinstance(section, Text):
            is_filled = section in form.filled_tables
            found.append((StepKind.TABLE if is_filled else StepKind.COUNTED, section))
    if form.texts:
        found.append((StepKind.TEXTS, None))
    found += [(kind, None) for kind in (StepKind.CHECKS, StepKind.PRINT, StepKind.SEND)]
    return tuple(Step(number, *each) for number, each in enumerate(found, 1))
