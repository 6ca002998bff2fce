"""Ampwire's payee, told what LND was told, with the executable reference beside it."""

from __future__ import annotations

import secrets
import time
from typing import Any

from live import reference
from live.node import Node
from live.process import Lines
from live.scene import Stage, expect

DELTA = 19
"""Blocks that LND wants an HTLC to have left, whatever an invoice says."""

AMP_INVOICE_DELTA = 80
"""Blocks that LND's invoices ask for where nobody says otherwise."""


def config(node: Node, height: int, accept_spontaneous: bool) -> dict[str, Any]:
    """A payee that is set up as an LND node is."""
    assert node.key, "the node has to be up"
    return {
        "scheme": "sha256",
        "layouts": ["type14"],
        "accept_spontaneous": accept_spontaneous,
        "min_final_cltv_expiry_delta": str(DELTA),
        "block_height": str(height),
    }


def answers(
    stage: Stage,
    settings: dict[str, Any],
    invoices: list[dict[str, Any]],
    events: list[dict[str, Any]],
) -> dict[str, dict[str, Any]]:
    """What Ampwire's payee makes of these events: the last answer for each HTLC.

    Raises: `Wrong` where the reference's payee gives any other answer to any event.
    """
    state = stage.folder / f"payee-{secrets.token_hex(4)}"
    lines = Lines([str(stage.ours), "payee", str(state)], stage.folder / "payee.log")
    try:
        lines.tell({"at": events[0]["at"], "config": settings, "invoices": invoices})
        ours = [
            {"event": str(number), **outcome}
            for number, event in enumerate(events)
            for outcome in lines.ask(event)
        ]
    finally:
        lines.close()
    for outcome in ours:
        outcome.pop("why", None)
    request = {"config": settings, "invoices": invoices, "events": events}
    theirs = reference.ask("receiver.run", request)["outcomes"]
    expect(
        "what Ampwire answers, beside the reference", sorted_outcomes(ours), sorted_outcomes(theirs)
    )
    last = {outcome["id"]: outcome for outcome in ours}
    return {
        identifier: {k: v for k, v in each.items() if k not in ("event", "id")}
        for identifier, each in last.items()
    }


def sorted_outcomes(outcomes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Within one event any order stands."""
    return sorted(outcomes, key=lambda outcome: (int(outcome["event"]), outcome["id"]))


def events_of(htlcs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """HTLCs that arrive one after the other, now."""
    at = str(int(time.time()))
    return [{"at": at, "htlc": htlc} for htlc in htlcs]


def failed(name: str, amount_msat: int, height: int) -> dict[str, Any]:
    """The answer that fails an HTLC, as `receiver.run` writes it."""
    written: dict[str, Any] = {"name": name}
    if name == "incorrect_or_unknown_payment_details":
        written["data"] = amount_msat.to_bytes(8, "big").hex() + height.to_bytes(4, "big").hex()
    return {"failed": written}
