"""The data of an invoice: the timestamp, the fields, the signature.

    7 symbols    timestamp
    the rest     fields: a tag of one symbol, a length of two, that many symbols of value
    104 symbols  signature
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ampwire_reference import bech32, symbols
from ampwire_reference.invoice_text import Text
from ampwire_reference.rejection import Reject

TIMESTAMP_LENGTH = 7
TIMESTAMP_LIMIT = 2 ** (TIMESTAMP_LENGTH * symbols.BITS)
SIGNATURE_LENGTH = 104

TAG_LENGTH = 1
LENGTH_LENGTH = 2
VALUE_START = TAG_LENGTH + LENGTH_LENGTH

LONGEST_VALUE = 2 ** (LENGTH_LENGTH * symbols.BITS) - 1
"""Symbols of the longest field."""

LONGEST_BYTES = LONGEST_VALUE * symbols.BITS // 8
"""Bytes that fit in the longest field."""


class Field(NamedTuple):
    """One field: its tag's character, the symbols of its value, the offset of its tag."""

    tag: str
    value: bytes
    offset: int

    @property
    def value_offset(self) -> int:
        """Where the value starts."""
        return self.offset + VALUE_START

    @property
    def last_offset(self) -> int:
        """Where the last symbol of the value stands."""
        return self.value_offset + len(self.value) - 1


def check_complete(text: Text) -> None:
    """Rejects with `truncated` data without room for timestamp and signature."""
    if len(text.data) < TIMESTAMP_LENGTH + SIGNATURE_LENGTH:  # rule: bolt11.data.complete
        raise Reject(
            "truncated",
            f"{len(text.data)} symbols, and timestamp and signature alone have "
            f"{TIMESTAMP_LENGTH + SIGNATURE_LENGTH}",
            rule="bolt11.data.complete",
            offset=text.data_offset,
        )


def timestamp(text: Text) -> int:
    """The seconds since 1970."""
    return symbols.to_integer(text.data[:TIMESTAMP_LENGTH])  # rule: bolt11.data.timestamp


def fields(text: Text) -> Iterator[Field]:
    """The fields in their order, one by one, so that a fault in a value comes before
    one in the field behind it.

    Rejects: `truncated`.
    """
    end = len(text.data) - SIGNATURE_LENGTH
    start = TIMESTAMP_LENGTH
    while start < end:
        offset = text.data_offset + start
        value_start = start + VALUE_START
        if value_start > end:  # rule: bolt11.field.framing
            raise Reject(
                "truncated",
                f"{end - start} symbols where a field has {VALUE_START} at least",
                rule="bolt11.field.framing",
                offset=offset,
            )
        length = symbols.to_integer(text.data[start + TAG_LENGTH : value_start])
        value_end = value_start + length
        if value_end > end:  # rule: bolt11.field.complete
            raise Reject(
                "truncated",
                f"a field of {length} symbols runs into the signature",
                rule="bolt11.field.complete",
                offset=offset + TAG_LENGTH,
            )
        tag = bech32.ALPHABET[text.data[start]]
        yield Field(tag, text.data[value_start:value_end], offset)
        start = value_end


def signed_symbols(text: Text) -> bytes:
    """All symbols before the signature."""
    return text.data[:-SIGNATURE_LENGTH]


def signature_symbols(text: Text) -> bytes:
    """The symbols of the signature."""
    return text.data[-SIGNATURE_LENGTH:]


def signature_offset(text: Text) -> int:
    """Where in the invoice the signature starts."""
    return text.data_offset + len(text.data) - SIGNATURE_LENGTH


def write(seconds: int, tags_and_values: Iterable[tuple[str, bytes]]) -> bytes:
    """Writes all before the signature. The timestamp is in range, and so are the lengths."""
    # rule: bolt11.data.timestamp
    data = symbols.from_integer(seconds, TIMESTAMP_LENGTH)
    for tag, value in tags_and_values:  # rule: bolt11.field.framing
        length = symbols.from_integer(len(value), LENGTH_LENGTH)
        data += bech32.symbols(tag) + length + value
    return data
