"""The values of fields, kind by kind: how each is read from its symbols and written.

A reader gives None for a field that it skips. Offsets count from the invoice's
first character.
"""

from __future__ import annotations

from collections.abc import Collection

from ampwire_reference import point, symbols
from ampwire_reference.invoice import HASH_LENGTH, Fallback, Hop
from ampwire_reference.invoice_data import Field
from ampwire_reference.rejection import Reject

HASH_SYMBOLS = 52
"""The length of a p, h or s."""

KEY_SYMBOLS = 53
"""The length of an n."""

INTEGER_MAXIMUM = 2**64 - 1
"""The largest expiry, and the largest min_final_cltv_expiry_delta."""

KEY_HASH = 17
SCRIPT_HASH = 18
"""The versions that stand for a hash and no witness program."""

VERSION_MAXIMUM = SCRIPT_HASH
"""Above are versions without a meaning."""

HOP_WIDTHS = (8, 4, 4, 2)
"""Bytes of the numbers of an entry, behind its node_id."""

HOP_LENGTH = point.LENGTH + sum(HOP_WIDTHS)
"""Bytes of one entry of a route hint."""


def read_hash(field: Field) -> bytes | None:
    """The 32 bytes of a p, h or s; of another length it is skipped.

    Rejects: `bad_padding`.
    """
    if len(field.value) != HASH_SYMBOLS:  # rule: bolt11.field.fixed-length
        return None
    return _whole_bytes(field)


def read_key(field: Field) -> bytes | None:
    """The 33 bytes of an n; of another length it is skipped.

    Whether they are on the curve is asked when all fields are read.

    Rejects: `bad_padding`, then `bad_value`.
    """
    if len(field.value) != KEY_SYMBOLS:  # rule: bolt11.field.fixed-length
        return None
    key = _whole_bytes(field)
    if not point.has_parity(key):  # rule: bolt11.n.point
        raise Reject(
            "bad_value",
            "the payee's key does not start with 02 or 03",
            rule="bolt11.n.point",
            offset=field.value_offset,
        )
    return key


def read_bytes(field: Field) -> bytes:
    """The bytes of an m, be there any or none.

    Rejects: `bad_padding`.
    """
    return _whole_bytes(field)  # rule: bolt11.m.kept


def read_text(field: Field) -> str:
    """The text of a d.

    Rejects: `bad_padding`, then `bad_encoding`.
    """
    data = _whole_bytes(field)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:  # rule: bolt11.d.utf-8
        raise Reject(
            "bad_encoding",
            "the description is not UTF-8",
            rule="bolt11.d.utf-8",
            offset=field.value_offset,
        ) from None


def read_integer(field: Field) -> int:
    """The number of an x or a c; without a symbol it is 0.

    Rejects: `not_minimal`, then `bad_value`.
    """
    _check_minimal(field)
    number = symbols.to_integer(field.value)
    if number > INTEGER_MAXIMUM:  # rule: bolt11.field.integer-range
        raise Reject(
            "bad_value",
            f"the number of a field {field.tag} ends at 2^64-1",
            rule="bolt11.field.integer-range",
            offset=field.value_offset,
        )
    return number


def read_features(field: Field) -> list[int]:
    """The set bits of a 9, ascending.

    Rejects: `not_minimal`.
    """
    # rule: bolt11.9.omitted
    _check_minimal(field)
    bits = []
    for place, symbol in enumerate(reversed(field.value)):  # rule: bolt11.9.bits
        bits += [symbols.BITS * place + bit for bit in range(symbols.BITS) if symbol >> bit & 1]
    return bits


def read_fallback(field: Field) -> Fallback | None:
    """The version of an f and its program; a version without a meaning is skipped.

    Rejects: `bad_length` for no symbol at all, `bad_padding`, then `bad_length`.
    """
    if not field.value:  # rule: bolt11.f.program
        raise Reject(
            "bad_length",
            "a fallback without its version",
            rule="bolt11.f.program",
            offset=field.value_offset,
        )
    version = field.value[0]
    if version > VERSION_MAXIMUM:  # rule: bolt11.f.version
        return None
    program = _whole_bytes(field, skipped=1)
    if not has_program_length(version, program):  # rule: bolt11.f.program
        raise Reject(
            "bad_length",
            f"{len(program)} bytes behind the version {version}",
            rule="bolt11.f.program",
            offset=field.value_offset,
        )
    return Fallback(version, program)


def has_program_length(version: int, program: bytes) -> bool:
    """Says whether a program has a length that its version, at most 18, allows."""
    if version == 0:  # rule: bolt11.f.program
        return len(program) in (20, 32)
    if version in (KEY_HASH, SCRIPT_HASH):  # rule: bolt11.f.program
        return len(program) == 20
    return 2 <= len(program) <= 40  # rule: bolt11.f.program


def read_route_hint(field: Field) -> list[Hop]:
    """The entries of an r.

    Whether their nodes are on the curve is asked when all fields are read.

    Rejects: `bad_padding`, then `bad_length`, then `bad_value`.
    """
    data = _whole_bytes(field)
    if not data or len(data) % HOP_LENGTH:  # rule: bolt11.r.entries
        raise Reject(
            "bad_length",
            f"{len(data)} bytes, not one or more entries of {HOP_LENGTH}",
            rule="bolt11.r.entries",
            offset=field.value_offset,
        )
    return [
        _read_hop(data[start : start + HOP_LENGTH], hop_offset(field, start // HOP_LENGTH))
        for start in range(0, len(data), HOP_LENGTH)
    ]


def hop_offset(field: Field, entry: int) -> int:
    """Where the symbol stands that holds the first bit of an entry of an r."""
    return field.value_offset + entry * HOP_LENGTH * 8 // symbols.BITS


def _read_hop(entry: bytes, offset: int) -> Hop:
    node_id = entry[: point.LENGTH]
    if not point.has_parity(node_id):  # rule: bolt11.r.point
        raise Reject(
            "bad_value",
            "the node of an entry does not start with 02 or 03",
            rule="bolt11.r.point",
            offset=offset,
        )
    numbers = []
    start = point.LENGTH
    for width in HOP_WIDTHS:  # rule: bolt11.r.entries
        numbers.append(int.from_bytes(entry[start : start + width], "big"))
        start += width
    return Hop(node_id, *numbers)


def _whole_bytes(field: Field, skipped: int = 0) -> bytes:
    """The bytes of a value behind its first `skipped` symbols.

    Rejects: `bad_padding`, if a symbol is left that no byte needs, or a bit is set
    behind the last byte.
    """
    data, spare_bits, spare_value = symbols.to_bytes(field.value[skipped:])
    if spare_bits >= symbols.BITS or spare_value:  # rule: bolt11.field.padding
        raise Reject(
            "bad_padding",
            f"{spare_bits} bits behind the last byte, not fewer than {symbols.BITS} and all zero",
            rule="bolt11.field.padding",
            offset=field.last_offset,
        )
    return data


def _check_minimal(field: Field) -> None:
    if field.value[:1] == b"\x00":  # rule: bolt11.field.integer-minimal
        raise Reject(
            "not_minimal",
            f"the first symbol of a field {field.tag} is zero",
            rule="bolt11.field.integer-minimal",
            offset=field.value_offset,
        )


def write_bytes(data: bytes) -> bytes:
    """The symbols of a p, h, s, n, m or d."""
    return symbols.from_bytes(data)


def write_integer(number: int) -> bytes:
    """The symbols of an x or a c."""
    return symbols.from_integer(number)  # rule: bolt11.field.integer-minimal


def write_features(bits: Collection[int]) -> bytes:
    """The symbols of a 9, in which exactly `bits` are set."""
    number = 0
    for bit in bits:  # rule: bolt11.9.bits
        number |= 1 << bit
    return symbols.from_integer(number)


def write_fallback(fallback: Fallback) -> bytes:
    """The symbols of an f."""
    return bytes([fallback.version]) + symbols.from_bytes(fallback.program)


def write_route_hint(hops: list[Hop]) -> bytes:
    """The symbols of an r."""
    data = b""
    for node_id, *numbers in hops:  # rule: bolt11.r.entries
        data += node_id
        for number, width in zip(numbers, HOP_WIDTHS):
            data += number.to_bytes(width, "big")
    return symbols.from_bytes(data)


def is_hash(data: bytes) -> bool:
    """Says whether these bytes can be a p, h or s."""
    return len(data) == HASH_LENGTH  # rule: bolt11.field.fixed-length
