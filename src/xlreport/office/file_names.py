"""Names of files: which departments of the roster they hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import PureWindowsPath

from xlreport.base.text import comparable
from xlreport.office.roster import Department, Roster

_ENDS_OF_PREFIX = "省市县区旗州盟镇乡"
_SHORTEST = 2  # characters of a name that is looked for among other words

SpokenNames = Sequence[tuple[str, Department]]
"""The comparable names that departments go by, each with its department."""


def named_in_file(roster: Roster, file: str) -> tuple[Department, ...]:
    """Find the departments whose names a file name contains, between underscores.

    Templates are named so. A name among other words does not count: it may be the recipient's.
    """
    parts = PureWindowsPath(file).stem.split("_")
    departments = (roster.by_name.get(comparable(part)) for part in parts if part)
    return tuple(department for department in departments if department)


def spoken_names(departments: Iterable[Department]) -> SpokenNames:
    """List the names that departments go by: as listed, other names, and without the prefix."""
    listed = tuple(departments)
    prefix = common_prefix([comparable(each.name) for each in listed])
    names: dict[tuple[str, str], Department] = {}
    for department in listed:
        for name in map(comparable, (department.name, *department.variants)):
            for spoken in (name, name.removeprefix(prefix)):
                if len(spoken) >= _SHORTEST:
                    names[spoken, department.code] = department
    return [(name, department) for (name, _), department in names.items()]


def common_prefix(names: Sequence[str]) -> str:
    """Return the name of the county, such as 盐池县, with which most names begin; else ""."""
    counts = Counter(
        name[:end]
        for name in names
        for end in range(2, len(name) - _SHORTEST + 1)
        if name[end - 1] in _ENDS_OF_PREFIX
    )
    common = [prefix for prefix, count in counts.items() if count > 1 and 2 * count > len(names)]
    return max(common, key=len, default="")


def named_alone(names: SpokenNames, text: str) -> Department | None:
    """Find the department whose name is the only one in a text; None for none and for several.

    A name inside a longer one does not count: 教育局招生办 does not name 教育局.
    """
    text = comparable(text)
    spans = [
        (start, start + len(name), department)
        for name, department in names
        if (start := text.find(name)) >= 0
    ]
    whole = {
        department.code: department
        for start, end, department in spans
        if not any(
            left <= start and end <= right and right - left > end - start
            for left, right, _ in spans
        )
    }
    return next(iter(whole.values())) if len(whole) == 1 else None
