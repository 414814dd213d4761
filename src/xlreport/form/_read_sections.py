"""Reading the order of a form: its tables, lists and texts as they stand in the form file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from xlreport.base.toml_fault import keep
from xlreport.base.toml_location import TomlLocation, field, find_line
from xlreport.form.label import normalise_label
from xlreport.form.parts import Section, Text

PlacedSection = tuple[Section, TomlLocation]
"""A table or text with its location in the form file."""


def order_sections(sections: Iterable[PlacedSection], files: Sequence[str]) -> list[PlacedSection]:
    """Put tables, lists and texts into the order of their files, and of their lines in each."""

    def place(placed: PlacedSection) -> tuple[int, int]:
        return files.index(placed[1].file), find_line(placed[1])

    return sorted(sections, key=place)


def check_sections(sections: Sequence[PlacedSection]) -> None:
    """Keep a fault for a heading that occurs twice or, behind others, is not printed."""
    seen: set[str] = set()
    for number, (section, location) in enumerate(sections):
        heading = normalise_label(section.heading)
        if heading in seen:
            keep("same-heading", field(location, "heading"), heading=section.heading)
        seen.add(heading)
        if number and isinstance(section, Text) and not section.printed:
            keep("not-opening", location)
