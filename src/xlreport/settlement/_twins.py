"""Returns of different departments with exactly the same figures: one may be the other's file.

Small offices often have the same few numbers, such as one request received and granted. So only
returns count that have enough figures which are not 0, and enough different ones among them; two
offices that filled in their own forms do not agree in those by chance.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from xlreport.base.finding import make_finding
from xlreport.reading.one_return import Return
from xlreport.settlement.file import AnyFile, File
from xlreport.settlement.status import FileStatus

_LEAST_FIGURES: Final = 6  # inputs that are not 0
_LEAST_DIFFERENT: Final = 4  # values among them


def twins(settled: Mapping[AnyFile, File[Return]]) -> dict[AnyFile, File[Return]]:
    """Map the used files that have twins to copies with a finding that names the first twin."""
    groups: dict[object, list[AnyFile]] = defaultdict(list)
    for key, file in settled.items():
        if file.status is FileStatus.USED:
            groups[file.item.form_id, file.item.period, _figures(file.item)].append(key)
    found: dict[AnyFile, File[Return]] = {}
    for keys in groups.values():
        for key in keys if len(keys) > 1 and _is_telling(settled[keys[0]].item) else ():
            other = settled[keys[1] if key is keys[0] else keys[0]]
            file = settled[key]
            finding = make_finding(
                "SAME-FIGURES",
                department=file.owner.name if file.owner else "",
                other=other.name,
                other_department=other.owner.name if other.owner else "",
                number=str(len(_inputs(file.item))),
            )
            found[key] = replace(file, findings=(*file.findings, finding))
    return found


def _inputs(item: Return) -> list[int]:
    """List the inputs that are numbers and not 0: the same date or answer is nothing special."""
    is_plain = not item.form.has_texts
    return [
        value
        for cell in item.form.inputs
        if (value := item.values[cell.index]) and (is_plain or cell.measure.is_number)
    ]


def _is_telling(item: Return) -> bool:
    values = _inputs(item)
    return len(values) >= _LEAST_FIGURES and len(set(values)) >= _LEAST_DIFFERENT


def _figures(item: Return) -> tuple[int | None, ...]:
    """Return all figures and answers; a blank counts as 0."""
    values = item.values
    return tuple(value or 0 for value in values) if None in values else values
