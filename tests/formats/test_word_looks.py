"""What a person sees in a Word file: looks, fields, controls, pictures, text boxes, other parts."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from support.numbered_report import ALL, FORM, TEXTS, TITLE, codes, read_any, values
from support.numbered_report import read as read_report
from support.published import draw, word_package, word_paragraph, word_table
from xlreport.formats.container import Unreadable
from xlreport.formats.word import is_word, read_word


def run(text: str, look: str = "") -> str:
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(inner: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def cell(inner: str, properties: str = "") -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="3000" w:type="dxa"/>{properties}</w:tcPr>{inner}</w:tc>'


def table(*cells: str, properties: str = "") -> str:
    grid = '<w:tblGrid><w:gridCol w:w="3000"/><w:gridCol w:w="3000"/></w:tblGrid>'
    rows = "".join(f"<w:tr>{cell(paragraph(run('甲')))}{each}</w:tr>" for each in cells)
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr>{grid}{rows}</w:tbl>"


def style(name: str, look: str, kind: str = "character", more: str = "") -> str:
    return (
        f'<w:style w:type="{kind}" w:styleId="{name}"><w:name w:val="{name}"/>{more}'
        f"<w:rPr>{look}</w:rPr></w:style>"
    )


BLACK = '<w:shd w:val="clear" w:fill="000000"/>'
STYLES = (
    style("Hidden", "<w:vanish/>")
    + style("Struck", "<w:strike/>")
    + style("Raised", '<w:vertAlign w:val="superscript"/>')
    + style("White", '<w:color w:val="FFFFFF"/>')
    + style("Below", "", more='<w:basedOn w:val="Hidden"/>')
    + style("Shown", '<w:vanish w:val="0"/>', more='<w:basedOn w:val="Hidden"/>')
    + style("Circle", "<w:strike/>", more='<w:basedOn w:val="Circle2"/>')
    + style("Circle2", "", more='<w:basedOn w:val="Circle"/>')
    + style("HiddenLine", "<w:vanish/>", "paragraph")
    + style("StruckLine", "<w:dstrike/>", "paragraph")
    + style("HiddenTable", "<w:vanish/>", "table")
    + style(
        "Dark",
        "",
        "table",
        '<w:tblStylePr w:type="firstRow"><w:tcPr><w:shd w:fill="000000"/></w:tcPr></w:tblStylePr>',
    )
)


def styled(name: str) -> str:
    return f'<w:rStyle w:val="{name}"/>'


BEGIN, DIVIDE, END = (
    f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
)


def code(text: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve"> {text} </w:instrText></w:r>'


def form_field(declared: str, name: str, shown: str = "") -> str:
    begin = (
        f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{declared}</w:ffData></w:fldChar></w:r>'
    )
    return begin + code(name) + DIVIDE + shown + END


def control(inner: str, properties: str = "") -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"


def old_box(text: str) -> str:
    box = f"<w:txbxContent>{paragraph(run(text))}</w:txbxContent>"
    return f'<w:pict><v:shape style="width:60pt"><v:textbox>{box}</v:textbox></v:shape></w:pict>'


def branch(needs: str, first: str, second: str) -> str:
    return (
        f'<mc:AlternateContent><mc:Choice Requires="{needs}">{first}</mc:Choice>'
        f"<mc:Fallback>{second}</mc:Fallback></mc:AlternateContent>"
    )


PICTURE = "<w:r><w:drawing><wp:inline/></w:drawing></w:r>"

# Each content of a cell, and what is read: the figure alone, or with the reason why it is none.
SEEN = {
    "plain": (run("12"), "12"),
    "a style hides": (run("1") + run("2", styled("Hidden")), "1〔另有隐藏文字“2”〕"),
    "a style based on one": (run("1") + run("2", styled("Below")), "1〔另有隐藏文字“2”〕"),
    "a style shows again": (run("1") + run("2", styled("Shown")), "12"),
    "direct formatting shows": (run("12", styled("Hidden") + '<w:vanish w:val="0"/>'), "12"),
    "a style strikes": (run("12", styled("Struck")), "12〔其中有删除线“12”〕"),
    "a circle of styles": (run("12", styled("Circle2")), "12〔其中有删除线“12”〕"),
    "a style raises": (run("3") + run("1", styled("Raised")), "31〔其中是上标或下标“1”〕"),
    "raised by position": (
        run("3") + run("1", '<w:position w:val="8"/>'),
        "31〔其中是上标或下标“1”〕",
    ),
    "set straight": (run("31", '<w:position w:val="-2"/>'), "31"),
    "always hidden": (run("1") + run("2", "<w:specVanish/>"), "1〔另有隐藏文字“2”〕"),
    "hidden in some views": (
        run("1") + run("2", "<w:webHidden/>"),
        "12〔其中有看不见或看不清的字“2”〕",
    ),
    "white": (run("12", styled("White")), "12〔其中有看不见或看不清的字“12”〕"),
    "nearly white": (run("12", '<w:color w:val="FAFAFA"/>'), "12〔其中有看不见或看不清的字“12”〕"),
    "white on black": (run("12", '<w:color w:val="FFFFFF"/><w:shd w:fill="000000"/>'), "12"),
    "black on black": (
        run("12", '<w:color w:val="000000"/><w:highlight w:val="black"/>'),
        "12〔其中有看不见或看不清的字“12”〕",
    ),
    "tiny": (run("12", '<w:sz w:val="2"/>'), "12〔其中有看不见或看不清的字“12”〕"),
    "from right to left": (
        f'<w:bdo w:val="rtl">{run("12")}</w:bdo>',
        "12〔其中有从右往左排的字“12”〕",
    ),
    "from left to right": (f'<w:bdo w:val="ltr">{run("12")}</w:bdo>', "12"),
    "a field": (f'<w:fldSimple w:instr="=SUM(ABOVE)">{run("12")}</w:fldSimple>', "12"),
    "a field in parts": (BEGIN + code("=SUM(ABOVE) 9") + DIVIDE + run("12") + END, "12"),
    "a field in a field": (
        BEGIN + code("IF") + BEGIN + code("A") + DIVIDE + run("5") + END + code("6")
        + DIVIDE + run("12") + END,
        "12",
    ),
    "a field without result": (
        run("1") + BEGIN + code("EQ x") + END,
        "1〔这里不是文字，而是“没有结果的域”〕",
    ),
    "an entry of an index": (run("12") + BEGIN + code("XE 甲") + END, "12"),
    "a stale field": (
        f'<w:fldSimple w:instr="=A1" w:dirty="1">{run("12")}</w:fldSimple>',
        "12〔这里不是文字，而是“打开时才计算的域”〕",
    ),
    "a field to type in": (form_field("<w:textInput/>", "FORMTEXT", run("12")), "12"),
    "a list to choose from": (
        form_field('<w:ddList><w:listEntry w:val="12"/></w:ddList>', "FORMDROPDOWN"),
        "〔这里不是文字，而是“下拉框”〕",
    ),
    "a box to tick": (
        form_field("<w:checkBox/>", "FORMCHECKBOX"),
        "〔这里不是文字，而是“复选框”〕",
    ),
    "a control": (control(run("12")), "12"),
    "an empty control": (
        control(run("0"), "<w:showingPlcHdr/>"),
        "〔这里不是文字，而是“没有填写的控件”〕",
    ),
    "a control with data from elsewhere": (
        control(run("12"), '<w:dataBinding w:xpath="/a"/>'),
        "12〔这里不是文字，而是“取自别处的控件”〕",
    ),
    "a picture": (PICTURE, "〔这里不是文字，而是“图片或其他对象”〕"),
    "a picture beside a figure": (run("12") + PICTURE, "12〔这里不是文字，而是“图片或其他对象”〕"),
    "an object": ("<w:r><w:object/></w:r>", "〔这里不是文字，而是“图片或其他对象”〕"),
    "a text box": (f"<w:r>{old_box('5')}</w:r>{run('12')}", "12〔旁边另有文字“5”〕"),
    "an empty text box": (f"<w:r>{old_box('')}</w:r>{run('12')}", "12"),
    "a text box in both ways": (
        f"<w:r>{branch('wps', old_box('5'), old_box('5'))}</w:r>{run('12')}",
        "12〔旁边另有文字“5”〕",
    ),
    "two ways alike": (branch("w14", run("12"), run("12")), "12"),
    "two ways that differ": (branch("w14", run("12"), run("13")), "12〔旁边另有文字“13”〕"),
    "a way nobody understands": (branch("zz", run("12"), run("13")), "13〔旁边另有文字“12”〕"),
    "two first ways": (
        '<mc:AlternateContent><mc:Choice Requires="w14">' + run("12") + "</mc:Choice>"
        '<mc:Choice Requires="w14">' + run("12") + "</mc:Choice></mc:AlternateContent>",
        "12",
    ),
    "a footnote": (run("12") + '<w:r><w:footnoteReference w:id="2"/></w:r>', "12"),
    "a footnote with its own mark": (
        run("12") + '<w:r><w:endnoteReference w:customMarkFollows="1" w:id="2"/><w:t>3</w:t></w:r>',
        "123〔其中是上标或下标“3”〕",
    ),
    "a comment": (
        run("12") + '<w:r><w:commentReference w:id="0"/></w:r>',
        "12〔旁边另有文字“批注”〕",
    ),
    "hyphens": ("<w:r><w:t>1</w:t><w:softHyphen/><w:t>2</w:t></w:r>", "12"),
    "two texts": ("<w:r><w:t>1</w:t><w:t>2</w:t></w:r>", "12"),
    "a tab": ("<w:r><w:t>1</w:t><w:ptab/><w:t>2</w:t></w:r>", "1 2"),
    "a page number": ("<w:r><w:t>1</w:t><w:pgNum/></w:r>", "1〔这里不是文字，而是“日期或页码”〕"),
    "links and tags": (
        f'<w:hyperlink>{run("1")}</w:hyperlink><w:smartTag>{run("2")}</w:smartTag>',
        "12",
    ),
}  # fmt: skip


# LibreOffice computes =SUM(ABOVE) anew, shows the parts of an instruction, and two alternatives.
DIFFERS = {"a field", "a field in parts", "a field in a field", "two first ways"}


def seen(content: str, paragraph_properties: str = "") -> str:
    body = table(cell(paragraph(content, paragraph_properties)))
    return read_word(word_package(body, styles=STYLES))[0].cells[0, 1].text


@pytest.mark.parametrize("name", SEEN)
def test_a_figure_is_what_a_person_sees_or_says_why_it_is_none(name: str) -> None:
    content, text = SEEN[name]
    assert text == seen(content)


@pytest.mark.libreoffice
def test_where_no_reason_is_given_libreoffice_shows_the_same(
    convert: Callable[[Path, str], Path], tmp_path: Path
) -> None:
    """Except where it is known to differ from Word, and for notes, which need other parts."""
    judged = {
        name: content
        for name, (content, text) in SEEN.items()
        if "〔" not in text and name not in DIFFERS and "footnote" not in name
    }
    assert len(judged) > 10
    lines = [paragraph(run("K") + content) for content in judged.values()]
    path = tmp_path / "a.docx"
    path.write_bytes(word_package("".join(lines), styles=STYLES))
    text = convert(path, "txt:Text (encoded):UTF8").read_text("utf-8-sig")
    shown = ["".join(line.removeprefix("K").split()) for line in text.splitlines() if "K" in line]
    assert {name: "".join(SEEN[name][1].split()) for name in judged} == {
        name: line.replace("\u00ad", "") for name, line in zip(judged, shown, strict=True)
    }


@pytest.mark.parametrize(
    ("properties", "text"),
    [
        ('<w:pStyle w:val="HiddenLine"/>', "〔另有隐藏文字“12”〕"),
        ('<w:pStyle w:val="StruckLine"/>', "12〔其中有删除线“12”〕"),
        ("<w:rPr><w:strike/></w:rPr>", "12"),
    ],
)
def test_the_style_of_a_paragraph_counts_and_the_look_of_its_mark_does_not(
    properties: str, text: str
) -> None:
    assert text == seen(run("12"), properties)


def test_what_two_styles_hide_is_hidden_for_some_programs_and_not_for_others() -> None:
    text = seen(run("12", styled("Hidden")), '<w:pStyle w:val="HiddenLine"/>')
    assert "12〔其中有看不见或看不清的字“12”〕" == text


def first_table(body: str, styles: str = STYLES) -> dict[tuple[int, int], str]:
    sheets = read_word(word_package(body, styles=styles))
    return {spot: found.text for spot, found in sheets[0].cells.items()}


def test_a_table_may_hide_its_text_and_the_defaults_may() -> None:
    by_style = '<w:tblStyle w:val="HiddenTable"/>'
    assert {} == first_table(table(cell(paragraph(run("12"))), properties=by_style))
    defaults = (
        "<w:docDefaults><w:rPrDefault><w:rPr><w:strike/></w:rPr></w:rPrDefault></w:docDefaults>"
    )
    found = first_table(table(cell(paragraph(run("12")))), defaults)
    assert "12〔其中有删除线“12”〕" == found[0, 1]


@pytest.mark.parametrize(
    ("cell_properties", "table_properties"),
    [
        ('<w:shd w:val="clear" w:fill="1F4E79"/>', ""),
        ("", '<w:tblStyle w:val="Dark"/>'),
        ("", '<w:shd w:val="clear" w:fill="1F4E79"/>'),
    ],
)
def test_white_figures_on_a_dark_ground_are_seen(
    cell_properties: str, table_properties: str
) -> None:
    white = cell(paragraph(run("12", '<w:color w:val="FFFFFF"/>')), cell_properties)
    assert "12" == first_table(table(white, properties=table_properties))[0, 1]


def test_a_row_too_low_to_be_seen_is_hidden() -> None:
    low = '<w:tr><w:trPr><w:trHeight w:val="10" w:hRule="exact"/></w:trPr>'
    body = table(cell(paragraph(run("12"))), cell(paragraph(run("3")))).replace("<w:tr>", low, 1)
    found = first_table(body)
    assert ("〔另有隐藏文字“12”〕", "3") == (found[0, 1], found[1, 1])


def test_cells_merged_in_a_row_as_older_programs_do_are_one() -> None:
    first = cell(paragraph(run("甲")), '<w:hMerge w:val="restart"/>')
    second = cell(paragraph(run("藏")), "<w:hMerge/>")
    row = f"<w:tr>{first}{second}{cell(paragraph(run('乙')))}</w:tr>"
    sheet = read_word(word_package(f"<w:tbl>{row}</w:tbl>"))[0]
    assert ({(0, 0): "甲", (0, 2): "乙"}, ((0, 0, 0, 1),)) == (
        {spot: found.text for spot, found in sheet.cells.items()},
        sheet.merges,
    )


def test_text_outside_the_tables_leaves_out_what_was_moved_away_or_deleted() -> None:
    moved = f"<w:moveFrom>{run('旧')}</w:moveFrom><w:moveTo>{run('新')}</w:moveTo>"
    sheets = read_word(word_package(paragraph(run("甲") + moved)))
    assert "甲新" == sheets[-1].cells[0, 0].text


# ---- other parts ---------------------------------------------------------------------------------

REPORT = "".join(map(word_paragraph, TITLE)) + "".join(
    word_table(draw(each, TEXTS)) for each in FORM.tables
)


@pytest.mark.parametrize("main", ["word/document.xml", "word/document2.xml", "doc/a.xml", "a.xml"])
def test_the_document_is_what_the_package_says_whatever_it_is_named(
    main: str, tmp_path: Path
) -> None:
    data = word_package(REPORT, main=main)
    assert is_word(data)
    item = read_report(data, ".docx", tmp_path)
    assert (ALL, ["PUBLISHED"]) == (values(item), codes(item))


@pytest.mark.parametrize("decoy", ["word/document.xml", "word/glossary/document.xml"])
def test_a_part_that_only_is_named_like_the_document_is_not_read(
    decoy: str, tmp_path: Path
) -> None:
    target = BytesIO(word_package(REPORT, main="word/document3.xml"))
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr(decoy, "<a/>")
    assert ALL == values(read_report(target.getvalue(), ".docx", tmp_path))


@pytest.mark.parametrize("foreign", ['<w:altChunk r:id="x"/>', '<w:p><w:subDoc r:id="x"/></w:p>'])
def test_a_document_that_takes_in_other_files_is_refused_by_name(
    foreign: str, tmp_path: Path
) -> None:
    item = read_any(word_package(REPORT + foreign), ".docx", tmp_path)
    assert (["PUBLISHED-FORMAT"], True) == (
        codes(item),
        "由几个文件拼成的 Word 文档" in item.findings[0].message,
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (PICTURE, "图片或其他对象"),
        (form_field("<w:checkBox/>", "FORMCHECKBOX"), "复选框"),
        (control(run("0"), "<w:showingPlcHdr/>"), "没有填写的控件"),
        (run("7", "<w:vanish/>"), "隐藏文字"),
        (f"<w:r>{old_box('7')}</w:r>", "旁边另有文字"),
    ],
)
def test_a_cell_of_a_report_that_holds_no_text_is_missing_with_its_reason(
    content: str, reason: str, tmp_path: Path
) -> None:
    wanted = FORM.table("requests").cells[0]
    texts = {**TEXTS, wanted.index: "QQQ"}
    body = "".join(word_table(draw(each, texts)) for each in FORM.tables)
    body = body.replace(word_paragraph("QQQ"), paragraph(content))
    item = read_report(word_package(body), ".docx", tmp_path)
    assert item.values[wanted.index] is None
    assert any(f.code == "PUBLISHED-CELL" and reason in f.seen for f in item.findings)


@pytest.mark.parametrize(
    ("body", "styles"),
    [
        ("<w:p/>" * 450_000, ""),
        ("<w:p/>", '<w:style w:styleId="a"/>' * 450_000),
    ],
)
def test_a_document_of_far_too_many_marks_is_refused(body: str, styles: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_word(word_package(body, styles=styles))
    assert "FILE-HOSTILE" == refused.value.code
