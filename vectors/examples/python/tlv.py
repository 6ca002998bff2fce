"""Reads TLV streams (BOLT 1). The errors are named by the vectors' classes, so that a test can compare them."""

from typing import List, Tuple


class Refused(Exception):
    """Says one of the vectors' classes."""


def bigsize(data: bytes) -> Tuple[int, int]:
    """An integer of one, three, five or nine bytes, and how many it has."""
    if not data:
        raise Refused("truncated")
    if data[0] < 0xFD:
        return data[0], 1
    size = 2 << (data[0] - 0xFD)
    if len(data) < 1 + size:
        raise Refused("truncated")
    value = int.from_bytes(data[1 : 1 + size], "big")
    if value < {2: 0xFD, 4: 0x1_0000, 8: 0x1_0000_0000}[size]:
        raise Refused("not_minimal")
    return value, 1 + size


def stream(data: bytes) -> List[Tuple[int, bytes]]:
    """All records, to the end of the data: types and values."""
    records: List[Tuple[int, bytes]] = []
    while data:
        kind, used = bigsize(data)
        if records and kind == records[-1][0]:
            raise Refused("duplicate")
        if records and kind < records[-1][0]:
            raise Refused("order")
        data = data[used:]
        length, used = bigsize(data)
        data = data[used:]
        if length > len(data):
            raise Refused("truncated")
        records.append((kind, data[:length]))
        data = data[length:]
    return records
