"""Files that cost far more to read than to write: each ends within its bounds of time and memory.

One process reads them one after the other, its memory limited by the system, as a batch is read.
What counts is its own processor time, with room: no more than ten times the two seconds that a file
may take, so that a slow machine is no failure, while each of these once took longer still.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping

import pytest

from support.costly_files import RETURNS
from support.hostile_files import right
from support.work import PATIENCE

MEGABYTES = 300
SECONDS = 10 * 2

READ_ALL = f"""
import json, resource, sys, time
from pathlib import Path
resource.setrlimit(resource.RLIMIT_AS, ({MEGABYTES} << 20, {MEGABYTES} << 20))
from xlreport.reading.reader import read_source
from xlreport.formats.sources import find_sources
answers, sources = {{}}, find_sources([Path(sys.argv[1])])
for source in sources:
    start = time.process_time()
    found = read_source(source)
    seconds = time.process_time() - start
    answers[source.name] = [finding.code for finding in found.findings], seconds
print(json.dumps(answers))
"""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="memory is limited by the system")


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, tuple[list[str], float]]:
    """Read all of them, and a right return behind them; give codes and seconds by file."""
    folder = tmp_path_factory.mktemp("收回")
    for name, (make, _) in RETURNS.items():
        (folder / f"{name}.xlsx").write_bytes(make())
    (folder / "龘.xlsx").write_bytes(right())
    run = [sys.executable, "-c", READ_ALL, str(folder)]
    found: dict[str, tuple[list[str], float]] = json.loads(
        subprocess.check_output(run, timeout=PATIENCE)
    )
    return found


@pytest.mark.parametrize("name", RETURNS)
def test_it_ends_in_values_or_in_words(
    name: str, answers: Mapping[str, tuple[list[str], float]]
) -> None:
    codes, seconds = answers[f"{name}.xlsx"]
    expected = RETURNS[name][1]
    assert (expected in codes) if expected else not codes
    assert seconds < SECONDS


def test_the_return_behind_them_is_read(
    answers: Mapping[str, tuple[list[str], float]],
) -> None:
    assert [] == answers["龘.xlsx"][0]
