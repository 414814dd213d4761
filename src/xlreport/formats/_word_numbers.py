"""The automatic numbers of a Word file: 一、（一）1. stand nowhere in its text.

A list (numId) is a use of a definition (abstractNum) with nine levels. Lists of one definition go
on counting where the other stopped, unless they begin anew (ISO/IEC 29500-1, 17.9).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from xlreport.formats._word_names import attribute, is_on, number, word
from xlreport.formats._word_number_formats import FORMATS, write_number
from xlreport.formats.container import Container
from xlreport.formats.expat import parse

_LEVELS: Final = 9
_LONGEST: Final = 30  # characters of a number's pattern; all nine levels take 27
_PLACE: Final = re.compile(r"%([1-9])")


@dataclass(slots=True)
class _Level:
    """One level; `restart` is the number of the level after which it begins anew, None for any."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    restart: int | None = None
    is_legal: bool = False
    is_hidden: bool = False
    style: str = ""


@dataclass(slots=True)
class _Definition:
    """What a list is a use of; `style_link` is the style of another list that defines it."""

    levels: dict[int, _Level] = field(default_factory=dict)
    style_link: str = ""
    counts: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class _List:
    """One list, with the levels that it changes, and the numbers at which it begins anew.

    `merged` are the levels of its definition and its own, once they are asked for.
    """

    definition: str = ""
    levels: dict[int, _Level] = field(default_factory=dict)
    starts: dict[int, int] = field(default_factory=dict)
    merged: dict[int, _Level] = field(default_factory=dict)


@dataclass(slots=True)
class Numbers:
    """The lists of a document, counted as its paragraphs come in."""

    lists: dict[str, _List] = field(default_factory=dict)
    definitions: dict[str, _Definition] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)

    def next_text(self, number_id: str, level: int | None, style: str) -> str:
        """Count a paragraph of this list and level, and return the number before it.

        Without a level it is the one that belongs to the paragraph's style. Returns "" where a
        person sees no number or a bullet, for a list that the file does not define, and for a
        format that is not known here.
        """
        used = self.lists.get(number_id)
        definition = None if used is None else self._definition(used.definition)
        if used is None or definition is None:
            return ""
        levels = used.merged = used.merged or definition.levels | used.levels
        if level is None:
            level = next((at for at, each in levels.items() if each.style == style != ""), 0)
        level = min(max(level, 0), _LEVELS - 1)
        own = levels.get(level, _Level())
        _count(definition.counts, levels, level, used.starts)
        if own.is_hidden or own.format == "bullet":
            return ""
        texts = {}
        for digit in dict.fromkeys(_PLACE.findall(own.text)):
            at = int(digit) - 1
            name = "decimal" if own.is_legal else levels.get(at, own).format
            if name not in FORMATS:
                return ""
            texts[digit] = write_number(definition.counts.get(at, 1), name)
        return _PLACE.sub(lambda match: texts[match[1]], own.text)

    def _definition(self, name: str) -> _Definition | None:
        """Return a definition, or the one that its style leads to."""
        definition = self.definitions.get(name)
        if definition is not None and definition.style_link and not definition.levels:
            linked = self.lists.get(self.links.get(definition.style_link, ""))
            return self.definitions.get(linked.definition) if linked else definition
        return definition


def _count(
    counts: dict[int, int], levels: Mapping[int, _Level], level: int, starts: dict[int, int]
) -> None:
    """Count one paragraph at a level; deeper levels begin anew, outer ones have begun."""
    for outer in range(level):
        counts.setdefault(outer, levels.get(outer, _Level()).start)
    begins_at = starts.pop(level, None)
    if begins_at is not None:
        counts[level] = begins_at
    else:
        own = levels.get(level, _Level())
        counts[level] = counts[level] + 1 if level in counts else own.start
    for deeper in [each for each in counts if each > level]:
        restart = levels.get(deeper, _Level()).restart
        if restart is None or restart > level:
            del counts[deeper]


@dataclass(slots=True)
class _Reader:
    """The state of the handlers: what is open."""

    numbers: Numbers = field(default_factory=Numbers)
    levels: dict[int, _Level] = field(default_factory=dict)
    definition: _Definition = field(default_factory=_Definition)
    list: _List = field(default_factory=_List)
    level: _Level = field(default_factory=_Level)
    overridden: int = 0


def read_numbers(container: Container, part: str | None, links: Mapping[str, str]) -> Numbers:
    """Read numbering.xml; no lists if there is no such part. Raises `Unreadable`.

    `links` are the lists of the styles that a definition may refer to, by the style's id.
    """
    reader = _Reader(Numbers(links=links))
    if part is not None and part in container.members:
        parse(container, part, reader, _STARTS, {}, [])
    return reader.numbers


def _start_definition(reader: _Reader, attributes: dict[str, str]) -> None:
    reader.definition = _Definition()
    reader.levels = reader.definition.levels
    reader.numbers.definitions[attribute(attributes, "abstractNumId")] = reader.definition


def _start_list(reader: _Reader, attributes: dict[str, str]) -> None:
    reader.list = _List()
    reader.levels = reader.list.levels
    reader.numbers.lists[attribute(attributes, "numId")] = reader.list


def _start_level(reader: _Reader, attributes: dict[str, str]) -> None:
    reader.level = _Level()
    level = number(attributes, 0, "ilvl")
    if 0 <= level < _LEVELS:
        reader.levels[level] = reader.level


def _definition_of_list(reader: _Reader, attributes: dict[str, str]) -> None:
    reader.list.definition = attribute(attributes, "val")


def _override(reader: _Reader, attributes: dict[str, str]) -> None:
    reader.overridden = number(attributes, 0, "ilvl")


def _start_override(reader: _Reader, attributes: dict[str, str]) -> None:
    reader.list.starts[reader.overridden] = number(attributes, 1)


def _style_link(reader: _Reader, attributes: dict[str, str]) -> None:
    reader.definition.style_link = attribute(attributes, "val")


def _start(reader: _Reader, attributes: dict[str, str]) -> None:
    reader.level.start = number(attributes, 1)


def _format(reader: _Reader, attributes: dict[str, str]) -> None:
    reader.level.format = attribute(attributes, "val", "decimal")


def _text(reader: _Reader, attributes: dict[str, str]) -> None:
    reader.level.text = attribute(attributes, "val")[:_LONGEST]


def _restart(reader: _Reader, attributes: dict[str, str]) -> None:
    reader.level.restart = number(attributes, 0)


def _legal(reader: _Reader, attributes: dict[str, str]) -> None:
    reader.level.is_legal = is_on(attributes)


def _hidden(reader: _Reader, attributes: dict[str, str]) -> None:
    reader.level.is_hidden = is_on(attributes)


def _style(reader: _Reader, attributes: dict[str, str]) -> None:
    reader.level.style = attribute(attributes, "val")


_STARTS: Final = word(
    {
        "abstractNum": _start_definition,
        "num": _start_list,
        "lvl": _start_level,
        "abstractNumId": _definition_of_list,
        "lvlOverride": _override,
        "startOverride": _start_override,
        "numStyleLink": _style_link,
        "start": _start,
        "numFmt": _format,
        "lvlText": _text,
        "lvlRestart": _restart,
        "isLgl": _legal,
        "vanish": _hidden,
        "pStyle": _style,
    }
)
