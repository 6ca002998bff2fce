"""Reading the members of a request, strictly.

Bytes are lower-case hex, integers decimal strings. Text of the right kind that
can't be read is `bad_encoding`; a member that is missing or of the wrong kind is
a fault of whoever asks, and `other`.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from ampwire_reference.rejection import Reject

HEX_DIGITS = frozenset("0123456789abcdef")
DECIMAL_DIGITS = frozenset("0123456789")

KINDS = {str: "a string", bool: "true or false", list: "a list", dict: "an object"}

BEYOND_EVERY_RANGE = 10**20
"""Stands for every integer of more than 20 digits. All ranges end at 2^64-1 or
before, so it is out of each, and reading it takes no time."""


def hex_bytes(text: Any, name: str) -> bytes:
    """Reads lower-case hex, two digits a byte and nothing between."""
    _expect(text, str, name)
    # bytes.fromhex alone would take capitals and blanks.
    if len(text) % 2 == 1 or not HEX_DIGITS.issuperset(text):
        raise Reject("bad_encoding", f"{name} is not lower-case hex")
    return bytes.fromhex(text)


def integer(text: Any, name: str) -> int:
    """Reads a decimal string: digits only, no sign, no leading zero but in "0" itself."""
    _expect(text, str, name)
    if not text or not DECIMAL_DIGITS.issuperset(text) or (text[0] == "0" and text != "0"):
        raise Reject("bad_encoding", f"{name} is not a decimal integer")
    if len(text) > 20:
        return BEYOND_EVERY_RANGE
    return int(text)


class Members:
    """The members of one JSON object of a request."""

    def __init__(self, members: Any, name: str) -> None:
        _expect(members, dict, name)
        self._members = members
        self._name = name

    def has(self, name: str) -> bool:
        """Says whether the member is there, be it null."""
        return name in self._members

    def hex(self, name: str) -> bytes:
        """The bytes of a member that has to be there."""
        return hex_bytes(self._get(name), name)

    def integer(self, name: str) -> int:
        """The integer of a member that has to be there."""
        return integer(self._get(name), name)

    def optional_hex(self, name: str) -> bytes | None:
        """The bytes of a member, None if it isn't there."""
        return self.hex(name) if self.has(name) else None

    def optional_integer(self, name: str) -> int | None:
        """The integer of a member, None if it isn't there."""
        return self.integer(name) if self.has(name) else None

    def choice(self, name: str, choices: Collection[str]) -> str:
        """A member that has to be there and to be one of `choices`."""
        return _one_of(self._get(name), choices, name)

    def text(self, name: str) -> str:
        """A member that is a string and has to be there."""
        return _expect(self._get(name), str, name)

    def optional_text(self, name: str) -> str | None:
        """A member that is a string, None if it isn't there."""
        return self.text(name) if self.has(name) else None

    def boolean(self, name: str, default: bool = False) -> bool:
        """A member that is `default` if it isn't there."""
        if not self.has(name):
            return default
        return _expect(self._get(name), bool, name)

    def object(self, name: str) -> Members:
        """A member that is an object and has to be there."""
        return Members(self._get(name), name)

    def objects(self, name: str) -> list[Members]:
        """A member that is a list of objects and has to be there."""
        return [Members(entry, name) for entry in self._list(name)]

    def object_lists(self, name: str) -> list[list[Members]]:
        """A member that is a list of lists of objects and has to be there."""
        return [
            [Members(entry, name) for entry in _expect(entries, list, name)]
            for entries in self._list(name)
        ]

    def integers(self, name: str) -> list[int]:
        """A member that is a list of integers and has to be there."""
        return [integer(entry, name) for entry in self._list(name)]

    def choices(self, name: str, choices: Collection[str]) -> list[str]:
        """A member that is a list of some of `choices` and has to be there."""
        return [_one_of(entry, choices, name) for entry in self._list(name)]

    def _get(self, name: str) -> Any:
        if not self.has(name):
            raise Reject("other", f"{self._name} lacks {name}")
        return self._members[name]

    def _list(self, name: str) -> list[Any]:
        return _expect(self._get(name), list, name)


def _one_of(text: Any, choices: Collection[str], name: str) -> str:
    _expect(text, str, name)
    if text not in choices:
        raise Reject("other", f"{name} is none of " + ", ".join(choices))
    return text


def _expect(value: Any, kind: type, name: str) -> Any:
    if not isinstance(value, kind):
        raise Reject("other", f"{name} is not {KINDS[kind]}")
    return value
