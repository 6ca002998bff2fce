"""Ampwire's payee: LND's payments come to it, over an LND node, in LND's onions."""

from __future__ import annotations

import hashlib
import secrets
from collections import Counter
from typing import Any

from live import reference, route
from live.behind import CARRYING_DELTA, CHANNEL, DELTA, Payee
from live.node import NodeError, base64_of
from live.payment import Payment
from live.process import wait_for
from live.scene import Scene, Stage, Wrong, expect

TOTAL = 120_000_000
"""msat."""


KEYSEND = "5482373484"
"""The type of a keysend record."""


def scenes() -> list[Scene]:
    """In their order."""
    return [
        Scene("receiving/lnd-pays-twice", lnd_pays_twice),
        Scene("receiving/lnd-pays-metadata", lnd_pays_metadata),
        Scene("receiving/lnd-pays-spontaneously", lnd_pays_spontaneously),
        Scene("receiving/lnd-pays-without-amp", lnd_pays_without_amp),
        Scene("receiving/lnd-is-refused", lnd_is_refused),
        Scene("receiving/ampwire-pays", ampwire_pays),
        Scene("receiving/payee-killed", payee_killed),
    ]


def pay(stage: Stage, invoice: str, amp: bool = True) -> dict[str, Any]:
    """Alice's LND pays, in parts of 30,000 sat at most."""
    arguments: list[str | int] = ["--force", "--json", "--timeout", "60s"]
    arguments += ["--max_parts", 8, "--max_shard_size_sat", 30_000]
    if amp:
        arguments.append("--amp")
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
    """LND finds the payee over the route hint of Ampwire's invoice, and pays it two times."""
    with Payee(stage) as payee:
        invoice = payee.invoice(TOTAL)
        payee.open()
        for number in (1, 2):
            paid = pay(stage, invoice["invoice"])
            expect("LND's payment", paid["status"], "SUCCEEDED")
            expect("what LND paid", paid["value_msat"], str(TOTAL))
            given = Counter(payee.settled().values())
            taken = Counter(
                htlc["preimage"] for htlc in paid["htlcs"] if htlc["status"] == "SUCCEEDED"
            )
            if len(taken) < 4:
                raise Wrong(f"LND paid in {len(taken)} parts only")
            expect("preimages that LND has and Ampwire did not give", taken - given, Counter())
            sets = {
                reference.read_payload(htlc["payload"])["amp_record"]["set_id"]
                for htlc in payee.htlcs
            }
            expect("sets that arrived", len(sets), number)
        expect("parts that are settled", len(payee.settled()), len(payee.htlcs))
        arrived = sum(int(htlc["amount_msat"]) for htlc in payee.htlcs)
        expect("what arrived", arrived, 2 * TOTAL)
        payee.close("lnd-pays-twice")
    return f"{len(payee.htlcs)} parts in 2 sets settled by Ampwire"


def lnd_pays_metadata(stage: Stage) -> str:
    """The invoice has payment_metadata, and the payee takes no part without it."""
    with Payee(stage) as payee:
        invoice = payee.invoice(TOTAL, payment_metadata="616d7077697265")
        payee.open()
        paid = pay(stage, invoice["invoice"])
        expect("LND's payment", paid["status"], "SUCCEEDED")
        expect("parts that are settled", len(payee.settled()), len(payee.htlcs))
        payee.close("lnd-pays-metadata")
    return f"{len(payee.htlcs)} parts settled by Ampwire"


def lnd_pays_spontaneously(stage: Stage) -> str:
    """By AMP in parts, and by keysend: the payee has no invoice."""
    with Payee(stage, accept_spontaneous=True) as payee:
        key = payee.invoice(1)["payee"]
        payee.open()
        preimage = secrets.token_bytes(32)
        by_amp: dict[str, Any] = {"amp": True, "max_parts": 8, "max_shard_size_msat": "30000000"}
        by_keysend: dict[str, Any] = {
            "payment_hash": base64_of(hashlib.sha256(preimage).hexdigest()),
            "dest_custom_records": {KEYSEND: base64_of(preimage.hex())},
        }
        for number, more in enumerate((by_amp, by_keysend)):
            paid = _pay_node(stage, payee, key, {"amt_msat": str(TOTAL >> 2 * number), **more})
            expect("LND's payment", paid["status"], "SUCCEEDED")
        expect("parts that are settled", len(payee.settled()), len(payee.htlcs))
        expect("the last preimage", payee.settled()[payee.htlcs[-1]["id"]], preimage.hex())
        if len(payee.htlcs) < 5:
            raise Wrong(f"LND paid in {len(payee.htlcs)} parts only")
        payee.close("lnd-pays-spontaneously")
    return f"{len(payee.htlcs) - 1} parts by AMP and 1 by keysend settled by Ampwire"


def _pay_node(stage: Stage, payee: Payee, key: str, more: dict[str, Any]) -> dict[str, Any]:
    """Alice's LND pays a node that it knows from a route hint alone."""
    names = {"short_channel_id": "chan_id"}
    hint = {names.get(name, name): value for name, value in payee.hint().items()}
    request = {
        "dest": base64_of(key),
        "route_hints": [{"hop_hints": [hint]}],
        "dest_features": ["TLV_ONION_REQ", "PAYMENT_ADDR_OPT", "AMP_OPT"],
        "final_cltv_delta": DELTA,
        "timeout_seconds": 60,
        "no_inflight_updates": True,
        **more,
    }
    return stage.network.alice.post("/v2/router/send", request)["result"]


def lnd_pays_without_amp(stage: Stage) -> str:
    """The payee takes an ordinary payment in parts too."""
    with Payee(stage) as payee:
        preimage = secrets.token_bytes(32)
        invoice = payee.invoice(TOTAL, preimage=preimage)
        payee.open()
        paid = pay(stage, invoice["invoice"], amp=False)
        expect("LND's payment", paid["status"], "SUCCEEDED")
        expect("the preimage", paid["payment_preimage"], preimage.hex())
        expect("parts that are settled", len(payee.settled()), len(payee.htlcs))
        expect("preimages", set(payee.settled().values()), {preimage.hex()})
        payee.close("lnd-pays-without-amp")
    return f"{len(payee.htlcs)} parts settled by Ampwire"


def lnd_is_refused(stage: Stage) -> str:
    """The payee does not know the invoice. LND reads its failure, and gives the payment up."""
    with Payee(stage) as payee:
        invoice = payee.invoice(TOTAL, told=False)
        payee.open()
        paid = pay(stage, invoice["invoice"])
        expect("LND's payment", paid["status"], "FAILED")
        expect("LND's reason", paid["failure_reason"], "FAILURE_REASON_INCORRECT_PAYMENT_DETAILS")
        failures = {
            (
                htlc["failure"]["code"],
                int(htlc["failure"]["failure_source_index"]),
                int(htlc["failure"]["height"]),
            )
            for htlc in paid["htlcs"]
        }
        hops = {len(htlc["route"]["hops"]) for htlc in paid["htlcs"]}
        expect(
            "failures",
            failures,
            {("INCORRECT_OR_UNKNOWN_PAYMENT_DETAILS", number, payee.height) for number in hops},
        )
        expect("parts that are settled", payee.settled(), {})
        payee.close("lnd-is-refused")
    return f"{len(payee.htlcs)} parts failed by Ampwire"


def ampwire_pays(stage: Stage) -> str:
    """Both are Ampwire's, LND is between: what arrives is what was sent, byte for byte."""
    with Payee(stage) as payee:
        invoice = payee.invoice(TOTAL)
        payee.open()
        payment = Payment(
            stage.ours, stage.folder, stage.network.alice, invoice["payment_secret"], TOTAL, 16
        )
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
        payee.close("ampwire-pays")
    return "5 parts, the same bytes at both ends"


def payee_killed(stage: Stage) -> str:
    """The payee is killed while it holds three of five parts, and when it has settled all of them.

    LND, which does not know of that yet, presents to it again what has no answer.
    """
    with Payee(stage) as payee:
        invoice = payee.invoice(TOTAL)
        payee.open()
        payment = Payment(
            stage.ours, stage.folder, stage.network.alice, invoice["payment_secret"], TOTAL, 16
        )
        amounts = payment.plan(5)
        for amount in amounts[:3]:
            payment.send(amount, _route(stage, invoice["payee"], amount))
        wait_for("three parts are held", lambda: len(payee.outcomes) == 3)
        payee.restart()
        wait_for("they are presented again", lambda: len(payee.htlcs) == 6)
        payee.carries_out = False
        for amount in amounts[3:]:
            payment.send(amount, _route(stage, invoice["payee"], amount))
        wait_for("all are settled", lambda: len(payee.settled()) == 5)
        expect("parts that have an answer", len(payment.out), 5)
        payee.restart()
        payment.wait_all()
        expect("the payer's status", payment.status, "settled")
        expect("times that an HTLC was presented", len(payee.htlcs), 3 + 3 + 2 + 5)
        expect("HTLCs", len({htlc["id"] for htlc in payee.htlcs}), 5)
        expect("parts that are settled", len(payee.settled()), 5)
        payment.close()
        payee.close("payee-killed")
    return "5 parts settled, the payee killed while it held 3, and before it could say so"


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
