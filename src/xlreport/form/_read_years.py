"""Reading for which years a form is official, and how often it is reported."""

from __future__ import annotations

from collections.abc import Sequence

from xlreport.base.period import PeriodKind
from xlreport.base.toml_fault import keep
from xlreport.base.toml_fields import TomlTable
from xlreport.base.toml_location import TomlLocation, field


def read_years(content: TomlTable, file: TomlLocation) -> tuple[int, int | None]:
    """Read the first year of an edition, and the last one or None."""
    years: list[int] = content.get("years", [content.get("from", 0)])
    if years != list(range(years[0], years[-1] + 1)):
        keep("years-apart", field(file, "years"))
    return years[0], years[-1] if "years" in content else None


def read_period(files: Sequence[tuple[TomlTable, TomlLocation]]) -> PeriodKind:
    """Read how often a form is reported; an annex that does not say it follows the main form.

    `files` are the contents and locations of the form file and its annexes.
    """
    (main, _), *annexes = files
    period = PeriodKind(main.get("period", PeriodKind.YEAR))
    for content, location in annexes:
        value = content.get("period", period)
        if value != period:
            keep("annex-period", field(location, "period"), value=value, main=period.value)
    return period
