"""Reading the data of an invoice: fields one by one, then what is asked of them all."""

from __future__ import annotations

from invoices import (
    FIRST,
    FIRST_VALUE,
    HASH,
    HINT,
    OFF_THE_CURVE,
    PAYEE,
    PSD,
    SECRET,
    D,
    H,
    N,
    P,
    S,
    data_field,
    feature_field,
    field,
    sealed,
    signature_of,
    signed,
    with_signature,
    words,
)
from official_invoices import VALID
from support import OperationTest, ask

from ampwire_reference.bech32 import ALPHABET
from ampwire_reference.curve import ORDER

END = FIRST + len(PSD)
"""Where a field behind PSD starts."""


class DecodeTest(OperationTest):
    def decoded(self, fields: str) -> dict:
        given = ask("invoice.decode", invoice=signed(fields))
        self.assertIn("ok", given, given)
        return given["ok"]

    def refused(self, fields: str, rejection_class: str, offset: int | None) -> None:
        members = {"invoice": signed(fields)}
        self.assert_reject("invoice.decode", members, rejection_class, offset)

    def skipped(self, given: dict) -> list:
        return [(each["tag"], each["words"], each["at"]) for each in given["unknown"]]


class DataTest(DecodeTest):
    def test_too_short(self) -> None:
        for count in (0, 1, 7, 104, 110):
            members = {"invoice": sealed("lnbc20m", "q" * count)}
            self.assert_reject("invoice.decode", members, "truncated", len("lnbc20m1"))
        # With 111 symbols there is no field.
        members = {"invoice": sealed("lnbc", "q" * 111)}
        self.assert_reject("invoice.decode", members, "missing")

    def test_timestamps(self) -> None:
        for timestamp, seconds in (("q" * 7, 0), ("qqqqqqp", 1), ("l" * 7, 2**35 - 1)):
            given = ask("invoice.decode", invoice=signed(PSD, timestamp=timestamp))["ok"]
            self.assertEqual(given["timestamp"], str(seconds))

    def test_framing(self) -> None:
        for left in ("q", "9", "qq", "pp"):
            self.refused(left, "truncated", FIRST)
            self.refused(PSD + left, "truncated", END)
        for left in ("2qp", "2qzq", "p5q", "9ll"):
            self.refused(left, "truncated", FIRST + 1)
            self.refused(PSD + left, "truncated", END + 1)
        # The signature is no part of a field, as long as it is.
        self.refused("2" + "rg" + "q" * 103, "truncated", FIRST + 1)

    def test_the_first_fault_in_the_text_counts(self) -> None:
        self.refused(field("x", "q") + "2", "not_minimal", FIRST_VALUE)
        self.refused("2q9" + field("x", "q"), "truncated", FIRST + 1)
        self.refused(field("x", "q") + field("f", ""), "not_minimal", FIRST_VALUE)
        self.refused(field("f", "") + field("x", "q"), "bad_length", FIRST_VALUE)

    def test_unknown_fields(self) -> None:
        known = set("pshdnxcmrf9")
        for at, tag in enumerate(sorted(set(ALPHABET) - known)):
            given = self.decoded(field(tag, "lq"[: at % 3]) + PSD)
            self.assertEqual(self.skipped(given), [(tag, "lq"[: at % 3], "0")])
            self.assertEqual(given["order"], tag + "psd")
            self.assertEqual(given["payee"], PAYEE)
        self.assertEqual(at, 20)

    def test_order(self) -> None:
        for fields, order in ((PSD, "psd"), (D + S + P, "dsp"), (S + H + P, "shp")):
            given = self.decoded(fields)
            self.assertEqual(given["order"], order)
            self.assertNotIn("unknown", given)

    def test_least(self) -> None:
        expected = {
            "network": "bitcoin",
            "timestamp": "1496314658",
            "payment_hash": HASH,
            "payment_secret": SECRET,
            "description": "",
            "payee": PAYEE,
            "order": "psd",
        }
        given = self.decoded(PSD)
        self.assertEqual(len(given.pop("signature")), 128)
        self.assertIn(given.pop("recovery_id"), ("0", "1"))
        self.assertEqual(given, expected)


class FieldTest(DecodeTest):
    def test_fixed_lengths(self) -> None:
        for tag, length in (("p", 52), ("s", 52), ("h", 52), ("n", 53)):
            for wrong in (0, 1, length - 1, length + 1, 1023):
                given = self.decoded(field(tag, "l" * wrong) + PSD)
                self.assertEqual(self.skipped(given), [(tag, "l" * wrong, "0")])
        # With none of the right length there is none at all.
        self.refused(field("p", "q" * 51) + S + D, "missing", None)
        self.refused(P + field("s", "q" * 53) + D, "missing", None)
        self.refused(P + S + field("h", ""), "missing", None)

    def test_padding_of_fixed_lengths(self) -> None:
        for tag in "psh":
            for last in "pzyg":
                self.refused(field(tag, "q" * 51 + last), "bad_padding", FIRST_VALUE + 51)
            # The highest of the five bits is data.
            self.refused(field(tag, "q" * 51 + "s"), "missing", None)
        last = ALPHABET[ALPHABET.index(words(PAYEE)[-1]) + 1]
        self.refused(field("n", words(PAYEE)[:-1] + last), "bad_padding", FIRST_VALUE + 52)
        # Before the value is looked at.
        self.refused(field("n", "q" * 52 + "p"), "bad_padding", FIRST_VALUE + 52)
        self.refused(field("n", "q" * 53), "bad_value", FIRST_VALUE)

    def test_padding(self) -> None:
        for tag, start in (("d", ""), ("m", ""), ("r", ""), ("f", "p")):
            for value in (
                "q",  # five spare bits
                "qqq",  # seven
                "q" * 6,  # six
                "q" * 9,
                "qp",  # two, and the last is set
                "qz",
                "qqqqp",  # one
                "qqqg",  # four
                "qqqqqqr",  # three
                "qqqqqqy",
            ):
                last = FIRST_VALUE + len(start + value) - 1
                self.refused(field(tag, start + value), "bad_padding", last)
        for value, data in (("", ""), ("qq", "00"), ("qy", "01"), ("qqqs", "0001")):
            given = self.decoded(PSD + field("m", value))
            self.assertEqual(given["payment_metadata"], data)
        # Three spare bits of seven symbols, none of eight.
        self.assertEqual(self.decoded(PSD + field("m", "q" * 7))["payment_metadata"], "00" * 4)
        self.assertEqual(self.decoded(PSD + field("m", "l" * 8))["payment_metadata"], "ff" * 5)

    def test_descriptions(self) -> None:
        for text in (
            "",
            "a",
            "a\0b",
            "\ufeffa",
            "\u30ca\u30f3",
            "\U0001f600",
            "  ",
            "\r\n",
            "x" * 639,
        ):
            given = self.decoded(P + S + data_field("d", text.encode().hex()))
            self.assertEqual(given["description"], text)
        for data in ("ff", "80", "c080", "eda080", "f4908080", "e382", "61ff", "c3"):
            self.refused(data_field("d", data), "bad_encoding", FIRST_VALUE)

    def test_metadata(self) -> None:
        for data in ("", "00", "01fafaf0", "ff" * 639):
            given = self.decoded(PSD + data_field("m", data))
            self.assertEqual(given["payment_metadata"], data)

    def test_integers(self) -> None:
        for tag, name in (("x", "expiry"), ("c", "min_final_cltv_expiry_delta")):
            for value, number in (
                ("", 0),
                ("p", 1),
                ("pu", 60),
                ("l", 31),
                ("pqqqqqqqqqqqq", 2**60),
                ("0" + "l" * 12, 2**64 - 1),
            ):
                self.assertEqual(self.decoded(PSD + field(tag, value))[name], str(number))
            for value in ("q", "qq", "qp", "q" + "l" * 12, "q" * 1023):
                self.refused(field(tag, value), "not_minimal", FIRST_VALUE)
            for value in ("s" + "q" * 12, "p" + "q" * 13, "l" * 13, "l" * 1023):
                self.refused(field(tag, value), "bad_value", FIRST_VALUE)

    def test_features(self) -> None:
        for value, bits in (
            ("", []),
            ("p", [0]),
            ("s", [4]),
            ("pq", [5]),
            ("pp", [0, 5]),
            ("sgq", [8, 14]),
            ("p" + "q" * 1022, [5110]),
            ("s" + "q" * 1022, [5114]),
        ):
            given = self.decoded(PSD + field("9", value))
            self.assertEqual(given["features"], [str(bit) for bit in bits])
        self.assertNotIn("features", self.decoded(PSD))
        for value in ("q", "qq", "qp", "qsgq", "q" * 1023):
            self.refused(field("9", value), "not_minimal", FIRST_VALUE)

    def test_features_that_make_no_sense_are_read(self) -> None:
        for bits in ((0, 1), (17,), (30,), (31,), (100,), (4,)):
            given = self.decoded(PSD + feature_field(*bits))
            self.assertEqual(given["features"], [str(bit) for bit in bits])

    def test_fallbacks(self) -> None:
        for version, lengths in (
            (0, (20, 32)),
            *((version, (2, 3, 20, 32, 39, 40)) for version in range(1, 17)),
            (17, (20,)),
            (18, (20,)),
        ):
            for length in lengths:
                value = ALPHABET[version] + words("a5" * length)
                given = self.decoded(PSD + field("f", value))
                expected = [{"version": str(version), "program": "a5" * length}]
                self.assertEqual(given["fallbacks"], expected)
        for version, lengths in (
            (0, (0, 1, 2, 19, 21, 31, 33, 40)),
            *((version, (0, 1, 41)) for version in range(1, 17)),
            (17, (0, 19, 21, 32)),
            (18, (0, 19, 21, 32)),
        ):
            for length in lengths:
                value = ALPHABET[version] + words("a5" * length)
                self.refused(field("f", value), "bad_length", FIRST_VALUE)
        self.refused(field("f", ""), "bad_length", FIRST_VALUE)

    def test_versions_without_a_meaning(self) -> None:
        for version in range(19, 32):
            for value in ("", "q", "l", "q" * 32, "l" * 100):
                value = ALPHABET[version] + value
                given = self.decoded(field("f", value) + PSD)
                self.assertEqual(self.skipped(given), [("f", value, "0")])
                self.assertNotIn("fallbacks", given)

    def test_several_fallbacks(self) -> None:
        fields = field("f", "3" + words("01" * 20)) + PSD
        fields += field("f", "n") + field("f", "j" + words("02" * 20))
        given = self.decoded(fields)
        self.assertEqual(
            given["fallbacks"],
            [{"version": "17", "program": "01" * 20}, {"version": "18", "program": "02" * 20}],
        )
        self.assertEqual(given["order"], "fpsdff")
        self.assertEqual(self.skipped(given), [("f", "n", "4")])

    def test_route_hints(self) -> None:
        hint = {
            "node_id": HINT[:66],
            "short_channel_id": str(0x0707070707070707),
            "fee_base_msat": str(0x07070707),
            "fee_proportional_millionths": str(0x07070707),
            "cltv_expiry_delta": str(0x0707),
        }
        for counts in ((1,), (2,), (12,), (1, 3)):
            fields = PSD + "".join(data_field("r", HINT * count) for count in counts)
            expected = [[hint] * count for count in counts]
            self.assertEqual(self.decoded(fields)["route_hints"], expected)
        largest = data_field("r", PAYEE + "ff" * 18)
        given = self.decoded(PSD + largest)["route_hints"][0][0]
        self.assertEqual(given["short_channel_id"], str(2**64 - 1))
        self.assertEqual(given["cltv_expiry_delta"], "65535")

    def test_lengths_of_route_hints(self) -> None:
        for length in (0, 1, 33, 50, 52, 101, 103):
            data = (HINT * 3)[: 2 * length]
            self.refused(data_field("r", data), "bad_length", FIRST_VALUE)

    def test_first_bytes_of_nodes(self) -> None:
        for first in ("00", "01", "04", "ff"):
            wrong = first + HINT[2:]
            for entry, offset in ((0, 0), (1, 81), (2, 163), (5, 408), (11, 897)):
                fields = data_field("r", HINT * entry + wrong)
                self.refused(fields, "bad_value", FIRST_VALUE + offset)
        # In the walk, so before what comes behind, and behind what is before.
        self.refused(data_field("r", wrong) + field("x", "q"), "bad_value", FIRST_VALUE)
        self.refused(field("x", "q") + data_field("r", wrong), "not_minimal", FIRST_VALUE)


class SeveralTest(DecodeTest):
    def test_the_first_that_is_valid_counts(self) -> None:
        other = data_field("p", "22" * 32)
        given = self.decoded(field("p", "") + P + other + S + D + field("p", "q" * 52))
        self.assertEqual(given["payment_hash"], HASH)
        self.assertEqual(given["order"], "pppsdp")
        expected = [("p", "", "0"), ("p", words("22" * 32), "2"), ("p", "q" * 52, "5")]
        self.assertEqual(self.skipped(given), expected)

    def test_later_ones_are_not_looked_at(self) -> None:
        # In the first place each of these values is refused.
        for first, tag, value, rejection_class in (
            (P, "p", "l" * 52, "bad_padding"),
            (S, "s", "l" * 52, "bad_padding"),
            (D, "d", "q", "bad_padding"),
            (D, "d", words("ff"), "bad_encoding"),
            (N, "n", "q" * 53, "bad_value"),
            (field("x", "p"), "x", "q", "not_minimal"),
            (field("x", ""), "x", "l" * 14, "bad_value"),
            (field("c", "p"), "c", "qq", "not_minimal"),
            (field("m", ""), "m", "q", "bad_padding"),
            (field("9", "sgq"), "9", "qq", "not_minimal"),
            (field("9", ""), "9", "q", "not_minimal"),
        ):
            later = field(tag, value)
            given = self.decoded(first + PSD.replace(first, "") + later)
            self.assertEqual(self.skipped(given), [(tag, value, str(len(given["order"]) - 1))])
            offset = FIRST_VALUE + (len(value) - 1) * (rejection_class == "bad_padding")
            self.refused(later + PSD, rejection_class, offset)

    def test_descriptions_and_hashes(self) -> None:
        self.refused(P + S, "missing", None)
        self.refused(PSD + H, "conflict", END)
        self.refused(H + PSD, "conflict", END + len(H) - len(D))
        self.refused(D + H + P + S, "conflict", FIRST + len(D))
        # A hash that is skipped, and one that is a duplicate of the other kind, don't count.
        self.assertEqual(self.decoded(PSD + field("h", ""))["description"], "")
        self.assertEqual(self.decoded(P + S + H + H)["order"], "pshh")


class PresenceTest(DecodeTest):
    def test_order(self) -> None:
        for fields, rule in (
            ("", "bolt11.p.present"),
            (H + D, "bolt11.p.present"),
            (P + D + H, "bolt11.s.present"),
            (P + S, "bolt11.d-h.one"),
            (P + S + D + H, "bolt11.d-h.not-both"),
        ):
            given = ask("invoice.decode", invoice=signed(fields))["reject"]
            self.assertEqual(given["message"].split(": ")[0], rule)

    def test_points_come_after(self) -> None:
        off = data_field("n", OFF_THE_CURVE)
        self.refused(off + S + D, "missing", None)
        self.refused(off + P + S + D, "bad_value", FIRST_VALUE)

    def test_points_in_the_order_of_the_text(self) -> None:
        off_n = data_field("n", OFF_THE_CURVE)
        off_r = data_field("r", HINT + OFF_THE_CURVE + "00" * 18)
        good_r = data_field("r", HINT)
        self.refused(PSD + off_n + off_r, "bad_value", END + 3)
        self.refused(PSD + off_r + off_n, "bad_value", END + 3 + 81)
        self.refused(PSD + good_r + off_r + off_n, "bad_value", END + len(good_r) + 3 + 81)
        self.refused(PSD + good_r + N + off_r, "bad_value", END + len(good_r + N) + 3 + 81)


class SignatureTest(DecodeTest):
    def test_offset_and_recovery_ids(self) -> None:
        r, s, recovery_id = signature_of(PSD)
        for other in (4, 27, 31, 252, 255):
            members = {"invoice": with_signature(PSD, r, s, other)}
            self.assert_reject("invoice.decode", members, "bad_signature", END)
            given = ask("invoice.decode", verify=False, **members)["ok"]
            self.assertEqual(given["recovery_id"], str(other))
        given = ask("invoice.decode", invoice=with_signature(PSD, r, s, recovery_id ^ 1))["ok"]
        self.assertNotEqual(given["payee"], PAYEE)

    def test_numbers_out_of_range(self) -> None:
        for fields in (PSD, PSD + N):
            good = signature_of(fields)
            for wrong in (0, ORDER, ORDER + 1, 2**256 - 1):
                for r, s in ((wrong, good.s), (good.r, wrong)):
                    members = {"invoice": with_signature(fields, r, s, good.recovery_id)}
                    offset = FIRST + len(fields)
                    self.assert_reject("invoice.decode", members, "bad_signature", offset)

    def test_not_recoverable(self) -> None:
        r, s, recovery_id = signature_of(PSD)
        members = {"invoice": with_signature(PSD, r, s, recovery_id + 2)}
        self.assert_reject("invoice.decode", members, "bad_signature", END)
        # 5 is the x of no point.
        members = {"invoice": with_signature(PSD, 5, s, 0)}
        self.assert_reject("invoice.decode", members, "bad_signature", END)

    def test_high_s(self) -> None:
        r, s, recovery_id = signature_of(PSD)
        invoice = with_signature(PSD, r, ORDER - s, recovery_id ^ 1)
        self.assertEqual(ask("invoice.decode", invoice=invoice)["ok"]["payee"], PAYEE)
        r, s, recovery_id = signature_of(PSD + N)
        members = {"invoice": with_signature(PSD + N, r, ORDER - s, recovery_id ^ 1)}
        self.assert_reject("invoice.decode", members, "bad_signature", END + len(N))

    def test_with_the_key_in_a_field(self) -> None:
        r, s, _ = signature_of(PSD + N)
        for recovery_id in range(4):
            given = ask("invoice.decode", invoice=with_signature(PSD + N, r, s, recovery_id))["ok"]
            self.assertEqual((given["payee"], given["payee_in_field"]), (PAYEE, True))
            self.assertEqual(given["recovery_id"], str(recovery_id))
        members = {"invoice": with_signature(PSD + N, r, s, 4)}
        self.assert_reject("invoice.decode", members, "bad_signature", END + len(N))
        members = {"invoice": signed(PSD + N, key="02")}
        self.assert_reject("invoice.decode", members, "bad_signature", END + len(N))

    def test_without_looking_at_the_signature(self) -> None:
        invoice = with_signature(PSD, 0, 0, 255)
        given = ask("invoice.decode", invoice=invoice, verify=False)["ok"]
        self.assertNotIn("payee", given)
        self.assertNotIn("payee_in_field", given)
        self.assertEqual(given["signature"], "00" * 64)
        given = ask("invoice.decode", invoice=with_signature(PSD + N, 0, 0, 255), verify=False)
        self.assertEqual((given["ok"]["payee"], given["ok"]["payee_in_field"]), (PAYEE, True))
        # All else is looked at.
        off = PSD + data_field("n", OFF_THE_CURVE)
        members = {"invoice": with_signature(off, 0, 0, 0), "verify": False}
        self.assert_reject("invoice.decode", members, "bad_value", END + 3)
        members = {"invoice": signed(PSD), "verify": "false"}
        self.assert_reject("invoice.decode", members, "other")

    def test_signed_is_what_was_received(self) -> None:
        # A reader that writes these again to hash them finds another key.
        for fields, hrp in (
            (PSD, "lnbc1000n"),
            (field("2", "lll") + PSD, "lnbc"),
            (PSD + field("x", "") + field("m", ""), "lnbc"),
            (PSD + field("9", ""), "lnbc"),
            (PSD + field("f", "ll"), "lnbc"),
            (field("p", "l" * 51) + PSD + P, "lnbc"),
        ):
            given = ask("invoice.decode", invoice=signed(fields, hrp=hrp))["ok"]
            self.assertEqual(given["payee"], PAYEE, fields)

    def test_every_character_is_signed(self) -> None:
        hrp, data = VALID["coffee"].invoice[:-6].split("1")
        for place, character in enumerate(data):
            changed = data[:place] + ("q" if character != "q" else "p") + data[place + 1 :]
            given = ask("invoice.decode", invoice=sealed(hrp, changed))
            self.assertNotEqual(given.get("ok", {}).get("payee"), PAYEE, place)
        given = ask("invoice.decode", invoice=sealed("lnbc2500n", data))
        self.assertNotEqual(given["ok"]["payee"], PAYEE)
