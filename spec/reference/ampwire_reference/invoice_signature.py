"""The signature of an invoice: what is signed, and by whom.

It has 65 bytes: r, s, and the recovery id, which says which of four keys signed.
"""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from ampwire_reference import ecdsa, invoice_data, point, symbols
from ampwire_reference.ecdsa import Signature
from ampwire_reference.invoice_text import Text
from ampwire_reference.rejection import Reject

RECOVERY_ID_MAXIMUM = 3
NUMBER_LENGTH = 32


class Received(NamedTuple):
    """A signature as it was received: 64 bytes of r and s, and the recovery id, a byte."""

    data: bytes
    recovery_id: int


def read(text: Text) -> Received:
    """The signature, of which nothing is checked yet."""
    data = symbols.to_bytes(invoice_data.signature_symbols(text)).data
    return Received(data[:-1], data[-1])


def digest(hrp: str, data: bytes) -> bytes:
    """What is signed: `hrp` is in lower case, `data` are all symbols before the signature.

    The symbols are those that were received: a field that this program would write
    otherwise, or skips, is in it as it came.
    """
    # rule: bolt11.signature.hash
    # rule: bolt11.field.unknown
    regrouped = symbols.to_bytes(data)
    filled_up = regrouped.data
    if regrouped.spare_bits:
        filled_up += bytes([regrouped.spare_value << 8 - regrouped.spare_bits])
    return hashlib.sha256(hrp.encode("ascii") + filled_up).digest()


def payee(text: Text, key: bytes | None) -> bytes:
    """The key that signed: the one of the n field, or None was there, the one recovered.

    A key that is given is a point of the curve.

    Rejects: `bad_signature`.
    """
    received = read(text)
    offset = invoice_data.signature_offset(text)
    signed = digest(text.hrp, invoice_data.signed_symbols(text))

    if received.recovery_id > RECOVERY_ID_MAXIMUM:  # rule: bolt11.signature.recovery-id
        raise Reject(
            "bad_signature",
            f"the recovery id {received.recovery_id} is over {RECOVERY_ID_MAXIMUM}",
            rule="bolt11.signature.recovery-id",
            offset=offset,
        )
    r = int.from_bytes(received.data[:NUMBER_LENGTH], "big")
    s = int.from_bytes(received.data[NUMBER_LENGTH:], "big")
    if not ecdsa.is_scalar(r) or not ecdsa.is_scalar(s):  # rule: bolt11.signature.valid
        raise Reject(
            "bad_signature",
            "r or s is zero, or not below the order of the group",
            rule="bolt11.signature.valid",
            offset=offset,
        )
    if key is not None:
        _verify(signed, r, s, key, offset)
        return key
    # rule: bolt11.signature.high-s
    recovered = ecdsa.recover(signed, Signature(r, s, received.recovery_id))
    if recovered is None:  # rule: bolt11.signature.valid
        raise Reject(
            "bad_signature",
            "no key can be recovered",
            rule="bolt11.signature.valid",
            offset=offset,
        )
    return point.compress(recovered)


def _verify(signed: bytes, r: int, s: int, key: bytes, offset: int) -> None:
    if ecdsa.is_high(s):  # rule: bolt11.signature.high-s
        raise Reject(
            "bad_signature",
            "a high S beside a field n",
            rule="bolt11.signature.high-s",
            offset=offset,
        )
    key_point = point.decompress(key)
    # rule: bolt11.signature.payee
    if key_point is None or not ecdsa.verify(signed, r, s, key_point):
        raise Reject(
            "bad_signature",
            "not a signature of the key in the field n",
            rule="bolt11.signature.payee",
            offset=offset,
        )


def write(hrp: str, data: bytes, private_key: int) -> bytes:
    """The symbols of the signature of this invoice."""
    # rule: bolt11.signature.deterministic
    r, s, recovery_id = ecdsa.sign(digest(hrp, data), private_key)
    return symbols.from_bytes(
        r.to_bytes(NUMBER_LENGTH, "big")
        + s.to_bytes(NUMBER_LENGTH, "big")
        + bytes([recovery_id])  # rule: bolt11.signature.recovery-id
    )
