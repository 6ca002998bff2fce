"""The text of an invoice, and what stands before the separator."""

from invoices import PSD, sealed, signed, words
from support import OperationTest, ask

GOOD = signed(PSD)

BECH32M = 0x2BC830A3


class TextTest(OperationTest):
    def refused(self, invoice: str, rejection_class: str, offset: int) -> None:
        self.assert_reject("invoice.decode", {"invoice": invoice}, rejection_class, offset)

    def test_good(self) -> None:
        self.assertIn("ok", ask("invoice.decode", invoice=GOOD))

    def test_characters(self) -> None:
        # Any place, and any character outside, is told with its place.
        for character in ("\x00", "\t", "\n", " ", "\x7f", "\x80", "\xa0", "\u0131", "\ud800"):
            for place in (0, 1, 4, 5, 100, len(GOOD)):
                self.refused(GOOD[:place] + character + GOOD[place:], "bad_encoding", place)

    def test_characters_after_the_separator(self) -> None:
        separator = GOOD.rfind("1")
        for character in "bio!~":
            for place in (separator + 1, 100, len(GOOD) - 1):
                changed = GOOD[:place] + character + GOOD[place + 1 :]
                self.refused(changed, "bad_encoding", place)

    def test_nothing_is_trimmed(self) -> None:
        self.refused(" " + GOOD, "bad_encoding", 0)
        self.refused(GOOD + "\n", "bad_encoding", len(GOOD))
        # The colon is a character like any other, and the prefix no network.
        self.refused("lightning:" + GOOD, "bad_checksum", len("lightning:" + GOOD) - 6)

    def test_case(self) -> None:
        self.refused("L" + GOOD[1:], "bad_encoding", 1)
        self.refused("l" + GOOD[1:].upper(), "bad_encoding", 1)
        self.refused(GOOD[:-1] + "Q", "bad_encoding", len(GOOD) - 1)
        self.refused(GOOD[:50] + GOOD[50:].upper(), "bad_encoding", 50)
        # A character that can't stand anywhere comes first only if it is before.
        self.refused("lN\x7f", "bad_encoding", 1)
        self.refused("ln\x7fN", "bad_encoding", 2)

    def test_upper_case(self) -> None:
        lower = ask("invoice.decode", invoice=GOOD)["ok"]
        self.assertNotIn("upper_case", lower)
        upper = ask("invoice.decode", invoice=GOOD.upper())["ok"]
        self.assertEqual(upper, {**lower, "upper_case": True})

    def test_separator(self) -> None:
        for invoice in ("", "l", "lnbc", "qqqqqqq", "1", "1qqqqqq"):
            self.refused(invoice, "bad_encoding", 0)

    def test_the_last_separator_counts(self) -> None:
        amount = signed(PSD, hrp="lnbc11")
        given = ask("invoice.decode", invoice=amount)["ok"]
        self.assertEqual(given["amount_msat"], str(11 * 10**11))

    def test_checksum_complete(self) -> None:
        for count in range(6):
            self.refused("lnbc1" + "q" * count, "truncated", 4)
        # A character that is not of the alphabet comes first.
        self.refused("lnbc1qb", "bad_encoding", 6)

    def test_checksum(self) -> None:
        self.refused("lnbc1qqqqqq", "bad_checksum", 5)
        for place in (3, 10, 100, len(GOOD) - 7, len(GOOD) - 1):
            other = "q" if GOOD[place] != "q" else "p"
            self.refused(GOOD[:place] + other + GOOD[place + 1 :], "bad_checksum", len(GOOD) - 6)
        data = GOOD[5:-6]
        self.assertEqual(sealed("lnbc", data), GOOD)
        self.refused(sealed("lnbc", data, BECH32M), "bad_checksum", len(GOOD) - 6)
        # The checksum is over the lower case.
        self.assertIn("ok", ask("invoice.decode", invoice=sealed("LNBC", data).upper()))

    def test_the_checksum_comes_before_the_network(self) -> None:
        self.refused("xxxx1qqqqqq", "bad_checksum", 5)

    def test_no_length_is_too_long(self) -> None:
        # 100 fields of 1023 symbols.
        long_field = "2" + "ll" + words("00" * 639)
        given = ask("invoice.decode", invoice=signed(PSD + 100 * long_field))
        self.assertEqual(len(given["ok"]["unknown"]), 100)


class NetworkTest(OperationTest):
    def network(self, hrp: str) -> tuple:
        given = ask("invoice.decode", invoice=signed(PSD, hrp=hrp))["ok"]
        return given["network"], given.get("amount_msat"), given.get("hrp_amount")

    def test_networks(self) -> None:
        for prefix, network in (
            ("bc", "bitcoin"),
            ("tb", "testnet"),
            ("tbs", "signet"),
            ("bcrt", "regtest"),
        ):
            self.assertEqual(self.network("ln" + prefix), (network, None, None))
            expected = (network, "2000000000", "20m")
            self.assertEqual(self.network("ln" + prefix + "20m"), expected)

    def test_unknown(self) -> None:
        for hrp, offset in (
            ("l", 0),
            ("ln", 0),
            ("n", 0),
            ("xnbc", 0),
            ("bc", 0),
            ("lbc", 0),
            ("!", 0),
            ("lnb", 2),
            ("lnt", 2),
            ("lnx", 2),
            ("ln20m", 2),
            ("lnxx", 2),
            ("lnbd", 2),
            ("lnsb", 2),
            ("lncrt", 2),
        ):
            members = {"invoice": signed(PSD, hrp=hrp)}
            self.assert_reject("invoice.decode", members, "unknown_network", offset)

    def test_the_longest_prefix_counts(self) -> None:
        # As bc they would have the amounts r and rt.
        members = {"invoice": signed(PSD, hrp="lnbcr")}
        self.assert_reject("invoice.decode", members, "bad_amount", 4)
        members = {"invoice": signed(PSD, hrp="lntbsm")}
        self.assert_reject("invoice.decode", members, "bad_amount", 5)


class AmountTest(OperationTest):
    def test_values(self) -> None:
        for amount, msat in (
            ("1", 10**11),
            ("1m", 10**8),
            ("1u", 10**5),
            ("1n", 100),
            ("10p", 1),
            ("10n", 1000),
            ("1000n", 100_000),
            ("2500u", 250_000_000),
            ("9678785340p", 967_878_534),
            ("20000000", 2 * 10**18),
            ("21000001", 2_100_000_100_000_000_000),
            ("184467440", 18_446_744_000_000_000_000),
            ("184467440737m", 18_446_744_073_700_000_000),
            ("184467440737095516n", 18_446_744_073_709_551_600),
            ("184467440737095516150p", 2**64 - 1),
        ):
            given = ask("invoice.decode", invoice=signed(PSD, hrp="lnbc" + amount))["ok"]
            self.assertEqual((given["amount_msat"], given["hrp_amount"]), (str(msat), amount))

    def test_refused(self) -> None:
        for amount, offset in (
            # What is not digits with a multiplier.
            ("m", 0),
            ("x", 0),
            ("-1", 0),
            ("+20m", 0),
            ("m20", 0),
            ("25mm", 3),
            ("25m5", 3),
            ("25mp", 3),
            ("25x", 2),
            ("2.5m", 1),
            ("2500x", 4),
            ("1_0m", 1),
            ("00x", 2),
            # Zero, and a leading zero.
            ("0", 0),
            ("0m", 0),
            ("0p", 0),
            ("00", 0),
            ("020m", 0),
            ("01p", 0),
            # No whole number of millisatoshi.
            ("1p", 0),
            ("15p", 0),
            ("2500000001p", 0),
            # Over the range, wherever 64 bits would wrap round.
            ("184467441", 0),
            ("184467440738m", 0),
            ("184467440737096u", 0),
            ("184467440737095517n", 0),
            ("184467440737095516160p", 0),
            ("18446744073709551616", 0),
            ("368934881474191032320p", 0),
            ("1" + "0" * 5000, 0),
            ("1" + "0" * 5000 + "p", 0),
        ):
            for hrp in ("lnbc", "lnbcrt"):
                members = {"invoice": signed(PSD, hrp=hrp + amount)}
                self.assert_reject("invoice.decode", members, "bad_amount", len(hrp) + offset)

    def test_order(self) -> None:
        for amount, rule in (
            ("01x", "syntax"),
            ("01p", "positive"),
            ("9" * 30 + "p", "sub-millisatoshi"),
            ("9" * 30, "range"),
        ):
            given = ask("invoice.decode", invoice=signed(PSD, hrp="lnbc" + amount))
            self.assertTrue(given["reject"]["message"].startswith(f"bolt11.amount.{rule}: "))

    def test_upper_case(self) -> None:
        given = ask("invoice.decode", invoice=signed(PSD, hrp="lnbc20m").upper())["ok"]
        self.assertEqual((given["amount_msat"], given["hrp_amount"]), ("2000000000", "20m"))

    def test_the_amount_comes_before_the_data(self) -> None:
        members = {"invoice": sealed("lnbc0", "q")}
        self.assert_reject("invoice.decode", members, "bad_amount", 4)
