"""Compressed points of secp256k1: the curve y^2 = x^3 + 7 over the prime field below."""

from __future__ import annotations

LENGTH = 33
"""Bytes of a compressed point: the parity of y, then x."""

FIELD_PRIME = 2**256 - 2**32 - 977


def has_parity(point: bytes) -> bool:
    """Says whether the first byte is one that a compressed point has."""
    return point[0] in (2, 3)


def is_on_curve(point: bytes) -> bool:
    """Says whether 33 bytes are a point: the first 02 or 03, and an x that has a y.

    x is a number below the prime; a larger one is not reduced. The prime is 3
    modulo 4, so the power below is a square root of every number that has one.
    No point has y = 0 (the order of the curve is odd), so both parities exist.
    """
    if not has_parity(point):
        return False
    x = int.from_bytes(point[1:], "big")
    if x >= FIELD_PRIME:
        return False
    square = (x**3 + 7) % FIELD_PRIME
    y = pow(square, (FIELD_PRIME + 1) // 4, FIELD_PRIME)
    return y * y % FIELD_PRIME == square
