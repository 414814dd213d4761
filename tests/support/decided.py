"""Scenes of what an officer decided about two returns of one department."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

from support.scenes import Scene, filled, written
from xlreport import Decision, DecisionKind, Decisions, read_returns
from xlreport.base.finding import Finding

FIRST_USED: Final = Decision(
    DecisionKind.USE, "D01", "0.xlsx", decided_by="李四", day=date(2000, 1, 1)
)
FIRST_IGNORED: Final = replace(FIRST_USED, kind=DecisionKind.IGNORE)
CORRECTED: Final = replace(
    FIRST_USED,
    kind=DecisionKind.CORRECT,
    file="",
    cell="requests.received.research",
    old="1",
    new="0",
)


def decided(decision: Decision) -> Scene:
    """Say what is found where an officer decided this."""

    def scene(folder: Path) -> Iterable[Finding]:
        later = filled(requests__received__research=1) | {"revision": 2}
        this = written(folder / "本年", [filled(), later])
        return read_returns(this, decisions=Decisions("处理意见", (decision,))).found

    return scene
