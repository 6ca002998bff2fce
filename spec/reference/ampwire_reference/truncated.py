"""Truncated integers: tu16, tu32 and tu64.

Big-endian, without leading zero bytes, so zero has no byte at all. The length
comes from outside: a truncated integer is always the last thing in its record.
"""

from __future__ import annotations

from ampwire_reference.rejection import Reject

TU16 = 2
TU32 = 4
TU64 = 8
"""The widths, in bytes: the most that an integer of that name has."""


def decode(
    data: bytes,
    width: int,
    *,
    start: int = 0,
    tlv_type: int | None = None,
    minimal_rule: str = "bolt1.tu.minimal",
) -> int:
    """The value of `data`, which is the whole integer and nothing else.

    `start` is where `data` begins in the outermost input, `minimal_rule` the
    name that the rule has in the record around it.

    Rejects: `bad_length`, then `not_minimal`, both at `start`.
    """
    if len(data) > width:  # rule: bolt1.tu.length
        raise Reject(
            "bad_length",
            f"{len(data)} bytes for an integer of at most {width}",
            rule="bolt1.tu.length",
            offset=start,
            tlv_type=tlv_type,
        )
    if data[:1] == b"\x00":  # rule: bolt1.tu.minimal
        raise Reject(
            "not_minimal",
            "a truncated integer begins with a zero byte",
            rule=minimal_rule,
            offset=start,
            tlv_type=tlv_type,
        )
    return int.from_bytes(data, "big")


def encode(value: int, width: int) -> bytes:
    """Writes `value` without leading zero bytes.

    Rejects: `bad_value` if it needs more bytes than `width`.
    """
    length = (value.bit_length() + 7) // 8  # rule: bolt1.tu.minimal
    if length > width:  # rule: bolt1.tu.length
        raise Reject(
            "bad_value",
            f"the value needs more than {width} bytes",
            rule="bolt1.tu.length",
        )
    return value.to_bytes(length, "big")
