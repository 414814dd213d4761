"""Returns as compact JSON, which workers send back and the cache stores; never a pickle.

JSON is smaller here than arrays of 64-bit integers (most figures have one digit), exact for
figures of any size, and executes no code. A form is packed as its id and digest.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import astuple
from typing import Any

from xlreport.base.cell_reference import CellReference
from xlreport.base.finding import Finding, Severity
from xlreport.base.period import Period, parse_period
from xlreport.form.form import Form
from xlreport.form.library import Library
from xlreport.form.open_list import Lines
from xlreport.formats.sources import Source
from xlreport.layout.layout import Position, lay_form
from xlreport.layout.stamp import Stamp, StampKind
from xlreport.layout.summary import lay_summary
from xlreport.reading.one_return import Return, Unread, located_return
from xlreport.reading.seen import as_seen, seen_row

_HOMES = {"form": lay_form, "summary": lay_summary}


def pack(item: Unread | Return) -> bytes:
    """Pack a return or unread file, without its source and with only id and digest of its form.

    Attributes that a return gets later (`as_read`, `published`) are not packed.
    """
    stamp = item.stamp
    content: dict[str, Any] = {
        "sha256": item.sha256,
        "stamp": stamp and _pack_stamp(stamp),
        "findings": [_pack_finding(finding) for finding in item.findings],
    }
    if isinstance(item, Return):
        content |= _pack_return(item)
    # A file name on Linux, or a text of a hostile file, may be invalid Unicode.
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8", "surrogatepass")


def _pack_stamp(stamp: Stamp) -> list[Any]:
    identity = [stamp.kind, stamp.form, stamp.digest, _pack_period(stamp.period), stamp.code]
    return [*identity, stamp.revision, stamp.check_code]


def _pack_return(item: Return) -> dict[str, Any]:
    return {
        "form": [item.form.id, item.form.digest],
        "period": _pack_period(item.period),
        "code": item.code,
        "department": item.department,
        "contact": item.contact,
        "revision": item.revision,
        "modified": item.modified,
        "nil": sorted(item.nil),
        "no_duties": sorted(item.no_duties),
        "judged": item.judged,
        "values": None if item.values is item.judged else item.values,
        "figure_code": item.figure_code,
        "words": [list(item.words), list(item.words.values())],
        "counts": [list(item.counts), list(item.counts.values())],
        "lists": {key: _pack_lines(lines) for key, lines in item.lists.items()},
        "seen": as_seen(item.seen, len(item.form.cells)).row,
        "unreadable": sorted(item.unreadable),
        "blank_totals": sorted(item.blank_totals),
        "typed_totals": sorted(item.typed_totals),
        "positions": _pack_positions(item),
        "fingerprint": item.fingerprint,
        "texts": dict(item.texts),
        "explanations": dict(item.explanations),
    }


def _pack_lines(lines: Lines) -> list[Any]:
    return [lines.sheet, lines.columns, lines.rows, lines.entries, lines.unread, lines.owners]


def _unpack_lines(packed: Sequence[Any]) -> Lines:
    sheet, columns, rows, *rest = packed
    entries, unread, owners = (tuple(map(tuple, each)) for each in rest)
    return Lines(sheet, tuple(columns), tuple(rows), entries, unread, owners)


def unpack(data: bytes, source: Source, library: Library) -> Unread | Return:
    """Restore what `pack` packed, its findings located in `source`.

    Raises `ValueError` for other data, and for a return whose form the library does not have.
    """
    try:
        return _unpack(json.loads(data.decode("utf-8", "surrogatepass")), source, library)
    except (KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        raise ValueError(f"no packed return: {error}") from error


def unpack_return(data: bytes, source: Source, library: Library) -> Return:
    """Restore a return that `pack` packed; raises `ValueError` also for an unread file."""
    item = unpack(data, source, library)
    if isinstance(item, Unread):
        raise ValueError("no packed return: the file could not be read")
    return item


def _unpack(content: dict[str, Any], source: Source, library: Library) -> Unread | Return:
    stamp = _unpack_stamp(content["stamp"])
    findings = tuple(map(_unpack_finding, content["findings"]))
    if "form" not in content:
        return located_return(Unread(source, content["sha256"], findings, stamp))
    form = _find_form(content["form"], library)
    judged, seen = tuple(content["judged"]), seen_row(content["seen"])
    item = Return(
        source,
        content["sha256"],
        form,
        stamp=stamp,
        period=_unpack_period(content["period"]),
        code=content["code"],
        department=content["department"],
        contact=content["contact"],
        revision=content["revision"],
        modified=content["modified"],
        nil=frozenset(content["nil"]),
        no_duties=frozenset(content["no_duties"]),
        judged=judged,
        values=judged if content["values"] is None else tuple(content["values"]),
        figure_code=content["figure_code"],
        words=dict(zip(*content["words"], strict=True)),
        counts=dict(zip(content["counts"][0], map(tuple, content["counts"][1]), strict=True)),
        lists={key: _unpack_lines(lines) for key, lines in content["lists"].items()},
        seen=seen,
        unreadable=frozenset(content["unreadable"]),
        blank_totals=frozenset(content["blank_totals"]),
        typed_totals=frozenset(content["typed_totals"]),
        positions=_unpack_positions(content["positions"], form),
        fingerprint=content["fingerprint"],
        texts=content["texts"],
        explanations=content["explanations"],
        findings=findings,
    )
    widths = {len(row) for row in (judged, item.values, seen.row, item.positions, form.cells)}
    if len(widths) > 1:
        raise ValueError("no packed return: its form has another number of cells")
    return located_return(item)


def _unpack_stamp(packed: Sequence[Any] | None) -> Stamp | None:
    if not packed:
        return None
    kind, form, digest, period, *identity = packed
    return Stamp(StampKind(kind), form, digest, _unpack_period(period), *identity)


def _pack_period(period: Period | None) -> str | None:
    return None if period is None else str(period)


def _unpack_period(packed: str | None) -> Period | None:
    return None if packed is None else parse_period(packed)


def _find_form(packed: Sequence[str], library: Library) -> Form:
    name, digest = packed
    form = library.by_digest(name, digest)
    if form is None:
        raise ValueError(f"no packed return: the library has no form {name!r} of this digest")
    return form


def _pack_positions(item: Return) -> str | list[tuple[str, int, int]]:
    """Return the name of the layout if all cells are at its positions, else list the positions."""
    for name, lay in _HOMES.items():
        if item.positions == lay(item.form).positions:
            return name
    return [(each.sheet, each.row, each.column) for each in item.positions]


def _unpack_positions(packed: str | list[tuple[str, int, int]], form: Form) -> tuple[Position, ...]:
    if isinstance(packed, str):
        return _HOMES[packed](form).positions
    return tuple(Position(sheet, row, column) for sheet, row, column in packed)


def _pack_finding(finding: Finding) -> list[Any]:
    """Pack a finding without file and department, which follow from the return."""
    cells = [astuple(cell) for cell in finding.cells]
    more = (finding.rule, finding.expected, finding.difference, finding.answer, finding.waiver)
    named = (*more, finding.entry, finding.about)
    return [finding.code, finding.severity, cells, dict(finding.facts), *named]


def _unpack_finding(packed: list[Any]) -> Finding:
    code, severity, cells, facts, rule, expected, difference, answer, waiver, entry, about = packed
    return Finding(
        code,
        Severity(severity),
        tuple(CellReference(*cell) for cell in cells),
        facts,
        rule=rule,
        expected=expected,
        difference=difference,
        answer=answer,
        waiver=waiver,
        entry=entry,
        about=about,
    )
