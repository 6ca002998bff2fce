"""Compressed points of secp256k1: the curve y^2 = x^3 + 7 over the prime field below.

A point is a pair (x, y). On the wire it is 33 bytes: 02 if y is even, 03 if it is
odd, then x.
"""

from __future__ import annotations

LENGTH = 33
"""Bytes of a compressed point: the parity of y, then x."""

FIELD_PRIME = 2**256 - 2**32 - 977

Point = tuple[int, int]
"""A point of the curve, x and y. The point at infinity is not one."""


def has_parity(point: bytes) -> bool:
    """Says whether the first byte is one that a compressed point has."""
    return point[0] in (2, 3)


def is_on_curve(point: bytes) -> bool:
    """Says whether 33 bytes are a point: the first 02 or 03, and an x that has a y."""
    return decompress(point) is not None


def decompress(point: bytes) -> Point | None:
    """The point that 33 bytes are, None if they are none.

    x is a number below the prime; a larger one is not reduced.
    """
    if not has_parity(point):
        return None
    return lift(int.from_bytes(point[1:], "big"), odd=point[0] == 3)


def lift(x: int, *, odd: bool) -> Point | None:
    """The point with this x and a y that is odd or even, None if x has no y.

    The prime is 3 modulo 4, so the power below is a square root of every number
    that has one. No point has y = 0 (the order of the curve is odd), so both
    parities exist.
    """
    if x >= FIELD_PRIME:
        return None
    square = (x**3 + 7) % FIELD_PRIME
    y = pow(square, (FIELD_PRIME + 1) // 4, FIELD_PRIME)
    if y * y % FIELD_PRIME != square:
        return None
    return x, y if y % 2 == odd else FIELD_PRIME - y


def compress(point: Point) -> bytes:
    """The 33 bytes of a point."""
    x, y = point
    return bytes([2 + y % 2]) + x.to_bytes(32, "big")
