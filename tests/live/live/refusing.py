"""What a payee has to refuse: LND, Ampwire's payee and the reference's say the same, part by part.

Each scene is a rule of spec/amp.md, sections 8 and 10. What LND does where it departs from these is none of
these scenes' business.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from live import payee, route
from live.node import Node
from live.part import Part, amp_set, changed, sha256
from live.payment import FINAL_DELTA
from live.process import wait_for
from live.scene import Scene, Stage, Wrong, expect

DETAILS = "incorrect_or_unknown_payment_details"
SETTLED = "settled"

AMOUNT = 10_000_000
"""Of the invoices, in msat."""


@dataclass
class Story:
    """What is sent to whom, and what has to come of it."""

    parts: list[tuple[Part, str]]
    """Each with the failure's name, or `SETTLED`."""
    invoices: list[dict[str, Any]] = field(default_factory=list)
    """As `receiver.run` has them."""
    to_bob: bool = False
    """To Bob, who takes nothing without an invoice; else to Carol."""
    one_by_one: bool = False
    """Whether each part has to be there before the next is sent."""
    others_by_bob: bool = False
    """Whether Bob sends what has another total than the first: one LND payer has one total for a set."""
    final_delta: int = FINAL_DELTA
    cancel: bool = False
    """Whether the payee gives the invoice up first."""


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
    return Scene(f"refusing/{name}", lambda stage: play(stage, write(stage)))


def amp_invoice(stage: Stage, node: Node | None = None) -> tuple[str, dict[str, Any]]:
    """An AMP invoice by LND: its secret, and how a payee of ours is told of it."""
    made = (node or stage.network.carol).cli("addinvoice", "--amp", "--amt_msat", AMOUNT)
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


def play(stage: Stage, story: Story) -> str:
    """Sends the parts to LND, tells the payees the same, and compares all three with what has to be."""
    node = stage.network.bob if story.to_bob else stage.network.carol
    height = node.height()
    htlcs, results = _send(stage, story, node)
    for htlc in htlcs:
        expect("the height of the route", int(htlc["cltv_expiry"]), height + story.final_delta)

    settings = payee.config(node, height, accept_spontaneous=not story.to_bob)
    events = payee.events_of(htlcs)
    if story.cancel:
        secret = story.invoices[0]["payment_secret"]
        events.insert(0, {"at": events[0]["at"], "cancel_invoice": secret})
    ours = payee.answers(stage, settings, story.invoices, events)
    for htlc, result, (part, wanted) in zip(htlcs, results, story.parts):
        answer = ours[htlc["id"]]
        if wanted == SETTLED:
            expect(f"part {htlc['id']} by LND", result.failure, None)
            expect(f"part {htlc['id']} by Ampwire", answer, {"settled": result.preimage})
        else:
            expect(f"part {htlc['id']} by Ampwire", answer, payee.failed(wanted, part.amount_msat, height))
            right = route.Failure(wanted, route.PAYEE, height)
            expect(f"part {htlc['id']} by LND", result.failure, right)
    kinds = [wanted for _, wanted in story.parts]
    return f"{len(kinds) - kinds.count(SETTLED)} refused, {kinds.count(SETTLED)} settled"


def _send(stage: Stage, story: Story, node: Node) -> tuple[list[dict[str, Any]], list[route.Result]]:
    """Sends all parts. Gives the HTLCs as a payee is told of them, and what LND answered to each."""
    htlcs: list[dict[str, Any]] = []
    results: dict[int, route.Result | Exception] = {}
    threads = []
    for number, (part, wanted) in enumerate(story.parts):
        by_bob = story.others_by_bob and part.total_msat != story.parts[0][0].total_msat
        payer = stage.network.bob if by_bob else stage.network.alice
        found = route.find(payer, [node], part.amount_msat, story.final_delta)
        members = part.payload(route.expiry(found))
        route.put(found, members)
        htlcs.append(
            {
                "id": str(number),
                "amount_msat": str(part.amount_msat),
                "payment_hash": part.payment_hash,
                "cltv_expiry": members["outgoing_cltv_value"],
                "payload": part.stream(route.expiry(found)).hex(),
            }
        )

        def carry(
            number: int = number, payer: Node = payer, found: Any = found, part: Part = part
        ) -> None:
            try:
                results[number] = route.send(payer, found, part.payment_hash)
            except Exception as error:  # Told to who waits.
                results[number] = error

        thread = threading.Thread(target=carry, daemon=True)
        thread.start()
        threads.append(thread)
        if story.one_by_one:
            secret = part.payment_secret
            if wanted != SETTLED:
                thread.join(60)
            elif number + 1 < len(story.parts):
                wait_for("the part is held", lambda: _held(node, secret))
    end = time.monotonic() + 60
    for thread in threads:
        thread.join(max(0.0, end - time.monotonic()))
    given = [results.get(number) for number in range(len(story.parts))]
    for number, result in enumerate(given):
        if not isinstance(result, route.Result):
            raise Wrong(f"part {number}: {result if result else 'held, not answered'}")
    return htlcs, [result for result in given if isinstance(result, route.Result)]


def _held(node: Node, payment_secret: str | None) -> bool:
    """Whether LND holds a part for this invoice."""
    invoices = node.cli("listinvoices", "--max_invoices", 1000)["invoices"]
    return any(
        htlc["state"] == "ACCEPTED"
        for invoice in invoices
        if invoice["payment_addr"] == payment_secret
        for htlc in invoice["htlcs"]
    )
