"""Paying invoices without AMP: the payload, and when a payer refuses."""

from __future__ import annotations

from invoices import (
    FIRST,
    PSD,
    SECONDS,
    SECRET,
    D,
    P,
    S,
    data_field,
    feature_field,
    field,
    signed,
    with_signature,
)
from support import OperationTest, ask, ask_as

MAXIMUM = 2**64 - 1


def paying(fields: str, hrp: str = "lnbc", **members: object) -> dict:
    given = {"amount_msat": 1000, "total_msat": 1000, "outgoing_cltv_value": 500, **members}
    return {
        "invoice": signed(fields, hrp=hrp),
        **{name: str(number) for name, number in given.items()},
    }


class PayerTest(OperationTest):
    def pays(self, members: dict, expected: str) -> None:
        self.assert_ok("invoice.final_payload", members, {"bytes": expected})

    def paid(self, members: dict) -> None:
        self.assertEqual(list(ask_as(self.profile, "invoice.final_payload", **members)), ["ok"])

    def refused(
        self,
        members: dict,
        rejection_class: str,
        offset: int | None = None,
        tlv_type: int | None = None,
    ) -> None:
        self.assert_reject("invoice.final_payload", members, rejection_class, offset, tlv_type)


class PaymentTest(PayerTest):
    def test_payload(self) -> None:
        start = "020203e8" + "040201f4"
        self.pays(paying(PSD), start + "0822" + SECRET + "03e8")
        with_metadata = PSD + data_field("m", "01fafaf0")
        self.pays(paying(with_metadata), start + "0822" + SECRET + "03e8" + "100401fafaf0")
        self.pays(paying(PSD + field("m", "")), start + "0822" + SECRET + "03e8" + "1000")
        in_parts = paying(PSD + feature_field(9, 15, 17), total_msat=MAXIMUM)
        self.pays(in_parts, start + "0828" + SECRET + "ff" * 8)
        at_once = paying(PSD, outgoing_cltv_value=0)
        self.pays(at_once, "020203e8" + "0400" + "0822" + SECRET + "03e8")

    def test_the_payload_is_one(self) -> None:
        metadata = "5a" * 639
        members = paying(PSD + data_field("m", metadata))
        stream = ask("invoice.final_payload", **members)["ok"]["bytes"]
        given = ask("payload.decode", bytes=stream, role="final", layouts=["type14"])["ok"]
        self.assertEqual(
            given,
            {
                "amt_to_forward": "1000",
                "outgoing_cltv_value": "500",
                "payment_data": {"payment_secret": SECRET, "total_msat": "1000"},
                "payment_metadata": metadata,
            },
        )

    def test_what_can_not_be_read(self) -> None:
        self.refused(paying(P + D), "missing")
        members = {**paying(PSD), "invoice": with_signature(PSD, 0, 1, 0)}
        self.refused(members, "bad_signature", FIRST + len(PSD))
        # Nobody pays without looking at the signature.
        self.refused({**members, "verify": False}, "bad_signature", FIRST + len(PSD))

    def test_features(self) -> None:
        for bits in ((), (1,), (8, 14), (9, 15), (14, 16), (15, 17), (101,), (8, 9), (48,), (99,)):
            self.paid(paying(PSD + feature_field(*bits)))
        for bits in ((2,), (100,), (100, 101), (8, 14, 100), (32,), (54,)):
            self.refused(paying(PSD + feature_field(*bits)), "unknown_even")
        for bits in ((16,), (17,), (9, 17), (51,), (60,)):
            self.refused(paying(PSD + feature_field(*bits)), "missing")
        # The place of a feature is not judged.
        self.paid(paying(PSD + feature_field(4)))
        self.paid(paying(PSD + field("9", "")))

    def test_amounts(self) -> None:
        for amount_msat, total_msat, hrp, right in (
            (0, 0, "lnbc", False),
            (0, 1, "lnbc", False),
            (1, 1, "lnbc", True),
            (2, 1, "lnbc", False),
            (MAXIMUM, MAXIMUM, "lnbc", True),
            (99, 99, "lnbc1n", False),
            (100, 100, "lnbc1n", True),
            (200, 200, "lnbc1n", True),
            (201, 201, "lnbc1n", False),
            (99, 100, "lnbc1n", True),
            (MAXIMUM, MAXIMUM, "lnbc184467440737095516150p", True),
            (MAXIMUM - 1, MAXIMUM - 1, "lnbc184467440737095516150p", False),
        ):
            members = paying(
                PSD + feature_field(14, 17), hrp, amount_msat=amount_msat, total_msat=total_msat
            )
            if right:
                self.paid(members)
            else:
                self.refused(members, "bad_amount")
        over = MAXIMUM + 1
        self.refused(paying(PSD, amount_msat=over, total_msat=over), "bad_value", None, 2)

    def test_one_part(self) -> None:
        for bits in ((), (14,), (15,)):
            members = paying(PSD + feature_field(*bits), total_msat=1001)
            self.refused(members, "forbidden")
            self.paid({**members, "total_msat": "1000"})
        for bits in ((14, 16), (14, 17), (15, 16, 17)):
            self.paid(paying(PSD + feature_field(*bits), total_msat=1001))

    def test_expiry(self) -> None:
        for value, expiry in ((None, 3600), ("", 0), ("pu", 60), ("0" + "l" * 12, MAXIMUM)):
            fields = PSD if value is None else PSD + field("x", value)
            last = min(SECONDS + expiry, MAXIMUM)
            self.paid(paying(fields))
            for now in (0, SECONDS, last):
                self.paid(paying(fields, now=now))
            if last < MAXIMUM:
                self.refused(paying(fields, now=last + 1), "forbidden")

    def test_expiry_of_blocks(self) -> None:
        self.paid(paying(PSD, outgoing_cltv_value=2**32 - 1))
        self.refused(paying(PSD, outgoing_cltv_value=2**32), "bad_value", None, 4)

    def test_order(self) -> None:
        late = {"now": SECONDS + 3601}
        high = {"outgoing_cltv_value": 2**32}
        nothing = {"amount_msat": 0}
        part = {"total_msat": 1001}
        for members, rejection_class in (
            (paying(P + S + feature_field(100), **late), "missing"),
            (paying(PSD + feature_field(17, 100), **late), "unknown_even"),
            (paying(PSD + feature_field(17), **late, **high), "missing"),
            (paying(PSD, **late, **high, **nothing), "forbidden"),
            (paying(PSD, **nothing, **part), "bad_amount"),
            (paying(PSD, **part), "forbidden"),
        ):
            self.refused(members, rejection_class)
        self.refused(paying(PSD, **high, **nothing, **part), "bad_value", None, 4)

    def test_structure(self) -> None:
        for name in ("invoice", "amount_msat", "total_msat", "outgoing_cltv_value"):
            members = paying(PSD)
            del members[name]
            self.refused(members, "other")
        self.refused({**paying(PSD), "now": 1}, "other")


class AmpTest(PayerTest):
    def test_amp(self) -> None:
        for bits in ((8, 14, 30), (14, 30, 31), (8, 15, 17, 30)):
            self.refused(paying(PSD + feature_field(*bits)), "forbidden")
        self.paid(paying(PSD + feature_field(9, 15, 31)))
        for bits in ((30,), (31,), (8, 30), (17, 31)):
            self.refused(paying(PSD + feature_field(*bits)), "missing")
        given = ask("invoice.final_payload", **paying(PSD + feature_field(31)))["reject"]
        self.assertTrue(given["message"].startswith("amp.invoice.payment-secret: "))

    def test_amp_comes_before_the_expiry(self) -> None:
        members = paying(PSD + feature_field(14, 30), now=2**40)
        given = ask("invoice.final_payload", **members)["reject"]
        self.assertTrue(given["message"].startswith("amp.invoice.payer: "))


class BystanderTest(PaymentTest):
    profile = "bystander"

    def test_amp(self) -> None:
        for bits in ((8, 14, 30), (30,), (30, 31)):
            self.refused(paying(PSD + feature_field(*bits)), "unknown_even")
        for bits in ((31,), (14, 31), (8, 31)):
            self.paid(paying(PSD + feature_field(*bits)))
        # Nor does it change what else is asked.
        self.refused(paying(PSD + feature_field(17, 31)), "missing")
