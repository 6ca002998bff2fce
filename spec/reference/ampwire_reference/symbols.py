"""Bytes and numbers as symbols of five bits, most significant bit first.

A bytes object holds the symbols, one byte for each.
"""

from __future__ import annotations

from typing import NamedTuple

BITS = 5


class Regrouped(NamedTuple):
    """Whole bytes, and the bits that were left behind the last of them."""

    data: bytes
    spare_bits: int
    spare_value: int


def to_bytes(symbols: bytes) -> Regrouped:
    """Regroups symbols to bytes from the left."""
    data = bytearray()
    value = 0
    bits = 0
    for symbol in symbols:
        value = value << BITS | symbol
        bits += BITS
        if bits >= 8:
            bits -= 8
            data.append(value >> bits)
            value &= (1 << bits) - 1
    return Regrouped(bytes(data), bits, value)


def from_bytes(data: bytes) -> bytes:
    """Regroups bytes to symbols from the left; the last one is filled up with zero bits."""
    symbols = bytearray()
    value = 0
    bits = 0
    for byte in data:
        value = value << 8 | byte
        bits += 8
        while bits >= BITS:
            bits -= BITS
            symbols.append(value >> bits)
            value &= (1 << bits) - 1
    if bits:  # rule: bolt11.field.padding
        symbols.append(value << BITS - bits)
    return bytes(symbols)


def to_integer(symbols: bytes) -> int:
    """The number that the symbols are, from the right."""
    number = 0
    for symbol in symbols:
        number = number << BITS | symbol
    return number


def from_integer(number: int, length: int | None = None) -> bytes:
    """Writes a number in as few symbols as it needs, or in exactly `length`; 0 needs none."""
    if length is None:
        length = -(-number.bit_length() // BITS)
    return bytes(number >> BITS * place & 31 for place in range(length - 1, -1, -1))
