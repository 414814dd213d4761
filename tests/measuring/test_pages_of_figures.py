"""What pages say of times and sizes is what was measured, in both languages."""

from __future__ import annotations

import pytest
from figures import ROOT, load_figures

FIGURES = load_figures()
(CHECK,) = (each.seconds for each in FIGURES.bench.commands if each.line == "`check` of 60 returns")
(PROVINCE,) = (each for each in FIGURES.bench.runs if each.count == 6000)
COUNTY = FIGURES.national.levels[0]


@pytest.mark.parametrize(
    ("page", "measured", "english", "chinese"),
    [
        (
            "many-returns.md",
            CHECK < 1,
            "The 60 returns of a county are checked in less than a second",
            "一个县的 60 份报送件，不到一秒就审核完",
        ),
        (
            "running-on-dask.md",
            (PROVINCE.workers, round(PROVINCE.read, -1)) == (2, 10),
            "two processors reads the 6,000 returns of a province in some 10 seconds",
            "一个省的 6,000 份报送件，有两个处理器的一台机器大约 10 秒就读完",
        ),
        (
            "in-memory.md",
            (COUNTY.files, round(COUNTY.bytes / 1e6, 1)) == (84, 3.5),
            "84 of them take 3.5 MB",
            "84 份共 3.5 MB",
        ),
    ],
)
def test_the_page_says_what_was_measured(
    page: str, measured: bool, english: str, chinese: str
) -> None:
    assert measured
    for folder, words in (("how-to", english), ("zh/how-to", chinese)):
        text = (ROOT / "docs" / folder / page).read_text(encoding="utf-8")
        assert words in " ".join(text.split())
