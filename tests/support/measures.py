"""One measure of each kind, and strategies for measures and values."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from xlreport.form.measure import LARGEST_VALUE, Kind, Measure

COUNT = Measure(Kind.COUNT, "件")
CHANGE = Measure(Kind.CHANGE, "件")
YUAN = Measure(Kind.MONEY, "元")
WAN = Measure(Kind.MONEY, "万元")
ASKED = Measure(Kind.MONEY, "元", unit_required=True)
DAYS = Measure(Kind.DECIMAL, "天", places=1, adds=False)
RATE = Measure(Kind.PERCENTAGE, "", largest=100_000, places=2, adds=False)
DAY = Measure(Kind.DATE, "", adds=False)
YES_NO = Measure(Kind.YES_NO, "", adds=False)
CHOICE = Measure(Kind.CHOICE, "", adds=False, choices=("政府门户网站", "部门网站", "其他（A、b）"))
WORDED = replace(CHOICE, choice_variants=((), ("门户",), ()))
TEXT = Measure(Kind.TEXT, "", adds=False)
CODE = Measure(Kind.TEXT, "", adds=False, pattern="[0-9]{10}", example="6403230001")
MEASURES = (COUNT, CHANGE, YUAN, WAN, ASKED)

OTHERS = (DAYS, RATE, DAY, YES_NO, CHOICE, TEXT, CODE)

measures = st.sampled_from(MEASURES)
all_measures = st.sampled_from(MEASURES + OTHERS)
values = st.integers(-LARGEST_VALUE, LARGEST_VALUE)
