"""The three derivations: published known answers, and the refusals."""

import hashlib
import hmac
import itertools

from support import OperationTest

COUNTING = bytes(range(32)).hex()

# root, share, index, preimage, hash: computed by LND's own code.
DEPLOYED = [
    (
        "00" * 32,
        "00" * 32,
        0,
        "1751ac12e70e15b4f76c16775cd329ae55973b612521dab2de828a5cdb6c8ab3",
        "1596d82958b4b5474565627bc40dd23f48aa50a375ba06b25e4b8ad953105f51",
    ),
    (
        "ff" * 32,
        "ff" * 32,
        4294967295,
        "45711c71a8ea9075f812520ebd55ac5565beaa67a4a54b7f7768d156e728d926",
        "877d1490f00c696eca91b030375a9edeb96047ad9fb241397a8cefb2fd0315b0",
    ),
    (
        "01" * 32,
        "01" * 32,
        0,
        "a4c34b4f8b7a812d59c08a9569c8fc154205dd1f0c7d1c16ed05ed5c281c2d63",
        "0637855a5577b9f3b4af9a53fb1127c0968dfe64afd0c16f7006780f0845d340",
    ),
    (
        "01" * 32,
        "01" * 32,
        1,
        "eecb0247ca1cb22d4fdc4f1ad25cbdbf2e9e581dc7eebd1178380351652615ef",
        "1330ce0b252d42090a5b960d545c29aabc07205a16ec1b27abc77fed3506c0f1",
    ),
    (
        "01" * 32,
        "02" * 32,
        2147483648,
        "54b5f9583dace7d319ff8f8ed0e9611924bc1afef71826d4b7e93dac945bc9b8",
        "3750ea1b7afce71ead969713111986be784cd578f5c7a421e0da889b12c4911a",
    ),
    (
        COUNTING,
        COUNTING,
        0x01020304,
        "241f0c0e722f3f10a51ffbb4a1a7a5eb3bba3c225f73ce03199bbd5ca1a9940b",
        "047683de9c8cbfefbd13f2855d871f7f0bf79c4980d730feedaeb85d5d41f3b3",
    ),
]

# share, index, preimage, hash of a whole set, computed by LND's own code.
SET_OF_THREE = [
    (
        "11" * 32,
        0,
        "5e593dceb61b06ba3a44f5dfdac33b284bae6ec6853ae923196c1a3a55f9da71",
        "752546f52dda2afdd6bda8a2a4d5055dfafbb1ed5bfc16a49a54cb80cf2364f5",
    ),
    (
        "22" * 32,
        1,
        "7d39ebb43bc21422802497ba6e00efbe9dfaef0c0e56b3d9b44982fe2b36f496",
        "54e33d6145119f3883750af2f7d2e3556980c5ce5108ec1b409ee63852fabc03",
    ),
    (
        "33323130373635343b3a39383f3e3d3c23222120272625242b2a29282f2e2d2c",
        0xDEADBEEF,
        "45ca8d65506060c821eeba69692fe32ad56cac2d6df1ef95eeafc3338c41db85",
        "19fc40ae86956b435897c8e510fba846aafbb809ff13cddf2cdb4fce90bab98c",
    ),
]


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def part(share: str, index: int, **members: str) -> dict:
    return {"share": share, "index": str(index), **members}


def child(preimage: str) -> dict:
    return {"preimage": preimage, "hash": sha256(bytes.fromhex(preimage)).hex()}


class DeriveTest(OperationTest):
    def test_deployed_known_answers(self) -> None:
        for root, share, index, preimage, digest in DEPLOYED:
            self.assert_ok(
                "amp.derive",
                {"scheme": "sha256", "root": root, "share": share, "index": str(index)},
                {"preimage": preimage, "hash": digest},
            )

    def test_bp2018_leaves_the_share_out(self) -> None:
        preimage = sha256(bytes.fromhex(COUNTING) + b"\x00\x00\x00\x07").hex()
        self.assert_ok(
            "amp.derive", {"scheme": "bp2018", "root": COUNTING, "index": "7"}, child(preimage)
        )

    def test_hmac_xor(self) -> None:
        members = {"scheme": "hmac_xor", "root": "0f" * 32, "share": "f1" * 32, "index": "7"}
        self.assert_ok("amp.derive", members, child("fe" * 32))

    def test_hmac_xor_refuses_the_zero_preimage(self) -> None:
        members = {"scheme": "hmac_xor", "root": "0f" * 32, "share": "0f" * 32, "index": "7"}
        self.assert_reject("amp.derive", members, "insecure")

    def test_wrong_lengths_and_ranges(self) -> None:
        good = {"scheme": "sha256", "root": "01" * 32, "share": "02" * 32, "index": "7"}
        self.assert_reject("amp.derive", {**good, "root": "01" * 31}, "bad_length")
        self.assert_reject("amp.derive", {**good, "share": "01" * 33}, "bad_length")
        self.assert_reject("amp.derive", {**good, "index": "4294967296"}, "bad_value")
        del good["share"]
        self.assert_reject("amp.derive", good, "other")


class SplitTest(OperationTest):
    def test_shares_are_hmacs(self) -> None:
        shares = [
            hmac.new(bytes.fromhex(COUNTING), index.to_bytes(4, "big"), hashlib.sha256).hexdigest()
            for index in (1, 2, 0xFFFFFFFF)
        ]
        indexes = ["1", "2", "4294967295"]
        for count in (2, 3):
            self.assert_ok(
                "amp.split",
                {"scheme": "hmac_xor", "root": COUNTING, "indexes": indexes[:count]},
                {"shares": shares[:count]},
            )

    def test_refuses_insecure_sets(self) -> None:
        for indexes in ([], ["1"], ["1", "1"], ["1", "2", "1"]):
            members = {"scheme": "hmac_xor", "root": COUNTING, "indexes": indexes}
            self.assert_reject("amp.split", members, "insecure")

    def test_no_other_scheme_splits_without_chance(self) -> None:
        for scheme in ("sha256", "bp2018"):
            members = {"scheme": scheme, "root": COUNTING, "indexes": ["1", "2"]}
            self.assert_reject("amp.split", members, "other")


class ReconstructTest(OperationTest):
    def test_set_of_three_in_every_order(self) -> None:
        for order in itertools.permutations(SET_OF_THREE):
            self.assert_ok(
                "amp.reconstruct",
                {
                    "scheme": "sha256",
                    "children": [part(share, index, hash=h) for share, index, _, h in order],
                },
                {
                    "root": COUNTING,
                    "children": [{"preimage": preimage, "hash": h} for _, _, preimage, h in order],
                },
            )

    def test_deployed_takes_any_shares_and_indexes(self) -> None:
        root = "00" * 32
        preimage = sha256(bytes(32) + b"\x05" * 32 + b"\x00\x00\x00\x09").hex()
        self.assert_ok(
            "amp.reconstruct",
            {"scheme": "sha256", "children": [part("05" * 32, 9), part("05" * 32, 9)]},
            {"root": root, "children": [child(preimage), child(preimage)]},
        )

    def test_one_part(self) -> None:
        share = "0a" * 32
        children = [part(share, 3)]
        preimage = sha256(b"\x0a" * 32 + b"\x0a" * 32 + b"\x00\x00\x00\x03").hex()
        self.assert_ok(
            "amp.reconstruct",
            {"scheme": "sha256", "children": children},
            {"root": share, "children": [child(preimage)]},
        )
        preimage = sha256(b"\x0a" * 32 + b"\x00\x00\x00\x03").hex()
        self.assert_ok(
            "amp.reconstruct",
            {"scheme": "bp2018", "children": children},
            {"root": share, "children": [child(preimage)]},
        )
        self.assert_reject(
            "amp.reconstruct", {"scheme": "hmac_xor", "children": children}, "insecure"
        )

    def test_two_parts_of_hmac_xor_have_each_others_share(self) -> None:
        self.assert_ok(
            "amp.reconstruct",
            {"scheme": "hmac_xor", "children": [part("0a" * 32, 1), part("50" * 32, 2)]},
            {"root": "5a" * 32, "children": [child("50" * 32), child("0a" * 32)]},
        )

    def test_no_part(self) -> None:
        for scheme in ("sha256", "bp2018", "hmac_xor"):
            members = {"scheme": scheme, "children": []}
            self.assert_reject("amp.reconstruct", members, "missing")

    def test_an_index_twice(self) -> None:
        children = [part("0a" * 32, 1), part("50" * 32, 2), part("03" * 32, 1)]
        for scheme in ("bp2018", "hmac_xor"):
            members = {"scheme": scheme, "children": children}
            self.assert_reject("amp.reconstruct", members, "insecure")

    def test_a_zero_preimage_among_others(self) -> None:
        # The first share is the XOR of all three, as the others are equal.
        children = [part("0a" * 32, 1), part("50" * 32, 2), part("50" * 32, 3)]
        self.assert_reject(
            "amp.reconstruct", {"scheme": "hmac_xor", "children": children}, "insecure"
        )

    def test_another_hash(self) -> None:
        for scheme in ("sha256", "bp2018", "hmac_xor"):
            children = [part("0a" * 32, 1), part("50" * 32, 2, hash="00" * 32)]
            members = {"scheme": scheme, "children": children}
            self.assert_reject("amp.reconstruct", members, "mismatch")

    def test_insecure_comes_before_mismatch(self) -> None:
        for scheme in ("bp2018", "hmac_xor"):
            children = [part("0a" * 32, 1, hash="00" * 32), part("50" * 32, 1)]
            members = {"scheme": scheme, "children": children}
            self.assert_reject("amp.reconstruct", members, "insecure")

    def test_wrong_lengths_and_ranges(self) -> None:
        for child_, expected in (
            (part("0a" * 31, 1), "bad_length"),
            (part("0a" * 32, 2**32), "bad_value"),
            (part("0a" * 32, 1, hash="00"), "bad_length"),
        ):
            members = {"scheme": "sha256", "children": [child_]}
            self.assert_reject("amp.reconstruct", members, expected)
