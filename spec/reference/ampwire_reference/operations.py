"""The operations of the testee protocol, each from its `in` to its `ok`."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from ampwire_reference import (
    amp_record,
    bigsize,
    derivation,
    features,
    invoice_decode,
    invoice_encode,
    invoice_object,
    invoice_payment,
    onion_failure,
    payload_decode,
    payload_encode,
    receiver_run,
    sender_run,
    shares_run,
    tlv,
    truncated,
)
from ampwire_reference.amp_record import AmpRecord
from ampwire_reference.derivation import Part
from ampwire_reference.payload import Payload
from ampwire_reference.payment_data import PaymentData
from ampwire_reference.presence import ROLES
from ampwire_reference.profile import AMP, BYSTANDER, KNOWN_FEATURES
from ampwire_reference.request import Members


def decode_bigsize(members: Members) -> dict[str, Any]:
    value, length = bigsize.read(members.hex("bytes"), 0)
    return {"value": str(value), "length": str(length)}


def encode_bigsize(members: Members) -> dict[str, Any]:
    return {"bytes": bigsize.encode(members.integer("value")).hex()}


def decode_truncated(width: int) -> Callable[[Members], dict[str, Any]]:
    """The operation that decodes a truncated integer of `width` bytes."""
    return lambda members: {"value": str(truncated.decode(members.hex("bytes"), width))}


def encode_truncated(width: int) -> Callable[[Members], dict[str, Any]]:
    """The operation that encodes a truncated integer of `width` bytes."""
    return lambda members: {"bytes": truncated.encode(members.integer("value"), width).hex()}


def decode_tlv(members: Members) -> dict[str, Any]:
    records = tlv.walk(members.hex("bytes"))
    return {"records": _written_records((record.type, record.value) for record in records)}


def encode_tlv(members: Members) -> dict[str, Any]:
    return {"bytes": tlv.encode(_read_records(members, "records")).hex()}


def decode_amp_record(members: Members) -> dict[str, Any]:
    layout = members.choice("layout", amp_record.LAYOUTS)
    written = _written_amp_record(amp_record.decode(members.hex("bytes"), layout))
    del written["layout"]
    return written


def encode_amp_record(members: Members) -> dict[str, Any]:
    return {"bytes": amp_record.encode(_read_amp_record(members)).hex()}


def decode_payload(members: Members) -> dict[str, Any]:
    payload = payload_decode.decode(
        members.hex("bytes"),
        members.choice("role", ROLES),
        members.choices("layouts", amp_record.LAYOUTS),
        members.boolean("path_key_in_htlc"),
    )
    return _written_payload(payload)


def encode_payload(members: Members) -> dict[str, Any]:
    return {"bytes": payload_encode.encode(_read_payload(members)).hex()}


def decode_onion_failure(members: Members) -> dict[str, Any]:
    message = onion_failure.decode(members.hex("bytes"))
    if message.failure is None:
        return {"code": str(message.code)}
    written = {"name": message.failure.name}
    for name, value in message.values.items():
        written[name] = value.hex() if isinstance(value, bytes) else str(value)
    return written


def encode_onion_failure(members: Members) -> dict[str, Any]:
    failure = onion_failure.BY_NAME[members.choice("name", onion_failure.BY_NAME)]
    values = {
        field.name: members.hex(field.name)
        if field.kind == onion_failure.SHA256
        else members.integer(field.name)
        for field in failure.fields
    }
    return {"bytes": onion_failure.encode(failure, values).hex()}


def decode_features(members: Members) -> dict[str, Any]:
    return {"features": [str(bit) for bit in features.decode(members.hex("bytes"))]}


def encode_features(members: Members) -> dict[str, Any]:
    return {"bytes": features.encode(members.integers("features")).hex()}


def check_features(known_by_default: Collection[int]) -> Callable[[Members], dict[str, Any]]:
    """The operation that checks features as one who knows these, unless the request says which."""

    def operation(members: Members) -> dict[str, Any]:
        known = known_by_default
        if members.has("known"):
            known = {features.even(bit) for bit in members.integers("known")}
        bits = members.integers("features")
        features.check(bits, members.choice("context", features.CONTEXTS), known)
        return {}

    return operation


def split(members: Members) -> dict[str, Any]:
    # The shares of the other schemes are drawn at random.
    members.choice("scheme", [derivation.HMAC_XOR])
    shares = derivation.split(members.hex("root"), members.integers("indexes"))
    return {"shares": [share.hex() for share in shares]}


def derive(members: Members) -> dict[str, Any]:
    scheme = members.choice("scheme", derivation.SCHEMES)
    root = members.hex("root")
    share = None if scheme == derivation.BP2018 else members.hex("share")
    return _written_child(derivation.derive(scheme, root, share, members.integer("index")))


def reconstruct(members: Members) -> dict[str, Any]:
    scheme = members.choice("scheme", derivation.SCHEMES)
    parts = [
        Part(child.hex("share"), child.integer("index"), child.optional_hex("hash"))
        for child in members.objects("children")
    ]
    root, children = derivation.reconstruct(scheme, parts)
    return {"root": root.hex(), "children": [_written_child(child) for child in children]}


def decode_invoice(members: Members) -> dict[str, Any]:
    invoice = invoice_decode.decode(members.text("invoice"), members.boolean("verify", True))
    return invoice_object.written(invoice)


def encode_invoice(members: Members) -> dict[str, Any]:
    invoice = invoice_object.read(members)
    return {"invoice": invoice_encode.encode(invoice, members.hex("private_key"))}


def final_payload(known: Collection[int]) -> Callable[[Members], dict[str, Any]]:
    """The operation that pays invoices as one who knows these features."""

    def operation(members: Members) -> dict[str, Any]:
        amount_msat = members.integer("amount_msat")
        total_msat = members.integer("total_msat")
        outgoing_cltv_value = members.integer("outgoing_cltv_value")
        now = members.optional_integer("now")
        invoice = invoice_decode.decode(members.text("invoice"))
        payload = invoice_payment.final_payload(
            invoice, amount_msat, total_msat, outgoing_cltv_value, now, known
        )
        return {"bytes": payload.hex()}

    return operation


COMMON_OPERATIONS: dict[str, Callable[[Members], dict[str, Any]]] = {
    "bigsize.decode": decode_bigsize,
    "bigsize.encode": encode_bigsize,
    "tu16.decode": decode_truncated(truncated.TU16),
    "tu16.encode": encode_truncated(truncated.TU16),
    "tu32.decode": decode_truncated(truncated.TU32),
    "tu32.encode": encode_truncated(truncated.TU32),
    "tu64.decode": decode_truncated(truncated.TU64),
    "tu64.encode": encode_truncated(truncated.TU64),
    "tlv.decode": decode_tlv,
    "tlv.encode": encode_tlv,
    "payload.decode": decode_payload,
    "payload.encode": encode_payload,
    "onion_failure.decode": decode_onion_failure,
    "onion_failure.encode": encode_onion_failure,
    "features.decode": decode_features,
    "features.encode": encode_features,
    "invoice.decode": decode_invoice,
    "invoice.encode": encode_invoice,
}

OPERATIONS: dict[str, dict[str, Callable[[Members], dict[str, Any]]]] = {
    AMP: {
        **COMMON_OPERATIONS,
        "features.check": check_features(KNOWN_FEATURES[AMP]),
        "invoice.final_payload": final_payload(KNOWN_FEATURES[AMP]),
        "amp_record.decode": decode_amp_record,
        "amp_record.encode": encode_amp_record,
        "amp.split": split,
        "amp.derive": derive,
        "amp.reconstruct": reconstruct,
        "shares.run": shares_run.run,
        "receiver.run": receiver_run.run,
        "sender.run": sender_run.run,
    },
    BYSTANDER: {
        **COMMON_OPERATIONS,
        "features.check": check_features(KNOWN_FEATURES[BYSTANDER]),
        "invoice.final_payload": final_payload(KNOWN_FEATURES[BYSTANDER]),
    },
}
"""For each profile every operation by its name. What is not here is unsupported."""


def _read_records(members: Members, name: str) -> list[tuple[int, bytes]]:
    return [(record.integer("type"), record.hex("value")) for record in members.objects(name)]


def _written_records(records: Any) -> list[dict[str, str]]:
    return [{"type": str(tlv_type), "value": value.hex()} for tlv_type, value in records]


def _read_amp_record(members: Members) -> AmpRecord:
    return AmpRecord(
        members.choice("layout", amp_record.LAYOUTS),
        members.hex("root_share"),
        members.hex("set_id"),
        members.integer("child_index"),
    )


def _written_amp_record(record: AmpRecord) -> dict[str, str]:
    return {
        "layout": record.layout,
        "root_share": record.root_share.hex(),
        "set_id": record.set_id.hex(),
        "child_index": str(record.child_index),
    }


def _written_child(child: derivation.Child) -> dict[str, str]:
    return {"preimage": child.preimage.hex(), "hash": child.hash.hex()}


def _read_payload(members: Members) -> Payload:
    payload = Payload(
        amt_to_forward=members.optional_integer("amt_to_forward"),
        outgoing_cltv_value=members.optional_integer("outgoing_cltv_value"),
        short_channel_id=members.optional_integer("short_channel_id"),
        encrypted_recipient_data=members.optional_hex("encrypted_recipient_data"),
        current_path_key=members.optional_hex("current_path_key"),
        payment_metadata=members.optional_hex("payment_metadata"),
        total_amount_msat=members.optional_integer("total_amount_msat"),
        keysend_preimage=members.optional_hex("keysend_preimage"),
    )
    if members.has("payment_data"):
        payment_data = members.object("payment_data")
        payload.payment_data = PaymentData(
            payment_data.hex("payment_secret"), payment_data.integer("total_msat")
        )
    if members.has("amp_record"):
        payload.amp_record = _read_amp_record(members.object("amp_record"))
    if members.has("other"):
        payload.other = _read_records(members, "other")
    return payload


def _written_payload(payload: Payload) -> dict[str, Any]:
    """The payload object. What is absent is left out, an empty `other` too."""
    written: dict[str, Any] = {}
    if payload.amt_to_forward is not None:
        written["amt_to_forward"] = str(payload.amt_to_forward)
    if payload.outgoing_cltv_value is not None:
        written["outgoing_cltv_value"] = str(payload.outgoing_cltv_value)
    if payload.short_channel_id is not None:
        written["short_channel_id"] = str(payload.short_channel_id)
    if payload.payment_data is not None:
        written["payment_data"] = {
            "payment_secret": payload.payment_data.payment_secret.hex(),
            "total_msat": str(payload.payment_data.total_msat),
        }
    if payload.encrypted_recipient_data is not None:
        written["encrypted_recipient_data"] = payload.encrypted_recipient_data.hex()
    if payload.current_path_key is not None:
        written["current_path_key"] = payload.current_path_key.hex()
    if payload.amp_record is not None:
        written["amp_record"] = _written_amp_record(payload.amp_record)
    if payload.payment_metadata is not None:
        written["payment_metadata"] = payload.payment_metadata.hex()
    if payload.total_amount_msat is not None:
        written["total_amount_msat"] = str(payload.total_amount_msat)
    if payload.keysend_preimage is not None:
        written["keysend_preimage"] = payload.keysend_preimage.hex()
    if payload.other:
        written["other"] = _written_records(payload.other)
    return written
