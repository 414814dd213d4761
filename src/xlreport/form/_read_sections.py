"""Reading the order of a form: its tables, lists and texts as they stand in the form file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from xlreport.base.toml_fault import fault
from xlreport.base.toml_fields import TomlTable
from xlreport.base.toml_location import TomlLocation, field, item
from xlreport.base.toml_order import order_entries
from xlreport.form.label import normalise_label
from xlreport.form.parts import Section, Text

PlacedSection = tuple[Section, TomlLocation]
"""A table or text with its location in the form file."""


def order_sections(
    content: TomlTable, file: TomlLocation, sections: Iterable[Section]
) -> list[PlacedSection]:
    """Find the sections of one file among all of them, in the order of the file."""
    by_key = {(_array(section), section.key): section for section in sections}
    return [
        (by_key[name, key], item(file, name, index + 1, key))
        for name, index in order_entries(content, file, ("table", "text"))
        for key in [content[name][index]["key"]]
    ]


def check_sections(sections: Sequence[PlacedSection]) -> None:
    """Raise `FormError` for a heading that occurs twice or, behind others, is not printed."""
    seen: set[str] = set()
    for number, (section, location) in enumerate(sections):
        heading = normalise_label(section.heading)
        if heading in seen:
            raise fault("same-heading", field(location, "heading"), heading=section.heading)
        seen.add(heading)
        if number and isinstance(section, Text) and not section.printed:
            raise fault("not-opening", location)


def _array(section: Section) -> str:
    return "text" if isinstance(section, Text) else "table"
