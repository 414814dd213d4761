"""Workbooks built part by part, so that tests can make them as odd as no program would."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
SHEET: Final = "xl/worksheets/sheet1.xml"
_TYPES: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def relation(identifier: str, kind: str, target: str, more: str = "") -> str:
    return f'<Relationship Id="{identifier}" Type="{RELATIONS}/{kind}" Target="{target}" {more}/>'


def relations(*each: str) -> str:
    return f'<Relationships xmlns="{PACKAGE}/relationships">{"".join(each)}</Relationships>'


def worksheet(rows: str, after: str = "", before: str = "") -> str:
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def workbook_part(sheets: str) -> str:
    return f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{sheets}</sheets></workbook>'


def strings_part(*items: str) -> str:
    return f'<sst xmlns="{MAIN}">{"".join(f"<si>{item}</si>" for item in items)}</sst>'


def styles_part(formats: str, *identifiers: int) -> str:
    styles = "".join(f'<xf numFmtId="{each}"/>' for each in identifiers)
    return (
        f'<styleSheet xmlns="{MAIN}"><numFmts>{formats}</numFmts>'
        f"<fonts><font/></fonts><fills><fill><patternFill/></fill></fills><borders><border/></borders>"
        f'<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>{styles}</cellXfs></styleSheet>'
    )


def parts(
    rows: str = "", overrides: Mapping[str, str | bytes | None] | None = None
) -> dict[str, bytes]:
    """Give the parts of a workbook with one sheet; an override of None leaves a part out."""
    main = f"{_TYPES}.sheet.main+xml"
    found: dict[str, str | bytes | None] = {
        "[Content_Types].xml": (
            f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" '
            'ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{main}"/>'
            f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_TYPES}.sharedStrings+xml"/>'
            "</Types>"
        ),
        "_rels/.rels": relations(relation("r1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": workbook_part('<sheet name="表" sheetId="1" r:id="r1"/>'),
        "xl/_rels/workbook.xml.rels": relations(
            relation("r1", "worksheet", "worksheets/sheet1.xml"),
            relation("r2", "sharedStrings", "sharedStrings.xml"),
            relation("r3", "styles", "styles.xml"),
        ),
        "xl/sharedStrings.xml": strings_part(),
        "xl/styles.xml": styles_part("", 0),
        SHEET: worksheet(rows),
    }
    found |= overrides or {}
    return {
        name: text.encode() if isinstance(text, str) else text
        for name, text in found.items()
        if text is not None
    }


def packed(members: Mapping[str, bytes]) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def workbook(rows: str = "", overrides: Mapping[str, str | bytes | None] | None = None) -> bytes:
    return packed(parts(rows, overrides))
