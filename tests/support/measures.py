"""One measure of each kind, and strategies for measures and values."""

from __future__ import annotations

from hypothesis import strategies as st

from xlreport.form.measure import LARGEST_VALUE, Kind, Measure

COUNT = Measure(Kind.COUNT, "件")
CHANGE = Measure(Kind.CHANGE, "件")
YUAN = Measure(Kind.MONEY, "元")
WAN = Measure(Kind.MONEY, "万元")
ASKED = Measure(Kind.MONEY, "元", unit_required=True)
MEASURES = (COUNT, CHANGE, YUAN, WAN, ASKED)

measures = st.sampled_from(MEASURES)
values = st.integers(-LARGEST_VALUE, LARGEST_VALUE)
