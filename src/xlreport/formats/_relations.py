"""The relationships of a package, and small parts that many files share, parsed once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

from xlreport.formats.container import Container, hostile, read_chunks, resolve
from xlreport.formats.expat import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Result = TypeVar("Result")

_LARGEST: Final = 1 << 17  # bytes of a part; the styles of gnumeric have 110 kB
_MOST: Final = 64  # parts
_MOST_RELATIONS: Final = 20_000  # of one part; a document with very many links has some thousands
_RESULTS: Final[dict[tuple[object, ...], Any]] = {}


def read_once(container: Container, part: str, read: Callable[[Container, str], Result]) -> Result:
    """Read the member `part` with `read`, or return an earlier result for the same bytes.

    `read` is a module's function that never returns None; its result must not be changed. Raises
    `Unreadable` as `read` and `read_chunks` do.
    """
    member = container.members.get(part)
    if member is None or member.file_size > _LARGEST:
        return read(container, part)
    digest = hashlib.sha256()
    for chunk in read_chunks(container, part):
        digest.update(chunk)
    key = (read, part, container.limits, digest.digest())
    result: Result | None = _RESULTS.get(key)
    if result is None:
        result = read(container, part)
        if len(_RESULTS) >= _MOST:
            _RESULTS.clear()
        _RESULTS[key] = result
    return result


_RELATION: Final = "http://schemas.openxmlformats.org/package/2006/relationships Relationship"


@dataclass(frozen=True, slots=True)
class Relationship:
    """One relationship: the last word of its type, and the member it leads to."""

    kind: str
    part: str


def read_relations(container: Container, part: str) -> dict[str, Relationship]:
    """Read the relationships in the member `part`, by id; none if there is no such part.

    An external relationship leads to no member: nothing outside the file is opened.
    """
    folder, _, name = part.rpartition("_rels/")
    base = folder + name.removesuffix(".rels")
    relations: dict[str, Relationship] = {}
    if part not in container.members:
        return relations

    def relation(state: dict[str, Relationship], attributes: dict[str, str]) -> None:
        kind = attributes.get("Type", "").rpartition("/")[2].replace("-", "").lower()
        if len(state) >= _MOST_RELATIONS:
            raise hostile(f"关系超过 {_MOST_RELATIONS} 条")
        external = attributes.get("TargetMode") == "External"
        target = "" if external else resolve(base, attributes.get("Target", ""))
        state.setdefault(attributes.get("Id", ""), Relationship(kind, target))

    parse(container, part, relations, {_RELATION: relation}, {}, [])
    return relations


def first_of(relations: Mapping[str, Relationship], kind: str) -> str | None:
    """Return the member that the first relationship of a kind leads to; None without one."""
    return next((each.part for each in relations.values() if each.kind == kind), None)
