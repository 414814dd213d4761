"""Returns made compact: what a worker sends back and a cache keeps, never a pickle.

JSON is smaller here than arrays of 64-bit integers (most figures have one digit), exact for a
figure of any size, and cannot run anything. A form goes by its id and digest.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import Any

from xlreport.base.finding import CellReference, Finding, Severity
from xlreport.form.form import Form
from xlreport.form.library import Library
from xlreport.formats.sources import Source
from xlreport.layout.layout import Position, lay_form
from xlreport.layout.stamp import Stamp, StampKind
from xlreport.layout.summary import lay_summary
from xlreport.reading.one_return import Return, located_return

_HOMES = {"form": lay_form, "summary": lay_summary}


def pack(item: Return) -> bytes:
    """Pack a return as it was read, without its source and its form.

    What a return becomes later (`as_read`, `published`) is not packed.
    """
    stamp = item.stamp
    content = {
        "sha256": item.sha256,
        "form": item.form and [item.form.id, item.form.digest],
        "stamp": stamp
        and [stamp.kind, stamp.form, stamp.digest, stamp.year, stamp.code, stamp.revision],
        "year": item.year,
        "code": item.code,
        "department": item.department,
        "revision": item.revision,
        "modified": item.modified,
        "nil": sorted(item.nil),
        "judged": item.judged,
        "values": item.values,
        "seen": [list(item.seen), list(item.seen.values())],
        "unreadable": sorted(item.unreadable),
        "blank_totals": sorted(item.blank_totals),
        "typed_totals": sorted(item.typed_totals),
        "places": _pack_places(item),
        "texts": dict(item.texts),
        "explanations": dict(item.explanations),
        "findings": [_pack_finding(finding) for finding in item.findings],
    }
    # A name of a file on Linux, or a text of a hostile file, may be no valid Unicode.
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8", "surrogatepass")


def unpack(data: bytes, source: Source, library: Library) -> Return:
    """Make the return again that `pack` packed, its findings told to be about `source`.

    Raises `ValueError` for what is no packed return, or where the library has not its form.
    """
    try:
        return _unpack(json.loads(data.decode("utf-8", "surrogatepass")), source, library)
    except (KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        raise ValueError(f"no packed return: {error}") from error


def _unpack(content: dict[str, Any], source: Source, library: Library) -> Return:
    form = _find_form(content["form"], library)
    stamp, figures = content["stamp"], tuple(content["values"])
    item = Return(
        source,
        content["sha256"],
        form=form,
        stamp=Stamp(StampKind(stamp[0]), *stamp[1:]) if stamp else None,
        year=content["year"],
        code=content["code"],
        department=content["department"],
        revision=content["revision"],
        modified=content["modified"],
        nil=frozenset(content["nil"]),
        judged=figures if content["judged"] == content["values"] else tuple(content["judged"]),
        values=figures,
        seen=_unpack_seen(*content["seen"]),
        unreadable=frozenset(content["unreadable"]),
        blank_totals=frozenset(content["blank_totals"]),
        typed_totals=frozenset(content["typed_totals"]),
        places=_unpack_places(content["places"], form),
        texts=content["texts"],
        explanations=content["explanations"],
        findings=tuple(map(_unpack_finding, content["findings"])),
    )
    cells = len(form.cells) if form else 0
    if not len(item.judged) == len(item.values) == len(item.places) == cells:
        raise ValueError("no packed return: its form has another number of cells")
    return located_return(item)


def _unpack_seen(indexes: Sequence[int], texts: Sequence[str]) -> dict[int, str]:
    """Give what was seen, equal texts as one: most are a digit or two, in thousands of returns."""
    return dict(zip(indexes, map(sys.intern, texts), strict=True))


def _find_form(packed: Sequence[str] | None, library: Library) -> Form | None:
    if packed is None:
        return None
    name, digest = packed
    form = library.by_digest(name, digest)
    if form is None:
        raise ValueError(f"no packed return: the library has no form {name!r} of this digest")
    return form


def _pack_places(item: Return) -> str | list[tuple[str, int, int]]:
    """Name the layout in which every cell stands at home, or list where each stands."""
    if item.form is not None:
        for name, lay in _HOMES.items():
            if item.places == lay(item.form).positions:
                return name
    return [(place.sheet, place.row, place.column) for place in item.places]


def _unpack_places(
    packed: str | list[tuple[str, int, int]], form: Form | None
) -> tuple[Position, ...]:
    if isinstance(packed, str):
        if form is None:
            raise ValueError("no packed return: places of no form")
        return _HOMES[packed](form).positions
    return tuple(Position(*place) for place in packed)


def _pack_finding(finding: Finding) -> list[Any]:
    """Pack what reading has found; whose it is follows from the return."""
    cells = [(c.sheet, c.cell, c.path, c.value, c.side) for c in finding.cells]
    more = (finding.rule, finding.expected, finding.difference, finding.answer, finding.waiver)
    return [finding.code, finding.severity, cells, dict(finding.facts), *more]


def _unpack_finding(packed: list[Any]) -> Finding:
    code, severity, cells, facts, rule, expected, difference, answer, waiver = packed
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
    )
