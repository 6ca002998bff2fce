"""Writing invoices: what is written, in which order, and what is refused first."""

from __future__ import annotations

from invoices import (
    DESCRIPTION_HASH,
    HASH,
    HINT,
    KEY,
    MEMBERS,
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
    signed,
    words,
    written,
)
from support import OperationTest, ask, ask_as

from ampwire_reference.bech32 import ALPHABET

HOP = {
    "node_id": HINT[:66],
    "short_channel_id": str(0x0707070707070707),
    "fee_base_msat": str(0x07070707),
    "fee_proportional_millionths": str(0x07070707),
    "cltv_expiry_delta": str(0x0707),
}

PDS = P + D + S
"""The needed fields in the default order."""


def unknown(tag: str, value: str, at: int | None = None) -> dict:
    members = {"tag": tag, "words": value}
    return members if at is None else {**members, "at": str(at)}


def fallback(version: int, length: int) -> dict:
    return {"version": str(version), "program": "a5" * length}


class EncodeTest(OperationTest):
    def writes(self, expected: str, members: dict) -> None:
        self.assert_ok("invoice.encode", members, {"invoice": expected})

    def refused(self, members: dict, rejection_class: str) -> None:
        self.assert_reject("invoice.encode", members, rejection_class)


class WriteTest(EncodeTest):
    def test_least(self) -> None:
        self.writes(signed(PDS), written())

    def test_everything(self) -> None:
        members = written(
            amount_msat="1",
            payment_metadata="01",
            min_final_cltv_expiry_delta="80",
            expiry="0",
            fallbacks=[fallback(17, 20), fallback(1, 32)],
            route_hints=[[HOP], [HOP, HOP]],
            payee_in_field=True,
            features=["14", "8"],
            unknown=[unknown("2", "lq"), unknown("q", "")],
        )
        fields = P + D + data_field("m", "01") + field("c", "zs") + field("x", "")
        fields += field("f", "3" + words("a5" * 20)) + field("f", "p" + words("a5" * 32))
        fields += data_field("r", HINT) + data_field("r", 2 * HINT)
        fields += N + S + field("9", "sgq") + field("2", "lq") + field("q", "")
        self.writes(signed(fields, hrp="lnbc10p"), members)
        self.writes(signed(fields, hrp="lnbc10p").upper(), {**members, "upper_case": True})

    def test_hash_of_a_description(self) -> None:
        members = written(description_hash=DESCRIPTION_HASH)
        del members["description"]
        self.writes(signed(P + H + S), members)

    def test_ignored_members(self) -> None:
        members = written(hrp_amount="x", signature="zz", recovery_id="9", payee=PAYEE)
        self.writes(signed(PDS), members)

    def test_networks(self) -> None:
        for network, prefix in (
            ("bitcoin", "bc"),
            ("testnet", "tb"),
            ("signet", "tbs"),
            ("regtest", "bcrt"),
        ):
            self.writes(signed(PDS, hrp="ln" + prefix), written(network=network))

    def test_amounts(self) -> None:
        for msat, amount in (
            (1, "10p"),
            (99, "990p"),
            (100, "1n"),
            (101, "1010p"),
            (1000, "10n"),
            (100_000, "1u"),
            (250_000_000, "2500u"),
            (10**8, "1m"),
            (10**11, "1"),
            (10**12, "10"),
            (967_878_534, "9678785340p"),
            (2**64 - 1, "184467440737095516150p"),
            (18_446_744_073_709_551_600, "184467440737095516n"),
        ):
            expected = signed(PDS, hrp="lnbc" + amount)
            self.writes(expected, written(amount_msat=str(msat)))

    def test_timestamps(self) -> None:
        for seconds, timestamp in ((0, "q" * 7), (1, "qqqqqqp"), (2**35 - 1, "l" * 7)):
            self.writes(signed(PDS, timestamp=timestamp), written(timestamp=str(seconds)))

    def test_integers(self) -> None:
        for number, value in (
            (0, ""),
            (1, "p"),
            (31, "l"),
            (32, "pq"),
            (3600, "rss"),
            (2**64 - 1, "0" + "l" * 12),
        ):
            self.writes(signed(P + D + field("x", value) + S), written(expiry=str(number)))
            members = written(min_final_cltv_expiry_delta=str(number))
            self.writes(signed(P + D + field("c", value) + S), members)

    def test_features(self) -> None:
        for bits in ((0,), (4 + 5,), (8, 14), (9, 15, 17), (8, 14, 30), (9, 15, 31), (100,),
                     (5114,), (1, 99, 5113)):  # fmt: skip
            members = written(features=[str(bit) for bit in reversed(bits)])
            self.writes(signed(PDS + feature_field(*bits)), members)
        self.writes(signed(PDS), written(features=[]))
        self.writes(signed(PDS + feature_field(8)), written(features=["8", "8"]))

    def test_longest(self) -> None:
        longest = "61" * 639
        fields = P + data_field("d", longest) + data_field("m", longest)
        members = written(description="a" * 639, payment_metadata=longest)
        self.writes(signed(fields + S), members)
        members = written(route_hints=[[HOP] * 12])
        self.writes(signed(P + D + data_field("r", HINT * 12) + S), members)
        members = written(unknown=[unknown("2", "l" * 1023)])
        self.writes(signed(PDS + field("2", "l" * 1023)), members)

    def test_key(self) -> None:
        self.writes(signed(PDS, key="01"), written(private_key="00" * 31 + "01"))

    def test_the_profile_makes_no_difference(self) -> None:
        for members in (written(features=["8", "14", "30"]), written(features=["30"])):
            amp = ask_as("amp", "invoice.encode", **members)
            self.assertEqual(ask_as("bystander", "invoice.encode", **members), amp)


class OrderTest(EncodeTest):
    def test_any_order(self) -> None:
        for order, fields in (("psd", PSD), ("dsp", D + S + P), ("spd", S + P + D)):
            self.writes(signed(fields), written(order=order))

    def test_several_of_a_tag_keep_their_order(self) -> None:
        members = written(
            order="fprsfdr", fallbacks=[fallback(17, 20), fallback(18, 20)],
            route_hints=[[HOP], [HOP] * 2],
        )  # fmt: skip
        fields = field("f", "3" + words("a5" * 20)) + P + data_field("r", HINT) + S
        fields += field("f", "j" + words("a5" * 20)) + D + data_field("r", HINT * 2)
        self.writes(signed(fields), members)

    def test_unknown_with_a_place(self) -> None:
        one, other = unknown("2", "q"), unknown("2", "l")
        for members, fields in (
            (written(order="2ps2d", unknown=[one, other]),
             field("2", "q") + P + S + field("2", "l") + D),
            (written(order="2ps2d", unknown=[{**one, "at": "3"}, other]),
             field("2", "l") + P + S + field("2", "q") + D),
            (written(order="2ps2d", unknown=[{**one, "at": "3"}, {**other, "at": "0"}]),
             field("2", "l") + P + S + field("2", "q") + D),
            (written(order="ppsd", unknown=[unknown("p", "q", 0)]),
             field("p", "q") + P + S + D),
            (written(order="ppsd", unknown=[unknown("p", "q", 1)]),
             P + field("p", "q") + S + D),
            (written(order="ppsd", unknown=[unknown("p", "q")]),
             P + field("p", "q") + S + D),
            (written(order="pfsfd", unknown=[unknown("f", "n", 1)],
                     fallbacks=[fallback(18, 20)]),
             P + field("f", "n") + S + field("f", "j" + words("a5" * 20)) + D),
        ):  # fmt: skip
            self.writes(signed(fields), members)

    def test_wrong_orders(self) -> None:
        for order in ("", "ps", "psdd", "psh", "psd9", "PSD", "psd ", "psdn", "psd\u00fc"):
            self.refused(written(order=order), "bad_value")
        for order in ("psd", "psd22", "psdq"):
            self.refused(written(order=order, unknown=[unknown("2", "")]), "bad_value")

    def test_wrong_places(self) -> None:
        for at in (0, 3, 4, 10**30):
            members = written(order="p2sd", unknown=[unknown("2", "", at)])
            self.refused(members, "bad_value")
        # Two in one place, and a place without an order.
        both = [unknown("2", "", 0), unknown("2", "", 0)]
        self.refused(written(order="22psd", unknown=both), "bad_value")
        self.refused(written(unknown=[unknown("2", "", 3)]), "bad_value")


class UnknownTest(EncodeTest):
    def test_skipped_forms(self) -> None:
        for tag, value in (
            ("p", ""),
            ("p", "l" * 51),
            ("s", "l" * 53),
            ("h", "q"),
            ("n", "q" * 52),
            ("n", "l" * 54),
            ("f", "n"),
            ("f", "l" * 33),
            ("5", "lll"),
            ("2", ""),
            ("2", ALPHABET),
        ):
            fields = field(tag, value) + PSD
            members = written(order=tag + "psd", unknown=[unknown(tag, value, 0)])
            self.writes(signed(fields), members)
            self.writes(signed(PDS + field(tag, value)), written(unknown=[unknown(tag, value)]))

    def test_later_duplicates(self) -> None:
        complete = written(
            payee_in_field=True, expiry="1", min_final_cltv_expiry_delta="1",
            payment_metadata="", features=["8"],
        )  # fmt: skip
        fields = P + D + field("m", "") + field("c", "p") + field("x", "p") + N + S
        fields += feature_field(8)
        for tag, value in (
            ("p", "l" * 52),
            ("s", "l" * 52),
            ("n", "l" * 53),
            ("d", "l"),
            ("m", "l"),
            ("x", "qq"),
            ("c", "l" * 14),
            ("9", "q"),
        ):
            members = {**complete, "unknown": [unknown(tag, value)]}
            self.writes(signed(fields + field(tag, value)), members)
            # Not before the one that counts.
            order = tag + "pdmcxns9"
            members = {**complete, "order": order, "unknown": [unknown(tag, value, 0)]}
            self.refused(members, "conflict")
            at = len(order) - 1
            members = {**complete, "order": order[1:] + tag, "unknown": [unknown(tag, value, at)]}
            self.writes(signed(fields + field(tag, value)), members)

    def test_later_duplicates_in_an_order(self) -> None:
        later = unknown("d", "l")
        fields = field("d", "") + P + field("d", "l") + S
        self.writes(signed(fields), written(order="dpds", unknown=[later]))
        self.writes(signed(fields), written(order="dpds", unknown=[{**later, "at": "2"}]))
        self.refused(written(order="dpds", unknown=[{**later, "at": "0"}]), "conflict")
        # Without an order, or with one that lacks the own field, the order is at fault.
        self.refused(written(unknown=[{**later, "at": "2"}]), "bad_value")
        self.refused(written(order="dps", unknown=[{**later, "at": "0"}]), "bad_value")

    def test_what_a_reader_would_count(self) -> None:
        for tag, value in (
            ("h", "l" * 52),  # beside a description
            ("n", words(PAYEE)),
            ("n", "l" * 53),
            ("x", "p"),
            ("x", "qq"),
            ("c", ""),
            ("m", ""),
            ("m", "q"),
            ("9", "p"),
            ("9", ""),
            ("r", words(HINT)),
            ("r", ""),
            ("f", ""),
            ("f", "3" + words("a5" * 20)),
            ("f", "j"),
        ):
            self.refused(written(unknown=[unknown(tag, value)]), "conflict")
        # An empty list of features writes no field.
        self.refused(written(features=[], unknown=[unknown("9", "p")]), "conflict")

    def test_several_count_and_none_comes_too_late(self) -> None:
        members = written(route_hints=[[HOP]], unknown=[unknown("r", words(HINT))])
        self.refused(members, "conflict")
        members = written(fallbacks=[fallback(17, 20)], unknown=[unknown("f", "3")])
        self.refused(members, "conflict")

    def test_encoding(self) -> None:
        for tag, value in (
            ("", "q"),
            ("22", "q"),
            ("qp", "q"),
            ("b", "q"),
            ("Q", "q"),
            ("1", "q"),
            ("\u00fc", "q"),
            ("2", "b"),
            ("2", "qQ"),
            ("2", "q "),
        ):
            self.refused(written(unknown=[unknown(tag, value)]), "bad_encoding")
        self.refused(written(unknown=[unknown("2", "q" * 1024)]), "bad_length")

    def test_one_by_one(self) -> None:
        wrong = {
            "bad_encoding": unknown("b", ""),
            "bad_length": unknown("2", "q" * 1024),
            "forbidden": unknown("5", ""),
            "conflict": unknown("x", ""),
        }
        for first, one in wrong.items():
            for other in wrong.values():
                members = written(features=["14", "31"], unknown=[one, other])
                self.refused(members, first)

    def test_blinded_paths(self) -> None:
        path = [unknown("5", "qqqq")]
        for bit in ("30", "31"):
            self.refused(written(features=["14", bit], unknown=path), "forbidden")
        members = written(features=["9", "15"], unknown=path)
        self.writes(signed(PDS + feature_field(9, 15) + field("5", "qqqq")), members)


class RefusedTest(EncodeTest):
    # Each step of the order of checks, with members that break it.
    STEPS = [
        ("unknown_network", {"network": "mainnet"}),
        ("bad_amount", {"amount_msat": "0"}),
        ("bad_value", {"timestamp": str(2**35)}),
        ("missing", {"payment_hash": None}),
        ("missing", {"payment_secret": None}),
        ("missing", {"description": None}),
        ("bad_length", {"payment_metadata": "00" * 640}),
        ("bad_value", {"fallbacks": [fallback(19, 20)]}),
        ("bad_length", {"route_hints": [[]]}),
        ("limit", {"features": ["5115"]}),
        ("bad_encoding", {"unknown": [unknown("b", "")]}),
        ("bad_value", {"order": "x"}),
        ("bad_length", {"private_key": "01"}),
        ("mismatch", {"payee": "02" * 33}),
    ]

    def members(self, *changes: dict) -> dict:
        changed = written()
        for change in changes:
            changed.update(change)
        return {name: value for name, value in changed.items() if value is not None}

    def test_order(self) -> None:
        for position, (rejection_class, change) in enumerate(self.STEPS):
            self.refused(self.members(change), rejection_class)
            for _, later in self.STEPS[position + 1 :]:
                self.refused(self.members(later, change), rejection_class)

    def test_values(self) -> None:
        for rejection_class, change in (
            ("unknown_network", {"network": ""}),
            ("unknown_network", {"network": "bc"}),
            ("unknown_network", {"network": "Bitcoin"}),
            ("bad_amount", {"amount_msat": str(2**64)}),
            ("bad_value", {"expiry": str(2**64)}),
            ("bad_value", {"min_final_cltv_expiry_delta": str(2**64)}),
            ("bad_length", {"payment_hash": ""}),
            ("bad_length", {"payment_hash": HASH[2:]}),
            ("bad_length", {"payment_secret": SECRET + "11"}),
            ("bad_length", {"description": None, "description_hash": "00" * 31}),
            ("conflict", {"description_hash": DESCRIPTION_HASH}),
            ("conflict", {"description_hash": ""}),
            ("bad_length", {"description": "a" * 640}),
            ("bad_length", {"description": "\u00fc" * 320}),
            ("bad_encoding", {"description": "\ud800"}),
            ("bad_value", {"private_key": "00" * 32}),
            ("bad_value", {"private_key": "ff" * 32}),
            ("bad_length", {"private_key": ""}),
            ("bad_length", {"private_key": KEY + "00"}),
            ("mismatch", {"payee": ""}),
            ("mismatch", {"payee": OFF_THE_CURVE, "payee_in_field": True}),
        ):
            self.refused(self.members(change), rejection_class)

    def test_fallbacks(self) -> None:
        for version, length in ((0, 19), (0, 33), (1, 1), (16, 41), (17, 32), (18, 0)):
            self.refused(written(fallbacks=[fallback(version, length)]), "bad_length")
        for version in (19, 31, 32, 10**25):
            self.refused(written(fallbacks=[fallback(version, 1)]), "bad_value")
        # One by one.
        both = [fallback(0, 1), fallback(19, 20)]
        self.refused(written(fallbacks=both), "bad_length")
        self.refused(written(fallbacks=both[::-1]), "bad_value")

    def test_route_hints(self) -> None:
        for rejection_class, change in (
            ("bad_length", {"node_id": ""}),
            ("bad_length", {"node_id": HINT[:64]}),
            ("bad_value", {"node_id": OFF_THE_CURVE}),
            ("bad_value", {"node_id": "04" + HINT[2:66]}),
            ("bad_value", {"short_channel_id": str(2**64)}),
            ("bad_value", {"fee_base_msat": str(2**32)}),
            ("bad_value", {"fee_proportional_millionths": str(2**32)}),
            ("bad_value", {"cltv_expiry_delta": str(2**16)}),
        ):
            self.refused(written(route_hints=[[HOP, {**HOP, **change}]]), rejection_class)
        self.refused(written(route_hints=[[HOP] * 13]), "bad_length")
        self.refused(written(route_hints=[[HOP], []]), "bad_length")

    def test_features(self) -> None:
        for rejection_class, bits in (
            ("limit", ["8", "5115"]),
            ("limit", [str(10**30)]),
            ("conflict", ["8", "9"]),
            ("conflict", ["100", "101"]),
            ("missing", ["16"]),
            ("missing", ["17"]),
            ("missing", ["30"]),
            ("missing", ["9", "31"]),
            ("forbidden", ["4"]),
            ("forbidden", ["23"]),
            ("forbidden", ["62"]),
            # In this order.
            ("limit", ["5115", "8", "9"]),
            ("conflict", ["8", "9", "17"]),
            ("missing", ["4", "17"]),
            ("missing", ["50"]),
        ):
            self.refused(written(features=bits), rejection_class)

    def test_structure(self) -> None:
        for change in (
            {"network": None},
            {"timestamp": None},
            {"private_key": None},
            {"description": 1},
            {"order": ["p"]},
            {"route_hints": [HOP]},
            {"route_hints": [[{}]]},
            {"unknown": [{"tag": "2"}]},
            {"payee_in_field": "true"},
        ):
            members = {**MEMBERS, "private_key": KEY, **change}
            members = {name: value for name, value in members.items() if value is not None}
            self.refused(members, "other")


class RoundTripTest(EncodeTest):
    def test_what_was_read_is_written_again(self) -> None:
        for fields in (
            PSD,
            D + field("2", "l") + P + S + field("2", "q"),
            field("p", "l") + P + data_field("p", "22" * 32) + S + D + field("d", "l"),
            field("f", "n") + PSD + field("f", "p" + words("a5" * 2)) + field("f", "l"),
            N + PSD + field("n", "l" * 53) + feature_field(5114),
        ):
            for invoice in (signed(fields), signed(fields).upper()):
                members = ask("invoice.decode", invoice=invoice)["ok"]
                self.writes(invoice, {**members, "private_key": KEY})
