"""The relationships of a package: which member is what to which."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

from xlreport.formats.container import Container, read_chunks, resolve
from xlreport.formats.expat import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Result = TypeVar("Result")

_LARGEST: Final = 1 << 16  # bytes of a part
_MOST: Final = 64  # parts
_KNOWN: Final[dict[tuple[object, ...], Any]] = {}


def read_once(container: Container, part: str, read: Callable[[Container, str], Result]) -> Result:
    """Give what `read` makes of the member `part`, from before where its bytes are the same.

    `read` is a function of a module that never gives None, and nobody changes what it gives.
    Raises Unreadable as `read` does, and as `read_chunks` does for the bytes.
    """
    member = container.members.get(part)
    if member is None or member.file_size > _LARGEST:
        return read(container, part)
    digest = hashlib.sha256()
    for chunk in read_chunks(container, part):
        digest.update(chunk)
    key = (read, part, container.limits, digest.digest())
    known: Result | None = _KNOWN.get(key)
    if known is None:
        known = read(container, part)
        if len(_KNOWN) >= _MOST:
            _KNOWN.clear()
        _KNOWN[key] = known
    return known


_RELATION: Final = "http://schemas.openxmlformats.org/package/2006/relationships Relationship"


@dataclass(frozen=True, slots=True)
class Relationship:
    """Holds one relationship: the last word of its type, and the member it leads to."""

    kind: str
    part: str


def read_relations(container: Container, part: str) -> dict[str, Relationship]:
    """Read the relationships in the member `part`, by id; none if there is no such part.

    What is marked as external leads to no member, and nothing outside is ever looked at.
    """
    folder, _, name = part.rpartition("_rels/")
    base = folder + name.removesuffix(".rels")
    found: dict[str, Relationship] = {}
    if part not in container.members:
        return found

    def relation(state: dict[str, Relationship], attributes: dict[str, str]) -> None:
        kind = attributes.get("Type", "").rpartition("/")[2].replace("-", "").lower()
        external = attributes.get("TargetMode") == "External"
        target = "" if external else resolve(base, attributes.get("Target", ""))
        state.setdefault(attributes.get("Id", ""), Relationship(kind, target))

    parse(container, part, found, {_RELATION: relation}, {}, [])
    return found


def first_of(relations: Mapping[str, Relationship], kind: str) -> str | None:
    """Give the member that the first relationship of a kind leads to."""
    return next((each.part for each in relations.values() if each.kind == kind), None)
