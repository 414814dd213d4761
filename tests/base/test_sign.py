"""The signs: words can be read on their colours, and marks differ in black and white."""

from __future__ import annotations

import pytest

from support.contrast import contrast
from xlreport.base.sign import Sign

LEAST = 4.5  # WCAG 2.2, success criterion 1.4.3


@pytest.mark.parametrize("sign", Sign, ids=lambda sign: sign.name)
def test_a_word_can_be_read_on_its_colour(sign: Sign) -> None:
    assert contrast(sign.ink, sign.paper) >= LEAST


def test_every_sign_has_a_mark_of_its_own() -> None:
    assert len(Sign) == len({sign.mark for sign in Sign})
