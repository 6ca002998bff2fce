//! G: the amount.

use super::super::InvoiceErrorKind as Kind;
use super::{D, P, S, TIMESTAMP, refused_at, taken, whole};
use alloc::format;

fn invoice(amount: &str) -> alloc::string::String {
    whole(&format!("lnbc{amount}"), &format!("{TIMESTAMP}{P}{S}{D}{}", "q".repeat(104)))
}

#[test]
fn read_exactly() {
    for (text, msat) in [
        ("1", 100_000_000_000),
        ("1m", 100_000_000),
        ("1u", 100_000),
        ("1n", 100),
        ("10p", 1),
        ("1000n", 100_000),
        ("20000000", 2_000_000_000_000_000_000),
        ("184467440737095516150p", u64::MAX),
    ] {
        let invoice = invoice(text);
        let view = taken(&invoice);
        assert_eq!((view.amount_msat(), view.amount_text()), (Some(msat), Some(text)));
    }
    let none = invoice("");
    assert_eq!((taken(&none).amount_msat(), taken(&none).amount_text()), (None, None));
    // As written: in an invoice in upper case, so is the multiplier.
    let upper = invoice("2500u").to_uppercase();
    assert_eq!(taken(&upper).amount_msat(), Some(250_000_000));
    assert_eq!(taken(&upper).amount_text(), Some("2500U"));
}

#[test]
fn refused_in_order() {
    for (text, kind, offset) in [
        ("m", Kind::AmountSyntax, 4),
        ("x", Kind::AmountSyntax, 4),
        ("25mm", Kind::AmountSyntax, 7),
        ("2500x", Kind::AmountSyntax, 8),
        ("2.5m", Kind::AmountSyntax, 5),
        ("+1", Kind::AmountSyntax, 4),
        ("0x", Kind::AmountSyntax, 5),
        ("0", Kind::AmountNotPositive, 4),
        ("00", Kind::AmountNotPositive, 4),
        ("01p", Kind::AmountNotPositive, 4),
        ("1p", Kind::AmountSubMillisatoshi, 4),
        ("2500000001p", Kind::AmountSubMillisatoshi, 4),
        ("1844674407370955161600000001p", Kind::AmountSubMillisatoshi, 4),
        ("184467440737095516160p", Kind::AmountRange, 4),
        ("18446744073709551616", Kind::AmountRange, 4),
        ("99999999999999999999999999999999999999999999999", Kind::AmountRange, 4),
    ] {
        refused_at(&invoice(text), kind, offset);
    }
    // Behind a longer prefix.
    refused_at(&whole("lnbcrt1p", "qqqqqq"), Kind::AmountSubMillisatoshi, 6);
    // Before the data's length.
    refused_at(&whole("lnbc0", ""), Kind::AmountNotPositive, 4);
}
