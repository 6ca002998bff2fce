"""Invoices: LND understands what Ampwire writes, and Ampwire what LND writes."""

from __future__ import annotations

import hashlib
import secrets
import time
from typing import Any

from live import reference, testee
from live.scene import Scene, Stage, expect

AMP_FEATURES = ["8", "14", "30"]
"""As LND sets them."""

LND_ASSUMES_DELTA = "24"
"""Blocks, where an invoice doesn't say. BOLT 11 has 18; a payer may give more."""

CURVE_ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141


def scenes() -> list[Scene]:
    """In their order."""
    return [
        Scene("invoices/ampwire-writes", ampwire_writes),
        Scene("invoices/lnd-writes", lnd_writes),
    ]


def private_key() -> str:
    """A key for one run."""
    return (secrets.randbelow(CURVE_ORDER - 1) + 1).to_bytes(32, "big").hex()


def order(**members: Any) -> dict[str, Any]:
    """An AMP invoice, as `invoice.encode` wants it, with these members too."""
    return {
        "network": "regtest",
        "timestamp": str(int(time.time())),
        "payment_hash": secrets.token_hex(32),
        "payment_secret": secrets.token_hex(32),
        "features": AMP_FEATURES,
        "private_key": private_key(),
        **members,
    }


def ampwire_writes(stage: Stage) -> str:
    """`decodepayreq` gives what the builder was told."""
    carol = stage.network.carol
    first, second = (
        {
            "node_id": node.key,
            "short_channel_id": str(number),
            "fee_base_msat": "1000",
            "fee_proportional_millionths": "17",
            "cltv_expiry_delta": "40",
        }
        for node, number in ((stage.network.bob, (700_000 << 40) | (1234 << 16) | 1), (carol, 42))
    )
    orders = [
        order(description="coffee", amount_msat="250000000"),
        order(description=""),
        order(
            description="any amount, for long", expiry="2592000", min_final_cltv_expiry_delta="80"
        ),
        order(description_hash=hashlib.sha256(b"a long story").hexdigest(), amount_msat="1"),
        order(description="Grüße \N{HOT BEVERAGE}", payee_in_field=True, amount_msat="123456789"),
        order(
            description="over two hops", route_hints=[[first, second]], amount_msat="2100000000000"
        ),
        order(description="two ways", route_hints=[[first], [second]], expiry="1"),
        order(description="on the chain", fallbacks=[{"version": "0", "program": "31" * 20}]),
        order(description="for the payee's own use", payment_metadata="01fafaf0"),
        order(description="IN CAPITALS", upper_case=True),
    ]
    for members in orders:
        invoice = testee.ask(stage, "invoice.encode", members)["invoice"]
        written = reference.ask("invoice.encode", members)["invoice"]
        expect("the reference writes", written, invoice)
        decoded = carol.cli("decodepayreq", invoice)
        payee = reference.ask("invoice.decode", {"invoice": invoice})["payee"]
        _compare(decoded, {**members, "payee": payee})
    return f"{len(orders)} invoices understood"


def _compare(decoded: dict[str, Any], members: dict[str, Any]) -> None:
    """What LND read, against what was written. LND does not show metadata."""
    expect("destination", decoded["destination"], members["payee"])
    expect("payment_hash", decoded["payment_hash"], members["payment_hash"])
    expect("payment_addr", decoded["payment_addr"], members["payment_secret"])
    expect("num_msat", decoded["num_msat"], members.get("amount_msat", "0"))
    expect("timestamp", decoded["timestamp"], members["timestamp"])
    expect("description", decoded["description"], members.get("description", ""))
    expect("description_hash", decoded["description_hash"], members.get("description_hash", ""))
    expect("expiry", decoded["expiry"], members.get("expiry", "3600"))
    delta = members.get("min_final_cltv_expiry_delta", LND_ASSUMES_DELTA)
    expect("cltv_expiry", decoded["cltv_expiry"], delta)
    expect("features", sorted(decoded["features"], key=int), members["features"])
    known = {bit: feature["is_known"] for bit, feature in decoded["features"].items()}
    expect("known features", known, dict.fromkeys(members["features"], True))
    hints = [
        [
            {
                "node_id": hop["node_id"],
                "short_channel_id": hop["chan_id"],
                "fee_base_msat": str(hop["fee_base_msat"]),
                "fee_proportional_millionths": str(hop["fee_proportional_millionths"]),
                "cltv_expiry_delta": str(hop["cltv_expiry_delta"]),
            }
            for hop in hint["hop_hints"]
        ]
        for hint in decoded["route_hints"]
    ]
    expect("route_hints", hints, members.get("route_hints", []))
    expect("a fallback", bool(decoded["fallback_addr"]), "fallbacks" in members)


def lnd_writes(stage: Stage) -> str:
    """What Ampwire reads in LND's invoices is what LND says of them."""
    carol = stage.network.carol
    asked = [
        ["--amp", "--amt_msat", "150000001", "--memo", "an amount"],
        ["--amp"],
        ["--amp", "--memo", "soon over", "--expiry", "60"],
        ["--amp", "--description_hash", "ab" * 32],
        ["--amt_msat", "1000", "--memo", "not by AMP"],
    ]
    for arguments in asked:
        invoice = carol.cli("addinvoice", *arguments)["payment_request"]
        members = testee.ask(stage, "invoice.decode", {"invoice": invoice})
        expect(
            "the reference reads", reference.ask("invoice.decode", {"invoice": invoice}), members
        )
        _compare(carol.cli("decodepayreq", invoice), members)
        amp = "--amp" in arguments
        expect("features", members["features"], AMP_FEATURES if amp else ["8", "14", "17", "25"])
    return f"{len(asked)} invoices read"
