"""One part on its way: a route by LND, our records in its last hop, and what comes back."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from live.node import Node, base64_of, hex_of

FAILURE_CODES = {
    "incorrect_or_unknown_payment_details": 0x400F,
    "mpp_timeout": 0x0017,
    "final_incorrect_cltv_expiry": 0x0012,
    "final_incorrect_htlc_amount": 0x0013,
    "invalid_onion_payload": 0x4016,
}
"""BOLT 4's codes of what a payee may say."""

PAYEE = "payee"
ROUTER = "router"


@dataclass(frozen=True)
class Failure:
    """Why a part failed: BOLT 4's name, and who said so.

    `height` is of `incorrect_or_unknown_payment_details`. The amount is in that message too, but
    LND's interface does not show it.
    """

    name: str
    by: str
    height: int


@dataclass(frozen=True)
class Result:
    """What became of a part: a preimage, or a failure."""

    preimage: str | None
    failure: Failure | None


def find(
    payer: Node, nodes: list[Node], amount_msat: int, final_delta: int, channel: str = "0"
) -> dict[str, Any]:
    """A route over these nodes, the last of which is the payee."""
    request = {
        "amt_msat": str(amount_msat),
        "final_cltv_delta": final_delta,
        "hop_pubkeys": [base64_of(node.key) for node in nodes],
        "outgoing_chan_id": channel,
        # Without one LND finds no route for a part.
        "payment_addr": base64_of("11" * 32),
    }
    return payer.post("/v2/router/route", request)["route"]


def expiry(route: dict[str, Any]) -> int:
    """The height for the final hop."""
    return int(route["hops"][-1]["expiry"])


def put(route: dict[str, Any], payload: dict[str, Any]) -> None:
    """Puts the records of a final hop's payload into a route.

    What LND writes by itself, the amount and the height, has to be the route's.
    """
    hop = route["hops"][-1]
    assert payload["amt_to_forward"] == hop["amt_to_forward_msat"], (payload, hop)
    assert payload["outgoing_cltv_value"] == str(hop["expiry"]), (payload, hop)
    hop["tlv_payload"] = True
    hop["mpp_record"] = hop["amp_record"] = None
    if "payment_data" in payload:
        hop["mpp_record"] = {
            "payment_addr": base64_of(payload["payment_data"]["payment_secret"]),
            "total_amt_msat": payload["payment_data"]["total_msat"],
        }
    if "amp_record" in payload:
        hop["amp_record"] = {
            "root_share": base64_of(payload["amp_record"]["root_share"]),
            "set_id": base64_of(payload["amp_record"]["set_id"]),
            "child_index": int(payload["amp_record"]["child_index"]),
        }
    hop["custom_records"] = {
        record["type"]: base64_of(record["value"]) for record in payload.get("other", [])
    }


def send(payer: Node, route: dict[str, Any], payment_hash: str) -> Result:
    """Sends a part, and waits for what comes back."""
    # Without the last member one failed part is the end of the payment for LND.
    request = {"payment_hash": base64_of(payment_hash), "route": route, "skip_temp_err": True}
    attempt = payer.post("/v2/router/route/send", request)
    if attempt["status"] == "SUCCEEDED":
        return Result(hex_of(attempt["preimage"]), None)
    failure = attempt["failure"]
    by = PAYEE if int(failure["failure_source_index"]) == len(route["hops"]) else ROUTER
    name = failure["code"].lower()
    return Result(None, Failure(name, by, int(failure["height"])))


def send_and_tell(
    payer: Node,
    route: dict[str, Any],
    payment_hash: str,
    tell: Callable[[Result | Exception], None],
) -> threading.Thread:
    """Sends a part from a thread of its own, which tells what comes back, or what went wrong."""

    def carry() -> None:
        try:
            result: Result | Exception = send(payer, route, payment_hash)
        except Exception as error:  # Told to who waits.
            result = error
        tell(result)

    thread = threading.Thread(target=carry, daemon=True)
    thread.start()
    return thread
