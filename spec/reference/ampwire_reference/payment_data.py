"""payment_data: the payment secret and the total of all parts.

     0  payment_secret   32 bytes
    32  total_msat       tu64
    32 to 40 bytes
"""

from __future__ import annotations

from typing import NamedTuple

from ampwire_reference import truncated

SECRET_LENGTH = 32
"""Bytes of payment_secret, and the shortest value."""

MAXIMUM_LENGTH = 40
"""Bytes of the longest value."""


class PaymentData(NamedTuple):
    """The secret of the invoice, and the total of the payment in msat."""

    payment_secret: bytes
    total_msat: int


def decode(value: bytes, *, start: int, tlv_type: int) -> PaymentData:
    """Decodes a value of 32 to 40 bytes; whose length it is was settled by the caller.

    Rejects: `not_minimal` at total_msat.
    """
    total_msat = truncated.decode(
        value[SECRET_LENGTH:],
        truncated.TU64,
        start=start + SECRET_LENGTH,
        tlv_type=tlv_type,
        # rule: bolt4.payload.payment-data-total-minimal
        minimal_rule="bolt4.payload.payment-data-total-minimal",
    )
    return PaymentData(value[:SECRET_LENGTH], total_msat)


def encode(payment_data: PaymentData) -> bytes:
    """Writes the value; the caller has checked the length and the range."""
    # rule: bolt4.payload.payment-data-total-minimal
    total_msat = truncated.encode(payment_data.total_msat, truncated.TU64)
    return payment_data.payment_secret + total_msat
