"""Patterns: none of the package takes longer than its text is long, whatever stands in the text."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from support.patterns import STEEPEST, steepness
from support.work import PATIENCE

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows counts a process's time in steps of 16 ms"
)

ALL_METHODS = ("finditer", "fullmatch", "match", "search")

# A process of its own compiles them all anew; the forms and a report bring their own patterns.
LIST_STEEP = f"""
import json, sys
sys.path.insert(0, {str(Path(__file__).parents[1])!r})
from support.patterns import STEEPEST, patterns_of, steepness

def work():
    from xlreport.checks.statements import read_statements
    from xlreport.form.load import list_forms, load_form
    from xlreport.reading._published_texts import read_title
    from xlreport.reading.heading import read_heading
    for name in list_forms():
        form = load_form(name)
        read_heading(form, [])
        read_title(form, [])
        for text in form.texts:
            read_statements(form.narrative, text.key, "收到政府信息公开申请3件。", 2026)

found = patterns_of("xlreport", work)
steep = []
for each in found:
    growth, attack = steepness(each.pattern, each.methods)
    if growth > STEEPEST:
        steep.append(f"{{each.place}} {{each.pattern.pattern!r}}: {{growth:.0f}} times, {{attack}}")
print(json.dumps([len(found), steep]))
"""


def test_no_pattern_of_the_package_takes_longer_than_its_text_is_long() -> None:
    run = [sys.executable, "-c", LIST_STEEP]
    count, steep = json.loads(subprocess.check_output(run, timeout=PATIENCE))
    assert [] == steep
    assert count > 100


# Patterns that the package had, and others of their kinds.
STEEP = {
    "starts in blanks": r"(?P<department>[^\s：:]*?)\s*(?P<year>20[0-9]{2})年",
    "blanks twice": r"[Cc]harset\s*=\s*[\"']?\s*([a-z]+)",
    "digits twice": r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)!",
    "starts in digits": r"[0-9]+[.．、]",
    "brackets that do not close": r"\[(?P<bracket>[^\]]*)\]|(?P<other>.)",
    "zeros": r"font-size\s*:\s*(?P<tiny>0*\.?0+(?:px|pt)?\s*(?=[;!]|$))",
    "anything, then a word": r"text-decoration(?:-line)?\s*:[^;]*line-through",
    "a repetition repeated": r"(?:a+)+!",
    "alternatives alike": r"(?:a|aa|\w)*!",
    "three runs": r"\s*\S*\s*[0-9]*\s*end",
    "apostrophes": r"'*\s*[=@]",
}
LINEAR = {
    "possessive blanks": r"charset\s*+=\s*+[\"']?+\s*+([a-z]+)",
    "starts behind digits": r"(?<![0-9])[0-9]+[.．、]",
    "brackets not farther than": r"\[(?P<bracket>[^\]]{0,255})\]|(?P<other>.)",
    "a sentence": r"[^。！？!?\n]{1,1000}",
}


def test_what_is_steep_in_a_search_is_linear_from_the_beginning() -> None:
    once = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)!")
    assert steepness(once, ["fullmatch", "match"])[0] <= STEEPEST < steepness(once, ["search"])[0]


@pytest.mark.parametrize("name", STEEP)
def test_a_steep_pattern_is_found(name: str) -> None:
    growth, _ = steepness(re.compile(STEEP[name]), ALL_METHODS)
    assert growth > STEEPEST


@pytest.mark.parametrize("name", LINEAR)
def test_a_linear_pattern_is_none(name: str) -> None:
    growth, attack = steepness(re.compile(LINEAR[name]), ("search", "finditer"))
    assert growth <= STEEPEST, attack
