"""The page says what the report says, ties every value to its labels, and needs nothing else."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree, html

from support.contrast import contrast
from support.filled import find
from support.made_up_form import load_made_up
from support.to_publish import NAME, returns_to_publish, shown, with_values
from xlreport import Form, load_form
from xlreport.form.measure import to_number
from xlreport.layout.grid import lay_table
from xlreport.office.theme import DARK, default_theme
from xlreport.report._page import build_page
from xlreport.report.report import Report, make_report, split_paragraphs

FORMS = ["ogi-2021", "ogi-2019", "ogi-2021+ogi-supplement", "made-up"]
HOSTILE = "</script><script>alert('甲')</script>&amp;\"]]>--><!--\u202e{{ 1 + 1 }}"
RULE = re.compile(r"^(\S[^{}]*) \{ [^{}]+ \}$")


@pytest.fixture
def form(request: pytest.FixtureRequest, tmp_path: Path) -> Form:
    if request.param == "made-up":
        return load_made_up(tmp_path)
    return load_form(request.param)


def report_of(form: Form, texts: Mapping[str, str] | None = None, name: str = NAME) -> Report:
    return make_report(returns_to_publish(form, texts=texts, name=name))


def page_of(report: Report) -> html.HtmlElement:
    return html.document_fromstring(build_page(report, default_theme()).decode("utf-8"))


def style_of(report: Report) -> str:
    found: str = page_of(report).findtext(".//style")
    return found


# ---- the tables --------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS, indirect=True)
def test_every_label_and_value_stands_once_in_official_order_with_its_spans(form: Form) -> None:
    report = report_of(form)
    tables = [section.table for section in report.sections if section.table]
    elements = page_of(report).findall(".//table")
    assert len(tables) == len(elements)
    for table, element in zip(tables, elements, strict=True):
        expected = [
            (
                block.text if block.cell < 0 else table.shown(block.cell),
                block.bottom - block.top + 1,
                block.right - block.left + 1,
            )
            for block in lay_table(table.table).blocks
        ]
        cells = element.xpath(".//td | .//th")
        assert expected == [
            (c.text or "", int(c.get("rowspan", 1)), int(c.get("colspan", 1))) for c in cells
        ]


@pytest.mark.parametrize("form", FORMS, indirect=True)
def test_the_headers_of_a_value_are_labels_of_its_own_table_and_its_whole_path(form: Form) -> None:
    report = report_of(form)
    page = page_of(report)
    values = page.xpath("//td[@headers]")
    cells = [
        cell for section in report.sections if section.table for cell in section.table.table.cells
    ]
    assert len(cells) == len(values)
    for cell, value in zip(cells, values, strict=True):
        labels = [page.get_element_by_id(name) for name in value.get("headers").split()]
        assert {"th"} == {label.tag for label in labels}
        assert {value.getparent().getparent().getparent()} == {
            label.getparent().getparent().getparent() for label in labels
        }
        path = {*cell.row_path.split(" › "), *cell.column_path.split(" › ")} - {""}
        assert path <= {label.text for label in labels}


@pytest.mark.parametrize(
    ("name", "labels"),
    [
        (
            "proactive.fees.fees_amount",
            ["第二十条第（八）项", "本年收费金额（单位：万元）", "行政事业性收费"],
        ),
        ("requests.received.total", ["申请人情况", "总计", "一、本年新收政府信息公开申请数量"]),
        (
            "requests.state_secret.commercial",
            [
                *("申请人情况", "法人或其他组织", "商业企业"),
                *("三、本年度办理结果", "（三）不予公开", "1.属于国家秘密"),
            ],
        ),
        ("remedies.cases.appeal_upheld", ["行政诉讼", "复议后起诉", "结果维持"]),
    ],
)
def test_the_headers_of_a_value_are_exactly_the_labels_above_and_before_it(
    form_2021: Form, name: str, labels: list[str]
) -> None:
    page = page_of(report_of(form_2021))
    value = page.xpath("//td[@headers]")[find(form_2021, name)]
    names = value.get("headers").split()
    assert sorted(labels) == sorted(page.get_element_by_id(name).text for name in names)


@pytest.mark.parametrize("form", FORMS, indirect=True)
def test_every_label_says_whether_it_is_of_a_row_a_column_or_several(form: Form) -> None:
    page = page_of(report_of(form))
    scopes = {
        label.get("class"): {e.get("scope") for e in page.find_class(label.get("class"))}
        for label in page.xpath("//th")
    }
    assert {"row"} == scopes["xlr-row"]
    assert {"colgroup"} == scopes.get("xlr-band", {"colgroup"})
    assert {"rowgroup"} >= scopes.get("xlr-group", set()) | scopes.get("xlr-upright", set())
    assert {"col", "colgroup"} >= scopes["xlr-column"]


def test_labels_over_several_columns_or_rows_are_those_of_the_official_table(
    form_2021: Form,
) -> None:
    page = page_of(report_of(form_2021))
    assert [
        "申请人情况",
        "法人或其他组织",
        "行政复议",
        "行政诉讼",
        "未经复议直接起诉",
        "复议后起诉",
    ] == [label.text for label in page.xpath("//th[@scope='colgroup'][@class='xlr-column']")]
    assert ["三、本年度办理结果"] == [label.text for label in page.find_class("xlr-upright")]
    assert ["（三）不予公开", "（四）无法提供", "（五）不予处理", "（六）其他处理"] == [
        label.text for label in page.find_class("xlr-group")
    ]


def test_the_header_is_printed_again_but_never_over_another_strip(form_2021: Form) -> None:
    strips, requests, remedies = page_of(report_of(form_2021)).findall(".//table")
    assert (None, 4) == (strips.find("thead"), len(strips.findall("tbody")))
    assert (3, 25) == (len(requests.findall("thead/tr")), len(requests.findall("tbody/tr")))
    assert (3, 1) == (len(remedies.findall("thead/tr")), len(remedies.findall("tbody/tr")))


def test_every_table_has_a_caption_and_can_be_reached_by_key(form_2021: Form) -> None:
    page = page_of(report_of(form_2021))
    headings = [table.heading for table in form_2021.tables]
    assert headings == [caption.text for caption in page.findall(".//caption")]
    regions = page.xpath("//div[@role='region'][@tabindex='0']")
    assert headings == [
        page.get_element_by_id(region.get("aria-labelledby")).text for region in regions
    ]


def test_ids_are_unique_and_begin_with_the_prefix(form_2021: Form) -> None:
    ids = page_of(report_of(form_2021)).xpath("//@id")
    assert len(ids) == len(set(ids))
    assert [] == [name for name in ids if not name.startswith("xlr-")]


# ---- the text ----------------------------------------------------------------------------------


def test_title_and_parts_stand_in_official_order(form_2021: Form) -> None:
    page = page_of(
        report_of(form_2021, {"overview": "甲。\n乙。", "problems": "丙。", "other": "无。"})
    )
    assert f"{NAME}2022年政府信息公开工作年度报告" == page.findtext(".//title")
    assert [page.findtext(".//title")] == [e.text_content() for e in page.findall(".//h1")]
    assert [
        "一、总体情况",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况",
        "六、其他需要报告的事项",
    ] == [e.text for e in page.findall(".//h2")]
    opening, *paragraphs = [e.text_content() for e in page.findall(".//p")]
    assert form_2021.texts[0].standing == opening
    assert ["甲。", "乙。", "丙。", "无。", NAME] == paragraphs


def test_a_draft_is_marked_in_words_before_each_paragraph(form_2021: Form) -> None:
    report = report_of(form_2021, {"overview": "甲。\n乙。", "problems": "丙。", "other": "无。"})
    sections = tuple(
        replace(section, draft=section.key == "overview") for section in report.sections
    )
    page = page_of(replace(report, sections=sections))
    assert ["【草稿，请核对】甲。", "【草稿，请核对】乙。"] == [
        e.text_content() for e in page.find_class("xlr-draft")
    ]
    assert "丙。" in [e.text for e in page.find_class("xlr-text")]


def test_text_of_a_return_is_text_wherever_it_stands(form_2021: Form) -> None:
    report = report_of(form_2021, {"overview": HOSTILE}, name=HOSTILE)
    page = page_of(report)
    assert HOSTILE in [e.text_content() for e in page.find_class("xlr-text")]
    assert report.title == page.findtext(".//title") == page.find(".//h1").text_content()
    assert HOSTILE == dataset_of(report)["creator"]["name"]
    assert 1 == len(page.findall(".//script"))


def test_characters_that_no_page_can_hold_are_dropped(form_2021: Form) -> None:
    report = report_of(form_2021, {"overview": "甲\x00\x07\ud83d\ufffe\x1b乙\t丙\v丁\u2028戊"})
    assert "甲乙 丙" in [e.text for e in page_of(report).find_class("xlr-text")]
    overview = next(section for section in report.sections if section.key == "overview")
    assert ("甲乙 丙", "丁", "戊") == overview.paragraphs


def test_paragraphs_are_the_lines_that_hold_anything() -> None:
    assert ("甲 乙", "丙") == split_paragraphs("\n　　甲 乙 \r\n \u00a0\n\t丙\r")


# ---- values as printed -------------------------------------------------------------------------


def test_changes_have_signs_and_amounts_without_a_unit_in_the_form_have_one(
    form_2019: Form,
) -> None:
    named = {
        "proactive.penalties.items_last_year": 8,
        "proactive.licences.items_change": 3,
        "proactive.penalties.items_change": -8,
        "proactive.coercive_measures.items_change": 0,
        "proactive.procurement.procurement_amount": 2_510_000_050,
    }
    inputs = {cell.index: 0 for cell in form_2019.inputs}
    inputs |= {find(form_2019, name): value for name, value in named.items()}
    report = make_report(returns_to_publish(form_2019, inputs=inputs))
    assert ["8", "+3", "-8", "0", "25100000.5元"] == [
        shown(report, find(form_2019, name)) for name in named
    ]
    assert "0" == shown(report, find(form_2019, "proactive.regulations.made"))


def test_a_missing_value_is_printed_blank(form_2021: Form) -> None:
    report = report_of(form_2021)
    report = with_values(report, (None, *report.values[1:]))
    assert "" == shown(report, 0)
    assert len(form_2021.cells) - 1 == len(dataset_of(report)["variableMeasured"])


# ---- data for programs -------------------------------------------------------------------------


def dataset_of(report: Report) -> dict[str, Any]:
    script = page_of(report).find(".//script")
    assert "application/ld+json" == script.get("type")
    found: dict[str, Any] = json.loads(script.text)
    return found


@pytest.mark.parametrize("form", FORMS, indirect=True)
def test_the_dataset_holds_every_value_by_its_keys(form: Form) -> None:
    report = report_of(form)
    dataset = dataset_of(report)
    assert ("Dataset", report.title, str(report.period)) == (
        dataset["@type"],
        dataset["name"],
        dataset["temporalCoverage"],
    )
    measured = dataset["variableMeasured"]
    assert {
        f"{cell.table}.{cell.row}.{cell.column}": (
            to_number(value or 0, cell.measure),
            cell.measure.unit,
        )
        for cell, value in zip(form.cells, report.values, strict=True)
    } == {each["propertyID"]: (each["value"], each["unitText"]) for each in measured}


# ---- by itself, on any website, the same every time --------------------------------------------


def test_the_page_refers_to_nothing_outside_itself(form_2021: Form) -> None:
    data = build_page(report_of(form_2021), default_theme()).decode()
    assert [] == re.findall(r"\b(?:src|href|srcset|action|on\w+)=|@import|url\(", data)
    assert {"https://schema.org"} == set(re.findall(r"https?://[^\"]+", data))


def test_every_rule_of_the_style_is_for_one_class_and_every_class_has_one(form_2021: Form) -> None:
    report = report_of(form_2021)
    lines = [line for line in style_of(report).splitlines() if line]
    rules = [line for line in lines if not line.startswith(("@page", "@media")) and line != "}"]
    selectors = {match[1] if (match := RULE.match(rule)) else rule for rule in rules}
    assert [] == [
        s for s in selectors if not re.fullmatch(r"\.xlr-[a-z-]+(:focus-visible|::before)?", s)
    ]
    used = set(page_of(report).xpath("//body/descendant-or-self::*/@class"))
    assert used <= {selector[1:] for selector in selectors}


def test_every_element_that_is_shown_has_a_class_to_be_styled_by(form_2021: Form) -> None:
    plain = {"main", "colgroup", "thead", "tbody"}
    bare = page_of(report_of(form_2021)).xpath("//body//*[not(@class)]")
    assert plain == {element.tag for element in bare} | {"main"}


def test_fonts_and_colours_are_the_theme_s_and_cannot_end_the_style(form_2021: Form) -> None:
    theme = replace(default_theme(), body_font='楷体"; } </style><b>', title_font="方正小标宋_GBK")
    text = build_page(report_of(form_2021), theme).decode()
    assert 'font-family: "楷体  styleb", "Songti SC"' in text
    assert 'font-family: "方正小标宋_GBK", "PingFang SC"' in text
    assert f"color: {theme.colour('ink')};" in text
    assert 1 == text.count("</style>")


def test_text_is_dark_enough_on_every_ground_of_the_default_theme() -> None:
    theme = default_theme()
    grounds = ["#FFFFFF", *(theme.colour(name) for name in ("label", "band", "total", "input"))]
    assert 7 < min(contrast(theme.colour("ink"), ground) for ground in grounds)


def test_colours_of_a_dark_screen_keep_their_contrast_and_reach_every_ground(
    form_2021: Form,
) -> None:
    grounds = [DARK[name] for name in ("paper", "label", "band", "total", "input")]
    assert 7 < min(contrast(DARK["ink"], ground) for ground in grounds)
    assert 7 < contrast(DARK["quiet"], DARK["paper"])
    assert 3 < min(contrast(DARK[mark], DARK["paper"]) for mark in ("line", "bar"))
    light, _, dark = style_of(report_of(form_2021)).partition("(prefers-color-scheme: dark) {")
    dark, _, _ = dark.partition("@media print")
    painted = re.compile(r"^(\.xlr-[a-z]+) \{.* background:", re.MULTILINE)
    assert set(painted.findall(light)) == set(painted.findall(dark))


def test_only_a_table_that_a_phone_shows_in_part_says_that_it_can_be_moved(
    form_2021: Form,
) -> None:
    hints = page_of(report_of(form_2021)).find_class("xlr-hint")
    following = [hint.getnext().get("aria-labelledby") for hint in hints]
    page = page_of(report_of(form_2021))
    assert [form_2021.tables[2].heading] == [page.get_element_by_id(n).text for n in following]


def test_printed_pages_are_numbered(form_2021: Form) -> None:
    assert re.search(r"^@page \{.* counter\(page\) ", style_of(report_of(form_2021)), re.MULTILINE)


@pytest.mark.parametrize("form", FORMS, indirect=True)
def test_the_same_report_gives_the_same_page_and_every_tag_is_closed(form: Form) -> None:
    data = build_page(report_of(form), default_theme())
    assert data == build_page(report_of(form), default_theme())
    doctype, _, rest = data.decode().partition("\n")
    assert "<!DOCTYPE html>" == doctype
    # Strict XML but for the tags that HTML never closes.
    root = etree.fromstring(re.sub(r"<(meta|col)\b([^>]*)>", r"<\1\2/>", rest))
    assert ("html", "zh-CN") == (root.tag, root.get("lang"))


def test_a_long_narrative_of_a_county_is_no_problem(form_2021: Form) -> None:
    text = "全年主动公开信息，回应社会关切。" * 2000
    page = page_of(report_of(form_2021, {"overview": text}))
    assert text in [e.text for e in page.find_class("xlr-text")]
