"""Paying an invoice without AMP: whether to, and what the final hop is told.

The checks stand in the order in which they are made, after those of reading. The
payer is one who knows the features given as `known`.
"""

from __future__ import annotations

from collections.abc import Collection

from ampwire_reference import features, payload_encode, truncated
from ampwire_reference.invoice import DEFAULT_EXPIRY, Invoice
from ampwire_reference.payload import OUTGOING_CLTV_VALUE, Payload
from ampwire_reference.payment_data import PaymentData
from ampwire_reference.rejection import Reject

BASIC_MPP = 16
"""The feature that lets a payer pay in parts."""


def final_payload(
    invoice: Invoice,
    amount_msat: int,
    total_msat: int,
    outgoing_cltv_value: int,
    now: int | None,
    known: Collection[int],
) -> bytes:
    """The TLV stream of one part, for the final hop.

    `amount_msat` is the part's, `total_msat` that of all parts. `now` is in
    seconds since 1970; without it no invoice is expired.

    Rejects: `unknown_even`, `missing`, `forbidden`, `bad_value` or `bad_amount`.
    """
    assert invoice.payment_secret is not None  # Reading saw to it.
    bits = invoice.features or []
    _check_features(bits, known)
    _check_expiry(invoice, now)
    _check_range(outgoing_cltv_value)
    _check_amounts(invoice, amount_msat, total_msat)
    in_parts = amount_msat != total_msat
    if in_parts and BASIC_MPP not in map(features.even, bits):  # rule: bolt11.pay.one-part
        raise Reject(
            "forbidden",
            "a part of the total, and the invoice does not offer basic_mpp",
            rule="bolt11.pay.one-part",
        )
    # rule: bolt11.pay.payment-data
    payload = Payload(
        amt_to_forward=amount_msat,
        outgoing_cltv_value=outgoing_cltv_value,
        payment_data=PaymentData(invoice.payment_secret, total_msat),
        payment_metadata=invoice.payment_metadata,
    )
    return payload_encode.encode(payload)


def _check_features(bits: Collection[int], known: Collection[int]) -> None:
    unknown = features.unknown_even(bits, known)
    if unknown is not None:  # rule: bolt11.pay.features
        raise Reject(
            "unknown_even",
            f"the feature bit {unknown} is even and unknown",
            rule="bolt11.pay.features",
        )
    incomplete = features.incomplete_feature(bits, known)
    if incomplete == features.AMP:  # rule: amp.invoice.payment-secret
        raise Reject("missing", features.needs(incomplete), rule="amp.invoice.payment-secret")
    if incomplete is not None:  # rule: bolt11.pay.dependencies
        raise Reject("missing", features.needs(incomplete), rule="bolt11.pay.dependencies")
    # To who does not know AMP, bit 30 was an unknown even one. With bit 31 alone
    # who does not use AMP may pay.
    # rule: amp.invoice.optional
    if features.AMP.bit in bits:  # rule: amp.invoice.payer
        raise Reject("forbidden", "only AMP can pay this invoice", rule="amp.invoice.payer")


def _check_expiry(invoice: Invoice, now: int | None) -> None:
    expiry = DEFAULT_EXPIRY if invoice.expiry is None else invoice.expiry
    if now is not None and now > invoice.timestamp + expiry:  # rule: bolt11.pay.expired
        raise Reject("forbidden", "the invoice has expired", rule="bolt11.pay.expired")


def _check_range(outgoing_cltv_value: int) -> None:
    if outgoing_cltv_value >= 2 ** (8 * truncated.TU32):  # rule: bolt1.tu.length
        raise Reject(
            "bad_value",
            f"outgoing_cltv_value needs more than {truncated.TU32} bytes",
            rule="bolt1.tu.length",
            tlv_type=OUTGOING_CLTV_VALUE,
        )


def _check_amounts(invoice: Invoice, amount_msat: int, total_msat: int) -> None:
    if not 0 < amount_msat <= total_msat:  # rule: bolt11.pay.amount
        raise Reject(
            "bad_amount",
            "a part is zero, or over the total",
            rule="bolt11.pay.amount",
        )
    asked = invoice.amount_msat
    if asked is not None and not asked <= total_msat <= 2 * asked:  # rule: bolt11.pay.amount
        raise Reject(
            "bad_amount",
            f"the total is not {asked} msat to twice that",
            rule="bolt11.pay.amount",
        )
