"""Files on a shared or object store, found and opened by fsspec under a URL such as s3://….

A file that is gone or locked raises `OSError`, which becomes a finding about this file. A store
that cannot be used at all ends the job with `InputError`; else every department would seem to have
sent an unreadable file.
"""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator
from concurrent.futures import Future, wait
from contextlib import contextmanager
from pathlib import PurePosixPath
from threading import Thread
from typing import Any, BinaryIO, cast
from urllib.parse import urlsplit

from xlreport.base.errors import InputError, XlreportError
from xlreport.formats.container import ZIP_ERRORS

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")  # a drive has one letter
_CHAIN = "::"  # to fsspec, one store inside another
_PATIENCE = 30.0  # seconds; libraries for S3 ask a silent server again for seven minutes
_BLOCK = 64 * 2**10  # bytes per request; with S3's default each member would cost 50 MB
# S3 refuses a single object with these codes; others, such as ExpiredToken, refuse the user.
_REFUSALS_OF_ONE_FILE = {"", "AccessDenied", "AllAccessDisabled", "InvalidObjectState", "403"}
# Errors about an archive or raised by the caller, not by the store.
_CALLERS = (XlreportError, FileExistsError, *(e for e in ZIP_ERRORS if e is not OSError))


def is_url(path: str | os.PathLike[str]) -> bool:
    """Tell whether a path is the URL of a store; `file://` is one too."""
    return isinstance(path, str) and _URL.match(path) is not None


def local_path(path: str | os.PathLike[str]) -> str | os.PathLike[str]:
    """Return the path on this machine that a `file://` URL means; any other path unchanged."""
    if not is_url(path):
        return path
    parts = urlsplit(str(path))
    if parts.scheme.lower() != "file":
        return path
    from urllib.request import url2pathname  # slow to load, and rarely needed

    host = "" if parts.netloc in ("", "localhost") else f"//{parts.netloc}"
    return url2pathname(f"{host}{parts.path}")


def list_store(url: str) -> list[tuple[str, PurePosixPath]]:
    """List the files at or under a URL, each with its URL and its path relative to that URL.

    The path of a single file is its name. Raises `InputError` where nothing exists, where the
    store refuses, and where fsspec or a library it needs for such a store is not installed.
    """
    system, root = _connect(url)
    try:
        system.invalidate_cache()  # a cached listing would hide files that came since
        is_file = _first_answer(system, root)["type"] == "file"
        keys = sorted([root] if is_file else system.find(root))
    except FileNotFoundError:
        raise InputError(f"找不到文件或文件夹：{url}") from None
    except Exception as error:  # each store has its own
        raise _refused(url, error) from error
    for key in keys:
        if _CHAIN in key:
            raise InputError(f"{url} 中有文件的名称含“{_CHAIN}”，不能读取，请改名：{key}")
    above = PurePosixPath(root).parent if is_file else PurePosixPath(root)
    return [
        (system.unstrip_protocol(key), PurePosixPath(key).relative_to(above))
        for key in keys
        if not key.endswith("/")  # an object that represents a folder
    ]


@contextmanager
def open_stored(url: str) -> Iterator[BinaryIO]:
    """Open a file of a store for reading; errors of `zipfile` pass through.

    Raises `OSError` for a file that is gone or locked, `InputError` where the store refuses.
    """
    system, key = _connect(url)
    try:
        with system.open(key, "rb", block_size=_BLOCK) as file:
            yield cast("BinaryIO", file)
    except FileNotFoundError as error:
        raise FileNotFoundError(errno.ENOENT, "文件已经不在") from error
    except PermissionError as error:
        if _reason(system, key, error) not in _REFUSALS_OF_ONE_FILE:
            raise _refused(url, error) from error
        raise PermissionError(errno.EACCES, "没有读取的权限") from error
    except _CALLERS:
        raise
    except Exception as error:  # each store has its own
        raise _refused(url, error) from error


def stored_version(url: str) -> str:
    """Return a store's description of a file, which changes with it; raises as the store does."""
    system, key = _connect(url)
    return repr(system.info(key))


def _connect(url: str) -> tuple[Any, str]:
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        raise InputError(f'读取 {url} 需要先安装 fsspec：pip install "xlreport[dask]"') from None
    try:
        system, key = url_to_fs(url)
    except ImportError as error:
        raise InputError(f"读取 {url} 还缺少一个库，请先安装（{error}）。") from error
    except ValueError as error:
        raise InputError(f"不认识 {url} 这种存储地址（{error}）。") from error
    except Exception as error:  # each store has its own
        raise _refused(url, error) from error
    return system, key


def _first_answer(system: Any, root: str) -> Any:
    """Ask for the description of `root`; raise `TimeoutError` for a store that does not answer."""
    answer: Future[Any] = Future()

    def ask() -> None:
        try:
            answer.set_result(system.info(root))
        except BaseException as error:  # noqa: BLE001 - raised where the answer arrives
            answer.set_exception(error)

    Thread(target=ask, daemon=True).start()
    if not wait([answer], timeout=_PATIENCE).done:
        raise TimeoutError(f"{_PATIENCE:.0f} 秒没有回应")
    return answer.result()


def _reason(system: Any, key: str, error: PermissionError) -> str:
    """Return S3's code of a refusal, empty for another store.

    An answer to HEAD (403) has no code, so a byte is requested to get one.
    """
    if _code(error) != "403":
        return _code(error)
    try:
        system.cat_file(key, start=0, end=1)
    except Exception as refusal:  # noqa: BLE001 - each store has its own
        return _code(refusal)
    return "403"


def _code(error: Exception) -> str:
    response = getattr(error.__cause__, "response", {})  # where it comes from botocore
    return str(response.get("Error", {}).get("Code", ""))


def _refused(url: str, error: Exception) -> InputError:
    return InputError(
        f"无法读取存储 {url}（{type(error).__name__}: {error}）。请检查地址、网络和访问凭据，"
        "然后重新运行；没有改动任何文件。"
    )
