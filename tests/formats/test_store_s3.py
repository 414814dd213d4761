"""S3: returns in a bucket are read as those in a folder, from a server that speaks S3 itself."""

from __future__ import annotations

import io
import json
import os
import random
import re
import socket
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.request import Request, urlopen

import pytest
from click.testing import CliRunner

from support.extras import need
from support.stored import ROSTER, SOME, contents, fill_folder
from xlreport import InputError, Returns, read_returns, write_roster
from xlreport.commands.main import main
from xlreport.formats.sources import find_sources

pytestmark = pytest.mark.dask
boto3 = need("boto3")
s3fs = need("s3fs")
moto = need("moto.moto_server.werkzeug_app")
serving = need("werkzeug.serving")

PLACE = "s3://county/2021/收回"  # as the page has it
PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "running-on-dask.md"
ALLOWED = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}


@dataclass(frozen=True, slots=True)
class Server:
    """A server of S3 on this machine, with what was asked of it: method and bytes given."""

    url: str
    asked: list[tuple[str, int]]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """Start a server of S3, on a port that is free."""
    asked: list[tuple[str, int]] = []
    app = moto.DomainDispatcherApplication(moto.create_backend_app)

    def noting(environ: dict[str, Any], start: Callable[..., Any]) -> Any:
        def noted(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            method = environ["REQUEST_METHOD"]
            size = 0 if method == "HEAD" else int(dict(headers).get("Content-Length", 0))
            asked.append((method, size))
            return start(status, headers, *more)

        return app(environ, noted)

    handler = type("Quiet", (serving.WSGIRequestHandler,), {"log": lambda *_: None})
    made = serving.make_server("127.0.0.1", 0, noting, threaded=True, request_handler=handler)
    thread = Thread(target=made.serve_forever, daemon=True)
    thread.start()
    yield Server(f"http://127.0.0.1:{made.server_port}", asked)
    made.shutdown()
    thread.join()
    made.server_close()


@pytest.fixture
def machine(server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Server]:
    """Give a machine whose environment names the server, as the how-to says."""
    for name in [name for name in os.environ if name.startswith(("AWS_", "FSSPEC_"))]:
        monkeypatch.delenv(name)
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in re.findall(r"^export (\w+)=(.+)$", PAGE.read_text("utf-8"), re.MULTILINE):
        monkeypatch.setenv(name, server.url if value.startswith("https://") else value)
    # Whatever credentials the machine has of its own stay out of it.
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    s3fs.S3FileSystem.clear_instance_cache()
    yield server
    s3fs.S3FileSystem.clear_instance_cache()
    urlopen(Request(f"{server.url}/moto-api/reset", method="POST")).close()  # noqa: S310 - ours


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder of returns: workbooks, a folder, an archive, an empty file."""
    return fill_folder(tmp_path_factory.mktemp("收回 #1"), "b +%.xlsx")


@pytest.fixture
def bucket(machine: Server, folder: Path) -> Any:
    """Give the client of a bucket that holds the same files."""
    client = boto3.client("s3", endpoint_url=machine.url)
    client.create_bucket(Bucket="county")
    for path in folder.rglob("*"):
        if path.is_file():
            key = f"2021/收回/{path.relative_to(folder).as_posix()}"
            client.put_object(Bucket="county", Key=key, Body=path.read_bytes())
    return client


def demand_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the server look at credentials from now on."""
    monkeypatch.setattr("moto.settings.INITIAL_NO_AUTH_ACTION_COUNT", 0.0)


def log_in(server: Server, monkeypatch: pytest.MonkeyPatch, *statements: dict[str, str]) -> Any:
    """Make a user who may do what the statements say; gives what takes the key back."""
    iam = boto3.client("iam", endpoint_url=server.url)
    iam.create_user(UserName="clerk")
    policy = json.dumps({"Version": "2012-10-17", "Statement": statements})
    iam.put_user_policy(UserName="clerk", PolicyName="reading", PolicyDocument=policy)
    key = iam.create_access_key(UserName="clerk")["AccessKey"]
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", key["AccessKeyId"])
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", key["SecretAccessKey"])
    return lambda: iam.delete_access_key(UserName="clerk", AccessKeyId=key["AccessKeyId"])


def read(paths: str | Path) -> Returns:
    return read_returns(paths, roster=ROSTER, year=2021)


@pytest.mark.usefixtures("bucket")
def test_a_command_reads_a_bucket_as_the_page_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_roster("单位名录.csv", SOME)
    (shown,) = re.findall(r"^xlreport (.+s3://.+)$", PAGE.read_text("utf-8"), re.MULTILINE)
    told = CliRunner().invoke(main, [*shown.split(), "--year", "2021"])
    assert (3, True) == (told.exit_code, "空.xlsx" in told.stdout)  # one file is empty


@pytest.mark.usefixtures("bucket")
def test_returns_in_a_bucket_are_those_of_a_folder(folder: Path) -> None:
    assert contents(read(folder)) == contents(read(PLACE))
    assert 4 == len(read(PLACE).usable)


@pytest.mark.usefixtures("bucket")
def test_one_object_and_one_archive_are_read_under_their_names() -> None:
    assert ["b +%.xlsx"] == [source.name for source in find_sources([f"{PLACE}/镇/b +%.xlsx"])]
    assert ["c.zip › D03.xlsx", "c.zip › D04.xlsx"] == [
        source.name for source in find_sources([f"{PLACE}/c.zip"])
    ]


def test_an_object_that_goes_while_it_is_read_is_a_finding(
    bucket: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def find_then_lose(paths: Any) -> Any:
        found = find_sources(paths)
        bucket.delete_object(Bucket="county", Key="2021/收回/a.xlsx")
        return found

    monkeypatch.setattr("xlreport.returns.received.find_sources", find_then_lose)
    returns = read(PLACE)
    gone = [each for each in returns.found if each.code == "FILE-UNOPENED"]
    assert [("a.xlsx", True)] == [(each.file, "文件已经不在" in each.message) for each in gone]
    assert 3 == len(returns.usable)


def test_an_object_that_a_user_may_not_read_is_a_finding(
    machine: Server, bucket: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert bucket
    locked = "arn:aws:s3:::county/2021/收回/a.xlsx"
    denied = {"Effect": "Deny", "Action": "s3:GetObject", "Resource": locked}
    log_in(machine, monkeypatch, ALLOWED, denied)
    demand_credentials(monkeypatch)
    returns = read(PLACE)
    shut = [each for each in returns.found if each.code == "FILE-UNOPENED"]
    assert [("a.xlsx", True)] == [(each.file, "没有读取的权限" in each.message) for each in shut]
    assert 3 == len(returns.usable)


@pytest.mark.parametrize("place", [PLACE, f"{PLACE}/a.xlsx"])  # listed, and asked for by name
def test_a_key_that_is_taken_back_while_it_is_used_ends_the_job(
    machine: Server, bucket: Any, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    assert bucket
    take_back = log_in(machine, monkeypatch, ALLOWED)
    found = find_sources([place])
    take_back()
    demand_credentials(monkeypatch)
    with pytest.raises(InputError, match=r"无法读取存储 s3://county/2021/收回/a\.xlsx.*访问凭据"):
        found[0].read()


@pytest.mark.parametrize("who", ["a user without rights", "nobody that the server knows"])
def test_a_bucket_that_refuses_is_an_error_that_names_it_and_what_to_check(
    machine: Server, bucket: Any, monkeypatch: pytest.MonkeyPatch, who: str
) -> None:
    assert bucket
    if who == "a user without rights":
        log_in(machine, monkeypatch, {"Effect": "Deny", "Action": "s3:*", "Resource": "*"})
    demand_credentials(monkeypatch)
    with pytest.raises(
        InputError, match=rf"无法读取存储 {PLACE}（.*）。请检查地址、网络和访问凭据"
    ):
        find_sources([PLACE])


@pytest.mark.usefixtures("machine")
def test_a_bucket_that_is_not_there_is_told_as_a_folder_is() -> None:
    with pytest.raises(InputError, match="找不到文件或文件夹：s3://nobody/收回"):
        find_sources(["s3://nobody/收回"])


@pytest.mark.usefixtures("machine")
def test_an_endpoint_where_nobody_listens_is_an_error_that_names_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with socket.socket() as unheard:
        unheard.bind(("127.0.0.1", 0))  # taken, and not listened to
        endpoint = f"http://127.0.0.1:{unheard.getsockname()[1]}"
        monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint)
        monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")  # a test need not wait between attempts
        with pytest.raises(InputError, match=rf"无法读取存储 {PLACE}（.*{endpoint}.*请检查地址"):
            find_sources([PLACE])


@pytest.mark.usefixtures("machine")
def test_an_endpoint_that_says_nothing_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{silent.getsockname()[1]}")
        monkeypatch.setattr("xlreport.formats.store._PATIENCE", 1.0)
        with pytest.raises(InputError, match=rf"无法读取存储 {PLACE}（.*1 秒没有回应"):
            find_sources([PLACE])


def test_of_an_archive_little_more_is_fetched_than_its_members(
    machine: Server, bucket: Any
) -> None:
    packed = io.BytesIO()
    noise = random.Random(1)
    with zipfile.ZipFile(packed, "w") as archive:
        for number in range(40):
            archive.writestr(f"{number:02}.xlsx", noise.randbytes(100_000))
    body = packed.getvalue()
    bucket.put_object(Bucket="county", Key="大.zip", Body=body)
    machine.asked.clear()
    assert 40 * 100_000 == sum(len(each.read()) for each in find_sources(["s3://county/大.zip"]))
    assert sum(size for _, size in machine.asked) < 3 * len(body)
