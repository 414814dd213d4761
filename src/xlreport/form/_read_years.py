"""Reading for which years a form is official, and how often it is reported."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xlreport.base.period import PeriodKind
from xlreport.base.toml_fault import fault, quote_value
from xlreport.base.toml_fields import TomlTable, choice_of
from xlreport.base.toml_location import TomlLocation, field

_YEARS = range(1900, 2101)


def read_years(content: TomlTable, file: TomlLocation) -> tuple[int, int | None]:
    """Read the first year of an edition, and the last one or None; raises `FormError`."""
    years = content.get("years")
    first = content.get("from")
    if (years is None) == (first is None):
        raise fault("years-or-from", file)
    location = field(file, "from" if years is None else "years")
    given: list[Any] = [first] if years is None else years
    if not given or not all(type(year) is int and year in _YEARS for year in given):
        raise fault("bad-years", location, value=quote_value(given if first is None else first))
    if given != list(range(given[0], given[-1] + 1)):
        raise fault("years-apart", location)
    return given[0], None if years is None else given[-1]


def read_period(files: Sequence[tuple[TomlTable, TomlLocation]]) -> PeriodKind:
    """Read how often a form is reported; an annex that does not say it follows the main form.

    `files` are the contents and locations of the form file and its annex; raises `FormError`.
    """
    given = [
        choice_of(PeriodKind, content["period"], field(location, "period"))
        for content, location in files
        if "period" in content
    ]
    period = given[0] if "period" in files[0][0] else PeriodKind.YEAR
    for content, location in files[1:]:
        value = content.get("period", period)
        if value != period:
            where = field(location, "period")
            raise fault("annex-period", where, value=value, main=period.value)
    return period
