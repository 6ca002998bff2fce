//! Timestamp, the data's length, and how fields are parted.

use ampwire_vectors::Class;

use super::builder::Invoice;
use super::{ok, refused, refused_text};
use crate::case::Case;
use crate::invoice::{Checksum, checksum};

const TIMESTAMP: &str = "bolt11.data.timestamp";
const COMPLETE: &str = "bolt11.data.complete";
const FRAMING: &str = "bolt11.field.framing";
const FIELD: &str = "bolt11.field.complete";

pub(super) fn cases() -> Vec<Case> {
    [timestamps(), lengths(), framing()].concat()
}

fn timestamps() -> Vec<Case> {
    let list = [
        ("timestamp-0", "The start of 1970: seven zero symbols.", 0),
        (
            "timestamp-1073741823",
            "The last timestamp of thirty bits: its first symbol is zero.",
            0x3fff_ffff,
        ),
        (
            "timestamp-2147483648",
            "More than 31 bits: a signed reader takes it for negative.",
            0x8000_0000,
        ),
        ("timestamp-4294967296", "More than 32 bits.", 0x1_0000_0000),
        ("timestamp-34359738367", "The last timestamp there is: 35 bits, all set.", 0x7_ffff_ffff),
    ];
    list.into_iter()
        .map(|(slug, comment, seconds)| {
            ok(slug, comment, &Invoice::plain().timestamp(seconds), &[TIMESTAMP])
        })
        .collect()
}

/// The plain invoice with just the first symbols of its data.
fn cut(symbols: usize) -> String {
    let text = Invoice::plain().text();
    let data = &text[5..5 + symbols];
    format!("lnbc1{data}{}", checksum(Checksum::Bech32, "lnbc", data))
}

fn lengths() -> Vec<Case> {
    let cut = |slug: &str, comment: &str, symbols: usize| {
        let place = (Class::Truncated, Some(5));
        refused_text(slug, comment, &cut(symbols), place, COMPLETE, "plain")
    };
    let nothing = Invoice::empty();
    vec![
        cut("data-0-symbols", "No data, and a checksum that fits.", 0),
        cut("data-7-symbols", "The timestamp alone.", 7),
        cut("data-104-symbols", "As much as a signature, and no timestamp.", 104),
        cut("data-110-symbols", "One symbol less than timestamp and signature have.", 110),
        refused(
            "no-fields",
            "Timestamp and signature, and nothing between them.",
            &nothing,
            (Class::Missing, None),
            "bolt11.p.present",
            "plain",
        )
        .open()
        .breaks(&["bolt11.s.present", "bolt11.d-h.one"]),
    ]
}

fn framing() -> Vec<Case> {
    let stray = |slug: &str, comment: &str, letters: &str| {
        let invoice = Invoice::plain().stray(letters);
        let place = (Class::Truncated, Some(invoice.stray_at()));
        refused(slug, comment, &invoice, place, FRAMING, "plain")
    };
    let beyond = |slug: &str, comment: &str, length: usize| {
        let invoice = Invoice::plain().claiming('9', length);
        let place = (Class::Truncated, Some(invoice.length_of('9')));
        refused(slug, comment, &invoice, place, FIELD, "plain")
    };
    let first = Invoice::plain().claiming('p', 1023);
    let unknown = Invoice::plain().skipped('2', "qqq").claiming('2', 4);
    vec![
        ok(
            "three-symbols-left",
            "Three symbols are a field without a value.",
            &Invoice::plain().skipped('q', ""),
            &[FRAMING, FIELD, "bolt11.field.unknown"],
        ),
        stray("one-symbol-left", "One symbol between the last field and the signature.", "q"),
        stray("two-symbols-left", "Two symbols between the last field and the signature.", "qq"),
        beyond("field-one-too-long", "The last field reaches one symbol into the signature.", 4),
        beyond("field-104-too-long", "The last field takes all of the signature.", 107),
        beyond("field-as-long-as-can-be", "The last field claims as much as can be said.", 1023),
        refused(
            "first-field-too-long",
            "The first field takes everything.",
            &first,
            (Class::Truncated, Some(first.length_of('p'))),
            FIELD,
            "plain",
        ),
        refused(
            "unknown-field-too-long",
            "An unknown field has to be whole as well.",
            &unknown,
            (Class::Truncated, Some(unknown.length_of('2'))),
            FIELD,
            "plain",
        ),
    ]
}
