"""Automatic numbers: what LibreOffice prints before a paragraph is what is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from support.numbered_report import ALL, FORM, TEXTS, TITLE, codes, values
from support.numbered_report import read as read_report
from support.published import draw, word_package, word_paragraph, word_table
from xlreport.formats.word import read_word
from xlreport.reading._unnumbered import lacks_numbers, unnumbered


def level(at: int, form: str, text: str, start: int = 1, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def lists(*definitions: str) -> str:
    """Define a list for each definition, numbered from 1."""
    numbered = list(enumerate(definitions, 1))
    return "".join(
        f'<w:abstractNum w:abstractNumId="{n}"><w:multiLevelType w:val="multilevel"/>{levels}'
        "</w:abstractNum>"
        for n, levels in numbered
    ) + "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n, _ in numbered)


def used(number: int, at: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{number}"/></w:numPr>'


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def read_lines(data: bytes) -> list[str]:
    return ["".join(cell.text.split()) for cell in read_word(data)[-1].cells.values()]


def printed(convert: Callable[[Path, str], Path], path: Path, data: bytes) -> list[str]:
    """Give the lines that LibreOffice writes, which have the numbers of lists."""
    path.write_bytes(data)
    text = convert(path, "txt:Text (encoded):UTF8").read_text("utf-8-sig")
    return ["".join(line.split()) for line in text.splitlines() if line.strip()]


ALIKE = (
    *("decimal", "decimalZero", "decimalFullWidth", "chineseCounting", "chineseCountingThousand"),
    *("japaneseCounting", "chineseLegalSimplified", "upperLetter", "lowerLetter", "upperRoman"),
    *("lowerRoman", "decimalEnclosedCircle", "ideographTraditional", "ideographZodiac"),
)


@pytest.mark.libreoffice
def test_numbers_of_every_usual_format_are_those_that_libreoffice_prints(
    convert: Callable[[Path, str], Path], tmp_path: Path
) -> None:
    cases = [(form, start) for form in ALIKE for start in (1, 5, 9, 10, 12, 20)]
    data = word_package(
        "".join(paragraph("项", used(n)) for n in range(1, len(cases) + 1)),
        numbering=lists(*(level(0, form, "%1、", start) for form, start in cases)),
    )
    assert printed(convert, tmp_path / "a.docx", data) == read_lines(data)


@pytest.mark.parametrize(
    ("form", "value", "text"),
    [
        ("chineseCounting", 101, "一百零一"),
        ("chineseCounting", 110, "一百一十"),
        ("chineseCounting", 1005, "一千零五"),
        ("ideographDigital", 10, "一〇"),
        ("decimalEnclosedParen", 3, "⑶"),
        ("decimalEnclosedFullstop", 12, "⒓"),
        ("numberInDash", 4, "-4-"),
        ("lowerLetter", 28, "bb"),
        ("upperRoman", 1994, "MCMXCIV"),
        ("decimalEnclosedCircle", 21, "21"),
        ("chineseCounting", 12_345, "12345"),
    ],
)
def test_numbers_of_other_formats_are_written_as_the_standard_says(
    form: str, value: int, text: str
) -> None:
    data = word_package(paragraph("项", used(1)), numbering=lists(level(0, form, "%1、", value)))
    assert [f"{text}、项"] == read_lines(data)


CHINESE = (
    level(0, "chineseCounting", "%1、")
    + level(1, "chineseCounting", "（%2）")
    + level(2, "decimal", "%3.")
    + level(3, "decimal", "%1.%3.%4")
)
ORDERS: Sequence[Sequence[int]] = (
    (0, 1, 2, 2, 1, 2, 0, 1),
    (0, 0, 1, 1, 2, 2, 1, 2, 0, 2, 1, 3, 2, 3, 3),
    (2, 2, 1, 0, 3),
    (1, 1, 0, 1, 2),
    (3, 3, 0, 0, 3),
)


@pytest.mark.libreoffice
def test_levels_begin_anew_where_libreoffice_begins_them(
    convert: Callable[[Path, str], Path], tmp_path: Path
) -> None:
    body = "".join(
        paragraph("项", used(n, at)) for n, order in enumerate(ORDERS, 1) for at in order
    )
    data = word_package(body, numbering=lists(*[CHINESE] * len(ORDERS)))
    assert printed(convert, tmp_path / "a.docx", data) == read_lines(data)


STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="A"><w:name w:val="heading 1"/><w:pPr><w:numPr>'
    '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="B"><w:name w:val="heading 2"/><w:pPr><w:numPr>'
    '<w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="C"><w:name w:val="c"/><w:basedOn w:val="B"/></w:style>'
)


def styled(*names: str) -> str:
    return "".join(paragraph("项", f'<w:pStyle w:val="{name}"/>') for name in names)


@pytest.mark.libreoffice
def test_styles_lists_that_share_a_definition_and_overrides_count_as_in_libreoffice(
    convert: Callable[[Path, str], Path], tmp_path: Path
) -> None:
    override = (
        '<w:num w:numId="8"><w:abstractNumId w:val="2"/></w:num>'
        '<w:num w:numId="9"><w:abstractNumId w:val="2"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    )
    off = paragraph("项", '<w:pStyle w:val="A"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    shared = "".join(paragraph("项", used(n)) for n in (2, 2, 8, 9, 9, 2, 8))
    data = word_package(
        styled("A", "B", "B", "C", "A") + off + styled("B") + shared,
        styles=STYLES,
        numbering=lists(CHINESE, level(0, "decimal", "%1.")) + override,
    )
    assert printed(convert, tmp_path / "a.docx", data) == read_lines(data)


@pytest.mark.parametrize(
    ("numbering", "properties"),
    [
        (lists(level(0, "bullet", "•")), used(1)),
        (lists(level(0, "none", "")), used(1)),
        (lists(level(0, "hebrew1", "%1.")), used(1)),
        (lists(level(0, "decimal", "%1.", more="<w:rPr><w:vanish/></w:rPr>")), used(1)),
        (lists(level(0, "decimal", "%1.")), used(7)),
        (lists(level(0, "decimal", "%1.")), used(0)),
        (lists(level(0, "decimal", "%1.")), f"<w:pPrChange><w:pPr>{used(1)}</w:pPr></w:pPrChange>"),
        (lists(level(0, "decimal", "%1.")), f"<w:rPr><w:vanish/></w:rPr>{used(1)}"),
        ('<w:num w:numId="1"><w:abstractNumId w:val="5"/></w:num>', used(1)),
        ("", used(1)),
    ],
)
def test_where_a_person_sees_no_number_there_is_none(numbering: str, properties: str) -> None:
    assert ["项"] == read_lines(word_package(paragraph("项", properties), numbering=numbering))


def test_a_level_may_never_begin_anew_and_may_be_written_in_digits() -> None:
    levels = level(0, "chineseCounting", "%1") + level(
        1, "decimal", "%1.%2", more='<w:isLgl/><w:lvlRestart w:val="0"/>'
    )
    body = "".join(paragraph("项", used(1, at)) for at in (0, 1, 0, 1))
    assert ["一项", "1.1项", "二项", "2.2项"] == read_lines(
        word_package(body, numbering=lists(levels))
    )


_NUMBER = re.compile(r"([一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|[0-9]+\.)")
_DEPTHS = {"、": 0, "）": 1, ".": 2}


def automatic(xml: str, number: str = "1") -> str:
    """Make the numbers of all labels automatic, as Word does while one types."""

    def listed(match: re.Match[str]) -> str:
        at = _DEPTHS[match[1][-1]]
        numbered = used(1, at).replace('numId w:val="1"', f'numId w:val="{number}"')
        return f"<w:p><w:pPr>{numbered}</w:pPr>{match[0][5:].replace(match[1], '', 1)}"

    pattern = re.compile(rf'<w:p><w:r><w:t xml:space="preserve">{_NUMBER.pattern}')
    return pattern.sub(listed, xml)


@pytest.mark.parametrize("number", ["1", "4"])
def test_a_report_with_automatic_numbers_is_read_whole(number: str, tmp_path: Path) -> None:
    """Also where the list is not defined in the file, so that a person sees no numbers."""
    parts = [word_table(draw(table, TEXTS)) for table in FORM.tables]
    assert "<w:numPr>" in automatic(parts[1], number)
    body = "".join(map(word_paragraph, TITLE)) + "".join(automatic(part, number) for part in parts)
    data = word_package(body, numbering=lists(CHINESE))
    item = read_report(data, ".docx", tmp_path)
    assert ALL == values(item)
    assert (["PUBLISHED"], FORM) == (codes(item), item.form)


def test_a_list_has_nine_levels_and_a_long_pattern_is_cut() -> None:
    levels = level(8, "decimal", "%9" * 50) + level(9, "decimal", "%9") + level(-1, "decimal", "x")
    data = word_package(paragraph("项", used(1, 99)), numbering=lists(levels))
    assert ["1" * 15 + "项"] == read_lines(data)


def test_only_a_label_that_is_none_with_its_number_lacks_one() -> None:
    whole = [word_table(draw(table, TEXTS)) for table in FORM.tables]
    assert not lacks_numbers(FORM, read_word(word_package("".join(whole))))
    bare = _NUMBER.sub("", whole[1])
    assert lacks_numbers(FORM, read_word(word_package(bare)))


def test_labels_are_known_without_their_numbers_beside_their_other_spellings() -> None:
    bare = unnumbered(FORM)
    assert "予以公开" in bare.variants["（一）予以公开"]
    kept = (
        set(spellings) <= set(bare.variants[label]) for label, spellings in FORM.variants.items()
    )
    assert all(kept)
    assert FORM.cells == bare.cells
