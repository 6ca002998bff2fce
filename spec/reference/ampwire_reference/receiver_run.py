"""The operation `receiver.run`: a whole scenario of a payee."""

from __future__ import annotations

import hashlib
from typing import Any

from ampwire_reference import amp_record, derivation
from ampwire_reference.payee import Answers, Payee
from ampwire_reference.payee_answer import Answer, Failed, Mistake, Settled
from ampwire_reference.payee_words import (
    OF_SET,
    TIMEOUT_DEFAULT,
    U32_MAXIMUM,
    U64_MAXIMUM,
    Config,
    Htlc,
    Invoice,
)
from ampwire_reference.rejection import Reject
from ampwire_reference.request import Members

EVENTS = ("htlc", "block_height", "cancel_set", "cancel_invoice", "tick")
"""What an event can be, each one of these beside its time."""


def run(members: Members, timeout_of: str = OF_SET) -> dict[str, Any]:
    """Runs the payee. `timeout_of` says what runs out, as `payee_words.TIMEOUTS` has it."""
    config = _config(members.object("config"), timeout_of)
    payee = Payee(config, _invoices(members))
    outcomes = []
    for number, event in enumerate(members.objects("events")):
        for htlc_id, answer in _happen(payee, event):
            outcomes.append({"event": str(number), "id": htlc_id, **_written(answer)})
    return {"outcomes": outcomes}


def _config(members: Members, timeout_of: str) -> Config:
    timeout = members.optional_integer("mpp_timeout")
    known = members.integers("known_custom_types") if members.has("known_custom_types") else []
    return Config(
        scheme=members.choice("scheme", derivation.SCHEMES),
        layouts=tuple(members.choices("layouts", amp_record.LAYOUTS)),
        accept_spontaneous=members.boolean("accept_spontaneous"),
        mpp_timeout=TIMEOUT_DEFAULT if timeout is None else timeout,
        min_final_cltv_expiry_delta=members.integer("min_final_cltv_expiry_delta"),
        block_height=_height(members),
        known_custom_types=frozenset(known),
        timeout_of=timeout_of,
    )


def _invoices(members: Members) -> list[Invoice]:
    invoices = [_invoice(each) for each in members.objects("invoices")]
    if len({invoice.payment_secret for invoice in invoices}) != len(invoices):
        raise Reject("duplicate", "two invoices have one payment_secret")
    return invoices


def _invoice(members: Members) -> Invoice:
    amp = members.boolean("amp")
    invoice = Invoice(
        payment_secret=_bytes32(members, "payment_secret"),
        payment_hash=_bytes32(members, "payment_hash"),
        amp=amp,
        preimage=_bytes32(members, "preimage") if not amp or members.has("preimage") else None,
        amount_msat=members.optional_integer("amount_msat"),
        expires_at=members.optional_integer("expires_at"),
        min_final_cltv_expiry_delta=members.optional_integer("min_final_cltv_expiry_delta"),
        payment_metadata=members.optional_hex("payment_metadata"),
    )
    if invoice.preimage is not None:
        if hashlib.sha256(invoice.preimage).digest() != invoice.payment_hash:
            raise Reject("mismatch", "an invoice has another payment_hash than its preimage")
    return invoice


def _happen(payee: Payee, event: Members) -> Answers:
    at = event.integer("at")
    kinds = [kind for kind in EVENTS if event.has(kind)]
    if len(kinds) != 1:
        raise Reject("other", "an event is one of " + ", ".join(EVENTS))
    if kinds == ["htlc"]:
        return payee.arrive(at, _htlc(event.object("htlc")))
    if kinds == ["block_height"]:
        return payee.block(at, _height(event))
    if kinds == ["cancel_set"]:
        return payee.cancel_set(at, _bytes32(event, "cancel_set"))
    if kinds == ["cancel_invoice"]:
        return payee.cancel_invoice(at, _bytes32(event, "cancel_invoice"))
    event.boolean("tick")
    return payee.tick(at)


def _htlc(members: Members) -> Htlc:
    return Htlc(
        id=members.text("id"),
        amount_msat=_number(members, "amount_msat", U64_MAXIMUM),
        payment_hash=_bytes32(members, "payment_hash"),
        cltv_expiry=_number(members, "cltv_expiry", U32_MAXIMUM),
        payload=members.hex("payload"),
    )


def _written(answer: Answer) -> dict[str, Any]:
    if isinstance(answer, Settled):
        return {"settled": answer.preimage.hex()}
    if isinstance(answer, Failed):
        failed = {"name": answer.name}
        if answer.data:
            failed["data"] = answer.data.hex()
        return {"failed": failed}
    if isinstance(answer, Mistake):
        return {"error": answer.rule + ": " + answer.message}
    return {"held": True}


def _height(members: Members) -> int:
    # A failure has four bytes for it.
    return _number(members, "block_height", U32_MAXIMUM)


def _number(members: Members, name: str, maximum: int) -> int:
    number = members.integer(name)
    if number > maximum:
        raise Reject("bad_value", f"{name} ends at {maximum}")
    return number


def _bytes32(members: Members, name: str) -> bytes:
    value = members.hex(name)
    if len(value) != derivation.LENGTH:
        raise Reject("bad_length", f"{name} is not {derivation.LENGTH} bytes")
    return value
