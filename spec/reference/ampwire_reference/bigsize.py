"""BigSize: an unsigned 64-bit number in one, three, five or nine bytes.

    00 .. fc                    the value itself      0 to 252
    fd, then 2 bytes            most significant      253 to 65535
    fe, then 4 bytes            byte first            65536 to 2^32-1
    ff, then 8 bytes                                  2^32 to 2^64-1
"""

from __future__ import annotations

from ampwire_reference.rejection import Reject

MAXIMUM = 2**64 - 1
"""The largest value of a BigSize."""

# The first byte of each longer form: how many bytes follow, and the smallest
# value that needs them.
FORMS = {
    0xFD: (2, 0xFD),
    0xFE: (4, 0x1_0000),
    0xFF: (8, 0x1_0000_0000),
}


def read(
    data: bytes,
    start: int,
    *,
    complete_rule: str = "bolt1.bigsize.complete",
    minimal_rule: str = "bolt1.bigsize.minimal",
    tlv_type: int | None = None,
) -> tuple[int, int]:
    """Reads the BigSize at `start` and leaves what follows it.

    Returns the value and the offset of the first byte behind it. The rules have
    other names where the BigSize is the type or the length of a record; the
    caller gives those, and the record's type once it is known.

    Rejects: `truncated`, `not_minimal`, both at `start`.
    """

    def cut() -> Reject:
        return Reject(
            "truncated",
            "the bytes of a BigSize end early",
            rule=complete_rule,
            offset=start,
            tlv_type=tlv_type,
        )

    if start >= len(data):  # rule: bolt1.bigsize.complete
        raise cut()
    first = data[start]
    if first not in FORMS:  # rule: bolt1.bigsize.big-endian
        return first, start + 1

    following, smallest = FORMS[first]
    end = start + 1 + following
    if end > len(data):  # rule: bolt1.bigsize.complete
        raise cut()
    value = int.from_bytes(data[start + 1 : end], "big")  # rule: bolt1.bigsize.big-endian
    if value < smallest:  # rule: bolt1.bigsize.minimal
        raise Reject(
            "not_minimal",
            f"{value} has a shorter BigSize than one of {1 + following} bytes",
            rule=minimal_rule,
            offset=start,
            tlv_type=tlv_type,
        )
    return value, end


def encode(value: int) -> bytes:
    """Writes `value` in the shortest form.

    Rejects: `bad_value` if it is over 2^64-1.
    """
    if value > MAXIMUM:  # rule: bolt1.bigsize.big-endian
        raise Reject("bad_value", "a BigSize ends at 2^64-1", rule="bolt1.bigsize.big-endian")
    for first in (0xFF, 0xFE, 0xFD):  # rule: bolt1.bigsize.minimal
        following, smallest = FORMS[first]
        if value >= smallest:
            return bytes([first]) + value.to_bytes(following, "big")
    return bytes([value])
