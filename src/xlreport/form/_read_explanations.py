"""Reading `[explanations]`: the standard explanations (核实说明) that a clerk chooses from."""

from __future__ import annotations

import re
from collections.abc import Sequence

from xlreport.base.toml_fault import keep
from xlreport.base.toml_fields import keep_twins
from xlreport.base.toml_location import TomlLocation, field
from xlreport.base.toml_shape import MOST_ENTRIES
from xlreport.form._sources import Source
from xlreport.form.fields import KEY
from xlreport.form.measure import normalise_choice

_TABLE = "explanations"


def read_explanations(sources: Sequence[Source]) -> dict[str, str]:
    """Read the standard explanations of a form and its annexes: sentences by key.

    A key that is none, or stands in two files, and a sentence that stands twice are faults, which
    are kept.
    """
    found: list[tuple[str, str, TomlLocation]] = []
    for source in sources:
        own, at = source.content.get(_TABLE, {}), field(source.location, _TABLE)
        if len(own) > MOST_ENTRIES:  # they stand in one row of a sheet
            keep("many-entries", at, name=_TABLE, most=MOST_ENTRIES, count=len(own))
        for key, sentence in own.items():
            location = field(at, key)
            if not re.fullmatch(KEY.pattern, key):
                keep(KEY.refusal, location, value=key)
            found.append((key, sentence, location))
    keep_twins("核实说明的代号", [(key, at) for key, _, at in found])
    keep_twins("核实说明", [(normalise_choice(sentence), at) for _, sentence, at in found])
    return {key: sentence for key, sentence, _ in found}
