"""The checks of the official forms keep codes, severities and cells; their sentences are known.

The golden file holds what was said `before` checks were of kinds, of the same returns, and what is
said `now`: the facts, and the form's own sentence.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from support.checked import found_in, last_year
from support.filled import as_return, cells_at
from xlreport.base.finding import Finding
from xlreport.checks.edition import edition_finding
from xlreport.form.load import load_form

GOLDEN: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "support" / "golden" / "official_checks.json").read_text("utf-8")
)
FIGURES = {
    "ogi-2019": {
        "proactive.regulations.made": 2,
        "proactive.licences.items_last_year": 30,
        "proactive.licences.items_change": 4,
        "proactive.licences.decisions": 34,
        "proactive.procurement.procurement_projects": 3,
        "proactive.penalties.decisions": 900,
        "remedies.cases.direct_upheld": -2,
    },
    "ogi-2021": {
        "proactive.regulations.in_force": 11,
        "proactive.fees.fees_amount": -12_345_600,
        "proactive.penalties.decisions": 900,
        "remedies.cases.direct_upheld": -2,
    },
}
DECISIONS = "proactive.penalties.decisions"
OTHER_YEAR = {"ogi-2019": 2021, "ogi-2021": 2020}


def found(name: str) -> dict[str, Finding]:
    """Give the first finding of each check, of a return with slips and of an empty one."""
    form, texts = load_form(name), {"overview": "2021年，本年新收政府信息公开申请15件。"}
    findings = []
    for figures, last in ((FIGURES[name], {DECISIONS: 90}), ({}, {})):
        item = replace(as_return(form, cells_at(form, figures), year=2021), texts=texts)
        findings += found_in(item, last_year(form, last), "县", rules_only=False)
    edition = edition_finding(as_return(form, {}, year=OTHER_YEAR[name]))
    assert edition is not None
    rules = {rule.id for rule in form.rules} | {""}
    return {each.code: each for each in (*findings, edition) if each.rule not in rules}


@pytest.mark.parametrize("name", GOLDEN)
def test_the_checks_of_an_official_form_are_said_as_before_but_for_known_words(name: str) -> None:
    said = found(name)
    assert set(GOLDEN[name]) == set(said)
    for code, expected in GOLDEN[name].items():
        finding = said[code]
        assert (code, expected["severity"]) == (finding.rule, finding.severity)
        assert expected["cell"] == finding.place
        assert (expected["now"], expected["advice"]) == (finding.message, finding.advice)
        # Whatever cell or number was named is still named.
        facts = {finding.cell, finding.seen} - {""}
        assert all(fact in finding.message for fact in facts if fact in expected["before"])


@pytest.mark.parametrize("name", GOLDEN)
def test_each_check_of_an_official_form_but_new_ones_and_those_of_reading_is_in_the_golden_file(
    name: str,
) -> None:
    # T4-DIRECT is about reports of 2024 and later alone.
    others = {"BLANK", "FORM", "FEE-TOLD", "T4-DIRECT"}
    ids = {check.id for check in load_form(name).checks} - others
    assert ids - {"NEG"} == GOLDEN[name].keys() - {"NEG"}
