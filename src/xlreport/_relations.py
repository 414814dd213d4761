"""The relationships of a package: which member is what to which."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from xlreport._container import Container, resolve
from xlreport._xml import parse

if TYPE_CHECKING:
    from collections.abc import Mapping

_RELATION: Final = "http://schemas.openxmlformats.org/package/2006/relationships Relationship"


@dataclass(frozen=True, slots=True)
class Relation:
    """Holds one relationship: the last word of its type, and the member it leads to."""

    kind: str
    part: str


def read_relations(container: Container, part: str) -> dict[str, Relation]:
    """Read the relationships in the member `part`, by id; none if there is no such part.

    What is marked as external leads to no member, and nothing outside is ever looked at.
    """
    folder, _, name = part.rpartition("_rels/")
    base = folder + name.removesuffix(".rels")
    found: dict[str, Relation] = {}
    if part not in container.members:
        return found

    def relation(state: dict[str, Relation], attributes: dict[str, str]) -> None:
        kind = attributes.get("Type", "").rpartition("/")[2].replace("-", "").lower()
        external = attributes.get("TargetMode") == "External"
        target = "" if external else resolve(base, attributes.get("Target", ""))
        state.setdefault(attributes.get("Id", ""), Relation(kind, target))

    parse(container, part, found, {_RELATION: relation}, {}, [])
    return found


def first_of(relations: Mapping[str, Relation], kind: str) -> str | None:
    """Give the member that the first relationship of a kind leads to."""
    return next((each.part for each in relations.values() if each.kind == kind), None)
