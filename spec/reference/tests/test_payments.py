"""Whole payments: what the reference's payer sends is what its payee settles."""

import hashlib
import random
import unittest

from scenarios import HEIGHT, OTHER_SECRET, request
from support import SECRET, ask

from ampwire_reference.payee import Payee
from ampwire_reference.payee_answer import Failed, Held, Settled
from ampwire_reference.payee_words import Config, Htlc, Invoice
from ampwire_reference.payer import PAYEE, ROUTER, Order, Payer, Refused

TOTAL = 1000
EXPIRY = HEIGHT + 40
SEED = 8
PAYMENTS = 300


class Channels:
    """What is between payer and payee: it loses, delays, turns round and presents again."""

    def __init__(self, generator: random.Random) -> None:
        self.generator = generator
        secret = bytes.fromhex(SECRET)
        self.payer = Payer(Order(TOTAL, secret, EXPIRY, 6), generator.randbytes)
        invoice = Invoice(secret, bytes(32), amp=True, amount_msat=TOTAL)
        self.payee = Payee(Config("sha256", ("type14",), 18, HEIGHT), [invoice])
        self.now = 1000
        self.under_way: dict[str, Htlc] = {}
        self.arrived: dict[str, Htlc] = {}
        self.settled: dict[str, bytes] = {}
        self.count = 0

    def step(self) -> None:
        self.now += self.generator.randrange(0, 25)
        choice = self.generator.random()
        if choice < 0.45:
            self.send()
        elif choice < 0.85 and self.under_way:
            shard_id = self.generator.choice(sorted(self.under_way))
            htlc = self.under_way.pop(shard_id)
            if self.generator.random() < 0.2:
                self.payer.failed(shard_id, ROUTER, None)
            else:
                self.arrived[shard_id] = htlc
                self.tell(self.payee.arrive(self.now, htlc))
        elif self.arrived:
            htlc = self.arrived[self.generator.choice(sorted(self.arrived))]
            self.tell(self.payee.arrive(self.now, htlc))
        else:
            self.tell(self.payee.tick(self.now))

    def send(self) -> None:
        self.count += 1
        shard_id = f"s{self.count}"
        amount = self.generator.choice([100, 300, 500, 900, TOTAL])
        sent = self.payer.send(shard_id, amount)
        if not isinstance(sent, Refused):
            self.under_way[shard_id] = Htlc(
                shard_id, amount, sent.payment_hash, EXPIRY, sent.payload
            )

    def tell(self, answers: list) -> None:
        for shard_id, answer in answers:
            if shard_id not in self.arrived:
                continue
            htlc = self.arrived[shard_id]
            if isinstance(answer, Settled):
                if hashlib.sha256(answer.preimage).digest() != htlc.payment_hash:
                    raise AssertionError("a preimage does not fit")
                self.settled[shard_id] = answer.preimage
                self.payer.settled(shard_id, answer.preimage)
                del self.arrived[shard_id]
            elif isinstance(answer, Failed):
                if answer.name != "mpp_timeout":
                    raise AssertionError(f"failed by {answer.rule}")
                self.payer.failed(shard_id, PAYEE, answer.name)
                del self.arrived[shard_id]
            elif not isinstance(answer, Held):
                raise AssertionError(answer)


class PaymentTest(unittest.TestCase):
    def test_all_or_nothing(self) -> None:
        generator = random.Random(SEED)
        paid = 0
        for _ in range(PAYMENTS):
            channels = Channels(generator)
            amounts: dict[str, int] = {}
            for _ in range(60):
                channels.step()
                for shard_id, htlc in {**channels.under_way, **channels.arrived}.items():
                    amounts[shard_id] = htlc.amount_msat
            settled = sum(amounts[shard_id] for shard_id in channels.settled)
            self.assertIn(settled, (0, TOTAL))
            paid += settled == TOTAL
            if settled:
                self.assertEqual((channels.under_way, channels.arrived), ({}, {}))
            # What is still held ends by itself.
            channels.tell(channels.payee.tick(channels.now + 120))
            self.assertEqual(channels.arrived, {})
            self.assertEqual(channels.payee.books.sets, {})
        self.assertGreater(paid, PAYMENTS // 4)
        self.assertLess(paid, PAYMENTS)

    def test_through_the_operations(self) -> None:
        config = {
            "total_msat": str(TOTAL),
            "payment_secret": OTHER_SECRET,
            "outgoing_cltv_value": str(EXPIRY),
            "max_parts": "3",
        }
        sends = [{"send": {"id": name, "amount_msat": amount}}
                 for name, amount in (("a", "200"), ("b", "300"), ("c", "500"))]  # fmt: skip
        shards = ask("sender.run", config=config, events=sends)["ok"]["shards"]
        events = [
            {
                "at": "5",
                "htlc": {
                    **send["send"],
                    "payment_hash": shard["payment_hash"],
                    "cltv_expiry": str(EXPIRY),
                    "payload": shard["payload"],
                },
            }
            for send, shard in zip(sends, shards)
        ]
        given = ask("receiver.run", **request(events, accept_spontaneous=True))
        last = {each["id"]: each for each in given["ok"]["outcomes"]}
        for send, shard in zip(sends, shards):
            preimage = bytes.fromhex(last[send["send"]["id"]]["settled"])
            self.assertEqual(hashlib.sha256(preimage).hexdigest(), shard["payment_hash"])
