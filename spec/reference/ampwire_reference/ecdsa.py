"""ECDSA over secp256k1: verifying, recovering the key, and signing without chance.

A signature is a pair of numbers (r, s). Who signs a digest with the key d picks a
nonce k; then R = k G, r is the x of R, and s = (digest + r d) / k, all modulo the
order of the group. With s, its opposite is a signature too: the lower one is the
low S.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import NamedTuple

from ampwire_reference.curve import GENERATOR, ORDER, multiple, sum_of_multiples
from ampwire_reference.point import Point, lift

KEY_LENGTH = 32
"""Bytes of a private key."""


class Signature(NamedTuple):
    """r and s, and which of up to four points R is: bit 0 says that its y is odd,
    bit 1 that its x is the order or more, and lost so much in r."""

    r: int
    s: int
    recovery_id: int


def is_scalar(number: int) -> bool:
    """Says whether a number can be a private key, a nonce, an r or an s."""
    return 0 < number < ORDER


def is_high(s: int) -> bool:
    """Says whether this s is the higher one of the two."""
    return s > ORDER // 2


def public_key(private_key: int) -> Point:
    """The public key of a private key, which is a scalar."""
    point = multiple(private_key)
    assert point is not None  # No multiple below the order is infinity.
    return point


def verify(digest: bytes, r: int, s: int, key: Point) -> bool:
    """Says whether r and s, both scalars, are this key's signature of the digest."""
    inverse = pow(s, -1, ORDER)
    point = sum_of_multiples([(_number(digest) * inverse, GENERATOR), (r * inverse, key)])
    return point is not None and point[0] % ORDER == r


def recover(digest: bytes, signature: Signature) -> Point | None:
    """The key of which this is a signature of the digest, None if there is none.

    r and s are scalars, the recovery id is 0 to 3.
    """
    beyond = signature.recovery_id >> 1
    point = lift(signature.r + beyond * ORDER, odd=signature.recovery_id % 2 == 1)
    if point is None:
        return None
    # From the equation of s, times G: the key is (s R - digest G) / r.
    inverse = pow(signature.r, -1, ORDER)
    return sum_of_multiples(
        [(signature.s * inverse, point), (-_number(digest) * inverse, GENERATOR)]
    )


def sign(digest: bytes, private_key: int) -> Signature:
    """The signature with RFC 6979's nonce, no additional data, and a low S."""
    nonces = Nonces(digest, private_key)
    while True:
        nonce = nonces.next()
        point = multiple(nonce)
        assert point is not None
        r = point[0] % ORDER
        s = pow(nonce, -1, ORDER) * (_number(digest) + r * private_key) % ORDER
        if r and s:
            break
    recovery_id = point[1] % 2 + 2 * (point[0] >= ORDER)
    if is_high(s):
        # The opposite s belongs to the opposite R, whose y has the other parity.
        return Signature(r, ORDER - s, recovery_id ^ 1)
    return Signature(r, s, recovery_id)


class Nonces:
    """The nonces that RFC 6979 gives for a key and a digest, with HMAC-SHA256.

    The order is that of a group of 256 bits; RFC 6979's own examples are about
    another than secp256k1.
    """

    def __init__(self, digest: bytes, private_key: int, order: int = ORDER) -> None:
        self._order = order
        self._value = b"\x01" * 32
        self._key = bytes(32)
        secret = private_key.to_bytes(KEY_LENGTH, "big")
        secret += (int.from_bytes(digest, "big") % order).to_bytes(32, "big")
        for separator in (b"\x00", b"\x01"):
            self._stir(separator + secret)

    def next(self) -> int:
        """The next nonce, a scalar."""
        while True:
            self._value = self._hmac(self._value)
            candidate = int.from_bytes(self._value, "big")
            self._stir(b"\x00")
            if 0 < candidate < self._order:
                return candidate

    def _stir(self, added: bytes) -> None:
        self._key = self._hmac(self._value + added)
        self._value = self._hmac(self._value)

    def _hmac(self, message: bytes) -> bytes:
        return hmac.new(self._key, message, hashlib.sha256).digest()


def _number(digest: bytes) -> int:
    return int.from_bytes(digest, "big")
