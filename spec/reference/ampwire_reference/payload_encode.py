"""Writing the payload of one hop, as one canonical stream.

A writer has no role: what is there says for whom the payload is. The checks
stand in the order in which they are made. Where several records are at fault in
one check, the lowest type is named. The limit of 21 million BTC is not set: both
answers stand, and judging amounts is left to the payment.
"""

from __future__ import annotations

from ampwire_reference import amp_record, payment_data, point, tlv, truncated
from ampwire_reference.bigsize import MAXIMUM as TYPE_MAXIMUM
from ampwire_reference.payload import (
    AMP_RECORD_TYPE8,
    AMT_TO_FORWARD,
    CURRENT_PATH_KEY,
    ENCRYPTED_RECIPIENT_DATA,
    KEYSEND_PREIMAGE,
    KEYSEND_PREIMAGE_LENGTH,
    OUTGOING_CLTV_VALUE,
    PAYMENT_DATA,
    PAYMENT_METADATA,
    SHORT_CHANNEL_ID,
    SHORT_CHANNEL_ID_LENGTH,
    TOTAL_AMOUNT_MSAT,
    TYPES_WITH_A_MEMBER,
    Payload,
    is_unknown_even,
)
from ampwire_reference.presence import missing
from ampwire_reference.rejection import Reject


def encode(payload: Payload) -> bytes:
    """Writes the TLV stream of one hop, ascending and minimal.

    Rejects: `bad_value`, `conflict`, `duplicate`, `unknown_even`, `bad_length`,
    `missing` or `forbidden`.
    """
    _check_ranges(payload)
    _check_type_8_once(payload)
    _check_other(payload)
    _check_lengths(payload)
    _check_point(payload)
    if payload.encrypted_recipient_data is None:
        _check_unblinded(payload)
    else:
        _check_blinded(payload)
    return tlv.encode(_records(payload))


def _check_ranges(payload: Payload) -> None:
    total_msat = None if payload.payment_data is None else payload.payment_data.total_msat
    for tlv_type, number, width, rule in (
        # rule: bolt4.payload.amt-to-forward
        (AMT_TO_FORWARD, payload.amt_to_forward, 8, "bolt1.tu.length"),
        # rule: bolt4.payload.outgoing-cltv-value
        (OUTGOING_CLTV_VALUE, payload.outgoing_cltv_value, 4, "bolt1.tu.length"),
        # rule: bolt4.payload.short-channel-id-length
        (SHORT_CHANNEL_ID, payload.short_channel_id, 8, "bolt4.payload.short-channel-id-length"),
        # rule: bolt1.tu.length
        (PAYMENT_DATA, total_msat, 8, "bolt1.tu.length"),
    ):
        _check_range(tlv_type, number, width, rule)
    if payload.amp_record is not None:
        amp_record.check_index(payload.amp_record, tlv_type=payload.amp_record.tlv_type)
    # rule: bolt1.tu.length
    _check_range(TOTAL_AMOUNT_MSAT, payload.total_amount_msat, 8, "bolt1.tu.length")
    for tlv_type, _ in payload.other:
        if tlv_type > TYPE_MAXIMUM:  # rule: bolt1.bigsize.big-endian
            raise Reject("bad_value", "a type ends at 2^64-1", rule="bolt1.bigsize.big-endian")


def _check_range(tlv_type: int, number: int | None, width: int, rule: str) -> None:
    if number is not None and number >= 2 ** (8 * width):
        raise Reject(
            "bad_value",
            f"type {tlv_type} has a number that needs more than {width} bytes",
            rule=rule,
            tlv_type=tlv_type,
        )


def _check_type_8_once(payload: Payload) -> None:
    amp = payload.amp_record
    if payload.payment_data is None or amp is None:
        return
    if amp.layout == amp_record.TYPE8:  # rule: amp.record.type8-with-payment-data
        raise Reject(
            "conflict",
            "payment_data and this AMP record would both be type 8",
            rule="amp.record.type8-with-payment-data",
            tlv_type=AMP_RECORD_TYPE8,
        )


def _check_other(payload: Payload) -> None:
    types = sorted(tlv_type for tlv_type, _ in payload.other)
    for position, tlv_type in enumerate(types):
        again = position > 0 and types[position - 1] == tlv_type
        if again or tlv_type in TYPES_WITH_A_MEMBER:  # rule: bolt1.tlv.no-duplicate
            raise Reject(
                "duplicate",
                f"type {tlv_type} is given twice, or has a member of its own",
                rule="bolt1.tlv.no-duplicate",
                tlv_type=tlv_type,
            )
    for tlv_type in types:
        if is_unknown_even(tlv_type):  # rule: bolt4.payload.unknown-even
            raise Reject(
                "unknown_even",
                f"type {tlv_type} is even and unknown: every reader would refuse it",
                rule="bolt4.payload.unknown-even",
                tlv_type=tlv_type,
            )


def _check_lengths(payload: Payload) -> None:
    if payload.payment_data is not None:
        _check_length(
            PAYMENT_DATA,
            payload.payment_data.payment_secret,
            payment_data.SECRET_LENGTH,
            "bolt4.payload.payment-data-length",  # rule: bolt4.payload.payment-data-length
        )
    amp = payload.amp_record
    if amp is not None and amp.layout == amp_record.TYPE8:
        amp_record.check_lengths(amp, tlv_type=amp.tlv_type)
    _check_length(
        CURRENT_PATH_KEY,
        payload.current_path_key,
        point.LENGTH,
        "bolt4.blinded.path-key-length",  # rule: bolt4.blinded.path-key-length
    )
    if amp is not None and amp.layout == amp_record.TYPE14:
        amp_record.check_lengths(amp, tlv_type=amp.tlv_type)
    _check_length(
        KEYSEND_PREIMAGE,
        payload.keysend_preimage,
        KEYSEND_PREIMAGE_LENGTH,
        "blip3.keysend.length",  # rule: blip3.keysend.length
    )


def _check_length(tlv_type: int, value: bytes | None, length: int, rule: str) -> None:
    if value is not None and len(value) != length:
        raise Reject(
            "bad_length",
            f"type {tlv_type} needs {length} bytes, {len(value)} are given",
            rule=rule,
            tlv_type=tlv_type,
        )


def _check_point(payload: Payload) -> None:
    path_key = payload.current_path_key
    # rule: bolt4.blinded.path-key-point
    if path_key is not None and not point.is_on_curve(path_key):
        raise Reject(
            "bad_value",
            "current_path_key is no point of the curve",
            rule="bolt4.blinded.path-key-point",
            tlv_type=CURRENT_PATH_KEY,
        )


def _check_unblinded(payload: Payload) -> None:
    if payload.current_path_key is not None:  # rule: bolt4.blinded.path-key-alone
        raise missing(ENCRYPTED_RECIPIENT_DATA, "bolt4.blinded.path-key-alone")
    if payload.amt_to_forward is None:  # rule: bolt4.payload.amt-to-forward
        raise missing(AMT_TO_FORWARD, "bolt4.payload.amt-to-forward")
    if payload.outgoing_cltv_value is None:  # rule: bolt4.payload.outgoing-cltv-value
        raise missing(OUTGOING_CLTV_VALUE, "bolt4.payload.outgoing-cltv-value")

    # short_channel_id makes the hop an intermediate one.
    amp = payload.amp_record
    if payload.short_channel_id is not None:
        if payload.payment_data is not None:  # rule: bolt4.payload.payment-data-final-only
            raise _forbidden(PAYMENT_DATA, "bolt4.payload.payment-data-final-only")
        if amp is not None:  # rule: amp.record.final-only
            raise _forbidden(amp.tlv_type, "amp.record.final-only")

    if amp is not None:
        if amp.layout == amp_record.TYPE14 and payload.payment_data is None:
            # rule: amp.payload.payment-data-written
            raise missing(PAYMENT_DATA, "amp.payload.payment-data-written")
        if amp.layout == amp_record.TYPE8 and payload.total_amount_msat is None:
            # rule: amp.payload.type8-total
            raise missing(TOTAL_AMOUNT_MSAT, "amp.payload.type8-total")


def _check_blinded(payload: Payload) -> None:
    amp = payload.amp_record
    not_allowed = [tlv_type for tlv_type, _ in payload.other]
    if payload.short_channel_id is not None:
        not_allowed.append(SHORT_CHANNEL_ID)
    if payload.payment_data is not None:
        not_allowed.append(PAYMENT_DATA)
    if amp is not None:
        not_allowed.append(amp.tlv_type)
    if payload.payment_metadata is not None:
        not_allowed.append(PAYMENT_METADATA)
    if payload.keysend_preimage is not None:
        not_allowed.append(KEYSEND_PREIMAGE)

    # The final hop has these three, any other hop none of them.
    final_records = (
        # rule: bolt4.payload.amt-to-forward
        (AMT_TO_FORWARD, payload.amt_to_forward, "bolt4.payload.amt-to-forward"),
        # rule: bolt4.payload.outgoing-cltv-value
        (OUTGOING_CLTV_VALUE, payload.outgoing_cltv_value, "bolt4.payload.outgoing-cltv-value"),
        # rule: bolt4.blinded.total-amount-msat
        (TOTAL_AMOUNT_MSAT, payload.total_amount_msat, "bolt4.blinded.total-amount-msat"),
    )
    final = any(number is not None for _, number, _ in final_records)

    if not_allowed:
        if final:
            rule = "bolt4.blinded.final-only"  # rule: bolt4.blinded.final-only
        else:
            rule = "bolt4.blinded.intermediate-only"  # rule: bolt4.blinded.intermediate-only
        raise _forbidden(min(not_allowed), rule)
    if final:
        for tlv_type, number, rule in final_records:
            if number is None:
                raise missing(tlv_type, rule)


def _forbidden(tlv_type: int, rule: str) -> Reject:
    return Reject(
        "forbidden",
        f"type {tlv_type} can't be in this payload",
        rule=rule,
        tlv_type=tlv_type,
    )


def _records(payload: Payload) -> list[tuple[int, bytes]]:
    """The records of a payload whose checks have passed, in no order that matters."""
    amp = payload.amp_record
    records = list(payload.other)
    if payload.amt_to_forward is not None:
        amount = truncated.encode(payload.amt_to_forward, truncated.TU64)
        records.append((AMT_TO_FORWARD, amount))
    if payload.outgoing_cltv_value is not None:
        expiry = truncated.encode(payload.outgoing_cltv_value, truncated.TU32)
        records.append((OUTGOING_CLTV_VALUE, expiry))
    if payload.short_channel_id is not None:  # rule: bolt4.payload.short-channel-id-length
        channel = payload.short_channel_id.to_bytes(SHORT_CHANNEL_ID_LENGTH, "big")
        records.append((SHORT_CHANNEL_ID, channel))
    if payload.payment_data is not None:
        records.append((PAYMENT_DATA, payment_data.encode(payload.payment_data)))
    if payload.encrypted_recipient_data is not None:
        records.append((ENCRYPTED_RECIPIENT_DATA, payload.encrypted_recipient_data))
    if payload.current_path_key is not None:
        records.append((CURRENT_PATH_KEY, payload.current_path_key))
    if amp is not None:
        records.append((amp.tlv_type, amp_record.encode(amp)))
    if payload.payment_metadata is not None:  # rule: bolt4.payload.payment-metadata
        records.append((PAYMENT_METADATA, payload.payment_metadata))
    if payload.total_amount_msat is not None:  # rule: bolt4.payload.total-amount-msat
        total = truncated.encode(payload.total_amount_msat, truncated.TU64)
        records.append((TOTAL_AMOUNT_MSAT, total))
    if payload.keysend_preimage is not None:
        records.append((KEYSEND_PREIMAGE, payload.keysend_preimage))
    return records
