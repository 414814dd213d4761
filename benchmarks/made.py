"""Make filled workbooks by the thousand: some are built, the others are those under other names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from offices import FORM, YEAR, department

from xlreport import load_form
from xlreport.commands._demo_figures import demo_values
from xlreport.outgoing.master import CODE, NAME, Master, imprint, make_master
from xlreport.outgoing.template import build_template

_DIFFERENT = 20


@cache
def _masters() -> tuple[Master, ...]:
    """Build filled workbooks whose department is still to be put in."""
    form = load_form(FORM)
    found = []
    for number in range(_DIFFERENT):
        who = department(number)
        nobody = replace(who, code=CODE, name=NAME)
        values = demo_values(form, who)
        found.append(make_master(build_template(form, year=YEAR, department=nobody, values=values)))
    return tuple(found)


def filled(count: int) -> Iterator[bytes]:
    """Return the filled workbooks of the first departments, as they come back."""
    for number in range(count):
        yield imprint(_masters()[number % _DIFFERENT], department(number))


def write_filled(folder: Path, count: int) -> None:
    """Write the filled workbooks of the first departments into a folder."""
    folder.mkdir()
    for number, data in enumerate(filled(count)):
        (folder / f"{department(number).code}.xlsx").write_bytes(data)
