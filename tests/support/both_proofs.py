"""What schemas refuse, found by pandera on frames: the twin of `checks/proof.py`.

Whatever returns the tests check, both must find the same.
"""

from __future__ import annotations

from ast import literal_eval
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import pandera.pandas as pa
import pytest

from xlreport.base.finding import Finding, make_finding
from xlreport.checks import proof
from xlreport.checks.arrays import ReturnArrays
from xlreport.checks.frames import table_frame
from xlreport.checks.list_frames import list_frame
from xlreport.checks.schema import table_schema
from xlreport.form.form import Form
from xlreport.form.open_list import OpenList, join_lines
from xlreport.form.parts import Table
from xlreport.reading.one_return import Return
from xlreport.returns import _check_form


def hold_proofs_together(patch: pytest.MonkeyPatch) -> None:
    """Let every check of returns be proved by pandera too, and fail where the two differ.

    Pandera proves the same figures once: frames cost far more than the rest of a check.
    """
    proved: dict[Hashable, list[Finding]] = {}

    def both(
        group: Sequence[Return], arrays: ReturnArrays, wrong: Collection[int]
    ) -> Iterator[tuple[int, Finding]]:
        found = [*proof.schema_findings(group, arrays, wrong)]
        keys = [_all_of(arrays.form, item) for item in group]
        new = {key: item for key, item in zip(keys, group, strict=True) if key not in proved}
        proved.update({key: [] for key in new})
        for number, finding in by_pandera(arrays.form, [*new.values()], ()) if new else ():
            proved[[*new][number]].append(finding)
        right = (number for number in range(len(group)) if number not in wrong)
        by_frames = [(number, each) for number in right for each in proved[keys[number]]]
        assert in_order(by_frames) == in_order(found)
        yield from found

    patch.setattr(_check_form, "schema_findings", both)


def _all_of(form: Form, item: Return) -> Hashable:
    """Give what a schema sees of a return; one with lists is like no other."""
    if item.lists:
        return object()
    return form, tuple(item.judged), tuple(sorted(item.words.items()))


def in_order(found: Sequence[tuple[int, Finding]]) -> list[tuple[int, str, str]]:
    return sorted((number, each.about, each.message) for number, each in found)


def by_pandera(
    form: Form, group: Sequence[Return], wrong: Collection[int]
) -> list[tuple[int, Finding]]:
    """Validate each table of all returns by its schema, once for all of them."""
    labels = [(str(number), "") for number in range(len(group))]
    rows = [item.judged for item in group]
    words = [item.words for item in group]
    frames: list[tuple[Table | OpenList, Any]] = [
        (table, table_frame(table, labels, rows, words)) for table in form.tables
    ]
    for each in form.lists:
        parts = ((*who, i.lists.get(each.key)) for who, i in zip(labels, group, strict=True))
        lines = join_lines((a, b, read) for a, b, read in parts if read and not read.owners)
        frames.append((each, list_frame(each, lines)))
    found = []
    for table, frame in frames:
        for label, checks in invalid_rows(form, table, frame).items():
            if int(label) not in wrong:
                facts = {"table": table.heading, "check": "、".join(sorted(checks))}
                finding = replace(make_finding("SCHEMA", **facts), about=table.key)
                found.append((int(label), finding))
    return found


def invalid_rows(form: Form, table: Table | OpenList, frame: Any) -> dict[str, set[str]]:
    """Validate a frame once; map each department that fails to the checks it fails."""
    try:
        table_schema(form, table.key).validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        failed: dict[str, set[str]] = defaultdict(set)
        for check, index in errors.failure_cases[["check", "index"]].itertuples(index=False):
            # pandera gives an entry of a MultiIndex as the text of a tuple.
            department = literal_eval(index)[0] if isinstance(index, str) else index[0]
            failed[department].add(str(check).partition(":")[0])
        return failed
    return {}
