"""Ampwire's payee behind Carol: real HTLCs come to it, in the onions that LND made."""

from __future__ import annotations

import hashlib
import queue
import threading
import time
from typing import Any

from live import invoices, payee, reference, testee
from live.process import Lines, Trouble
from live.route import FAILURE_CODES
from live.scene import Stage, expect

CHANNEL = (500_000 << 40) | (1 << 16)
"""The short channel id from Carol to the payee. No such channel exists."""

CARRYING_DELTA = 40
"""Blocks that Carol has between both HTLCs."""

DELTA = 80
"""Blocks that the payee's invoices ask for."""


class Payee:
    """The payee, with the program that peels its onions."""

    def __init__(self, stage: Stage, accept_spontaneous: bool = False) -> None:
        self._stage = stage
        carol = stage.network.carol
        self.height = carol.height()
        self.private_key = invoices.private_key()
        self.htlcs: list[dict[str, Any]] = []
        """All that arrived, in their order, and what was presented again."""
        self.outcomes: dict[str, dict[str, Any]] = {}
        """What each of them was answered last."""
        self.carries_out = True
        """Whether LND is told what is decided."""
        self._settings = payee.config(carol, self.height, accept_spontaneous=accept_spontaneous)
        self._invoices: list[dict[str, Any]] = []
        self._events: list[dict[str, Any]] = []
        self._answers: list[dict[str, Any]] = []
        self._trouble: queue.Queue[Exception] = queue.Queue()
        self._state = stage.folder / f"behind-{self.private_key[:8]}"
        self._begin()

    def _begin(self) -> None:
        """Starts both programs. LND tells again what it holds for the one that peels."""
        stage, carol = self._stage, self._stage.network.carol
        machine = [str(stage.ours), "payee", str(self._state)]
        peeler = [str(stage.behind), carol.rpc_address, str(carol.certificate), self.private_key]
        self._machine = Lines(machine, stage.folder / "behind-payee.log")
        self._peeler = Lines(peeler, stage.folder / "behind.log")
        expect("the program behind Carol", self._peeler.next(), {"ready": True})

    def invoice(
        self, amount_msat: int, *, told: bool = True, preimage: bytes | None = None, **members: Any
    ) -> dict[str, Any]:
        """An invoice by Ampwire, of which the payee is told or not: `invoice`, and what it holds.

        With a preimage it is to be paid without AMP.
        """
        order = invoices.order(
            description="behind Carol",
            amount_msat=str(amount_msat),
            min_final_cltv_expiry_delta=str(DELTA),
            route_hints=[[self.hint()]],
            private_key=self.private_key,
            **members,
        )
        if preimage is not None:
            order["payment_hash"] = hashlib.sha256(preimage).hexdigest()
            order["features"] = ["8", "14", "17"]
        text = testee.ask(self._stage, "invoice.encode", order)["invoice"]
        if told:
            names = (
                "payment_secret",
                "payment_hash",
                "amount_msat",
                "min_final_cltv_expiry_delta",
                "payment_metadata",
            )
            known = {name: order[name] for name in names if name in order}
            known["amp"] = preimage is None
            if preimage is not None:
                known["preimage"] = preimage.hex()
            self._invoices.append(known)
        return {"invoice": text, **reference.ask("invoice.decode", {"invoice": text})}

    def hint(self) -> dict[str, str]:
        """How it is reached. It costs nothing."""
        return {
            "node_id": self._stage.network.carol.key,
            "short_channel_id": str(CHANNEL),
            "fee_base_msat": "0",
            "fee_proportional_millionths": "0",
            "cltv_expiry_delta": str(CARRYING_DELTA),
        }

    def open(self) -> None:
        """From here on it answers. All invoices have to be there."""
        self._open(self._invoices)

    def _open(self, invoices: list[dict[str, Any]]) -> None:
        self._machine.tell(
            {"at": str(int(time.time())), "config": self._settings, "invoices": invoices}
        )
        self._thread = threading.Thread(target=self._answer, daemon=True)
        self._thread.start()

    def restart(self) -> None:
        """Kills both programs. The payee goes on with what was stored, its invoices too."""
        for lines in (self._peeler, self._machine):
            lines.process.kill()
            lines.process.wait()
        self._thread.join()
        self._trouble.get()
        self.__exit__()
        self._begin()
        self.carries_out = True
        self._open([])

    def _answer(self) -> None:
        try:
            while True:
                htlc = self._peeler.next(3600)
                self.htlcs.append(htlc)
                event = {"at": str(int(time.time())), "htlc": htlc}
                number = str(len(self._events))
                self._events.append(event)
                for outcome in self._machine.ask(event):
                    self.outcomes[outcome["id"]] = outcome
                    self._answers.append({"event": number, **outcome})
                    if self.carries_out:
                        self._carry_out(outcome)
        except Exception as error:  # Told to who closes.
            self._trouble.put(error)

    def _carry_out(self, outcome: dict[str, Any]) -> None:
        if "settled" in outcome:
            self._peeler.tell({"id": outcome["id"], "settle": outcome["settled"]})
        elif "failed" in outcome:
            failure = outcome["failed"]
            message = FAILURE_CODES[failure["name"]].to_bytes(2, "big").hex() + failure.get(
                "data", ""
            )
            self._peeler.tell({"id": outcome["id"], "fail": message})

    def __enter__(self) -> Payee:
        return self

    def __exit__(self, *_: object) -> None:
        """LND lets one program alone decide: the next scene's could not."""
        self._peeler.close()
        self._machine.close()

    def close(self, name: str) -> None:
        """Ends it, and has the reference's payee say what it would have answered.

        Raises: `Wrong` where that is something else; `Trouble` where the payee ended before.
        """
        if not self._trouble.empty():
            raise Trouble(f"behind Carol: {self._trouble.get()}")
        self.__exit__()
        request = {"config": self._settings, "invoices": self._invoices, "events": self._events}
        theirs = reference.ask("receiver.run", request)["outcomes"]
        self._stage.capture(f"receiver-run/{name}", {"in": request, "outcomes": theirs})
        for answer in self._answers:
            answer.pop("why", None)
        ours = payee.sorted_outcomes(self._answers)
        expect("what Ampwire answered, beside the reference", ours, payee.sorted_outcomes(theirs))

    def settled(self) -> dict[str, str]:
        """The preimages that were given away, by id."""
        return {
            name: outcome["settled"]
            for name, outcome in self.outcomes.items()
            if "settled" in outcome
        }
