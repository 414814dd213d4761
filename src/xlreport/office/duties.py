"""The duties (职责) that departments do not have by the roster, matched with those of a form."""

from __future__ import annotations

from collections.abc import Iterable

from xlreport.base.errors import RosterError
from xlreport.form.duties import find_duty, unknown_duties, with_implied
from xlreport.form.form import Form
from xlreport.office.roster import Department, Roster


def duties_without(form: Form, department: Department) -> frozenset[str]:
    """Return the keys of a form's duties that the roster says a department does not have."""
    found = (find_duty(form, word) for word in department.no_duties)
    return with_implied(form, frozenset(duty.key for duty in found if duty is not None))


def refuse_unknown_duties(roster: Roster, forms: Iterable[Form]) -> None:
    """Raise `RosterError` for a duty on the roster that none of the forms knows.

    A form without duties is passed over: one roster serves several forms.
    """
    known = [form for form in forms if form.duties]
    for department in roster.departments if known else ():
        for word in department.no_duties:
            if all(unknown_duties(form, [word]) for form in known):
                names = "、".join(duty.name for form in known for duty in form.duties)
                raise RosterError(
                    f"单位名录“{roster.name}”中，“{department.name}”的“无此项职责”写有“{word}”，"
                    f"报表中没有这项职责；可以写 {names}，写几项时用顿号分开。"
                )
