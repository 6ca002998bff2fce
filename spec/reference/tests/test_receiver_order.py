"""Section 10, "Order, replays" and "Finding the invoice": which step decides about a newcomer."""

import hashlib

from scenarios import (
    AMP_INVOICE,
    DELTA,
    EXPIRY,
    HEIGHT,
    MPP_INVOICE,
    MPP_SECRET,
    OTHER_SECRET,
    PREIMAGE,
    PREIMAGE_HASH,
    TIMEOUT,
    ZERO,
    ScenarioTest,
    amp_parts,
    arrives,
    block,
    htlc,
    mpp_part,
    tick,
    unknown,
)
from support import POINT, SECRET, SET_ID, SHARE

KEYSEND = "t5482373484"
KEYSEND_VALUE = bytes.fromhex(PREIMAGE)


class ReplayTest(ScenarioTest):
    def test_held_settled_and_failed_are_answered_as_before(self) -> None:
        (one, two), preimages = amp_parts([400, 600], 1000)
        given = self.outcomes(
            [arrives(one), arrives(one), arrives(two), arrives(one), arrives(two)]
        )
        self.assertEqual(
            given,
            [
                (0, "a0", "held"),
                (1, "a0", "held"),
                (2, "a0", preimages[0]),
                (2, "a1", preimages[1]),
                (3, "a0", preimages[0]),
                (4, "a1", preimages[1]),
            ],
        )
        given = self.outcomes([arrives(one), tick(1000 + TIMEOUT), arrives(one, 5000)])
        timed_out = ("mpp_timeout", "")
        self.assertEqual([row[2] for row in given], ["held", timed_out, timed_out])

    def test_time_and_height_do_not_matter_to_a_replay(self) -> None:
        (one,), (preimage,) = amp_parts([1000], 1000)
        invoice = {**AMP_INVOICE, "expires_at": "1000"}
        events = [arrives(one), block(HEIGHT + 5000), arrives(one, 9_000_000)]
        self.assertEqual(self.outcomes(events, [invoice])[-1], (2, "a0", preimage))

    def test_the_payload_of_a_replay_is_not_looked_at(self) -> None:
        (one, _), _ = amp_parts([400, 600], 1000)
        again = {**one, "payload": ""}
        self.assertEqual(self.outcomes([arrives(one), arrives(again)])[-1], (1, "a0", "held"))

    def test_what_failed_in_its_set_keeps_its_failure_and_height(self) -> None:
        (one, two), _ = amp_parts([400, 600], 1000)
        two["payment_hash"] = ZERO
        events = [arrives(one), block(HEIGHT - 1), arrives(two), block(HEIGHT), arrives(two)]
        given = self.outcomes(events)
        self.assertEqual(given[-1], (4, "a1", unknown(600, HEIGHT - 1)))
        self.assertEqual(given[1], (2, "a0", unknown(400, HEIGHT)))

    def test_a_newcomer_that_failed_is_judged_again(self) -> None:
        (one,), (preimage,) = amp_parts([1000], 1000)
        events = [block(HEIGHT + 1), arrives(one), block(HEIGHT), arrives(one)]
        self.assertEqual(
            self.outcomes(events),
            [(1, "a0", unknown(1000, HEIGHT + 1)), (3, "a0", preimage)],
        )

    def test_another_htlc_under_a_recorded_id_gets_no_answer(self) -> None:
        (one, two), preimages = amp_parts([400, 600], 1000)
        for change in (
            {"payment_hash": ZERO},
            {"amount_msat": "401"},
            {"cltv_expiry": str(EXPIRY + 1)},
        ):
            events = [arrives(one), arrives({**one, **change}), arrives(two)]
            given = self.outcomes(events)
            self.assertEqual(given[1], (1, "a0", "error"))
            self.assertEqual(given[2:], [(2, "a0", preimages[0]), (2, "a1", preimages[1])])

    def test_an_id_that_failed_as_a_newcomer_is_free(self) -> None:
        (one,), (preimage,) = amp_parts([1000], 1000)
        events = [arrives({**one, "payment_hash": ZERO, "payload": ""}), arrives(one)]
        self.assertEqual(self.last(events), {"a0": preimage})


class PayloadTest(ScenarioTest):
    def fails(self, part: dict, name: str, data: str, **config: object) -> None:
        (other, last), preimages = amp_parts([400, 600], 1000, names="z")
        given = self.last([arrives(other), arrives(part), arrives(last)], **config)
        self.assertEqual(given[part["id"]], (name, data))
        # It left everything as it was.
        self.assertEqual((given["z0"], given["z1"]), tuple(preimages))

    def test_what_does_not_read(self) -> None:
        start = "020203e8" + "0403" + HEIGHT.to_bytes(3, "big").hex()
        for payload, data in (
            ("", "02" + "0000"),
            (start + "0100", "01" + "0009"),
            (start + "1400", "14" + "0009"),
            ("fd", "00" + "0000"),
            (start + "0e3f" + "01" * 63, "0e" + "000b"),
            (start + "0c21" + POINT, "0a" + "0000"),
        ):
            part = {**htlc("b", 1000, ZERO, {}), "payload": payload}
            self.fails(part, "invalid_onion_payload", data)

    def test_type_14_without_its_layout(self) -> None:
        (part,), _ = amp_parts([1000], 1000, names="b")
        given = self.last([arrives(part)], layouts=[])
        self.assertEqual(given["b0"][0], "invalid_onion_payload")
        self.assertEqual(given["b0"][1][:2], "0e")

    def test_a_blinded_payload_that_reads(self) -> None:
        records = {"t10": b"\x07", "t12": bytes.fromhex(POINT), "t18": b"\x05"}
        part = htlc("b", 1000, ZERO, records)
        self.fails(part, "invalid_onion_blinding", "00" * 32)

    def test_an_unknown_even_custom_record(self) -> None:
        (part,), _ = amp_parts([1000], 1000, names="b", records={"t65538": b"", "t65536": b"\x01"})
        offset = part["payload"].index("fe00010000") // 2
        self.fails(part, "invalid_onion_payload", "fe00010000" + f"{offset:04x}")

    def test_custom_records_that_are_taken(self) -> None:
        for records, known in (
            ({"t65537": b""}, []),
            ({"t65536": b"", "t65540": b""}, ["65540", "65536"]),
        ):
            (part,), (preimage,) = amp_parts([1000], 1000, records=records)
            self.assertEqual(self.last([arrives(part)], known_custom_types=known), {"a0": preimage})

    def test_the_unknown_record_comes_before_the_amount(self) -> None:
        (part,), _ = amp_parts([1000], 1000, names="b", records={"t65536": b""}, carries=1)
        self.assertEqual(self.last([arrives(part)])["b0"][0], "invalid_onion_payload")

    def test_amount_of_the_htlc(self) -> None:
        (part,), (preimage,) = amp_parts([1000], 1000, carries=999, expiry=HEIGHT - 1, names="b")
        self.fails(part, "final_incorrect_htlc_amount", (999).to_bytes(8, "big").hex())
        for carries in (1000, 1001, 2**64 - 1):
            (part,), (preimage,) = amp_parts([1000], 1000, carries=carries)
            self.assertEqual(self.last([arrives(part)]), {"a0": preimage})

    def test_expiry_of_the_htlc(self) -> None:
        (part,), _ = amp_parts([1000], 1000, secret=OTHER_SECRET, names="b",
                               expiry=EXPIRY + 9, asked_expiry=EXPIRY + 10)  # fmt: skip
        self.fails(part, "final_incorrect_cltv_expiry", (EXPIRY + 9).to_bytes(4, "big").hex())
        for expiry in (EXPIRY + 10, EXPIRY + 11, 2**32 - 1):
            (part,), (preimage,) = amp_parts(
                [1000], 1000, expiry=expiry, asked_expiry=EXPIRY + 10
            )
            self.assertEqual(self.last([arrives(part)]), {"a0": preimage})


class InvoiceTest(ScenarioTest):
    def test_amp_without_payment_data(self) -> None:
        record = {"t14": bytes.fromhex(SHARE + SET_ID)}
        for spontaneous in (False, True):
            part = htlc("a", 7, ZERO, record)
            given = self.last([arrives(part)], accept_spontaneous=spontaneous)
            self.assertEqual(given, {"a": unknown(7)})

    def test_unknown_secret_fails_or_is_spontaneous(self) -> None:
        (part,), (preimage,) = amp_parts([1000], 1000, secret=OTHER_SECRET)
        self.assertEqual(self.last([arrives(part)]), {"a0": unknown(1000)})
        self.assertEqual(self.last([arrives(part)], accept_spontaneous=True), {"a0": preimage})
        part = mpp_part("m", 1000, 1000, secret=OTHER_SECRET)
        given = self.last([arrives(part)], accept_spontaneous=True)
        self.assertEqual(given, {"m": unknown(1000)})

    def test_all_zero_secret(self) -> None:
        (part,), _ = amp_parts([1000], 1000, secret=ZERO)
        ordinary = mpp_part("m", 5, 5, secret=ZERO)
        invoices = [{**AMP_INVOICE, "payment_secret": ZERO}]
        for given in ([], invoices, [{**MPP_INVOICE, "payment_secret": ZERO}]):
            self.assertEqual(
                self.last([arrives(part), arrives(ordinary)], given, accept_spontaneous=True),
                {"a0": unknown(1000), "m": unknown(5)},
            )

    def test_the_kind_of_payment_is_that_of_the_invoice(self) -> None:
        (part,), _ = amp_parts([1000], 1000, secret=MPP_SECRET)
        ordinary = mpp_part("m", 1000, 1000, secret=SECRET, payment_hash="99" * 32)
        self.assertEqual(
            self.last([arrives(part), arrives(ordinary)], accept_spontaneous=True),
            {"a0": unknown(1000), "m": unknown(1000)},
        )

    def test_an_invoice_for_both(self) -> None:
        both = {**MPP_INVOICE, "amp": True, "payment_secret": SECRET}
        (part,), (preimage,) = amp_parts([1000], 1000)
        ordinary = mpp_part("m", 1000, 1000, secret=SECRET)
        given = self.last([arrives(part), arrives(ordinary)], [both])
        self.assertEqual(given, {"a0": preimage, "m": PREIMAGE})

    def test_hash_of_an_ordinary_htlc(self) -> None:
        wrong = mpp_part("m", 1000, 1000, payment_hash=ZERO)
        right = mpp_part("n", 1000, 1000)
        self.assertEqual(
            self.last([arrives(wrong), arrives(right)]), {"m": unknown(1000), "n": PREIMAGE}
        )

    def test_amp_and_keysend_record_is_amp(self) -> None:
        records = {KEYSEND: KEYSEND_VALUE}
        (part,), (preimage,) = amp_parts([1000], 1000, records=records)
        for spontaneous in (False, True):
            given = self.last([arrives(part)], accept_spontaneous=spontaneous)
            self.assertEqual(given, {"a0": preimage})
        part = htlc("k", 9, PREIMAGE_HASH, {**records, "t14": bytes.fromhex(SHARE + SET_ID)})
        self.assertEqual(self.last([arrives(part)], accept_spontaneous=True), {"k": unknown(9)})

    def test_payment_data_and_keysend_record_is_mpp(self) -> None:
        records = {KEYSEND: KEYSEND_VALUE}
        one = mpp_part("m", 400, 1000, records=records)
        two = mpp_part("n", 600, 1000)
        given = self.last([arrives(one), arrives(two)], accept_spontaneous=True)
        self.assertEqual(given, {"m": PREIMAGE, "n": PREIMAGE})
        other = mpp_part("m", 400, 1000, secret=OTHER_SECRET, records=records)
        given = self.last([arrives(other)], accept_spontaneous=True)
        self.assertEqual(given, {"m": unknown(400)})

    def test_keysend(self) -> None:
        part = htlc("k", 9, PREIMAGE_HASH, {KEYSEND: KEYSEND_VALUE})
        self.assertEqual(self.last([arrives(part)]), {"k": unknown(9)})
        given = self.outcomes([arrives(part), arrives(part, 99_999)], accept_spontaneous=True)
        self.assertEqual(given, [(0, "k", PREIMAGE), (1, "k", PREIMAGE)])

    def test_keysend_whose_preimage_does_not_fit(self) -> None:
        part = htlc("k", 9, ZERO, {KEYSEND: KEYSEND_VALUE})
        self.assertEqual(self.last([arrives(part)], accept_spontaneous=True), {"k": unknown(9)})

    def test_keysend_of_nothing_and_keysend_too_near(self) -> None:
        record = {KEYSEND: KEYSEND_VALUE}
        for part in (
            htlc("k", 0, PREIMAGE_HASH, record),
            htlc("k", 0, PREIMAGE_HASH, record, carries=5),
            htlc("k", 9, PREIMAGE_HASH, record, expiry=EXPIRY - 1),
        ):
            given = self.last([arrives(part)], accept_spontaneous=True)
            self.assertEqual(given, {"k": unknown(int(part["amount_msat"]))})

    def test_neither_amp_nor_payment_data_nor_keysend(self) -> None:
        part = htlc("x", 9, PREIMAGE_HASH, {})
        self.assertEqual(self.last([arrives(part)], accept_spontaneous=True), {"x": unknown(9)})

    def test_type_8_is_spontaneous_and_has_its_total_in_type_18(self) -> None:
        parts, preimages = amp_parts([400, 600], 1000, layout="type8")
        events = [arrives(part) for part in parts]
        config = {"layouts": ["type8", "type14"], "accept_spontaneous": True}
        self.assertEqual(self.last(events, **config), dict(zip(("a0", "a1"), preimages)))
        config["accept_spontaneous"] = False
        self.assertEqual(self.last(events, **config), {"a0": unknown(400), "a1": unknown(600)})

    def test_cancelled(self) -> None:
        (part,), _ = amp_parts([1000], 1000)
        ordinary = mpp_part("m", 1000, 1000)
        cancel = [{"at": "1000", "cancel_invoice": secret} for secret in (SECRET, MPP_SECRET)]
        given = self.last([*cancel, arrives(part), arrives(ordinary)], accept_spontaneous=True)
        self.assertEqual(given, {"a0": unknown(1000), "m": unknown(1000)})

    def test_expiry_at_height_and_delta(self) -> None:
        for own, asked, expiry, taken in (
            (DELTA, None, HEIGHT + DELTA, True),
            (DELTA, None, HEIGHT + DELTA - 1, False),
            (DELTA, DELTA + 3, HEIGHT + DELTA + 3, True),
            (DELTA, DELTA + 3, HEIGHT + DELTA + 2, False),
            (DELTA, DELTA - 3, HEIGHT + DELTA - 1, False),
        ):
            invoice = dict(AMP_INVOICE)
            if asked is not None:
                invoice["min_final_cltv_expiry_delta"] = str(asked)
            (part,), (preimage,) = amp_parts([1000], 1000, expiry=expiry)
            expected = preimage if taken else unknown(1000)
            self.assertEqual(self.last([arrives(part)], [invoice]), {"a0": expected})

    def test_the_hash_of_an_amp_htlc_finds_no_invoice(self) -> None:
        (part,), (preimage,) = amp_parts([1000], 1000)
        self.assertNotEqual(part["payment_hash"], AMP_INVOICE["payment_hash"])
        self.assertEqual(self.last([arrives(part)]), {"a0": preimage})
        (part,), _ = amp_parts([1000], 1000, secret=OTHER_SECRET)
        part["payment_hash"] = AMP_INVOICE["payment_hash"]
        self.assertEqual(self.last([arrives(part)]), {"a0": unknown(1000)})

    def test_the_preimage_here_is_that_of_the_hash(self) -> None:
        self.assertEqual(hashlib.sha256(bytes.fromhex(PREIMAGE)).hexdigest(), PREIMAGE_HASH)
