"""A text that one department copied from another."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from support.scenes import D02, county, filled
from xlreport.base.finding import Finding
from xlreport.layout.field import Field, FieldKind

COPIED = "".join(f"第{number}项工作按照要求公开了有关的政府信息，" for number in "甲乙丙丁戊己庚辛")


def copied(folder: Path) -> Iterable[Finding]:
    """Say what is found where two departments sent the same text."""
    file = {**filled(), "fields": {Field(FieldKind.TEXT, "overview"): COPIED}}
    return county(file, {**file, "department": D02})(folder)
