"""Which records a payload has to have, and which it can't, for whom.

The checks stand in the order in which they are made; the first that fails is the
answer. A hop is blinded if its payload has encrypted_recipient_data.
"""

from __future__ import annotations

from collections.abc import Mapping

from ampwire_reference import amp_record
from ampwire_reference.payload import (
    AMP_RECORD_TYPE14,
    AMP_RECORD_TYPE8,
    AMT_TO_FORWARD,
    BLINDED_FINAL_TYPES,
    BLINDED_INTERMEDIATE_TYPES,
    CURRENT_PATH_KEY,
    ENCRYPTED_RECIPIENT_DATA,
    OUTGOING_CLTV_VALUE,
    PAYMENT_DATA,
    SHORT_CHANNEL_ID,
    TOTAL_AMOUNT_MSAT,
    Payload,
    is_unknown_even,
)
from ampwire_reference.rejection import Reject

FINAL = "final"
INTERMEDIATE = "intermediate"
ROLES = (FINAL, INTERMEDIATE)


def check(
    payload: Payload, offsets: Mapping[int, int], role: str, path_key_in_htlc: bool
) -> None:
    """Refuses a payload that lacks a record it needs, or has one it can't have.

    `offsets` has the type of every record and where it begins, in stream order.

    Rejects: `missing`, `forbidden`, `conflict` or `unknown_even`.
    """
    final = role == FINAL
    intermediate = not final
    blinded = ENCRYPTED_RECIPIENT_DATA in offsets
    path_key_in_payload = CURRENT_PATH_KEY in offsets

    def forbid(tlv_type: int, rule: str) -> Reject:
        return Reject(
            "forbidden",
            f"type {tlv_type} can't be in this payload",
            rule=rule,
            offset=offsets[tlv_type],
            tlv_type=tlv_type,
        )

    # 1 to 3: the path key and what it decrypts come together, and the key once.
    if path_key_in_payload and path_key_in_htlc:  # rule: bolt4.blinded.path-key-twice
        raise forbid(CURRENT_PATH_KEY, "bolt4.blinded.path-key-twice")
    if not blinded and (path_key_in_payload or path_key_in_htlc):
        # rule: bolt4.blinded.path-key-alone
        raise missing(ENCRYPTED_RECIPIENT_DATA, "bolt4.blinded.path-key-alone")
    if blinded and not path_key_in_payload and not path_key_in_htlc:
        # rule: bolt4.blinded.path-key-missing
        raise missing(CURRENT_PATH_KEY, "bolt4.blinded.path-key-missing")

    # 4 to 6: the amount and the expiry. Other hops of a blinded path compute them.
    if final or not blinded:
        if AMT_TO_FORWARD not in offsets:  # rule: bolt4.payload.amt-to-forward
            raise missing(AMT_TO_FORWARD, "bolt4.payload.amt-to-forward")
        if OUTGOING_CLTV_VALUE not in offsets:  # rule: bolt4.payload.outgoing-cltv-value
            raise missing(OUTGOING_CLTV_VALUE, "bolt4.payload.outgoing-cltv-value")
    else:
        for tlv_type in (AMT_TO_FORWARD, OUTGOING_CLTV_VALUE):
            if tlv_type in offsets:  # rule: bolt4.blinded.intermediate-only
                raise forbid(tlv_type, "bolt4.blinded.intermediate-only")

    # 7 and 8: where to forward to. The final hop forwards nothing, and in a blinded
    # path the encrypted data says it.
    if SHORT_CHANNEL_ID in offsets:
        if final:  # rule: bolt4.payload.short-channel-id-final
            raise forbid(SHORT_CHANNEL_ID, "bolt4.payload.short-channel-id-final")
        if blinded:  # rule: bolt4.blinded.intermediate-only
            raise forbid(SHORT_CHANNEL_ID, "bolt4.blinded.intermediate-only")
    elif intermediate and not blinded:  # rule: bolt4.payload.short-channel-id
        raise missing(SHORT_CHANNEL_ID, "bolt4.payload.short-channel-id")

    # 9 and 10: what is for the payee alone. That the final hop may have an AMP
    # record without payment_data, and beside keysend, payment_metadata and
    # total_amount_msat, shows in the lack of a check.
    # rule: amp.payload.payment-data-optional
    amp_types = _amp_record_types(payload, offsets)
    if intermediate:
        if payload.payment_data is not None:  # rule: bolt4.payload.payment-data-final-only
            raise forbid(PAYMENT_DATA, "bolt4.payload.payment-data-final-only")
        if amp_types:  # rule: amp.record.final-only
            raise forbid(amp_types[0], "amp.record.final-only")

    # 11: two AMP records contradict each other.
    if len(amp_types) == 2:  # rule: amp.record.conflict
        raise Reject(
            "conflict",
            "an AMP record in type 8 and another in type 14",
            rule="amp.record.conflict",
            offset=offsets[AMP_RECORD_TYPE14],
            tlv_type=AMP_RECORD_TYPE14,
        )

    # 12: unknown even types; the stream ascends, so the first is the lowest.
    for tlv_type, _ in payload.other:
        if is_unknown_even(tlv_type):
            if tlv_type == AMP_RECORD_TYPE14:
                # rule: amp.record.type14-not-accepted
                rule = "amp.record.type14-not-accepted"
            else:
                rule = "bolt4.payload.unknown-even"  # rule: bolt4.payload.unknown-even
            raise Reject(
                "unknown_even",
                f"type {tlv_type} is even and unknown",
                rule=rule,
                offset=offsets[tlv_type],
                tlv_type=tlv_type,
            )

    # 13 and 14: a blinded hop has its few records and no other, odd or custom.
    if blinded:
        allowed = BLINDED_FINAL_TYPES if final else BLINDED_INTERMEDIATE_TYPES
        for tlv_type in offsets:
            if tlv_type not in allowed:
                if final:
                    rule = "bolt4.blinded.final-only"  # rule: bolt4.blinded.final-only
                else:
                    # rule: bolt4.blinded.intermediate-only
                    rule = "bolt4.blinded.intermediate-only"
                raise forbid(tlv_type, rule)
        # rule: bolt4.blinded.total-amount-msat
        if final and TOTAL_AMOUNT_MSAT not in offsets:
            raise missing(TOTAL_AMOUNT_MSAT, "bolt4.blinded.total-amount-msat")

    # 15: type 8 leaves no room for the total that payment_data would carry.
    # rule: amp.payload.type8-total
    if AMP_RECORD_TYPE8 in amp_types and TOTAL_AMOUNT_MSAT not in offsets:
        raise missing(TOTAL_AMOUNT_MSAT, "amp.payload.type8-total")


def missing(tlv_type: int, rule: str) -> Reject:
    """The refusal for want of a record: it has a type, and no place to point at."""
    return Reject("missing", f"type {tlv_type} is not there", rule=rule, tlv_type=tlv_type)


def _amp_record_types(payload: Payload, offsets: Mapping[int, int]) -> list[int]:
    """The types in which AMP records were read, ascending: none, 8, 14, or both.

    A type 8 that is not payment_data is an AMP record. A type 14 that was not
    accepted is among `other`, and then it is the only one that could be there.
    """
    types = []
    if AMP_RECORD_TYPE8 in offsets and payload.payment_data is None:
        types.append(AMP_RECORD_TYPE8)
    if payload.amp_record is not None and payload.amp_record.layout == amp_record.TYPE14:
        types.append(AMP_RECORD_TYPE14)
    return types
