"""Reading an invoice: text, human-readable part, fields in one walk, points, signature.

The first fault in this order is the answer.
"""

from __future__ import annotations

from ampwire_reference import (
    bech32,
    human_readable_part,
    invoice_data,
    invoice_signature,
    invoice_text,
    invoice_value,
    point,
)
from ampwire_reference.invoice import Invoice, UnknownField
from ampwire_reference.invoice_data import Field
from ampwire_reference.rejection import Reject

ONCE = frozenset("psdhnxcm9")
"""The tags of fields that may stand once. Of f and r there may be several."""


def decode(characters: str, verify: bool = True) -> Invoice:
    """Decodes an invoice.

    Without `verify` the signature is not looked at, and the payee is known only
    where a field n gives it.

    Rejects: what the modules of its parts reject, `missing` and `conflict`.
    """
    text = invoice_text.read(characters)
    start = human_readable_part.read(text.hrp)
    invoice_data.check_complete(text)
    signature = invoice_signature.read(text)
    invoice = Invoice(
        network=start.network,
        amount_msat=start.amount_msat,
        hrp_amount=start.amount,
        timestamp=invoice_data.timestamp(text),
        signature=signature.data,
        recovery_id=signature.recovery_id,
        upper_case=text.upper_case,
    )
    counted = _take_fields(invoice, text)
    _check_presence(counted)
    _check_points(invoice, counted)
    if verify:
        invoice.payee = invoice_signature.payee(text, invoice.payee)
    return invoice


def _take_fields(invoice: Invoice, text: invoice_text.Text) -> list[Field]:
    """Puts every field where it belongs; gives those that count, in their order."""
    counted: list[Field] = []
    tags_once: set[str] = set()
    order = ""
    for at, field in enumerate(invoice_data.fields(text)):  # rule: bolt11.field.order
        order += field.tag
        # rule: bolt11.field.first-counts
        if field.tag not in tags_once and _take(invoice, field):
            counted.append(field)
            tags_once.update(ONCE.intersection(field.tag))
        else:
            invoice.unknown.append(UnknownField(field.tag, bech32.text(field.value), at))
    invoice.order = order
    return counted


def _take(invoice: Invoice, field: Field) -> bool:
    """Takes the value of one field; says whether it counts, or is skipped."""
    value: object
    if field.tag == "p":
        value = invoice.payment_hash = invoice_value.read_hash(field)
    elif field.tag == "s":
        value = invoice.payment_secret = invoice_value.read_hash(field)
    elif field.tag == "d":
        value = invoice.description = invoice_value.read_text(field)
    elif field.tag == "h":
        value = invoice.description_hash = invoice_value.read_hash(field)
    elif field.tag == "n":
        value = invoice.payee = invoice_value.read_key(field)
        invoice.payee_in_field = value is not None
    elif field.tag == "x":
        value = invoice.expiry = invoice_value.read_integer(field)
    elif field.tag == "c":
        value = invoice.min_final_cltv_expiry_delta = invoice_value.read_integer(field)
    elif field.tag == "m":
        value = invoice.payment_metadata = invoice_value.read_bytes(field)
    elif field.tag == "9":
        value = invoice.features = invoice_value.read_features(field)
    elif field.tag == "f":
        value = invoice_value.read_fallback(field)
        if value is not None:
            invoice.fallbacks.append(value)
    elif field.tag == "r":
        value = invoice_value.read_route_hint(field)
        invoice.route_hints.append(value)
    else:
        value = None  # rule: bolt11.field.unknown
    return value is not None


def _check_presence(counted: list[Field]) -> None:
    tags = {field.tag for field in counted}
    if "p" not in tags:  # rule: bolt11.p.present
        raise Reject("missing", "there is no payment_hash", rule="bolt11.p.present")
    if "s" not in tags:  # rule: bolt11.s.present
        raise Reject("missing", "there is no payment_secret", rule="bolt11.s.present")
    descriptions = [field for field in counted if field.tag in "dh"]
    if not descriptions:  # rule: bolt11.d-h.one
        raise Reject("missing", "there is no description and no hash", rule="bolt11.d-h.one")
    if len(descriptions) == 2:  # rule: bolt11.d-h.not-both
        raise Reject(
            "conflict",
            "a description and the hash of one",
            rule="bolt11.d-h.not-both",
            offset=descriptions[1].offset,
        )


def _check_points(invoice: Invoice, counted: list[Field]) -> None:
    """Refuses the first key that is not on the curve, in the order of the text."""
    route_hints = iter(invoice.route_hints)
    for field in counted:
        if field.tag == "n":
            assert invoice.payee is not None  # The field counted.
            if not point.is_on_curve(invoice.payee):  # rule: bolt11.n.point
                raise Reject(
                    "bad_value",
                    "the payee's key is no point of the curve",
                    rule="bolt11.n.point",
                    offset=field.value_offset,
                )
        if field.tag == "r":
            for entry, hop in enumerate(next(route_hints)):
                if not point.is_on_curve(hop.node_id):  # rule: bolt11.r.point
                    raise Reject(
                        "bad_value",
                        "the node of an entry is no point of the curve",
                        rule="bolt11.r.point",
                        offset=invoice_value.hop_offset(field, entry),
                    )
