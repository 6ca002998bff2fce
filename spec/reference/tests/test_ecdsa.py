"""ECDSA over secp256k1, and RFC 6979's nonces."""

import hashlib
import random
import unittest

from support import REFERENCE  # noqa: F401  sets the search path

from ampwire_reference import ecdsa
from ampwire_reference.curve import ORDER, multiple
from ampwire_reference.ecdsa import Nonces, Signature

# RFC 6979, A.2.5: P-256 with SHA-256.
P_256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
P_256_KEY = 0xC9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721
P_256_NONCES = {
    "sample": "a6e3c57dd01abe90086538398355dd4c3b17aa873382b0f24d6129493d8aad60",
    "test": "d16b6ae827f17175e040871a1c7ec3500192c4c92677336ec2537acaee0008e0",
}

# What is widely published for secp256k1: the key, the message, the nonce, and r and s,
# where they are.
SECP256K1 = [
    (
        1,
        "Satoshi Nakamoto",
        "8f8a276c19f4149656b280621e358cce24f5f52542772691ee69063b74f15d15",
        "934b1ea10a4b3c1757e2b0c017d0b6143ce3c9a7e6a4a49860d7a6ab210ee3d8"
        "2442ce9d2b916064108014783e923ec36b49743e2ffa1c4496f01a512aafd9e5",
    ),
    (
        1,
        "All those moments will be lost in time, like tears in rain. Time to die...",
        "38aa22d72376b4dbc472e06c3ba403ee0a394da63fc58d88686c611aba98d6b3",
        "8600dbd41e348fe5c9465ab92d23e3db8b98b873beecd930736488696438cb6b"
        "547fe64427496db33bf66019dacbf0039c04199abb0122918601db38a72cfc21",
    ),
    (
        ORDER - 1,
        "Satoshi Nakamoto",
        "33a19b60e25fb6f4435af53a3d42d493644827367e6453928554f43e49aa6f90",
        "fd567d121db66e382991534ada77a6bd3106f0a1098c231e47993447cd6af2d0"
        "6b39cd0eb1bc8603e159ef5c20a5c8ad685a45b06ce9bebed3f153d10d93bed5",
    ),
    (
        0xF8B8AF8CE3C7CCA5E300D33939540C10D45CE001B8F252BFBC57BA0342904181,
        "Alan Turing",
        "525a82b70e67874398067543fd84c83d30c175fdc45fdeee082fe13b1d7cfdf1",
        "7063ae83e7f62bbb171798131b4a0564b956930092b33b07b395615d9ec7e15c"
        "58dfcc1e00a35e1572f366ffe34ba0fc47db1e7189759b9fb233c5b05ab388ea",
    ),
]


def digest(message: str) -> bytes:
    return hashlib.sha256(message.encode()).digest()


class NoncesTest(unittest.TestCase):
    def test_rfc_6979(self) -> None:
        for message, nonce in P_256_NONCES.items():
            nonces = Nonces(digest(message), P_256_KEY, P_256_ORDER)
            self.assertEqual(f"{nonces.next():064x}", nonce)

    def test_secp256k1(self) -> None:
        for key, message, nonce, _ in SECP256K1:
            self.assertEqual(f"{Nonces(digest(message), key).next():064x}", nonce)

    def test_the_next_nonce_is_another(self) -> None:
        nonces = Nonces(digest("sample"), 1)
        self.assertEqual(len({nonces.next() for _ in range(10)}), 10)

    def test_a_nonce_is_below_the_order(self) -> None:
        # A group with few elements, so that many candidates are passed over.
        small = 2**250 + 1
        nonces = Nonces(digest("sample"), 1, small)
        for _ in range(5):
            self.assertTrue(0 < nonces.next() < small)


class SignatureTest(unittest.TestCase):
    def test_published(self) -> None:
        for key, message, _, expected in SECP256K1:
            signature = ecdsa.sign(digest(message), key)
            self.assertEqual(f"{signature.r:064x}{signature.s:064x}", expected)
            public = ecdsa.public_key(key)
            self.assertTrue(ecdsa.verify(digest(message), signature.r, signature.s, public))
            self.assertEqual(ecdsa.recover(digest(message), signature), public)

    def test_random(self) -> None:
        chance = random.Random(6979)
        seen = set()
        for _ in range(40):
            key = chance.randrange(1, ORDER)
            signed = chance.randbytes(32)
            public = multiple(key)
            r, s, recovery_id = ecdsa.sign(signed, key)
            seen.add(recovery_id)
            self.assertFalse(ecdsa.is_high(s))
            self.assertTrue(ecdsa.verify(signed, r, s, public))
            self.assertEqual(ecdsa.recover(signed, Signature(r, s, recovery_id)), public)
            # The other S is as good, with the other parity of R.
            self.assertTrue(ecdsa.is_high(ORDER - s))
            self.assertTrue(ecdsa.verify(signed, r, ORDER - s, public))
            other = Signature(r, ORDER - s, recovery_id ^ 1)
            self.assertEqual(ecdsa.recover(signed, other), public)
            # Of another digest, by another key, or with another recovery id it is none.
            self.assertFalse(ecdsa.verify(digest("other"), r, s, public))
            self.assertFalse(ecdsa.verify(signed, r, s, multiple(key - 1)))
            self.assertFalse(ecdsa.verify(signed, r, s ^ 1, public))
            self.assertNotEqual(ecdsa.recover(signed, Signature(r, s, recovery_id ^ 1)), public)
        self.assertEqual(seen, {0, 1})

    def test_an_x_beyond_the_order(self) -> None:
        # The smallest r for which order + r has a y; who has such a key is not known,
        # and need not be: recovering and verifying have to agree.
        signed = digest("sample")
        found = 0
        for r in range(1, 40):
            public = ecdsa.recover(signed, Signature(r, 5, 2))
            if public is not None:
                self.assertTrue(ecdsa.verify(signed, r, 5, public))
                found += 1
        self.assertGreater(found, 5)
        # Beyond the field there is no x.
        self.assertIsNone(ecdsa.recover(signed, Signature(ORDER - 1, 5, 2)))

    def test_an_infinite_key_is_none(self) -> None:
        # With R = G and s = digest, the key would be (digest - digest) G / r.
        signed = digest("sample")
        generator = ecdsa.public_key(1)
        number = int.from_bytes(signed, "big") % ORDER
        signature = Signature(generator[0], number, generator[1] % 2)
        self.assertIsNone(ecdsa.recover(signed, signature))

    def test_scalars(self) -> None:
        for number, right in ((0, False), (1, True), (ORDER - 1, True), (ORDER, False)):
            self.assertEqual(ecdsa.is_scalar(number), right)
        self.assertFalse(ecdsa.is_high(ORDER // 2))
        self.assertTrue(ecdsa.is_high(ORDER // 2 + 1))
