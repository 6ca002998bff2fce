"""Section 10, "Time", and what blocks and the owner do."""

import unittest

from scenarios import (
    AMP_INVOICE,
    DELTA,
    EXPIRY,
    HEIGHT,
    MPP_SECRET,
    OTHER_SECRET,
    OTHER_SET_ID,
    PREIMAGE,
    ScenarioTest,
    amp_parts,
    arrives,
    block,
    mpp_part,
    request,
    tick,
    trace,
    unknown,
)
from support import SECRET, SET_ID, ask

from ampwire_reference import receiver_run
from ampwire_reference.payee import Payee
from ampwire_reference.payee_answer import Held
from ampwire_reference.payee_words import OF_HTLC, Config, Htlc
from ampwire_reference.request import Members

TIMED_OUT = ("mpp_timeout", "")


class TimeoutTest(ScenarioTest):
    def test_of_a_set_from_its_first_htlc_on(self) -> None:
        parts, _ = amp_parts([100, 200, 700], 1000)
        events = [arrives(parts[0], 1000), arrives(parts[1], 1060), tick(1119), tick(1120)]
        self.assertEqual(
            self.outcomes(events)[2:], [(3, "a0", TIMED_OUT), (3, "a1", TIMED_OUT)]
        )

    def test_of_each_htlc(self) -> None:
        parts, _ = amp_parts([100, 200, 700], 1000)
        events = [arrives(parts[0], 1000), arrives(parts[1], 1060), tick(1120), tick(1179),
                  tick(1180)]  # fmt: skip
        given = receiver_run.run(Members(request(events), "in"), OF_HTLC)
        self.assertEqual(trace(given)[2:], [(2, "a0", TIMED_OUT), (4, "a1", TIMED_OUT)])

    def test_an_htlc_of_each_that_is_gone_does_not_count(self) -> None:
        parts, preimages = amp_parts([300, 700], 1000)
        again = {**parts[0], "id": "x"}
        events = [arrives(parts[0], 1000), arrives(parts[1], 1120), arrives(again, 1130)]
        given = trace(receiver_run.run(Members(request(events), "in"), OF_HTLC))
        self.assertEqual(
            given,
            [
                (0, "a0", "held"),
                (1, "a0", TIMED_OUT),
                (1, "a1", "held"),
                (2, "a1", preimages[1]),
                (2, "x", preimages[0]),
            ],
        )

    def test_at_the_deadline_it_is_over(self) -> None:
        parts, preimages = amp_parts([400, 600], 1000)
        self.assertEqual(
            self.last([arrives(parts[0], 1000), arrives(parts[1], 1119)]),
            {"a0": preimages[0], "a1": preimages[1]},
        )
        self.assertEqual(
            self.last([arrives(parts[0], 1000), arrives(parts[1], 1120)]),
            {"a0": TIMED_OUT, "a1": "held"},
        )

    def test_a_replay_moves_no_deadline(self) -> None:
        parts, _ = amp_parts([400, 600], 1000)
        events = [arrives(parts[0], 1000), arrives(parts[0], 1119), tick(1120)]
        self.assertEqual(self.outcomes(events)[-1], (2, "a0", TIMED_OUT))

    def test_a_replay_at_the_deadline_is_told_of_it(self) -> None:
        parts, _ = amp_parts([400, 600], 1000)
        given = self.outcomes([arrives(parts[0], 1000), arrives(parts[0], 1120)])
        self.assertEqual(given[1:], [(1, "a0", TIMED_OUT)] * 2)

    def test_what_is_due_comes_before_every_event(self) -> None:
        parts, _ = amp_parts([400, 600], 1000)
        for event in (
            {"cancel_set": SET_ID},
            {"cancel_invoice": SECRET},
            {"block_height": str(HEIGHT + 1)},
            {"tick": True},
        ):
            given = self.outcomes([arrives(parts[0], 1000), {"at": "1120", **event}])
            self.assertEqual(given[1:], [(1, "a0", TIMED_OUT)])

    def test_mpp_too(self) -> None:
        events = [arrives(mpp_part("m", 400, 1000), 1000), tick(1120),
                  arrives(mpp_part("n", 1000, 1000), 1130)]  # fmt: skip
        self.assertEqual(self.last(events), {"m": TIMED_OUT, "n": PREIMAGE})

    def test_length(self) -> None:
        members = request([])
        for seconds, verdict in (("59", "reject"), ("60", "ok"), ("0", "reject")):
            members["config"]["mpp_timeout"] = seconds
            given = ask("receiver.run", **members)
            self.assertEqual(list(given), [verdict])
            if verdict == "reject":
                self.assertEqual(given["reject"]["class"], "limit")

    def test_120_where_nobody_says_otherwise(self) -> None:
        parts, _ = amp_parts([400, 600], 1000)
        members = request([arrives(parts[0], 1000), tick(1119), tick(1120)])
        del members["config"]["mpp_timeout"]
        given = trace(ask("receiver.run", **members)["ok"])
        self.assertEqual(given[1:], [(2, "a0", TIMED_OUT)])

    def test_after_the_last_event_nothing_happens(self) -> None:
        parts, _ = amp_parts([400, 600], 1000)
        self.assertEqual(self.outcomes([arrives(parts[0], 1000)]), [(0, "a0", "held")])


class BlockTest(ScenarioTest):
    def test_a_held_htlc_too_near_fails_its_set(self) -> None:
        parts, _ = amp_parts([100, 200, 700], 1000)
        parts[1]["cltv_expiry"] = str(EXPIRY + 5)
        other, _ = amp_parts([1, 2], 3, set_id=OTHER_SET_ID, names="b", expiry=EXPIRY + 1)
        events = [arrives(parts[0]), arrives(parts[1]), arrives(other[0]),
                  block(HEIGHT), block(HEIGHT + 1)]  # fmt: skip
        self.assertEqual(
            self.outcomes(events)[3:], [(4, "a0", unknown(100)), (4, "a1", unknown(200))]
        )

    def test_the_delta_of_the_invoice_does_not_count(self) -> None:
        invoice = {**AMP_INVOICE, "min_final_cltv_expiry_delta": str(DELTA + 10)}
        (part, _), _ = amp_parts([1, 2], 3, expiry=EXPIRY + 10)
        events = [arrives(part), block(HEIGHT + 10), block(HEIGHT + 11)]
        self.assertEqual(self.outcomes(events, [invoice])[1:], [(2, "a0", unknown(1))])

    def test_the_last_height_counts(self) -> None:
        (part,), (preimage,) = amp_parts([1000], 1000)
        events = [block(HEIGHT + 1), block(HEIGHT - 1), block(HEIGHT), arrives(part)]
        self.assertEqual(self.last(events), {"a0": preimage})


class OwnerTest(ScenarioTest):
    def test_cancel_set_under_every_secret(self) -> None:
        one, _ = amp_parts([1, 2], 3)
        two, _ = amp_parts([4, 5], 9, secret=OTHER_SECRET, names="b")
        three, _ = amp_parts([6, 7], 13, names="c", set_id=OTHER_SET_ID)
        four, _ = amp_parts([8, 9], 17, names="d", layout="type8")
        events = [arrives(each[0]) for each in (one, two, three, four)]
        events.append({"at": "1000", "cancel_set": SET_ID})
        given = self.last(events, accept_spontaneous=True, layouts=["type8", "type14"])
        self.assertEqual(
            given, {"a0": unknown(1), "b0": unknown(4), "c0": "held", "d0": unknown(8)}
        )

    def test_a_cancelled_set_begins_again(self) -> None:
        one, _ = amp_parts([1, 2], 3)
        two, preimages = amp_parts([4, 5], 9, names="b")
        events = [arrives(one[0]), {"at": "1000", "cancel_set": SET_ID},
                  arrives(two[0]), arrives(two[1])]  # fmt: skip
        self.assertEqual(
            self.last(events), {"a0": unknown(1), "b0": preimages[0], "b1": preimages[1]}
        )

    def test_cancel_invoice(self) -> None:
        one, _ = amp_parts([1, 2], 3)
        two, preimages = amp_parts([4], 4, names="b", set_id=OTHER_SET_ID)
        three, _ = amp_parts([6, 7], 13, names="c", secret=OTHER_SECRET)
        cancel = {"at": "1000", "cancel_invoice": SECRET}
        events = [arrives(one[0]), arrives(two[0]), arrives(three[0]), cancel,
                  arrives(one[1]), arrives(two[0]), cancel]  # fmt: skip
        given = self.last(events, [AMP_INVOICE], accept_spontaneous=True)
        self.assertEqual(
            given,
            {"a0": unknown(1), "a1": unknown(2), "b0": preimages[0], "c0": "held"},
        )

    def test_what_is_not_there_is_not_cancelled(self) -> None:
        one, preimages = amp_parts([1, 2], 3, secret=OTHER_SECRET)
        events = [
            arrives(one[0]),
            {"at": "1000", "cancel_invoice": OTHER_SECRET},
            {"at": "1000", "cancel_set": OTHER_SET_ID},
            {"at": "1000", "cancel_invoice": MPP_SECRET},
            arrives(one[1]),
        ]
        given = self.last(events, accept_spontaneous=True)
        self.assertEqual(given, {"a0": preimages[0], "a1": preimages[1]})


class ForgottenTest(unittest.TestCase):
    """No operation has HTLCs that leave: the payee is asked itself."""

    def setUp(self) -> None:
        config = Config("sha256", ("type14",), DELTA, HEIGHT, accept_spontaneous=True)
        self.payee = Payee(config, [])
        parts, self.preimages = amp_parts([400, 600], 1000)
        self.parts = [
            Htlc(
                part["id"],
                int(part["amount_msat"]),
                bytes.fromhex(part["payment_hash"]),
                int(part["cltv_expiry"]),
                bytes.fromhex(part["payload"]),
            )
            for part in parts
        ]

    def test_the_set_goes_on_without_it(self) -> None:
        first, second = self.parts
        self.payee.arrive(1000, first)
        self.assertEqual(self.payee.forget(1001, first.id), [])
        self.assertEqual(self.payee.arrive(1002, second), [(second.id, Held())])
        given = self.payee.arrive(1003, first._replace(id="again"))
        preimages = {name: answer.preimage.hex() for name, answer in given}
        self.assertEqual(preimages, {"again": self.preimages[0], "a1": self.preimages[1]})

    def test_it_is_judged_anew_under_its_id(self) -> None:
        first, _ = self.parts
        self.payee.arrive(1000, first)
        self.payee.forget(1000, first.id)
        other = first._replace(amount_msat=401)
        self.assertEqual(self.payee.arrive(1000, other), [(first.id, Held())])

    def test_nothing_is_left_of_a_set_that_all_left(self) -> None:
        first, _ = self.parts
        self.payee.arrive(1000, first)
        self.payee.forget(1000, first.id)
        self.assertEqual(self.payee.books.sets, {})
        self.assertEqual(self.payee.tick(9999), [])

    def test_the_deadline_stays_where_it_was(self) -> None:
        _, second = self.parts
        small = second._replace(id="small")
        self.payee.arrive(1000, small)
        third = amp_parts([1, 1, 998], 1000, names="t")[0][0]
        self.payee.arrive(
            1060,
            Htlc("t0", 1, bytes.fromhex(third["payment_hash"]), EXPIRY,
                 bytes.fromhex(third["payload"])),
        )  # fmt: skip
        self.payee.forget(1070, "small")
        self.assertEqual(self.payee.tick(1119), [])
        ((name, failed),) = self.payee.tick(1120)
        self.assertEqual((name, failed.name), ("t0", "mpp_timeout"))

    def test_what_is_not_recorded_is_not_forgotten(self) -> None:
        self.assertEqual(self.payee.forget(1000, "x"), [])
