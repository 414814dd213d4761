"""Returns judged one by one, and the findings about each."""

from __future__ import annotations

from support.filled import (
    all_values,
    cells_at,
)
from xlreport.base.finding import Finding
from xlreport.checks._slip import (
    Imbalance,
    find_imbalance,
)
from xlreport.checks.arrays import make_arrays
from xlreport.checks.judge import check_returns, judge
from xlreport.form.form import Form
from xlreport.form.load import load_form
from xlreport.form.measure import Values
from xlreport.reading.one_return import Return

NAMES = ["ogi-2021", "ogi-2019", "ogi-supplement", "ogi-2021+ogi-supplement"]
FORMS = [load_form(name) for name in NAMES]
FORM_2021, FORM_2019, SUPPLEMENT, _ = FORMS


def found_in(
    item: Return, last: Values | None = None, level: str = "市", *, rules_only: bool = True
) -> list[Finding]:
    stack = make_arrays(item.form, [item], [last])
    codes = {rule.id for rule in item.form.rules}
    found = (finding for _, finding in check_returns([item], stack, [level]))
    return [finding for finding in found if not rules_only or finding.rule in codes]


def last_year(form: Form, numbers: dict[str, int], rest: int | None = 0) -> Values:
    return all_values(form, cells_at(form, numbers, rest))


def problem_of(item: Return, last: Values | None = None) -> Imbalance:
    stack = make_arrays(item.form, [item], [last])
    verdicts = judge(item.form.balances, stack, stack.judged)
    return find_imbalance(item, stack, 0, (verdicts.left - verdicts.right)[0])


def sides(finding: Finding) -> tuple[str, str]:
    """Give the addresses of the left and of the right side, last year's marked by a path."""
    at = {
        side: " ".join(
            cell.place if cell.cell else cell.path.partition(" › ")[0]
            for cell in finding.cells
            if cell.side == side
        )
        for side in ("left", "right")
    }
    return at["left"], at["right"]
