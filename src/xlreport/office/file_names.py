"""Names of files: which departments of the roster they hold."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import PureWindowsPath

from xlreport.base.text import comparable
from xlreport.office.roster import Department, Roster

_ENDS_OF_PREFIX = "省市县区旗州盟镇乡"
_SHORTEST = 2  # characters of a name that is looked for among other words


@dataclass(frozen=True)
class SpokenNames:
    """The comparable names that departments go by, each with its departments."""

    departments: Mapping[str, Sequence[Department]]

    @cached_property
    def lengths(self) -> Sequence[int]:
        """List the lengths of the names, each once."""
        return sorted(set(map(len, self.departments)))

    def within(self, text: str) -> Iterator[tuple[int, str]]:
        """Yield the names that stand in a comparable text, each after its end, from the left.

        Where several begin at one place, the longest comes first.
        """
        for start in range(len(text)):
            for length in reversed(self.lengths):
                name = text[start : start + length]
                if len(name) == length and name in self.departments:
                    yield start + length, name


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
    names: dict[str, dict[str, Department]] = defaultdict(dict)
    for department in listed:
        for name in map(comparable, (department.name, *department.variants)):
            for spoken in (name, name.removeprefix(prefix)):
                if len(spoken) >= _SHORTEST:
                    names[spoken][department.code] = department
    return SpokenNames({name: tuple(found.values()) for name, found in names.items()})


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
    found: dict[str, Department] = {}
    reached = 0
    for end, name in names.within(comparable(text)):
        if end > reached:
            reached = end
            found |= {each.code: each for each in names.departments[name]}
    return next(iter(found.values())) if len(found) == 1 else None
