"""Reading the payload of one hop: one walk over the stream, then the presence rules."""

from __future__ import annotations

from collections.abc import Collection

from ampwire_reference import amp_record, payment_data, point, presence, tlv, truncated
from ampwire_reference.payload import (
    AMP_RECORD_TYPE14,
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
    Payload,
)
from ampwire_reference.rejection import Reject


def decode(
    data: bytes, role: str, layouts: Collection[str], path_key_in_htlc: bool = False
) -> Payload:
    """Decodes the TLV stream of one hop.

    `role` is `final` or `intermediate`, `layouts` are the layouts of the AMP
    record that are accepted, `path_key_in_htlc` says whether update_add_htlc
    carries a path key.

    Rejects: the first fault in stream order, be it in the framing or in a value;
    if there is none, the first presence rule that is broken; and last a path key
    that is not on the curve.
    """
    payload = Payload()
    offsets: dict[int, int] = {}
    for record in tlv.walk(data):
        offsets[record.type] = record.type_offset
        _take(payload, record, layouts)
    presence.check(payload, offsets, role, path_key_in_htlc)
    if payload.current_path_key is not None:
        # One byte of type and one of length stand before the value.
        _check_on_curve(payload.current_path_key, offsets[CURRENT_PATH_KEY] + 2)
    return payload


def _take(payload: Payload, record: tlv.Record, layouts: Collection[str]) -> None:
    """Checks the value of one record and puts it where it belongs.

    Two limits are not set on purpose: an amount over 21 million BTC is kept, and
    so is a length of payment_metadata that no payment needs.
    """
    if record.type == AMT_TO_FORWARD:  # rule: bolt4.payload.amt-to-forward
        payload.amt_to_forward = _truncated_integer(record, truncated.TU64)
    elif record.type == OUTGOING_CLTV_VALUE:  # rule: bolt4.payload.outgoing-cltv-value
        payload.outgoing_cltv_value = _truncated_integer(record, truncated.TU32)
    elif record.type == SHORT_CHANNEL_ID:  # rule: bolt4.payload.short-channel-id-length
        _check_length(record, SHORT_CHANNEL_ID_LENGTH, "bolt4.payload.short-channel-id-length")
        payload.short_channel_id = int.from_bytes(record.value, "big")
    elif record.type == PAYMENT_DATA:
        _take_type_8(payload, record, layouts)
    elif record.type == ENCRYPTED_RECIPIENT_DATA:
        payload.encrypted_recipient_data = record.value
    elif record.type == CURRENT_PATH_KEY:
        payload.current_path_key = _path_key(record)
    elif record.type == AMP_RECORD_TYPE14 and amp_record.TYPE14 in layouts:
        payload.amp_record = _amp_record(record, amp_record.TYPE14)
    elif record.type == PAYMENT_METADATA:  # rule: bolt4.payload.payment-metadata
        payload.payment_metadata = record.value
    elif record.type == TOTAL_AMOUNT_MSAT:  # rule: bolt4.payload.total-amount-msat
        payload.total_amount_msat = _truncated_integer(
            record, truncated.TU64, "bolt4.payload.total-amount-msat"
        )
    elif record.type == KEYSEND_PREIMAGE:  # rule: blip3.keysend.length
        _check_length(record, KEYSEND_PREIMAGE_LENGTH, "blip3.keysend.length")
        payload.keysend_preimage = record.value
    else:
        # Kept byte for byte. Whether an even type among them is refused is
        # decided after the walk: a record at fault further on comes first.
        payload.other.append((record.type, record.value))  # rule: bolt4.payload.unknown-odd


def _take_type_8(payload: Payload, record: tlv.Record, layouts: Collection[str]) -> None:
    """Tells payment_data from the AMP record of type 8, by length alone.

    One decoder serves both without a guess: no length belongs to both.
    """
    length = len(record.value)
    type8_accepted = amp_record.TYPE8 in layouts

    # rule: amp.record.type8-or-payment-data
    if type8_accepted and length == amp_record.MAXIMUM_LENGTH:
        payload.amp_record = _amp_record(record, amp_record.TYPE8)
        return

    if not payment_data.SECRET_LENGTH <= length <= payment_data.MAXIMUM_LENGTH:
        if type8_accepted:
            rule = "amp.record.type8-or-payment-data"  # rule: amp.record.type8-or-payment-data
        elif length == amp_record.MAXIMUM_LENGTH:
            rule = "amp.record.type8-not-accepted"  # rule: amp.record.type8-not-accepted
        else:
            rule = "bolt4.payload.payment-data-length"  # rule: bolt4.payload.payment-data-length
        raise Reject(
            "bad_length",
            f"{length} bytes, not 32 to 40",
            rule=rule,
            offset=record.value_offset,
            tlv_type=record.type,
        )
    payload.payment_data = payment_data.decode(
        record.value, start=record.value_offset, tlv_type=record.type
    )


def _amp_record(record: tlv.Record, layout: str) -> amp_record.AmpRecord:
    return amp_record.decode(
        record.value, layout, start=record.value_offset, tlv_type=record.type
    )


def _truncated_integer(
    record: tlv.Record, width: int, minimal_rule: str = "bolt1.tu.minimal"
) -> int:
    # rule: bolt1.tu.minimal
    return truncated.decode(
        record.value,
        width,
        start=record.value_offset,
        tlv_type=record.type,
        minimal_rule=minimal_rule,
    )


def _path_key(record: tlv.Record) -> bytes:
    # rule: bolt4.blinded.path-key-length
    _check_length(record, point.LENGTH, "bolt4.blinded.path-key-length")
    if not point.has_parity(record.value):  # rule: bolt4.blinded.path-key-point
        raise _no_point(record.value_offset)
    return record.value


def _check_on_curve(path_key: bytes, offset: int) -> None:
    if not point.is_on_curve(path_key):  # rule: bolt4.blinded.path-key-point
        raise _no_point(offset)


def _no_point(offset: int) -> Reject:
    return Reject(
        "bad_value",
        "these 33 bytes are no point of the curve",
        rule="bolt4.blinded.path-key-point",
        offset=offset,
        tlv_type=CURRENT_PATH_KEY,
    )


def _check_length(record: tlv.Record, length: int, rule: str) -> None:
    if len(record.value) != length:
        raise Reject(
            "bad_length",
            f"{len(record.value)} bytes, not {length}",
            rule=rule,
            offset=record.value_offset,
            tlv_type=record.type,
        )
