"""Section 9 and section 10, "Sending": the judge of any payer."""

from __future__ import annotations

import hashlib
import unittest

from sends import (
    CONFIG,
    FINAL_FAILURE,
    ONE,
    REFUSED,
    THREE,
    TWO,
    failed,
    of,
    send,
    settled,
)
from support import SECRET

from ampwire_reference import derivation, sender_run
from ampwire_reference.derivation import ZERO
from ampwire_reference.finding import FORM
from ampwire_reference.request import Members
from ampwire_reference.sender_judge import GIVEN_UP, MAX_PARTS, NEEDLESS, judge
from ampwire_reference.share_tracker import xor


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
