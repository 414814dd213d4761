"""A return (报送件): one department's filled workbook, read back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from xlreport.base.finding import CellReference, Finding, attribute_finding
from xlreport.base.text import one_line
from xlreport.form.form import Form
from xlreport.formats.sources import Source
from xlreport.layout.layout import Position
from xlreport.layout.stamp import Stamp


@dataclass(frozen=True, slots=True)
class Return:
    """Is one file as read; `form` is None where it could not be read as a return at all.

    All values are scaled integers by cell index (see `Measure`), None where missing. `judged`
    holds totals as a person typed them, `values` the recomputed ones. `seen` is what stands in
    each filled cell, as typed. `unreadable` cells hold something that is no number;
    `blank_totals` are totals that somebody emptied, `typed_totals` those that hold a number and no
    formula. `places` says where each cell stands,
    `explanations` what the clerk wrote beside the lines of 检查 (`CheckLine.name`).
    `as_read` is the return as its file has it, where this one was migrated to another edition;
    one that was `published` was read from a page or a Word file.
    """

    source: Source
    sha256: str
    form: Form | None = None
    stamp: Stamp | None = None
    year: int | None = None
    code: str = ""
    department: str = ""
    revision: int = 1
    modified: str = ""
    nil: frozenset[str] = frozenset()
    judged: tuple[int | None, ...] = ()
    values: tuple[int | None, ...] = ()
    seen: Mapping[int, str] = field(default_factory=dict)
    unreadable: frozenset[int] = frozenset()
    blank_totals: frozenset[int] = frozenset()
    typed_totals: frozenset[int] = frozenset()
    places: tuple[Position, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    explanations: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    as_read: Return | None = None
    published: bool = False

    __repr__ = one_line(lambda it: f"{it.form_id} {it.year or ''} {it.department}: {it.file}")

    @property
    def file(self) -> str:
        """Give the file's name as an officer knows it."""
        return self.source.name

    @property
    def form_id(self) -> str:
        """Give the id of the form, empty where none was recognised."""
        return self.form.id if self.form else ""

    def told(self, finding: Finding, department: str, *, replaced: bool = False) -> Finding:
        """Copy a finding with this file, its form and year, and the department it belongs to.

        It is `replaced` where another file is used in place of this one.
        """
        whose = {"file": self.file, "department": department, "form": self.form_id}
        return attribute_finding(finding, **whose, year=self.year, replaced=replaced)

    @property
    def is_nil(self) -> bool:
        """Tell whether every table is declared nil."""
        return self.form is not None and self.nil >= {table.key for table in self.form.tables}

    def reference(self, index: int, side: str = "", value: str | None = None) -> CellReference:
        """Refer to a cell by its place in this file, with what stands there as typed."""
        assert self.form is not None  # only cells of a form that was recognised are referred to
        seen = self.seen.get(index, "") if value is None else value
        return refer(self.form, self.places, index, seen, side)


def located_return(item: Return) -> Return:
    """Copy a return with its findings told whose they are."""
    if not item.findings:
        return item
    findings = tuple(item.told(finding, item.department) for finding in item.findings)
    return replace(item, findings=findings)


def refer(
    form: Form, places: Sequence[Position], index: int, seen: str, side: str = ""
) -> CellReference:
    """Refer to a value cell: where it stands in the file, its official path, the text seen."""
    place = places[index]
    return CellReference(place.sheet, place.address, form.cells[index].path, seen, side)
