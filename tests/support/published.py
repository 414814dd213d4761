"""Published reports as offices put them on their websites: pages and Word files, tidy and not."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from io import BytesIO

from xlreport.form.form import Form
from xlreport.form.parts import Table
from xlreport.layout.grid import Role, lay_table

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_SPACES = {
    "w": _WORD,
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "r": _OFFICE,
    "v": "urn:schemas-microsoft-com:vml",
    "a": f"{_DRAWING}/main",
    "wp": f"{_DRAWING}/wordprocessingDrawing",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
}
_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
    'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_KIND}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_KIND}.styles+xml"/>'
    f'<Override PartName="/word/numbering.xml" ContentType="{_KIND}.numbering+xml"/></Types>'
)
_RELATIONSHIPS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
)
_RELATIONS = (
    f'{_RELATIONSHIPS}<Relationship Id="a" Type="{_OFFICE}/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
_PART_RELATIONS = (
    f'{_RELATIONSHIPS}<Relationship Id="s" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    f'<Relationship Id="n" Type="{_OFFICE}/numbering" Target="numbering.xml"/></Relationships>'
)


@dataclass(frozen=True, slots=True)
class Drawn:
    """One cell of a table as it is printed: bounds included, from the table's corner."""

    top: int
    left: int
    bottom: int
    right: int
    text: str


Grid = list[Drawn]


def draw(table: Table, texts: Mapping[int, str]) -> Grid:
    """Draw an official table; `texts` are by cell index."""
    return [
        Drawn(
            block.top,
            block.left,
            block.bottom,
            block.right,
            texts.get(block.cell, "") if block.role in (Role.INPUT, Role.TOTAL) else block.text,
        )
        for block in lay_table(table).blocks
    ]


def cut(grid: Grid, row: int, header: int = 0) -> tuple[Grid, Grid]:
    """Cut a table before a row, as a page break does, its first `header` rows repeated below.

    A label that reaches over the cut goes on blank.
    """
    upper = [
        Drawn(d.top, d.left, min(d.bottom, row - 1), d.right, d.text) for d in grid if d.top < row
    ]
    lower = [d for d in grid if d.bottom < header]
    for d in grid:
        if d.bottom >= row:
            text = d.text if d.top >= row else ""
            top = max(d.top, row) - row + header
            lower.append(Drawn(top, d.left, d.bottom - row + header, d.right, text))
    return upper, lower


def cut_row(grid: Grid, row: int, column: int, length: int) -> Grid:
    """Cut one row in two: the label in `column` goes on in the second row after `length` signs."""
    found = []
    for d in grid:
        below = Drawn(row + 1, d.left, row + 1, d.right, "")
        if d.top > row:
            found.append(Drawn(d.top + 1, d.left, d.bottom + 1, d.right, d.text))
        elif d.bottom < row:
            found.append(d)
        elif d.top == d.bottom:
            is_label = d.left == column
            text, rest = (d.text[:length], d.text[length:]) if is_label else (d.text, "")
            found.append(Drawn(row, d.left, row, d.right, text))
            found.append(Drawn(row + 1, d.left, row + 1, d.right, rest) if rest else below)
        else:
            found.append(Drawn(d.top, d.left, d.bottom + 1, d.right, d.text))
    return found


def without_columns(grid: Grid, first: int) -> Grid:
    """Leave out the columns from `first` on."""
    return [
        Drawn(d.top, d.left, d.bottom, min(d.right, first - 1), d.text)
        for d in grid
        if d.left < first
    ]


def html_table(grid: Grid) -> str:
    """Write a table as a page does."""
    lines: dict[int, list[str]] = {row: [] for row in range(max(d.bottom for d in grid) + 1)}
    for d in sorted(grid, key=lambda d: (d.top, d.left)):
        spans = "".join(
            f' {name}="{number}"'
            for name, number in (
                ("rowspan", d.bottom - d.top + 1),
                ("colspan", d.right - d.left + 1),
            )
            if number > 1
        )
        lines[d.top].append(f"<td{spans}>\n <p><span>{escape(d.text)}</span></p>\n</td>")
    rows = "".join(f"<tr>{''.join(cells)}</tr>" for cells in lines.values())
    return f"<table>{rows}</table>"


def html_page(title: Sequence[str], parts: Sequence[str | Grid], encoding: str = "utf-8") -> bytes:
    """Write a page: its title on some lines, then paragraphs and tables."""
    lines = [f"<h1>{'<br>'.join(map(escape, title))}</h1>"]
    lines += [f"<p>{escape(p)}</p>" if isinstance(p, str) else html_table(p) for p in parts]
    head = f"<html><head><meta charset='{encoding}'><title>网站</title></head>"
    return f"{head}<body>{''.join(lines)}</body></html>".encode(encoding)


def word_table(grid: Grid) -> str:
    """Write a table as Word does: each place of a cell that reaches down, marked as going on."""
    rows: dict[int, list[tuple[int, str]]] = {}
    for d in grid:
        for row in range(d.top, d.bottom + 1):
            merge = '<w:vMerge w:val="restart"/>' if row == d.top else "<w:vMerge/>"
            merge = merge if d.bottom > d.top else ""
            span = f'<w:gridSpan w:val="{d.right - d.left + 1}"/>' if d.right > d.left else ""
            text = word_paragraph(d.text if row == d.top else "")
            cell = f"<w:tc><w:tcPr>{span}{merge}</w:tcPr>{text}</w:tc>"
            rows.setdefault(row, []).append((d.left, cell))
    lines = ("".join(cell for _, cell in sorted(cells)) for _, cells in sorted(rows.items()))
    return f"<w:tbl>{''.join(f'<w:tr>{line}</w:tr>' for line in lines)}</w:tbl>"


def word_paragraph(text: str) -> str:
    """Write a paragraph."""
    return f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def word_file(title: Sequence[str], parts: Sequence[str | Grid]) -> bytes:
    """Write a Word file: its title on some lines, then paragraphs and tables."""
    lines = [word_paragraph(line) for line in title]
    lines += [word_paragraph(p) if isinstance(p, str) else word_table(p) for p in parts]
    return word_package("".join(lines))


def word_package(
    body: str, *, styles: str = "", numbering: str = "", main: str = "word/document.xml"
) -> bytes:
    """Pack the XML of a document's body, its styles and its lists, as the part `main`."""
    out = BytesIO()
    spaces = " ".join(f'xmlns:{prefix}="{space}"' for prefix, space in _SPACES.items())
    folder, _, name = main.rpartition("/")
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES.replace("word/document.xml", main))
        archive.writestr("_rels/.rels", _RELATIONS.replace("word/document.xml", main))
        archive.writestr(f"{folder}/_rels/{name}.rels", _PART_RELATIONS)
        archive.writestr(main, f"<w:document {spaces}><w:body>{body}</w:body></w:document>")
        archive.writestr(f"{folder}/styles.xml", f"<w:styles {spaces}>{styles}</w:styles>")
        lists = f"<w:numbering {spaces}>{numbering}</w:numbering>"
        archive.writestr(f"{folder}/numbering.xml", lists)
    return out.getvalue()


def report_parts(
    form: Form, texts: Mapping[int, str], narrative: Mapping[str, str]
) -> list[str | Grid]:
    """Give the parts of a report in official order: headings, narrative, tables."""
    parts: list[tuple[str, str | Grid]] = [(t.heading, draw(t, texts)) for t in form.tables]
    parts += [(t.heading, narrative[t.key]) for t in form.texts if t.key in narrative]
    found: list[str | Grid] = [narrative["opening"]] if "opening" in narrative else []
    numerals = "一二三四五六"
    for heading, part in sorted(parts, key=lambda pair: numerals.find(pair[0][:1])):
        if heading[:1] in numerals:
            found += [heading, *(part.split("\n") if isinstance(part, str) else [part])]
    return found
