"""An index of the files received: by their names, their content and their departments.

A province has thousands of files and decisions, so no decision may look at every file.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xlreport.base.text import comparable
from xlreport.settlement.file import AnyFile, names_of


@dataclass(frozen=True, slots=True)
class FileIndex:
    """The numbers of files, by name, by content and by the code of the department.

    Names and codes are `comparable`; `contents` are the SHA-256 of files in order, each with the
    number of its file.
    """

    names: Mapping[str, Sequence[int]]
    contents: Sequence[tuple[str, int]]
    owners: dict[str, list[int]]

    def named(self, name: str) -> list[int]:
        """List the numbers of the files that have a name."""
        return list(self.names.get(comparable(name), ()))

    def of_content(self, digest: str) -> list[int]:
        """List the numbers of the files whose SHA-256 begins with these digits."""
        first = bisect_left(self.contents, (digest, -1))
        last = bisect_left(self.contents, (f"{digest}~", -1))  # behind every hexadecimal digit
        return sorted(number for _, number in self.contents[first:last])


def index_files(files: Sequence[AnyFile]) -> FileIndex:
    """Index files by their numbers, which are their places in `files`."""
    names: dict[str, list[int]] = defaultdict(list)
    owners: dict[str, list[int]] = defaultdict(list)
    for number, file in enumerate(files):
        for name in names_of(file):
            names[name].append(number)
        if file.owner is not None:
            owners[comparable(file.owner.code)].append(number)
    contents = sorted((file.item.sha256, number) for number, file in enumerate(files))
    return FileIndex(names, contents, dict(owners))
