"""Section 10, "Sets" and "Complete": which HTLCs belong together, and what becomes of them."""

import hashlib
import itertools
import random
from dataclasses import replace

from scenarios import (
    AMP_INVOICE,
    DELTA,
    EXPIRY,
    HEIGHT,
    MPP_INVOICE,
    OTHER_SECRET,
    OTHER_SET_ID,
    PREIMAGE,
    PREIMAGE_HASH,
    TIMEOUT,
    ZERO,
    ScenarioTest,
    amp_parts,
    arrives,
    block,
    htlc,
    minimal,
    mpp_part,
    shares_of,
    unknown,
    xor,
)
from support import SECRET, SET_ID

from ampwire_reference.payee import Payee
from ampwire_reference.payee_words import Config, Htlc, Limits

OTHER_INVOICE = {**AMP_INVOICE, "payment_secret": OTHER_SECRET}


def all_of(parts: list, at: int = 1000) -> list:
    return [arrives(part, at) for part in parts]


def settled(parts: list, preimages: list) -> dict:
    return {part["id"]: preimage for part, preimage in zip(parts, preimages)}


def failed(parts: list) -> dict:
    return {part["id"]: unknown(int(part["amount_msat"])) for part in parts}


def held(parts: list) -> dict:
    return {part["id"]: "held" for part in parts}


class NameTest(ScenarioTest):
    def test_one_set_id_under_two_secrets(self) -> None:
        one, first = amp_parts([400, 600], 1000)
        two, second = amp_parts([500, 700], 1200, secret=OTHER_SECRET, names="b")
        events = all_of([one[0], two[0], one[1], two[1]])
        given = self.last(events, [AMP_INVOICE, OTHER_INVOICE])
        self.assertEqual(given, {**settled(one, first), **settled(two, second)})
        # What one lacks is not taken from the other.
        given = self.last(events[:3], [AMP_INVOICE, OTHER_INVOICE])
        self.assertEqual(given, {**settled(one, first), "b0": "held"})

    def test_one_set_id_in_two_layouts(self) -> None:
        one, first = amp_parts([400, 600], 1000)
        two, second = amp_parts([500, 700], 1200, layout="type8", names="b")
        config = {"layouts": ["type8", "type14"], "accept_spontaneous": True}
        given = self.last(all_of([one[0], two[0], one[1], two[1]]), **config)
        self.assertEqual(given, {**settled(one, first), **settled(two, second)})

    def test_two_sets_of_one_invoice(self) -> None:
        one, first = amp_parts([400, 600], 1000)
        two, second = amp_parts([300, 900], 1200, set_id=OTHER_SET_ID, names="b")
        for order in itertools.permutations([*one, *two]):
            given = self.last(all_of(order))
            self.assertEqual(given, {**settled(one, first), **settled(two, second)})

    def test_a_set_that_fails_leaves_the_other(self) -> None:
        one, first = amp_parts([400, 600], 1000)
        two, _ = amp_parts([300, 900], 1200, set_id=OTHER_SET_ID, names="b")
        two[1]["payment_hash"] = ZERO
        given = self.last(all_of([one[0], two[0], two[1], one[1]]))
        self.assertEqual(given, {**settled(one, first), **failed(two)})

    def test_all_zero_set_id(self) -> None:
        for config in ({}, {"layouts": ["type8"], "accept_spontaneous": True}):
            layout = config.get("layouts", ["type14"])[0]
            parts, _ = amp_parts([1000], 1000, set_id=ZERO, layout=layout)
            self.assertEqual(self.last(all_of(parts), **config), failed(parts))
        parts, preimages = amp_parts([1000], 1000, set_id="00" * 31 + "01")
        self.assertEqual(self.last(all_of(parts)), settled(parts, preimages))

    def test_spontaneous_sets_are_each_for_itself(self) -> None:
        one, first = amp_parts([1000], 1000, secret=OTHER_SECRET)
        two, second = amp_parts([1], 1, secret=OTHER_SECRET, set_id=OTHER_SET_ID, names="b")
        given = self.last(
            [*all_of(one), *all_of(two, 10**9)], accept_spontaneous=True
        )
        self.assertEqual(given, {**settled(one, first), **settled(two, second)})


class AgainTest(ScenarioTest):
    def test_an_extra_htlc_for_a_settled_set(self) -> None:
        parts, preimages = amp_parts([400, 600], 1000)
        extra, _ = amp_parts([1000], 1000, names="x")
        given = self.outcomes([*all_of(parts), *all_of(extra), arrives(parts[0])])
        self.assertEqual(given[3:], [(2, "x0", unknown(1000)), (3, "a0", preimages[0])])
        # The same set_id under another secret is no extra.
        extra, (preimage,) = amp_parts([1000], 1000, names="x", secret=OTHER_SECRET)
        given = self.last([*all_of(parts), *all_of(extra)], [AMP_INVOICE, OTHER_INVOICE])
        self.assertEqual(given["x0"], preimage)

    def test_again_after_the_timeout_with_any_total(self) -> None:
        parts, _ = amp_parts([400, 600], 1000)
        again, preimages = amp_parts([500, 800], 1300, names="b")
        events = [arrives(parts[0]), *all_of(again, 1000 + TIMEOUT)]
        given = self.last(events)
        self.assertEqual(given, {"a0": ("mpp_timeout", ""), **settled(again, preimages)})

    def test_again_after_it_did_not_reconstruct(self) -> None:
        parts, _ = amp_parts([400, 600], 1000)
        parts[0]["payment_hash"] = ZERO
        again, preimages = amp_parts([500, 800], 1300, names="b")
        given = self.last(all_of([*parts, *again]))
        self.assertEqual(given, {**failed(parts), **settled(again, preimages)})

    def test_an_amp_invoice_again_until_it_expires_or_is_cancelled(self) -> None:
        one, first = amp_parts([1000], 1000)
        two, second = amp_parts([1000], 1000, set_id=OTHER_SET_ID, names="b")
        three, _ = amp_parts([1000], 1000, set_id="01" * 32, names="c")
        invoice = {**AMP_INVOICE, "expires_at": "1001"}
        events = [*all_of(one, 1000), *all_of(two, 1001), *all_of(three, 1002)]
        expected = {**settled(one, first), **settled(two, second), **failed(three)}
        self.assertEqual(self.last(events, [invoice]), expected)
        cancel = {"at": "1001", "cancel_invoice": SECRET}
        events.insert(2, cancel)
        self.assertEqual(self.last(events), expected)

    def test_an_mpp_invoice_again(self) -> None:
        parts = [mpp_part("m", 1000, 1000), mpp_part("n", 1000, 1000)]
        self.assertEqual(self.last(all_of(parts)), {"m": PREIMAGE, "n": unknown(1000)})

    def test_expired_with_a_set_begun(self) -> None:
        invoice = {**AMP_INVOICE, "expires_at": "1001"}
        parts, preimages = amp_parts([400, 600], 1000)
        events = [arrives(parts[0], 1001), arrives(parts[1], 1050)]
        self.assertEqual(self.last(events, [invoice]), settled(parts, preimages))

    def test_times_do_not_go_back(self) -> None:
        invoice = {**AMP_INVOICE, "expires_at": "1001"}
        parts, _ = amp_parts([1000], 1000)
        events = [{"at": "1002", "tick": True}, arrives(parts[0], 1001)]
        self.assertEqual(self.last(events, [invoice]), failed(parts))


class InvoiceTest(ScenarioTest):
    def test_metadata(self) -> None:
        asked = {**AMP_INVOICE, "payment_metadata": "0102"}
        for invoice, sent, taken in (
            (asked, {"t16": b"\x01\x02"}, True),
            (asked, {"t16": b"\x01\x02\x03"}, False),
            (asked, {"t16": b""}, False),
            (asked, {}, False),
            ({**asked, "payment_metadata": ""}, {}, False),
            ({**asked, "payment_metadata": ""}, {"t16": b""}, True),
            (AMP_INVOICE, {"t16": b"\x01"}, True),
        ):
            parts, preimages = amp_parts([1000], 1000, records=sent)
            expected = settled(parts, preimages) if taken else failed(parts)
            self.assertEqual(self.last(all_of(parts), [invoice]), expected, (invoice, sent))

    def test_metadata_of_mpp(self) -> None:
        asked = {**MPP_INVOICE, "payment_metadata": "0102"}
        parts = [
            mpp_part("m", 400, 1000, records={"t16": b"\x01\x02"}),
            mpp_part("n", 600, 1000),
            mpp_part("o", 600, 1000, records={"t16": b"\x01\x02"}),
        ]
        given = self.last(all_of(parts), [asked])
        self.assertEqual(given, {"m": PREIMAGE, "n": unknown(600), "o": PREIMAGE})

    def test_total(self) -> None:
        for amount, total, taken in (
            (None, 0, False),
            (None, 1, True),
            (None, 2**64 - 1, True),
            ("1000", 999, False),
            ("1000", 1000, True),
            ("1000", 2000, True),
            ("1000", 2001, False),
            (str(2**63), 2**64 - 1, True),
        ):
            invoice = dict(AMP_INVOICE)
            if amount is not None:
                invoice["amount_msat"] = amount
            parts, _ = amp_parts([0], total)
            expected = held(parts) if taken else failed(parts)
            self.assertEqual(self.last(all_of(parts), [invoice]), expected, (amount, total))

    def test_total_of_type_8(self) -> None:
        parts, _ = amp_parts([1], 0, layout="type8")
        given = self.last(all_of(parts), layouts=["type8"], accept_spontaneous=True)
        self.assertEqual(given, failed(parts))

    def test_another_total_than_what_is_held(self) -> None:
        parts, preimages = amp_parts([400, 600], 1000)
        for total in (999, 1001):
            other, _ = amp_parts([600], total, names="x")
            given = self.last(all_of([parts[0], other[0], parts[1]]))
            self.assertEqual(given, {**settled(parts, preimages), **failed(other)})


class CompleteTest(ScenarioTest):
    def test_routers_that_pay_more_complete_nothing(self) -> None:
        parts, preimages = amp_parts([400, 600], 1000, carries=5000)
        self.assertEqual(self.last(all_of(parts[:1])), {"a0": "held"})
        self.assertEqual(self.last(all_of(parts)), settled(parts, preimages))

    def test_a_sum_above_the_total(self) -> None:
        parts, preimages = amp_parts([999, 700], 1000)
        self.assertEqual(self.last(all_of(parts)), settled(parts, preimages))

    def test_the_largest_sum(self) -> None:
        most = 2**64 - 1
        for second, taken in ((1, True), (2, False)):
            parts, preimages = amp_parts([most - 1, second], most)
            given = self.last(all_of(parts))
            if taken:
                self.assertEqual(given, settled(parts, preimages))
            else:
                self.assertEqual(given, {"a0": "held", "a1": unknown(2)})

    def test_one_htlc(self) -> None:
        parts, preimages = amp_parts([1000], 1000)
        self.assertEqual(self.outcomes(all_of(parts)), [(0, "a0", preimages[0])])

    def test_every_order(self) -> None:
        parts, preimages = amp_parts([100, 200, 300, 400], 1000)
        for order in itertools.permutations(parts):
            self.assertEqual(self.last(all_of(order)), settled(parts, preimages))

    def test_what_does_not_reconstruct(self) -> None:
        def changed(part: dict, old: bytes, new: bytes) -> dict:
            self.assertEqual(part["payload"].count(old.hex()), 1)
            return {**part, "payload": part["payload"].replace(old.hex(), new.hex())}

        parts, _ = amp_parts([400, 500, 100], 1000)
        share = shares_of(3)[1]
        record = share + bytes.fromhex(SET_ID)
        for wrong in (
            {**parts[1], "payment_hash": ZERO},
            changed(parts[1], record + b"\x01", record + b"\x02"),
            changed(parts[1], share, bytes(32)),
        ):
            for place in range(3):
                several = [parts[0], parts[2]]
                several.insert(place, wrong)
                self.assertEqual(self.last(all_of(several)), failed(parts))

    def test_a_share_that_is_there_twice_cancels_itself(self) -> None:
        one, two = shares_of(2)
        parts, preimages = amp_parts([300, 300, 400], 1000, shares=[one, two, one])
        # Hashes of a payer that reckons with it fit all the same.
        self.assertEqual(self.last(all_of(parts)), settled(parts, preimages))
        # Those of a payer that sends one of two parts again do not.
        honest, _ = amp_parts([500, 500], 1500, shares=[one, two])
        again = {**honest[0], "id": "x"}
        self.assertEqual(self.last(all_of(honest)), held(honest))
        self.assertEqual(self.last(all_of([*honest, again])), failed([*honest, again]))

    def test_all_zero_shares_and_roots_and_equal_indexes(self) -> None:
        share = shares_of(1)[0]
        for shares in ([bytes(32)], [share, share], [share, bytes(32)]):
            amounts = [1000 // len(shares)] * len(shares)
            parts, preimages = amp_parts(amounts, 1000, shares=shares)
            self.assertEqual(self.last(all_of(parts)), settled(parts, preimages))
        first, second = shares_of(2)
        root = xor([first, second])
        parts, preimages = [], []
        for number, share in enumerate((first, second)):
            preimage = hashlib.sha256(root + share + bytes(4)).digest()
            records = {
                "t8": bytes.fromhex(SECRET) + minimal(1000),
                "t14": share + bytes.fromhex(SET_ID),
            }
            payment_hash = hashlib.sha256(preimage).hexdigest()
            parts.append(htlc(f"a{number}", 500, payment_hash, records))
            preimages.append(preimage.hex())
        self.assertEqual(self.last(all_of(parts)), settled(parts, preimages))

    def test_the_other_schemes(self) -> None:
        first, second = shares_of(2)
        parts, _ = amp_parts([400, 600], 1000, shares=[first, second])
        for part, preimage in zip(parts, (second, first)):
            part["payment_hash"] = hashlib.sha256(preimage).hexdigest()
        given = self.last(all_of(parts), scheme="hmac_xor")
        self.assertEqual(given, {"a0": second.hex(), "a1": first.hex()})
        # A single part has a preimage of zeros, and is insecure.
        (part,), _ = amp_parts([1000], 1000)
        part["payment_hash"] = hashlib.sha256(bytes(32)).hexdigest()
        self.assertEqual(self.last(all_of([part]), scheme="hmac_xor"), failed([part]))
        parts, _ = amp_parts([400, 600], 1000)
        base = xor(shares_of(2))
        preimages = [hashlib.sha256(base + index.to_bytes(4, "big")).digest() for index in (0, 1)]
        for part, preimage in zip(parts, preimages):
            part["payment_hash"] = hashlib.sha256(preimage).hexdigest()
        given = self.last(all_of(parts), scheme="bp2018")
        self.assertEqual(given, {"a0": preimages[0].hex(), "a1": preimages[1].hex()})

    def test_mpp(self) -> None:
        parts = [mpp_part("m", 400, 1000), mpp_part("n", 700, 1000)]
        given = self.outcomes(all_of(parts))
        self.assertEqual(given, [(0, "m", "held"), (1, "m", PREIMAGE), (1, "n", PREIMAGE)])

    def test_a_thousand_parts(self) -> None:
        parts, preimages = amp_parts([1] * 1000, 1000)
        order = list(parts)
        random.Random(7).shuffle(order)
        self.assertEqual(self.last(all_of(order)), settled(parts, preimages))
        self.assertEqual(self.last(all_of(order[:-1])), held(order[:-1]))


class LimitsTest(ScenarioTest):
    """No operation has limits: the payee is asked itself."""

    def arrive(self, limits: Limits, *parts: dict) -> list:
        known = Config("sha256", ("type14",), DELTA, HEIGHT, accept_spontaneous=True)
        payee = Payee(replace(known, limits=limits), [])
        answers = []
        for part in parts:
            given = payee.arrive(
                1000,
                Htlc(
                    part["id"],
                    int(part["amount_msat"]),
                    bytes.fromhex(part["payment_hash"]),
                    int(part["cltv_expiry"]),
                    bytes.fromhex(part["payload"]),
                ),
            )
            answers.append([(name, type(answer).__name__) for name, answer in given])
        return answers

    def test_a_newcomer_over_a_limit_fails_and_nothing_is_evicted(self) -> None:
        one, _ = amp_parts([400, 600], 1000)
        two, _ = amp_parts([400, 600], 1000, secret=OTHER_SECRET, names="b")
        for limits in (Limits(sets=1), Limits(sets_of_invoice=1), Limits(htlcs=1),
                       Limits(htlcs_of_invoice=1)):  # fmt: skip
            given = self.arrive(limits, one[0], two[0], one[0])
            self.assertEqual(given, [[("a0", "Held")], [("b0", "Failed")], [("a0", "Held")]])

    def test_a_limit_of_sets_does_not_stop_a_set_that_has_begun(self) -> None:
        one, _ = amp_parts([400, 600], 1000)
        given = self.arrive(Limits(sets=1, sets_of_invoice=1), *one)
        self.assertEqual(given[1], [("a0", "Settled"), ("a1", "Settled")])

    def test_keysend_is_not_held(self) -> None:
        (one, _), _ = amp_parts([400, 600], 1000)
        records = {"t5482373484": bytes.fromhex(PREIMAGE)}
        part = htlc("k", 9, PREIMAGE_HASH, records)
        limits = Limits(sets=1, htlcs=1, sets_of_invoice=1, htlcs_of_invoice=1)
        self.assertEqual(self.arrive(limits, one, part)[1], [("k", "Settled")])


class UnreachedTest(ScenarioTest):
    def test_a_block_comes_before_what_completes(self) -> None:
        # Expiries are looked at again when a set is complete. A block that makes one
        # too near has failed the set by then, so the answer differs only in its time.
        parts, _ = amp_parts([400, 600], 1000)
        parts[1]["cltv_expiry"] = str(EXPIRY + 9)
        given = self.outcomes([arrives(parts[0]), block(HEIGHT + 1), arrives(parts[1])])
        self.assertEqual(given[1:], [(1, "a0", unknown(400)), (2, "a1", "held")])

    def test_expiries_again_in_a_payee_whose_height_moved_unseen(self) -> None:
        parts, _ = amp_parts([400, 600], 1000)
        payee = Payee(Config("sha256", ("type14",), DELTA, HEIGHT, accept_spontaneous=True), [])
        parts[1]["cltv_expiry"] = str(EXPIRY + 9)
        for number, part in enumerate(parts):
            payee.height = HEIGHT + number
            given = payee.arrive(
                1000,
                Htlc(part["id"], int(part["amount_msat"]), bytes.fromhex(part["payment_hash"]),
                     int(part["cltv_expiry"]), bytes.fromhex(part["payload"])),
            )  # fmt: skip
        self.assertEqual([answer.rule for _, answer in given], ["amp.payee.expiry-again"] * 2)
        heights = [int.from_bytes(answer.data[8:], "big") for _, answer in given]
        self.assertEqual(heights, [HEIGHT, HEIGHT + 1])
