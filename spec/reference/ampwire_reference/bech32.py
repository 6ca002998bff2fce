"""Bech32: 32 characters for the numbers 0 to 31, and a checksum of six of them.

Symbols, the numbers 0 to 31, are kept as a bytes object, one byte each.

The checksum makes the whole, read as a polynomial over the field of 32 elements,
1 modulo a generator of degree six. Bech32m, its successor, asks for another
constant than 1, and is no bech32.
"""

from __future__ import annotations

ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
"""The character of each symbol, in lower case."""

SYMBOL_OF = {character: symbol for symbol, character in enumerate(ALPHABET)}

CHECKSUM_LENGTH = 6
"""Symbols of a checksum."""

CONSTANT = 1
"""What the whole with its checksum leaves."""

# What each bit of the symbol that is shifted out adds to the remainder.
GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


def checksum(hrp: str, symbols: bytes) -> bytes:
    """The six symbols that go behind `symbols`; `hrp` is in lower case."""
    remainder = _remainder(_expanded(hrp) + symbols + bytes(CHECKSUM_LENGTH)) ^ CONSTANT
    return bytes(remainder >> shift & 31 for shift in range(25, -1, -5))


def is_complete(hrp: str, symbols: bytes) -> bool:
    """Says whether `symbols` end with the checksum of what is before."""
    # rule: bolt11.text.checksum
    return _remainder(_expanded(hrp) + symbols) == CONSTANT


def text(symbols: bytes) -> str:
    """The characters of these symbols."""
    return "".join(ALPHABET[symbol] for symbol in symbols)


def symbols(characters: str) -> bytes:
    """The symbols of these characters, all of them of the alphabet."""
    return bytes(SYMBOL_OF[character] for character in characters)


def _expanded(hrp: str) -> bytes:
    """The part before the separator as symbols: the high bits, a zero, the low bits."""
    characters = hrp.encode("ascii")
    return (
        bytes(character >> 5 for character in characters)
        + b"\x00"
        + bytes(character & 31 for character in characters)
    )


def _remainder(symbols: bytes) -> int:
    remainder = 1
    for symbol in symbols:
        shifted_out = remainder >> 25
        remainder = (remainder & 0x1FFFFFF) << 5 ^ symbol ^ FEEDBACK[shifted_out]
    return remainder


def _feedback(shifted_out: int) -> int:
    added = 0
    for bit, generator in enumerate(GENERATOR):
        if shifted_out >> bit & 1:
            added ^= generator
    return added


FEEDBACK = [_feedback(symbol) for symbol in range(32)]
"""What a symbol that is shifted out adds to the remainder."""
