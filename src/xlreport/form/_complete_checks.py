"""Completing the checks of a form: each cell gets one check of each kind that is by cell.

The check that names a cell is its check; one that names none is for all others. What no form
file says the library adds, with a severity and a sentence of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from xlreport.base.finding import catalogue
from xlreport.base.toml_fault import has_fault, keep
from xlreport.base.toml_location import TomlLocation, field
from xlreport.form._read_checks import CheckedFile
from xlreport.form.check_kind import BY_CELL, KINDS, LIBRARY_CHECKS, CheckKind
from xlreport.form.measure import Kind
from xlreport.form.parts import Cell, Check, Sentence, Table
from xlreport.form.rule import Rule


def keep_used_ids(
    rules: Sequence[tuple[Rule, TomlLocation]],
    counts: Sequence[str],
    files: Sequence[CheckedFile],
) -> None:
    """Keep a fault for an id used twice, by a rule or a check, or kept by the library.

    `counts` are the ids of the counts. A form and its annexes may each have the library's check of
    their own tables.
    """
    for rule, location in rules:
        if rule.id in catalogue():
            keep("kept-id", field(location, "id"), id=rule.id)
    taken = dict.fromkeys([*(rule.id for rule, _ in rules), *counts], -1)
    shared = {check.id for check in LIBRARY_CHECKS.values()}
    for number, file in enumerate(files):
        for check, location in file.checks:
            at = field(location, "id")
            if check.id in taken and (check.id not in shared or taken[check.id] in (-1, number)):
                keep("check-twin", at, id=check.id)
            elif check.id in catalogue() and not _is_own(check):
                keep("kept-id", at, id=check.id)
            taken.setdefault(check.id, number)


def _is_own(check: Check) -> bool:
    """Tell whether the code that a check has as its id is that of its kind.

    A check of some cells alone must not have it: the library gives it to the check of the others.
    """
    if check.kind in BY_CELL:
        return check.id == LIBRARY_CHECKS[check.kind].id and not check.cells
    return check.id == KINDS[check.kind].entry


def complete_checks(
    files: Sequence[CheckedFile], tables: Sequence[Table], sentences: Sequence[Sentence]
) -> tuple[Check, ...]:
    """Give each check the cells or sentences that it is about, and add those of the library.

    Keeps a fault where two checks of a kind are about the same.
    """
    cells = [cell for table in tables for cell in table.cells]
    _keep_overlaps(files, cells)
    _keep_second_generals(files)
    checks = _without_later_editions(files)
    named = {(check.kind, index) for check in checks for index in check.cells}
    spoken = {name for check in checks for name in check.sentences}
    owners: dict[Check, list[int]] = {_general(files, kind, ""): [] for kind in BY_CELL}
    for kind in BY_CELL:
        for cell in cells:
            if (kind, cell.index) not in named and _is_usual(kind, cell):
                owners.setdefault(_general(files, kind, cell.table), []).append(cell.index)
    unspoken = frozenset(sentence.id for sentence in sentences) - spoken
    completed = [
        replace(check, sentences=check.sentences or unspoken)
        if check.kind is CheckKind.TEXT
        else replace(check, cells=tuple(owners[check]), rest=True)
        if check in owners
        else check
        for check in checks
    ]
    added = [
        replace(check, cells=tuple(indexes), rest=True)
        for check, indexes in owners.items()
        if check not in checks
    ]
    if CheckKind.EDITION not in {check.kind for check in checks}:
        added.append(_of_library(CheckKind.EDITION))
    return (*completed, *added)


def _without_later_editions(files: Sequence[CheckedFile]) -> list[Check]:
    """List the checks of all files, equal ones once; of those of the edition the form's holds."""
    checks = list(dict.fromkeys(check for file in files for check, _ in file.checks))
    editions = [check for check in checks if check.kind is CheckKind.EDITION]
    return [check for check in checks if check not in editions[1:]]


def _is_usual(kind: CheckKind, cell: Cell) -> bool:
    """Tell whether a check that names no cells is about a cell.

    Only amounts of money are never below 0; a decimal or a percentage may be a change.
    """
    measures = {Kind.MONEY} if kind is CheckKind.NOT_NEGATIVE else KINDS[kind].measures
    return cell.measure.kind in measures


def _general(files: Sequence[CheckedFile], kind: CheckKind, table: str) -> Check:
    """Return the check of a kind that names no cells: of the table's file, another, the library."""
    own_first = sorted(files, key=lambda file: table not in file.tables)
    generals = (
        check
        for file in own_first
        for check, _ in file.checks
        if check.kind is kind and not check.cells
    )
    return next(generals, _of_library(kind))


def _of_library(kind: CheckKind) -> Check:
    check = LIBRARY_CHECKS[kind]
    return Check(check.id, kind, check.severity, check.say)


def _keep_overlaps(files: Sequence[CheckedFile], cells: Sequence[Cell]) -> None:
    """Keep a fault for a check that names a cell or sentence which another of its kind names."""
    paths = {cell.index: cell.path for cell in cells}
    seen: dict[tuple[CheckKind, int | str], str] = {}
    for check, location in (each for file in files for each in file.checks):
        names: dict[int | str, str] = {name: name for name in check.sentences}
        if check.kind in BY_CELL:
            names |= {index: paths[index] for index in check.cells}
        for key, name in names.items():
            if (check.kind, key) in seen:
                facts = {"kind": check.kind, "name": name, "other": seen[check.kind, key]}
                at = field(location, "sentences" if check.sentences else "cells")
                keep("check-overlap", at, **facts)
                break
            seen[check.kind, key] = check.id


def _keep_second_generals(files: Sequence[CheckedFile]) -> None:
    """Keep a fault for a second check of a kind that is about all that no other names."""
    seen: dict[tuple[CheckKind, int], str] = {}
    for number, file in enumerate(files):
        for check, location in file.checks:
            is_general = check.kind in (*BY_CELL, CheckKind.TEXT, CheckKind.EDITION)
            if not is_general or check.cells or check.sentences or has_fault(location):
                continue
            key = check.kind, 0 if check.kind is CheckKind.TEXT else number
            if key in seen:
                keep("check-general", location, kind=check.kind, other=seen[key])
            seen[key] = check.id
