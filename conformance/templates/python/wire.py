"""BigSize and TLV streams, as BOLT 1 has them. It stands where your library will be: when that answers, delete it."""

from __future__ import annotations


class WireError(Exception):
    """What is wrong, and where: the offset of the item at fault, and its record's type."""

    def __init__(self, kind: str, message: str, offset: int, tlv_type: int | None = None) -> None:
        super().__init__(message)
        self.kind = kind
        self.offset = offset
        self.tlv_type = tlv_type


# By the first byte: how many bytes of number follow it, and the smallest number that needs so many.
FORMS = {
    # To see it red, write 0xFC here: the one number that is then accepted in more bytes than it needs.
    0xFD: (2, 0xFD),
    0xFE: (4, 0x1_0000),
    0xFF: (8, 0x1_0000_0000),
}


def read_bigsize(data: bytes, start: int = 0) -> tuple[int, int]:
    """The number that starts there, and how many bytes it has."""
    if start >= len(data):
        raise WireError("truncated", "there is no byte of a number", start)
    first = data[start]
    if first not in FORMS:
        return first, 1
    width, smallest = FORMS[first]
    rest = data[start + 1 : start + 1 + width]
    if len(rest) < width:
        raise WireError("truncated", f"{len(rest)} of a number's {width} bytes", start)
    value = int.from_bytes(rest, "big")
    if value < smallest:
        raise WireError("not_minimal", f"{value} in {width + 1} bytes", start)
    return value, 1 + width


def read_tlv_stream(data: bytes) -> list[tuple[int, bytes]]:
    """The records, as type and value. Types are strictly ascending."""
    records: list[tuple[int, bytes]] = []
    at = 0
    while at < len(data):
        start = at
        kind, read = read_bigsize(data, at)
        at += read
        if records and kind <= records[-1][0]:
            wrong = "duplicate" if kind == records[-1][0] else "order"
            raise WireError(wrong, f"type {kind} after {records[-1][0]}", start, kind)
        if at == len(data):
            raise WireError("truncated", "a record without a length", start, kind)
        claim = at
        try:
            length, read = read_bigsize(data, at)
        except WireError as error:
            raise WireError(error.kind, str(error), error.offset, kind) from error
        at += read
        if length > len(data) - at:
            left = len(data) - at
            raise WireError("truncated", f"a value of {length} bytes, {left} are left", claim, kind)
        records.append((kind, data[at : at + length]))
        at += length
    return records
