"""A few parts that are sent to LND and told to Ampwire's payee and the reference's."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from typing import Any

from live import payee, route
from live.node import Node
from live.part import Part
from live.payment import FINAL_DELTA
from live.process import wait_for
from live.scene import Stage, Wrong, expect

DETAILS = "incorrect_or_unknown_payment_details"
SETTLED = "settled"


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
    """Whether Bob sends what has another total than the first: one LND has one total for a set."""
    final_delta: int = FINAL_DELTA
    cancel: bool = False
    """Whether the payee gives the invoice up first."""


def play(stage: Stage, story: Story, name: str) -> str:
    """Sends the parts to LND, tells the payees the same, and compares all three."""
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
            expect(
                f"part {htlc['id']} by Ampwire",
                answer,
                payee.failed(wanted, part.amount_msat, height),
            )
            right = route.Failure(wanted, route.PAYEE, height)
            expect(f"part {htlc['id']} by LND", result.failure, right)
    request = {"config": settings, "invoices": story.invoices, "events": events}
    stage.capture(name, {"in": request, "last": ours})
    kinds = [wanted for _, wanted in story.parts]
    return f"{len(kinds) - kinds.count(SETTLED)} refused, {kinds.count(SETTLED)} settled"


def _send(
    stage: Stage, story: Story, node: Node
) -> tuple[list[dict[str, Any]], list[route.Result]]:
    """Sends all parts. Gives the HTLCs as a payee is told of them, and LND's answers."""
    htlcs: list[dict[str, Any]] = []
    results: dict[int, route.Result | Exception] = {}
    threads: list[threading.Thread] = []
    secret = story.invoices[0]["payment_secret"] if story.invoices else ""
    for number, (part, wanted) in enumerate(story.parts):
        by_bob = story.others_by_bob and part.total_msat != story.parts[0][0].total_msat
        payer = stage.network.bob if by_bob else stage.network.alice
        found = route.find(payer, [node], part.amount_msat, story.final_delta)
        route.put(found, part.payload(route.expiry(found)))
        htlcs.append(_htlc(number, part, route.expiry(found)))

        def tell(result: route.Result | Exception, number: int = number) -> None:
            results[number] = result

        threads.append(route.send_and_tell(payer, found, part.payment_hash, tell))
        if story.one_by_one and wanted != SETTLED:
            threads[-1].join(60)
        elif story.one_by_one and number + 1 < len(story.parts):
            wait_for("the part is held", lambda: _held(node, secret))
    end = time.monotonic() + 60
    for thread in threads:
        thread.join(max(0.0, end - time.monotonic()))
    return htlcs, [_result(results.get(number), number) for number in range(len(htlcs))]


def _htlc(number: int, part: Part, cltv_expiry: int) -> dict[str, Any]:
    """As `receiver.run` has it."""
    return {
        "id": str(number),
        "amount_msat": str(part.amount_msat),
        "payment_hash": part.payment_hash,
        "cltv_expiry": str(cltv_expiry),
        "payload": part.stream(cltv_expiry).hex(),
    }


def _result(result: route.Result | Exception | None, number: int) -> route.Result:
    if isinstance(result, route.Result):
        return result
    raise Wrong(f"part {number}: {result or 'held, not answered'}")


def _held(node: Node, payment_secret: str) -> bool:
    """Whether LND holds a part for this invoice."""
    invoices = node.cli("listinvoices", "--max_invoices", 1000)["invoices"]
    return any(
        htlc["state"] == "ACCEPTED"
        for invoice in invoices
        if invoice["payment_addr"] == payment_secret
        for htlc in invoice["htlcs"]
    )
