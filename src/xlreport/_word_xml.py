"""The two things that python-docx leaves to its users: an element by name, a part taken out."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement


def make(tag: str, **attributes: str) -> BaseOxmlElement:
    """Make an element such as `w:shd`; its attributes stand in the same namespace."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element: BaseOxmlElement = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element


def drop_parts(relations: MutableMapping[str, Any], *kinds: str) -> None:
    """Take out what a part relates to in these ways, and with it the parts themselves."""
    for name in [name for name, each in relations.items() if each.reltype in kinds]:
        del relations[name]
