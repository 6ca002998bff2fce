//! Bits behind a field's last byte.

use ampwire_vectors::Class;

use super::builder::Invoice;
use super::hop::Hop;
use super::{any, last_turned, ok, own_choice, reads, refused, refuses};
use crate::case::Case;
use crate::cases::samples::POINT;

const PADDING: &str = "bolt11.field.padding";
const HASH: &str = "bolt11.signature.hash";

const HOP: Hop = Hop {
    node_id: POINT,
    short_channel_id: 0x0102_0304_0506_0708,
    fee_base_msat: 1,
    fee_proportional_millionths: 20,
    cltv_expiry_delta: 3,
};

/// An invoice with every field that is made of bytes, each with some bits behind them.
fn full() -> Invoice {
    Invoice::plain()
        .metadata(&[0x01, 0xfa, 0xfa, 0xf0])
        .fallback(0, &[0x0e; 32])
        .route_hint(&[HOP])
        .payee_field()
}

/// The same with fields that have at most two bits behind their bytes, so that a symbol more makes no byte.
fn tight() -> Invoice {
    Invoice::empty()
        .payment_hash()
        .description("1 cup of coffee")
        .payment_secret()
        .features(&[8, 14])
        .metadata(&[0x01, 0xfa, 0xfa])
        .fallback(0, &[0x0e; 20])
        .route_hint(&[HOP])
        .payee_field()
}

pub(super) fn cases() -> Vec<Case> {
    let (full, tight) = (full(), tight());
    let hashed = Invoice::plain().without('d').description_hash([0x39; 32]);
    let mut cases = vec![ok(
        "padding-zero",
        "Every field that is made of bytes, none of which fill symbols: the bits behind them are zero.",
        &full,
        &[PADDING, HASH],
    )];
    cases.push(ok(
        "padding-none",
        "Fields whose bytes fill their symbols, or nearly so.",
        &tight,
        &[PADDING, HASH],
    ));
    // A reader may do without the check, but what is signed is what was received.
    for (tag, name, base) in [
        ('p', "payment-hash", &full),
        ('s', "payment-secret", &full),
        ('h', "description-hash", &hashed),
        ('d', "description", &full),
        ('m', "metadata", &full),
        ('n', "payee", &full),
        ('f', "fallback", &full),
        ('r', "route-hint", &full),
    ] {
        let invoice = base.clone().changed(tag, |words| last_turned(&words, 1));
        cases.push(any(
            &format!("padding-of-{name}"),
            &format!("The last bit behind the bytes of the field {tag} is not zero."),
            &invoice,
            &[refuses(&[Class::BadPadding]), reads(&invoice)],
            &[HASH],
        ));
        if !matches!(tag, 'p' | 's' | 'h' | 'n') {
            let invoice = tight.clone().changed(tag, |words| format!("{words}q"));
            cases.push(any(
                &format!("surplus-symbol-of-{name}"),
                &format!("A zero symbol more than the bytes of the field {tag} need."),
                &invoice,
                &[refuses(&[Class::BadPadding]), reads(&invoice)],
                &[HASH],
            ));
        }
    }
    let highest = full.clone().changed('p', |words| last_turned(&words, 8));
    cases.push(any(
        "padding-of-payment-hash-highest",
        "The highest of the four bits behind a payment_hash is not zero.",
        &highest,
        &[refuses(&[Class::BadPadding]), reads(&highest)],
        &[HASH],
    ));
    let refuse = |slug: &str, comment: &str, invoice: &Invoice, at: u64, near: &str| {
        let place = (Class::BadPadding, Some(at));
        own_choice(refused(slug, comment, invoice, place, PADDING, near))
    };
    let two = full.clone().changed('p', |words| last_turned(&words, 2));
    let two = two.changed('s', |words| last_turned(&words, 2));
    let surplus = tight.clone().changed('m', |words| format!("{words}p"));
    let zero = tight.clone().changed('m', |words| format!("{words}q")).expiry(60);
    let metadata = full.clone().changed('m', |words| last_turned(&words, 4));
    cases.extend([
        refuse(
            "padding-twice",
            "This project refuses padding that is not zero; the first counts.",
            &two,
            two.end_of('p'),
            "padding-zero",
        ),
        refuse(
            "padding-third-bit",
            "This project refuses each bit that is not zero.",
            &metadata,
            metadata.end_of('m'),
            "padding-zero",
        ),
        refuse(
            "surplus-symbol-not-zero",
            "A symbol more than the bytes need, and not zero.",
            &surplus,
            surplus.end_of('m'),
            "padding-none",
        ),
        refuse(
            "surplus-symbol-zero",
            "A zero symbol more than the bytes need: this project refuses it.",
            &zero,
            zero.end_of('m'),
            "padding-none",
        ),
    ]);
    cases
}
