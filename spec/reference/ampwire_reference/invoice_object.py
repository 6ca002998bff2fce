"""The invoice object of the testee protocol: an invoice as JSON."""

from __future__ import annotations

from typing import Any

from ampwire_reference.invoice import Fallback, Hop, Invoice, UnknownField
from ampwire_reference.request import Members


def written(invoice: Invoice) -> dict[str, Any]:
    """The object of an invoice that was read. What is absent is left out, empty lists
    too, but for an empty field 9."""
    members: dict[str, Any] = {
        "network": invoice.network,
        "timestamp": str(invoice.timestamp),
    }
    for name in ("amount_msat", "expiry", "min_final_cltv_expiry_delta", "recovery_id"):
        number = getattr(invoice, name)
        if number is not None:
            members[name] = str(number)
    for name in (
        "payment_hash",
        "payment_secret",
        "description_hash",
        "payee",
        "payment_metadata",
        "signature",
    ):
        data = getattr(invoice, name)
        if data is not None:
            members[name] = data.hex()
    for name in ("hrp_amount", "description", "order"):
        text = getattr(invoice, name)
        if text is not None:
            members[name] = text
    for name in ("payee_in_field", "upper_case"):
        if getattr(invoice, name):
            members[name] = True
    if invoice.features is not None:
        members["features"] = [str(bit) for bit in invoice.features]
    if invoice.fallbacks:
        members["fallbacks"] = [_written_fallback(fallback) for fallback in invoice.fallbacks]
    if invoice.route_hints:
        members["route_hints"] = [
            [_written_hop(hop) for hop in route_hint] for route_hint in invoice.route_hints
        ]
    if invoice.unknown:
        members["unknown"] = [_written_unknown(field) for field in invoice.unknown]
    return members


def _written_fallback(fallback: Fallback) -> dict[str, str]:
    return {"version": str(fallback.version), "program": fallback.program.hex()}


def _written_hop(hop: Hop) -> dict[str, str]:
    members = {name: str(number) for name, number in hop._asdict().items()}
    members["node_id"] = hop.node_id.hex()
    return members


def _written_unknown(field: UnknownField) -> dict[str, str]:
    return {"tag": field.tag, "words": field.words, "at": str(field.at)}


def read(members: Members) -> Invoice:
    """An invoice to be written. Whether its members make one is not asked here.

    `hrp_amount`, `signature` and `recovery_id` are not looked at.
    """
    invoice = Invoice(
        network=members.text("network"),
        timestamp=members.integer("timestamp"),
        amount_msat=members.optional_integer("amount_msat"),
        payment_hash=members.optional_hex("payment_hash"),
        payment_secret=members.optional_hex("payment_secret"),
        description=members.optional_text("description"),
        description_hash=members.optional_hex("description_hash"),
        payee=members.optional_hex("payee"),
        payee_in_field=members.boolean("payee_in_field"),
        expiry=members.optional_integer("expiry"),
        min_final_cltv_expiry_delta=members.optional_integer("min_final_cltv_expiry_delta"),
        payment_metadata=members.optional_hex("payment_metadata"),
        order=members.optional_text("order"),
        upper_case=members.boolean("upper_case"),
    )
    if members.has("fallbacks"):
        invoice.fallbacks = [
            Fallback(fallback.integer("version"), fallback.hex("program"))
            for fallback in members.objects("fallbacks")
        ]
    if members.has("route_hints"):
        invoice.route_hints = [
            [_read_hop(hop) for hop in hops] for hops in members.object_lists("route_hints")
        ]
    if members.has("features"):
        invoice.features = members.integers("features")
    if members.has("unknown"):
        invoice.unknown = [
            UnknownField(field.text("tag"), field.text("words"), field.optional_integer("at"))
            for field in members.objects("unknown")
        ]
    return invoice


def _read_hop(members: Members) -> Hop:
    return Hop(
        members.hex("node_id"),
        members.integer("short_channel_id"),
        members.integer("fee_base_msat"),
        members.integer("fee_proportional_millionths"),
        members.integer("cltv_expiry_delta"),
    )
