"""The sources of the guides: small Markdown, with the messages that are written once elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType

from xlreport.guides._messages import MESSAGES_PLACE, messages_text

PICTURES = "pictures/"


@dataclass(frozen=True, slots=True)
class Guide:
    """One guide: its key on the command line, its title, and to whom it is written."""

    key: str
    title: str
    reader: str


GUIDES = MappingProxyType(
    {
        each.key: each
        for each in (
            Guide("clerk", "填报指南", "填报单位经办人"),
            Guide("officer", "汇总操作指南", "县级汇总人员"),
        )
    }
)
"""The guides by their keys."""


def guide_text(key: str) -> str:
    """Return the whole text of a guide in Markdown."""
    text = files("xlreport.guides").joinpath(f"{key}.md").read_text(encoding="utf-8")
    return text.replace(MESSAGES_PLACE, messages_text()) if MESSAGES_PLACE in text else text


def picture_bytes(name: str) -> bytes:
    """Return a picture by the name that a guide shows it by, such as pictures/cover.png."""
    return files("xlreport.guides").joinpath(name).read_bytes()
