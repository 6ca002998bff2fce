"""Writing an invoice and signing it.

The checks stand in the order in which they are made. What a reader skips can be
written, given as `unknown`; what it refuses can't.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ampwire_reference import (
    bech32,
    ecdsa,
    features,
    human_readable_part,
    invoice_data,
    invoice_order,
    invoice_signature,
    invoice_text,
    invoice_value,
    point,
    symbols,
)
from ampwire_reference.invoice import Hop, Invoice
from ampwire_reference.rejection import Reject

MAXIMUM_BIT = invoice_data.LONGEST_VALUE * symbols.BITS - 1
"""The highest feature bit that fits in a field."""

MAXIMUM_HOPS = invoice_data.LONGEST_BYTES // invoice_value.HOP_LENGTH
"""The most entries that fit in a field r."""


def encode(invoice: Invoice, private_key: bytes) -> str:
    """Writes the text of an invoice.

    Its `hrp_amount`, `signature` and `recovery_id` are not looked at: they come
    anew. A payee that is given has to be the private key's.

    Rejects: `unknown_network`, `bad_amount`, `missing`, `conflict`, `bad_encoding`,
    `bad_length`, `bad_value`, `limit`, `forbidden` or `mismatch`.
    """
    _check_network(invoice)
    if invoice.amount_msat is not None:
        human_readable_part.check_amount(invoice.amount_msat)
    _check_numbers(invoice)
    _check_hash_and_secret(invoice)
    _check_description(invoice)
    _check_metadata(invoice)
    _check_fallbacks(invoice)
    for route_hint in invoice.route_hints:
        _check_route_hint(route_hint)
    bits = invoice.features or []
    _check_features(bits)

    values = _values(invoice)
    own_tags = "".join(tag * len(values[tag]) for tag in invoice_order.DEFAULT_ORDER)
    amp = features.AMP.bit in map(features.even, bits)
    invoice_order.check_unknown(invoice.unknown, own_tags, invoice.order, amp)
    slots = invoice_order.arrange(own_tags, invoice.unknown, invoice.order)

    scalar = _scalar(private_key)
    payee = point.compress(ecdsa.public_key(scalar))
    if invoice.payee not in (None, payee):  # rule: bolt11.write.payee
        raise Reject(
            "mismatch",
            "the payee is another than the private key's",
            rule="bolt11.write.payee",
        )
    if invoice.payee_in_field:  # rule: bolt11.signature.payee
        values["n"] = [invoice_value.write_bytes(payee)]

    hrp = human_readable_part.write(invoice.network, invoice.amount_msat)
    own_values = {tag: iter(each) for tag, each in values.items()}
    data = invoice_data.write(
        invoice.timestamp,
        [
            (slot, next(own_values[slot]))
            if isinstance(slot, str)
            else (slot.tag, bech32.symbols(slot.words))
            for slot in slots
        ],
    )
    data += invoice_signature.write(hrp, data, scalar)
    return invoice_text.write(hrp, data, invoice.upper_case)


def _check_network(invoice: Invoice) -> None:
    if invoice.network not in human_readable_part.NETWORKS:  # rule: bolt11.hrp.prefix
        raise Reject("unknown_network", "no such network", rule="bolt11.hrp.prefix")


def _check_numbers(invoice: Invoice) -> None:
    if invoice.timestamp >= invoice_data.TIMESTAMP_LIMIT:  # rule: bolt11.data.timestamp
        raise Reject("bad_value", "the timestamp has 35 bits", rule="bolt11.data.timestamp")
    for number in (invoice.expiry, invoice.min_final_cltv_expiry_delta):
        if number is not None and number > invoice_value.INTEGER_MAXIMUM:
            # rule: bolt11.field.integer-range
            raise Reject(
                "bad_value",
                "an expiry or min_final_cltv_expiry_delta over 2^64-1",
                rule="bolt11.field.integer-range",
            )


def _check_hash_and_secret(invoice: Invoice) -> None:
    if invoice.payment_hash is None:  # rule: bolt11.p.present
        raise Reject("missing", "there is no payment_hash", rule="bolt11.p.present")
    _check_hash("payment_hash", invoice.payment_hash)
    if invoice.payment_secret is None:  # rule: bolt11.s.present
        raise Reject("missing", "there is no payment_secret", rule="bolt11.s.present")
    _check_hash("payment_secret", invoice.payment_secret)


def _check_description(invoice: Invoice) -> None:
    if invoice.description is None and invoice.description_hash is None:
        # rule: bolt11.d-h.one
        raise Reject("missing", "there is no description and no hash", rule="bolt11.d-h.one")
    if invoice.description is not None and invoice.description_hash is not None:
        # rule: bolt11.d-h.not-both
        raise Reject(
            "conflict",
            "a description and the hash of one",
            rule="bolt11.d-h.not-both",
        )
    if invoice.description_hash is not None:
        _check_hash("description_hash", invoice.description_hash)
    if invoice.description is not None:
        _check_longest("description", _utf_8(invoice.description))


def _check_metadata(invoice: Invoice) -> None:
    if invoice.payment_metadata is not None:
        _check_longest("payment_metadata", invoice.payment_metadata)


def _check_hash(name: str, data: bytes) -> None:
    if not invoice_value.is_hash(data):  # rule: bolt11.field.fixed-length
        raise Reject(
            "bad_length",
            f"{name} has {len(data)} bytes, not 32",
            rule="bolt11.field.fixed-length",
        )


def _check_longest(name: str, data: bytes) -> None:
    if len(data) > invoice_data.LONGEST_BYTES:  # rule: bolt11.field.longest
        raise Reject(
            "bad_length",
            f"{name} has {len(data)} bytes, more than {invoice_data.LONGEST_BYTES}",
            rule="bolt11.field.longest",
        )


def _utf_8(text: str) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:  # rule: bolt11.d.utf-8
        raise Reject(
            "bad_encoding",
            "the description has half of a surrogate pair, which UTF-8 can't write",
            rule="bolt11.d.utf-8",
        ) from None


def _check_fallbacks(invoice: Invoice) -> None:
    for version, program in invoice.fallbacks:
        if version > invoice_value.VERSION_MAXIMUM:  # rule: bolt11.f.program
            raise Reject(
                "bad_value",
                f"the version of a fallback ends at {invoice_value.VERSION_MAXIMUM}",
                rule="bolt11.f.program",
            )
        if not invoice_value.has_program_length(version, program):  # rule: bolt11.f.program
            raise Reject(
                "bad_length",
                f"{len(program)} bytes behind the version {version}",
                rule="bolt11.f.program",
            )


def _check_route_hint(hops: list[Hop]) -> None:
    if not hops:  # rule: bolt11.r.entries
        raise Reject("bad_length", "a route hint without an entry", rule="bolt11.r.entries")
    if len(hops) > MAXIMUM_HOPS:  # rule: bolt11.field.longest
        raise Reject(
            "bad_length",
            f"{len(hops)} entries, and a field has room for {MAXIMUM_HOPS}",
            rule="bolt11.field.longest",
        )
    for node_id, *numbers in hops:
        if len(node_id) != point.LENGTH:  # rule: bolt11.r.entries
            raise Reject(
                "bad_length",
                f"a node_id has {len(node_id)} bytes, not {point.LENGTH}",
                rule="bolt11.r.entries",
            )
        if not point.is_on_curve(node_id):  # rule: bolt11.r.point
            raise Reject("bad_value", "a node_id is no point of the curve", rule="bolt11.r.point")
        for number, width in zip(numbers, invoice_value.HOP_WIDTHS):
            if number >= 2 ** (8 * width):  # rule: bolt11.r.entries
                raise Reject(
                    "bad_value",
                    f"a number of an entry needs more than {width} bytes",
                    rule="bolt11.r.entries",
                )


def _check_features(bits: list[int]) -> None:
    """Refuses bits that no writer sets; which feature is known does not depend on the profile."""
    if any(bit > MAXIMUM_BIT for bit in bits):  # rule: bolt11.field.longest
        raise Reject(
            "limit",
            f"the highest feature bit of an invoice is {MAXIMUM_BIT}",
            rule="bolt11.field.longest",
        )
    if len(set(map(features.even, bits))) < len(set(bits)):  # rule: bolt9.features.both-bits
        raise Reject("conflict", "both bits of a feature", rule="bolt9.features.both-bits")
    incomplete = features.incomplete_feature(bits, features.FEATURES)
    if incomplete == features.AMP:  # rule: amp.invoice.payment-secret
        raise Reject("missing", features.needs(incomplete), rule="amp.invoice.payment-secret")
    if incomplete is not None:  # rule: bolt9.features.dependencies
        raise Reject("missing", features.needs(incomplete), rule="bolt9.features.dependencies")
    misplaced = features.misplaced_feature(bits, features.INVOICE, features.FEATURES)
    if misplaced is not None:  # rule: bolt9.features.context
        raise Reject(
            "forbidden",
            f"{misplaced.name} does not stand in an invoice",
            rule="bolt9.features.context",
        )


def _values(invoice: Invoice) -> dict[str, list[bytes]]:
    """The values of the own fields by their tags. That of n waits for the private key."""
    return {
        "p": _values_of(invoice.payment_hash, invoice_value.write_bytes),
        "d": _values_of(invoice.description, lambda text: invoice_value.write_bytes(_utf_8(text))),
        "h": _values_of(invoice.description_hash, invoice_value.write_bytes),
        "m": _values_of(invoice.payment_metadata, invoice_value.write_bytes),
        "c": _values_of(invoice.min_final_cltv_expiry_delta, invoice_value.write_integer),
        "x": _values_of(invoice.expiry, invoice_value.write_integer),
        "f": [invoice_value.write_fallback(fallback) for fallback in invoice.fallbacks],
        "r": [invoice_value.write_route_hint(route_hint) for route_hint in invoice.route_hints],
        "n": [b""] if invoice.payee_in_field else [],
        "s": _values_of(invoice.payment_secret, invoice_value.write_bytes),
        # rule: bolt11.9.omitted
        "9": _values_of(invoice.features or None, invoice_value.write_features),
    }


def _values_of(member: Any, write: Callable[[Any], bytes]) -> list[bytes]:
    return [] if member is None else [write(member)]


def _scalar(private_key: bytes) -> int:
    if len(private_key) != ecdsa.KEY_LENGTH:
        raise Reject("bad_length", f"a private key has {ecdsa.KEY_LENGTH} bytes")
    scalar = int.from_bytes(private_key, "big")
    if not ecdsa.is_scalar(scalar):
        raise Reject("bad_value", "the private key is zero, or not below the order of the group")
    return scalar
