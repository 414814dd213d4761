"""Names of files: which departments of the roster they hold."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import PureWindowsPath

from xlreport.base.text import comparable
from xlreport.office.roster import Department

_ENDS_OF_PREFIX = "省市县区旗州盟镇乡"
_SHORTEST = 2  # characters of a name that is looked for among other words
_BETWEEN_PARTS = re.compile(r"[\s\-—–()（）【】\[\]\d]+")
_TOWNS = {"人民政府": ("乡", "镇", "苏木"), "办事处": ("街道",)}
"""The endings of names of towns that nobody says, and the places that they stand behind."""


@dataclass(frozen=True)
class SpokenNames:
    """The comparable names that departments go by, each with its departments."""

    departments: Mapping[str, Sequence[Department]]

    def of(self, text: str) -> Department | None:
        """Return the department that goes by a name; None for none and for several."""
        found = self.departments.get(comparable(text), ())
        return found[0] if len(found) == 1 else None

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


def named_in_file(names: SpokenNames, file: str) -> tuple[Department, ...]:
    """Find the departments whose names a file name contains, each as a part of its own.

    Parts stand between underscores, as in the names of templates, and within these between
    brackets, dashes, blanks and numbers, as clerks write them. A name among other words does not
    count: it may be the recipient's. Nor does one that several departments go by.
    """
    found: dict[str, Department] = {}
    for part in PureWindowsPath(file).stem.split("_"):
        whole = names.of(part)
        named = [whole] if whole else map(names.of, _BETWEEN_PARTS.split(part))
        found |= {each.code: each for each in named if each}
    return tuple(found.values())


def spoken_names(departments: Iterable[Department]) -> SpokenNames:
    """List the names that departments go by: as listed, other names, and without the prefix.

    A town goes by its place, too: 白云乡 and 白云乡政府 are 白云乡人民政府.
    """
    listed = tuple(departments)
    prefix = common_prefix([comparable(each.name) for each in listed])
    names: dict[str, dict[str, Department]] = defaultdict(dict)
    for department in listed:
        for name in map(comparable, (department.name, *department.variants)):
            for known in (name, name.removeprefix(prefix)):
                for spoken in (known, *_of_town(known)):
                    if len(spoken) >= _SHORTEST:
                        names[spoken][department.code] = department
    return SpokenNames({name: tuple(found.values()) for name, found in names.items()})


def short_names(names: Sequence[str]) -> list[str]:
    """Return the names of departments as people say them: without the county's, a town's alone."""
    prefix = common_prefix(names)
    known = (name.removeprefix(prefix) for name in names)
    return [next(_of_town(name), name) for name in known]


def _of_town(name: str) -> Iterator[str]:
    for ending, places in _TOWNS.items():
        place = name.removesuffix(ending)
        if place != name and place.endswith(places):
            yield place
            yield f"{place}{ending.removeprefix('人民')}"


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
