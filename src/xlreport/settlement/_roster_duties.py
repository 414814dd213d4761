"""What the roster says of a return: the duties that its department does not have."""

from __future__ import annotations

from dataclasses import replace

from xlreport.base.finding import make_finding
from xlreport.form.duties import name_duties
from xlreport.office.duties import duties_without
from xlreport.office.roster import Department, Roster
from xlreport.reading.no_duty import without_duties
from xlreport.reading.one_return import Return


def with_roster_duties(item: Return, department: Department, roster: Roster) -> Return:
    """Copy a return without the duties that the roster says the department does not have.

    A duty that the cover alone declares away is a warning, where the roster tells of duties.
    """
    listed = duties_without(item.form, department)
    disputed = item.no_duties - listed
    if disputed and any(each.no_duties for each in roster.departments):
        names = name_duties(item.form, disputed)
        finding = make_finding("DUTY-DISAGREES", duty=names, roster=roster.name)
        item = replace(item, findings=(*item.findings, finding))
    return without_duties(item, listed, "单位名录")
