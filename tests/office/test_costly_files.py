"""Files of an office that cost far more to read than to write: they are refused, or read in time.

Each is read by one process, whose memory is limited and whose own processor time counts, with room.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping

import pytest

from support.costly_office import OFFICE
from support.work import PATIENCE

MEGABYTES = 300
SECONDS = 10 * 2

READ_ALL = f"""
import json, resource, sys, time
from pathlib import Path
resource.setrlimit(resource.RLIMIT_AS, ({MEGABYTES} << 20, {MEGABYTES} << 20))
from xlreport.base.errors import XlreportError
from xlreport.form.load import load_form
from xlreport.office.report_text import read_report_text
from xlreport.office.roster_file import read_roster
from xlreport.office.theme import load_theme
from xlreport.office.waivers import read_waivers
form = load_form("ogi-2021")
readers = {{
    ".csv": [read_roster, read_waivers],
    ".xlsx": [read_roster, read_waivers],
    ".toml": [load_theme, load_form],
    ".txt": [lambda path: read_report_text(path, form)],
}}
answers = {{}}
for path in Path(sys.argv[1]).iterdir():
    for read in readers[path.suffix]:
        start, said = time.process_time(), ""
        try:
            read(path)
        except XlreportError as error:
            said = str(error)
        seconds = time.process_time() - start
        answers.setdefault(path.name, []).append((said, seconds))
print(json.dumps(answers))
"""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="memory is limited by the system")


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, list[tuple[str, float]]]:
    """Read all of them with every reader that may get them; give sentences and seconds by file."""
    folder = tmp_path_factory.mktemp("office")
    for name, make in OFFICE.items():
        data = make()
        (folder / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    run = [sys.executable, "-c", READ_ALL, str(folder)]
    found: dict[str, list[tuple[str, float]]] = json.loads(
        subprocess.check_output(run, timeout=PATIENCE)
    )
    return found


READ = {"long.csv", "folded.txt", "lines.txt"}


@pytest.mark.parametrize("name", OFFICE)
def test_it_is_refused_in_a_sentence_or_read_within_its_bounds(
    name: str, answers: Mapping[str, list[tuple[str, float]]]
) -> None:
    assert [] == [seconds for _, seconds in answers[name] if seconds >= SECONDS]
    (said, _), *others = answers[name]
    assert ("" == said) if name in READ else (name in said)
    assert [] == [other for other, _ in others if not other]
