"""The presence rules, in their order: each case breaks one, or several to show which wins."""

from support import POINT, SECRET, SET_ID, SHARE, OperationTest, ask

AMOUNT = "020101"
EXPIRY = "040101"
CHANNEL = "0608" + "01" * 8
DATA = "0820" + SECRET
TYPE8 = "0844" + SHARE + SET_ID + "00000001"
ENCRYPTED = "0a0107"
PATH_KEY = "0c21" + POINT
TYPE14 = "0e41" + SHARE + SET_ID + "01"
METADATA = "1000"
TOTAL = "120105"
UNKNOWN_EVEN = "1400"
UNKNOWN_ODD = "1500"
CUSTOM = "fe0001000000"
KEYSEND = "ff0000000146c6616c20" + "07" * 32

FINAL = "final"
INTERMEDIATE = "intermediate"


class PresenceTest(OperationTest):
    def request(self, records: tuple, role: str, layouts: str, in_htlc: bool) -> dict:
        return {
            "bytes": "".join(records),
            "role": role,
            "layouts": layouts.split(),
            "path_key_in_htlc": in_htlc,
        }

    def accepts(
        self, *records: str, role: str = FINAL, layouts: str = "type14", in_htlc: bool = False
    ) -> None:
        answer = ask("payload.decode", **self.request(records, role, layouts, in_htlc))
        self.assertEqual(list(answer), ["ok"], answer)

    def forbids(
        self,
        tlv_type: int,
        at: str,
        *records: str,
        role: str = FINAL,
        layouts: str = "type14",
        in_htlc: bool = False,
        rejection_class: str = "forbidden",
    ) -> None:
        """Refuses because of the record `at`, and points at its type."""
        offset = sum(len(record) for record in records[: records.index(at)]) // 2
        request = self.request(records, role, layouts, in_htlc)
        self.assert_reject("payload.decode", request, rejection_class, offset, tlv_type)

    def misses(
        self,
        tlv_type: int,
        *records: str,
        role: str = FINAL,
        layouts: str = "type14",
        in_htlc: bool = False,
    ) -> None:
        """Refuses for want of a type, and points nowhere."""
        request = self.request(records, role, layouts, in_htlc)
        self.assert_reject("payload.decode", request, "missing", None, tlv_type)

    def test_what_is_enough(self) -> None:
        self.accepts(AMOUNT, EXPIRY)
        self.accepts(AMOUNT, EXPIRY, DATA, TYPE14, METADATA, TOTAL, UNKNOWN_ODD, CUSTOM, KEYSEND)
        self.accepts(AMOUNT, EXPIRY, TYPE14)
        self.accepts(AMOUNT, EXPIRY, TYPE8, TOTAL, layouts="type8")
        self.accepts(AMOUNT, EXPIRY, CHANNEL, role=INTERMEDIATE)
        self.accepts(
            AMOUNT, EXPIRY, CHANNEL, METADATA, TOTAL, UNKNOWN_ODD, CUSTOM, KEYSEND,
            role=INTERMEDIATE,
        )  # fmt: skip
        self.accepts(AMOUNT, EXPIRY, ENCRYPTED, PATH_KEY, TOTAL)
        self.accepts(AMOUNT, EXPIRY, ENCRYPTED, TOTAL, in_htlc=True)
        self.accepts(ENCRYPTED, PATH_KEY, role=INTERMEDIATE)
        self.accepts(ENCRYPTED, role=INTERMEDIATE, in_htlc=True)

    def test_01_path_key_twice(self) -> None:
        self.forbids(12, PATH_KEY, AMOUNT, EXPIRY, ENCRYPTED, PATH_KEY, TOTAL, in_htlc=True)
        self.forbids(12, PATH_KEY, PATH_KEY, in_htlc=True, role=INTERMEDIATE)

    def test_02_path_key_alone(self) -> None:
        self.misses(10, AMOUNT, EXPIRY, PATH_KEY)
        self.misses(10, AMOUNT, EXPIRY, in_htlc=True)
        self.misses(10, AMOUNT, EXPIRY, CHANNEL, PATH_KEY, role=INTERMEDIATE)
        self.misses(10, in_htlc=True)

    def test_03_path_key_missing(self) -> None:
        self.misses(12, AMOUNT, EXPIRY, ENCRYPTED, TOTAL)
        self.misses(12, ENCRYPTED, role=INTERMEDIATE)
        self.misses(12, ENCRYPTED)

    def test_04_amount(self) -> None:
        self.misses(2)
        self.misses(2, role=INTERMEDIATE)
        self.misses(2, EXPIRY, CHANNEL, TYPE14)
        self.misses(2, EXPIRY, ENCRYPTED, PATH_KEY, TOTAL)

    def test_05_expiry(self) -> None:
        self.misses(4, AMOUNT)
        self.misses(4, AMOUNT, CHANNEL, TYPE14)
        self.misses(4, AMOUNT, role=INTERMEDIATE)
        self.misses(4, AMOUNT, ENCRYPTED, PATH_KEY, TOTAL)

    def test_06_amount_and_expiry_in_a_blinded_intermediate_hop(self) -> None:
        self.forbids(2, AMOUNT, AMOUNT, EXPIRY, ENCRYPTED, PATH_KEY, role=INTERMEDIATE)
        self.forbids(4, EXPIRY, EXPIRY, CHANNEL, ENCRYPTED, PATH_KEY, role=INTERMEDIATE)

    def test_07_short_channel_id(self) -> None:
        self.forbids(6, CHANNEL, AMOUNT, EXPIRY, CHANNEL)
        self.forbids(6, CHANNEL, AMOUNT, EXPIRY, CHANNEL, UNKNOWN_EVEN)
        self.forbids(6, CHANNEL, AMOUNT, EXPIRY, CHANNEL, ENCRYPTED, PATH_KEY, TOTAL)
        self.forbids(6, CHANNEL, CHANNEL, DATA, ENCRYPTED, PATH_KEY, role=INTERMEDIATE)

    def test_08_no_short_channel_id(self) -> None:
        self.misses(6, AMOUNT, EXPIRY, role=INTERMEDIATE)
        self.misses(6, AMOUNT, EXPIRY, DATA, TYPE14, UNKNOWN_EVEN, role=INTERMEDIATE)

    def test_09_payment_data_at_an_intermediate_hop(self) -> None:
        self.forbids(8, DATA, AMOUNT, EXPIRY, CHANNEL, DATA, TYPE14, role=INTERMEDIATE)
        self.forbids(8, DATA, DATA, ENCRYPTED, PATH_KEY, role=INTERMEDIATE)

    def test_10_amp_record_at_an_intermediate_hop(self) -> None:
        self.forbids(14, TYPE14, AMOUNT, EXPIRY, CHANNEL, TYPE14, UNKNOWN_EVEN, role=INTERMEDIATE)
        self.forbids(
            8, TYPE8, AMOUNT, EXPIRY, CHANNEL, TYPE8, role=INTERMEDIATE, layouts="type8"
        )
        # Both: no conflict yet, and the lower of the two.
        self.forbids(
            8, TYPE8, AMOUNT, EXPIRY, CHANNEL, TYPE8, TYPE14,
            role=INTERMEDIATE, layouts="type8 type14",
        )  # fmt: skip
        # Not accepted, it is an unknown record like others.
        self.forbids(
            14, TYPE14, AMOUNT, EXPIRY, CHANNEL, TYPE14,
            role=INTERMEDIATE, layouts="", rejection_class="unknown_even",
        )  # fmt: skip

    def test_11_two_amp_records(self) -> None:
        for records in (
            (AMOUNT, EXPIRY, TYPE8, TYPE14, TOTAL),
            (AMOUNT, EXPIRY, TYPE8, TYPE14),
            (AMOUNT, EXPIRY, TYPE8, TYPE14, UNKNOWN_EVEN),
            (AMOUNT, EXPIRY, TYPE8, ENCRYPTED, PATH_KEY, TYPE14, TOTAL),
        ):
            self.forbids(
                14, TYPE14, *records, layouts="type14 type8", rejection_class="conflict"
            )
        # With one layout accepted the other record is refused for itself.
        self.forbids(
            14, TYPE14, AMOUNT, EXPIRY, TYPE8, TYPE14,
            layouts="type8", rejection_class="unknown_even",
        )  # fmt: skip

    def test_12_unknown_even(self) -> None:
        self.forbids(
            20, UNKNOWN_EVEN, AMOUNT, EXPIRY, UNKNOWN_EVEN, "1600", rejection_class="unknown_even"
        )
        # Before the lists of what blinded hops can have.
        self.forbids(
            20, UNKNOWN_EVEN, AMOUNT, EXPIRY, DATA, ENCRYPTED, PATH_KEY, UNKNOWN_EVEN,
            rejection_class="unknown_even",
        )  # fmt: skip

    def test_13_blinded_hops_have_few_records(self) -> None:
        for tlv_type, record in ((3, "0300"), (8, DATA)):
            records = (AMOUNT, record, EXPIRY) if tlv_type == 3 else (AMOUNT, EXPIRY, record)
            self.forbids(tlv_type, record, *records, ENCRYPTED, PATH_KEY, METADATA, TOTAL)
        for tlv_type, record in ((14, TYPE14), (16, METADATA)):
            self.forbids(
                tlv_type, record, AMOUNT, EXPIRY, ENCRYPTED, PATH_KEY, record, TOTAL, KEYSEND
            )
        self.forbids(
            8, TYPE8, AMOUNT, EXPIRY, TYPE8, ENCRYPTED, PATH_KEY, METADATA, layouts="type8"
        )
        for tlv_type, record in (
            (21, UNKNOWN_ODD),
            (65536, CUSTOM),
            (5482373484, KEYSEND),
        ):
            self.forbids(tlv_type, record, AMOUNT, EXPIRY, ENCRYPTED, PATH_KEY, TOTAL, record)
            self.forbids(tlv_type, record, ENCRYPTED, PATH_KEY, record, role=INTERMEDIATE)
        for tlv_type, record in ((16, METADATA), (18, TOTAL)):
            self.forbids(tlv_type, record, ENCRYPTED, PATH_KEY, record, role=INTERMEDIATE)

    def test_14_blinded_final_hop_without_total(self) -> None:
        self.misses(18, AMOUNT, EXPIRY, ENCRYPTED, PATH_KEY)
        self.misses(18, AMOUNT, EXPIRY, ENCRYPTED, in_htlc=True)

    def test_15_type8_without_total(self) -> None:
        for layouts in ("type8", "type8 type14"):
            self.misses(18, AMOUNT, EXPIRY, TYPE8, layouts=layouts)
            self.misses(18, AMOUNT, EXPIRY, TYPE8, METADATA, KEYSEND, layouts=layouts)
