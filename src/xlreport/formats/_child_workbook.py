"""A workbook that a child process reads: an .xls by xlrd, or else by calamine."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from xlreport.formats._child import ask_child
from xlreport.formats._child_answer import take_facts, take_sheets

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from xlreport.formats.cell import RawSheet
    from xlreport.formats.container import Limits, Unreadable
    from xlreport.formats.workbook import Package

# What calamine does not tell.
_UNSEEN: Final = "公式、公式出错、数字格式、删除线和上下标、隐藏的行和列"


@dataclass(eq=False)
class ChildWorkbook:
    """A workbook in a format that a foreign library reads.

    `refusal` says why our own reader refused it and is raised where no library reads it either,
    `format` is what a person calls the format, `readers` are the modules that read it, the best
    one first: the first that can read the workbook reads all of it. A child lists all worksheets
    on every run and reads the cells of those that are asked for. `parsed` holds worksheets by
    their limits and then by their position, `listed` the names of all worksheets.
    """

    data: bytes
    limits: Limits
    refusal: Unreadable
    format: str
    readers: Sequence[str]
    parsed: dict[Limits, dict[int, RawSheet]] = field(default_factory=dict)
    listed: frozenset[str] = frozenset()

    def read(self, skip: Collection[str] = frozenset()) -> Package:
        """Read all worksheets but those named in `skip`, which are listed without their cells."""
        return self._package(self.limits, skip=frozenset(skip))

    def sheet(self, name: str, limits: Limits | None = None) -> RawSheet | None:
        """Read one worksheet, within other limits if they are given; None if there is none."""
        if self.listed and name not in self.listed:
            return None
        limits = limits or self.limits
        sheets: Collection[RawSheet] = self.parsed.get(limits, {}).values()
        if all(sheet.name != name for sheet in sheets):
            sheets = self._package(limits, only=frozenset({name})).sheets
        return next((sheet for sheet in sheets if sheet.name == name), None)

    def xml(self, _: str, /) -> bytes | None:
        """Return None: these formats have no XML that could be searched."""
        return None

    def _package(
        self,
        limits: Limits,
        only: frozenset[str] = frozenset(),
        skip: frozenset[str] = frozenset(),
    ) -> Package:
        """Read the chosen worksheets that no earlier run has read; list the other ones."""
        parsed = self.parsed.setdefault(limits, {})
        done = frozenset(sheet.name for sheet in parsed.values())
        answer = self._ask(limits, only, skip | done)
        try:
            first, *lines = [json.loads(line) for line in answer.splitlines()]
            names = frozenset(str(line["name"]) for line in lines)
            facts = take_facts(first)
            sheets = tuple(take_sheets(lines, parsed, (only or names) - skip, limits))
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise self.refusal from error  # not what our child writes
        if not sheets:
            raise self.refusal
        self.listed = names
        unseen = _UNSEEN if self.readers[0] == "_calamine" else ""
        return replace(facts, sheets=sheets, other_format=self.format, unseen=unseen)

    def _ask(self, limits: Limits, only: frozenset[str], skip: frozenset[str]) -> bytes:
        """Ask the first reader that can read the workbook, and forget those before it."""
        while not (answer := ask_child(self.readers[0], self.data, limits, only, skip)):
            self.readers = self.readers[1:]
            if not self.readers:
                raise self.refusal
        return answer
