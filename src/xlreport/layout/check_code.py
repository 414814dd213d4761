"""The check code (校验码) of a summary: it ties figures, departments and share to the returns.

It is made of the county's name, the figures of every department, the share on the cover, and the
digests of all files that were received. It stands in the stamp and on 说明, and is printed below
the official tables. It is computed from values, not from bytes, so that a summary which another
program saved unchanged still proves. It is a check against accidents and simple editing; whoever
can run this library can make a new one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from xlreport.form.sheet_names import UNCOUNTED_SHEET
from xlreport.layout.share import Share
from xlreport.layout.stamp import Stamp

CHECK_CODE_CAPTION = "校验码"
SOURCE_HEADINGS = ("封面所写单位", "文件", "状态", "修订", "保存时间", "SHA-256")
# The column of 说明 with the digest of each file that was received.
DIGEST_COLUMN = len(SOURCE_HEADINGS) - 1

_GROUP, _GROUPS = 4, 4  # hexadecimal digits, as people compare them


def check_code(
    stamp: Stamp,
    name: str,
    share: Share | None,
    names: Mapping[str, str],
    rows: Mapping[str, Sequence[int | str | None]],
    digests: Iterable[str],
) -> str:
    """Return the check code, such as 3f9a-22c1-0b7d-91e4.

    `name` is the county's. `names` and `rows` are those of the departments that are added up, and
    of the others that reported (see `mark_uncounted`), by their codes: `rows` are scaled integers
    by the form's cells, and texts in cells that have no number. `digests` are those of the files
    that were received. The order of departments and files makes no difference, since an office
    may sort them.
    """
    departments = sorted(
        [
            _plain(code),
            _plain(names[code]),
            *[_plain(value) if isinstance(value, str) else value for value in rows[code]],
        ]
        for code in rows
    )
    identity = str(replace(stamp, check_code=""))
    content = [identity, _plain(name), str(share or ""), departments, sorted(digests)]
    text = json.dumps(content, ensure_ascii=True, separators=(",", ":"))
    digest = hashlib.sha256(text.encode()).hexdigest()
    return "-".join(digest[_GROUP * group :][:_GROUP] for group in range(_GROUPS))


def mark_uncounted(
    rows: Mapping[str, Sequence[int | str | None]],
) -> dict[str, tuple[int | str | None, ...]]:
    """Mark the rows of departments that are not added up, since that is proved, too."""
    return {code: (*row, UNCOUNTED_SHEET) for code, row in rows.items()}


def _plain(text: str) -> str:
    """Return a text without the blanks and line ends that programs write differently."""
    return " ".join(text.split())
