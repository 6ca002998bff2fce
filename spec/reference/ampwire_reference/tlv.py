"""TLV streams: framing and order, no meaning.

A record is a type and a length, both BigSize, and as many bytes as the length
says. A stream is any number of records with strictly ascending types.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ampwire_reference import bigsize
from ampwire_reference.rejection import Reject


class Record(NamedTuple):
    """One record of a stream, with the offsets of its parts in that stream."""

    type: int
    value: bytes
    type_offset: int
    value_offset: int


def walk(data: bytes) -> Iterator[Record]:
    """Gives the records of `data` one by one, each as soon as it is complete.

    It is lazy on purpose: whoever looks into values does so before the next
    record is read, so the first fault in stream order is the one reported.

    Rejects, for each record in this order: the type `truncated` or `not_minimal`;
    `order` or `duplicate`; the length `truncated` or `not_minimal`; the value
    `truncated`.
    """
    position = 0
    previous: int | None = None
    while position < len(data):  # rule: bolt1.tlv.stream-end
        start = position

        tlv_type, position = bigsize.read(
            data,
            start,
            complete_rule="bolt1.tlv.type-complete",  # rule: bolt1.tlv.type-complete
            minimal_rule="bolt1.tlv.type-minimal",  # rule: bolt1.tlv.type-minimal
        )
        _check_order(tlv_type, previous, start)

        length_start = position
        if length_start == len(data):  # rule: bolt1.tlv.length-complete
            # There is no byte of the length to point at: the record is at fault.
            raise Reject(
                "truncated",
                "the stream ends before the length of this record",
                rule="bolt1.tlv.length-complete",
                offset=start,
                tlv_type=tlv_type,
            )
        length, position = bigsize.read(
            data,
            length_start,
            complete_rule="bolt1.tlv.length-complete",  # rule: bolt1.tlv.length-complete
            minimal_rule="bolt1.tlv.length-minimal",  # rule: bolt1.tlv.length-minimal
            tlv_type=tlv_type,
        )

        if length > len(data) - position:  # rule: bolt1.tlv.value-complete
            # The length is what claims too much, and it is there to point at.
            raise Reject(
                "truncated",
                f"the length says {length}, {len(data) - position} bytes are left",
                rule="bolt1.tlv.value-complete",
                offset=length_start,
                tlv_type=tlv_type,
            )
        value_start = position
        position += length
        yield Record(tlv_type, data[value_start:position], start, value_start)
        previous = tlv_type


def _check_order(tlv_type: int, previous: int | None, start: int) -> None:
    """Refuses a type that is not above the one before it.

    Python's integers have no width, so the comparison can't wrap around: what
    follows type 2^64-1 is equal to it or lower.
    """
    if previous is None or tlv_type > previous:
        return
    if tlv_type == previous:  # rule: bolt1.tlv.no-duplicate
        raise Reject(
            "duplicate",
            f"type {tlv_type} stands here again",
            rule="bolt1.tlv.no-duplicate",
            offset=start,
            tlv_type=tlv_type,
        )
    if previous == bigsize.MAXIMUM:  # rule: bolt1.tlv.no-wraparound
        raise Reject(
            "order",
            f"type {tlv_type} comes after type 2^64-1, after which nothing comes",
            rule="bolt1.tlv.no-wraparound",
            offset=start,
            tlv_type=tlv_type,
        )
    raise Reject(  # rule: bolt1.tlv.ascending
        "order",
        f"type {tlv_type} comes after type {previous}",
        rule="bolt1.tlv.ascending",
        offset=start,
        tlv_type=tlv_type,
    )


def encode(records: Iterable[tuple[int, bytes]]) -> bytes:
    """Writes records, given as (type, value) in any order, as one canonical stream.

    Rejects: `bad_value` if a type is over 2^64-1; `duplicate`, which names the
    lowest type that is there twice.
    """
    in_order = sorted(records, key=lambda record: record[0])  # rule: bolt1.tlv.ascending
    if in_order and in_order[-1][0] > bigsize.MAXIMUM:  # rule: bolt1.bigsize.big-endian
        raise Reject("bad_value", "a type ends at 2^64-1", rule="bolt1.bigsize.big-endian")
    for (tlv_type, _), (following, _) in zip(in_order, in_order[1:]):
        if tlv_type == following:  # rule: bolt1.tlv.no-duplicate
            raise Reject(
                "duplicate",
                f"type {tlv_type} is given twice",
                rule="bolt1.tlv.no-duplicate",
                tlv_type=tlv_type,
            )
    return b"".join(
        bigsize.encode(tlv_type) + bigsize.encode(len(value)) + value
        for tlv_type, value in in_order
    )
