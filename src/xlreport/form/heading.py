"""Headings: the number that one begins with, and the faults that no report could publish.

Any heading will do: 三、 十二、 表一、 附件2、 第一部分 （一） V.A. 1.2 附： or none of these. The
number names the sheet of a table, and is missing where Word or a page numbers by itself.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from xlreport.base.toml_fault import fault
from xlreport.base.toml_location import TomlLocation

LONGEST_HEADING: Final = 200
_ONE: Final = (
    r"(?:[一二三四五六七八九十百〇零]{1,5}|[甲乙丙丁戊己庚辛壬癸]"
    r"|[0-9０-９]{1,3}|[IVXLC]{1,6}|[Ⅰ-Ⅻ]|[A-Z])"
)
_END: Final = r"(?:[、.．:：]|(?=\s|$))\s*"
_NUMBER: Final = re.compile(
    rf"(?P<words>第{_ONE}(?:部分|单元|张表|[章节篇编表项])"
    rf"|(?:附表|附件|附录|[附表图])\s?{_ONE}(?:[.．\-－—]{_ONE})*"
    rf"|附[表件录]?){_END}"
    rf"|(?P<bracketed>[（(]{_ONE}[）)])[、.．]?\s*"
    rf"|(?P<chain>{_ONE}(?:[.．]{_ONE})*)[、.．](?![0-9])\s*"
    rf"|(?P<levels>{_ONE}(?:[.．]{_ONE})+)\s+"
)
# What no report can publish in one line: control characters, surrogates, line separators.
_UNPRINTABLE: Final = frozenset({"Cc", "Cs", "Zl", "Zp"})
_NONCHARACTERS: Final = frozenset("\ufffe\uffff")


def heading_number(heading: str) -> str:
    """Return the number of a heading as it is written, such as 三, 表一 or （一）, else ""."""
    match = _NUMBER.match(heading)
    return "" if match is None else next(filter(None, match.groups()))


def without_number(heading: str) -> str:
    """Return a heading without its number; one that is nothing but a number stays as it is."""
    return _NUMBER.sub("", heading, count=1) or heading if _NUMBER.match(heading) else heading


def check_heading(heading: str, location: TomlLocation) -> None:
    """Raise `FormError` for a heading that is blank, too long, or more than one line."""
    signs = {sign for sign in heading if unicodedata.category(sign) in _UNPRINTABLE}
    is_one_line = not signs and _NONCHARACTERS.isdisjoint(heading)
    if not heading.strip() or not is_one_line or len(heading) > LONGEST_HEADING:
        raise fault("bad-heading", location, most=LONGEST_HEADING)
