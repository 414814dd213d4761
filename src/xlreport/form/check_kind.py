"""The kinds of checks that a form file can use beside linear relations, each as often as it needs.

A kind knows nothing of any form: the form file says the cells, the severity and the sentence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from xlreport.base.finding import Severity
from xlreport.base.public import public
from xlreport.form.measure import NUMERIC, Kind


@public
class CheckKind(StrEnum):
    """What a check looks at.

    - `WHOLE`: counts and changes are whole numbers, and counts are not below 0;
    - `NOT_NEGATIVE`: amounts of money, and other cells that are named, are not below 0;
    - `BLANK`, `REMARK`: how grave a blank cell is, or one with more than a number in it;
    - `EDITION`: the form is the official one for the year;
    - `LEVEL`: cells are 0 unless the level of the department allows more;
    - `ZERO`: cells are 0, in reports of a year and later if it says one;
    - `NOT_EQUAL`: two sums are not the same, unless they are 0;
    - `BOTH_OR_NEITHER`: two sums are both 0 or neither is;
    - `IMPLIES`: where one condition holds, others hold too;
    - `TEXT`: the numbers of the narrative are those of the tables;
    - `EMPTY_ZERO`: cells are not all 0 while the narrative reports cases;
    - `TOLD`: where cells are not all 0, the narrative tells of it;
    - `DRIFT`: cells do not change many times over from the report before.
    """

    WHOLE = "whole"
    NOT_NEGATIVE = "not_negative"
    BLANK = "blank"
    REMARK = "remark"
    EDITION = "edition"
    LEVEL = "level"
    ZERO = "zero"
    NOT_EQUAL = "not_equal"
    BOTH_OR_NEITHER = "both_or_neither"
    IMPLIES = "implies"
    TEXT = "text"
    EMPTY_ZERO = "empty_zero"
    TOLD = "told"
    DRIFT = "drift"


@dataclass(frozen=True, slots=True)
class KindFacts:
    """What a form file says of a check of one kind, beside id, severity and sentence.

    `needed` and `optional` are names of fields, `measures` the kinds of cells that it can be
    about. `entry` is the code in the catalogue of what is said, empty where a check has several.
    """

    entry: str = ""
    needed: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    measures: frozenset[Kind] = frozenset(NUMERIC)


_PLACED = ("table", "every")
_WHOLE = frozenset({Kind.COUNT, Kind.CHANGE})
_PARTS = frozenset({Kind.MONEY, Kind.DECIMAL, Kind.PERCENTAGE})
KINDS: Final[Mapping[CheckKind, KindFacts]] = {
    CheckKind.WHOLE: KindFacts("INT", optional=("cells",), measures=_WHOLE),
    CheckKind.NOT_NEGATIVE: KindFacts("NEG", optional=("cells",), measures=_PARTS),
    CheckKind.BLANK: KindFacts(optional=("cells",), measures=frozenset(Kind)),
    CheckKind.REMARK: KindFacts(optional=("cells",), measures=frozenset(Kind)),
    CheckKind.EDITION: KindFacts("EDITION"),
    CheckKind.LEVEL: KindFacts("LEVEL", ("cells",), ("levels",)),
    CheckKind.ZERO: KindFacts("NOT-ZERO", ("cells",), ("since",)),
    CheckKind.NOT_EQUAL: KindFacts("NOT-EQUAL", ("must",), _PLACED),
    CheckKind.BOTH_OR_NEITHER: KindFacts("PAIR", ("pairs",), _PLACED),
    CheckKind.IMPLIES: KindFacts("PAIR", ("when", "then"), _PLACED),
    CheckKind.TEXT: KindFacts("TEXT", optional=("sentences",)),
    CheckKind.EMPTY_ZERO: KindFacts("EMPTY", ("cells",)),
    CheckKind.TOLD: KindFacts("UNTOLD", ("cells", "texts", "words")),
    CheckKind.DRIFT: KindFacts("DRIFT", ("cells",), ("factor",)),
}
ENTRIES: Final = frozenset(facts.entry for facts in KINDS.values()) - {""}
"""The codes of the catalogue that are said under the id of a form's check."""

ABOUT_TEXTS: Final = (CheckKind.TEXT, CheckKind.EMPTY_ZERO, CheckKind.TOLD)
"""The kinds that look at the narrative, and at the tables beside it."""

BY_CELL: Final = (CheckKind.WHOLE, CheckKind.NOT_NEGATIVE, CheckKind.BLANK, CheckKind.REMARK)
"""The kinds of which each cell has one check: the one that names it, or the one for the others."""

LEVELS: Final = ("乡", "县", "市", "省", "国家")
"""The levels of a department, from the ground up; 市 is 设区的市."""

DEFAULT_LEVELS: Final = frozenset({"市", "省", "国家"})
DEFAULT_FACTOR: Final = 10


@dataclass(frozen=True, slots=True)
class LibraryCheck:
    """A check that every form has, unless its form file says otherwise."""

    id: str
    severity: Severity
    say: str


LIBRARY_CHECKS: Final[Mapping[CheckKind, LibraryCheck]] = {
    CheckKind.WHOLE: LibraryCheck("INT", Severity.ERROR, "件数为不小于0的整数"),
    CheckKind.NOT_NEGATIVE: LibraryCheck("NEG", Severity.ERROR, "金额不小于0"),
    CheckKind.BLANK: LibraryCheck("BLANK", Severity.WARNING, "每个应填单元格都填有数字，没有的填0"),
    CheckKind.REMARK: LibraryCheck(
        "FORM", Severity.WARNING, "单元格内只填数字，不填单位、符号和说明"
    ),
    CheckKind.EDITION: LibraryCheck("EDITION", Severity.WARNING, "报表格式与报告年度一致"),
}

# The kinds of the checks of 0.1.0, whose form files had ids alone.
KIND_OF_OLD_ID: Final[Mapping[str, CheckKind]] = {
    **{check.id: kind for kind, check in LIBRARY_CHECKS.items()},
    "T2-REG": CheckKind.LEVEL,
    "T2-MIX": CheckKind.NOT_EQUAL,
    "T2-AMT": CheckKind.BOTH_OR_NEITHER,
    "TEXT": CheckKind.TEXT,
    "EMPTY-0": CheckKind.EMPTY_ZERO,
    "Y-DRIFT": CheckKind.DRIFT,
}
