"""Narratives of two departments: one copied from the other, or one not written."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from support.scenes import D02, county, filled
from xlreport.base.finding import Finding
from xlreport.layout.field import Field, FieldKind

COPIED = "".join(f"第{number}项工作按照要求公开了有关的政府信息，" for number in "甲乙丙丁戊己庚辛")


WRITTEN = {**filled(), "fields": {Field(FieldKind.TEXT, "overview"): COPIED}}


def copied(folder: Path) -> Iterable[Finding]:
    """Say what is found where two departments sent the same text."""
    return county(WRITTEN, {**WRITTEN, "department": D02})(folder)


def one_unwritten(folder: Path) -> Iterable[Finding]:
    """Say what is found where one of two departments wrote nothing."""
    return county(WRITTEN, {**filled(), "department": D02})(folder)
