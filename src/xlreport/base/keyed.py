"""What holds a frame for each key of a form, and can be looped over like a dictionary."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator


class Keyed(ABC):
    """What has `keys`: `in`, iteration and `len` are about these, as for a dictionary."""

    __slots__ = ()

    @abstractmethod
    def keys(self) -> tuple[str, ...]:
        """List the keys of the tables and lists, in official order."""

    def __iter__(self) -> Iterator[str]:
        """Iterate over the keys."""
        return iter(self.keys())

    def __contains__(self, key: object) -> bool:
        """Tell whether there is a table or list of this key."""
        return key in self.keys()

    def __len__(self) -> int:
        """Count the tables and lists."""
        return len(self.keys())
