"""What `receiver.run` makes of a request, and of scenarios that differ in nothing that counts."""

from scenarios import (
    AMP_INVOICE,
    MPP_INVOICE,
    OTHER_SECRET,
    ZERO,
    ScenarioTest,
    amp_parts,
    arrives,
    request,
    shares_of,
    tick,
    xor,
)
from support import SECRET, ask


class RequestTest(ScenarioTest):
    def test_invoices_that_can_not_be(self) -> None:
        lacking = {name: value for name, value in MPP_INVOICE.items() if name != "preimage"}
        for invoices, rejection_class in (
            ([AMP_INVOICE, {**MPP_INVOICE, "payment_secret": SECRET}], "duplicate"),
            ([{**MPP_INVOICE, "payment_hash": ZERO}], "mismatch"),
            ([{**MPP_INVOICE, "preimage": "01"}], "bad_length"),
            ([{**AMP_INVOICE, "payment_secret": SECRET + "01"}], "bad_length"),
            ([lacking], "other"),
        ):
            self.assert_reject("receiver.run", request([], invoices), rejection_class)

    def test_events_that_can_not_be(self) -> None:
        (part,), _ = amp_parts([1000], 1000)
        for event, rejection_class in (
            ({"at": "1"}, "other"),
            ({**tick(1), "block_height": "1"}, "other"),
            ({"tick": True}, "other"),
            ({"at": "1", "tick": "true"}, "other"),
            ({"at": "1", "cancel_set": "01"}, "bad_length"),
            ({"at": "1", "cancel_invoice": "01"}, "bad_length"),
            ({"at": "1", "block_height": str(2**32)}, "bad_value"),
            (arrives({**part, "amount_msat": str(2**64)}), "bad_value"),
            (arrives({**part, "cltv_expiry": str(2**32)}), "bad_value"),
            (arrives({**part, "payment_hash": "01"}), "bad_length"),
        ):
            self.assert_reject("receiver.run", request([event]), rejection_class)

    def test_the_largest_height(self) -> None:
        event = {"at": "1", "block_height": str(2**32 - 1)}
        self.assertEqual(ask("receiver.run", **request([event])), {"ok": {"outcomes": []}})

    def test_the_offset_of_a_failure_has_two_bytes(self) -> None:
        (part,), _ = amp_parts([1000], 1000)
        for length, size in ((65529, 2), (65531, 2), (65532, 2), (70000, 4)):
            filler = {2: "01fd", 4: "01fe"}[size] + length.to_bytes(size, "big").hex()
            # Behind one long record a type that is lower than it.
            payload = filler + "00" * length + "00"
            offset = min(2**16 - 1, len(filler) // 2 + length)
            given = self.last([arrives({**part, "payload": payload})])
            expected = ("invalid_onion_payload", "00" + offset.to_bytes(2, "big").hex())
            self.assertEqual(given, {"a0": expected})


class SameTest(ScenarioTest):
    def verdicts(self, parts: list, preimages: list) -> None:
        expected = {part["id"]: preimage for part, preimage in zip(parts, preimages)}
        self.assertEqual(self.last([arrives(part) for part in parts]), expected)

    def test_an_unknown_odd_record(self) -> None:
        for records in ({"t21": b"\x01"}, {"t65537": b""}):
            self.verdicts(*amp_parts([400, 600], 1000, records=records))

    def test_one_part_split_in_two(self) -> None:
        one, two, three = shares_of(3)
        self.verdicts(*amp_parts([400, 600], 1000, shares=[one, xor([two, three])]))
        self.verdicts(*amp_parts([400, 350, 250], 1000, shares=[one, two, three]))

    def test_events_about_other_payments(self) -> None:
        parts, preimages = amp_parts([400, 600], 1000)
        other, _ = amp_parts([5, 5], 10, secret=OTHER_SECRET, names="b")
        between = [arrives(other[0]), {"at": "1000", "cancel_set": "01" * 32}, tick(1001)]
        given = self.last([arrives(parts[0]), *between, arrives(parts[1], 1001)])
        self.assertEqual((given["a0"], given["a1"]), tuple(preimages))
