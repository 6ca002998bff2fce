"""What a payee has to refuse: LND, Ampwire's payee and the reference's say the same, part by part.

Each scene is a rule of spec/amp.md, section 8. Where a released LND departs from one is none of
these scenes' business: they hold what is refused alike.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from live import payee
from live.part import Part, amp_set, changed, sha256
from live.scene import Scene, Stage
from live.story import DETAILS, SETTLED, Story, play

AMOUNT = 10_000_000
"""Of the invoices, in msat."""


def scenes() -> list[Scene]:
    """In the order of section 10."""
    return [
        _scene("secret-unknown", secret_unknown),
        _scene("amp-to-plain-invoice", amp_to_plain_invoice),
        _scene("mpp-to-amp-invoice", mpp_to_amp_invoice),
        _scene("set-id-zero", set_id_zero),
        _scene("invoice-cancelled", invoice_cancelled),
        _scene("total-below-invoice", total_below),
        _scene("total-differs", total_differs),
        _scene("expiry-too-near", expiry_too_near),
        _scene("expiry-just-enough", expiry_just_enough),
        _scene("wrong-share", wrong_share),
        _scene("wrong-hash", wrong_hash),
        _scene("wrong-index", wrong_index),
    ]


def _scene(name: str, write: Callable[[Stage], Story]) -> Scene:
    return Scene(
        f"refusing/{name}", lambda stage: play(stage, write(stage), f"receiver-run/refusing-{name}")
    )


def amp_invoice(stage: Stage) -> tuple[str, dict[str, Any]]:
    """An AMP invoice by LND: its secret, and how a payee of ours is told of it."""
    made = stage.network.carol.cli("addinvoice", "--amp", "--amt_msat", AMOUNT)
    invoice = {
        "payment_secret": made["payment_addr"],
        "payment_hash": made["r_hash"],
        "amp": True,
        "amount_msat": str(AMOUNT),
        "min_final_cltv_expiry_delta": str(payee.AMP_INVOICE_DELTA),
    }
    return made["payment_addr"], invoice


def secret_unknown(stage: Stage) -> Story:
    """rule: amp.payee.invoice, amp.payee.spontaneous"""
    parts = amp_set(secrets.token_hex(32), [AMOUNT])
    return Story([(part, DETAILS) for part in parts], to_bob=True)


def amp_to_plain_invoice(stage: Stage) -> Story:
    """rule: amp.payee.invoice"""
    preimage = secrets.token_bytes(32)
    made = stage.network.carol.cli("addinvoice", "--amt_msat", AMOUNT, "--preimage", preimage.hex())
    invoice = {
        "payment_secret": made["payment_addr"],
        "payment_hash": sha256(preimage).hex(),
        "preimage": preimage.hex(),
        "amp": False,
        "amount_msat": str(AMOUNT),
        "min_final_cltv_expiry_delta": str(payee.AMP_INVOICE_DELTA),
    }
    return Story([(part, DETAILS) for part in amp_set(made["payment_addr"], [AMOUNT])], [invoice])


def mpp_to_amp_invoice(stage: Stage) -> Story:
    """rule: amp.payee.invoice"""
    secret, invoice = amp_invoice(stage)
    return Story([(Part(AMOUNT, AMOUNT, secret, invoice["payment_hash"]), DETAILS)], [invoice])


def set_id_zero(stage: Stage) -> Story:
    """rule: amp.payee.set-id-zero"""
    secret, invoice = amp_invoice(stage)
    (part,) = amp_set(secret, [AMOUNT])
    return Story([(changed(part, set_id="00" * 32), DETAILS)], [invoice])


def invoice_cancelled(stage: Stage) -> Story:
    """rule: amp.payee.cancel"""
    secret, invoice = amp_invoice(stage)
    stage.network.carol.cli("cancelinvoice", invoice["payment_hash"])
    return Story([(part, DETAILS) for part in amp_set(secret, [AMOUNT])], [invoice], cancel=True)


def total_below(stage: Stage) -> Story:
    """rule: amp.payee.total-least"""
    secret, invoice = amp_invoice(stage)
    return Story([(part, DETAILS) for part in amp_set(secret, [AMOUNT - 1])], [invoice])


def total_differs(stage: Stage) -> Story:
    """rule: amp.payee.total-equal. The newcomer fails alone, and the set completes without it."""
    secret, invoice = amp_invoice(stage)
    first, second = amp_set(secret, [AMOUNT // 2, AMOUNT // 2])
    (other,) = amp_set(secret, [AMOUNT // 2], total_msat=AMOUNT + 1)
    other = changed(other, set_id=first.set_id)
    parts = [(first, SETTLED), (other, DETAILS), (second, SETTLED)]
    return Story(parts, [invoice], one_by_one=True, others_by_bob=True)


def expiry_too_near(stage: Stage) -> Story:
    """rule: amp.payee.cltv"""
    secret, invoice = amp_invoice(stage)
    parts = [(part, DETAILS) for part in amp_set(secret, [AMOUNT])]
    return Story(parts, [invoice], final_delta=payee.AMP_INVOICE_DELTA - 1)


def expiry_just_enough(stage: Stage) -> Story:
    """rule: amp.payee.cltv, the other side of it"""
    secret, invoice = amp_invoice(stage)
    parts = [(part, SETTLED) for part in amp_set(secret, [AMOUNT])]
    return Story(parts, [invoice], final_delta=payee.AMP_INVOICE_DELTA)


def wrong_share(stage: Stage) -> Story:
    """rule: amp.payee.reconstruct"""
    secret, invoice = amp_invoice(stage)
    first, second = amp_set(secret, [AMOUNT // 2, AMOUNT // 2])
    second = changed(second, share=secrets.token_hex(32))
    return Story([(first, DETAILS), (second, DETAILS)], [invoice])


def wrong_hash(stage: Stage) -> Story:
    """rule: amp.payee.reconstruct"""
    secret, invoice = amp_invoice(stage)
    first, second = amp_set(secret, [AMOUNT // 2, AMOUNT // 2])
    second = changed(second, payment_hash=secrets.token_hex(32))
    return Story([(first, DETAILS), (second, DETAILS)], [invoice])


def wrong_index(stage: Stage) -> Story:
    """rule: amp.payee.reconstruct"""
    secret, invoice = amp_invoice(stage)
    first, second = amp_set(secret, [AMOUNT // 2, AMOUNT // 2])
    second = changed(second, child_index=second.child_index + 1)
    return Story([(first, DETAILS), (second, DETAILS)], [invoice])
