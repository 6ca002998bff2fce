"""Ampwire's payer: its parts settle at LND."""

from __future__ import annotations

import secrets
import time
from typing import Any

from live import payee, route
from live.payment import FINAL_DELTA, Payment
from live.scene import Scene, Stage, Wrong, expect


def scenes() -> list[Scene]:
    """In their order."""
    return [
        Scene("sending/four-parts", four_parts),
        Scene("sending/invoice-twice", invoice_twice),
        Scene("sending/spontaneous", spontaneous),
        Scene("sending/router-fails", router_fails),
        Scene("sending/timeout", timeout, waits=True),
    ]


def new_payment(stage: Stage, secret: str, total_msat: int, **more: Any) -> Payment:
    """A payment from Alice, in up to 16 parts at a time."""
    return Payment(stage.ours, stage.folder, stage.network.alice, secret, total_msat, 16, **more)


def routes(stage: Stage, amounts: list[int]) -> list[dict[str, Any]]:
    """Routes to Carol: over both channels, and over Bob."""
    alice, bob, carol = stage.network.nodes
    first, second = stage.network.channels(alice, carol)
    ways = [([carol], first), ([bob, carol], "0"), ([carol], second), ([bob, carol], "0")]
    found = []
    for number, amount in enumerate(amounts):
        nodes, channel = ways[number % len(ways)]
        found.append(route.find(alice, nodes, amount, FINAL_DELTA, channel))
    return found


def send_all(stage: Stage, payment: Payment, parts: int) -> None:
    """Sends all that lacks."""
    amounts = payment.plan(parts)
    for amount, found in zip(amounts, routes(stage, amounts)):
        payment.send(amount, found)


def amp_invoice(stage: Stage, amount_msat: int) -> dict[str, Any]:
    """An AMP invoice by Carol's LND."""
    return stage.network.carol.cli("addinvoice", "--amp", "--amt_msat", amount_msat)


def settled_sets(stage: Stage, payment_secret: str) -> dict[str, list[dict[str, Any]]]:
    """The settled HTLCs of an invoice as Carol has them, by set_id."""
    invoices = stage.network.carol.cli("listinvoices", "--max_invoices", 1000)["invoices"]
    sets: dict[str, list[dict[str, Any]]] = {}
    for invoice in invoices:
        if invoice["payment_addr"] == payment_secret:
            for htlc in invoice["htlcs"]:
                if htlc["state"] == "SETTLED":
                    sets.setdefault(htlc["amp"]["set_id"], []).append(htlc)
    return sets


def check_settled(stage: Stage, payment: Payment, parts: int) -> None:
    """The payer knows that it has paid, and Carol has the same set, part by part."""
    expect("the payer's status", payment.status, "settled")
    last = payment.set_ids()[-1]
    htlcs = settled_sets(stage, payment.order["payment_secret"]).get(last, [])
    expect("parts that Carol has settled", len(htlcs), parts)
    paid = sum(int(htlc["amt_msat"]) for htlc in htlcs)
    expect("what Carol got", paid, int(payment.order["total_msat"]))
    preimages = {htlc["amp"]["hash"]: htlc["amp"]["preimage"] for htlc in htlcs}
    expect("preimages", preimages, payment.preimages)
    payment.close()


def four_parts(stage: Stage) -> str:
    """An AMP invoice, over three channels."""
    invoice = amp_invoice(stage, 200_000_001)
    payment = new_payment(stage, invoice["payment_addr"], 200_000_001)
    send_all(stage, payment, 4)
    payment.wait_all()
    check_settled(stage, payment, 4)
    return "4 parts settled"


def invoice_twice(stage: Stage) -> str:
    """One AMP invoice is paid twice; the second time the payer is killed in between."""
    invoice = amp_invoice(stage, 90_000_000)
    first = new_payment(stage, invoice["payment_addr"], 90_000_000)
    send_all(stage, first, 4)
    first.wait_all()
    check_settled(stage, first, 4)

    second = new_payment(stage, invoice["payment_addr"], 90_000_000)
    amounts = second.plan(6)
    for number, (amount, found) in enumerate(zip(amounts, routes(stage, amounts))):
        second.send(amount, found)
        if number == 2:
            second.restart()
    second.wait_all()
    check_settled(stage, second, 6)
    sets = settled_sets(stage, invoice["payment_addr"])
    expect("sets that Carol has settled", set(sets), {*first.set_ids(), *second.set_ids()})
    return "4 and 6 parts settled, the payer killed after 3 of them"


def spontaneous(stage: Stage) -> str:
    """No invoice: the secret is the payer's. With a custom record in every part."""
    other = [{"type": "70001", "value": "616d70"}]
    payment = new_payment(stage, secrets.token_hex(32), 16_000_003, other=other)
    send_all(stage, payment, 8)
    payment.wait_all()
    sets = settled_sets(stage, payment.order["payment_secret"])
    check_settled(stage, payment, 8)
    for htlc in sets[payment.set_ids()[0]]:
        expect("the custom record", htlc["custom_records"].get("70001"), "616d70")
    return "8 parts settled"


def router_fails(stage: Stage) -> str:
    """A router gets too little for itself: the share comes back, and is split anew."""
    invoice = amp_invoice(stage, 40_000_000)
    payment = new_payment(stage, invoice["payment_addr"], 40_000_000)
    amounts = payment.plan(4)
    found = routes(stage, amounts)
    _take_the_fee(found[1])
    for amount, way in zip(amounts, found):
        payment.send(amount, way)
    result = payment.wait()
    if result.failure is None:
        raise Wrong("a part arrived though its router got nothing")
    expect(
        "the failure", (result.failure.name, result.failure.by), ("fee_insufficient", route.ROUTER)
    )
    expect("what lacks", payment.lacks_msat, amounts[1])
    send_all(stage, payment, 2)
    payment.wait_all()
    check_settled(stage, payment, 5)
    expect("set_ids", len(payment.set_ids()), 1)
    return "3 and 2 parts settled, after one came back"


def timeout(stage: Stage) -> str:
    """A part lacks until the payee fails the others. Then all is sent under another root."""
    invoice = amp_invoice(stage, 60_000_000)
    payment = new_payment(stage, invoice["payment_addr"], 60_000_000)
    amounts = payment.plan(4)
    begun = time.monotonic()
    for amount, found in zip(amounts[:3], routes(stage, amounts[:3])):
        payment.send(amount, found)
    payment.wait(180)
    waited = time.monotonic() - begun
    expect("the payer's status", payment.status, "draining")
    payment.wait_all(180)
    expect("the payer's status", payment.status, "open")
    failures = {(failure.name, failure.by) for failure in payment.failures}
    expect("failures", failures, {("mpp_timeout", route.PAYEE)})
    if not 115 < waited < 180:
        raise Wrong(f"timed out after {waited:.0f} seconds")
    _expect_timeout_here(stage, payment, invoice)

    send_all(stage, payment, 5)
    payment.wait_all()
    check_settled(stage, payment, 5)
    expect("set_ids", len(payment.set_ids()), 2)
    return f"3 parts timed out after {waited:.0f} s, 5 others settled"


def _expect_timeout_here(stage: Stage, payment: Payment, invoice: dict[str, Any]) -> None:
    """Ampwire's payee holds the same parts, and fails them at the same time."""
    events = payee.events_of(payment.htlcs)
    events.append({"at": str(int(events[0]["at"]) + 120), "tick": True})
    height = stage.network.carol.height()
    settings = payee.config(stage.network.carol, height, accept_spontaneous=False)
    invoices = [
        {"payment_secret": invoice["payment_addr"], "payment_hash": invoice["r_hash"], "amp": True}
    ]
    for answer in payee.answers(stage, settings, invoices, events).values():
        expect("a part by Ampwire", answer, payee.failed("mpp_timeout", 0, height))


def _take_the_fee(way: dict[str, Any]) -> None:
    """Gives the first hop exactly what it has to forward."""
    forwarded = way["hops"][-1]["amt_to_forward_msat"]
    way["hops"][0]["fee_msat"] = way["hops"][0]["fee"] = "0"
    way["total_amt_msat"] = forwarded
    way["total_fees_msat"] = way["total_fees"] = "0"
