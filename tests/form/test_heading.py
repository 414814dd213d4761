"""The number of a heading, in all the ways in which official forms number their parts."""

from __future__ import annotations

import pytest

from xlreport.form.heading import heading_number, without_number


@pytest.mark.parametrize(
    ("heading", "number", "rest"),
    [
        *(("一、a", "一", "a"), ("九十九、a", "九十九", "a"), ("一百二十、a", "一百二十", "a")),
        *(("表一、a", "表一", "a"), ("表1-2 a", "表1-2", "a"), ("附表：a", "附表", "a")),
        *(("附件2、a", "附件2", "a"), ("附：a", "附", "a"), ("第一部分　a", "第一部分", "a")),
        *(("（一）a", "（一）", "a"), ("(1) a", "(1)", "a"), ("1. a", "1", "a")),
        *(("V.A. a", "V.A", "a"), ("Ⅳ. a", "Ⅳ", "a"), ("A. a", "A", "a"), ("1.2 a", "1.2", "a")),
        ("第一部分", "第一部分", "第一部分"),
    ],
)
def test_a_heading_has_the_number_that_it_begins_with(heading: str, number: str, rest: str) -> None:
    assert (number, rest) == (heading_number(heading), without_number(heading))


@pytest.mark.parametrize(
    "heading",
    [
        *(
            "说明",
            "、a",
            "一a",
            "三公经费、会议费",
            "一般公共预算",
            "3.5吨以下车辆",
            "2024年情况",
            "",
        ),
        *("第二十条第（一）项", "表彰情况", "附近单位", "图书、期刊", "城市、农村"),
    ],
)
def test_a_word_that_only_looks_like_a_number_is_none(heading: str) -> None:
    assert ("", heading) == (heading_number(heading), without_number(heading))
