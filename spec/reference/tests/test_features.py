"""Feature vectors: numbering, the minimal form, and the three checks in their order."""

import random

from support import OperationTest, ask

# BOLT 9's table with AMP in it, row by row: the even bit, the contexts (I for init,
# N for node_announcement, 9 for an invoice), and the bit that it needs.
TABLE = [
    (0, "IN9", None),
    (4, "IN", None),
    (6, "IN9", None),
    (8, "IN9", None),
    (10, "IN", None),
    (12, "IN9", None),
    (14, "IN9", None),
    (16, "IN9", 14),
    (18, "IN", None),
    (22, "IN", None),
    (24, "IN9", None),
    (26, "IN", None),
    (28, "IN", None),
    (30, "IN9", 14),
    (34, "IN", None),
    (36, "IN9", None),
    (38, "IN", None),
    (42, "IN", None),
    (44, "IN9", None),
    (46, "IN", None),
    (48, "9", None),
    (50, "IN", 46),
    (60, "IN", 26),
    (62, "IN", None),
]

CONTEXTS = {"I": "init", "N": "node", "9": "invoice"}

# Bits and the bytes of their vector.
VECTORS = [
    ([], ""),
    ([0], "01"),
    ([1], "02"),
    ([7], "80"),
    ([8], "0100"),
    ([9], "0200"),
    ([15], "8000"),
    ([16], "010000"),
    (list(range(16)), "ffff"),
    ([14, 15], "c000"),
    ([8, 14], "4100"),
    ([8, 14, 99], "08" + "00" * 10 + "4100"),
    ([8, 14, 100], "10" + "00" * 10 + "4100"),
    # What deployed AMP invoices have, and what deployed AMP nodes assume of a payee.
    ([8, 14, 30], "40004100"),
    ([9, 15, 31], "80008200"),
    ([30, 31], "c0000000"),
    # The highest bit of a field of an invoice.
    ([5114], "04" + "00" * 639),
    ([0, 5114], "04" + "00" * 638 + "01"),
    ([524279], "80" + "00" * 65534),
]

HIGHEST = 524279


def texts(bits: list) -> list:
    return [str(bit) for bit in bits]


class BitsTest(OperationTest):
    def test_both_ways(self) -> None:
        for bits, text in VECTORS:
            self.assert_ok("features.decode", {"bytes": text}, {"features": texts(bits)})
            self.assert_ok("features.encode", {"features": texts(bits)}, {"bytes": text})

    def test_every_bit_of_some_bytes(self) -> None:
        for bit in range(300):
            # As arithmetic sees it: the vector is one number, most significant byte first.
            text = (1 << bit).to_bytes(bit // 8 + 1, "big").hex()
            self.assert_ok("features.decode", {"bytes": text}, {"features": [str(bit)]})
            self.assert_ok("features.encode", {"features": [str(bit)]}, {"bytes": text})

    def test_leading_zeros_are_read(self) -> None:
        for bits, text in VECTORS[:-1]:
            for zeros in ("00", "0000", "00" * 32):
                members = {"bytes": zeros + text}
                self.assert_ok("features.decode", members, {"features": texts(bits)})

    def test_trailing_zeros_are_no_leading_ones(self) -> None:
        self.assert_ok("features.decode", {"bytes": "0100"}, {"features": ["8"]})
        self.assert_ok("features.decode", {"bytes": "00"}, {"features": []})

    def test_writes_any_order_and_a_bit_twice(self) -> None:
        for bits in ([14, 30, 8], [30, 14, 8], [8, 8, 14, 30, 30, 30]):
            self.assert_ok("features.encode", {"features": texts(bits)}, {"bytes": "40004100"})

    def test_writes_both_bits_of_a_pair(self) -> None:
        self.assert_ok("features.encode", {"features": ["17", "16"]}, {"bytes": "030000"})

    def test_random_round_trips(self) -> None:
        chance = random.Random(9)
        for _ in range(300):
            bits = sorted(chance.sample(range(chance.choice([16, 64, 600, 6000])), 12))
            written = ask("features.encode", features=texts(bits))["ok"]["bytes"]
            self.assertNotEqual(written[:2], "00")
            self.assertEqual(int(written, 16), sum(1 << bit for bit in bits))
            self.assert_ok("features.decode", {"bytes": written}, {"features": texts(bits)})

    def test_random_bytes(self) -> None:
        chance = random.Random(10)
        for _ in range(300):
            text = chance.randbytes(chance.randrange(40)).hex()
            bits = ask("features.decode", bytes=text)["ok"]["features"]
            again = ask("features.encode", features=bits)["ok"]["bytes"]
            self.assertEqual(again, bytes.fromhex(text).lstrip(b"\x00").hex())


class LimitTest(OperationTest):
    def test_the_longest_vector(self) -> None:
        self.assert_ok("features.decode", {"bytes": "00" * 65535}, {"features": []})
        longest = ask("features.decode", bytes="ff" * 65535)["ok"]["features"]
        self.assertEqual(longest, texts(range(HIGHEST + 1)))

    def test_refuses_a_longer_one(self) -> None:
        for text in ("00" * 65536, "01" + "00" * 65535, "ff" * 70000):
            self.assert_reject("features.decode", {"bytes": text}, "limit", 0)

    def test_refuses_to_write_a_higher_bit(self) -> None:
        for bit in (HIGHEST + 1, HIGHEST + 2, 2**32, 2**64 - 1, 2**64, 10**100):
            self.assert_reject("features.encode", {"features": ["14", str(bit)]}, "limit")

    def test_checks_no_higher_bit(self) -> None:
        members = {"features": [str(HIGHEST)], "context": "init"}
        self.assert_ok("features.check", members, {})
        # Even where another fault would be found: these bits are no vector at all.
        for bit in (HIGHEST + 1, HIGHEST + 2, 10**100):
            members = {"features": ["100", str(bit)], "context": "init"}
            self.assert_reject("features.check", members, "limit")


class CheckTest(OperationTest):
    def ok(self, *bits: int, context: str = "invoice", **members: object) -> None:
        request = {"features": texts(bits), "context": context, **members}
        self.assert_ok("features.check", request, {})

    def refused(
        self, rejection_class: str, *bits: int, context: str = "invoice", **members: object
    ) -> str:
        """Checks the refusal and gives its message."""
        request = {"features": texts(bits), "context": context, **members}
        self.assert_reject("features.check", request, rejection_class)
        return ask("features.check", **request)["reject"]["message"]

    def test_nothing(self) -> None:
        for context in CONTEXTS.values():
            self.ok(context=context)

    def test_every_row_in_every_context(self) -> None:
        for even, contexts, dependency in TABLE:
            for bit in (even, even + 1):
                needed = [] if dependency is None else [dependency]
                for letter, context in CONTEXTS.items():
                    if letter in contexts:
                        self.ok(bit, *needed, context=context)
                    else:
                        self.refused("forbidden", bit, *needed, context=context)

    def test_every_dependency_by_each_of_its_bits(self) -> None:
        for even, contexts, dependency in TABLE:
            if dependency is None:
                continue
            context = CONTEXTS[contexts[0]]
            for bit in (even, even + 1):
                self.refused("missing", bit, context=context)
                self.ok(bit, dependency, context=context)
                self.ok(bit, dependency + 1, context=context)
                self.ok(bit, dependency, dependency + 1, context=context)

    def test_every_even_bit_without_a_row_is_unknown(self) -> None:
        rows = {even for even, _, _ in TABLE}
        for even in range(0, 300, 2):
            if even not in rows:
                for context in CONTEXTS.values():
                    self.refused("unknown_even", even, context=context)
                    self.ok(even + 1, context=context)

    def test_every_row_at_once(self) -> None:
        for letter, context in CONTEXTS.items():
            here = [even for even, contexts, _ in TABLE if letter in contexts]
            self.ok(*here, context=context)
            self.ok(*(even + 1 for even in here), context=context)

    def test_amp_needs_payment_secret_and_not_basic_mpp(self) -> None:
        for bit in (30, 31):
            for context in CONTEXTS.values():
                self.ok(14, bit, context=context)
                self.ok(15, bit, context=context)
                self.ok(8, 14, bit, context=context)
                self.refused("missing", bit, context=context)
                self.refused("missing", 8, bit, context=context)
        message = self.refused("missing", 30)
        self.assertIn("payment_secret (14/15)", message)
        # basic_mpp doesn't stand in for it.
        self.refused("missing", 16, 30)
        self.refused("missing", 17, 31)

    def test_published_vectors(self) -> None:
        self.ok(8, 14, 99)
        self.refused("unknown_even", 8, 14, 100)

    def test_both_bits_of_a_pair(self) -> None:
        self.ok(14, 15)
        self.ok(14, 15, 16, 17)
        self.ok(14, 30, 31)
        self.refused("missing", 30, 31)
        # The odd bit doesn't soften the even one.
        self.refused("unknown_even", 100, 101)
        self.refused("forbidden", 22, 23)

    def test_order_and_number_of_the_bits_do_not_matter(self) -> None:
        self.ok(30, 14, 8, 30, 14)
        message = self.refused("unknown_even", 104, 100, 102, 100)
        self.assertIn("bit 100 ", message)

    def test_high_bits(self) -> None:
        self.refused("unknown_even", 5114)
        self.ok(5113)
        self.ok(5115)
        self.ok(5114, known=["5114"])
        self.ok(5114, known=["5115"])
        self.refused("unknown_even", HIGHEST - 1)

    def test_unknown_before_missing_before_forbidden(self) -> None:
        # 22 stands in no invoice, 16 lacks 14, 100 is unknown.
        self.refused("unknown_even", 16, 22, 100)
        self.refused("missing", 16, 22)
        self.refused("unknown_even", 22, 100)
        self.refused("unknown_even", 16, 100)
        self.refused("forbidden", 14, 16, 22)
        # One feature with two faults.
        self.refused("missing", 50)
        self.refused("forbidden", 46, 50)

    def test_the_lowest_bit_is_named(self) -> None:
        self.assertIn("bit 2 ", self.refused("unknown_even", 100, 2, 52))
        self.assertIn("basic_mpp (16/17)", self.refused("missing", 30, 17, 50))
        # The dependency of 50 stands in no invoice either, and is lower.
        self.assertIn("scid_alias (46/47)", self.refused("forbidden", 50, 46))
        self.assertIn("large_channel (18/19)", self.refused("forbidden", 62, 19, 22))

    def test_known_takes_the_place_of_the_table(self) -> None:
        self.ok(known=[])
        self.refused("unknown_even", 14, known=[])
        self.ok(15, known=[])
        self.ok(100, known=["100"])
        self.refused("unknown_even", 102, known=["100"])
        self.refused("unknown_even", 14, 16, known=["16"])
        self.ok(14, 16, known=["16", "14", "16"])

    def test_a_known_bit_stands_for_its_pair(self) -> None:
        for known in ("30", "31"):
            self.ok(14, 30, known=["14", known])
            self.ok(15, 31, known=["15", known])
            self.refused("missing", 30, known=["14", known])
            self.refused("missing", 31, known=["14", known])

    def test_what_is_not_known_is_not_checked(self) -> None:
        self.ok(31, known=["14"])
        self.ok(17, known=[])
        self.ok(23, known=["14"])
        self.refused("forbidden", 23, known=["22"])

    def test_a_dependency_need_not_be_known_itself(self) -> None:
        self.refused("missing", 17, known=["16"])
        self.ok(15, 17, known=["16"])

    def test_the_context_of_a_feature_is_its_own(self) -> None:
        # The feature that is needed stands in no invoice either, but is not known here.
        self.refused("forbidden", 47, 51, known=["50"])
        self.refused("forbidden", 27, 61, known=["60"])
        self.ok(47, 51, context="init", known=["50"])

    def test_known_features_without_a_row(self) -> None:
        for context in CONTEXTS.values():
            self.ok(54, 55, 262, context=context, known=["54", "262"])


class BystanderCheckTest(OperationTest):
    profile = "bystander"

    def check(self, *bits: int, **members: object) -> dict:
        return {"features": texts(bits), "context": "invoice", **members}

    def test_amp_is_unknown(self) -> None:
        for context in CONTEXTS.values():
            for others in ([], [14], [8, 14, 16]):
                members = self.check(*others, 30, context=context)
                self.assert_reject("features.check", members, "unknown_even")
                # Ignored: not even its dependency is asked for.
                self.assert_ok("features.check", self.check(*others, 31, context=context), {})
        self.assert_reject("features.check", self.check(14, 30, 31), "unknown_even")

    def test_the_rest_of_the_table_is_known(self) -> None:
        for even, contexts, dependency in TABLE:
            if even == 30:
                continue
            needed = [] if dependency is None else [dependency]
            for letter, context in CONTEXTS.items():
                members = self.check(even, *needed, context=context)
                if letter in contexts:
                    self.assert_ok("features.check", members, {})
                else:
                    self.assert_reject("features.check", members, "forbidden")
            if needed:
                members = self.check(even, context=CONTEXTS[contexts[0]])
                self.assert_reject("features.check", members, "missing")

    def test_known_decides_where_it_is_given(self) -> None:
        self.assert_ok("features.check", self.check(14, 30, known=["14", "30"]), {})
        self.assert_reject("features.check", self.check(30, known=["14", "30"]), "missing")
        self.assert_reject("features.check", self.check(14, known=["30"]), "unknown_even")

    def test_reads_and_writes_as_everyone(self) -> None:
        self.assert_ok("features.decode", {"bytes": "c0000000"}, {"features": ["30", "31"]})
        self.assert_ok("features.encode", {"features": ["30", "31"]}, {"bytes": "c0000000"})
