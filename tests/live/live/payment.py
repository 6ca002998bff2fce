"""A payment by Ampwire's payer, carried out by an LND node."""

from __future__ import annotations

import hashlib
import queue
import secrets
from pathlib import Path
from typing import Any

from live import reference, route
from live.node import Node
from live.process import Lines, Trouble
from live.scene import Wrong, expect

FINAL_DELTA = 100
"""Blocks from the height to the final hop's expiry: more than any invoice here asks for."""


class Payment:
    """The payer, the parts that are out, and the whole story for the judge."""

    def __init__(
        self,
        program: Path,
        folder: Path,
        payer: Node,
        payment_secret: str,
        total_msat: int,
        max_parts: int,
        other: list[dict[str, str]] | None = None,
    ) -> None:
        self._program, self._folder, self._payer = program, folder, payer
        self.order = {
            "payment_secret": payment_secret,
            "total_msat": str(total_msat),
            "max_parts": str(max_parts),
        }
        self._other = other or []
        self._name = secrets.token_hex(4)
        self._lines = self._begin()
        self._results: queue.Queue[tuple[str, route.Result | Exception]] = queue.Queue()
        self.out: set[str] = set()
        self.status = "open"
        self.next_id = "1"
        self.lacks_msat = total_msat
        # As `sender.run` has them.
        self.events: list[dict[str, Any]] = []
        self.shards: list[dict[str, Any]] = []
        self.heights: set[int] = set()
        self.htlcs: list[dict[str, Any]] = []
        self.failures: list[route.Failure] = []
        self.preimages: dict[str, str] = {}

    def _begin(self) -> Lines:
        command = [str(self._program), "payer", str(self._folder / f"payment-{self._name}")]
        lines = Lines(command, self._folder / f"payment-{self._name}.log")
        lines.tell({**self.order, "other": self._other})
        return lines

    def restart(self) -> None:
        """Kills the payer. The next one has what was stored, and nothing else."""
        self._lines.process.kill()
        self._lines.close()
        self._lines = self._begin()
        self.plan(1)

    def _tell(self, event: dict[str, Any]) -> dict[str, Any]:
        answer = self._lines.ask(event)
        self.status, self.next_id = answer["status"], answer["next_id"]
        self.lacks_msat = int(answer["lacks_msat"])
        return answer

    def plan(self, parts: int) -> list[int]:
        """What lacks, in so many amounts."""
        return [int(amount) for amount in self._tell({"plan": {"parts": str(parts)}})["amounts"]]

    def part(self, amount_msat: int, found: dict[str, Any]) -> dict[str, Any]:
        """Has the payer make a part for a route, and puts it there.

        Raises: `Wrong` where the payer refuses.
        """
        identifier, height = self.next_id, route.expiry(found)
        event = {"id": identifier, "amount_msat": str(amount_msat)}
        answer = self._tell({"send": {**event, "outgoing_cltv_value": str(height)}})
        if "send" not in answer:
            raise Wrong(f"the payer refuses a part: {answer['refused']}")
        sent = answer["send"]
        route.put(found, reference.read_payload(sent["payload"]))
        self.heights.add(height)
        self.events.append({"send": event})
        self.shards.append(sent)
        self.htlcs.append(
            {
                "id": identifier,
                "amount_msat": str(amount_msat),
                "payment_hash": sent["payment_hash"],
                "cltv_expiry": str(height),
                "payload": sent["payload"],
            }
        )
        return sent

    def send(self, amount_msat: int, found: dict[str, Any]) -> None:
        """Sends a part. What comes of it is fetched by `wait`."""
        sent = self.part(amount_msat, found)
        self.out.add(sent["id"])

        def tell(result: route.Result | Exception) -> None:
            self._results.put((sent["id"], result))

        route.send_and_tell(self._payer, found, sent["payment_hash"], tell)

    def wait(self, seconds: float = 60) -> route.Result:
        """What comes of the next part that comes to an end. The payer is told."""
        try:
            identifier, result = self._results.get(timeout=seconds)
        except queue.Empty:
            raise Wrong(f"{len(self.out)} parts are held after {seconds:.0f} seconds") from None
        if isinstance(result, Exception):
            raise Trouble(f"a part could not be sent: {result}")
        self.out.discard(identifier)
        if result.preimage is not None:
            self._settled(identifier, result.preimage)
        else:
            assert result.failure is not None
            self._failed(identifier, result.failure)
        return result

    def _settled(self, identifier: str, preimage: str) -> None:
        answer = self._tell({"settled": {"id": identifier, "preimage": preimage}})
        if "refused" in answer:
            raise Wrong(f"the payer does not take a preimage: {answer['refused']}")
        self.events.append({"settled": {"id": identifier, "preimage": preimage}})
        shard = next(shard for shard in self.shards if shard["id"] == identifier)
        shard["settled"] = True
        self.preimages[shard["payment_hash"]] = preimage
        expect(
            "the hash of a preimage",
            hashlib.sha256(bytes.fromhex(preimage)).hexdigest(),
            shard["payment_hash"],
        )

    def _failed(self, identifier: str, failure: route.Failure) -> None:
        self.failures.append(failure)
        event: dict[str, Any] = {"id": identifier, "by": failure.by}
        code = {"code": str(route.FAILURE_CODES[failure.name])} if failure.by == route.PAYEE else {}
        self._tell({"failed": {**event, **code}})
        self.events.append({"failed": {**event, "failure": failure.name}})

    def wait_all(self, seconds: float = 60) -> None:
        """Until nothing is out any more."""
        while self.out:
            self.wait(seconds)

    def close(self) -> None:
        """Has the story judged, and ends the payer.

        Raises: `Wrong` where the judge finds anything.
        """
        self._lines.close()
        (height,) = self.heights
        findings = reference.judge_payer(
            {**self.order, "outgoing_cltv_value": str(height)}, self.events, self.shards
        )
        expect("what the judge finds", findings, [])

    def set_ids(self) -> list[str]:
        """The set_ids that were used, in their order."""
        seen: dict[str, None] = {}
        for shard in self.shards:
            seen[reference.read_payload(shard["payload"])["amp_record"]["set_id"]] = None
        return list(seen)
