"""Dask: a cluster of two worker processes gives what one process does, also when one is killed."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import replace
from itertools import count
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from support.county import fill_all
from support.departments import number_departments
from support.extras import need
from support.filled import as_typed, fill_form
from support.tasks import DEADLY, deadly_read, once_deadly_read, read_or_sleep
from support.work import PATIENCE
from xlreport import (
    ExecutorError,
    Form,
    InputError,
    Returns,
    annotate,
    consolidate,
    read_returns,
    read_roster,
    write_roster,
    write_templates,
)
from xlreport.base import _crew
from xlreport.outgoing.template import build_template
from xlreport.reading.one_return import Return
from xlreport.returns import _batch
from xlreport.returns.packing import pack
from xlreport.summary.book.book import build_summary

pytestmark = pytest.mark.dask
distributed = need("distributed")

ROOT = Path(__file__).parents[2]
ROSTER = number_departments(30)
SOME = ROSTER.departments


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    """Give the client of a cluster of two worker processes on this machine.

    A chunk is given up after it killed two workers, not four: each takes seconds to start anew.
    """
    import dask

    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 1}),
        distributed.LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            processes=True,
            dashboard_address=":0",
            silence_logs=logging.CRITICAL,
        ) as cluster,
        distributed.Client(cluster) as found,
    ):
        yield found


@pytest.fixture
def cluster(client: Any) -> Executor:
    """Give the executor of the cluster when both workers are there."""
    client.wait_for_workers(2, timeout=PATIENCE)
    executor: Executor = client.get_executor()
    return executor


@pytest.fixture(scope="module")
def folder(form_2021: Form, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fill in returns: right ones, a wrong one, and a file that is none, in three chunks."""
    place = tmp_path_factory.mktemp("收回")
    fill_all(place, SOME[:-1], form_2021)
    typed = as_typed(form_2021, fill_form(form_2021, 7))
    wrong = {**typed, next(iter(typed)): 987_654}
    data = build_template(form_2021, year=2021, department=SOME[-1], values=wrong)
    (place / f"{SOME[-1].code}.xlsx").write_bytes(data)
    (place / f"{DEADLY}.xlsx").write_bytes(b"")
    return place


def bytes_of(returns: Returns) -> list[bytes]:
    """Give all that is read of the files, and the summary workbook that they add up to."""
    summary = consolidate(returns, name="某县", verify=False)
    return [*(pack(item) for item in returns.items), build_summary(summary)]


def files_in(place: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in place.iterdir()}


def test_a_cluster_gives_the_bytes_of_one_process(
    folder: Path, tmp_path: Path, cluster: Executor
) -> None:
    here = read_returns(folder, roster=ROSTER)
    there = read_returns(folder, roster=ROSTER, executor=cluster)
    assert here.items == there.items
    assert bytes_of(here) == bytes_of(there)
    annotate(here, tmp_path / "1")
    annotate(there, tmp_path / "2", executor=cluster)
    assert files_in(tmp_path / "1")
    assert files_in(tmp_path / "1") == files_in(tmp_path / "2")


def test_templates_of_a_cluster_are_those_of_one_process(
    form_2021: Form, tmp_path: Path, cluster: Executor
) -> None:
    write_templates(form_2021, ROSTER, year=2026, folder=tmp_path / "1")
    write_templates(form_2021, ROSTER, year=2026, folder=tmp_path / "2", executor=cluster)
    assert len(SOME) == len(files_in(tmp_path / "1"))
    assert files_in(tmp_path / "1") == files_in(tmp_path / "2")


def test_a_worker_that_is_killed_in_the_middle_loses_nothing(
    folder: Path, cluster: Executor, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = read_returns(folder, roster=ROSTER)
    monkeypatch.setattr(_batch, "_read_chunk", once_deadly_read)
    there = read_returns(folder, roster=ROSTER, executor=cluster)
    assert folder.with_suffix(".met").exists()
    assert here.items == there.items
    assert bytes_of(here) == bytes_of(there)


def test_a_file_that_kills_every_worker_is_named_and_all_others_are_read(
    folder: Path, cluster: Executor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_batch, "_read_chunk", deadly_read)
    returns = read_returns(folder, roster=ROSTER, executor=cluster)
    killed = [finding.file for finding in returns.found if finding.code == "WORKER-KILLED"]
    assert [f"{DEADLY}.xlsx"] == killed
    assert [f"{who.code}.xlsx" for who in SOME] == [
        item.file for item in returns.items if isinstance(item, Return)
    ]


def test_a_cluster_whose_workers_are_gone_is_waited_for_no_longer_than_the_patience(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The workers are taken away when the first file has come back; from then on time flies."""
    gone, hours = Event(), count(step=3_600)
    monkeypatch.setattr(_batch, "_read_chunk", read_or_sleep)
    monkeypatch.setattr(_crew, "monotonic", lambda: next(hours) if gone.is_set() else 0)
    with (
        distributed.LocalCluster(
            n_workers=1,
            threads_per_worker=1,
            processes=True,
            dashboard_address=":0",
            silence_logs=logging.CRITICAL,
        ) as cluster,
        distributed.Client(cluster) as client,
    ):

        def take_away(*_: int) -> None:
            if not gone.is_set():
                cluster.sync(cluster.workers[0].close)
                gone.set()

        with pytest.raises(ExecutorError, match="秒没有回应") as raised:
            read_returns(folder, executor=client.get_executor(), progress=take_away)
    names = [f"{who.code}.xlsx" for who in SOME]
    error = raised.value
    assert names[:10] == [item.file for item in error.returns.items]
    assert [*names[10:], f"{DEADLY}.xlsx"] == list(error.unanswered)


def test_workers_read_from_a_store_that_they_all_see(folder: Path, cluster: Executor) -> None:
    here = read_returns(folder, roster=ROSTER)
    url = f"local://{folder.as_posix()}"
    there = read_returns(url, roster=ROSTER, executor=cluster)
    assert here.items == tuple(
        replace(item, source=known.source)
        for item, known in zip(there.items, here.items, strict=True)
    )


def test_the_recipe_of_the_page_reads_what_one_process_reads(folder: Path, client: Any) -> None:
    page = (ROOT / "docs/how-to/running-on-dask.md").read_text(encoding="utf-8")
    recipe = page.partition("```python\n")[2].partition("```")[0]
    names = folder.parent / "单位名录.csv"
    write_roster(names, SOME)
    for written, ours in (
        ("tcp://scheduler:8786", client.scheduler.address),
        ("s3://某省/2026/收回", f"local://{folder.as_posix()}"),
        ("单位名录.csv", names.as_posix()),
    ):
        assert written in recipe
        recipe = recipe.replace(written, ours)
    found: dict[str, Any] = {"__name__": "__main__"}
    exec(recipe, found)  # noqa: S102 - what the page says
    here = read_returns(folder, roster=read_roster(names))
    assert [pack(item) for item in here.items] == [pack(item) for item in found["returns"].items]


def test_a_cluster_that_is_gone_is_refused_with_what_to_do(folder: Path) -> None:
    with distributed.Client(
        n_workers=1, processes=False, dashboard_address=":0", silence_logs=logging.CRITICAL
    ) as client:
        executor = client.get_executor()
    with pytest.raises(InputError, match=r"executor 不能使用（ClosedClientError.*改用 workers="):
        read_returns(folder, executor=executor)
