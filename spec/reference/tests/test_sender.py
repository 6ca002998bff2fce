"""Section 9 and section 10, "Sending": a simple payer, whose own answers the judge passes."""

from __future__ import annotations

import random
import unittest

from sends import CONFIG, FINAL_FAILURE, failed, of, refused_parts, send, settled
from support import SECRET, ask

from ampwire_reference import derivation, payload_decode
from ampwire_reference.payer import Order, Payer, Refused, is_permanent
from ampwire_reference.rejection import Reject
from ampwire_reference.sender_judge import judge


class OwnAnswerTest(unittest.TestCase):
    def run_and_judge(self, events: list, **config: str) -> list:
        members = {"config": {**CONFIG, **config}, "events": events}
        answer = ask("sender.run", **members)
        self.assertEqual(list(answer), ["ok"], answer)
        shards = answer["ok"]["shards"]
        self.assertEqual(judge(members["config"], events, shards), [], events)
        return shards

    def refused(self, events: list, **config: str) -> list:
        return ["refused" in shard for shard in self.run_and_judge(events, **config)]

    def test_parts_that_make_the_total(self) -> None:
        shards = self.run_and_judge([send("a", 400), send("b", 500), send("c", 100)])
        parts = []
        for shard in shards:
            payload = payload_decode.decode(bytes.fromhex(shard["payload"]), "final", ["type14"])
            record = payload.amp_record
            parts.append(
                derivation.Part(
                    record.root_share, record.child_index, bytes.fromhex(shard["payment_hash"])
                )
            )
        derivation.reconstruct("sha256", parts)

    def test_one_part(self) -> None:
        self.assertEqual(self.refused([send("a", 1000)], max_parts="1"), [False])

    def test_nothing_once_the_total_is_outstanding(self) -> None:
        events = [send("a", 400), send("b", 600), send("c", 1)]
        self.assertEqual(self.refused(events), [False, False, True])

    def test_no_part_is_larger_than_what_lacks(self) -> None:
        events = [send("a", 1001), send("b", 400), send("c", 601), send("d", 600)]
        self.assertEqual(self.refused(events), [True, False, True, False])

    def test_no_part_of_nothing(self) -> None:
        self.assertEqual(self.refused([send("a", 0), send("b", 1000)]), [True, False])

    def test_an_id_again(self) -> None:
        events = [send("a", 400), send("a", 600), failed("a"), send("a", 1000)]
        self.assertEqual(self.refused(events), [False, True, False])

    def test_max_parts(self) -> None:
        events = [send("a", 1), send("b", 1), send("c", 998), send("d", 1)]
        self.assertEqual(self.refused(events, max_parts="2"), [False, True, True, True])
        self.assertEqual(self.refused([send("a", 1000)], max_parts="0"), [True])
        events = [send("a", 1), send("c", 999)]
        self.assertEqual(self.refused(events, max_parts="2"), [False, False])

    def test_after_a_router_failed(self) -> None:
        events = [send("a", 400), send("b", 600), failed("a"), send("c", 100), send("d", 300)]
        shards = self.run_and_judge(events)
        self.assertEqual(len({self.set_id(shard) for shard in shards}), 1)

    def set_id(self, shard: dict) -> bytes:
        stream = bytes.fromhex(shard["payload"])
        return payload_decode.decode(stream, "final", ["type14"]).amp_record.set_id

    def test_after_the_payee_failed(self) -> None:
        for failure in ("mpp_timeout", "final_incorrect_htlc_amount", "no name of BOLT 4"):
            events = [
                send("a", 400),
                send("b", 500),
                failed("a", "payee", failure),
                send("c", 100),
                failed("b", "payee", failure),
                send("d", 1000),
            ]
            shards = self.run_and_judge(events)
            self.assertIn("refused", shards[2])
            self.assertNotEqual(self.set_id(shards[0]), self.set_id(shards[3]))

    def test_given_up(self) -> None:
        for failure in (FINAL_FAILURE, "invalid_onion_payload", "permanent_node_failure"):
            events = [send("a", 400), failed("a", "payee", failure), send("b", 1000)]
            self.assertEqual(self.refused(events), [False, True])
        # A router that says so is no payee.
        events = [send("a", 400), failed("a", "router", FINAL_FAILURE), send("b", 1000)]
        self.assertEqual(self.refused(events), [False, False])

    def test_another_preimage_settles_nothing(self) -> None:
        events = [send("a", 400), settled("a"), send("b", 600)]
        self.assertEqual(self.refused(events), [False, False])
        self.assertEqual(self.claimed(events), [False, False])

    def claimed(self, events: list) -> list:
        return [shard.get("settled", False) for shard in self.run_and_judge(events)]

    def test_the_right_preimage_settles(self) -> None:
        events = [send("a", 400), settled("a", None), send("b", 600)]
        self.assertEqual(self.refused(events), [False, True])
        self.assertEqual(self.claimed(events), [True, False])

    def test_of_an_id_used_again_the_later_part_is_claimed(self) -> None:
        events = [send("a", 400), failed("a"), send("a", 1000), send("a", 1), settled("a", None)]
        self.assertEqual(self.claimed(events), [False, True, False])

    def test_what_was_claimed_can_not_fail(self) -> None:
        for by in ("router", "payee"):
            events = [send("a", 400), settled("a", None), failed("a", by), send("b", 600)]
            self.assertEqual(self.refused(events), [False, True])
            self.assertEqual(self.claimed(events), [True, False])

    def test_what_is_not_outstanding_is_not_claimed(self) -> None:
        events = [settled("a", None), send("a", 400), failed("a"), settled("a", None),
                  settled("b", None), send("b", 1000)]  # fmt: skip
        self.assertEqual(self.claimed(events), [False, False])

    def test_events_about_nothing(self) -> None:
        events = [failed("a"), settled("a"), send("a", 1000), failed("a"), failed("a"),
                  send("b", 1000)]  # fmt: skip
        self.assertEqual(self.refused(events), [False, False])

    def test_random_payments(self) -> None:
        generator = random.Random(31)
        made = refused = 0
        for _ in range(300):
            events = []
            for _ in range(generator.randrange(1, 14)):
                shard_id = generator.choice("abcdef")
                if generator.random() < 0.65:
                    events.append(send(shard_id, generator.choice([0, 100, 300, 500, 1000, 1001])))
                else:
                    by, failure = generator.choice(
                        [("router", "x"), ("payee", "mpp_timeout"), ("payee", FINAL_FAILURE)]
                    )
                    events.append(failed(shard_id, by, failure))
            given = self.refused(events, max_parts=str(generator.randrange(1, 5)))
            refused += sum(given)
            made += len(given) - sum(given)
        self.assertGreater(made, 200)
        self.assertGreater(refused, 200)

    def test_requests_that_are_none(self) -> None:
        for change, rejection_class in (
            ({"total_msat": "0"}, "bad_value"),
            ({"total_msat": str(2**64)}, "bad_value"),
            ({"outgoing_cltv_value": str(2**32)}, "bad_value"),
            ({"payment_secret": "01"}, "bad_length"),
        ):
            answer = ask("sender.run", config={**CONFIG, **change}, events=[])
            self.assertEqual(answer["reject"]["class"], rejection_class)
        largest = {"total_msat": str(2**64 - 1), "outgoing_cltv_value": str(2**32 - 1)}
        events = [send("a", 2**64 - 1)]
        self.assertEqual(refused_parts(events, largest), [False])
        for event, rejection_class in (
            ({}, "other"),
            ({**send("a", 1), **failed("a")}, "other"),
            (send("a", 2**64), "bad_value"),
            (failed("a", "nobody"), "other"),
        ):
            answer = ask("sender.run", config=CONFIG, events=[event])
            self.assertEqual(answer["reject"]["class"], rejection_class)


class PayerTest(unittest.TestCase):
    def setUp(self) -> None:
        order = Order(1000, bytes.fromhex(SECRET), 800018, 4)
        self.payer = Payer(order, random.Random(5).randbytes)

    def test_a_preimage_that_fits_ends_it(self) -> None:
        first = self.payer.send("a", 400)
        self.payer.send("b", 600)
        stream = payload_decode.decode(first.payload, "final", ["type14"])
        root = self.payer._attempt.tracker.root
        record = stream.amp_record
        child = derivation.derive("sha256", root, record.root_share, record.child_index)
        with self.assertRaises(Reject) as caught:
            self.payer.settled("b", child.preimage)
        self.assertEqual(caught.exception.rule, "amp.payer.verify")
        self.payer.settled("a", child.preimage)
        self.payer.failed("b", "router", None)
        self.assertIsInstance(self.payer.send("c", 600), Refused)

    def test_which_failures_are_for_good(self) -> None:
        for name, expected in (
            (FINAL_FAILURE, True),
            ("invalid_onion_payload", True),
            ("invalid_onion_blinding", True),
            ("invalid_onion_key", True),
            ("mpp_timeout", False),
            ("final_incorrect_cltv_expiry", False),
            ("final_incorrect_htlc_amount", False),
            ("temporary_node_failure", False),
            (None, False),
        ):
            self.assertEqual(is_permanent(name), expected, name)

    def test_a_hash_is_drawn_again(self) -> None:
        first = self.payer.send("a", 1000)
        self.payer.failed("a", "router", None)
        tracker = self.payer._attempt.tracker
        share = tracker.kept
        self.payer._used_hashes.add(derivation.derive("sha256", tracker.root, share, 1).hash)
        drawn = iter([b"\x00\x00\x00\x01", b"\x00\x00\x00\x02"])
        self.payer._random_bytes = lambda _: next(drawn)
        second = self.payer.send("b", 1000)
        self.assertEqual(
            second.payment_hash, derivation.derive("sha256", tracker.root, share, 2).hash
        )
        self.assertNotEqual(first.payment_hash, second.payment_hash)
