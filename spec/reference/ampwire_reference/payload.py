"""The payload of one hop: which records it can have."""

from __future__ import annotations

from dataclasses import dataclass, field

from ampwire_reference.amp_record import AmpRecord
from ampwire_reference.payment_data import PaymentData

AMT_TO_FORWARD = 2
OUTGOING_CLTV_VALUE = 4
SHORT_CHANNEL_ID = 6
PAYMENT_DATA = 8
AMP_RECORD_TYPE8 = 8
ENCRYPTED_RECIPIENT_DATA = 10
CURRENT_PATH_KEY = 12
AMP_RECORD_TYPE14 = 14
PAYMENT_METADATA = 16
TOTAL_AMOUNT_MSAT = 18
KEYSEND_PREIMAGE = 5482373484

TYPES_WITH_A_MEMBER = frozenset(
    {
        AMT_TO_FORWARD,
        OUTGOING_CLTV_VALUE,
        SHORT_CHANNEL_ID,
        PAYMENT_DATA,
        ENCRYPTED_RECIPIENT_DATA,
        CURRENT_PATH_KEY,
        AMP_RECORD_TYPE14,
        PAYMENT_METADATA,
        TOTAL_AMOUNT_MSAT,
        KEYSEND_PREIMAGE,
    }
)
"""The types that have a member of their own in `Payload`."""

CUSTOM_TYPES_START = 65536
"""From here up types are for applications; below, an unknown even one is refused."""

SHORT_CHANNEL_ID_LENGTH = 8
KEYSEND_PREIMAGE_LENGTH = 32

BLINDED_FINAL_TYPES = frozenset(
    {
        AMT_TO_FORWARD,
        OUTGOING_CLTV_VALUE,
        ENCRYPTED_RECIPIENT_DATA,
        CURRENT_PATH_KEY,
        TOTAL_AMOUNT_MSAT,
    }
)
"""All that the final hop of a blinded path can have."""

BLINDED_INTERMEDIATE_TYPES = frozenset({ENCRYPTED_RECIPIENT_DATA, CURRENT_PATH_KEY})
"""All that another hop of a blinded path can have."""


@dataclass
class Payload:
    """The records of one hop's payload. None means absent; empty bytes are present.

    Amounts are in msat, `outgoing_cltv_value` is a block height. `other` holds
    every record without a member of its own, as (type, value), in stream order.
    """

    amt_to_forward: int | None = None
    outgoing_cltv_value: int | None = None
    short_channel_id: int | None = None
    payment_data: PaymentData | None = None
    encrypted_recipient_data: bytes | None = None
    current_path_key: bytes | None = None
    amp_record: AmpRecord | None = None
    payment_metadata: bytes | None = None
    total_amount_msat: int | None = None
    keysend_preimage: bytes | None = None
    other: list[tuple[int, bytes]] = field(default_factory=list)


def is_unknown_even(tlv_type: int) -> bool:
    """Says whether a type without a member of its own must be refused.

    An odd one is kept, an even one from 65536 up is a custom record and kept too.
    """
    odd = tlv_type % 2 == 1  # rule: bolt4.payload.unknown-odd
    custom = tlv_type >= CUSTOM_TYPES_START  # rule: bolt4.payload.custom-even
    return not odd and not custom  # rule: bolt4.payload.unknown-even
