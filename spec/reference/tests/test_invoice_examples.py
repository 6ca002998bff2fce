"""The examples and counter-examples of BOLT 11."""

from invoices import DESCRIPTION_HASH, HASH, KEY, PAYEE, SECONDS, SECRET
from official_invoices import INVALID, VALID
from support import OperationTest, ask

from ampwire_reference import invoice_data, invoice_signature, invoice_text

# S was negated and the recovery id left as it was, so this is whose signature it is;
# that of the key of the other examples it is not.
HIGH_S_PAYEE = "02d0139ce7427d6dfffd26a326c18be754ef1e64672b42694ba5b23ef6e6e7803d"

COMMON = {
    "network": "bitcoin",
    "timestamp": str(SECONDS),
    "payment_hash": HASH,
    "payment_secret": SECRET,
    "features": ["8", "14"],
    "payee": PAYEE,
}

MILLI_20 = {
    "amount_msat": "2000000000",
    "hrp_amount": "20m",
    "description_hash": DESCRIPTION_HASH,
}

COFFEE_BEANS = {
    "amount_msat": "2500000000",
    "hrp_amount": "25m",
    "description": "coffee beans",
    "features": ["8", "14", "99"],
    "order": "pds9",
}

PROJECT = {"description": "Please consider supporting this project", "order": "spd9"}


def fallback(version: int, program: str) -> dict:
    return {"fallbacks": [{"version": str(version), "program": program}]}


def skipped(tag: str, words: str, at: int) -> dict:
    return {"tag": tag, "words": words, "at": str(at)}


EXPECTED = {
    "donation": PROJECT,
    "coffee": {
        "amount_msat": "250000000",
        "hrp_amount": "2500u",
        "description": "1 cup coffee",
        "expiry": "60",
        "order": "spdx9",
    },
    "utf-8": {
        "amount_msat": "250000000",
        "hrp_amount": "2500u",
        "description": "\u30ca\u30f3\u30bb\u30f3\u30b9 1\u676f",
        "expiry": "60",
        "order": "spdx9",
    },
    "hash": {**MILLI_20, "order": "sph9"},
    "testnet-p2pkh": {
        **MILLI_20,
        "network": "testnet",
        **fallback(17, "3172b5654f6683c8fb146959d347ce303cae4ca7"),
        "order": "shpf9",
    },
    "route": {
        **MILLI_20,
        **fallback(17, "04b61f7dc1ea0dc99424464cc4064dc564d91e89"),
        "route_hints": [
            [
                {
                    "node_id": "02"
                    "9e03a901b85534ff1e92c43c74431f7ce72046060fcf7a95c37e148f78c77255",
                    "short_channel_id": str(66051 << 40 | 263430 << 16 | 1800),
                    "fee_base_msat": "1",
                    "fee_proportional_millionths": "20",
                    "cltv_expiry_delta": "3",
                },
                {
                    "node_id": "03"
                    "9e03a901b85534ff1e92c43c74431f7ce72046060fcf7a95c37e148f78c77255",
                    "short_channel_id": str(197637 << 40 | 395016 << 16 | 2314),
                    "fee_base_msat": "2",
                    "fee_proportional_millionths": "30",
                    "cltv_expiry_delta": "4",
                },
            ]
        ],
        "order": "sphfr9",
    },
    "p2sh": {
        **MILLI_20,
        **fallback(18, "8f55563b9a19f321c211e9b9f38cdf686ea07845"),
        "order": "shpf9",
    },
    "p2wpkh": {
        **MILLI_20,
        **fallback(0, "751e76e8199196d454941c45d1b3a323f1433bd6"),
        "order": "shpf9",
    },
    "p2wsh": {
        **MILLI_20,
        **fallback(0, "1863143c14c5166804bd19203356da136c985678cd4d27a1b8c6329604903262"),
        "order": "shpf9",
    },
    "p2tr": {
        **MILLI_20,
        **fallback(1, "0adac43daa9c8a5a68e09ea10692b82226ee190e572db9b90e17a410484ab405"),
        "order": "sphf9",
    },
    "pico": {
        "amount_msat": "967878534",
        "hrp_amount": "9678785340p",
        "timestamp": "1572468703",
        "payment_hash": "462264ede7e14047e9b249da94fefc47f41f7d02ee9b091815a5506bc8abf75f",
        "description": "Blockstream Store: 88.85 USD for Blockstream Ledger Nano S x 1, "
        '"Back In My Day" Sticker x 2, "I Got Lightning Working" Sticker x 2 and 1 more items',
        "expiry": "604800",
        "min_final_cltv_expiry_delta": "10",
        "route_hints": [
            [
                {
                    "node_id": "03"
                    "d06758583bb5154774a6eb221b1276c9e82d65bbaceca806d90e20c108f4b1c7",
                    "short_channel_id": str(589390 << 40 | 3312 << 16 | 1),
                    "fee_base_msat": "1000",
                    "fee_proportional_millionths": "2500",
                    "cltv_expiry_delta": "40",
                }
            ]
        ],
        "order": "pdsxcr9",
    },
    "feature-99": COFFEE_BEANS,
    "upper-case": {**COFFEE_BEANS, "upper_case": True},
    "ignored-fields": {
        **COFFEE_BEANS,
        "unknown": [
            skipped("2", "qqq", 4),
            skipped("f", "n" + "q" * 32, 5),
            skipped("p", "q" * 51, 6),
            skipped("p", "q" * 53, 7),
            skipped("h", "q" * 51, 8),
            skipped("h", "q" * 53, 9),
            skipped("s", "q" * 51, 10),
            skipped("s", "q" * 53, 11),
            skipped("n", "q" * 52, 12),
            skipped("n", "q" * 54, 13),
        ],
        "order": "pds92fpphhssnn",
    },
    "metadata": {
        "amount_msat": "1000000000",
        "hrp_amount": "10m",
        "description": "payment metadata inside",
        "payment_metadata": "01fafaf0",
        "features": ["8", "14", "48"],
        "order": "pdms9",
    },
    "high-s": {**PROJECT, "payee": HIGH_S_PAYEE},
}

REFUSED = {
    "checksum": ("bad_checksum", 216),
    "no-separator": ("bad_encoding", 0),
    "mixed-case": ("bad_encoding", len("LNBC2500")),
    "not-recoverable": ("bad_signature", 271 - 6 - 104),
    "too-short": ("truncated", len("lnbc1")),
    "multiplier": ("bad_amount", len("lnbc2500")),
    "sub-millisatoshi": ("bad_amount", len("lnbc")),
    "no-secret": ("missing", None),
    "high-s-with-n": ("bad_signature", 418 - 6 - 104),
}


class ExamplesTest(OperationTest):
    def test_there_are_all(self) -> None:
        self.assertEqual((len(VALID), len(INVALID)), (16, 10))
        self.assertEqual(set(EXPECTED), set(VALID))
        self.assertEqual({*REFUSED, "feature-100"}, set(INVALID))

    def test_read(self) -> None:
        for name, published in VALID.items():
            given = ask("invoice.decode", invoice=published.invoice)["ok"]
            signature, recovery_id = given.pop("signature"), given.pop("recovery_id")
            if published.signature is not None:
                self.assertEqual(signature, published.signature, name)
                self.assertEqual(recovery_id, published.recovery_id, name)
            self.assertEqual(given, {**COMMON, **EXPECTED[name]}, name)

    def test_signed_digest(self) -> None:
        compared = 0
        for name, published in VALID.items():
            if published.digest is not None:
                text = invoice_text.read(published.invoice)
                signed = invoice_data.signed_symbols(text)
                digest = invoice_signature.digest(text.hrp, signed)
                self.assertEqual(digest.hex(), published.digest, name)
                compared += 1
        self.assertEqual(compared, 11)

    def test_write(self) -> None:
        for name, published in VALID.items():
            if name != "high-s":
                members = {**COMMON, **EXPECTED[name], "private_key": KEY}
                self.assert_ok("invoice.encode", members, {"invoice": published.invoice})

    def test_write_with_the_low_s(self) -> None:
        members = {**COMMON, **EXPECTED["high-s"], "payee": PAYEE, "private_key": KEY}
        self.assert_ok("invoice.encode", members, {"invoice": VALID["donation"].invoice})

    def test_refused(self) -> None:
        for name, (rejection_class, offset) in REFUSED.items():
            members = {"invoice": INVALID[name]}
            self.assert_reject("invoice.decode", members, rejection_class, offset)

    def test_the_unknown_feature_is_refused_where_it_is_paid(self) -> None:
        invoice = INVALID["feature-100"]
        given = ask("invoice.decode", invoice=invoice)["ok"]
        self.assertEqual(given["features"], ["8", "14", "99", "100"])
        self.assertEqual(given["payee"], PAYEE)
        members = {
            "invoice": invoice,
            "amount_msat": "2500000000",
            "total_msat": "2500000000",
            "outgoing_cltv_value": "800000",
        }
        self.assert_reject("invoice.final_payload", members, "unknown_even")

    def test_the_two_signatures_are_the_fault_of_their_invoices(self) -> None:
        for name, tags in (("not-recoverable", "pdxs9"), ("high-s-with-n", "pdns9s")):
            members = {"invoice": INVALID[name], "verify": False}
            given = ask("invoice.decode", **members)["ok"]
            self.assertEqual(given["order"], tags)
