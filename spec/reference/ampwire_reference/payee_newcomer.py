"""Whether an HTLC that is new is taken: steps 2 to 13 of section 8.3, in their order.

The first step that it does not pass decides. Nothing is changed here.
"""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from ampwire_reference import amp_record, payload_decode, tlv
from ampwire_reference.derivation import ZERO, Part
from ampwire_reference.payee_answer import (
    NO_HASH,
    Fails,
    failure,
    invalid_payload,
    unknown_details,
)
from ampwire_reference.payee_books import Books, SetKey, amp_set, mpp_set, type8_set
from ampwire_reference.payee_words import U64_MAXIMUM, Config, Htlc, Invoice
from ampwire_reference.payload import CUSTOM_TYPES_START, Payload
from ampwire_reference.presence import FINAL
from ampwire_reference.rejection import Reject


class Newcomer(NamedTuple):
    """An HTLC that passed.

    `key`      the set that it belongs to; None with keysend, which has no set.
    `invoice`  None where it is spontaneous.
    `part`     None where there is no AMP.
    """

    payload: Payload
    key: SetKey | None
    invoice: Invoice | None
    total_msat: int
    part: Part | None


def judge(htlc: Htlc, config: Config, books: Books, height: int, now: int) -> Newcomer:
    """Takes the HTLC through the steps, or raises `Fails`."""
    payload = _read(htlc, config)
    _compare_with_payload(htlc, payload)
    try:
        newcomer = _find(htlc, payload, config, books)
        _look_at_set(newcomer, books)
        _look_at_invoice(newcomer, books, now)
        _look_at_total(newcomer, books)
        _look_at_expiry(htlc, newcomer, config, height)
        _look_at_limits(newcomer, config, books)
    except _Unknown as reason:
        # Steps 6 to 13 have one answer, so that a stranger learns nothing from it.
        # rule: amp.payee.failure
        raise Fails(unknown_details(htlc.amount_msat, height, reason.rule)) from None
    return newcomer


class _Unknown(Exception):
    """One of steps 6 to 13 was not passed."""

    def __init__(self, rule: str | None) -> None:
        super().__init__(rule)
        self.rule = rule


def _read(htlc: Htlc, config: Config) -> Payload:
    """Steps 2 and 3: the payload reads, and nothing in it has to be understood and isn't."""
    try:
        payload = payload_decode.decode(htlc.payload, FINAL, config.layouts)
    except Reject as rejection:
        raise Fails(invalid_payload(rejection)) from None
    if payload.encrypted_recipient_data is not None:
        rule = "bolt4.blinded.final-only"  # rule: bolt4.blinded.final-only
        raise Fails(failure("invalid_onion_blinding", rule, sha256_of_onion=NO_HASH))
    _check_custom_types(htlc, payload, config)
    return payload


def _check_custom_types(htlc: Htlc, payload: Payload, config: Config) -> None:
    # The keysend record has a member of its own, and so is not among the others.
    for tlv_type, _ in payload.other:
        even = tlv_type % 2 == 0
        if tlv_type < CUSTOM_TYPES_START or not even or tlv_type in config.known_custom_types:
            continue
        offset = next(r.type_offset for r in tlv.walk(htlc.payload) if r.type == tlv_type)
        raise Fails(
            invalid_payload(
                Reject(
                    "unknown_even",
                    f"type {tlv_type} is even and not known",
                    rule="amp.payee.custom-even",  # rule: amp.payee.custom-even
                    offset=offset,
                    tlv_type=tlv_type,
                )
            )
        )


def _compare_with_payload(htlc: Htlc, payload: Payload) -> None:
    """Steps 4 and 5: the last router did at least what it was told to."""
    if htlc.amount_msat < payload.amt_to_forward:
        rule = "amp.payee.htlc-amount"  # rule: amp.payee.htlc-amount
        values = {"incoming_htlc_amt": htlc.amount_msat}
        raise Fails(failure("final_incorrect_htlc_amount", rule, **values))
    if htlc.cltv_expiry < payload.outgoing_cltv_value:
        rule = "amp.payee.htlc-expiry"  # rule: amp.payee.htlc-expiry
        values = {"cltv_expiry": htlc.cltv_expiry}
        raise Fails(failure("final_incorrect_cltv_expiry", rule, **values))


def _find(htlc: Htlc, payload: Payload, config: Config, books: Books) -> Newcomer:
    """Steps 6 and 7: what kind of payment it is, and for which invoice."""
    if payload.amp_record is not None:
        newcomer = _find_amp(htlc, payload, books)
    elif payload.payment_data is not None:
        newcomer = _find_mpp(htlc, payload, books)
    elif payload.keysend_preimage is not None:
        newcomer = _find_keysend(htlc, payload)
    else:
        raise _Unknown(None)
    if newcomer.invoice is None and not config.accept_spontaneous:
        raise _Unknown("amp.payee.spontaneous")  # rule: amp.payee.spontaneous
    return newcomer


def _find_amp(htlc: Htlc, payload: Payload, books: Books) -> Newcomer:
    record = payload.amp_record
    part = Part(record.root_share, record.child_index, htlc.payment_hash)
    if record.layout == amp_record.TYPE8:
        key = type8_set(record.set_id)
        return Newcomer(payload, key, None, payload.total_amount_msat, part)
    if payload.payment_data is None:
        raise _Unknown("amp.payee.payment-data")  # rule: amp.payee.payment-data
    secret = payload.payment_data.payment_secret
    if secret == ZERO:
        raise _Unknown("amp.payee.invoice")  # rule: amp.payee.invoice
    invoice = books.invoices.get(secret)
    if invoice is not None and (not invoice.amp or secret in books.cancelled):
        raise _Unknown("amp.payee.invoice")  # rule: amp.payee.invoice
    key = amp_set(secret, record.set_id)
    return Newcomer(payload, key, invoice, payload.payment_data.total_msat, part)


def _find_mpp(htlc: Htlc, payload: Payload, books: Books) -> Newcomer:
    secret = payload.payment_data.payment_secret
    invoice = books.invoices.get(secret)
    if (
        secret == ZERO
        or invoice is None
        or invoice.preimage is None
        or invoice.payment_hash != htlc.payment_hash
        or secret in books.cancelled
    ):
        raise _Unknown("amp.payee.invoice")  # rule: amp.payee.invoice
    return Newcomer(payload, mpp_set(secret), invoice, payload.payment_data.total_msat, None)


def _find_keysend(htlc: Htlc, payload: Payload) -> Newcomer:
    if hashlib.sha256(payload.keysend_preimage).digest() != htlc.payment_hash:
        raise _Unknown("amp.payee.keysend")  # rule: amp.payee.keysend
    return Newcomer(payload, None, None, payload.amt_to_forward, None)


def _look_at_set(newcomer: Newcomer, books: Books) -> None:
    """Step 8: the set has a name, and was not settled."""
    record = newcomer.payload.amp_record
    if record is not None and record.set_id == ZERO:
        raise _Unknown("amp.payee.set-id-zero")  # rule: amp.payee.set-id-zero
    if newcomer.key in books.settled:
        raise _Unknown("amp.payee.set-settled")  # rule: amp.payee.set-settled


def _look_at_invoice(newcomer: Newcomer, books: Books, now: int) -> None:
    """Steps 9 and 10: the invoice has not expired, and its metadata came along."""
    invoice = newcomer.invoice
    if invoice is None:
        return
    begins = newcomer.key not in books.sets
    if begins and invoice.expires_at is not None and now > invoice.expires_at:
        raise _Unknown("amp.payee.invoice-expiry")  # rule: amp.payee.invoice-expiry
    asked = invoice.payment_metadata
    if asked is not None and newcomer.payload.payment_metadata != asked:
        raise _Unknown("amp.payee.metadata")  # rule: amp.payee.metadata


def _look_at_total(newcomer: Newcomer, books: Books) -> None:
    """Step 11: the total is one that the invoice allows, and that of the set."""
    total = newcomer.total_msat
    asked = None if newcomer.invoice is None else newcomer.invoice.amount_msat
    if total == 0 or (asked is not None and total < asked):
        raise _Unknown("amp.payee.total-least")  # rule: amp.payee.total-least
    if asked is not None and total > 2 * asked:
        raise _Unknown("amp.payee.total-most")  # rule: amp.payee.total-most
    begun = books.sets.get(newcomer.key)
    if begun is None:
        return
    if total != begun.total_msat:
        raise _Unknown("amp.payee.total-equal")  # rule: amp.payee.total-equal
    if begun.sum_msat() + newcomer.payload.amt_to_forward > U64_MAXIMUM:
        raise _Unknown("amp.payee.sum")  # rule: amp.payee.sum


def _look_at_expiry(htlc: Htlc, newcomer: Newcomer, config: Config, height: int) -> None:
    """Step 12: there are blocks enough left, by the payee's delta and by the invoice's."""
    delta = config.min_final_cltv_expiry_delta
    if newcomer.invoice is not None:
        delta = max(delta, newcomer.invoice.min_final_cltv_expiry_delta or 0)
    if htlc.cltv_expiry < height + delta:
        raise _Unknown("amp.payee.cltv")  # rule: amp.payee.cltv


def _look_at_limits(newcomer: Newcomer, config: Config, books: Books) -> None:
    """Step 13: there is room. Keysend is not held and needs none."""
    if newcomer.key is None:
        return
    begins = newcomer.key not in books.sets
    for sets, most_sets, most_htlcs in (
        (
            books.sets_of(newcomer.invoice),
            config.limits.sets_of_invoice,
            config.limits.htlcs_of_invoice,
        ),
        (list(books.sets.values()), config.limits.sets, config.limits.htlcs),
    ):
        htlcs = sum(len(each.held) for each in sets)
        if begins and most_sets is not None and len(sets) >= most_sets:
            raise _Unknown("amp.payee.limits")  # rule: amp.payee.limits
        if most_htlcs is not None and htlcs >= most_htlcs:
            raise _Unknown("amp.payee.limits")  # rule: amp.payee.limits
