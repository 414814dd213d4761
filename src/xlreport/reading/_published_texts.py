"""The texts of a published report: department and period from its title; narrative parts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from xlreport.form.form import Form
from xlreport.form.heading import without_number
from xlreport.form.label import normalise_label, spellings
from xlreport.form.parts import UNWRITTEN, Text
from xlreport.formats.container import LIMITS
from xlreport.reading.sign_off import without_sign_off

_LONGEST_NAME: Final = 60
_FULL_STOPS: Final = ("。", "：", "；")
# Texts that websites put below a report, in the same column.
_PAGE_FOOT: Final = re.compile(
    r"[【\\[]?(?:打印|关闭|返回顶部|上一篇|下一篇|分享到|扫一扫|附件[:：]|相关(?:文档|链接|信息))"
    r"|.{0,40}(?:版权所有|ICP备|主办单位|承办单位|网站标识码|网站地图|公网安备)"
)


def read_title(form: Form, paragraphs: Sequence[str]) -> dict[str, str]:
    """Read department and period from the report's title, on one line or with the name above it.

    The title is a paragraph of its own, such as 某局2025年政府信息公开工作年度报告; a path of links
    that ends in it gives no name. A department or period that occurs in two forms is left out.
    """
    title = re.compile(
        r"(?P<who>[^：:。，；>＞»|｜]*?)"
        + form.period.pattern.replace(r"\s*", "")
        # Half of the offices leave out 工作.
        + re.escape("".join(form.title.split())).replace("工作", "(?:工作)?")
    )
    candidates: dict[str, set[str]] = {"department": set(), "period": set()}
    lines = ["", *("".join(paragraph.split()) for paragraph in paragraphs)]
    for above, line in pairwise(lines):
        match = title.fullmatch(line) if len(line) <= 2 * _LONGEST_NAME else None
        # The line may be broken before or after the period.
        if (match is None or not match["who"]) and len(above) <= _LONGEST_NAME:
            match = title.fullmatch(above + line) or match
        if match is not None:
            candidates["department"].add(_name(match["who"]))
            candidates["period"].add(match["period"])
    stated = {name: texts - {""} for name, texts in candidates.items()}
    return {name: texts.pop() for name, texts in stated.items() if len(texts) == 1}


def _name(text: str) -> str:
    """Take the text before the period for a name, unless it is too long or contains a number."""
    return "" if len(text) > _LONGEST_NAME or re.search(r"[0-9]", text) else text


def read_narrative(form: Form, paragraphs: Sequence[str], office: str = "") -> dict[str, str]:
    """Read the narrative parts by key: the paragraphs from each official heading to the next.

    Where a heading occurs twice, as in a table of contents, the last one with text below it
    counts. The opening, which has no heading, is the sentence before the first one. The name of
    the `office` and the date below the last part are none of its text.
    """
    headings = dict(_headings(form))
    before: list[str] = []
    parts: list[tuple[str, list[str]]] = [("", before)]
    for paragraph in paragraphs:
        label = normalise_label(paragraph)
        if label in headings:
            parts.append((headings[label], []))
        elif len(parts) > 1 and _PAGE_FOOT.match(paragraph):
            parts.append(("", []))
        else:
            parts[-1][1].append(paragraph)
    texts = {
        key: "\n".join(lines)[: LIMITS.text]
        for key, written in parts
        for lines in [list(without_sign_off(written, office))]
        if key and lines and lines != [UNWRITTEN]
    }
    return texts | _opening(form, before)


def _headings(form: Form) -> Iterator[tuple[str, str]]:
    """Yield the spellings of each heading with the key of its part, "" for a table.

    In some reports Word numbers the headings, so the text has no number; a heading that another
    part then has too is known by its number only.
    """
    parts = [
        (section.heading, section.key if isinstance(section, Text) else "")
        for section in form.sections
        if not isinstance(section, Text) or section.printed
    ]
    bare: dict[str, set[str]] = defaultdict(set)
    for heading, key in parts:
        for written in (heading, *form.variants.get(heading, ())):
            bare[normalise_label(without_number(written))].add(key)
    yield from ((spelling, min(keys)) for spelling, keys in bare.items() if len(keys) == 1)
    # What is written so in the form itself goes before what lacks its number.
    yield from ((spelling, key) for heading, key in parts for spelling in spellings(form, heading))


def _opening(form: Form, before: Sequence[str]) -> dict[str, str]:
    """Read the part that precedes all headings, if the form has one."""
    last = before[-1] if before else ""
    return {form.opening: last} if form.opening and last.endswith(_FULL_STOPS) else {}
