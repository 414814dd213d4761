"""The department that a page is of: by the name in its title, else by the name of its file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from xlreport.base.text import comparable
from xlreport.office.file_names import SpokenNames, common_prefix, named_alone, spoken_names
from xlreport.office.roster import Department

_BRACKETS: Final = re.compile(r"\([^()]{0,20}\)")  # as in 教育局（本级）


@dataclass(frozen=True, slots=True)
class Owners:
    """The departments by code, and by the names that they go by; `prefix` is the county's name."""

    by_code: Mapping[str, Department]
    names: SpokenNames
    prefix: str


def list_owners(departments: Sequence[Department]) -> Owners:
    """List departments by code and names."""
    prefix = common_prefix([comparable(each.name) for each in departments])
    codes = {comparable(each.code): each for each in departments}
    return Owners(codes, spoken_names(departments), prefix)


def named(owners: Owners, name: str) -> Department | None:
    """Find the one department of exactly this name, with or without prefix and brackets."""
    whole = _BRACKETS.sub("", comparable(name))
    spellings = {comparable(name), whole, whole.removeprefix(owners.prefix)}
    departments = owners.names.departments
    found = {each.code: each for spelling in spellings for each in departments.get(spelling, ())}
    return next(iter(found.values())) if len(found) == 1 else None


def named_within(owners: Owners, texts: Iterable[str]) -> Department | None:
    """Find the department that the first of the texts to name one has as its code, or names."""
    for text in texts:
        found = owners.by_code.get(comparable(text)) or named_alone(owners.names, text)
        if found is not None:
            return found
    return None
