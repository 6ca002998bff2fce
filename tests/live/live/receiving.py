"""Ampwire's payee: LND's payments come to it, over an LND node, in LND's onions."""

from __future__ import annotations

from collections import Counter
from typing import Any

from live import reference, route
from live.behind import CARRYING_DELTA, CHANNEL, DELTA, Payee
from live.node import NodeError
from live.payment import Payment
from live.scene import Scene, Stage, Wrong, expect

TOTAL = 120_000_000
"""msat."""


def scenes() -> list[Scene]:
    """In their order."""
    return [
        Scene("receiving/lnd-pays-twice", lnd_pays_twice),
        Scene("receiving/lnd-is-refused", lnd_is_refused),
        Scene("receiving/ampwire-pays", ampwire_pays),
    ]


def pay(stage: Stage, invoice: str) -> dict[str, Any]:
    """Alice's LND pays, in parts of 30,000 sat at most."""
    arguments = ["--amp", "--force", "--json", "--timeout", "60s", "--max_parts", 8, "--max_shard_size_sat", 30_000]
    alice = stage.network.alice
    try:
        return alice.cli("payinvoice", *arguments, invoice)
    except NodeError as error:
        # `lncli` ends with an error where a payment fails; what became of it is in the list.
        payments = alice.cli("listpayments", "--include_incomplete")["payments"]
        if payments and payments[-1]["payment_request"] == invoice:
            return payments[-1]
        raise Wrong(f"LND does not pay: {error}") from None


def lnd_pays_twice(stage: Stage) -> str:
    """An invoice by Ampwire is understood, found over its route hint, and paid by LND's own AMP, two times."""
    payee = Payee(stage)
    invoice = payee.invoice(TOTAL)
    payee.open()
    for number in (1, 2):
        paid = pay(stage, invoice["invoice"])
        expect("LND's payment", paid["status"], "SUCCEEDED")
        expect("what LND paid", paid["value_msat"], str(TOTAL))
        given = Counter(payee.settled().values())
        taken = Counter(htlc["preimage"] for htlc in paid["htlcs"] if htlc["status"] == "SUCCEEDED")
        if len(taken) < 4:
            raise Wrong(f"LND paid in {len(taken)} parts only")
        expect("preimages that LND has and Ampwire did not give", taken - given, Counter())
        sets = {reference.read_payload(htlc["payload"])["amp_record"]["set_id"] for htlc in payee.htlcs}
        expect("sets that arrived", len(sets), number)
    expect("parts that are settled", len(payee.settled()), len(payee.htlcs))
    arrived = sum(int(htlc["amount_msat"]) for htlc in payee.htlcs)
    expect("what arrived", arrived, 2 * TOTAL)
    payee.close()
    return f"{len(payee.htlcs)} parts in 2 sets settled by Ampwire"


def lnd_is_refused(stage: Stage) -> str:
    """The payee does not know the invoice. LND reads its failure, and gives the payment up."""
    payee = Payee(stage)
    invoice = payee.invoice(TOTAL, known=False)
    payee.open()
    paid = pay(stage, invoice["invoice"])
    expect("LND's payment", paid["status"], "FAILED")
    expect("LND's reason", paid["failure_reason"], "FAILURE_REASON_INCORRECT_PAYMENT_DETAILS")
    failures = {
        (htlc["failure"]["code"], int(htlc["failure"]["failure_source_index"]), int(htlc["failure"]["height"]))
        for htlc in paid["htlcs"]
    }
    hops = {len(htlc["route"]["hops"]) for htlc in paid["htlcs"]}
    expect("failures", failures, {("INCORRECT_OR_UNKNOWN_PAYMENT_DETAILS", number, payee.height) for number in hops})
    expect("parts that are settled", payee.settled(), {})
    payee.close()
    return f"{len(payee.htlcs)} parts failed by Ampwire"


def ampwire_pays(stage: Stage) -> str:
    """Both are Ampwire's, LND is between: what arrives is what was sent, byte for byte."""
    payee = Payee(stage)
    invoice = payee.invoice(TOTAL)
    payee.open()
    payment = Payment(stage.ours, stage.folder, stage.network.alice, invoice["payment_secret"], TOTAL, 16)
    for amount in payment.plan(5):
        payment.send(amount, _route(stage, invoice["payee"], amount))
    payment.wait_all()
    expect("the payer's status", payment.status, "settled")
    names = ("amount_msat", "payment_hash", "cltv_expiry", "payload")

    def known(htlcs: list[dict[str, Any]]) -> list[tuple[str, ...]]:
        return sorted(tuple(htlc[name] for name in names) for htlc in htlcs)

    expect("what arrived", known(payee.htlcs), known(payment.htlcs))
    expect("parts that are settled", len(payee.settled()), 5)
    payment.close()
    payee.close()
    return "5 parts, the same bytes at both ends"


def _route(stage: Stage, node_key: str, amount_msat: int) -> dict[str, Any]:
    """A route to Carol, and the one hop that LND knows nothing of. It costs nothing."""
    alice, _, carol = stage.network.nodes
    found = route.find(alice, [carol], amount_msat, DELTA + CARRYING_DELTA)
    before = found["hops"][-1]
    last = {
        **before,
        "chan_id": str(CHANNEL),
        "pub_key": node_key,
        "expiry": before["expiry"] - CARRYING_DELTA,
        "mpp_record": None,
    }
    before.update(expiry=last["expiry"], mpp_record=None)
    found["hops"].append(last)
    return found
