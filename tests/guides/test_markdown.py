"""The small Markdown of the guides: what stands in it is read, anything else stops."""

from __future__ import annotations

import pytest

from xlreport.guides._markdown import (
    Fence,
    Grid,
    Heading,
    Listing,
    Paragraph,
    Picture,
    Span,
    anchor_of,
    read_markdown,
)

PLAIN = Paragraph((Span("一"),))


def test_a_guide_is_read_as_a_tree_of_blocks() -> None:
    text = """# 指南

<!-- lines: 3 -->
```console
$ xlreport
```

1. 一
2. 一

   - 一

| 甲 | 乙 |
|---|---|
| `a` | **b** |

![所见](pictures/cover.png "封面")
"""
    inner = Listing(is_ordered=False, items=((PLAIN,),))
    grid = Grid(
        ((Span("甲"),), (Span("乙"),)),
        (((Span("a", code=True),), (Span("b", strong=True),)),),
    )
    expected = (
        Heading(1, "指南", "", "指南"),
        Fence("$ xlreport"),
        Listing(is_ordered=True, items=((PLAIN,), (PLAIN, inner))),
        grid,
        Picture("pictures/cover.png", "所见", "封面", 1),
    )
    assert expected == read_markdown(text)


def test_chapters_and_sections_are_numbered_but_for_an_appendix() -> None:
    text = "# 书\n\n## 甲\n\n### 子\n\n### 丑\n\n## 乙\n\n### 寅\n\n## 附录　话\n"
    headings = [block for block in read_markdown(text) if isinstance(block, Heading)]
    numbered = ["书", "一、甲", "（一）子", "（二）丑", "二、乙", "（一）寅", "附录　话"]
    assert numbered == [each.numbered for each in headings]
    many = read_markdown("\n".join(f"## 章{number}" for number in range(1, 22)))
    said = [block.number for block in many if isinstance(block, Heading)]
    assert ["九、", "十、", "十一、", "十九、", "二十、", "二十一、"] == [
        *said[8:11],
        *said[18:21],
    ]


def test_lines_of_a_paragraph_are_joined_without_a_blank() -> None:
    assert (Paragraph((Span("前"), Span("后"))),) == read_markdown("前\n后\n")


def test_no_blank_stands_between_a_bold_sentence_and_the_next() -> None:
    (paragraph,) = read_markdown("**先保存。** 再打开，用 **WPS** 也行。")
    assert (
        Paragraph(
            (
                *(Span("先保存。", strong=True), Span("再打开，用 ")),
                *(Span("WPS", strong=True), Span(" 也行。")),
            )
        )
        == paragraph
    )


def test_a_link_leads_to_a_heading_by_its_anchor() -> None:
    (block,) = read_markdown("见[退回、催报](#退回催报)。\n")
    assert Paragraph((Span("见"), Span("退回、催报", target="退回催报"), Span("。"))) == block
    assert "退回催报" == anchor_of("退回、催报")
    (block,) = read_markdown("[用 **名录** 和 `check`](#审核)\n")
    (name, word, _, typed) = block.line if isinstance(block, Paragraph) else ()
    assert ["审核"] * 3 == [name.target, word.target, typed.target]
    assert (False, True, True) == (name.strong, word.strong, typed.code)


@pytest.mark.parametrize(
    "text",
    [
        "> 引文",
        "<b>粗</b>",
        "*斜*",
        "见[别处](other.md)",
        "见[网站](https://example.org)",
        "图 ![所见](pictures/cover.png) 在句中",
        "![所见](pictures/cover.png) 在句首",
        "***\n",
        "<div>",
    ],
)
def test_what_no_guide_has_stops_the_reader(text: str) -> None:
    with pytest.raises(ValueError, match="guide"):
        read_markdown(f"{text}\n")
