"""Names of files: which departments they hold."""

from __future__ import annotations

from dataclasses import replace

import pytest

from support.departments import HEALTH, make_department
from xlreport.office.file_names import common_prefix, named_alone, named_in_file, spoken_names

TOWN = replace(HEALTH, code="0201", name="花马池镇", order=7, level="乡", variants=("城关镇",))
NAMES = ("盐池县教育局", "盐池县教育局招生办", "盐池县公安局", "花马池镇", "盐池县文联")
COUNTY = tuple(make_department(f"D{number}", name) for number, name in enumerate(NAMES, 1))


@pytest.mark.parametrize(
    ("file", "codes"),
    [
        ("HEALTH_卫生健康局_2026.xlsx", ["HEALTH"]),
        ("乡镇/0201_城关镇_2026_退回件2.xlsx", ["0201"]),
        ("花马池镇.xls", ["0201"]),
        ("卫生健康局_代花马池镇_花马池镇.xlsx", ["HEALTH", "0201"]),
        ("报卫生健康局.xlsx", []),
        ("教育局.xlsx", ["D1"]),
        ("03教育局2026年报（更新）.xlsx", ["D1"]),
        ("年报（盐池县教育局）.xlsx", ["D1"]),
        ("教育局年报.xlsx", []),
        ("_.xlsx", []),
        ("", []),
    ],
)
def test_a_file_is_named_after_whom_stands_between_its_underscores(
    file: str, codes: list[str]
) -> None:
    names = spoken_names((HEALTH, TOWN, *COUNTY[:3]))
    assert codes == [department.code for department in named_in_file(names, file)]


@pytest.mark.parametrize("text", ["白云乡总结", "白云乡政府", "盐池县白云乡人民政府"])
def test_a_town_goes_by_its_place(text: str) -> None:
    town = make_department("D9", "盐池县白云乡人民政府")
    assert named_alone(spoken_names((*COUNTY, town)), text) == town


def test_a_street_goes_by_its_place_and_a_county_does_not() -> None:
    street = make_department("D8", "城关街道办事处")
    county = make_department("D9", "盐池县人民政府")
    names = spoken_names((*COUNTY, street, county))
    assert named_alone(names, "城关街道的照片") == street
    assert named_alone(names, "盐池县的照片") is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("教育局签字页", "D1"),
        ("盐池县教育局2026年报（最终版）", "D1"),
        ("盐池教育局", "D1"),
        ("吴忠市盐池县 教育局", "D1"),
        ("教育局招生办扫描件", "D2"),
        ("花马池镇的照片", "D4"),
        ("文联", "D5"),
        ("教育局转公安局", ""),
        ("盐池县", ""),
        ("微信图片_20270112", ""),
        ("", ""),
    ],
)
def test_a_name_alone_among_other_words_tells_the_department(text: str, code: str) -> None:
    found = named_alone(spoken_names(COUNTY), text)
    assert code == (found.code if found else "")


def test_a_name_that_two_departments_go_by_tells_neither() -> None:
    alike = (*COUNTY, replace(TOWN, name="新区公安局", variants=("公安局",)))
    assert named_alone(spoken_names(alike), "公安局.jpg") is None
    assert "0201" == getattr(named_alone(spoken_names(alike), "新区公安局.jpg"), "code", "")


@pytest.mark.parametrize(
    ("names", "prefix"),
    [
        (NAMES, "盐池县"),
        (("吴忠市盐池县教育局", "吴忠市盐池县公安局"), "吴忠市盐池县"),
        (("盐池县教育局", "市场监督管理局", "公安局"), ""),
        (("城市管理局",), ""),
        (("城关镇", "城关镇"), ""),
        ((), ""),
    ],
)
def test_the_county_s_name_is_what_most_names_begin_with(
    names: tuple[str, ...], prefix: str
) -> None:
    assert prefix == common_prefix(names)
