"""Section 9 and section 10, "Sending": a simple payer, and the judge of any."""

from __future__ import annotations

import hashlib
import random
import unittest

from support import SECRET, ask

from ampwire_reference import derivation, payload_decode, payload_encode, sender_run
from ampwire_reference.amp_record import TYPE14, AmpRecord
from ampwire_reference.derivation import ZERO
from ampwire_reference.finding import FORM
from ampwire_reference.payer import Order, Payer, Refused, is_permanent
from ampwire_reference.payload import Payload
from ampwire_reference.payment_data import PaymentData
from ampwire_reference.rejection import Reject
from ampwire_reference.request import Members
from ampwire_reference.sender_judge import GIVEN_UP, MAX_PARTS, NEEDLESS, judge
from ampwire_reference.share_tracker import xor

CONFIG = {
    "total_msat": "1000",
    "payment_secret": SECRET,
    "outgoing_cltv_value": "800018",
    "max_parts": "4",
}
REFUSED = {"refused": "no"}
FINAL_FAILURE = "incorrect_or_unknown_payment_details"


def send(shard_id: str, amount: int) -> dict:
    return {"send": {"id": shard_id, "amount_msat": str(amount)}}


def failed(shard_id: str, by: str = "router", failure: str = "temporary_channel_failure") -> dict:
    return {"failed": {"id": shard_id, "by": by, "failure": failure}}


def settled(shard_id: str, preimage: bytes | None = ZERO) -> dict:
    if preimage is None:
        return {"settled": {"id": shard_id}}
    return {"settled": {"id": shard_id, "preimage": preimage.hex()}}


class Made:
    """Parts of one set with every wish fulfilled, to break rules with."""

    def __init__(self, set_id: bytes = b"\x03" * 32, root: bytes | None = None) -> None:
        self.set_id = set_id
        self.root = root

    def shard(self, amount: int, share: bytes, index: int = 0, **other: object) -> dict:
        """A part with this share."""
        payload = Payload(
            amt_to_forward=other.get("amt_to_forward", amount),
            outgoing_cltv_value=other.get("outgoing_cltv_value", 800018),
            payment_data=PaymentData(
                other.get("secret", bytes.fromhex(SECRET)), other.get("total", 1000)
            ),
            amp_record=AmpRecord(TYPE14, share, other.get("set_id", self.set_id), index),
        )
        its_hash = derivation.derive("sha256", self.root, share, index).hash
        return {
            "payload": payload_encode.encode(payload).hex(),
            "payment_hash": other.get("payment_hash", its_hash).hex(),
        }


ONE, TWO, THREE = b"\x18" * 32, b"\x22" * 32, b"\x44" * 32


def of(*shares: bytes, set_id: bytes = b"\x03" * 32) -> Made:
    """A set of these shares."""
    root = ZERO
    for share in shares:
        root = xor(root, share)
    return Made(set_id, root)


def refused_parts(events: list, config: dict) -> list:
    """Which parts the reference's payer refuses."""
    shards = ask("sender.run", config={**CONFIG, **config}, events=events)["ok"]["shards"]
    return ["refused" in shard for shard in shards]


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


class JudgeTest(unittest.TestCase):
    def rules(self, events: list, shards: list, **config: str) -> set:
        """The rules found broken. Shards get the ids that belong to them, if they have none."""
        if isinstance(shards, list):
            sends = [event["send"]["id"] for event in events if "send" in event]
            shards = [
                {"id": shard_id, **shard} if isinstance(shard, dict) else shard
                for shard_id, shard in zip(sends + ["x"], shards)
            ]
        return {finding.rule for finding in judge({**CONFIG, **config}, events, shards)}

    def test_what_is_right(self) -> None:
        made = of(ONE, TWO)
        events = [send("a", 400), send("b", 600)]
        shards = [made.shard(400, ONE), made.shard(600, TWO)]
        self.assertEqual(self.rules(events, shards), set())
        self.assertEqual({finding.rule for finding in judge(CONFIG, events, shards)}, {FORM})

    def test_shares_that_are_not_the_root(self) -> None:
        made = of(ONE, TWO)
        events = [send("a", 400), send("b", 600)]
        shards = [made.shard(400, ONE), made.shard(600, THREE)]
        self.assertEqual(self.rules(events, shards), {"amp.sha256.preimage"})
        # A shard that a router failed has its hash of the same root.
        events = [send("x", 5), failed("x"), *events]
        shards = [made.shard(5, THREE, payment_hash=ONE), made.shard(400, ONE)]
        shards.append(made.shard(600, TWO))
        self.assertEqual(self.rules(events, shards), {"amp.sha256.preimage"})

    def test_a_set_that_changes_its_root(self) -> None:
        events = [send("a", 1000), failed("a"), send("b", 1000)]
        shards = [of(ONE).shard(1000, ONE), of(TWO).shard(1000, TWO)]
        self.assertIn("amp.shares.kept", self.rules(events, shards))

    def test_an_all_zero_set_id(self) -> None:
        shards = [of(ONE, set_id=ZERO).shard(1000, ONE)]
        self.assertEqual(self.rules([send("a", 1000)], shards), {"amp.payer.fresh"})

    def test_an_all_zero_root(self) -> None:
        made = of(ONE, ONE)
        events = [send("a", 400), send("b", 600)]
        shards = [made.shard(400, ONE), made.shard(600, ONE, 1)]
        self.assertEqual(self.rules(events, shards), {"amp.payer.fresh"})

    def test_a_root_that_is_the_set_id(self) -> None:
        shards = [of(ONE, set_id=ONE).shard(1000, ONE)]
        self.assertEqual(self.rules([send("a", 1000)], shards), {"amp.payer.fresh"})

    def test_one_root_for_two_sets(self) -> None:
        events = [send("a", 1000), failed("a", "payee", "mpp_timeout"), send("b", 400),
                  send("c", 600)]  # fmt: skip
        again = of(TWO, THREE, set_id=b"\x04" * 32)
        shards = [of(xor(TWO, THREE)).shard(1000, xor(TWO, THREE)), again.shard(400, TWO),
                  again.shard(600, THREE)]  # fmt: skip
        self.assertEqual(self.rules(events, shards), {"amp.payer.fresh"})

    def test_an_all_zero_share(self) -> None:
        made = of(ONE, ZERO)
        events = [send("a", 400), send("b", 600)]
        shards = [made.shard(400, ONE), made.shard(600, ZERO)]
        self.assertEqual(self.rules(events, shards), {"amp.sha256.split"})

    def test_a_root_before_the_last(self) -> None:
        # Of one root, a part that has all of it while half of the total lacks.
        made = of(ONE)
        events = [send("a", 400)]
        self.assertEqual(self.rules(events, [made.shard(400, ONE)]), {"amp.sha256.split"})
        self.assertEqual(self.rules([send("a", 1000)], [made.shard(1000, ONE)]), set())

    def test_a_hash_again(self) -> None:
        made = of(ONE)
        events = [send("a", 1000), failed("a"), send("b", 1000)]
        shards = [made.shard(1000, ONE), made.shard(1000, ONE)]
        self.assertEqual(self.rules(events, shards), {"amp.payer.hash-once"})
        # The share may be used again whole, with another index.
        shards = [made.shard(1000, ONE), made.shard(1000, ONE, 1)]
        self.assertEqual(self.rules(events, shards), set())

    def test_parts_that_differ(self) -> None:
        made = of(ONE, TWO)
        events = [send("a", 400), send("b", 600)]
        for change, rule in (
            ({"secret": ONE}, "amp.payer.same-set"),
            ({"total": 999}, "amp.payer.same-set"),
            ({"set_id": TWO}, "amp.payer.same-set"),
            ({"outgoing_cltv_value": 1}, FORM),
        ):
            shards = [made.shard(400, ONE), made.shard(600, TWO, **change)]
            self.assertEqual(self.rules(events, shards), {rule}, change)
        # And so the shares make the root before the total is there.
        shards = [made.shard(400, ONE), made.shard(600, TWO, amt_to_forward=599)]
        self.assertEqual(self.rules(events, shards), {FORM, "amp.sha256.split"})

    def test_more_than_what_lacks(self) -> None:
        made = of(ONE, TWO)
        events = [send("a", 400), send("b", 700)]
        shards = [made.shard(400, ONE), made.shard(700, TWO)]
        self.assertEqual(self.rules(events, shards), {"amp.payer.no-subset"})
        made = of(ONE, TWO, THREE)
        events = [send("a", 400), send("b", 600), send("c", 1)]
        shards = [made.shard(400, ONE), made.shard(600, TWO), made.shard(1, THREE)]
        self.assertIn("amp.payer.no-subset", self.rules(events, shards))

    def test_a_part_of_nothing(self) -> None:
        made = of(ONE, TWO)
        events = [send("a", 0), send("b", 1000)]
        shards = [made.shard(0, ONE), made.shard(1000, TWO)]
        self.assertEqual(self.rules(events, shards), {"amp.payer.no-subset"})

    def test_an_id_that_is_outstanding(self) -> None:
        made = of(ONE, TWO)
        events = [send("a", 400), send("a", 100)]
        shards = [made.shard(400, ONE), made.shard(100, TWO)]
        self.assertEqual(self.rules(events, shards), {"amp.shares.id-once"})

    def test_more_than_max_parts(self) -> None:
        made = of(ONE, TWO, THREE)
        events = [send("a", 100), send("b", 100)]
        shards = [made.shard(100, ONE), made.shard(100, TWO)]
        self.assertEqual(self.rules(events, shards, max_parts="1"), {MAX_PARTS})

    def test_a_share_that_the_payee_knows(self) -> None:
        made = of(ONE, TWO)
        events = [send("a", 400), failed("a", "payee", "mpp_timeout"), send("b", 400)]
        shards = [made.shard(400, ONE), made.shard(400, TWO, 1)]
        self.assertEqual(self.rules(events, shards), {"amp.payer.retry-payee"})
        other = of(ONE, THREE, set_id=b"\x04" * 32)
        shards = [made.shard(400, ONE), other.shard(400, ONE, 1)]
        self.assertEqual(self.rules(events, shards), {"amp.payer.retry-payee"})
        shards = [made.shard(400, ONE), other.shard(400, THREE)]
        self.assertEqual(self.rules(events, shards), set())
        # Who never tries again is right as well.
        self.assertEqual(self.rules(events, [made.shard(400, ONE), REFUSED]), set())

    def test_a_fresh_set_beside_an_old_one(self) -> None:
        made, other = of(ONE, TWO, THREE), of(THREE, ONE, set_id=b"\x04" * 32)
        events = [send("a", 400), send("b", 500), failed("a", "payee", "mpp_timeout"),
                  send("c", 400)]  # fmt: skip
        shards = [made.shard(400, ONE), made.shard(500, TWO), other.shard(400, THREE)]
        self.assertEqual(self.rules(events, shards), {"amp.payer.same-set"})

    def test_a_part_after_it_was_given_up(self) -> None:
        made, other = of(ONE, TWO), of(THREE, TWO, set_id=b"\x04" * 32)
        events = [send("a", 400), failed("a", "payee", FINAL_FAILURE), send("b", 400)]
        shards = [made.shard(400, ONE), other.shard(400, THREE)]
        self.assertEqual(self.rules(events, shards), {GIVEN_UP})

    def test_who_never_sends(self) -> None:
        self.assertEqual(self.rules([send("a", 1000)], [REFUSED]), {NEEDLESS})
        made = of(ONE, TWO)
        events = [send("a", 400), send("b", 600)]
        shards = [made.shard(400, ONE), REFUSED]
        self.assertEqual(self.rules(events, shards, max_parts="2"), {NEEDLESS})
        events = [send("a", 400), send("b", 500)]
        self.assertEqual(self.rules(events, shards, max_parts="2"), set())
        self.assertEqual(self.rules(events, shards, max_parts="3"), {NEEDLESS})
        self.assertEqual(self.rules(events, shards, max_parts="1"), set())

    def test_a_preimage(self) -> None:
        made = of(ONE, TWO)
        preimage = derivation.derive("sha256", made.root, ONE, 0).preimage
        payment_hash = made.shard(400, ONE)["payment_hash"]
        self.assertEqual(hashlib.sha256(preimage).hexdigest(), payment_hash)
        shards = [made.shard(400, ONE), REFUSED]
        taken = [{**shards[0], "settled": True}, REFUSED]
        for given, right, wrong in (
            (preimage, set(), "amp.payer.verify"),
            (None, set(), "amp.payer.verify"),
            (ZERO, {NEEDLESS, "amp.payer.verify"}, NEEDLESS),
        ):
            events = [send("a", 400), settled("a", given), send("b", 600)]
            self.assertEqual(self.rules(events, taken), right)
            self.assertEqual(self.rules(events, shards), {wrong})
        # A preimage that is another part's.
        both = [made.shard(400, ONE), made.shard(600, TWO)]
        events = [send("a", 400), send("b", 600), settled("b", preimage)]
        self.assertEqual(self.rules(events, both), set())
        both[1]["settled"] = True
        self.assertEqual(self.rules(events, both), {"amp.payer.verify"})

    def test_a_claim_that_is_none(self) -> None:
        shards = [{**of(ONE).shard(1000, ONE), "settled": "yes"}]
        events = [send("a", 1000), settled("a", None)]
        self.assertEqual(self.rules(events, shards), {FORM})
        self.assertEqual(self.rules(events, [{**shards[0], "settled": True}]), set())
        refused = [{**REFUSED, "settled": True}]
        self.assertIn("amp.payer.verify", self.rules([send("a", 1000)], refused))

    def test_a_part_after_one_was_claimed(self) -> None:
        made = of(ONE, TWO)
        events = [send("a", 400), settled("a", None), send("b", 600)]
        shards = [{**made.shard(400, ONE), "settled": True}, made.shard(600, TWO)]
        self.assertEqual(self.rules(events, shards), {"amp.payer.verify"})

    def test_a_claimed_part_can_not_fail(self) -> None:
        made = of(ONE, TWO)
        events = [send("a", 400), settled("a", None), failed("a"), send("a", 400)]
        shards = [{**made.shard(400, ONE), "settled": True}, made.shard(400, TWO)]
        self.assertEqual(self.rules(events, shards), {"amp.payer.verify", "amp.shares.id-once"})

    def test_payloads_that_are_none(self) -> None:
        made = of(ONE)
        right = made.shard(1000, ONE)
        start = "020203e8" + "0403" + (800018).to_bytes(3, "big").hex()
        data = "0822" + SECRET + "03e8"
        record = "0e40" + ONE.hex() + made.set_id.hex()
        self.assertEqual(right["payload"], start + data + record)
        for payload, rule in (
            (start + data, "amp.record.layout"),
            (start + record, "amp.payload.payment-data-written"),
            (start + data + record[:-2], "bolt1.tlv.value-complete"),
            ("", "bolt4.payload.amt-to-forward"),
        ):
            given = self.rules([send("a", 1000)], [{**right, "payload": payload}])
            self.assertEqual(given, {rule})

    def test_answers_that_are_none(self) -> None:
        right = of(ONE).shard(1000, ONE)
        for shards in (
            [],
            [right, right],
            [{}],
            ["refused"],
            {"a": right},
            [{**right, "id": "b"}],
            [{**right, "payment_hash": "01"}],
            [{"payload": right["payload"]}],
            [{"refused": True}],
        ):
            self.assertEqual(self.rules([send("a", 1000)], shards), {FORM})

    def test_changes_nothing_and_says_the_same_again(self) -> None:
        events = [send("a", 400), send("b", 600)]
        shards = sender_run.run(Members({"config": CONFIG, "events": events}, "in"))["shards"]
        shards[0]["payment_hash"] = "01" * 32
        before = repr(shards)
        first = judge(CONFIG, events, shards)
        self.assertTrue(first)
        self.assertEqual(first, judge(CONFIG, events, shards))
        self.assertEqual(repr(shards), before)
