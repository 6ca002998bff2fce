"""`shares.run`: the reference's own answers, and the judge of any."""

import itertools
import random
import unittest

from support import OperationTest, ask

from ampwire_reference import shares_run
from ampwire_reference.derivation import ZERO
from ampwire_reference.finding import FORM
from ampwire_reference.rejection import Reject
from ampwire_reference.request import Members
from ampwire_reference.share_tracker import ShareTracker, xor
from ampwire_reference.shares_judge import judge


def new(shard_id: str, last: bool = False) -> dict:
    return {"new": {"id": shard_id, "last": last}}


def cancel(shard_id: str) -> dict:
    return {"cancel": {"id": shard_id}}


def request(*events: dict) -> Members:
    return Members({"events": list(events)}, "in")


def rules(events: list, answer: dict) -> set:
    return {finding.rule for finding in judge(request(*events), answer)}


WHOLE = [new("a"), new("b"), new("c", True)]


class OwnAnswerTest(OperationTest):
    def test_satisfies_the_judge(self) -> None:
        for events in (
            [],
            [new("a")],
            [new("a", True)],
            WHOLE,
            [*WHOLE, cancel("b")],
            [*WHOLE, cancel("b"), new("d"), new("e", True)],
            [*WHOLE, cancel("a"), cancel("b"), cancel("c")],
            [*WHOLE, cancel("a"), new("a", True)],
            [new("a", True), cancel("a"), new("b", True)],
        ):
            answer = ask("shares.run", events=events)
            self.assertEqual(list(answer), ["ok"], answer)
            self.assertEqual(judge(request(*events), answer), [], events)

    def test_the_random_bytes_are_all_that_is_random(self) -> None:
        events = request(*WHOLE)
        self.assertEqual(
            shares_run.run(events, random.Random(3).randbytes),
            shares_run.run(events, random.Random(3).randbytes),
        )
        self.assertNotEqual(shares_run.run(events), shares_run.run(events))

    def test_refuses_what_can_not_be(self) -> None:
        for events, rejection_class in (
            ([new("a"), new("a")], "duplicate"),
            ([new("a", True), new("a")], "duplicate"),
            ([new("a", True), new("b")], "insecure"),
            ([new("a", True), new("b", True)], "insecure"),
            ([cancel("a")], "bad_value"),
            ([new("a"), cancel("a"), cancel("a")], "bad_value"),
            ([{}], "other"),
            ([{**new("a"), **cancel("a")}], "other"),
        ):
            self.assert_reject("shares.run", {"events": events}, rejection_class)

    def test_every_sequence_of_four(self) -> None:
        steps = [new(name, last) for name in "ab" for last in (False, True)]
        steps += [cancel(name) for name in "ab"]
        for events in itertools.product(steps, repeat=4):
            answer = ask("shares.run", events=list(events))
            self.assertEqual(judge(request(*events), answer), [], events)


class TrackerTest(unittest.TestCase):
    def test_outstanding_and_kept_make_the_root(self) -> None:
        generator = random.Random(9)
        for _ in range(200):
            root = generator.randbytes(32)
            tracker = ShareTracker(root, generator.randbytes)
            for _ in range(12):
                shard_id = generator.choice("abcd")
                try:
                    if generator.random() < 0.6:
                        tracker.new(shard_id, generator.random() < 0.3)
                    else:
                        tracker.cancel(shard_id)
                except Reject:
                    pass
                total = tracker.kept
                for share in tracker.outstanding.values():
                    self.assertNotEqual(share, ZERO)
                    total = xor(total, share)
                self.assertEqual(total, root)

    def test_no_half_is_all_zero(self) -> None:
        root = b"\x05" * 32
        drawn = iter([ZERO, root, b"\x01" * 32])
        tracker = ShareTracker(root, lambda _: next(drawn))
        self.assertEqual(tracker.new("a", False), b"\x01" * 32)
        self.assertEqual(tracker.kept, b"\x04" * 32)

    def test_an_all_zero_root(self) -> None:
        with self.assertRaises(Reject) as caught:
            ShareTracker(ZERO, random.randbytes)
        self.assertEqual(caught.exception.rule, "amp.payer.fresh")


class JudgeTest(unittest.TestCase):
    def setUp(self) -> None:
        self.answer = ask("shares.run", events=WHOLE)
        self.shares = self.answer["ok"]["shares"]

    def test_is_the_same_each_time_and_changes_nothing(self) -> None:
        self.shares[0]["share"] = "01" * 32
        before = repr(self.answer)
        first = judge(request(*WHOLE), self.answer)
        self.assertEqual(first, judge(request(*WHOLE), self.answer))
        self.assertEqual(repr(self.answer), before)

    def test_the_largest_index(self) -> None:
        share, index = "01" * 32, str(2**32 - 1)
        known = ask("amp.derive", scheme="sha256", root=share, share=share, index=index)
        entry = {"id": "a", "share": share, "index": index, "hash": known["ok"]["hash"]}
        self.assertEqual(rules([new("a", True)], {"ok": {"shares": [entry]}}), set())

    def test_without_ids(self) -> None:
        for share in self.shares:
            del share["id"]
        self.assertEqual(rules(WHOLE, self.answer), {FORM})

    def test_shares_that_do_not_make_the_root(self) -> None:
        for member, value in (("share", "01" * 32), ("hash", "01" * 32)):
            answer = ask("shares.run", events=WHOLE)
            answer["ok"]["shares"][1][member] = value
            self.assertEqual(rules(WHOLE, answer), {"amp.shares.kept"})
        index = (int(self.shares[1]["index"]) + 1) % 2**32
        self.shares[1]["index"] = str(index)
        self.assertEqual(rules(WHOLE, self.answer), {"amp.shares.kept"})

    def test_a_root_before_the_last(self) -> None:
        events = [new("a"), new("b"), new("c")]
        self.assertEqual(rules(events, self.answer), {"amp.sha256.split"})

    def test_a_last_that_took_nothing_of_what_was_cancelled(self) -> None:
        events = [*WHOLE, cancel("a"), new("d", True)]
        answer = ask("shares.run", events=events)
        root = ZERO
        for share in self.shares:
            root = xor(root, bytes.fromhex(share["share"]))
        answer["ok"]["shares"][2]["share"] = "02" * 32
        self.assertEqual(rules(events, answer), {"amp.shares.kept"})

    def test_an_all_zero_share(self) -> None:
        self.shares[0]["share"] = "00" * 32
        self.assertEqual(rules(WHOLE, self.answer), {"amp.sha256.split", "amp.shares.kept"})

    def test_an_all_zero_root(self) -> None:
        share = "01" * 32
        known = ask("amp.derive", scheme="sha256", root="00" * 32, share=share, index="1")
        other = ask("amp.derive", scheme="sha256", root="00" * 32, share=share, index="2")
        answer = {
            "ok": {
                "shares": [
                    {"id": "a", "share": share, "index": "1", "hash": known["ok"]["hash"]},
                    {"id": "b", "share": share, "index": "2", "hash": other["ok"]["hash"]},
                ]
            }
        }
        self.assertEqual(rules([new("a"), new("b", True)], answer), {"amp.payer.fresh"})
        answer["ok"]["shares"][1] = {**answer["ok"]["shares"][0], "id": "b"}
        self.assertEqual(
            rules([new("a"), new("b", True)], answer),
            {"amp.payer.fresh", "amp.payer.hash-once"},
        )

    def test_events_that_can_not_be(self) -> None:
        for events, rejection_class, rule in (
            ([new("a"), new("a")], "duplicate", {"amp.shares.id-once"}),
            ([new("a", True), new("b")], "insecure", {"amp.shares.nothing-kept"}),
            ([cancel("a")], "bad_value", {"amp.shares.cancel"}),
        ):
            self.assertEqual(rules(events, {"reject": {"class": rejection_class}}), set())
            self.assertEqual(rules(events, {"reject": {}}), set())
            self.assertEqual(rules(events, {"reject": {"class": "other"}}), {FORM})
            self.assertEqual(rules(events, self.answer), rule)
        both = [new("a", True), new("a", True)]
        for rejection_class in ("duplicate", "insecure"):
            self.assertEqual(rules(both, {"reject": {"class": rejection_class}}), set())

    def test_answers_that_are_none(self) -> None:
        for change in (
            lambda shares: shares.pop(),
            lambda shares: shares.append(shares[0]),
            lambda shares: shares.reverse(),
            lambda shares: shares[0].pop("hash"),
            lambda shares: shares[0].update(share="01"),
            lambda shares: shares[0].update(index=str(2**32)),
            lambda shares: shares[0].update(index=1),
        ):
            answer = ask("shares.run", events=WHOLE)
            change(answer["ok"]["shares"])
            self.assertEqual(rules(WHOLE, answer), {FORM})
        for answer in ({}, {"reject": {}}, {"ok": {}}, {"unsupported": {}}):
            self.assertEqual(rules(WHOLE, answer), {FORM})
