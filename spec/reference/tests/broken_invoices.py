"""One request that breaks each rule of invoices."""

from __future__ import annotations

from invoices import (
    HINT,
    OFF_THE_CURVE,
    PSD,
    D,
    H,
    N,
    P,
    S,
    data_field,
    feature_field,
    field,
    sealed,
    signature_of,
    signed,
    with_signature,
    written,
)

from ampwire_reference.curve import ORDER


def decode(invoice: str) -> tuple:
    return "invoice.decode", {"invoice": invoice}


def encode(**members: object) -> tuple:
    return "invoice.encode", written(**members)


def encode_without(name: str) -> tuple:
    members = written()
    del members[name]
    return "invoice.encode", members


def pay(
    fields: str,
    *,
    hrp: str = "lnbc",
    amount_msat: int = 1000,
    total_msat: int = 1000,
    **members: str,
) -> tuple:
    return "invoice.final_payload", {
        "invoice": signed(fields, hrp=hrp),
        "amount_msat": str(amount_msat),
        "total_msat": str(total_msat),
        "outgoing_cltv_value": "1",
        **members,
    }


GOOD = signed(PSD)
R, LOW_S, RECOVERY_ID = signature_of(PSD)
R_WITH_N, LOW_S_WITH_N, _ = signature_of(PSD + N)

BREAKS = {
    "bolt11.text.characters": decode(GOOD + " "),
    "bolt11.text.case": decode("lnbC" + GOOD[4:]),
    "bolt11.text.separator": decode("lnbc"),
    "bolt11.text.checksum": decode(sealed("lnbc", "q" * 111, 0x2BC830A3)),
    "bolt11.text.checksum-complete": decode("lnbc1qqqqq"),
    "bolt11.hrp.prefix": decode(signed(PSD, hrp="lnxx")),
    "bolt11.amount.syntax": decode(signed(PSD, hrp="lnbc1x")),
    "bolt11.amount.sub-millisatoshi": decode(signed(PSD, hrp="lnbc11p")),
    "bolt11.amount.positive": decode(signed(PSD, hrp="lnbc0m")),
    "bolt11.amount.range": decode(signed(PSD, hrp="lnbc184467440737095516160p")),
    "bolt11.data.timestamp": encode(timestamp=str(2**35)),
    "bolt11.data.complete": decode(sealed("lnbc", "q" * 110)),
    "bolt11.field.framing": decode(signed(PSD + "qq")),
    "bolt11.field.complete": decode(signed(PSD + "2qp")),
    "bolt11.field.longest": encode(description="a" * 640),
    "bolt11.field.padding": decode(signed(PSD + field("m", "q"))),
    "bolt11.field.fixed-length": encode(payment_hash="00" * 31),
    "bolt11.field.integer-minimal": decode(signed(PSD + field("x", "qp"))),
    "bolt11.field.integer-range": decode(signed(PSD + field("c", "s" + "q" * 12))),
    "bolt11.p.present": decode(signed(S + D)),
    "bolt11.s.present": decode(signed(P + D)),
    "bolt11.d-h.one": decode(signed(P + S)),
    "bolt11.d-h.not-both": decode(signed(PSD + H)),
    "bolt11.d.utf-8": decode(signed(P + S + data_field("d", "ff"))),
    "bolt11.n.point": decode(signed(PSD + data_field("n", OFF_THE_CURVE))),
    "bolt11.f.program": decode(signed(PSD + field("f", ""))),
    "bolt11.r.entries": decode(signed(PSD + field("r", ""))),
    "bolt11.r.point": decode(signed(PSD + data_field("r", "04" + HINT[2:]))),
    # Over another hash, which with a field n is a signature of another key.
    "bolt11.signature.hash": decode(with_signature(PSD + N, R, LOW_S, RECOVERY_ID)),
    "bolt11.signature.valid": decode(with_signature(PSD, 0, LOW_S, RECOVERY_ID)),
    "bolt11.signature.recovery-id": decode(with_signature(PSD, R, LOW_S, 4)),
    "bolt11.signature.payee": decode(signed(PSD + N, key="01")),
    "bolt11.signature.high-s": decode(
        with_signature(PSD + N, R_WITH_N, ORDER - LOW_S_WITH_N, 0)
    ),
    "bolt11.write.order": encode(order="psd9"),
    "bolt11.write.unknown": encode(unknown=[{"tag": "x", "words": "p"}]),
    "bolt11.write.payee": encode(payee="02" + "11" * 32),
    "bolt9.features.both-bits": encode(features=["8", "14", "15"]),
    "amp.invoice.payment-secret": encode(features=["8", "30"]),
    "amp.invoice.payer": pay(PSD + feature_field(8, 14, 30)),
    "amp.invoice.blinded-paths": encode(
        features=["8", "14", "30"], unknown=[{"tag": "5", "words": "qqqq"}]
    ),
    "bolt11.pay.features": pay(PSD + feature_field(100)),
    "bolt11.pay.dependencies": pay(PSD + feature_field(17)),
    "bolt11.pay.expired": pay(PSD, now="1496318259"),
    "bolt11.pay.amount": pay(PSD, hrp="lnbc1u"),
    "bolt11.pay.one-part": pay(PSD, total_msat=2000),
}

NAMED_AS = {
    # Which hash was signed can't be seen, only that it was not the right one.
    "bolt11.signature.hash": "bolt11.signature.payee",
}
"""The rules of which a breach looks like that of another."""
