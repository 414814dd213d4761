"""Duties that departments had in one period and not in the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xlreport.form.duties import name_duties
from xlreport.form.form import Form
from xlreport.past.last_year import Pairs
from xlreport.reading.one_return import Return

_LOST, _GAINED = "本期无此项职责，上期有", "上期无此项职责，本期有"


def duty_changes(form: Form, last_form: Form, pairs: Pairs) -> Iterator[tuple[str, str]]:
    """Yield the departments that lost or gained a duty which both forms know, with a sentence."""
    known = {duty.key for duty in form.duties} & {duty.key for duty in last_form.duties}
    for pair in pairs.pairs:
        for keys, what in ((pair.lost, _LOST), (pair.gained, _GAINED)):
            if names := name_duties(form, keys & known):
                yield pair.department.name, f"{names}：{what}"


def count_having(form: Form, items: Sequence[Return]) -> dict[str, int]:
    """Count the returns of departments that have a duty, by the duty's key."""
    return {duty.key: sum(duty.key not in item.no_duties for item in items) for duty in form.duties}
